"""Searches, addresses alone and spiders of one's own, through the command line."""

import os
from collections.abc import Iterator

import pytest

from spiders.crawl.browser import what_is_missing
from tests.alerts.sinks import HookSink
from tests.docs.pages import FENCE, read
from tests.flow.conftest import Desk
from tests.flow.site import Site, front_page, news_sitemap
from tests.flow.test_finding import NEW, OLD, configure, source, told

FEED = '<rss version="2.0"><channel><title>Harbour Daily</title><link>{base}</link>{items}</channel></rss>'
(SPIDER,) = (
    block[2]
    for block in FENCE.findall(read("how-to/bring-your-own-spider.md"))
    if "class HarbourSpider" in block[2]
)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def feed(site: Site, *articles: tuple[str, str, str]) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{site.base}/{slug}</link></item>"
        for slug, title, _ in articles
    )
    return FEED.format(base=site.base, items=items)


def board(*articles: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<li data-day="{day}"><a href="/{slug}">{title}</a></li>' for slug, title, day in articles
    )
    return f"<!doctype html><title>Board</title><ul id=notices>{lines}</ul>"


def test_a_search_is_asked_for_each_watchlist(desk: Desk, site: Site, hook: HookSink) -> None:
    found = "/rss?q=%22North%20Korean%20troops%22"
    site.pages[found] = feed(site, OLD)
    address = f'"{site.base}/rss?q={{query}}"'
    configure(desk, site, source("search", address, "name: engine"))
    done = desk.run("run", "--once")
    assert "engine: Troops: first poll, 1 entry taken in silence" in done.stderr
    site.pages[found] = feed(site, NEW, OLD)
    desk.run("run", "--once")
    assert told(hook) == [("North Korean troops gather", "Harbour Daily")]
    (state, _) = desk.records("status")
    assert (state["name"], state["kind"], state["state"]) == ("engine: Troops", "search", "ok")
    assert set(site.asked) == {found}


def test_results_of_a_search_lead_to_the_publisher(desk: Desk, site: Site, hook: HookSink) -> None:
    found = "/rss?q=%22North%20Korean%20troops%22"
    site.pages[found] = feed(site)
    publisher = f"http://localhost:{site.port}"
    ways = ("by-redirect", "by-refresh", "by-canonical", "in-its-address", "by-script")
    for way in ways:
        site.pages[f"/post/{way}"] = (
            f"<html lang=en><title>North Korean troops {way}</title><article><h1>North Korean troops {way}</h1>"
            + "".join(
                f"<p>{way} {n}: Residents of a border town saw them {way}.</p>" for n in range(9)
            )
            + "</article>"
        )
    site.moved["/go/1"] = f"{publisher}/post/by-redirect"
    site.pages |= {
        "/go/2": f'<meta http-equiv=refresh content="0; url={publisher}/post/by-refresh">',
        "/go/3": f'<link rel=canonical href="{publisher}/post/by-canonical"><p>Opening</p>',
        "/go/5": "<script>location = atob('L3Bvc3QvYnktc2NyaXB0')</script>",
    }
    inside = f"go/4?url={publisher}/post/in-its-address"
    slugs = ("go/1", "go/2", "go/3", inside, "go/5")
    address = f'"{site.base}/rss?q={{query}}"'
    (desk.folder / "config.yaml").write_text(
        f"archive: wirewatch.db\nsources:\n  - {{name: engine, search: {address}, every: 1s}}\n"
        "watchlists:\n  - {name: Troops, query: '\"North Korean troops\"', notify: [hook], group: address}\n"
        "channels:\n  hook: ${HOOK_ADDRESS}\n"
        f'fetch:\n  allow: ["127.0.0.1:{site.port}", "localhost:{site.port}"]\n',
        encoding="utf-8",
    )
    desk.run("run", "--once")
    results = [
        (slug, f"North Korean troops {way}", "") for slug, way in zip(slugs, ways, strict=True)
    ]
    site.pages[found] = feed(site, *results)
    desk.run("run", "--once")
    articles = {each["title"]: each for each in desk.records("search", "troops", "--text")}
    assert {title: each["url"] for title, each in articles.items()} == {
        f"North Korean troops {way}": f"{publisher}/post/{way}" for way in ways[:4]
    } | {"North Korean troops by-script": f"{site.base}/go/5"}
    (unresolved,) = desk.records("explain", f"{site.base}/go/5")
    assert unresolved["partial"].startswith("unresolved: 127.0.0.1 does not say")
    assert len(hook.kept) == len(ways)
    # A later result for the same article, by another way, is no news.
    site.moved["/go/6"] = f"{publisher}/post/by-canonical"
    site.pages[found] = feed(site, ("go/6", "North Korean troops by-canonical", ""), *results)
    desk.run("run", "--once")
    assert len(hook.kept) == len(ways)


def test_what_an_address_is_is_found_out_and_remembered(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    links = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    site.pages |= {
        "/feed.xml": feed(site, OLD),
        "/map.xml": news_sitemap(site.base, [("b", "A bell is rung", "2026-11-20T08:00:00Z")]),
        "/home": f"<!doctype html><html><head>{links}</head><body>Welcome</body></html>",
        "/news": front_page([OLD]),
    }
    paths = ("feed.xml", "map.xml", "home", "news")
    configure(desk, site, "".join(f"  - {site.base}/{path}\n" for path in paths))
    desk.run("run", "--once")
    states = desk.records("status")[:4]
    home = f"a page; read by the feed that it names, {site.base}/feed.xml"
    assert {state["url"].rpartition("/")[2]: state["kind"] for state in states} == {
        "feed.xml": "feed",
        "map.xml": "sitemap",
        "home": "feed",
        "news": "page",
    }
    assert {state["reason"] for state in states} == {None, home}
    site.asked.clear()
    site.pages["/feed.xml"] = feed(site, NEW, OLD)
    desk.run("run", "--once")
    # The page that names the feed is not asked again.
    assert "/home" not in site.asked
    assert told(hook) == [("North Korean troops gather", "Harbour Daily")]


def test_an_address_that_is_nothing_is_told(desk: Desk, site: Site) -> None:
    site.pages["/"] = "<!doctype html><p>Under construction</p>"
    configure(desk, site, f"  - {site.base}/\n")
    desk.run("run", "--once", code=3)
    (state, _) = desk.records("status")
    assert state["kind"] == "address"
    assert state["error"].startswith("neither a feed nor a sitemap, and as a page it names no feed")


def test_a_spider_of_ones_own_brings_articles(desk: Desk, site: Site, hook: HookSink) -> None:
    (desk.folder / "harbour.py").write_text(
        SPIDER.replace("https://harbour.example", site.base), encoding="utf-8"
    )
    site.pages["/board"] = board(OLD)
    configure(desk, site, "  - spider: harbour.HarbourSpider\n")
    done = desk.run("run", "--once")
    assert "HarbourSpider: first poll, 1 entry taken in silence" in done.stderr
    site.pages["/board"] = board(NEW, OLD)
    desk.run("run", "--once")
    assert told(hook) == [("North Korean troops gather", "Harbour board")]
    (state, _) = desk.records("status")
    assert (state["kind"], state["url"]) == ("spider", "harbour.HarbourSpider")


def test_a_spider_that_is_not_there_is_a_mistake_with_its_place(desk: Desk, site: Site) -> None:
    (desk.folder / "harbour.py").write_text(SPIDER, encoding="utf-8")
    configure(desk, site, source("spider", "harbour.HarborSpider"))
    done = desk.run("check", code=1)
    assert (
        "config.yaml:3:13: error: there is no `HarborSpider` in `harbour`. Check the name of the class."
        in done.stderr
    )
    assert "            ^^^^^^^^^^^^^^^^^^^^" in done.stderr


def test_a_page_made_by_scripts_is_rendered(desk: Desk, site: Site, hook: HookSink) -> None:
    if (missing := what_is_missing()) and not os.environ.get("WIREWATCH_TEST_BROWSER"):
        pytest.skip(missing[0])
    script = "fetch('/list').then(r => r.text()).then(t => document.body.innerHTML = t)"
    site.pages["/news"] = f"<!doctype html><title>Harbour</title><body><script>{script}</script>"
    site.pages["/list"] = front_page([OLD])
    configure(desk, site, source("page", f"{site.base}/news", "name: Harbour", "render: true"))
    done = desk.run("run", "--once")
    assert "Harbour: first poll, 1 entry taken in silence" in done.stderr
    site.pages["/list"] = front_page([NEW, OLD])
    desk.run("run", "--once")
    assert told(hook) == [("North Korean troops gather", "127.0.0.1")]


def test_secrets_of_a_source_reach_its_server_and_nothing_else(desk: Desk, site: Site) -> None:
    desk.environ |= {
        "FEED_KEY": "S3CRET-ONE",
        "FEED_TOKEN": "S3CRET-TWO",
        "FEED_LOGIN": "me:S3CRET-3",
    }
    site.pages["/feed?key=S3CRET-ONE"] = feed(site, OLD)
    more = ("name: Post", 'headers: {X-Token: "${FEED_TOKEN}"}', "auth: ${FEED_LOGIN}")
    configure(desk, site, source("feed", f"{site.base}/feed?key=${{FEED_KEY}}", *more))
    plain = f"  - {site.base}/gone?key=${{FEED_KEY}}\n"
    written = (desk.folder / "config.yaml").read_text(encoding="utf-8")
    (desk.folder / "config.yaml").write_text(
        written.replace("sources:\n", f"sources:\n{plain}"), encoding="utf-8"
    )
    shown = [desk.run("-v", "run", "--once", code=3), desk.run("-v", "run", "--once", code=3)]
    shown += [desk.run(*words) for words in (["status"], ["status", "--json"], ["check"])]
    assert site.asked.count("/feed?key=S3CRET-ONE") == 2
    assert "Post: first poll, 1 entry taken in silence" in shown[0].stderr
    assert not [done for done in shown if "S3CRET" in done.stdout + done.stderr]
    for file in desk.folder.glob("wirewatch.db*"):
        assert b"S3CRET" not in file.read_bytes()
    (other, post) = desk.records("status")[:2]
    assert post["url"] == f"{site.base}/feed?key=***"
    assert other["url"] == f"{site.base}/gone?key=***"
