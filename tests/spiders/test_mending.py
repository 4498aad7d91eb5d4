"""Looking for what slipped by in the sitemaps of a site."""

import asyncio
from datetime import timedelta

import pytest

from archive.vocabulary import Entry, Secret, Source
from spiders.errors import TooSlowError
from spiders.mending import MOST_READ, Missing, SitemapMender, section, site_of
from spiders.robots import ObedientFetcher, Robots
from tests.flow.site import news_sitemap
from tests.spiders.webs import NOW, Clock, Here, Page, Web

BASE = "https://post.example"
LISTED = [Entry(title="Now", url=f"{BASE}/world/now")]
SOURCE = Source(name="Post", url=f"{BASE}/feed", proxy=Secret("http://proxy.example:3128"))
HOUR = timedelta(hours=1)


def mender(web: Web) -> SitemapMender:
    clock = Clock()
    robots = Robots(web, agent="Wirewatch", now=clock)
    obedient = ObedientFetcher(web, robots, now=clock, sleep=clock.sleep)
    return SitemapMender(obedient, Here(), robots, now=clock)  # type: ignore[arg-type]


def look(web: Web, listed: list[Entry] | None = None) -> Missing:
    listed = LISTED if listed is None else listed
    looking = mender(web).missing(listed, SOURCE, since=NOW - 3 * HOUR, until=NOW - HOUR)
    return asyncio.run(looking)


def site(*sitemaps: str, extra: str = "") -> Web:
    lines = "".join(f"Sitemap: {BASE}/{name}\n" for name in sitemaps)
    return Web({f"{BASE}/robots.txt": Page(f"User-agent: *\n{extra}\n{lines}")})


def one(slug: str, hours: float) -> tuple[str, str, str]:
    return slug, f"Headline of {slug}", (NOW - hours * HOUR).isoformat()


def slugs(found: Missing) -> list[str]:
    return [str(entry.url).removeprefix(f"{BASE}/") for entry in found.entries]


def test_only_what_belongs_into_the_gap_and_its_section_is_found() -> None:
    web = site("sitemap.xml", "sitemap-news.xml")
    web.pages[f"{BASE}/sitemap-news.xml"] = Page(
        news_sitemap(
            BASE,
            [
                one("world/new", 0.5),
                one("world/in", 2),
                one("world/edge", 3),
                one("sports/in", 2),
                one("world/old", 5),
            ],
        )
    )
    found = look(web)
    assert slugs(found) == ["world/in", "world/edge"]
    assert found.outcome == f"from {BASE}/sitemap-news.xml"
    assert web.urls == [f"{BASE}/robots.txt", f"{BASE}/sitemap-news.xml"]


def test_an_index_is_followed_to_its_newest_and_no_further_than_a_few() -> None:
    web = site("index.xml")
    children = "".join(
        f"<sitemap><loc>{BASE}/{n}.xml</loc><lastmod>2026-11-22T11:{n:02}:00Z</lastmod></sitemap>"
        for n in range(30)
    )
    web.pages[f"{BASE}/index.xml"] = Page(f"<sitemapindex>{children}</sitemapindex>")
    web.pages[f"{BASE}/29.xml"] = Page(news_sitemap(BASE, [one("world/old", 9)]))
    web.pages[f"{BASE}/28.xml"] = Page(news_sitemap(BASE, [one("world/in", 2)]))
    assert slugs(look(web)) == ["world/in"]
    del web.pages[f"{BASE}/28.xml"]
    web.asked.clear()
    assert (look(web)).outcome == f"not in the sitemaps of its site ({MOST_READ} read)"
    assert len(web.asked) == MOST_READ + 1


@pytest.mark.parametrize(
    ("web", "outcome"),
    [
        (Web(), "the robots.txt of its site names no sitemap"),
        (site(), "the robots.txt of its site names no sitemap"),
        (site("no.xml"), "the sitemaps of its site cannot be read: the server has nothing"),
        (
            site("no.xml", extra="Disallow: /"),
            "the sitemaps of its site cannot be read: the robots",
        ),
    ],
)
def test_why_nothing_was_found_is_said(web: Web, outcome: str) -> None:
    found = look(web)
    assert found.entries == ()
    assert found.outcome.startswith(outcome)


def test_other_sites_are_not_asked() -> None:
    web = Web({f"{BASE}/robots.txt": Page("Sitemap: https://evil.example/map.xml")})
    assert (look(web)).entries == ()
    assert web.urls == [f"{BASE}/robots.txt"]
    foreign = site("news.xml")
    foreign.pages[f"{BASE}/news.xml"] = Page(news_sitemap("https://evil.example", [one("a", 2)]))
    assert (look(foreign, [Entry(title="Now", url=f"{BASE}/now")])).entries == ()


def test_without_addresses_or_answers_nothing_is_found() -> None:
    assert (look(Web(), [Entry(title="Now")])).outcome.startswith("its entries lead to no")
    slow = site("news.xml")
    slow.pages[f"{BASE}/news.xml"] = Page(error=TooSlowError("post.example is slow"))
    assert (look(slow)).outcome.endswith("post.example is slow")


def test_the_section_of_an_address_is_its_first_folder_unless_that_is_a_date() -> None:
    found = [section(f"{BASE}/{path}") for path in ("World/a/b", "2026/11/22/a", "a", "")]
    assert found == ["world", "", "", ""]
    assert section(None) == ""


def test_a_site_is_the_one_that_most_entries_lead_to() -> None:
    urls = [None, "https://ads.example/1", f"{BASE}/1", f"{BASE}/2"]
    assert site_of([Entry(title="x", url=url) for url in urls]) == f"{BASE}/1"
    assert site_of([]) is None
    assert site_of([Entry(title="x", url=f"https://{n}.example/") for n in range(4)]) is None


def test_all_of_it_is_asked_through_the_proxy_of_the_source() -> None:
    web = site("news.xml")
    look(web)
    assert [ask.manners.proxy for ask in web.asked] == [SOURCE.proxy] * 2
