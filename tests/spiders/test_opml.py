import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vocabulary import Source, SourceKind
from spiders.errors import ListingError
from spiders.opml import read_opml, write_opml
from spiders.prose import one_line

word = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
clean = word.map(one_line).filter(bool)


def opml(inner: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>{inner}</body></opml>'.encode()


def test_folders_and_categories_are_tags() -> None:
    body = opml(
        '<outline text="World"><outline title="Near"><outline text="t" title="A" type="rss"'
        ' xmlUrl="https://a.example/feed" category="/News/Daily, world ,"/></outline></outline>'
    )
    read = read_opml(body)
    (one,) = read.found
    assert (one.name, one.url, one.kind) == ("A", "https://a.example/feed", SourceKind.FEED)
    assert one.tags == ("World", "Near", "News", "Daily")
    assert read.title == "Mine"


@pytest.mark.parametrize(
    "outline",
    [
        '<outline text="A" xmlUrl=" feed://a.example/feed "/>',
        '<outline text="A" XMLURL="feed:http://a.example/feed"/>',
        '<OUTLINE TEXT="A" xmlUrl="http://a.example/feed">',
        '<outline text="A" type="rss" url="http://a.example/feed"/>',
        '<outline text="A" xmlUrl="http://a.example/feed" bad="&nbsp;"/><outline text="B" xmlUrl="',
    ],
)
def test_what_programs_write_is_read(outline: str) -> None:
    (one,) = read_opml(opml(outline)).found
    assert (one.name, one.url) == ("A", "http://a.example/feed")


def test_an_address_counts_once_and_what_is_left_out_is_told() -> None:
    read = read_opml(
        opml(
            '<outline text="A" xmlUrl="https://a.example/feed"/>'
            '<outline text="B" xmlUrl="http://www.a.example/feed/?utm_source=x"/>'
            '<outline text="C" xmlUrl="ftp://a.example/feed"/><outline xmlUrl="/feed"/>'
        )
    )
    assert [one.name for one in read.found] == ["A"]
    assert read.left_out == (
        "B: the same address as A",
        "C: its address is no web address",
        "one without a name: its address is no web address",
    )


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"<html><body>x</body></html>", b"{}"])
def test_what_is_no_opml_is_told(body: bytes) -> None:
    with pytest.raises(ListingError, match="not OPML"):
        read_opml(body)


@given(
    st.lists(
        st.builds(
            lambda name, tags, kind: Source(name=name, url="", tags=tuple(tags), kind=kind),
            clean,
            st.lists(clean, max_size=3, unique_by=str.casefold),
            st.sampled_from([SourceKind.FEED, SourceKind.SITEMAP, SourceKind.PAGE]),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(drawn: list[Source]) -> None:
    sources = [
        Source(name=one.name, url=f"https://a.example/{n}?x=1&y=2", tags=one.tags, kind=one.kind)
        for n, one in enumerate(drawn)
    ]
    read = read_opml(write_opml(sources).encode())
    assert [(one.name, one.url, one.kind, set(one.tags)) for one in read.found] == [
        (one.name, one.url, one.kind, set(one.tags)) for one in sources
    ]
    assert read.left_out == ()


def test_no_password_is_written() -> None:
    written = write_opml([Source(name="A", url="https://me:sesame@a.example/feed")])
    assert "sesame" not in written
    assert 'xmlUrl="https://a.example/feed"' in written
