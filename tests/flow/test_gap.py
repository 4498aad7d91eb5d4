"""A gap that shows, and is filled from the sitemap that robots.txt names, over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.alerts.sinks import HookSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, rss
from tests.flow.site import Site, news_sitemap


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def items(*numbers: int) -> list[Item]:
    return [
        Item(
            slug=f"{number}",
            title=f"North Korean troops, report {number}",
            published=datetime.now(UTC) - timedelta(days=1),
        )
        for number in numbers
    ]


def test_what_slipped_by_is_found_in_the_sitemap_and_told_once(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    (desk.folder / "config.yaml").write_text(
        f"archive: wirewatch.db\nsources:\n  - name: Harbour\n    feed: {site.base}/feed\n    full_text: never\n"
        "watchlists:\n  - name: Troops\n    query: troops\n    notify: [hook]\n"
        "channels:\n  hook: ${HOOK_ADDRESS}\n"
        f'fetch:\n  allow: ["127.0.0.1:{site.port}"]\n',
        encoding="utf-8",
    )
    site.pages["/robots.txt"] = f"User-agent: *\nSitemap: {site.base}/news-map.xml"
    site.pages["/feed"] = rss(items(1, 2), site.base)
    desk.run("run", "--once")
    # Three and four came and went before the next poll.
    now = datetime.now(UTC).isoformat()
    missed = [(f"news/{n}", f"North Korean troops, report {n}", now) for n in (3, 4)]
    site.pages["/news-map.xml"] = news_sitemap(site.base, missed)
    site.pages["/feed"] = rss(items(5, 6), site.base)
    done = desk.run("run", "--once")
    assert f"2 found again from {site.base}/news-map.xml" in done.stderr
    desk.run("run", "--once")
    told = [payload["title"] for payload in hook.news]
    assert sorted(told) == [f"North Korean troops, report {n}" for n in (3, 4, 5, 6)]
    assert site.asked.count("/news-map.xml") == 1
    (harbour, _) = desk.records("status")
    assert (harbour["state"], harbour["gaps"]) == ("ok", 1)
    shown = desk.run("status").stdout
    assert "1 gap, the last " in shown
    assert "2 found again from" in shown
    assert "asked every" in shown
