"""Looking again at articles: when, what counts, who is told; over a web in memory, with a clock that the test moves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from archive.rechecks import FIRST_RETRY, Ahead, Recheck, ahead
from archive.vocabulary import (
    Alert,
    AlertKind,
    Article,
    FullText,
    OnEdit,
    Secret,
    Validators,
    Version,
)
from scheduler.rechecks import Rechecks
from spiders import Workers
from spiders.again import PageAgain
from spiders.errors import StatusError, UnreachableError
from spiders.web import manners_of
from tests.scheduler.desks import BRIDGES, HOUR, MINUTE, NOW, POST, TIMES, World, entry, live
from tests.spiders.webs import Here, Page, Web

STEPS = (10 * MINUTE, HOUR, 6 * HOUR)
EDITS = replace(BRIDGES, on_edit=OnEdit.ANY, recheck=STEPS)
FERRIES = replace(BRIDGES, name="Ferries", query="ferry", on_edit=OnEdit.NEVER)
HERE = cast("Workers", Here())
URL = "https://post.example/1"
TITLE = "The bridge is closed (1)"
LINES = (
    "Officials in the border town said on Sunday that the bridge over the river had been closed.",
    "An inspection found cracks in two of its pillars, which were built in the last century.",
    "Engineers were expected to need at least three weeks for the repair of the damage.",
)
WALL = Page("<html><title>Just a moment...</title><body>Checking your browser before you go on.")


def page(
    title: str = TITLE, lines: tuple[str, ...] = LINES, advert: str = "Sofas", **more: str
) -> Page:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return Page(
        f"<html lang=en><head><title>{title}</title></head><body><nav><a href=/a>{advert}</a></nav>"
        f"<article><h1>{title}</h1>{text}</article><p>{advert} for all</p></body></html>",
        **more,  # type: ignore[arg-type]
    )


ANOTHER = page(
    "Farmers block roads", ("Farmers blocked roads.", "They came at noon.", "They left.")
)


class Again(World):
    """A world with an article that was told, and whose page is looked at again."""

    web: Web
    rechecks: Rechecks

    async def look(self, after: timedelta) -> list[Alert]:
        """Look at what is due so long after the article was seen; return what that tells."""
        self.now = NOW + after
        await self.rechecks.round()
        return await self.told()

    async def versions(self) -> list[Version]:
        (article,) = await self.articles()
        return list(await self.archive.versions(article.id))


Journey = Callable[[Again], Awaitable[None]]


def again(
    path: Path, journey: Journey, *, first: Page | None = None, title: str = TITLE, **more: Any
) -> None:
    """Let an article be told whose text is that of its page, and go through ``journey``."""

    async def main(world: World) -> None:
        world.__class__ = Again
        assert isinstance(world, Again)
        world.web = Web({URL: first or page()})
        looker = PageAgain(world.web, HERE, now=lambda: world.now)
        world.rechecks = Rechecks(
            cycle=world.cycle,
            archive=world.archive,
            looker=looker,
            now=lambda: world.now,
            wake=world.woken.set,
        )
        await world.poll("Post")
        told = replace(entry(1), title=title, titles=(title,), text="\n".join(LINES))
        await world.poll("Post", told)
        assert len(await world.told()) == 1
        await journey(world)

    more.setdefault("watchlists", (EDITS, FERRIES))
    live(path / "archive.db", main, **more)


def test_a_page_is_asked_for_again_in_the_manners_of_its_source(tmp_path: Path) -> None:
    source = replace(
        POST, proxy=Secret("http://127.0.0.1:3128"), headers=(("X-Desk", Secret("7")),)
    )

    async def journey(world: Again) -> None:
        await world.look(STEPS[0])
        assert [ask.manners for ask in world.web.asked] == [manners_of(source)]

    again(tmp_path, journey, sources=(source, TIMES))


def test_nothing_is_told_of_a_page_whose_menu_and_adverts_change(tmp_path: Path) -> None:
    async def journey(world: Again) -> None:
        world.web.pages[URL] = page(advert="Beds")
        for step in STEPS:
            assert await world.look(step) == []
        world.now = NOW + 100 * HOUR
        await world.rechecks.round()
        assert len(world.web.asked) == len(STEPS)
        assert await world.versions() == []

    again(tmp_path, journey)


def test_a_paragraph_that_is_shown_elsewhere_on_the_page_is_not_removed(tmp_path: Path) -> None:
    async def journey(world: Again) -> None:
        moved = page(lines=LINES[:2])
        assert isinstance(moved.body, str)
        box = f"<aside class=box><p>{LINES[2]}</p></aside></body>"
        world.web.pages[URL] = replace(moved, body=moved.body.replace("</body>", box))
        assert await world.look(STEPS[0]) == []
        world.web.pages[URL] = page(lines=LINES[:2])
        (alert,) = await world.look(STEPS[1])
        assert alert.edit is not None
        assert alert.edit.removed == (LINES[2],)

    again(tmp_path, journey)


def test_an_edit_is_told_once_with_before_and_after(tmp_path: Path) -> None:
    async def journey(world: Again) -> None:
        lines = (LINES[0], LINES[1].replace("two", "three"), LINES[2])
        world.web.pages[URL] = page(lines=lines)
        world.woken.clear()
        (alert,) = await world.look(STEPS[0])
        assert world.woken.is_set()
        assert alert.kind is AlertKind.EDIT
        assert alert.edit is not None
        assert alert.edit.kinds == ("figures", "text")
        assert (alert.edit.reworded[0].before, alert.edit.reworded[0].after) == (LINES[1], lines[1])
        assert "bridge" in alert.quote
        assert await world.look(STEPS[1]) == []
        assert [version.number for version in await world.versions()] == [1, 2]
        (article,) = await world.articles()
        assert article.text == "\n".join(lines)

    again(tmp_path, journey)


def test_an_edit_that_makes_the_watchlist_not_match_is_told_and_news_to_another(
    tmp_path: Path,
) -> None:
    async def journey(world: Again) -> None:
        world.web.pages[URL] = page("The ferry is late (1)", ("The ferry was late.", *LINES[1:]))
        news, edit = await world.look(STEPS[0])
        assert (news.kind, news.watchlist) == (AlertKind.ALERT, "Ferries")
        assert (edit.kind, edit.watchlist, edit.title) == (
            AlertKind.EDIT,
            "Bridges",
            "The ferry is late (1)",
        )
        assert edit.edit is not None
        assert edit.edit.headline is not None
        assert edit.edit.headline.before == TITLE

    again(tmp_path, journey)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_told_once(tmp_path: Path, status: int) -> None:
    async def journey(world: Again) -> None:
        world.web.pages[URL] = Page("sorry", status)
        (alert,) = await world.look(STEPS[0])
        assert alert.edit is not None
        assert (alert.edit.kinds, str(status) in alert.edit.reason) == (("gone",), True)
        assert await world.look(STEPS[1]) == []
        (article,) = await world.articles()
        assert article.text == "\n".join(LINES)

    again(tmp_path, journey)


def test_a_page_that_is_back_is_told_once_and_may_go_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "scheduler.rechecks")

    async def journey(world: Again) -> None:
        steps = (*((n + 1) * MINUTE for n in range(9)),)
        told: list[Alert] = []
        seen = [Page("sorry", 404)] * 2 + [WALL, ANOTHER, page(), page(), Page("sorry", 410)]
        seen += [Page("sorry", 404), page(lines=(*LINES, "It was opened on Monday."))]
        for step, shown in zip(steps, seen, strict=True):
            world.web.pages[URL] = shown
            told += await world.look(step)
        kinds = [alert.edit.kinds for alert in told if alert.edit]
        assert kinds == [("gone",), ("back",), ("gone",), ("text", "back")]
        versions = await world.versions()
        assert [one.edit.kinds for one in versions if one.edit] == kinds
        assert [one.text for one in versions[:4]] == ["\n".join(LINES)] * 4

    edits = replace(EDITS, recheck=tuple((n + 1) * MINUTE for n in range(9)))
    again(tmp_path, journey, watchlists=(edits, FERRIES))
    logged = [record.getMessage().rsplit(": ", 1)[1] for record in caplog.records]
    assert logged == ["gone", "back", "gone", "text, back"]


def test_a_page_is_back_though_its_source_edited_the_article_meanwhile(tmp_path: Path) -> None:
    async def journey(world: Again) -> None:
        world.web.pages[URL] = Page("sorry", 404)
        assert len(await world.look(STEPS[0])) == 1
        renamed = "The bridge is open again (1)"
        text = "\n".join(LINES)
        await world.poll("Post", replace(entry(1), title=renamed, titles=(renamed,), text=text))
        (edited,) = await world.told()
        assert edited.edit is not None
        assert edited.edit.kinds == ("headline",)
        assert await world.look(STEPS[1]) == []
        world.web.pages[URL] = page(renamed)
        (alert,) = await world.look(STEPS[2])
        assert alert.edit is not None
        assert (alert.edit.kinds, alert.edit.reason) == (("back",), "the server has it again")

    again(tmp_path, journey)


@pytest.mark.parametrize(
    "other",
    [
        WALL,
        page(lines=LINES[:1]),
        ANOTHER,
        replace(page("Farmers block roads"), moved_to="https://post.example/farmers-block-roads-2"),
        replace(page(), moved_to="https://post.example/"),
        Page("", 503),
        Page(b"\x00\x01\x02", headers={"content-type": "image/png"}),
    ],
)
def test_what_is_not_the_article_is_no_edit(tmp_path: Path, other: Page) -> None:
    async def journey(world: Again) -> None:
        world.web.pages[URL] = other
        assert await world.look(STEPS[0]) == []
        assert await world.versions() == []
        world.web.pages[URL] = page(
            "The bridge is open again", (*LINES, "It was opened on Monday.")
        )
        (alert,) = await world.look(STEPS[1])
        assert alert.title == "The bridge is open again"

    again(tmp_path, journey)


def test_a_page_that_was_not_read_before_is_taken_as_it_is_at_the_first_look(
    tmp_path: Path,
) -> None:
    async def journey(world: Again) -> None:
        await world.poll("Post", replace(entry(2), text="The bridge is closed, in short."))
        await world.told()
        url = "https://post.example/2"
        world.web.pages[url] = page("The bridge over the river is closed for weeks")
        assert await world.look(STEPS[0]) == []
        newest, _ = await world.articles()
        assert newest.text == "\n".join(LINES)
        lines = (*LINES, "It was opened on Monday.")
        world.web.pages[url] = page("The bridge over the river is open again", lines)
        (alert,) = await world.look(STEPS[1])
        assert alert.edit is not None
        assert alert.edit.added == ("It was opened on Monday.",)

    again(tmp_path, journey)


def test_an_unchanged_page_is_asked_for_with_conditions_and_at_last_without(tmp_path: Path) -> None:
    async def journey(world: Again) -> None:
        for step in STEPS:
            await world.look(step)
        asked = [ask.validators for ask in world.web.asked]
        assert asked == [Validators(), Validators(etag='"1"'), Validators()]

    again(tmp_path, journey, first=page(etag='"1"'))


def test_a_source_whose_pages_are_never_read_is_not_asked(tmp_path: Path) -> None:
    async def journey(world: Again) -> None:
        assert await world.look(STEPS[0]) == []
        assert world.web.asked == []

    again(tmp_path, journey, sources=(replace(POST, full_text=FullText.NEVER),))


@pytest.mark.parametrize(
    "error", [UnreachableError("no route"), StatusError("busy", wait=7 * MINUTE)]
)
def test_a_host_that_does_not_answer_is_tried_again(
    tmp_path: Path, error: UnreachableError | StatusError
) -> None:
    async def journey(world: Again) -> None:
        world.web.pages[URL] = Page(error=error)
        assert await world.look(STEPS[0]) == []
        world.web.pages[URL] = page(lines=(*LINES, "It was opened on Monday."))
        assert await world.look(STEPS[0] + 4 * MINUTE) == []
        (alert,) = await world.look(STEPS[0] + 7 * MINUTE)
        assert alert.kind is AlertKind.EDIT

    again(tmp_path, journey)


def test_what_a_poll_wrote_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    async def journey(world: Again) -> None:
        world.now = NOW + STEPS[0]
        (recheck,) = await world.archive.claim_rechecks(now=world.now, limit=1, lease=HOUR)
        renamed = replace(entry(1), title="Renamed by the feed", text="\n".join(LINES))
        await world.poll("Post", renamed)
        await world.archive.release_claims()
        del recheck
        world.web.pages[URL] = page("Renamed by the feed")
        await world.told()
        assert await world.look(STEPS[0] + MINUTE) == []
        (article,) = await world.articles()
        assert article.title == "Renamed by the feed"

    again(tmp_path, journey)


ARTICLE = Article(
    id=1,  # type: ignore[arg-type]
    url=URL,
    title=TITLE,
    outlet="Post",
    source="Post",
    published=None,
    seen=NOW,
    language=None,
    authors=(),
    summary="",
    text="",
    story=1,
)


def planned(step: int = 0, failures: int = 0) -> Recheck:
    return Recheck(
        article=ARTICLE,
        began=NOW,
        steps=STEPS,
        step=step,
        failures=failures,
        validators=Validators(),
        token="t",
    )


def test_the_next_look_is_the_next_step_that_is_not_over() -> None:
    assert ahead(planned(), now=NOW + 11 * MINUTE) == Ahead(due=NOW + HOUR, step=1)
    assert ahead(planned(), now=NOW + 2 * HOUR) == Ahead(due=NOW + 6 * HOUR, step=2)
    assert ahead(planned(2), now=NOW + 6 * HOUR) is None


def test_a_failed_look_is_repeated_for_a_while_unless_the_next_is_near() -> None:
    now = NOW + 10 * MINUTE
    assert ahead(planned(), now=now, failed=True) == Ahead(
        due=now + FIRST_RETRY, step=0, failures=1
    )
    assert ahead(planned(failures=1), now=now, failed=True) == Ahead(
        due=now + 2 * FIRST_RETRY, step=0, failures=2
    )
    late = ahead(planned(failures=3), now=NOW + 55 * MINUTE, failed=True)
    assert late == Ahead(due=NOW + HOUR, step=1)
    assert ahead(planned(2, failures=4), now=NOW + 7 * HOUR, failed=True) is None
    wait = ahead(planned(), now=now, failed=True, wait=20 * MINUTE)
    assert wait is not None
    assert wait.due == now + 20 * MINUTE


def test_one_host_is_asked_for_one_page_at_a_time() -> None:
    class Slow(Web):
        under_way = most = 0

        async def fetch(self, ask):  # type: ignore[no-untyped-def]
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            await asyncio.sleep(0)
            self.under_way -= 1
            return await super().fetch(ask)

    web = Slow({})

    async def main() -> None:
        looker = PageAgain(web, HERE, now=lambda: NOW)
        looks = (
            looker.look(replace(ARTICLE, url=f"{URL}{n}"), None, Validators()) for n in range(5)
        )
        await asyncio.gather(*looks)

    asyncio.run(main())
    assert (web.most, len(web.asked)) == (1, 5)
