"""Which pages a poll reads, and how it is kept in parts."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.identity import identify
from archive.polling import Kept, Poll, Recognition
from archive.recognition import Known
from archive.vocabulary import Entry, FullText, Source, Watchlist
from scheduler.pages import AGAIN, LATE, LEFT_OUT, MOST, Pages, choose
from tests.scheduler.desks import (
    BRIDGES,
    DAY,
    HOUR,
    NOW,
    POST,
    TIMES,
    World,
    backfilling,
    entry,
    live,
)

FERRIES = Watchlist(name="Ferries", query="ferry", notify=("desk",))
BODY = "The ferry runs every half hour."


def news(*entries: Entry) -> list[Recognition]:
    found = identify(entries, source=POST.url).candidates
    return [Recognition(candidate=candidate, known=Known.NEW) for candidate in found]


def chosen(
    entries: Sequence[Entry], source: Source = POST, *, since: timedelta | None = None
) -> tuple[list[str], list[str]]:
    choice = choose(
        news(*entries),
        source,
        since=None if since is None else NOW - since,
        body_asked=False,
        likely=lambda entry: "bridge" in entry.title,
    )
    read = [entry.title for entry in choice.unread]
    return read, [found.candidate.entry.title for found in choice.rest]


def test_what_will_be_told_goes_first_the_oldest_before_the_newest() -> None:
    entries = [entry(4, "ferry"), entry(3, "bridge"), entry(2, "tram"), entry(1, "bridge")]
    assert chosen(entries) == (["bridge (1)", "bridge (3)", "ferry (4)", "tram (2)"], [])


def test_entries_with_their_text_and_without_an_address_are_kept_as_they_are() -> None:
    whole = entry(1, "whole", text="Prose that a feed carries. " * 60)
    bare = replace(entry(2, "bare"), url=None, guid="a-guid-of-it")
    assert chosen([whole, bare, entry(3, "short")]) == (["short (3)"], ["whole (1)", "bare (2)"])
    never = replace(POST, full_text=FullText.NEVER)
    assert chosen([entry(1, "a"), entry(2, "b")], never) == ([], ["a (1)", "b (2)"])


def test_a_first_poll_reads_what_backfill_may_tell() -> None:
    entries = [entry(1, "young"), entry(2, "old", age=2 * DAY), entry(3, "undated", age=None)]
    assert chosen(entries, since=DAY) == (["young (1)"], ["old (2)", "undated (3)"])


def test_a_poll_reads_a_hundred_pages_and_says_of_the_rest_that_it_left_them_out() -> None:
    entries = [*(entry(n, "tram") for n in range(MOST + 20)), entry(999, "bridge")]
    choice = choose(
        news(*entries), POST, since=None, body_asked=False, likely=lambda e: "bridge" in e.title
    )
    assert len(choice.unread) == MOST
    assert choice.unread[0].title == "bridge (999)"
    left = [found.candidate.entry for found in choice.rest]
    assert [each.title for each in left] == [f"tram ({n})" for n in range(MOST - 1, MOST + 20)]
    assert {each.partial for each in left} == {LEFT_OUT}


class Reader:
    """Gives each entry a text; ``hold`` says of which the page comes only when it is let go."""

    def __init__(self, hold: Callable[[Entry], bool] = lambda entry: False) -> None:
        self.hold = hold
        self.go = asyncio.Event()
        self.asked = asyncio.Event()
        self.read_: list[str] = []
        self.broken = False

    async def read(self, entry: Entry, source: Source) -> Entry:
        self.asked.set()
        if self.broken:
            raise ValueError("a mistake of ours")
        if self.hold(entry):
            await self.go.wait()
        self.read_.append(entry.title)
        return replace(entry, text=BODY, titles=(entry.title, "Seen from the river"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def test_a_match_that_is_only_in_the_page_is_told(path: Path) -> None:
    reader = Reader()

    async def journey(world: World) -> None:
        await world.poll("Post", entry(1))
        assert reader.read_ == []
        report = await world.poll("Post", entry(2), entry(1))
        assert reader.read_ == ["The bridge is closed (2)"]
        assert (report.kept.articles, report.kept.posted) == (1, 2)
        alerts = {alert.watchlist: alert for alert in await world.told()}
        assert alerts["Ferries"].quote == BODY
        assert world.woken.is_set()
        newest, _ = await world.articles()
        assert (newest.text, newest.titles[1]) == (BODY, "Seen from the river")
        report = await world.poll("Post", entry(2), entry(1))
        assert (report.kept.articles, len(reader.read_)) == (0, 1)

    live(path, journey, watchlists=[BRIDGES, FERRIES], pages=Pages(reader))


def test_a_first_poll_with_backfill_reads_and_tells(path: Path) -> None:
    reader = Reader()

    async def journey(world: World) -> None:
        report = await world.poll("Post", entry(1), entry(2, age=3 * DAY))
        assert reader.read_ == ["The bridge is closed (1)"]
        assert (report.kept.articles, report.kept.posted) == (2, 1)
        assert len(await world.told()) == 1

    live(path, journey, sources=[backfilling(DAY)], watchlists=[FERRIES], pages=Pages(reader))


def test_what_is_ready_is_told_while_other_pages_hang(path: Path) -> None:
    reader = Reader(hold=lambda entry: "slow" in (entry.url or ""))

    async def journey(world: World) -> None:
        await world.poll("Post")
        slow = entry(1, host="slow.example")
        polling = asyncio.create_task(world.poll("Post", slow, entry(2)))
        await world.woken.wait()
        # Written, and the source still ours and as it was.
        assert await world.titles() == ["The bridge is closed (2)"]
        (post, _) = await world.archive.sources()
        assert post.entries == 0
        assert world.cycle.reading == 1
        due = await world.archive.claim_due(now=NOW + HOUR / 10, limit=9, lease=HOUR)
        assert [claim.state.name for claim in due] == ["Times"]
        reader.go.set()
        report = await polling
        assert await world.titles() == ["The bridge is closed (1)"]
        assert (report.kept.articles, report.state.entries) == (2, 2)
        assert world.cycle.reading == 0

    live(path, journey, pages=Pages(reader))


def test_a_page_that_does_not_come_is_told_from_what_the_source_said(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader(hold=lambda entry: "(1)" in entry.title)

    async def journey(world: World) -> None:
        await world.poll("Post")
        report = await world.poll("Post", entry(1))
        assert report.kept.posted == 1
        held = {article.title: article.partial for article in await world.articles()}
        assert held["The bridge is closed (1)"] == LATE

    with caplog.at_level(logging.INFO):
        live(path, journey, pages=Pages(reader, budget=timedelta(seconds=0.05)))
    assert f"Post: headline and summary only of 1 entry: {LATE} (1)" in caplog.text


def test_a_page_that_was_not_to_be_had_is_planned_to_be_looked_at_again(path: Path) -> None:
    reader = Reader(hold=lambda entry: True)

    async def journey(world: World) -> None:
        await world.poll("Post", entry(1))
        await world.poll("Post", entry(2), entry(1))
        (later,) = await world.archive.claim_rechecks(now=NOW + AGAIN[0], limit=9, lease=HOUR)
        assert later.article.title == "The bridge is closed (2)"

    live(path, journey, pages=Pages(reader, budget=timedelta(0)))


def test_a_mistake_of_ours_costs_no_entry(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    reader = Reader()
    reader.broken = True

    async def journey(world: World) -> None:
        await world.poll("Post")
        assert (await world.poll("Post", entry(1))).kept.posted == 1

    live(path, journey, pages=Pages(reader))
    assert "reading https://post.example/1 failed unexpectedly" in caplog.text


def test_a_poll_that_is_stopped_between_two_parts_is_done_again_once(path: Path) -> None:
    reader = Reader(hold=lambda entry: "slow" in (entry.url or ""))
    listed = [entry(1, host="slow.example"), entry(2)]

    async def stopped(world: World) -> None:
        await world.poll("Post")
        polling = asyncio.create_task(world.poll("Post", *listed))
        await world.woken.wait()
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        assert await world.titles() == ["The bridge is closed (2)"]
        await world.archive.release_claims()

    async def after(world: World) -> None:
        report = await world.poll("Post", *listed)
        assert (report.kept.articles, report.kept.posted) == (1, 1)
        assert await world.titles() == ["The bridge is closed (1)"]

    live(path, stopped, pages=Pages(reader))
    live(path, after, now=NOW + HOUR, pages=Pages(Reader()))


def test_a_poll_that_was_taken_over_stops_reading(path: Path) -> None:
    reader = Reader(hold=lambda entry: True)

    async def journey(world: World) -> None:
        await world.poll("Post")
        polling = asyncio.create_task(world.poll("Post", entry(1), entry(2)))
        await reader.asked.wait()
        world.now += HOUR
        (claim,) = await world.archive.claim_due(now=world.now, limit=1, lease=HOUR, names=["Post"])
        reader.go.set()
        report = await polling
        assert report.kept.void
        assert await world.articles() == []
        assert (await world.cycle.poll(claim)).kept.posted == 2

    live(path, journey, pages=Pages(reader))


def test_an_archive_that_fails_between_parts_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post")
        keep, kept = world.archive.keep, list[Poll]()

        async def full(poll: Poll) -> Kept:
            kept.append(poll)
            if len(kept) > 1:
                raise ArchiveError("the disk is full")
            return await keep(poll)

        with monkeypatch.context() as patch:
            patch.setattr(world.archive, "keep", full)
            with pytest.raises(ArchiveError):
                await world.poll("Post", entry(1))
        await world.archive.release_claims()
        assert (await world.poll("Post", entry(1))).kept.posted == 1

    live(path, journey, pages=Pages(Reader()))


def test_an_entry_whose_page_is_a_known_article_is_no_news(path: Path) -> None:
    class Resolver(Reader):
        async def read(self, entry: Entry, source: Source) -> Entry:
            read = await super().read(entry, source)
            if source is TIMES:
                return replace(read, url="https://post.example/1", aliases=(entry.url or "",))
            return read

    async def journey(world: World) -> None:
        for name in ("Post", "Times"):
            await world.poll(name)
        await world.poll("Post", entry(1))
        assert len(await world.told()) == 1
        for _ in range(2):
            report = await world.poll("Times", entry(1, host="search.example"))
            assert (report.kept.articles, report.kept.posted) == (0, 0)

    live(path, journey, pages=Pages(Resolver()))
