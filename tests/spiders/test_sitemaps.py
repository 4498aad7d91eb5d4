import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest

from archive.vocabulary import Source, SourceKind, SourceState, Validators
from spiders import Listed, SpiderError, StatusError, Workers
from spiders.errors import ListingError, TooSlowError
from spiders.robots import Robots
from spiders.sitemap import Child
from spiders.sitemaps import MOST_READ, SitemapSpider, newest
from tests.spiders.webs import NOW, Clock, Here, Page, Web

SITE = "https://post.example"
URL = f"{SITE}/sitemap.xml"
SOURCE = Source(name="Post", url=URL, kind=SourceKind.SITEMAP)
FIRST = SourceState(name="Post", kind=SourceKind.SITEMAP, url=URL)
LATER = replace(FIRST, baseline=NOW, asked_whole=NOW)


def urlset(*paths: str, site: str = SITE, when: str = "2026-11-22") -> str:
    parts = (f"<url><loc>{site}{path}</loc><lastmod>{when}</lastmod></url>" for path in paths)
    return f"<urlset>{''.join(parts)}</urlset>"


def index(*children: str | tuple[str, str]) -> str:
    parts = (
        f"<sitemap><loc>{SITE}{child}</loc></sitemap>"
        if isinstance(child, str)
        else f"<sitemap><loc>{SITE}{child[0]}</loc><lastmod>{child[1]}</lastmod></sitemap>"
        for child in children
    )
    return f"<sitemapindex>{''.join(parts)}</sitemapindex>"


class Desk:
    """A spider that stays between polls, over a web that the test changes."""

    def __init__(self, **pages: str | Page) -> None:
        self.web = Web()
        self.clock = Clock()
        robots = Robots(self.web, agent="Wirewatch/0.1", now=self.clock)
        workers = cast("Workers", Here())
        self.spider = SitemapSpider(self.web, workers, robots, now=self.clock)
        self.put(**pages)

    def put(self, **pages: str | Page) -> None:
        """Put pages up: `sitemap` stands for «/sitemap.xml»."""
        for name, page in pages.items():
            self.web.pages[f"{SITE}/{name}.xml"] = Page(page) if isinstance(page, str) else page

    def poll(self, state: SourceState = FIRST) -> Listed:
        self.web.asked.clear()
        return asyncio.run(self.spider.entries(SOURCE, state))

    def paths(self, state: SourceState = FIRST) -> list[str]:
        listed = self.poll(state)
        return [(entry.url or "").removeprefix(SITE) for entry in listed.entries]

    @property
    def asked(self) -> list[str]:
        return [url.removeprefix(SITE) for url in self.web.urls]


def test_a_sitemap_is_asked_for_with_what_the_server_gave() -> None:
    desk = Desk(sitemap=Page(urlset("/a"), etag='"1"'))
    first = desk.poll()
    assert [entry.url for entry in first.entries] == [f"{SITE}/a"]
    state = replace(LATER, validators=first.validators, body_hash=first.body_hash)
    again = desk.poll(state)
    assert desk.web.asked[0].validators == Validators(etag='"1"')
    assert (again.unchanged, again.validators) == (True, first.validators)
    desk.put(sitemap=urlset("/a"))
    assert desk.poll(state).unchanged  # the same body under another tag


def test_half_a_sitemap_is_asked_for_again() -> None:
    half = Desk(sitemap=Page(urlset("/a", "/b")[:-15], etag='"1"')).poll()
    assert half.entries
    assert (half.validators, half.body_hash) == (Validators(), None)


@pytest.mark.parametrize("status", [404, 410, 503])
def test_an_error_is_told(status: int) -> None:
    with pytest.raises(StatusError, match=str(status)):
        Desk(sitemap=Page("", status)).poll()


def test_addresses_of_other_sites_are_left_out() -> None:
    mixed = urlset("/a") + urlset("/b", site="https://other.example")
    listed = Desk(sitemap=f"<x>{mixed}</x>").poll()
    assert [entry.url for entry in listed.entries] == [f"{SITE}/a"]
    assert listed.unreadable == 1
    with pytest.raises(ListingError, match=r"another site, other\.example"):
        Desk(sitemap=urlset("/b", site="https://other.example")).poll()


def test_a_site_may_name_a_sitemap_that_lies_elsewhere() -> None:
    desk = Desk(sitemap=urlset("/b", site="https://other.example"))
    desk.web.pages["https://other.example/robots.txt"] = Page(f"Sitemap: {URL}\n")
    assert [entry.url for entry in desk.poll().entries] == ["https://other.example/b"]


def test_an_index_lists_what_its_children_hold_the_newest_first() -> None:
    desk = Desk(
        sitemap=index("/1.xml", "/2.xml", "/deep.xml"),
        deep=index("/3.xml", "/sitemap.xml"),
        **{"1": urlset("/old", when="2020-01-01"), "2": urlset("/new"), "3": urlset("/middle", when="2026-11-21")},
    )  # fmt: skip
    assert desk.paths() == ["/new", "/middle", "/old"]
    assert sorted(desk.asked) == ["/1.xml", "/2.xml", "/3.xml", "/deep.xml", "/sitemap.xml"]


def test_an_index_is_unchanged_when_its_children_are() -> None:
    desk = Desk(sitemap=index("/1.xml"), **{"1": Page(urlset("/a"), etag='"1"')})
    first = desk.poll()
    state = replace(LATER, body_hash=first.body_hash)
    again = desk.poll(state)
    assert again.unchanged
    assert desk.web.asked[1].validators == Validators(etag='"1"')
    desk.put(**{"1": urlset("/a", "/b")})
    assert desk.paths(state) == ["/a", "/b"]


def test_a_child_that_did_not_move_is_asked_again_only_after_an_hour() -> None:
    child = ("/1.xml", "2026-11-22T10:00:00Z")
    desk = Desk(sitemap=index(child), **{"1": urlset("/a")})
    assert desk.paths() == ["/a"]
    desk.put(**{"1": urlset("/a", "/b")})
    assert desk.paths(LATER) == ["/a"]
    assert desk.asked == ["/sitemap.xml"]
    desk.clock.now += timedelta(hours=1)
    assert desk.paths(LATER) == ["/a", "/b"]
    desk.put(sitemap=index((child[0], "2026-11-22T13:30:00Z")), **{"1": urlset("/c")})
    assert desk.paths(LATER) == ["/c"]


def test_a_broken_child_costs_only_itself() -> None:
    desk = Desk(
        sitemap=index("/1.xml", "/lost.xml", "/page.xml"),
        page="<html>no</html>",
        **{"1": urlset("/a")},
    )
    assert desk.paths() == ["/a"]
    desk.put(lost=Page(error=TooSlowError("too slow")))
    assert desk.paths(LATER) == ["/a"]


@pytest.mark.parametrize(
    "page", [Page("", 500), Page(error=TooSlowError("too slow"))], ids=["500", "slow"]
)
def test_the_first_poll_waits_for_children_that_may_come_back(page: Page) -> None:
    desk = Desk(sitemap=index("/1.xml", "/2.xml"), **{"1": Page(urlset("/a")), "2": page})
    with pytest.raises(SpiderError, match=r"a sitemap of this index, https://post\.example/2\.xml"):
        desk.poll()


def test_a_child_that_asks_us_to_stay_away_is_heeded() -> None:
    page = Page("", 429, headers={"retry-after": "120"})
    desk = Desk(sitemap=index("/1.xml", "/2.xml"), **{"1": Page(urlset("/a")), "2": page})
    with pytest.raises(StatusError) as caught:
        desk.poll(LATER)
    assert caught.value.wait == timedelta(minutes=2)


def test_an_index_without_a_readable_child_is_a_failure() -> None:
    with pytest.raises(StatusError, match=r"a sitemap of this index, .*lost\.xml: .*404"):
        Desk(sitemap=index("/lost.xml")).poll()


def test_old_articles_of_a_child_that_comes_back_are_no_news() -> None:
    desk = Desk(sitemap=index("/1.xml"), **{"1": urlset("/a")})
    assert desk.paths() == ["/a"]
    desk.put(sitemap=index("/1.xml", "/2019.xml"), **{"2019": urlset("/old", when="2019-05-01")})
    assert desk.paths(LATER) == ["/a"]
    assert desk.paths(FIRST) == ["/a", "/old"]


def test_no_more_than_twenty_children_are_read() -> None:
    names = [f"/{number}.xml" for number in range(30)]
    desk = Desk(sitemap=index(*names), **{name[1:-4]: urlset(name) for name in names})
    assert len(desk.paths()) == MOST_READ
    read = set(desk.asked)
    assert {"/29.xml", "/0.xml"} <= read


def child(path: str, modified: datetime | None = None) -> Child:
    return Child(url=f"{SITE}{path}", modified=modified)


def test_the_newest_children_are_found_by_date_then_by_name_then_by_number() -> None:
    dated, older = child("/a", NOW), child("/b", NOW - timedelta(days=1))
    news, first, last = child("/latest.xml"), child("/posts-1.xml"), child("/posts-12.xml")
    middle = child("/posts-5.xml")
    children = [first, older, middle, last, dated, news, first]
    assert newest(children, 9) == [dated, older, news, last, first, middle]
    assert newest(children, 2) == [dated, older]
