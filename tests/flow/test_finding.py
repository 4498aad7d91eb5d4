"""Sitemaps and listing pages as sources, and finding and exchanging sources, through the command line."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from archive.vocabulary import SourceKind
from spiders.discovery import Finding
from tests.alerts.sinks import HookSink
from tests.docs.pages import code, read, sections, tables
from tests.flow.conftest import Desk
from tests.flow.site import Site, front_page, news_sitemap
from wirewatch.cli.finding import record

# What an index lists counts as news for a week only, so these are of the days before the test.
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
OLD_DAY, NEW_DAY = TODAY - timedelta(days=3), TODAY - timedelta(days=1)
OLD_SLUG, NEW_SLUG = f"{OLD_DAY:%Y/%m/%d}/harbour-seal-sleeps", f"{NEW_DAY:%Y/%m/%d}/army-gathers"
OLD = (OLD_SLUG, "A seal sleeps on the slipway", f"{OLD_DAY:%Y-%m-%dT%H:%M:%SZ}")
NEW = (NEW_SLUG, "North Korean troops gather", f"{NEW_DAY:%Y-%m-%dT%H:%M:%SZ}")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def configure(desk: Desk, site: Site, sources: str, fetch: str = "") -> None:
    (desk.folder / "config.yaml").write_text(
        f"archive: wirewatch.db\nsources:\n{sources}"
        "watchlists:\n  - name: Troops\n    query: '\"North Korean troops\"'\n    notify: [hook]\n"
        "channels:\n  hook: ${HOOK_ADDRESS}\n"
        f'fetch:\n  allow: ["127.0.0.1:{site.port}"]\n{fetch}',
        encoding="utf-8",
    )


def source(kind: str, url: str, *more: str) -> str:
    lines = (f"    {line}\n" for line in ("every: 1s", "full_text: never", *more))
    return f"  - {kind}: {url}\n" + "".join(lines)


def told(hook: HookSink) -> list[tuple[str, str]]:
    return [(payload["title"], payload["outlet"]) for payload in hook.news]


def test_a_new_entry_of_a_sitemap_is_told_once(desk: Desk, site: Site, hook: HookSink) -> None:
    site.pages["/news.xml"] = news_sitemap(site.base, [OLD, ("a", "North Korean troops, old", "")])
    configure(desk, site, source("sitemap", f"{site.base}/news.xml", "name: Harbour"))
    done = desk.run("run", "--once")
    assert "Harbour: first poll, 2 entries taken in silence; 1 would have matched" in done.stderr
    site.pages["/news.xml"] = news_sitemap(site.base, [NEW, OLD])
    desk.run("run", "--once")
    desk.run("run", "--once")
    assert told(hook) == [("North Korean troops gather", "Harbour Daily")]
    (state, _) = desk.records("status")
    assert (state["kind"], state["state"], state["entries"]) == ("sitemap", "ok", 2)


def test_an_index_is_followed_to_its_packed_children(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    index = (
        f"<sitemapindex><sitemap><loc>{site.base}/1.xml.gz</loc></sitemap>"
        f"<sitemap><loc>{site.base}/lost.xml</loc></sitemap></sitemapindex>"
    )
    site.pages |= {
        "/index.xml": index,
        "/1.xml.gz": gzip.compress(news_sitemap(site.base, [OLD]).encode()),
    }
    configure(desk, site, source("sitemap", f"{site.base}/index.xml", "name: Harbour"))
    done = desk.run("run", "--once")
    assert "lost.xml: the server has nothing at this address (404)" in done.stderr
    site.pages["/1.xml.gz"] = gzip.compress(news_sitemap(site.base, [NEW, OLD]).encode())
    desk.run("run", "--once")
    desk.run("run", "--once")
    assert told(hook) == [("North Korean troops gather", "Harbour Daily")]


@pytest.mark.parametrize("more", [(), ("links: main h2 a", "title: h2", "date: time")])
def test_a_new_link_on_a_page_is_told_once(
    desk: Desk, site: Site, hook: HookSink, more: tuple[str, ...]
) -> None:
    site.pages["/news"] = front_page([OLD])
    configure(desk, site, source("page", f"{site.base}/news", "name: Harbour", *more))
    done = desk.run("run", "--once")
    assert "Harbour: first poll, 1 entry taken in silence" in done.stderr
    site.pages["/news"] = front_page([NEW, OLD])
    desk.run("run", "--once")
    desk.run("run", "--once")
    assert told(hook) == [("North Korean troops gather", "127.0.0.1")]
    assert hook.news[0]["url"] == f"{site.base}/{NEW_SLUG}"


def test_a_selector_that_finds_nothing_is_told(desk: Desk, site: Site) -> None:
    site.pages["/news"] = front_page([OLD])
    configure(desk, site, source("page", f"{site.base}/news", "links: .teaser a"))
    desk.run("run", "--once", code=3)
    (state, _) = desk.records("status")
    assert state["error"] == "the selector `.teaser a` finds nothing on this page"


def test_a_bad_selector_is_told_with_its_place(desk: Desk, site: Site) -> None:
    configure(desk, site, source("page", f"{site.base}/news", "links: main >> a"))
    done = desk.run("check", code=1)
    assert "config.yaml:6:12: error: `main >> a` is not a CSS selector" in done.stderr


@pytest.mark.parametrize(
    ("fetch", "pages", "feeds"),
    [("", False, True), ("  robots: all\n", False, False), ("  robots: false\n", True, True)],
)
def test_robots_txt_is_obeyed_as_the_user_says(
    desk: Desk, site: Site, fetch: str, pages: bool, feeds: bool
) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: *\nDisallow: /closed\n",
        "/news": front_page([OLD]),
        "/closed": front_page([OLD]),
        "/closed.xml": "<rss version='2.0'><channel><title>Closed</title></channel></rss>",
    }
    kinds = (("page", "news"), ("page", "closed"), ("feed", "closed.xml"))
    configure(
        desk, site, "".join(source(kind, f"{site.base}/{path}") for kind, path in kinds), fetch
    )
    desk.run("run", "--once", code=0 if pages and feeds else 3)
    assert "/news" in site.asked
    assert ("/closed" in site.asked, "/closed.xml" in site.asked) == (pages, feeds)
    reasons = [state["error"] for state in desk.records("status")[:3] if state["error"]]
    assert len(reasons) == [pages, feeds].count(False)
    assert all("does not let us ask" in reason for reason in reasons)
    assert ("robots.txt is not obeyed" in desk.run("check").stderr) == pages


def test_discover_finds_what_a_site_has_and_it_can_be_pasted(desk: Desk, site: Site) -> None:
    feed = (
        "<rss version='2.0'><channel><title>Harbour: ${HOME} \"daily\"</title><language>en</language>"
        f"<item><title>Seal</title><link>{site.base}/a</link></item></channel></rss>"
    )
    site.pages |= {
        "/robots.txt": f"User-agent: *\nDisallow: /closed.xml\nSitemap: {site.base}/maps/news.xml\n",
        "/": '<link rel=alternate type="application/rss+xml" href=/posts.rss>'
        '<link rel=alternate type="application/rss+xml" href=/closed.xml>',
        "/posts.rss": feed,
        "/closed.xml": feed,
        "/maps/news.xml": news_sitemap(site.base, [NEW, OLD]),
    }
    configure(desk, site, source("feed", f"{site.base}/posts.rss"))
    first, second = desk.records("discover", site.base)
    assert first == {
        "kind": "feed",
        "url": f"{site.base}/posts.rss",
        "title": 'Harbour: ${HOME} "daily"',
        "how": "named by the page",
        "entries": 1,
        "newest": None,
        "language": "en",
        "sitemaps": 0,
    }
    assert (second["kind"], second["entries"], second["newest"]) == ("sitemap", 2, NEW[2])
    assert "/closed.xml" not in site.asked
    assert "/feed" not in site.asked
    assert "/sitemap.xml" not in site.asked
    pasted = desk.run("discover", f"{site.base}/").stdout
    configure(desk, site, pasted)
    assert "good (2 sources" in desk.run("check").stdout
    desk.run("run", "--once")
    states = desk.records("status")[:2]
    assert [(state["name"], state["state"]) for state in states] == [
        ('Harbour: ${HOME} "daily"', "ok"),
        ("127.0.0.1", "ok"),
    ]


def test_the_fields_of_what_is_found_are_documented() -> None:
    finding = Finding(
        kind=SourceKind.FEED, url="", title="", how="", entries=0, newest=None, language=None
    )
    (table,) = tables(sections(read("reference/json.md"))["Found source"])
    assert [code(row[0])[0] for row in table] == list(record(finding))


def test_selectors_of_what_is_no_page_have_no_effect_and_that_is_told(
    desk: Desk, site: Site
) -> None:
    configure(desk, site, source("feed", f"{site.base}/x", "links: main a"))
    told = desk.run("check").stderr
    assert "warning: `links` is for sources with `page:`, and this one has `feed:`" in told


def test_discover_falls_back_on_the_page_itself(desk: Desk, site: Site) -> None:
    site.pages["/news"] = front_page([NEW, OLD])
    configure(desk, site, source("feed", f"{site.base}/x"))
    (page,) = desk.records("discover", f"{site.base}/news")
    assert (page["kind"], page["entries"], page["title"]) == ("page", 2, "Harbour Daily")
    assert "/feed" in site.asked


def test_discover_says_when_there_is_nothing(desk: Desk, site: Site) -> None:
    site.pages |= {"/": "<p>Nothing here</p>", "/robots.txt": 404}
    configure(desk, site, source("feed", f"{site.base}/x"))
    done = desk.run("discover", f"{site.base}/", "-v", code=3)
    assert done.stdout == ""
    assert "no feed, no sitemap and no list of articles was found" in done.stderr
    assert "/news-sitemap.xml: the server has nothing at this address (404)" in done.stderr


def test_discover_reaches_private_addresses_only_if_they_are_allowed(
    desk: Desk, site: Site
) -> None:
    site.pages["/"] = front_page([NEW])
    done = desk.run("discover", f"{site.base}/", code=1)
    assert "is a private address" in done.stderr
    assert site.asked == []


OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="1.0"><head><title>Mine</title></head><body>
 <outline text="Ukraine"><outline text="A &quot;post&quot; ${HOME}" type="rss" xmlUrl="https://a.example/feed" category="war,/en/daily"/>
  <outline text="Same" type="rss" xmlUrl="https://www.a.example/feed/"/></outline>
 <outline text="Bad&x;" type="rss" xmlUrl="javascript:alert(1)"/>
 <outline text="Map" type="sitemap" xmlUrl="https://b.example/map.xml"/>
 <outline text="Map" type="page" xmlUrl="https://b.example/news"/>
</body></opml>"""


def test_sources_come_from_feed_readers_and_go_back(desk: Desk, site: Site) -> None:
    (desk.folder / "mine.opml").write_text(OPML, encoding="utf-8")
    done = desk.run("import", "mine.opml")
    assert "left out: Same: the same address as A " in done.stderr
    assert "left out: Bad: its address is no web address" in done.stderr
    assert "root:" not in done.stdout + done.stderr
    configure(desk, site, done.stdout)
    assert "good (3 sources" in desk.run("check").stdout
    exported = desk.run("export", "--opml").stdout
    assert 'category="Ukraine,war,en,daily"' in exported
    (desk.folder / "again.opml").write_text(exported, encoding="utf-8")
    assert desk.run("import", "again.opml").stdout == done.stdout


def test_what_is_no_list_is_told(desk: Desk) -> None:
    (desk.folder / "x.opml").write_text("<rss/>", encoding="utf-8")
    assert "x.opml: this is not OPML" in desk.run("import", "x.opml", code=1).stderr
    assert "cannot be read" in desk.run("import", "none.opml", code=1).stderr


def test_no_secret_is_exported(desk: Desk, site: Site) -> None:
    desk.environ["TOKEN"] = "hush-hush"
    sources = "  - https://a.example/feed?key=${TOKEN}\n  - https://me:sesame@b.example/feed\n"
    configure(desk, site, sources)
    done = desk.run("export", "--opml")
    assert "hush-hush" not in done.stdout + done.stderr
    assert "sesame" not in done.stdout + done.stderr
    assert "its address holds a secret" in done.stderr
