"""The newsroom over real HTTP: feeds that a reader takes, pages behind their links, right 304s."""

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import unescape
from http.client import HTTPConnection, HTTPResponse

import feedparser
import pytest

from wirewatch.demo.content import Content, FeedFormat, load_content
from wirewatch.demo.press import Press
from wirewatch.demo.server import NewsroomServer

START = datetime(2026, 11, 22, 9, 30, 12, tzinfo=UTC)
CONTENT = load_content()
OUTLETS = [outlet.id for outlet in CONTENT.outlets]


class Newsroom:
    """A press on a server, with a clock that the test moves."""

    def __init__(self, content: Content) -> None:
        self.now = START
        self.press = Press(content, start=START)
        self.server = NewsroomServer(content, self.press, lambda: self.now)

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            connection.request(
                method,
                path,
                headers={name.replace("_", "-"): value for name, value in headers.items()},
            )
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def poll_all(self) -> None:
        for outlet in OUTLETS:
            self.ask(f"/{outlet}/feed/")

    def after(self, seconds: float) -> list[str]:
        self.now = START + timedelta(seconds=seconds)
        return [cue.story for cue in self.press.advance(now=self.now)]


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    room = Newsroom(CONTENT)
    with room.server:
        yield room


def parsed(newsroom: Newsroom, outlet: str) -> feedparser.FeedParserDict:
    answer, body = newsroom.ask(f"/{outlet}/feed/")
    assert answer.status == 200
    # The encoding in the document must do without the header's help.
    return feedparser.parse(body, response_headers={"content-type": "application/xml"})


@pytest.mark.parametrize("outlet", OUTLETS)
def test_every_feed_is_well_formed_and_says_what_it_is(newsroom: Newsroom, outlet: str) -> None:
    newsroom.poll_all()
    newsroom.after(60)
    feed = parsed(newsroom, outlet)
    given = CONTENT.outlet(outlet)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.encoding == given.encoding
    assert feed.feed.title == given.name
    assert feed.feed.get("language", given.language) == given.language
    assert [entry.title for entry in feed.entries] == [
        one.title for one in newsroom.press.listing(outlet)
    ]
    assert len(feed.entries) == len(given.stories)


@pytest.mark.parametrize("outlet", OUTLETS)
def test_every_entry_is_dated_and_carries_the_whole_text(newsroom: Newsroom, outlet: str) -> None:
    newsroom.poll_all()
    newsroom.after(60)
    for entry, one in zip(
        parsed(newsroom, outlet).entries, newsroom.press.listing(outlet), strict=True
    ):
        # RSS 1.0 has one date, dc:date, which feedparser calls the update.
        stamp = entry.get("published_parsed") or entry.updated_parsed
        assert datetime.fromtimestamp(timegm(stamp), UTC) == one.published
        assert START - timedelta(days=2) < one.published <= START + timedelta(seconds=60)
        text = unescape(entry.content[0].value if "content" in entry else entry.description)
        teased = one.outlet.format is FeedFormat.TEASER
        assert all(paragraph in text for paragraph in one.story.paragraphs[: 1 if teased else None])


@pytest.mark.parametrize("outlet", OUTLETS)
def test_links_lead_to_pages_with_headline_date_and_author(newsroom: Newsroom, outlet: str) -> None:
    for entry in parsed(newsroom, outlet).entries:
        path = entry.link.removeprefix(newsroom.server.base)
        answer, body = newsroom.ask(path)
        page = body.decode()
        assert answer.status == 200
        assert f"<h1>{entry.title}" in unescape(page)
        assert 'property="article:published_time"' in page
        assert '"datePublished"' in page


def test_front_pages_pictures_robots_and_unknown_paths(newsroom: Newsroom) -> None:
    assert newsroom.ask("/")[0].status == 200
    assert newsroom.ask("/northern-post/")[0].status == 200
    assert (
        newsroom.ask("/northern-post/picture.svg")[0].getheader("Content-Type") == "image/svg+xml"
    )
    assert newsroom.ask("/robots.txt")[1].startswith(b"User-agent: *")
    for path in ("/nobody/", "/northern-post/2026/01/01/nothing/", "/nobody/feed/"):
        assert newsroom.ask(path)[0].status == 404


def test_a_feed_that_did_not_change_is_answered_with_304_and_no_body(newsroom: Newsroom) -> None:
    first, _ = newsroom.ask("/harbour-daily/feed/")
    tag, date = first.getheader("ETag"), first.getheader("Last-Modified")
    assert tag
    assert date
    for headers in (
        {"If_None_Match": tag},
        {"If_None_Match": f'"x", W/{tag}'},
        {"If_Modified_Since": date},
    ):
        answer, body = newsroom.ask("/harbour-daily/feed/", **headers)
        assert (answer.status, body) == (304, b"")
        assert answer.getheader("ETag") == tag


def test_the_entity_tag_goes_before_the_date(newsroom: Newsroom) -> None:
    later = format_datetime(START + timedelta(days=1), usegmt=True)
    answer, _ = newsroom.ask(
        "/harbour-daily/feed/", If_None_Match='"other"', If_Modified_Since=later
    )
    assert answer.status == 200


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 99 Nov 2026 00:00:00 GMT"])
def test_a_date_that_cannot_be_read_is_ignored(newsroom: Newsroom, date: str) -> None:
    assert newsroom.ask("/harbour-daily/feed/", If_Modified_Since=date)[0].status == 200


def test_head_gives_the_headers_alone(newsroom: Newsroom) -> None:
    answer, body = newsroom.ask("/harbour-daily/feed/", method="HEAD")
    assert (answer.status, body) == (200, b"")
    assert int(answer.getheader("Content-Length") or 0) > 1000


def test_a_new_story_changes_the_feed_and_its_tag(newsroom: Newsroom) -> None:
    first, _ = newsroom.ask("/northern-post/feed/")
    newsroom.poll_all()
    assert newsroom.after(0.5) == ["kursk-troops"]
    second, body = newsroom.ask("/northern-post/feed/", If_None_Match=first.getheader("ETag") or "")
    assert second.status == 200
    assert b"North Korean troops" in body
    assert newsroom.press.listing("northern-post")[0].story.slug == "kursk-troops"


def test_nothing_is_published_before_every_feed_was_polled(newsroom: Newsroom) -> None:
    for outlet in OUTLETS[:-1]:
        newsroom.ask(f"/{outlet}/feed/")
    assert newsroom.press.opened is None
    assert newsroom.after(600) == []
    newsroom.ask(f"/{OUTLETS[-1]}/feed/")
    assert newsroom.press.opened == START + timedelta(seconds=600)
    assert newsroom.press.polls == len(OUTLETS)


def test_each_cue_happens_once(newsroom: Newsroom) -> None:
    newsroom.poll_all()
    early, late = newsroom.after(10), newsroom.after(100)
    assert len(early) + len(late) == len(CONTENT.cues)
    assert newsroom.after(200) == []
    assert newsroom.press.finished


def test_an_edit_keeps_guid_and_address(newsroom: Newsroom) -> None:
    newsroom.poll_all()
    newsroom.after(30)
    before = parsed(newsroom, "harbour-daily").entries[0]
    newsroom.after(36)
    after = parsed(newsroom, "harbour-daily").entries[0]
    assert (after.id, after.link) == (before.id, before.link)
    assert after.title != before.title


def test_wordpress_says_where_the_post_appeared_first(newsroom: Newsroom) -> None:
    entry = parsed(newsroom, "harbour-daily").entries[0]
    assert "appeared first on" in entry.summary
    assert "appeared first on" in entry.content[0].value
    assert "أولاً على" in parsed(newsroom, "sada-al-mina").entries[0].summary
