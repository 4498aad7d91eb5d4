"""When a source is asked next: pure decisions."""

from collections.abc import Callable
from datetime import datetime, timedelta

from archive.vocabulary import Source

AUTO = timedelta(minutes=15)
"""How often a source without ``every`` is asked."""

LONGEST_BACKOFF = timedelta(hours=1)
"""A failing source is asked at least this often, or as often as its own rhythm if that is slower."""

SPREAD = 0.1
"""Share of the interval by which a poll may come later, so that sources do not all come at once."""

NextCron = Callable[[str, datetime], datetime]
"""Gives the first moment after another that a cron line names."""


def interval_of(source: Source, *, now: datetime, next_cron: NextCron) -> timedelta:
    """Return the time between two polls of a source; for a cron line, the time until the next."""
    if isinstance(source.every, str):
        return next_cron(source.every, now) - now
    return source.every or AUTO


def next_poll(
    source: Source,
    *,
    now: datetime,
    failures: int,
    wait: timedelta | None,
    chance: float,
    next_cron: NextCron,
) -> datetime:
    """Return when to ask a source again.

    ``failures`` in a row double the interval each, up to an hour. ``wait`` is what the server asked for; it wins when
    longer. ``chance`` is a random number in [0, 1).
    """
    if isinstance(source.every, str):
        due = next_cron(source.every, now)
    else:
        interval = source.every or AUTO
        longest = max(interval, LONGEST_BACKOFF)
        backed_off = min(interval * 2 ** min(failures, 16), longest)
        due = now + backed_off * (1 + SPREAD * chance)
    return due if wait is None else max(due, now + wait)
