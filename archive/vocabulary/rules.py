"""When a channel may be written to, and when a watchlist tells of a story again."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum


class Beat(StrEnum):
    """How often a channel is told."""

    AT_ONCE = "at once"
    HOURLY = "hourly"
    DAILY = "daily"
    CRON = "cron"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Message by message, or in digests at set times."""

    beat: Beat = Beat.AT_ONCE
    at: time = time(0)
    """The time of day in the channel's zone, for DAILY."""
    cron: str = ""
    """The cron line, for CRON."""


AT_ONCE = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the day in which nothing is sent; they may go over midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many messages in a row, and in each ``per`` as many more."""

    number: int
    per: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """When a story that was told is told again: either at every so many outlets, or daily."""

    outlets: int | None = None
    """Each time that so many more outlets carry it."""
    daily: bool = False
    """At most once in 24 hours, when others reported it since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Whom else to tell of a story that nobody claims in time."""

    after: timedelta
    to: tuple[str, ...]
    """Names of channels."""
