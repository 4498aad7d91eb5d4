import asyncio
from typing import cast

import pytest

from archive.vocabulary import SourceKind
from spiders import Workers
from spiders.discovery import (
    FEED_PATHS,
    MOST_ASKED,
    SITEMAP_PATHS,
    Discovery,
    Finding,
    feeds_of,
    linked_feeds,
    ranked,
)
from spiders.errors import StatusError, UnreachableError
from spiders.markup import Element, read_html
from spiders.robots import ObedientFetcher, Robots
from tests.spiders.webs import Clock, Here, Page, Web

SITE = "https://post.example/"
RSS = "<rss version='2.0'><channel><title>Post</title><item><title>{0}</title><link>https://post.example/{0}</link></item></channel></rss>"


def root(markup: str) -> Element:
    read = read_html(markup.encode(), content_type=None)
    assert read is not None
    return read


def found_in(web: Web, url: str = SITE) -> list[Finding]:
    clock = Clock()
    robots = Robots(web, agent="Wirewatch/0.1", now=clock)
    fetcher = ObedientFetcher(web, robots, now=clock, sleep=clock.sleep)
    workers = cast("Workers", Here())
    discovery = Discovery(fetcher, workers, robots, now=clock, progress=lambda *_: None)
    return asyncio.run(discovery.discover(url))


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        ('<LINK REL="Alternate" TYPE="Application/RSS+XML" HREF=" /a ">', "https://post.example/a"),
        ('<link rel="home alternate x" type="application/atom+xml;charset=utf-8" href="a">', "https://post.example/news/a"),
        ('<link rel=feed href="//cdn.example/a">', "https://cdn.example/a"),
        ('<link rel=alternate type="application&#47;feed+json" href="a">', "https://post.example/news/a"),
        ('<link rel=alternate type="application/json" href="/feed.json">', "https://post.example/feed.json"),
        ('<base href="https://other.example/x/"><link rel=alternate type=text/xml href=no><link rel=alternate type=application/rss+xml href=a>', "https://other.example/x/a"),
        ('<link rel=alternate type="application/json" href="/wp-json/1">', None),
        ('<link rev=alternate type="application/rss+xml" href="/a">', None),
        ('<link rel="stylesheet alternate" type="application/rss+xml" href="/a">', None),
        ('<link rel=alternate type="text/html" hreflang=uk href="/uk/feed">', None),
        ('<link rel=alternate type="application/rss+xml" href="">', None),
        ('<link rel=alternate type="application/rss+xml" href="javascript:alert(1)">', None),
        ('<!-- <link rel=alternate type="application/rss+xml" href="/a"> -->', None),
    ],
)  # fmt: skip
def test_feeds_are_those_that_a_page_names(link: str, feed: str | None) -> None:
    leads = feeds_of(root(f"<html><head>{link}</head>"), f"{SITE}news/x")
    assert [lead.url for lead in leads] == ([feed] if feed else [])


def test_feeds_of_comments_come_last_and_each_address_once() -> None:
    link = '<link rel=alternate type=application/rss+xml title="{}" href={}>'
    markup = (
        link.format("Post » Comments Feed", "/comments/feed")
        + link.format("Post", "/feed")
        + link.format("Again", "/feed")
    )
    leads = feeds_of(root(markup), SITE)
    assert [(lead.url, lead.title) for lead in leads] == [
        (f"{SITE}feed", "Post"),
        (f"{SITE}comments/feed", "Post » Comments Feed"),
    ]


def test_links_that_speak_of_feeds_are_followed_on_the_same_site_only() -> None:
    markup = "<a href=/world.rss>World</a><a href=/x>RSS</a><a href=//other.example/rss>RSS</a><a href=/feedback>Feedback</a>"
    assert [lead.url for lead in linked_feeds(root(markup), SITE)] == [
        f"{SITE}world.rss",
        f"{SITE}x",
    ]


def test_the_address_of_a_feed_is_enough() -> None:
    web = Web({f"{SITE}feed": Page(RSS.format("a"))})
    (finding,) = found_in(web, f"{SITE}feed")
    assert (finding.kind, finding.entries, finding.title) == (SourceKind.FEED, 1, "Post")
    assert len(web.asked) == 2  # robots.txt and the feed


def test_the_usual_places_are_asked_only_when_nothing_is_named() -> None:
    web = Web({SITE: Page("<p>Hello</p>"), f"{SITE}rss.xml": Page(RSS.format("a"))})
    (finding,) = found_in(web)
    assert finding.url == f"{SITE}rss.xml"
    assert finding.how == "found where it usually is"
    usual = {f"https://post.example{path}" for path in (*FEED_PATHS, *SITEMAP_PATHS)}
    assert usual <= set(web.urls)


def test_the_same_feed_at_two_addresses_is_one() -> None:
    link = "<link rel=alternate type=application/rss+xml href={}>"
    pages = {SITE: Page(link.format("/a") + link.format("/b") + link.format("/c"))}
    pages |= {f"{SITE}{name}": Page(RSS.format("x")) for name in "ab"}
    pages[f"{SITE}c"] = Page(RSS.format("y"))
    assert [finding.url for finding in found_in(Web(pages))] == [f"{SITE}a", f"{SITE}c"]


def test_a_site_is_not_asked_without_end() -> None:
    links = "".join(
        f"<link rel=alternate type=application/rss+xml href=/f{n}><a href=/rss/{n}>x</a>" for n in range(99)
    )  # fmt: skip
    web = Web({SITE: Page(links)})
    assert found_in(web) == []
    assert len(web.asked) <= MOST_ASKED + 2


def test_an_index_is_shown_with_its_number_of_sitemaps() -> None:
    index = "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>"
    web = Web({SITE: Page("<p>x"), f"{SITE}sitemap.xml": Page(index)})
    (finding,) = found_in(web)
    assert (finding.kind, finding.entries, finding.sitemaps) == (SourceKind.SITEMAP, 0, 1)


def test_a_site_that_cannot_be_read_is_told() -> None:
    with pytest.raises(StatusError):
        found_in(Web())
    with pytest.raises(UnreachableError):
        found_in(Web({f"{SITE}robots.txt": Page(), SITE: Page(error=UnreachableError("no"))}))


def test_what_holds_something_goes_before_what_does_not() -> None:
    def finding(kind: SourceKind, url: str, entries: int) -> Finding:
        return Finding(
            kind=kind, url=url, title="", how="", entries=entries, newest=None, language=None
        )

    empty = finding(SourceKind.FEED, f"{SITE}a", 0)
    comments = finding(SourceKind.FEED, f"{SITE}comments/feed", 9)
    sitemap = finding(SourceKind.SITEMAP, f"{SITE}c", 9)
    feed = finding(SourceKind.FEED, f"{SITE}d", 1)
    assert ranked([empty, comments, sitemap, feed]) == [feed, sitemap, comments, empty]
