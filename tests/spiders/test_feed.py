import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.vocabulary import primary_language
from spiders.entries import Feed
from spiders.errors import BrokenFeedError, FeedError
from spiders.feed import read_feed

FOLDER = Path(__file__).parent / "feeds"
DOCUMENTS = sorted(path.stem for path in FOLDER.glob("*.xml"))
URL = "https://post.example/feed/index"


def read(body: bytes, content_type: str | None = "application/xml") -> Feed:
    return read_feed(body, url=URL, content_type=content_type)


def document(name: str) -> bytes:
    return (FOLDER / f"{name}.xml").read_bytes()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_strange_documents_are_read_as_people_would(name: str) -> None:
    """Beside each document lies what it says: of each entry only the facts that the document is about."""
    expected = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    feed = read(document(name))
    found = []
    for entry, facts in zip(feed.entries, expected["entries"], strict=True):
        said = {field: getattr(entry, field) for field in facts}
        if isinstance(said.get("published"), datetime):
            said["published"] = said["published"].isoformat()
        found.append({key: list(v) if isinstance(v, tuple) else v for key, v in said.items()})
    assert found == expected["entries"]
    for field in expected.keys() - {"entries"}:
        assert getattr(feed, field) == expected[field]
    assert feed.whole == expected.get("whole", True)
    assert feed.unreadable == 0


def test_the_text_of_no_file_comes_in() -> None:
    feed = read(document("external-entities"))
    assert "root:" not in repr(feed)
    assert "&secret;" in feed.entries[0].title


def test_a_small_document_does_not_grow() -> None:
    assert len(repr(read(document("billion-laughs")))) < 2_000


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_that_is_kept_can_do_harm(name: str) -> None:
    for entry in read(document(name)).entries:
        for text in (entry.title, entry.summary, entry.text, *entry.authors, *entry.tags):
            assert not set(text) & set("\x00\x07\x0b\x1b\u202e\u2066\u200b\ufeff")
            assert "<script" not in text
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        assert "S3CRET" not in repr(entry)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty page"),
        (b" \r\n\t\0", "an empty page"),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head></html>", "a web page"),
        (b"<html><body><h1>Not found</h1></body></html>", "a web page"),
        (b'{"version": "https://other.example/1", "items": []}', "JSON"),
        (b"[1, 2]", "JSON"),
        (b"https://post.example/other-feed", "not a feed"),
        (b"/etc/passwd", "not a feed"),
        (b"file:///etc/passwd", "not a feed"),
        (b"OK", "not a feed"),
        (b"%PDF-1.7", "not a feed"),
        (bytes(range(256)), "not a feed"),
        (b"<?xml version='1.0'?><urlset><url><loc>https://x.example/</loc></url></urlset>", "not"),
    ],
)
def test_what_is_no_feed_is_told_in_one_line(body: bytes, words: str) -> None:
    with pytest.raises(FeedError) as caught:
        read(body, content_type=None)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ('<form><input name="password"></form>', "a page to log in, not a feed"),
        ('<link rel="alternate" type="application/rss+xml" href="/a?x=1&amp;y=2">', "It names one: https://post.example/a?x=1&y=2"),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', "not a feed"),
        ('<link rel="stylesheet" type="text/css" href="/a.css">', "not a feed"),
        ('<link type="application/atom+xml" href="http://[">', "not a feed"),
    ],
)  # fmt: skip
def test_a_page_is_told_with_the_feed_that_it_names(head: str, words: str) -> None:
    with pytest.raises(FeedError) as caught:
        read(f"<html><head>{head}</head></html>".encode())
    assert str(caught.value).endswith(words)


def test_what_breaks_off_before_its_first_entry_is_no_empty_feed() -> None:
    with pytest.raises(BrokenFeedError, match="breaks off before its first entry"):
        read(b"<rss version='2.0'><channel><title>Post</title><item><title>Br")


def test_a_feed_says_how_often_it_changes_and_where_it_has_moved() -> None:
    feed = read(
        b"<rss version='2.0' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>Post</title>"
        b"<ttl>30</ttl><itunes:new-feed-url>https://new.example/feed</itunes:new-feed-url></channel></rss>"
    )
    assert (feed.refresh, feed.moved_to) == (timedelta(minutes=30), "https://new.example/feed")


def test_an_empty_feed_is_a_feed() -> None:
    feed = read(b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>")
    assert (feed.title, feed.entries, feed.whole) == ("Quiet", (), True)


@pytest.mark.parametrize("kind", [None, "text/html", "text/plain", "application/octet-stream", "x"])
def test_the_content_type_may_lie(kind: str | None) -> None:
    assert read(document("rss-2.0"), kind).entries == read(document("rss-2.0")).entries


def test_the_content_type_may_name_the_encoding() -> None:
    body = "<rss version='2.0'><channel><item><title>Мост</title></item></channel></rss>"
    feed = read(body.encode("koi8-r"), "application/rss+xml; charset=koi8-r")
    assert feed.entries[0].title == "Мост"


@pytest.mark.parametrize(
    "at", ["the bridge", "</description>", "<link>https://post.example/Ferry", "<title>Ferry"]
)
def test_an_entry_that_breaks_off_waits_until_it_is_whole(at: str) -> None:
    items = "\n".join(
        f"<item><title>{title}</title><link>https://post.example/{title}</link>"
        f"<description>About the bridge of {title}</description></item>"
        for title in ("Tram", "Ferry")
    )
    whole = f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>"
    feed = read(whole[: whole.rindex(at)].encode())
    assert not feed.whole
    assert [entry.title for entry in feed.entries] == ["Tram"]
    assert len(read(whole.encode()).entries) == 2


def test_a_feed_that_lacks_only_its_end_is_read_to_the_last_entry() -> None:
    body = b"<rss version='2.0'><channel><item><title>Tram</title></item>\n"
    feed = read(body)
    assert [entry.title for entry in feed.entries] == ["Tram"]
    assert not feed.whole


def test_ten_megabytes_in_one_entry_are_cut() -> None:
    body = b"<rss version='2.0'><channel><item><title>%s</title><description>%s</description></item></channel></rss>"
    (entry,) = read(body % (b"T" * 100_000, b"word word " * 1_000_000)).entries
    assert len(entry.title) == 1_000
    assert len(entry.summary) == 20_000
    assert entry.summary.endswith("…")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en-GB", "en"), ("EN", "en"), ("pt_BR", "pt"), ("zh-Hant", "zh"), ("", None), (None, None), ("english", None), ("<b>", None), ("x", None)],
)  # fmt: skip
def test_primary_language(tag: str | None, language: str | None) -> None:
    assert primary_language(tag) == language


SAMPLES = [document(name) for name in ("rss-2.0", "atom", "rss-1.0", "titles", "links", "dates")]
SCRAPS = st.binary(max_size=6) | st.sampled_from(
    [b"<item>", b"</title>", b"<![CDATA[", b"]]>", b"&#xD800;", b"&#x110000;", b"<!DOCTYPE", b"\xff", b"<!--", b"<?xml", b"&amp;", b"<entry>", b"\\", b'"', b"<a:b>", b"\x00", b"]>", b"&lt;b&gt;"]
)  # fmt: skip


@settings(max_examples=120)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), SCRAPS), max_size=4),
    st.floats(0.2, 1),
)
def test_damaged_documents_are_read_or_refused(
    body: bytes, damages: list[tuple[float, int, bytes]], length: float
) -> None:
    for place, cut, scrap in damages:
        start = int(place * len(body))
        body = body[:start] + scrap + body[start + cut :]
    try:
        feed = read(body[: int(length * len(body))])
    except FeedError:
        return
    assert all(entry.title.isprintable() or "\u00a0" in entry.title for entry in feed.entries)
