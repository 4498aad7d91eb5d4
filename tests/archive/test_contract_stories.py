"""What `archive.ports.Stories` promises, and what watchlists hear of once, asked of every archive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.vocabulary import CopyKind, Entry, Group
from tests.archive.polls import (
    MINUTE,
    NOW,
    POST,
    PROSE,
    TIMES,
    Archive,
    Live,
    claim,
    hit,
    poll,
    posting,
    prepare,
    story,
)

KEEP = timedelta(days=90)


def copy(number: int) -> Entry:
    return story(number, text=PROSE, host=f"site{number}.example")


def test_coverage_tells_who_carries_a_story(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [copy(5)])
        await poll(archive, [copy(7)], source=TIMES, now=NOW + MINUTE)
        coverage = await archive.coverage(1)
        assert coverage is not None
        later, first = coverage.reports  # number 7 was published two hours before number 5
        assert (first.title, first.outlet, first.copy_of) == ("Story number 5", "Post", None)
        assert (later.copy_of, later.copy_kind) == (first.article, CopyKind.EXACT)
        assert (coverage.outlets, coverage.independent, coverage.copies) == (2, 1, 1)
        assert coverage.origin is not None
        assert coverage.origin.article == later.article
        assert await archive.coverage(99) is None

    archive.live(journey)


def test_a_summary_credits_an_agency_as_a_text_does(archive: Live) -> None:
    wire = replace(
        story(1),
        text="",
        summary="HARN (Reuters) - Seven people were killed when a bridge fell into the river, the mayor said.",
    )

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [wire])
        coverage = await archive.coverage(1)
        assert coverage is not None
        assert coverage.origin is not None
        assert coverage.origin.outlet == "Thomson Reuters"
        assert coverage.origin.evidence == ("credited in the text: (Reuters)",)

    archive.live(journey)


def test_copies_of_a_forgotten_article_stay_one_story_and_are_told_once(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        for source in (POST, TIMES):
            await poll(archive, [], source=source)
        await poll(archive, [copy(1)])
        await poll(archive, [copy(2)], source=TIMES, watchlists=["Bridges"])
        await poll(archive, [], now=NOW + timedelta(days=1))
        assert await archive.prune(before=NOW + KEEP, limit=10) == 1
        kept = await poll(archive, [copy(3)], now=NOW + KEEP, watchlists=["Bridges"])
        assert kept.posted == 0
        coverage = await archive.coverage(1)
        assert coverage is not None
        assert {report.title for report in coverage.reports} == {"Story number 2", "Story number 3"}
        assert coverage.independent == 1

    archive.live(journey)


@pytest.mark.parametrize(("group", "told"), [("story", 1), ("copy", 1), ("address", 2)])
def test_a_watchlist_says_what_it_hears_of_once(archive: Live, group: str, told: int) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        posted = 0
        for number in (1, 2, 2):
            claimed = await claim(archive)
            bare = await prepare(archive, claimed, [copy(number)], source=POST, now=NOW)
            mine = replace(posting(), group=Group(group))
            fresh = tuple(replace(one, hits=(hit(),), postings=(mine, mine)) for one in bare.fresh)
            posted += (await archive.keep(replace(bare, fresh=fresh))).posted
        assert posted == told

    archive.live(journey)
