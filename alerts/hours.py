"""Quiet hours and the times of digests on the clock of a channel's zone; pure.

Clocks are put forward and back. An hour that comes twice is quiet both times, and one that is left out is
quiet as a whole if a part of it is; a digest is due once on every date, at a time that is left out as soon
as it would have been.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from archive.vocabulary import Beat, Quiet, When

NextCron = Callable[[str, datetime], datetime]
"""Gives the first moment after another that a cron line names."""

DAY = timedelta(days=1)


def quiet_until(quiet: Quiet | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours end that ``now`` lies in; None when it lies in none."""
    if quiet is None:
        return None
    today = now.astimezone(zone).date()
    over_midnight = DAY if quiet.end <= quiet.start else timedelta(0)
    ends = []
    for number in (-2, -1, 0, 1):
        day = today + number * DAY
        begin = min(_instants(day, quiet.start, zone))
        end = max(_instants(day + over_midnight, quiet.end, zone))
        if begin <= now < end:
            ends.append(end)
    return max(ends, default=None)


def next_digest(
    when: When, after: datetime, zone: ZoneInfo, next_cron: NextCron
) -> datetime | None:
    """Return when the first digest after another is due; None for a channel that is told at once."""
    match when.beat:
        case Beat.AT_ONCE:
            return None
        case Beat.HOURLY:
            return _next_hour(after, zone)
        case Beat.DAILY:
            return _next_day(after, when.at, zone)
        case Beat.CRON:
            # In UTC: two times in one zone are compared by what the clock says, which may be the same twice.
            due = next_cron(when.cron, after).astimezone(UTC)
            if _wall(due, zone) == _wall(after, zone):
                due = next_cron(when.cron, due).astimezone(UTC)
            return due


def last_digest(
    when: When, after: datetime, now: datetime, zone: ZoneInfo, next_cron: NextCron
) -> datetime | None:
    """Return when the last digest of those between two moments was due; None when none was."""
    due = next_digest(when, after, zone, next_cron)
    if due is None or due > now:
        return None
    # A minutely digest after a month away: only the last days are gone through one by one.
    last = due
    following: datetime | None = next_digest(when, max(due, now - 2 * DAY), zone, next_cron)
    while following is not None and following <= now:
        last, following = following, next_digest(when, following, zone, next_cron)
    return last


def digest_key(when: When, due: datetime, zone: ZoneInfo) -> str:
    """Name a digest: a daily one by its local date, so that there is one for each."""
    if when.beat is Beat.DAILY:
        return f"digest {due.astimezone(zone).date().isoformat()}"
    return f"digest {due.astimezone(UTC).isoformat(timespec='minutes')}"


def _instants(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return both moments that a time of day can mean; most often they are one."""
    first, second = (
        datetime.combine(day, at.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1)
    )
    return first, second


def _next_day(after: datetime, at: time, zone: ZoneInfo) -> datetime:
    day = after.astimezone(zone).date() - DAY
    while (due := _instants(day, at, zone)[0]) <= after:
        day += DAY
    return due


def _next_hour(after: datetime, zone: ZoneInfo) -> datetime:
    local = after.astimezone(zone)
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return after.astimezone(UTC) + timedelta(hours=1) - past


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
