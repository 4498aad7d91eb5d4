"""`wirewatch fetch`: one poll or one page, shown step by step; nothing is stored or sent."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.alerts.sinks import HookSink
from tests.docs.pages import code, read, sections, tables
from tests.flow.conftest import Desk
from tests.flow.press import Item, rss
from tests.flow.site import Site
from tests.flow.test_pages import configure, page, publish

PAGES = Path(__file__).parents[1] / "spiders" / "pages"
OLD = Item(slug="old", title="Old news of the town")
NEW = Item(slug="night", title="A loud night")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def by_step(records: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    steps: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        steps.setdefault(record["step"], []).append(record)
    return steps


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_source_is_tried_against_the_archive_and_nothing_is_stored_or_sent(
    desk: Desk, site: Site, hook: HookSink
) -> None:
    publish(site, OLD)
    configure(desk, site)
    desk.run("run", "--once")
    publish(site, NEW, OLD)
    site.pages["/news/night"] = page("A loud night at the border")
    before = files(desk.folder)
    steps = by_step(desk.records("fetch", "post"))
    assert files(desk.folder) == before
    assert hook.kept == []
    (source,) = steps["source"]
    assert (source["kind"], source["entries"], source["new"]) == ("feed", 2, 1)
    assert (source["silent"], source["archive"], source["error"]) == (False, None, None)
    new, old = steps["entry"]
    assert (new["title"], new["new"], new["page"]) == ("A loud night", True, True)
    assert (old["new"], old["known"]) == (False, "same address")
    (article,) = steps["article"]
    assert article["text"].startswith("Residents of the border town")
    assert article["titles"] == ["A loud night", "A loud night at the border"]
    (match,) = article["matches"]
    assert (match["watchlist"], match["channels"]) == ("Troops", ["hook"])
    assert "North Korean troops" in match["quote"]
    paths = [record["url"].removeprefix(site.base) for record in steps["request"]]
    assert paths == ["/list.xml", "/robots.txt", "/news/night"]
    desk.run("run", "--once")
    assert len(hook.kept) == 1


def test_a_source_that_was_never_polled_is_tried_without_an_archive(desk: Desk, site: Site) -> None:
    publish(site, NEW, OLD)
    configure(desk, site, "    full_text: never\n")
    (source,) = by_step(desk.records("fetch", f"{site.base}/list.xml", "--articles", "9"))["source"]
    assert (source["name"], source["new"], source["silent"]) == ("Post", 2, True)
    assert source["archive"] == "there is no archive yet"
    assert {path.name for path in desk.folder.iterdir()} == {"config.yaml"}


def test_an_address_is_tried_as_what_is_there(desk: Desk, site: Site) -> None:
    configure(desk, site)
    site.pages |= {
        "/feed": rss([NEW], site.base),
        "/map": f"<urlset><url><loc>{site.base}/news/night</loc></url></urlset>",
        "/news/night": page("A loud night", head='<link rel="canonical" href="/n/7">'),
    }
    for path, kind in (("/feed", "feed"), ("/map", "sitemap")):
        steps = by_step(desk.records("fetch", site.base + path))
        assert steps["source"][0]["kind"] == kind
        assert [each["url"] for each in steps["request"]].count(site.base + path) == 1
    steps = by_step(desk.records("fetch", f"{site.base}/news/night"))
    assert "source" not in steps
    (article,) = steps["article"]
    assert (article["title"], article["aliases"]) == ("A loud night", [f"{site.base}/n/7"])
    assert article["matches"][0]["watchlist"] == "Troops"


@pytest.mark.parametrize("columns", [80, 120])
def test_people_see_every_step_within_their_screen(desk: Desk, site: Site, columns: int) -> None:
    publish(site, NEW, OLD)
    site.pages["/news/night"] = (PAGES / "paywall.html").read_bytes()
    configure(desk, site)
    desk.environ["COLUMNS"] = str(columns)
    shown = desk.run("fetch", "Post").stdout
    assert all(len(line) <= columns for line in shown.splitlines() if "http" not in line)
    for said in (
        f"GET {site.base}/list.xml",
        "User-Agent: Wirewatch/",
        "content-length: ",
        "Post: feed, 2 entries, 2 new",
        "never polled before",
        "its page is read: the source carries little of its text",
        "headline and summary only: behind a paywall",
        "no watchlist",
    ):
        assert said in shown, said


def test_what_cannot_be_read_is_told(desk: Desk, site: Site) -> None:
    configure(desk, site)
    (source,) = by_step(
        [
            json.loads(line)
            for line in desk.run("fetch", "Post", "--json", code=3).stdout.splitlines()
        ]
    )["source"]
    assert source["error"] == "the server has nothing at this address (404)"
    assert "failed     the server has nothing" in desk.run("fetch", "Post", code=3).stdout
    done = desk.run("fetch", "Times", code=1)
    assert (
        done.stderr == "wirewatch: no source is called Times, and it is no address. Sources: Post\n"
    )
    done = desk.run("fetch", "http://127.0.0.1:9/", code=3)
    assert "is a private address" in done.stdout
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /"
    site.pages["/a"] = page("A")
    assert "does not let us ask" in desk.run("fetch", f"{site.base}/a", code=3).stdout


def test_secrets_and_control_characters_are_not_shown(desk: Desk, site: Site) -> None:
    site.pages["/list.xml?key=S3CRET%2FWORD"] = rss([OLD], site.base)
    configure(desk, site, "    full_text: never\n")
    path = desk.folder / "config.yaml"
    path.write_text(path.read_text().replace("list.xml", "list.xml?key=${FEED_KEY}"))
    desk.environ["FEED_KEY"] = "S3CRET%2FWORD"
    for shown in (desk.run("fetch", "Post").stdout, desk.run("fetch", "Post", "--json").stdout):
        assert "list.xml?key=***" in shown
        assert "S3CRET" not in shown


def test_every_field_is_documented(desk: Desk, site: Site) -> None:
    publish(site, NEW)
    site.pages["/news/night"] = page("A loud night")
    configure(desk, site)
    steps = by_step(desk.records("fetch", "Post"))
    told = list(tables(sections(read("reference/json.md"))["Trial"]))
    for (step, records), table in zip(steps.items(), told, strict=True):
        assert [code(row[0])[0] for row in table] == list(records[0]), step
