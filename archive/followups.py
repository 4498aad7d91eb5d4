"""Stories that were told and have grown: whether their watchlist wants to hear of it."""

from dataclasses import replace
from datetime import datetime, timedelta

from archive.polling import Posting
from archive.vocabulary import AlertKind, Coverage

DAY = timedelta(days=1)


def follow_up(
    posting: Posting, coverage: Coverage | None, *, told: datetime, now: datetime
) -> tuple[Posting, str] | None:
    """Return the message that tells of a story again, and what makes it one of its kind; None when none is due; pure.

    ``told``: when the story's first message was written.
    """
    rule = posting.follow_up
    if rule is None or coverage is None:
        return None
    again = replace(posting, alert=replace(posting.alert, kind=AlertKind.FOLLOW_UP))
    if rule.outlets is not None:
        times = coverage.outlets // rule.outlets
        return (again, f"outlets {times * rule.outlets}") if times else None
    days = (now - told) // DAY
    return (again, f"day {days}") if rule.daily and days > 0 else None
