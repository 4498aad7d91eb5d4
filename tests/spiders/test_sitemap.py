import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.errors import ListingError
from spiders.sitemap import (
    LARGEST,
    MOST_ADDRESSES,
    Child,
    read_sitemap,
    same_site,
    words_of_address,
)

URL = "https://post.example/maps/news.xml"
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
NEWS = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<urlset {NAMES}>
  <url>
    <image:image><image:loc>https://post.example/pier.jpg</image:loc></image:image>
    <loc> https://post.example/world/bridge?id=7&amp;x=1 </loc>
    <lastmod>2026-11-22T10:00:00Z</lastmod>
    <n:news>
      <n:publication><n:name>Harbour Post</n:name><n:language>uk-UA</n:language></n:publication>
      <n:publication_date>2026-11-21T12:00:00+02:00</n:publication_date>
      <n:title>The <![CDATA[bridge &]]> the pier</n:title>
      <n:keywords>Bridge, pier,,Bridge</n:keywords>
    </n:news>
  </url>
</urlset>"""


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def sitemap(inner: str) -> bytes:
    return f"<urlset {NAMES}>{inner}</urlset>".encode()


def urls(*pairs: tuple[str, str]) -> bytes:
    parts = (f"<url><loc>{loc}</loc><lastmod>{when}</lastmod></url>" for loc, when in pairs)
    return sitemap("".join(parts))


def test_a_news_sitemap_says_all_of_an_entry() -> None:
    read = read_sitemap(NEWS.encode(), url=URL)
    (entry,) = read.entries
    assert entry.url == "https://post.example/world/bridge?id=7&x=1"
    assert entry.title == "The bridge & the pier"
    assert entry.published == at(2026, 11, 21, 10)
    assert (entry.language, entry.tags, entry.outlet) == ("uk", ("Bridge", "pier"), "Harbour Post")
    assert (read.whole, read.unreadable, read.children) == (True, 0, ())


def test_the_newest_comes_first_and_what_has_no_date_last() -> None:
    body = urls(
        ("https://post.example/undated", ""),
        ("https://post.example/old", "2020-01-01"),
        ("https://post.example/new", "2026-11-22T10:00+01:00"),
    )
    read = read_sitemap(body, url=URL)
    assert [entry.url for entry in read.entries] == [
        f"https://post.example/{name}" for name in ("new", "old", "undated")
    ]


def test_the_day_in_an_address_goes_before_the_day_of_an_edit() -> None:
    (entry,) = read_sitemap(
        urls(("https://post.example/2026/11/03/a", "2026-11-22")), url=URL
    ).entries
    assert entry.published == at(2026, 11, 3)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2026/11/22/army-gathers-near-kursk-10231.html", "Army gathers near kursk"),
        ("/news/army_gathers_near_kursk/", "Army gathers near kursk"),
        ("/army-gathers-near-kursk/a7f3c2d9e1", "Army gathers near kursk"),
        ("/%D0%B2%D1%96%D0%B9%D1%81%D1%8C%D0%BA%D0%B0-%D0%B1%D1%96%D0%BB%D1%8F-%D0%BC%D0%BE%D1%81%D1%82%D1%83", "Війська біля мосту"),
        ("/world-news", ""),
        ("/article/10231", ""),
        ("/", ""),
    ],
)  # fmt: skip
def test_words_of_an_address_stand_in_for_a_headline(path: str, words: str) -> None:
    assert words_of_address(f"https://post.example{path}") == words


def test_an_index_names_its_children() -> None:
    body = f"""<sitemapindex {NAMES}>
      <sitemap><loc>/maps/1.xml</loc><lastmod>2026-11-22</lastmod></sitemap>
      <sitemap><loc>https://post.example/2.xml.gz</loc></sitemap>
      <sitemap><loc>javascript:alert(1)</loc></sitemap></sitemapindex>"""
    read = read_sitemap(body.encode(), url=URL)
    assert read.children == (
        Child(url="https://post.example/maps/1.xml", modified=at(2026, 11, 22)),
        Child(url="https://post.example/2.xml.gz", modified=None),
    )


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(NEWS.encode()),
        NEWS.replace("UTF-8", "UTF-16").encode("utf-16"),
        b"\n\n<br />Warning: no such file\n" + NEWS.encode(),
        NEWS.replace("the pier", "the&nbsp;pier & more").encode(),
        NEWS.replace("</urlset>", "").encode(),
        NEWS.replace("xmlns:n=", "xmlns:wrong=").encode(),
    ],
    ids=["gzip", "utf-16", "noise", "entities", "open", "namespace"],
)
def test_broken_and_packed_ones_yield_their_entries(body: bytes) -> None:
    (entry,) = read_sitemap(body, url=URL).entries
    assert entry.url == "https://post.example/world/bridge?id=7&x=1"
    assert "bridge" in entry.title


def test_half_a_sitemap_is_known_as_half() -> None:
    body = urls(*((f"https://post.example/{n}", "2026-11-22") for n in range(9)))
    for half in (body[: len(body) // 2], gzip.compress(body)[:60]):
        assert not read_sitemap(half, url=URL).whole


def test_no_entity_is_expanded_and_no_file_read() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    body = (
        f'<!DOCTYPE u [<!ENTITY e0 "x">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>https://post.example/a</loc><lastmod>2026-11-22</lastmod></url>"
        "<url><loc>https://post.example/&e9;&f;</loc></url></urlset>"
    )
    read = read_sitemap(body.encode(), url=URL)
    assert len(repr(read)) < 2_000
    assert "root:" not in repr(read)
    assert "https://post.example/a" in {entry.url for entry in read.entries}


def test_a_list_of_addresses_is_a_sitemap() -> None:
    body = b"\xef\xbb\xbfhttps://post.example/a\r\nnot an address\r\n\r\nhttps://post.example/b\n"
    read = read_sitemap(body, url=URL)
    assert [entry.url for entry in read.entries] == [
        "https://post.example/a",
        "https://post.example/b",
    ]
    assert read.unreadable == 1


def test_a_feed_is_a_sitemap() -> None:
    body = b"<rss version='2.0'><channel><item><title>Bridge</title><link>https://post.example/a</link></item></channel></rss>"
    (entry,) = read_sitemap(body, url=URL).entries
    assert (entry.title, entry.url) == ("Bridge", "https://post.example/a")


def test_an_empty_news_sitemap_is_no_failure() -> None:
    read = read_sitemap(f"<urlset {NAMES} />".encode(), url=URL)
    assert (read.entries, read.whole) == ((), True)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><html><body>Log in</body></html>", "web page"),
        (b"{}", "not a sitemap"),
        (b"<opml><body/></opml>", "not a sitemap"),
        (b"<urlset><url><loc>javascript:x</loc></url></urlset>", "not a sitemap"),
        (b"\x1f\x8bnonsense", "packed"),
    ],
)
def test_what_is_no_sitemap_is_told(body: bytes, why: str) -> None:
    with pytest.raises(ListingError, match=why):
        read_sitemap(body, url=URL)


def test_addresses_and_bytes_are_bounded() -> None:
    many = "".join(f"https://post.example/{n}\n" for n in range(MOST_ADDRESSES + 5)).encode()
    read = read_sitemap(many, url=URL)
    assert (len(read.entries), read.whole) == (MOST_ADDRESSES, False)
    huge = gzip.compress(b"https://post.example/a\n" + b" " * (LARGEST + 1))
    assert not read_sitemap(huge, url=URL).whole


@settings(max_examples=200)
@given(
    st.binary(max_size=200)
    | st.text(alphabet="<>/&;urlsetocaxml \"'=![]CDAT", max_size=200).map(str.encode)
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    whole = sitemap("<url><loc>/a</loc></url>").replace(b"</urlset>", body)
    with suppress(ListingError):
        assert all(entry.url for entry in read_sitemap(whole, url=URL).entries)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("https://www.post.example/a", "http://post.example:8080/b", True),
        ("https://news.post.example/a", "https://post.example/", True),
        ("https://sitemaps.post.example/a", "https://www.post.example/", True),
        ("https://post.example/", "https://notpost.example/", False),
        ("https://post.example/", None, False),
    ],
)
def test_one_site_is_one_host_or_inside_it(one: str, two: str | None, same: bool) -> None:
    assert same_site(one, two) is same_site(two, one) is same
