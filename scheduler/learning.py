"""What the publishing times of a source say of the hours to come: pure functions.

Hours of the week are those of UTC: a source keeps to the clock of its readers, which need not be that of whoever runs
Wirewatch, and one that moves with summer time is learned anew within weeks.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from archive.vocabulary import HOURS_OF_WEEK, Rhythm

HALF_LIFE = timedelta(weeks=3)
"""After which a publishing moment counts half."""
BUSY_HALF_LIFE = timedelta(hours=2)
DAYS_HALF_LIFE = timedelta(days=3)

USUAL = timedelta(hours=1)
"""Between two entries of a source of which nothing is known."""
PRIOR = 0.5
"""Publishing moments that what a source says of itself, or what is usual, counts for."""
GROUP = 3.0
"""Moments that the mean over all hours counts for, in an hour of the day."""
SINGLE = 4.0
"""Moments that an hour of the day counts for, in an hour of the week."""
STEADY = 1.0
"""Moments that make a source as busy as usual, against what the last hours say."""
BUSIEST = 8.0

HOUR = timedelta(hours=1)
MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
_WEEK = 168.0
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Publishing moments to be expected, an hour."""

    hours: tuple[float, ...]
    """For each hour of the week."""
    mean: float
    busy: float = 1.0
    """How much busier than usual the source is now; fades with the hours."""

    def at(self, moment: datetime) -> float:
        """Return the usual rate at a moment."""
        return self.hours[hour_of_week(moment)]


def hour_of_week(moment: datetime) -> int:
    """Return the hour of the week in UTC, from Monday at midnight."""
    return int((moment - MONDAY) / HOUR) % HOURS_OF_WEEK


def fading(since: timedelta, half_life: timedelta) -> float:
    """Return what is left of a weight after a while."""
    return float(0.5 ** (max(since, timedelta(0)) / half_life))


def rates(rhythm: Rhythm, *, now: datetime) -> Rates:
    """Return what is to be expected of a source, in every hour of the week and now.

    Each hour leans on the same hour of its kind of day (workdays, weekends), that on the mean over all hours, and that
    on what the source says of itself: the less is known, the more.
    """
    left = fading(now - rhythm.at, HALF_LIFE) if rhythm.at else 0.0
    moments = [left * each for each in rhythm.hours]
    watched = exposures(now - rhythm.began, now) if rhythm.began else (0.0,) * HOURS_OF_WEEK
    pause = max((rhythm.hint or USUAL) / HOUR, 1 / 60)
    total, time = sum(moments), sum(watched)
    mean = (PRIOR + total) / (PRIOR * pause + time)
    if total >= 5:
        # A hint never slows down what a source itself shows.
        mean = max(mean, total / max(time, 1.0))
    kinds = _kinds(moments, watched, mean)
    hours = tuple(
        (SINGLE + moments[hour]) / (SINGLE / kinds[_kind(hour)] + watched[hour])
        for hour in range(HOURS_OF_WEEK)
    )
    usual = Rates(hours=hours, mean=mean)
    return replace(usual, busy=_busy(rhythm, usual, now))


def _kind(hour: int) -> int:
    """Number the hours of workdays from 0, those of weekends from 24."""
    return hour % 24 + (24 if hour >= 120 else 0)


def _kinds(moments: list[float], watched: tuple[float, ...], mean: float) -> list[float]:
    of_day = [0.0] * 48
    time = [0.0] * 48
    for hour in range(HOURS_OF_WEEK):
        of_day[_kind(hour)] += moments[hour]
        time[_kind(hour)] += watched[hour]
    return [(GROUP + of_day[k]) / (GROUP / mean + time[k]) for k in range(48)]


def _busy(rhythm: Rhythm, usual: Rates, now: datetime) -> float:
    if rhythm.at is None:
        return 1.0
    left = fading(now - rhythm.at, BUSY_HALF_LIFE)
    expected = left * rhythm.expected + faded_sum(usual, rhythm.at, now, BUSY_HALF_LIFE)
    return min((STEADY + left * rhythm.lately) / (STEADY + expected), BUSIEST)


def faded_sum(usual: Rates, start: datetime, end: datetime, half_life: timedelta) -> float:
    """Return how many moments are expected between two times, the older the lighter."""
    start = max(start, end - 8 * half_life)
    total = 0.0
    while start < end:
        step = min(end - start, HOUR - (start - MONDAY) % HOUR)
        middle = start + step / 2
        total += usual.at(start) * (step / HOUR) * fading(end - middle, half_life)
        start += step
    return total


def expected_between(usual: Rates, start: datetime, end: datetime) -> float:
    """Return how many publishing moments are usual between two times."""
    weeks, rest = divmod(max(end - start, timedelta(0)), timedelta(weeks=1))
    total = weeks * sum(usual.hours)
    start = end - rest
    while start < end:
        step = min(end - start, HOUR - (start - MONDAY) % HOUR)
        total += usual.at(start) * (step / HOUR)
        start += step
    return total


def exposures(span: timedelta, now: datetime) -> tuple[float, ...]:
    """Return for each hour of the week how many hours of it were watched in the last ``span``, the older the lighter."""
    hours = max(span, timedelta(0)) / HOUR
    # Some minutes more or less change nothing, and few values are asked for again and again.
    quarter = int((now - MONDAY) % HOUR / HOUR * 4) / 4
    return _exposures(round(hours, 1) if hours < 24 else round(hours), hour_of_week(now), quarter)


@lru_cache(maxsize=4096)
def _exposures(span: float, current: int, quarter: float) -> tuple[float, ...]:
    """Return the exposures when ``quarter`` of the current hour has passed."""
    hourly = 0.5 ** (HOUR / HALF_LIFE)
    weekly = hourly**_WEEK
    watched = [0.0] * HOURS_OF_WEEK
    for ago in range(HOURS_OF_WEEK):
        left = span - quarter - ago
        if left <= 0:
            break
        whole, part = divmod(left, _WEEK)
        older = (1 - weekly**whole) / (1 - weekly) + weekly**whole * min(part, 1.0)
        watched[(current - 1 - ago) % HOURS_OF_WEEK] = hourly**ago * older
    watched[current] += min(quarter, span)
    return tuple(watched)


def learned(
    rhythm: Rhythm, times: Iterable[datetime | None], *, since: datetime | None, now: datetime
) -> Rhythm:
    """Return the rhythm with the publishing times of new entries; those of a first poll when ``since`` is None.

    What came up since the last poll was published in between, whatever its date says: dates lie, and some are edited.
    An entry without a date is taken to be half as old as it can be.
    """
    start = since or EARLIEST
    middle = now if since is None else since + (now - since) / 2
    moments = sorted({_minute(min(max(at or middle, start), now)) for at in times})
    if since is None:
        moments = moments if len(moments) > 1 or not moments else []
    if not moments:
        return replace(rhythm, began=rhythm.began or now, at=rhythm.at or now)
    fresh = replace(
        rhythm, began=rhythm.began or _beginning(moments, now), at=rhythm.at or moments[0]
    )
    assert fresh.at is not None  # noqa: S101 - set in the line above
    usual = rates(fresh, now=now)
    slow, quick, days = (
        fading(now - fresh.at, each) for each in (HALF_LIFE, BUSY_HALF_LIFE, DAYS_HALF_LIFE)
    )
    hours = [slow * each for each in fresh.hours]
    for moment in moments:
        for hour, part in _hours_of(moment, first=since is None):
            hours[hour] += part * fading(now - moment, HALF_LIFE)
    first = since is None
    return replace(
        fresh,
        hours=tuple(hours),
        at=now,
        newest=now if since else moments[-1],
        lately=0.0 if first else quick * fresh.lately + _faded(moments, now, BUSY_HALF_LIFE),
        expected=0.0
        if first
        else quick * fresh.expected + faded_sum(usual, fresh.at, now, BUSY_HALF_LIFE),
        days=0.0 if first else days * fresh.days + _faded(moments, now, DAYS_HALF_LIFE),
        due=0.0 if first else days * fresh.due + faded_sum(usual, fresh.at, now, DAYS_HALF_LIFE),
    )


def _beginning(moments: list[datetime], now: datetime) -> datetime:
    """Return since when all publishing moments are known: the oldest that is listed, and at least an hour ago."""
    return min(moments[0], now - HOUR)


def _minute(moment: datetime) -> datetime:
    # What is published together counts once: it is found by one poll.
    return moment.replace(second=0, microsecond=0)


def _hours_of(moment: datetime, *, first: bool) -> list[tuple[int, float]]:
    """Return the hours that a moment belongs to; a date without a time of day may be any of its hours."""
    hour = hour_of_week(moment)
    if first and moment.hour == 0 and moment.minute == 0:
        return [(hour + more, 1 / 24) for more in range(24)]
    return [(hour, 1.0)]


def _faded(moments: list[datetime], now: datetime, half_life: timedelta) -> float:
    return math.fsum(fading(now - moment, half_life) for moment in moments)
