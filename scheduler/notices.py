"""What the ops channels are told of the health of sources: pure decisions.

A source is blind when it has failed several times in a row and for a while; that is told once, and so is its
recovery, with how long it was blind. One that answers but hardly publishes any more is told of once, too. When every source fails, the network of this machine is to blame, and one message says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from archive.vocabulary import SourceStanding, SourceState, Told
from scheduler.health import DARK
from scheduler.judging import is_blind, is_lively, why_quiet
from scheduler.learning import expected_between, rates
from scheduler.mending import gap_words
from scheduler.report import clock, clocks, lasting

NETWORK_WHILE = timedelta(minutes=15)
"""For so long one of the sources must have failed when all fail."""
LATE = timedelta(hours=1)
"""A poll before that says nothing of the network now."""
UNHEARD = {None, Told.QUIET}
"""What was told of a source, if it was not that it cannot be read."""
MOST_NAMED = 10
"""Sources that one message names; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message for the ops channels, and the sources that are told of with it."""

    title: str
    body: str
    sources: tuple[str, ...]
    told: Told | None
    """What is remembered of these sources; None: that they are well."""


def notices(states: Sequence[SourceState], *, now: datetime, zone: tzinfo) -> tuple[Notice, ...]:
    """Return what is to be told now, with times in a zone."""
    unheard = [state for state in states if state.told in UNHEARD]
    blind = [state for state in unheard if is_blind(state, now=now)]
    told: list[Notice] = []
    if dark := _all_dark(states, now=now):
        told += [_network(dark)] if any(state.told in UNHEARD for state in dark) else []
    elif blind:
        told.append(_blind(blind, zone))
    ok = [state for state in states if state.standing is SourceStanding.OK]
    well = [state for state in ok if state.told in DARK]
    if well and not _still_dark(states):
        told.append(_well(well, now=now, zone=zone))
    quiet = [state for state in ok if state.told is None and why_quiet(state, now=now)]
    if quiet:
        told.append(_quiet(quiet, now=now))
    return tuple(told)


def lively(states: Sequence[SourceState], *, now: datetime) -> tuple[str, ...]:
    """Return the sources that were told to be quiet and publish again, which goes without saying."""
    return tuple(
        state.name
        for state in states
        if state.told is Told.QUIET
        and state.standing is SourceStanding.OK
        and is_lively(state, now=now)
    )


def _all_dark(states: Sequence[SourceState], *, now: datetime) -> list[SourceState]:
    """Return the failing sources if all that were asked of late fail, and have for a while; then it is the network.

    Slow sources need not have been asked since the network went: their last poll, good or bad, says nothing of it.
    """
    asked = [state for state in states if state.last_poll and now - state.last_poll <= LATE]
    failing = [state for state in asked if state.standing is SourceStanding.FAILING]
    lasted = [state for state in failing if state.since and now - state.since >= NETWORK_WHILE]
    return failing if len(asked) > 1 and len(failing) == len(asked) and lasted else []


def _still_dark(states: Sequence[SourceState]) -> bool:
    """Say whether the network is only coming back: wait until half of the sources have, and tell it once."""
    dark = [state for state in states if state.told is Told.NETWORK]
    back = [state for state in dark if state.standing is SourceStanding.OK]
    return bool(dark) and len(back) * 2 < len(dark)


def _network(failing: Sequence[SourceState]) -> Notice:
    first = failing[0]
    return Notice(
        title="No source can be read",
        body=f"All {len(failing)} sources fail; most often that is the network of this machine."
        f" {first.name}, for one: {first.reason}. All are still tried.",
        sources=tuple(state.name for state in failing),
        told=Told.NETWORK,
    )


def _blind(blind: Sequence[SourceState], zone: tzinfo) -> Notice:
    names = tuple(state.name for state in blind)
    if len(blind) == 1:
        end = "It is not asked again." if _gone(blind[0]) else "It is still tried."
        return Notice(
            title=f"{names[0]} cannot be read",
            body=f"{_line(blind[0], zone)}. {end}",
            sources=names,
            told=Told.BLIND,
        )
    return Notice(
        title=f"{len(blind)} sources cannot be read",
        body=_list(blind, zone) + "\nThey are still tried, except those that are gone.",
        sources=names,
        told=Told.BLIND,
    )


def _well(well: Sequence[SourceState], *, now: datetime, zone: tzinfo) -> Notice:
    names = tuple(state.name for state in well)
    if len(well) == 1:
        title = f"{names[0]} can be read again"
    else:
        title = f"{len(well)} sources can be read again"
    lines = [_darkness(state, now=now, zone=zone) for state in well[:MOST_NAMED]]
    if len(well) > MOST_NAMED:
        lines.append(f"and {len(well) - MOST_NAMED} more")
    who = (
        "it published meanwhile, and still lists"
        if len(well) == 1
        else "they published meanwhile, and still list"
    )
    lines.append(f"What {who}, has been read.")
    return Notice(title=title, body="\n".join(lines), sources=names, told=None)


def _darkness(state: SourceState, *, now: datetime, zone: tzinfo) -> str:
    """Say how long a source was blind, and what may be missing."""
    if state.dark is None or state.since is None:
        return f"{state.name} works again."
    until = state.since
    line = (
        f"{state.name} was blind for {lasting(until - state.dark)}"
        f" ({clocks(state.dark, until, zone, 'to')})."
    )
    usual = expected_between(rates(state.rhythm, now=now), state.dark, until)
    if usual >= 1:
        line += f" In such a time it usually publishes about {usual:.0f} entries."
    if state.gap is not None and state.gap.until >= state.dark:
        line += f" What it lists now was all unknown, so some may be missing: {gap_words(state.gap, zone)}."
    return line


def _quiet(quiet: Sequence[SourceState], *, now: datetime) -> Notice:
    names = tuple(state.name for state in quiet)
    if len(quiet) == 1:
        title = f"{names[0]} has become quiet"
    else:
        title = f"{len(quiet)} sources have become quiet"
    lines = [f"{state.name}: {why_quiet(state, now=now)}" for state in quiet[:MOST_NAMED]]
    if len(quiet) > MOST_NAMED:
        lines.append(f"and {len(quiet) - MOST_NAMED} more")
    lines.append("They answer as always; perhaps the feed is not kept up any more.")
    return Notice(title=title, body="\n".join(lines), sources=names, told=Told.QUIET)


def _gone(state: SourceState) -> bool:
    return state.standing is SourceStanding.GONE


def _line(state: SourceState, zone: tzinfo) -> str:
    since = f" since {clock(state.since, zone)}" if state.since else ""
    return f"{state.name}: {state.reason}{since}"


def _list(states: Sequence[SourceState], zone: tzinfo) -> str:
    lines = [_line(state, zone) for state in states[:MOST_NAMED]]
    if len(states) > MOST_NAMED:
        lines.append(f"and {len(states) - MOST_NAMED} more")
    return "\n".join(lines)
