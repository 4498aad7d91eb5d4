"""What is told late, and not too late: mutes stop the clock by which it grows stale; pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

Muted = tuple[datetime, datetime]
"""Since when and until when."""

STALE = timedelta(days=1)
"""What was due longer ago, while nothing ran, is told no more."""


def still_told(due: datetime, mutes: Sequence[Muted], *, now: datetime) -> bool:
    """Say whether what was due at a moment is told now; ``mutes`` are those that held it back, none of them in force any more."""
    for since, until in sorted(mutes):
        if since <= due + STALE:
            due = max(due, until)
    return due >= now - STALE


def earliest(mutes: Sequence[Muted], *, now: datetime) -> datetime:
    """Return a moment such that nothing due before it is told now, whichever of the mutes held it back."""
    due = now - STALE
    for since, until in sorted(mutes, key=lambda mute: mute[1], reverse=True):
        if until >= due:
            due = min(due, since - STALE)
    return due
