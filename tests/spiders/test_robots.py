import asyncio
from datetime import timedelta

import pytest

from spiders import Answer, Ask
from spiders.errors import RobotsError, TooSlowError, UnreachableError
from spiders.robots import LARGEST, ObedientFetcher, Robots
from tests.spiders.webs import Clock, Page, Web

SITE = "https://post.example"
ROBOTS = f"{SITE}/robots.txt"
AGENT = "Wirewatch/0.1 (news monitoring; desk@example.org)"
CLOSED = "User-agent: *\nDisallow: /private/\n"
DAY = timedelta(days=1)


def robots_of(web: Web, clock: Clock) -> Robots:
    return Robots(web, agent=AGENT, now=clock)


def allowed(robots: Robots, path: str = "/private/a") -> bool:
    try:
        asyncio.run(robots.check(f"{SITE}{path}"))
    except RobotsError:
        return False
    return True


def test_the_rules_for_everybody_hold_for_us() -> None:
    robots = robots_of(Web({ROBOTS: Page(CLOSED)}), Clock())
    assert not allowed(robots)
    assert allowed(robots, "/public")


def test_rules_for_our_name_go_before_those_for_everybody() -> None:
    rules = (
        "User-agent: *\nDisallow: /\n\nUser-agent: wirewatch\nDisallow: /private/\nCrawl-delay: 3\n"
    )
    robots = robots_of(Web({ROBOTS: Page(rules)}), Clock())
    assert allowed(robots, "/public")
    assert not allowed(robots)
    assert asyncio.run(robots.pause(SITE)) == timedelta(seconds=3)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 301])
def test_a_site_without_rules_lets_us_ask(status: int) -> None:
    assert allowed(robots_of(Web({ROBOTS: Page(CLOSED, status)}), Clock()))


def test_a_page_of_errors_has_no_rules() -> None:
    page = "\ufeff<!DOCTYPE html>\nUser-agent: *\nDisallow: /\n"
    assert allowed(robots_of(Web({ROBOTS: Page(page)}), Clock()))


@pytest.mark.parametrize(
    "page",
    [Page(CLOSED, 500), Page("", 503), Page(error=UnreachableError("no network"))],
    ids=["500", "503", "unreachable"],
)
def test_rules_that_cannot_be_read_forbid_until_they_can(page: Page) -> None:
    web, clock = Web({ROBOTS: page}), Clock()
    robots = robots_of(web, clock)
    assert not allowed(robots, "/public")
    assert not allowed(robots, "/public")
    assert len(web.asked) == 1
    web.pages[ROBOTS] = Page(CLOSED)
    clock.now += timedelta(minutes=5)
    assert allowed(robots, "/public")


def test_they_are_asked_for_once_a_day_and_for_each_host() -> None:
    web, clock = Web({ROBOTS: Page(CLOSED)}), Clock()
    robots = robots_of(web, clock)
    for _ in range(3):
        assert not allowed(robots)
    clock.now += DAY - timedelta(seconds=1)
    assert not allowed(robots)
    assert web.urls == [ROBOTS]
    asyncio.run(robots.check("http://post.example:8080/private/a"))
    assert web.urls == [ROBOTS, "http://post.example:8080/robots.txt"]
    web.pages[ROBOTS] = Page("")
    clock.now += timedelta(seconds=1)
    assert allowed(robots)


def test_an_old_copy_holds_for_a_day_when_no_new_one_comes() -> None:
    web, clock = Web({ROBOTS: Page(CLOSED)}), Clock()
    robots = robots_of(web, clock)
    assert allowed(robots, "/public")
    web.pages[ROBOTS] = Page(error=TooSlowError("too slow"))
    clock.now += DAY
    assert allowed(robots, "/public")
    assert not allowed(robots)
    clock.now += DAY
    assert not allowed(robots, "/public")


def test_a_huge_file_is_read_to_its_last_whole_line_within_the_limit() -> None:
    head = "User-agent: *\nDisallow: /private/\n"
    filler = "#" * (LARGEST - len(head) - len("\nDisallow: /")) + "\nDisallow: /public/only/this\n"
    robots = robots_of(Web({ROBOTS: Page(head + filler)}), Clock())
    assert not allowed(robots)
    assert allowed(robots, "/public/other")


def test_one_that_never_comes_is_given_up() -> None:
    class Silent:
        async def fetch(self, ask: Ask) -> Answer:
            await asyncio.Event().wait()
            raise AssertionError

    async def check() -> None:
        robots = Robots(Silent(), agent=AGENT, now=Clock(), limit=timedelta(milliseconds=1))
        with pytest.raises(RobotsError, match="no answer within"):
            await robots.check(SITE)

    asyncio.run(check())


def test_sitemaps_are_named_for_all_and_only_web_addresses_count() -> None:
    rules = f"Sitemap: {SITE}/a.xml\nsitemap:{SITE}/a.xml\nSitemap: ftp://x/b\nSitemap: /c.xml\nSitemap: https://cdn.example/d.xml"
    robots = robots_of(Web({ROBOTS: Page(rules)}), Clock())
    assert asyncio.run(robots.sitemaps(SITE)) == (f"{SITE}/a.xml", "https://cdn.example/d.xml")


@pytest.mark.parametrize(
    ("said", "seconds"), [("2", 2), ("0.5", 0.5), ("86400", 20), ("-1", 0), ("inf", 0), ("soon", 0)]
)
def test_pauses_are_kept_between_two_requests_within_reason(said: str, seconds: float) -> None:
    web, clock = Web({ROBOTS: Page(f"User-agent: *\nCrawl-delay: {said}\n")}), Clock()
    fetcher = ObedientFetcher(web, robots_of(web, clock), now=clock, sleep=clock.sleep)

    async def ask() -> None:
        for path in ("/a", "/b"):
            await fetcher.fetch(Ask(url=f"{SITE}{path}"))

    asyncio.run(ask())
    assert clock.slept == ([seconds] if seconds else [])
    assert web.urls == [ROBOTS, f"{SITE}/a", f"{SITE}/b"]


def test_what_is_forbidden_is_not_asked_for() -> None:
    web, clock = Web({ROBOTS: Page(CLOSED)}), Clock()
    fetcher = ObedientFetcher(web, robots_of(web, clock), now=clock, sleep=clock.sleep)
    with pytest.raises(RobotsError, match=r"post\.example does not let us"):
        asyncio.run(fetcher.fetch(Ask(url=f"{SITE}/private/list")))
    assert web.urls == [ROBOTS]


def test_where_a_site_sends_us_must_let_us_ask_too() -> None:
    web, clock = Web(), Clock()
    web.pages[f"{SITE}/a"] = Page("x", moved_to="https://other.example/private/a")
    web.pages["https://other.example/robots.txt"] = Page(CLOSED)
    fetcher = ObedientFetcher(web, robots_of(web, clock), now=clock, sleep=clock.sleep)
    with pytest.raises(RobotsError, match=r"other\.example"):
        asyncio.run(fetcher.fetch(Ask(url=f"{SITE}/a")))
