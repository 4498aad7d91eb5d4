"""Stories that somebody has to take up, and whom to tell when nobody does."""

from dataclasses import dataclass
from datetime import datetime

from archive.vocabulary.messages import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaimed:
    """A story that was told and that nobody has claimed in time."""

    watchlist: str
    story: int
    told: datetime
    """When it was first told; when its message was written, if no service took it."""
    alert: Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a claim found."""

    story: int
    title: str
    escalated: datetime | None
    """When others were told already; None when nobody was."""
    before: datetime | None
    """When it was claimed before; None when it was not."""
