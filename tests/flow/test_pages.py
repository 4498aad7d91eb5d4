"""Articles in full, through the command line: what is read, what is told, and what a kill costs."""

import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.alerts.sinks import HookSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, rss
from tests.flow.site import Site

PAGES = Path(__file__).parents[1] / "spiders" / "pages"
TEXT = "".join(
    f"<p>Residents of the border town counted {n}0 lorries with North Korean troops in the night.</p>"
    for n in range(1, 6)
)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def configure(desk: Desk, site: Site, source: str = "", kind: str = "feed") -> None:
    (desk.folder / "config.yaml").write_text(
        f"archive: wirewatch.db\nsources:\n  - name: Post\n    {kind}: {site.base}/list.xml\n    every: 1s\n{source}"
        "watchlists:\n  - name: Troops\n    query: '\"North Korean troops\"'\n    notify: [hook]\n"
        "channels:\n  hook: ${HOOK_ADDRESS}\n"
        f'fetch:\n  allow: ["127.0.0.1:{site.port}"]\n',
        encoding="utf-8",
    )


def publish(site: Site, *items: Item) -> None:
    site.pages["/list.xml"] = rss(items, site.base)


def page(title: str, text: str = TEXT, head: str = "") -> str:
    return f"<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{text}</article>"


def text_of_its_own(seed: str) -> str:
    """Write a text that is a copy of no other, with names that no other has: reports of one event share theirs."""
    words = Random(seed).choices([f"{a}{b}" for a in "bdfgklmnprst" for b in "aeiou"], k=400)  # noqa: S311
    written = ["".join(words[at : at + 4]) for at in range(0, 400, 4)]
    lines = (" ".join(written[at : at + 20]).title() for at in range(0, 100, 20))
    return "".join(f"<p>{line} and North Korean troops.</p>" for line in lines)


def headlines(hook: HookSink) -> list[str]:
    return [payload["title"] for payload in hook.kept]


def test_a_match_that_is_only_in_the_page_is_told_with_its_sentence(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    publish(site, Item(slug="old", title="Old news of the town"))
    configure(desk, site)
    desk.run("run", "--once")
    assert "/news/old" not in site.asked
    site.pages["/news/night"] = page("A loud night at the border")
    publish(
        site,
        Item(slug="night", title="A loud night"),
        Item(slug="old", title="Old news of the town"),
    )
    desk.run("run", "--once")
    desk.run("run", "--once")
    (told,) = hook.kept
    assert told["title"] == "A loud night"
    assert told["quote"].startswith("Residents of the border town counted 10 lorries")
    assert site.asked.count("/news/night") == 1
    (article, _) = desk.records("search", "lorries OR town", "--text")
    assert article["text"].count("lorries") == 5


def test_pages_that_are_no_articles_are_told_from_the_feed(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    names = (
        "challenge",
        "consent_wall",
        "paywall",
        "soft_404",
        "only_scripts",
        "canonical_other_host",
    )
    for name in names:
        site.pages[f"/news/{name}"] = (PAGES / f"{name}.html").read_bytes()
    wanted = {f"North Korean troops, {name}" for name in (*names, "gone")}
    publish(site, *(Item(slug=title.split()[-1], title=title) for title in wanted))
    configure(desk, site, "    backfill: 3650d\n")
    done = desk.run("run", "--once")
    assert "first poll, 7 entries, 7 alerts by backfill" in done.stderr
    assert sorted(headlines(hook)) == sorted(wanted)
    texts = {each["title"]: each["text"] for each in desk.records("search", "troops", "--text")}
    assert {title for title, text in texts.items() if text} == {
        "North Korean troops, canonical_other_host"
    }


def test_a_series_is_told_whole_though_its_pages_show_one_text(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    items = [
        Item(slug=f"n{n}", title=f"North Korean troops at the border, report {n}") for n in range(5)
    ]
    for item in items:
        site.pages[f"/news/{item.slug}"] = page("North Korean troops at the border")
    publish(site, *items)
    configure(desk, site, "    backfill: 3650d\n")
    desk.run("run", "--once")
    assert sorted(headlines(hook)) == sorted(item.title for item in items)


def test_a_sitemap_without_headlines_gets_those_of_its_pages(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    empty = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>'
    site.pages["/list.xml"] = empty
    configure(desk, site, kind="sitemap")
    desk.run("run", "--once")
    slug = "2026/11/22/loud-night-at-border"
    site.pages["/list.xml"] = empty.replace("></", f"><url><loc>{site.base}/{slug}</loc></url></")
    site.pages[f"/{slug}"] = page("“We counted lorries until morning”")
    desk.run("run", "--once")
    assert headlines(hook) == ["“We counted lorries until morning”"]


def test_robots_txt_is_obeyed_for_articles(desk: Desk, site: Site, hook: HookSink) -> None:
    site.pages |= {"/robots.txt": "User-agent: *\nDisallow: /news", "/news/a": page("A loud night")}
    publish(site, Item(slug="a", title="North Korean troops"))
    configure(desk, site, "    backfill: 3650d\n")
    desk.run("run", "--once")
    assert headlines(hook) == ["North Korean troops"]
    assert "/news/a" not in site.asked


def test_a_kill_between_two_parts_of_a_poll_loses_and_repeats_nothing(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    items = [Item(slug=f"n{n}", title=f"Night number {n}") for n in range(8)]
    publish(site)
    configure(desk, site)
    desk.run("run", "--once")
    for item in items:
        site.pages[f"/news/{item.slug}"] = page(item.title, text_of_its_own(item.slug))
    site.held["/news/n5"] = threading.Event()
    publish(site, *items)
    child = desk.start("run")
    assert hook.arrived.wait(30)
    child.kill()
    child.communicate()
    first = headlines(hook)
    assert 0 < len(first) < len(items)
    site.held.pop("/news/n5").set()
    desk.run("run", "--once")
    desk.run("run", "--once")
    told = headlines(hook)
    assert set(told) == {item.title for item in items}
    # A kill can fall between a message and the note that it arrived.
    assert len(told) <= len(items) + 1
    assert len(set(hook.keys)) == len(items)


def test_a_hanging_page_holds_up_neither_other_sources_nor_the_stop(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    publish(site, Item(slug="hangs", title="North Korean troops, hanging"))
    site.pages["/other.xml"] = rss([], site.base)
    configure(
        desk,
        site,
        "    backfill: 3650d\n"
        f"  - {{name: Other, feed: '{site.base}/other.xml', every: 1s, full_text: never}}\n",
    )
    site.pages["/news/hangs"] = page("North Korean troops, hanging")
    site.held["/news/hangs"] = threading.Event()
    child = desk.start("run")
    while site.asked.count("/other.xml") < 3:
        assert site.heard.wait(30)
        site.heard.clear()
    assert "/news/hangs" in site.asked
    child.terminate()
    child.communicate(timeout=10)
    assert child.returncode == 0
    assert hook.kept == []
    site.held.pop("/news/hangs").set()
    desk.run("run", "--once")
    assert headlines(hook) == ["North Korean troops, hanging"]
