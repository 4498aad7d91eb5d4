"""What the program's own feed reader and identity make of the newsroom: the demo's claims hold in them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from archive.identity import text_key
from archive.vocabulary import Entry, Source
from spiders.feed import read_feed
from spiders.full_text import wish_for, with_page
from spiders.page import read_page
from wirewatch.demo.content import FeedFormat, Outlet, load_content
from wirewatch.demo.feeds import feed, feed_type
from wirewatch.demo.pages import article_page
from wirewatch.demo.press import Press

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:8801"
CONTENT = load_content()


def entries(seconds: float) -> Mapping[str, Mapping[str, Entry]]:
    """What each outlet's feed lists after so many seconds, by guid."""
    press = Press(CONTENT, start=START)
    for outlet in CONTENT.outlets:
        press.polled(outlet.id, now=START)
    press.advance(now=START + timedelta(seconds=seconds))
    found = {}
    for outlet in CONTENT.outlets:
        body = feed(outlet, press.listing(outlet.id), BASE)
        read = read_feed(body, url=BASE + outlet.feed_path, content_type=feed_type(outlet))
        pages = {BASE + one.path: article_page(one, BASE) for one in press.listing(outlet.id)}
        found[outlet.id] = {
            entry.guid or "": in_full(entry, pages, outlet) for entry in read.entries
        }
    return found


def in_full(entry: Entry, pages: Mapping[str, str], outlet: Outlet) -> Entry:
    """Read the page of an entry where the daemon would."""
    source = Source(name=outlet.name, url=BASE + outlet.feed_path)
    url = (entry.url or "").partition("?")[0]
    if not wish_for(entry, source).read:
        return entry
    page = read_page(pages[url].encode(), url=url, content_type="text/html", hint=entry)
    return with_page(entry, page, source=source, final=url)


def texts(outlet: str) -> Mapping[str, Entry]:
    return {entry.title: entry for entry in entries(60)[outlet].values()}


def test_the_sample_story_and_its_copy_are_one_text() -> None:
    original, copy = CONTENT.sample
    one = texts("northern-post")[original.title]
    other = texts("harbour-daily")[copy.title]
    assert one.url != other.url
    assert one.guid != other.guid
    assert text_key(one.text) is not None
    assert text_key(one.text) == text_key(other.text)


def test_no_other_two_stories_are_one_text() -> None:
    keys = [
        key
        for listed in entries(60).values()
        for entry in listed.values()
        if (key := text_key(entry.text)) is not None
    ]
    assert len(keys) - len(set(keys)) == 1


@pytest.mark.parametrize("given", CONTENT.outlets, ids=[outlet.id for outlet in CONTENT.outlets])
def test_every_entry_is_read_whole(given: Outlet) -> None:
    listed = entries(34)[given.id].values()
    assert len(listed) >= 5
    for entry in listed:
        story = next(story for story in given.stories if story.title.split() == entry.title.split())
        assert entry.published is not None
        assert entry.published.tzinfo is not None
        assert entry.outlet == given.name
        assert entry.language == given.language[:2]
        assert (entry.url or "").startswith(f"{BASE}/{given.id}/2026/11/")
        assert all(paragraph in (entry.text or entry.summary) for paragraph in story.paragraphs)
        if given.format is not FeedFormat.BRIEF:
            assert entry.authors == story.authors


def test_an_edit_is_the_same_entry() -> None:
    before, after = entries(30)["harbour-daily"], entries(60)["harbour-daily"]
    changed = [guid for guid in before if before[guid].title != after[guid].title]
    assert len(changed) == 1
    assert before[changed[0]].url == after[changed[0]].url
