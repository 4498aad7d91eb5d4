"""JSON Feed: what the format says, and what people send instead."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.entries import Feed
from spiders.errors import FeedError
from spiders.feed import read_feed

URL = "https://post.example/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def read(record: object) -> Feed:
    return read_feed(json.dumps(record).encode(), url=URL, content_type="application/feed+json")


def feed(*items: object, **more: object) -> dict[str, Any]:
    return {"version": VERSION, "title": "Aldmoor Post", "items": list(items), **more}


def test_an_item_becomes_an_entry() -> None:
    item = {
        "id": 7,
        "url": "/news/bridge",
        "title": "Bridge <b>closed</b>",
        "content_html": "<p>The bridge is shut.</p><p>Ferries run.</p>",
        "summary": "Ferries run.",
        "date_published": "2026-11-22T10:00:00+02:00",
        "authors": [{"name": "Ada Example"}, {"name": "Ada Example"}, "nobody"],
        "tags": ["harbour", 5, None],
    }
    read_ = read(feed(item, language="en-GB"))
    (entry,) = read_.entries
    assert (read_.title, read_.language, read_.whole) == ("Aldmoor Post", "en", True)
    assert (entry.guid, entry.guid_is_global) == ("7", False)
    assert entry.url == "https://post.example/news/bridge"
    assert entry.text == "The bridge is shut.\nFerries run."
    assert entry.published == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert (entry.authors, entry.tags) == (("Ada Example",), ("harbour", "5"))
    assert (entry.language, entry.outlet) == ("en", "Aldmoor Post")


def test_version_1_and_plain_text() -> None:
    record = feed({"id": "a", "content_text": "Plain & <simple>", "author": {"name": "B"}})
    (entry,) = read({**record, "version": "https://jsonfeed.org/version/1"}).entries
    assert (entry.text, entry.authors) == ("Plain & <simple>", ("B",))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://[bad", 5, None, ["x"]]
)
def test_a_link_that_is_none_is_dropped(link: object) -> None:
    (entry,) = read(feed({"id": "a", "title": "T", "url": link})).entries
    assert entry.url is None or entry.url.startswith("https://post.example/")
    assert "passwd" not in (entry.url or "")


def test_a_bad_item_costs_only_itself() -> None:
    read_ = read(feed({"id": "a", "title": "T"}, None, "x", 5))
    assert (len(read_.entries), read_.unreadable) == (1, 3)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"version": "https://jsonfeed.org/version/1"}',
        b'{"items": []}',
        b"[" * 200_000,
        b'{"version": 1, "items": []}',
        b'\xef\xbb\xbf{"a": "\xff"}',
    ],
)
def test_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(FeedError, match="JSON"):
        read_feed(body, url=URL, content_type=None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = ("id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published",
        "authors", "author", "tags", "language")  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON), max_size=4), JSON)
def test_nothing_in_an_item_raises(items: list[dict[str, Any]], title: object) -> None:
    read_ = read(feed(*items, title=title, language=title))
    assert len(read_.entries) == len(items)
