"""What waits for a target, and what is decided of it: the facts and the answer of one look at the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from archive.vocabulary import AlertKind, DeliveryState, DigestReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One message that asks for a decision."""

    id: int
    kind: AlertKind
    watchlist: str
    story: int | None
    state: DeliveryState
    """READY, HELD or MUTED."""
    cause: DigestReason | None = None
    """Why it was held until now."""
    let_go: bool = False
    """It was decided before that it may be sent."""
    due: datetime
    """When it may be tried; of one that failed, the next time."""
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """What the user does not want to hear of for a while: a watchlist or a story."""

    id: int
    watchlist: str | None = None
    story: int | None = None
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is remembered of a target from one decision to the next."""

    tokens: float | None = None
    """Messages that the limit allows now; None: as many as it allows at all."""
    filled: datetime | None = None
    """When the tokens were counted."""
    collecting: datetime | None = None
    """Until when alerts are collected, since there were many at once."""
    told: datetime | None = None
    """Up to when scheduled digests were made; None: none is due before the next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Everything that a decision rests on, apart from the clock and the channel's rules."""

    waiting: tuple[Waiting, ...] = ()
    """The oldest first."""
    mutes: tuple[Mute, ...] = ()
    """Those in force."""
    pace: Pace = Pace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What becomes of one message."""

    message: int
    state: DeliveryState
    """READY (it may go), HELD or MUTED."""
    until: datetime | None = None
    cause: DigestReason | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Messages that are told as one digest; none at all for the word that nothing matched."""

    key: str
    """Makes the digest unique for its target: it is never made twice."""
    digest: DigestReason
    since: datetime | None
    """None: since the oldest of its messages."""
    messages: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer; it is carried out in the transaction that asked for it."""

    each: tuple[Decided, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    pace: Pace


Decide = Callable[[Queue], Decision]
"""A pure function; the archive calls it inside a transaction, on a thread of its own."""
