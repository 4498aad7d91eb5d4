"""When a source is asked next: pure decisions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypedDict

from archive.polling import Recognition
from archive.vocabulary import Source, SourceStanding, SourceState
from scheduler.learning import learned, rates
from scheduler.pace import SHORTEST, Pace, pace
from scheduler.report import lasting
from spiders import Listed

LONGEST_BACKOFF = timedelta(hours=1)
"""A failing source is asked at least this often, or as often as its own rhythm if that is slower."""

SPREAD = 0.1
"""Share of the interval by which a poll may come later, so that sources do not all come at once."""

NextCron = Callable[[str, datetime], datetime]
"""Gives the first moment after another that a cron line names."""


def pace_of(state: SourceState, *, now: datetime) -> Pace:
    """Return how long a source may be left alone by its own rhythm (``every: auto``), and why."""
    expected = rates(state.rhythm, now=now)
    return pace(expected, now=now, window=state.entries, unseen=state.rhythm.unseen)


def rhythm_words(state: SourceState, *, now: datetime) -> str | None:
    """Say how often a source is asked at this time and why; None for one that does not answer."""
    if state.baseline is None or state.failures or state.standing is SourceStanding.GONE:
        return None
    found = pace_of(state, now=now)
    return f"asked every {lasting(found.interval)} now: {found.reason}"


def with_times(
    state: SourceState, listed: Listed, known: Sequence[Recognition], *, now: datetime
) -> SourceState:
    """Return the state with what a poll taught of the source's rhythm.

    ``known`` is everything that it listed; what this source had not listed before has just been published.
    """
    news = [found for found in known if not found.listed]
    rhythm = learned(
        state.rhythm,
        [found.candidate.entry.published for found in news],
        since=None if state.baseline is None else last_look(state),
        now=now,
    )
    first = state.baseline is None
    unseen = 0.0 if first or not known else len(news) / len(known)
    return replace(state, rhythm=replace(rhythm, unseen=unseen, hint=listed.refresh or rhythm.hint))


def unchanged(state: SourceState) -> SourceState:
    """Return the state with what a poll without news taught of the source's rhythm."""
    return replace(state, rhythm=replace(state.rhythm, unseen=0.0))


def last_look(state: SourceState) -> datetime | None:
    """Return until when it is known what a source listed; a poll that failed saw nothing."""
    return state.last_full if state.failures else state.last_poll


def interval_of(
    source: Source, *, now: datetime, next_cron: NextCron, auto: timedelta
) -> timedelta:
    """Return the time between two polls of a source; for a cron line, the time until the next.

    ``auto`` is what its rhythm says; what the user says wins.
    """
    if isinstance(source.every, str):
        return next_cron(source.every, now) - now
    return source.every or auto


def next_poll(
    source: Source,
    *,
    now: datetime,
    failures: int,
    wait: timedelta | None,
    chance: float,
    next_cron: NextCron,
    auto: timedelta,
) -> datetime:
    """Return when to ask a source again.

    ``failures`` in a row double the interval each, up to an hour. ``wait`` is what the server asked for; it wins when
    longer. ``chance`` is a random number in [0, 1).
    """
    if isinstance(source.every, str):
        due = next_cron(source.every, now)
    else:
        interval = source.every or auto
        longest = max(interval, LONGEST_BACKOFF)
        backed_off = min(interval * 2 ** min(failures, 16), longest)
        due = now + backed_off * (1 + SPREAD * chance)
    return due if wait is None else max(due, now + wait)


def due_by(
    sources: Mapping[str, Source], states: Sequence[SourceState], *, next_cron: NextCron
) -> Mapping[str, datetime]:
    """Return when sources would be asked next, at the latest, had their last polls been planned by what is configured now."""
    due: dict[str, datetime] = {}
    for state in states:
        source = sources.get(state.name)
        if source is None or state.last_poll is None:
            continue
        moment = next_poll(
            source,
            now=state.last_poll,
            failures=state.failures,
            wait=None,
            chance=1.0,
            next_cron=next_cron,
            auto=pace_of(state, now=state.last_poll).interval,
        )
        due[state.name] = max(moment, state.wait_until or moment)
    return due


class Plan(TypedDict):
    """When a source is asked next, and its interval when all is well."""

    next_poll: datetime
    interval: timedelta


def planned(
    source: Source,
    state: SourceState,
    *,
    now: datetime,
    failures: int,
    wait: timedelta | None,
    chance: float,
    next_cron: NextCron,
) -> Plan:
    """Return the plan for a source by what the user says of it, or else by its rhythm."""
    auto = SHORTEST if source.every else pace_of(state, now=now).interval
    due = next_poll(
        source,
        now=now,
        failures=failures,
        wait=wait,
        chance=chance,
        next_cron=next_cron,
        auto=auto,
    )
    return Plan(
        next_poll=due, interval=interval_of(source, now=now, next_cron=next_cron, auto=auto)
    )
