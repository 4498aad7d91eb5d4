"""What an address alone is, is found out once, remembered, and asked again when it stops making sense."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from archive.vocabulary import FetchRules, Found, Obey, Source, SourceKind, SourceState
from spiders import GoneError, Listed, Lister, SpiderError, Workers
from spiders.errors import FeedError, ListingError, RobotsError, StatusError, UnreachableError
from spiders.plain import LOST_AFTER
from spiders.robots import Robots
from tests.spiders.webs import Clock, Here, Page, Web
from wirewatch.kinds import Kinds

URL = "https://post.example/"
SOURCE = Source(name="Post", url=URL, kind=SourceKind.ADDRESS)
STATE = SourceState(name="Post", kind=SourceKind.ADDRESS, url=URL)
FEED = "<rss version='2.0'><channel><title>Post</title><item><title>Bridge</title><link>/a</link></item></channel></rss>"
SITEMAP = f"<urlset><url><loc>{URL}a/bridge-is-closed-today</loc></url></urlset>"
LISTING = "<!doctype html><title>Post</title><main>" + "".join(
    f"<article><h2><a href='/2026/11/{day}/a-bridge-is-closed'>A bridge is closed for {day} days</a></h2></article>"
    for day in (20, 21, 22)
)  # fmt: skip


def naming(*links: str) -> str:
    heads = "".join(
        f"<link rel=alternate type='application/rss+xml' href='{link}'>" for link in links
    )
    return f"<!doctype html><head>{heads}</head><body>Welcome"


def listed(web: Web, state: SourceState = STATE, *, robots: Obey = Obey.PAGES) -> Listed:
    clock = Clock()
    workers = cast("Workers", Here())
    kinds = Kinds(
        FetchRules(robots=robots),
        Robots(web, agent="Wirewatch", now=clock),
        workers,
        folder=Path(),
        agent="Wirewatch",
        now=clock,
    )
    spiders: Mapping[SourceKind, Lister] = kinds.listers(web)
    return asyncio.run(spiders[SourceKind.ADDRESS].entries(SOURCE, state))


def failure(web: Web, state: SourceState = STATE) -> SpiderError:
    with pytest.raises(SpiderError) as caught:
        listed(web, state)
    return caught.value


def kind_of(found: Listed) -> tuple[str, str]:
    assert found.found is not None
    return found.found.kind.value, found.found.url


@pytest.mark.parametrize(
    ("page", "kind"), [(FEED, "feed"), (SITEMAP, "sitemap"), (LISTING, "page")]
)
def test_an_address_is_what_it_holds(page: str, kind: str) -> None:
    web = Web({URL: Page(page)})
    found = listed(web)
    assert kind_of(found) == (kind, URL)
    assert found.entries
    # One request finds it out and reads it; pages and sitemaps ask robots.txt as well.
    assert web.urls.count(URL) == 1


def test_the_feed_that_a_page_names_is_read_in_its_place() -> None:
    feeds = {
        f"{URL}comments/feed": Page(FEED),
        f"{URL}old": Page("sorry", 404),
        f"{URL}feed": Page(FEED),
    }
    web = Web({URL: Page(naming("/comments/feed", "/old", "/feed")), **feeds})
    found = listed(web)
    assert kind_of(found) == ("feed", f"{URL}feed")
    assert found.found
    assert found.found.how == f"a page; read by the feed that it names, {URL}feed"
    assert f"{URL}comments/feed" not in web.urls


def test_a_page_whose_feeds_cannot_be_read_is_a_page() -> None:
    page = naming("/feed") + LISTING
    assert kind_of(listed(Web({URL: Page(page)}))) == ("page", URL)


@pytest.mark.parametrize(
    "page", ["", "hello", "{}", "<!doctype html><p>Under construction", naming("/feed")]
)
def test_what_is_nothing_is_told(page: str) -> None:
    error = failure(Web({URL: Page(page)}))
    assert isinstance(error, ListingError)
    assert str(error).startswith("neither a feed nor a sitemap")


def test_a_server_that_fails_says_so() -> None:
    assert isinstance(failure(Web({URL: Page("sorry", 503)})), StatusError)
    assert isinstance(failure(Web({URL: Page(error=UnreachableError("no"))})), UnreachableError)


def test_robots_txt_is_asked_for_a_page_and_not_for_a_feed() -> None:
    closed = {f"{URL}robots.txt": Page("User-agent: *\nDisallow: /")}
    assert kind_of(listed(Web({URL: Page(FEED), **closed}))) == ("feed", URL)
    assert isinstance(failure(Web({URL: Page(LISTING), **closed})), RobotsError)


KNOWN = replace(STATE, found=Found(kind=SourceKind.FEED, url=f"{URL}feed", how="as told"))


def test_what_was_found_is_asked_directly_and_stays_known() -> None:
    web = Web({f"{URL}feed": Page(FEED, etag='"1"')})
    found = listed(web, KNOWN)
    assert (web.urls, found.found, found.anew) == ([f"{URL}feed"], KNOWN.found, False)
    later = replace(
        KNOWN, validators=found.validators, body_hash=found.body_hash, asked_whole=Clock().now
    )
    again = listed(web, later)
    assert (again.unchanged, again.found) == (True, KNOWN.found)


def test_a_few_failures_change_nothing() -> None:
    web = Web({URL: Page(LISTING), f"{URL}feed": Page(LISTING)})
    for failures in range(LOST_AFTER - 1):
        assert isinstance(failure(web, replace(KNOWN, failures=failures)), FeedError)
    assert URL not in web.urls


def test_after_many_failures_it_is_looked_at_anew_and_begins_in_silence() -> None:
    web = Web({URL: Page(naming("/rss")), f"{URL}rss": Page(FEED)})
    found = listed(web, replace(KNOWN, failures=LOST_AFTER - 1))
    assert (kind_of(found), found.anew) == (("feed", f"{URL}rss"), True)


def test_when_it_is_nothing_any_more_the_first_trouble_is_told() -> None:
    web = Web({URL: Page("hello"), f"{URL}feed": Page("sorry", 403)})
    error = failure(web, replace(KNOWN, failures=LOST_AFTER))
    assert str(error) == "the server refuses us (403)"


def test_what_is_gone_is_gone() -> None:
    web = Web({URL: Page(FEED), f"{URL}feed": Page("sorry", 410)})
    assert isinstance(failure(web, replace(KNOWN, failures=LOST_AFTER)), GoneError)
