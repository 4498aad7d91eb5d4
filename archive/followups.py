"""Stories that were told and have grown: whether, and when, their watchlist wants to hear of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.vocabulary import Coverage, FollowUp

DAY = timedelta(days=1)
TOGETHER = timedelta(seconds=30)
"""A follow-up waits for so long: what spreads is carried by several at once, and one message tells of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How a story was told last, to one target of one watchlist."""

    at: datetime
    outlets: int
    """How many carried it, as that message said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A story is to be told again."""

    name: str
    """Makes the follow-up one of its kind among those of its story."""
    due: datetime
    """Not before then."""


def follow_up(
    rule: FollowUp,
    coverage: Coverage | None,
    *,
    before: Before,
    now: datetime,
    wait: timedelta = timedelta(0),
) -> Again | None:
    """Say when a story is to be told again; None when nothing new asks for it; pure.

    ``wait`` is the watchlist's own. More outlets than the last message told of are new; another article of one that carried it already is not.
    """
    if coverage is None or coverage.outlets <= before.outlets:
        return None
    name = f"outlets {coverage.outlets}"
    if rule.outlets is not None and coverage.outlets - before.outlets >= rule.outlets:
        return Again(name=name, due=now + max(wait, TOGETHER))
    if rule.daily:
        # Whoever reports it in the meantime is told of then, for a message says who carries a story when it is sent.
        return Again(name=name, due=max(now + max(wait, TOGETHER), before.at + DAY))
    return None
