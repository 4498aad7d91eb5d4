"""What slipped by between two polls: whether to look for it, and what is remembered. Pure decisions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from archive.polling import Recognition
from archive.vocabulary import Gap, SourceKind, SourceState
from scheduler.report import clock, clocks
from scheduler.rhythm import last_look

AGAIN = timedelta(minutes=15)
"""Between two looks for what one source has missed; twice as long after each that was in vain."""
LONGEST = timedelta(days=1)
OF_A_SITE = {SourceKind.FEED, SourceKind.SITEMAP, SourceKind.PAGE}


def gap_of(before: SourceState, known: Sequence[Recognition], *, now: datetime) -> Gap | None:
    """Return the gap that a poll shows which knew nothing of what it found; a first poll shows none."""
    since = None if before.baseline is None else last_look(before)
    if since is None or not before.entries or not known or any(found.listed for found in known):
        return None
    dates = [found.candidate.entry.published for found in known]
    oldest = min((at for at in dates if at and since < at <= now), default=now)
    gap = Gap(since=since, until=oldest)
    if before.kind_found not in OF_A_SITE:
        return replace(gap, outcome="what it lists is not of one site")
    if too_soon(before, now=now):
        return replace(gap, outcome="not looked for so soon after the last gap")
    return gap


def too_soon(before: SourceState, *, now: datetime) -> bool:
    """Say whether what a source missed was looked for a moment ago.

    A source that shows a gap with every poll, and of which nothing is ever found elsewhere, is looked for once a day.
    """
    if before.looked is None:
        return False
    pause = min(AGAIN * (1 << min(before.vain, 10)), LONGEST)
    return now - before.looked < pause


def with_gap(state: SourceState, gap: Gap, *, listed: int) -> SourceState:
    """Note that a poll knew none of the entries it found: some may have come and gone between two polls."""
    return replace(
        state,
        gaps=state.gaps + 1,
        gap=gap,
        reason=f"none of its {listed} entries were known: some may have come and gone between two polls",
    )


def with_repair(state: SourceState, gap: Gap) -> SourceState:
    """Note what came of looking for what is missing in a gap."""
    return replace(state, gap=gap, vain=0 if gap.repaired else state.vain + 1)


def gap_words(gap: Gap, zone: tzinfo) -> str:
    """Say what became of a gap."""
    span = f"between {clocks(gap.since, gap.until, zone, 'and')}"
    if clock(gap.since, zone) == clock(gap.until, zone):
        span = f"within the minute of {clock(gap.until, zone)}"
    if gap.outcome is None:
        return f"{span}, not looked for yet"
    if not gap.repaired:
        return f"{span}, nothing found again: {gap.outcome}"
    return f"{span}, {gap.repaired} found again {gap.outcome}"
