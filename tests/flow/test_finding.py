"""Sitemaps and listing pages as sources, and finding and exchanging sources, through the command line."""

import gzip
from collections.abc import Iterator

import pytest

from tests.alerts.sinks import HookSink
from tests.flow.conftest import Desk
from tests.flow.site import Site, front_page, news_sitemap

OLD = ("2026/11/20/harbour-seal-sleeps", "A seal sleeps on the slipway", "2026-11-20T08:00:00Z")
NEW = ("2026/11/22/army-gathers", "North Korean troops gather", "2026-11-22T08:00:00Z")


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
    return [(payload["headline"], payload["outlet"]) for payload in hook.kept]


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
    assert hook.kept[0]["url"] == f"{site.base}/2026/11/22/army-gathers"


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
    "fetch",
    ["", "  robots: all\n", "  robots: false\n"],
)
def test_robots_txt_is_obeyed_as_the_user_says(desk: Desk, site: Site, fetch: str) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: *\nDisallow: /closed\n",
        "/news": front_page([OLD]),
        "/closed": front_page([OLD]),
    }
    sources = source("page", f"{site.base}/news") + source("page", f"{site.base}/closed")
    configure(desk, site, sources, fetch)
    desk.run("run", "--once", code=0 if "false" in fetch else 3)
    assert ("/closed" in site.asked) == ("false" in fetch)
    assert ("/robots.txt" in site.asked) == ("false" not in fetch)
    if "false" not in fetch:
        assert "/news" in site.asked
        reasons = [state["error"] for state in desk.records("status") if state.get("error")]
        assert len(reasons) == 1
        assert "does not let us ask" in reasons[0]
    done = desk.run("check")
    assert ("robots.txt is not obeyed" in done.stderr) == ("false" in fetch)
