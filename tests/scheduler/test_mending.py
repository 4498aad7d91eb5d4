"""Gaps: when a poll shows one, when what is missing is looked for, and what becomes of it."""

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from archive.identity import identify
from archive.vocabulary import Entry, Gap, SourceKind
from scheduler.mending import LONGEST, gap_of, gap_words, too_soon
from spiders.errors import TooSlowError
from tests.scheduler.desks import BERLIN, DAY, HOUR, LEASE, MINUTE, NOW, World, entry, live
from tests.scheduler.test_health import HEALTHY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


async def mended(world: World, *entries: Entry) -> int:
    """Poll, fill the gap that shows, and return how many alerts the filling caused."""
    report = await world.poll("Post", *entries)
    return (await world.cycle.mend(report, lease=LEASE)).posted


def test_a_window_that_no_longer_overlaps_is_a_gap_and_is_filled(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post", entry(2), entry(1))
        world.now += 3 * HOUR
        world.mender.has = [entry(2), entry(3, age=-HOUR), entry(4, "The ferry runs", age=-HOUR)]
        assert await mended(world, entry(6, age=-2 * HOUR), entry(5, age=-2 * HOUR)) == 1
        assert world.mender.asked == [(NOW, NOW + 2 * HOUR)]
        (post, _) = await world.archive.sources()
        gap = Gap(since=NOW, until=NOW + 2 * HOUR, repaired=2, outcome="from the sitemap")
        assert (post.gaps, post.gap, post.vain) == (1, gap, 0)
        assert sorted(await world.titles()) == [f"The bridge is closed ({n})" for n in (3, 5, 6)]
        # What was found is known from now on, and told once.
        world.now += MINUTE
        assert (await world.poll("Post", entry(6), entry(3))).kept.posted == 0

    live(path, journey)


def test_polls_that_overlap_first_polls_and_empty_ones_show_no_gap(path: Path) -> None:
    async def journey(world: World) -> None:
        for entries in ([], [entry(1)], [entry(2), entry(1)], [entry(2)], []):
            report = await world.poll("Post", *entries)
            assert (report.state.gaps, report.state.gap) == (0, None)
            assert (await world.cycle.mend(report, lease=LEASE)).articles == 0
        assert world.mender.asked == []

    live(path, journey)


def test_a_gap_reaches_from_the_last_poll_that_was_answered(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post", entry(1))
        world.now += 5 * HOUR
        await world.fail("Post", TooSlowError("slow"))
        world.now += HOUR
        await mended(world, entry(2, age=None))
        assert world.mender.asked == [(NOW, NOW + 6 * HOUR)]

    live(path, journey)


def test_entries_that_another_source_brought_are_no_overlap(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post", entry(1))
        await world.poll("Times")
        await world.poll("Times", entry(3), entry(2))
        report = await world.poll("Post", entry(3), entry(2))
        assert report.state.gaps == 1

    live(path, journey)


def test_a_source_that_shows_a_gap_with_every_poll_is_looked_for_ever_less(path: Path) -> None:
    async def journey(world: World) -> None:
        for number in range(7 * 24 * 4):
            await mended(world, entry(number, age=None))
            world.now += 15 * MINUTE
        assert 5 <= len(world.mender.asked) <= 16
        (post, _) = await world.archive.sources()
        assert post.gaps == 7 * 24 * 4 - 1
        assert post.gap is not None
        assert post.gap.outcome == "not looked for so soon after the last gap"

    live(path, journey)


def test_a_gap_that_a_crash_left_open_is_looked_for_with_the_next(path: Path) -> None:
    async def before(world: World) -> None:
        await world.poll("Post", entry(1))
        world.now += HOUR
        report = await world.poll("Post", entry(2))
        assert report.state.gap == Gap(since=NOW, until=NOW + HOUR)

    async def after(world: World) -> None:
        world.mender.has = [entry(9)]
        assert await mended(world, entry(3), entry(2)) == 1
        assert world.mender.asked == [(NOW, NOW + HOUR)]

    live(path, before)
    live(path, after, now=NOW + 2 * HOUR)


def test_what_a_search_lists_is_of_no_site_that_could_be_looked_at(path: Path) -> None:
    async def journey(world: World) -> None:
        first = await world.poll("Post", entry(1))
        assert first.state.kind is SourceKind.FEED
        state = replace(first.state, kind=SourceKind.SEARCH)
        listing = identify([entry(2)], source="x")
        known = await world.archive.recognise("Post", listing.candidates)
        gap = gap_of(state, known, now=world.now + HOUR)
        assert gap is not None
        assert gap.outcome == "what it lists is not of one site"
        assert gap_of(replace(state, baseline=None), known, now=world.now + HOUR) is None

    live(path, journey)


def test_a_pause_doubles_up_to_a_day() -> None:
    looked = replace(HEALTHY, looked=NOW)
    assert not too_soon(HEALTHY, now=NOW)
    assert too_soon(looked, now=NOW + 14 * MINUTE)
    assert not too_soon(looked, now=NOW + 15 * MINUTE)
    assert too_soon(replace(looked, vain=3), now=NOW + 119 * MINUTE)
    assert not too_soon(replace(looked, vain=999), now=NOW + LONGEST)


def test_what_became_of_a_gap_is_said() -> None:
    gap = Gap(since=NOW, until=NOW + timedelta(hours=2))
    span = "between 2026-11-22 12:00 and 2026-11-22 14:00 UTC, "
    assert gap_words(gap, UTC) == span + "not looked for yet"
    assert (
        gap_words(replace(gap, repaired=3, outcome="from x"), UTC) == span + "3 found again from x"
    )
    nothing = replace(gap, repaired=0, outcome="no sitemap")
    assert gap_words(nothing, UTC) == span + "nothing found again: no sitemap"
    assert gap_words(gap, BERLIN).startswith("between 2026-11-22 13:00 and 2026-11-22 15:00 CET")
    summer = replace(gap, since=NOW - timedelta(days=30))
    assert gap_words(summer, BERLIN).startswith("between 2026-10-23 14:00 CEST and 2026-11-22")
    short = replace(gap, until=NOW + timedelta(seconds=20))
    assert gap_words(short, UTC) == "within the minute of 2026-11-22 12:00 UTC, not looked for yet"
    assert DAY > LONGEST - MINUTE
