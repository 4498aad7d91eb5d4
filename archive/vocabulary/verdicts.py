"""What was decided about messages, and why: nothing is told, held back or left out without a word of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """The steps of a message's way, in order."""

    ROUTE = "route"
    """Whom a match is for."""
    GROUP = "group"
    """What was told of its story already."""
    MUTE = "mute"
    """What the user does not want to hear of for a while."""
    DECIDE = "decide"
    """When it goes, and whether alone."""
    RENDER = "render"
    """In whose words it is told."""
    SEND = "send"
    """What the service answered."""
    SETTLE = "settle"
    """What that means for the message."""
    HAND = "hand"
    """What the user did with it."""


class Ruling(StrEnum):
    """What a verdict says."""

    ROUTED = "routed"
    SILENT = "silent"
    """It matched, and whoever watches is not told: it came with a first poll."""
    GROUPED = "grouped"
    """It is the first that is told of its story, or the next that is wanted."""
    TOLD_ALREADY = "told already"
    CLEAR = "not muted"
    MUTED = "muted"
    HELD = "held"
    MERGED = "merged"
    LET_GO = "let go"
    WORDED = "rendered"
    OWN_WORDS = "own words"
    """The user's template failed: the message went out as Wirewatch words it."""
    SENT = "sent"
    LATER = "later"
    DEAD = "dead"
    CUT_OFF = "cut off"
    """The program ended while the message was being sent."""
    SETTLED = "settled"
    RETRIED = "retried"
    DROPPED = "dropped"


TOLD = "it is told"
"""What settling says of a message that was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One decision about one message, or about an article that made none."""

    at: datetime
    stage: Stage
    ruling: Ruling
    reason: str
    """One line in plain words, without secrets."""
    channel: str
    target: int
    watchlist: str = ""
    message: int | None = None
    """The message's number in the outbox."""
    article: int | None = None
