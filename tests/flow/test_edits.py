"""Articles that are edited after they were told, through the command line: what is told, and what is not."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.alerts.sinks import HookSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, rss
from tests.flow.site import Site

LINES = [
    "Officials in the border town said on Sunday that North Korean troops had crossed the river by boat.",
    "About 11,000 soldiers were seen near the bridge, which engineers had closed in the morning.",
    "Residents heard lorries until dawn, and the school in the next village was shut for the day.",
    "The mayor asked everybody to stay away from the road along the river until further notice.",
]
ADVERT = '<aside class="ad"><p>{}</p></aside>'
TITLE = "Troops cross the river"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def page(
    title: str = TITLE, lines: list[str] = LINES, advert: str = "Sofas at half the price"
) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<html lang=en><head><title>{title}</title><meta property='og:title' content='{title}'></head><body>"
        f"<nav><a href=/a>{advert}</a></nav><article><h1>{title}</h1>{body}</article>"
        f"<p>Updated {len(advert)} minutes ago</p>{ADVERT.format(advert)}</body></html>"
    )


def configure(desk: Desk, site: Site, watchlist: str = "", source: str = "") -> None:
    (desk.folder / "config.yaml").write_text(
        f"archive: wirewatch.db\nsources:\n  - name: Post\n    feed: {site.base}/list.xml\n    every: 1s\n{source}"
        "watchlists:\n  - name: Troops\n    query: '\"North Korean troops\"'\n    notify: [hook]\n"
        f"    on_edit: any\n{watchlist}"
        "channels:\n  hook: ${HOOK_ADDRESS}\n"
        f'fetch:\n  allow: ["127.0.0.1:{site.port}"]\n',
        encoding="utf-8",
    )


def publish(site: Site, *items: Item) -> None:
    site.pages["/list.xml"] = rss(items, site.base)


OFTEN = "    recheck: [1s, 2s, 4s, 6s, 9s, 12s, 16s, 20s, 30s, 40s]\n"
EDITED = [LINES[0], LINES[1].replace("11,000", "12,000"), *LINES[2:]]


def begin(desk: Desk, site: Site, watchlist: str = OFTEN, source: str = "") -> None:
    """Poll once in silence, then publish an article that matches."""
    publish(site)
    configure(desk, site, watchlist, source)
    desk.run("run", "--once")
    site.pages["/news/troops"] = page()
    publish(site, Item(slug="troops", title=TITLE, summary=LINES[0]))


def until(arrived: threading.Event, done: Callable[[], bool]) -> None:
    """Wait until something is so; what changes it sets the event."""
    for _ in range(120):
        if done():
            return
        assert arrived.wait(30)
        arrived.clear()
    raise AssertionError("much arrived, but not that")


def until_told(hook: HookSink, number: int) -> None:
    until(hook.arrived, lambda: len(hook.kept) >= number)


def until_looked(site: Site) -> None:
    """Wait until the article's page is asked for once more."""
    before = site.asked.count("/news/troops")
    until(site.heard, lambda: site.asked.count("/news/troops") > before)


def stop(child: subprocess.Popen[str]) -> None:
    child.terminate()
    child.communicate(timeout=20)
    assert child.returncode == 0


def test_edits_of_a_page_are_told_once_with_before_and_after(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    begin(desk, site)
    child = desk.start("run")
    until_told(hook, 1)
    site.pages["/news/troops"] = page(advert="Beds for the whole family")
    until_looked(site)
    site.pages["/news/troops"] = page("Troops crossed the river, officials say", EDITED)
    until_told(hook, 2)
    site.pages["/news/troops"] = 404
    until_told(hook, 3)
    until_looked(site)
    site.pages["/news/troops"] = page("Troops crossed the river, officials say", EDITED)
    until_told(hook, 4)
    stop(child)
    assert [payload["kind"] for payload in hook.kept] == ["alert", "edit", "edit", "edit"]
    edited, gone, back = hook.kept[1:]
    assert edited["subject"] == "Troops: Troops crossed the river, officials say (edited)"
    assert edited["edit"]["kinds"] == ["headline", "figures", "text"]
    assert edited["edit"]["headline"]["before"] == TITLE
    (figure,) = edited["edit"]["figures"]
    assert (figure["before"], figure["after"]) == ("11,000 soldiers", "12,000 soldiers")
    assert edited["edit"]["reworded"] == [{"before": LINES[1], "after": EDITED[1]}]
    assert gone["edit"]["gone"] == "the server says that it is not found (404)"
    assert gone["subject"] == "Troops: Troops crossed the river, officials say (gone)"
    assert back["subject"] == "Troops: Troops crossed the river, officials say (back)"
    assert (back["edit"]["kinds"], back["edit"]["gone"]) == (["back"], None)
    assert "Back: the server has it again" in back["message"]
    (found,) = desk.asked("explain", f"{site.base}/news/troops")
    assert [version["edit"] and version["edit"]["kinds"] for version in found["versions"]] == [
        None,
        ["headline", "figures", "text"],
        ["gone"],
        ["back"],
    ]
    told = desk.ask("explain", f"{site.base}/news/troops").stdout
    assert f"Headline before: {TITLE}" in told
    assert told.index("Gone: the server says") < told.index("Back: the server has it again")


def test_a_kill_while_an_edit_is_told_loses_and_doubles_nothing(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    begin(desk, site)
    child = desk.start("run")
    until_told(hook, 1)
    hook.mode = "hang"
    site.pages["/news/troops"] = page(lines=EDITED)
    until_told(hook, 2)
    child.kill()
    child.communicate()
    hook.mode = "answer"
    hook.release.set()
    child = desk.start("run")
    until_told(hook, 3)
    until_looked(site)
    stop(child)
    alert, edit, again = hook.kept
    assert (alert["kind"], edit["kind"]) == ("alert", "edit")
    assert (again["key"], again["may_be_a_repeat"]) == (edit["key"], True)


def test_an_entry_that_comes_again_with_another_headline_is_an_edit_and_to_some_it_is_news(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    calm = Item(slug="calm", title="A calm night", summary="Nothing happened.")
    publish(site, calm)
    configure(desk, site, source="    full_text: never\n")
    desk.run("run", "--once")
    troops = Item(slug="troops", title=TITLE, summary=LINES[0])
    publish(site, troops, calm)
    desk.run("run", "--once")
    publish(
        site,
        replace(troops, title="Troops did not cross the river"),
        replace(calm, title="North Korean troops after all"),
    )
    desk.run("run", "--once")
    told = {payload["title"]: payload["kind"] for payload in hook.kept}
    assert told == {
        TITLE: "alert",
        "Troops did not cross the river": "edit",
        "North Korean troops after all": "alert",
    }
    assert "/news/troops" not in site.asked
    articles = desk.asked("search", "troops")
    assert {article["title"] for article in articles} == set(told) - {TITLE}
