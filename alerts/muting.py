"""What is muted waits for the end of its mute: which messages that are, and until when; pure."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from alerts.times import told
from archive.telling import Decided, Mute, Queue, Waiting
from archive.vocabulary import AlertKind, DeliveryState, DigestReason

ALERTS = frozenset({AlertKind.ALERT, AlertKind.FOLLOW_UP, AlertKind.EDIT})
"""What is told of news: the service's own health is never muted, and what is not claimed in time neither."""


def muted(queue: Queue, zone: ZoneInfo) -> tuple[list[Decided], list[Waiting]]:
    """Return what is held back by a mute, with its reason, and what is not."""
    held: list[Decided] = []
    rest: list[Waiting] = []
    for one in queue.waiting:
        mute = _mute_of(one, queue.mutes)
        if mute is None:
            rest.append(one)
        else:
            held.append(_held(one, mute, zone))
    return held, rest


def _held(one: Waiting, mute: Mute, zone: ZoneInfo) -> Decided:
    what = f"watchlist {mute.watchlist}" if mute.watchlist else f"story {mute.story}"
    return Decided(
        message=one.id,
        state=DeliveryState.MUTED,
        until=mute.until,
        cause=DigestReason.MUTED,
        reason=f"{what} is muted until {told(mute.until, zone.key)}",
    )


def _mute_of(one: Waiting, mutes: Sequence[Mute]) -> Mute | None:
    """Return the mute that holds a message back the longest."""
    if one.kind not in ALERTS:
        return None
    hits = [
        mute
        for mute in mutes
        if mute.watchlist == one.watchlist or (mute.story is not None and mute.story == one.story)
    ]
    return max(hits, key=lambda mute: mute.until, default=None)
