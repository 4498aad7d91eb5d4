"""What is to be said of a source at this moment: pure decisions, with the reason in plain words."""

from dataclasses import replace
from datetime import datetime, timedelta

from archive.vocabulary import SourceStanding, SourceState
from scheduler.learning import DAYS_HALF_LIFE, expected_between, faded_sum, fading, rates
from scheduler.report import lasting
from spiders import MOVED_FOR_GOOD

ENOUGH = 3.0
"""Weight of the failures in a row from which on a source may be called blind."""
WHILE = timedelta(hours=1)
"""For so long a source must have failed, however often, to be called blind."""
LONG = timedelta(hours=6)
"""Failures that may be over soon weigh little; those that last so long are no hiccup any more."""
FEWEST = 3

SLOW = timedelta(seconds=10)

LEARNED = timedelta(weeks=2)
"""For so long a source must have been watched to be called quiet."""
MOMENTS = 20.0
"""So many publishing moments must be known."""
SILENCE = 30.0
"""Publishing moments that were to be expected and did not come, from which on a source is quiet."""
A_DAY = timedelta(days=1)
SLUMP = 40.0
"""The same, of a source from which some still come."""
LESS = 0.15
"""Share of what is usual that still counts as quiet."""
AGAIN = 0.3
"""Share of what is usual from which on it no longer does."""


def judged(state: SourceState, *, now: datetime) -> SourceState:
    """Return the state as it is to be shown: with its one word, and why."""
    if is_blind(state, now=now) and state.standing is SourceStanding.FAILING:
        return replace(state, standing=SourceStanding.BLIND)
    if state.standing is not SourceStanding.OK:
        return state
    if state.moved_to and state.moved_times >= MOVED_FOR_GOOD:
        words = (
            f"it has moved to {state.moved_to} for good: put that address into the configuration"
        )
        return replace(state, standing=SourceStanding.MOVED, reason=words)
    if (quiet := why_quiet(state, now=now)) is not None:
        since = state.rhythm.newest
        return replace(state, standing=SourceStanding.QUIET, reason=quiet, since=since)
    if state.took is not None and state.took >= SLOW:
        words = f"its last answer took {state.took.total_seconds():.0f} s"
        return replace(state, standing=SourceStanding.SLOW, reason=state.reason or words)
    return state


def is_blind(state: SourceState, *, now: datetime) -> bool:
    """Say whether a source has failed often and long enough to be told of; one that is gone is, at once."""
    if state.standing is SourceStanding.GONE:
        return True
    if state.standing is not SourceStanding.FAILING or state.since is None:
        return False
    lasted = now - state.since
    return (state.trouble >= ENOUGH and lasted >= WHILE) or (
        state.failures >= FEWEST and lasted >= LONG
    )


def why_quiet(state: SourceState, *, now: datetime) -> str | None:
    """Return why a source that works is quiet, or None when it is not.

    What is expected of each hour of the week is what the source was like when it fell silent, so nights, weekends and
    slow sources are given the time they need.
    """
    rhythm = state.rhythm
    if rhythm.at is None or rhythm.began is None or rhythm.newest is None:
        return None
    if rhythm.at - rhythm.began < LEARNED or sum(rhythm.hours) < MOMENTS:
        return None
    usual = rates(rhythm, now=rhythm.at)
    silent = now - rhythm.newest
    missing = expected_between(usual, rhythm.newest, now)
    if silent >= A_DAY and missing >= SILENCE:
        return f"nothing new for {lasting(silent)}, in which about {missing:.0f} entries are usual"
    came, due = of_late(state, now=now)
    if due >= SLUMP and came <= LESS * due:
        return f"about {came:.0f} entries in the last days, where {due:.0f} are usual"
    return None


def is_lively(state: SourceState, *, now: datetime) -> bool:
    """Say whether a source that was quiet publishes again."""
    came, due = of_late(state, now=now)
    return why_quiet(state, now=now) is None and (due < SLUMP or came >= AGAIN * due)


def of_late(state: SourceState, *, now: datetime) -> tuple[float, float]:
    """Return how many publishing moments came in the last days, and how many were to be expected."""
    rhythm = state.rhythm
    if rhythm.at is None:
        return 0.0, 0.0
    left = fading(now - rhythm.at, DAYS_HALF_LIFE)
    usual = rates(rhythm, now=rhythm.at)
    due = left * rhythm.due + faded_sum(usual, rhythm.at, now, DAYS_HALF_LIFE)
    return left * rhythm.days, due
