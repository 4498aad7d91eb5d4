"""What the ops channels are told of the health of sources: pure decisions.

A source is blind when it has failed several times in a row and for a while; that is told once, and so is its
recovery. When every source fails, the network of this machine is to blame, and one message says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.vocabulary import SourceStanding, SourceState, Told

FAILURES = 3
WHILE = timedelta(hours=1)
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


def notices(states: Sequence[SourceState], *, now: datetime) -> tuple[Notice, ...]:
    """Return what is to be told now."""
    blind = [state for state in states if is_blind(state, now=now) and state.told is None]
    failing = [state for state in states if state.standing is SourceStanding.FAILING]
    told: list[Notice] = []
    if blind and len(failing) == len(states) > 1:
        told.append(_network(failing))
    elif blind:
        told.append(_blind(blind))
    well = [state for state in states if state.told and state.standing is SourceStanding.OK]
    if well and not _still_dark(states):
        told.append(_well(well))
    return tuple(told)


def is_blind(state: SourceState, *, now: datetime) -> bool:
    """Say whether a source has failed long enough to be told of; one that is gone is, at once."""
    if state.standing is SourceStanding.GONE:
        return True
    return (
        state.standing is SourceStanding.FAILING
        and state.failures >= FAILURES
        and state.since is not None
        and now - state.since >= WHILE
    )


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


def _blind(blind: Sequence[SourceState]) -> Notice:
    names = tuple(state.name for state in blind)
    if len(blind) == 1:
        end = "It is not asked again." if _gone(blind[0]) else "It is still tried."
        return Notice(
            title=f"{names[0]} cannot be read",
            body=f"{_line(blind[0])}. {end}",
            sources=names,
            told=Told.BLIND,
        )
    return Notice(
        title=f"{len(blind)} sources cannot be read",
        body=_list(blind) + "\nThey are still tried, except those that are gone.",
        sources=names,
        told=Told.BLIND,
    )


def _well(well: Sequence[SourceState]) -> Notice:
    names = tuple(state.name for state in well)
    if len(well) == 1:
        title = f"{names[0]} can be read again"
    else:
        title = f"{len(well)} sources can be read again"
    return Notice(
        title=title,
        body="What they published meanwhile, and still list, has been read.",
        sources=names,
        told=None,
    )


def _gone(state: SourceState) -> bool:
    return state.standing is SourceStanding.GONE


def _line(state: SourceState) -> str:
    since = f" since {state.since:%Y-%m-%d %H:%M} UTC" if state.since else ""
    return f"{state.name}: {state.reason}{since}"


def _list(states: Sequence[SourceState]) -> str:
    lines = [_line(state) for state in states[:MOST_NAMED]]
    if len(states) > MOST_NAMED:
        lines.append(f"and {len(states) - MOST_NAMED} more")
    return "\n".join(lines)
