"""When a source publishes, as far as it was watched."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS_OF_WEEK = 168


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What ``every: auto`` remembers of a source: its publishing times, the older the lighter.

    All weights are as of ``at`` and fade from there on, so a poll without news changes nothing.
    """

    hours: tuple[float, ...] = (0.0,) * HOURS_OF_WEEK
    """Publishing moments in each hour of the week, in UTC, from Monday at midnight."""
    began: datetime | None = None
    """Since when every publishing moment is known; None: nothing is."""
    at: datetime | None = None
    newest: datetime | None = None
    """When something new was last found."""
    lately: float = 0.0
    """Publishing moments of the last hours: whether a day is busier than usual."""
    expected: float = 0.0
    """How many were to be expected in the same hours."""
    days: float = 0.0
    """Publishing moments of the last days: whether a source has become quiet."""
    due: float = 0.0
    """How many were to be expected in the same days."""
    unseen: float = 0.0
    """Share of what it listed last that was new: near 1, entries may come and go unseen between two polls."""
    hint: timedelta | None = None
    """How often it says that it changes."""
