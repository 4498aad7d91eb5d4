"""How long a source may be left alone: a pure decision, with its reason."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.learning import BUSY_HALF_LIFE, HOUR, MONDAY, Rates, fading

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)

HOURLY = timedelta(minutes=9)
"""The interval of a source that publishes once an hour.

`benchmarks/rhythm.py` measures that this costs about as many requests as asking every source each quarter of an hour.
"""

SHARE = 0.6
"""The interval is in inverse proportion to this power of the rate.

The square root makes the mean delay over all entries least for the number of requests, a power of 1 the median, at the
cost of the slowest: `benchmarks/rhythm.py` has the figures.
"""

FULL = 0.5
"""Share of the window of a source that may have been replaced before it is asked again."""
CALM = 1.5
"""How many times as busy as usual a source must be for that to be worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """For how long a source is left alone, and why."""

    interval: timedelta
    reason: str


def pace(
    expected: Rates,
    *,
    now: datetime,
    window: int = 0,
    unseen: float = 0.0,
    hourly: timedelta = HOURLY,
    share: float = SHARE,
) -> Pace:
    """Return when a source is worth asking again.

    The wish to ask grows with the hours, the faster the more entries they bring: a quiet night is slept through, and
    the source is asked when its morning begins. Sooner than that, if half of its ``window`` of entries may have been
    replaced meanwhile; with most of the window ``unseen`` the last time, the expectation is raised.
    """
    capacity = max(FULL * window, 1.0) if window else math.inf
    hurry = max(1.0, unseen / FULL) ** 2
    moment, wish, count = now, 0.0, 0.0
    while moment < now + LONGEST:
        step = min(now + LONGEST - moment, HOUR - (moment - MONDAY) % HOUR)
        busy = 1 + (expected.busy - 1) * fading(moment + step / 2 - now, BUSY_HALF_LIFE)
        rate = expected.at(moment) * busy * hurry
        grows = rate**share * (HOUR / hourly)
        hours = step / HOUR
        enough = min((1 - wish) / grows, (capacity - count) / rate)
        if enough <= hours:
            moment += timedelta(hours=max(enough, 0.0))
            break
        wish += grows * hours
        count += rate * hours
        moment += step
    interval = min(max(moment - now, SHORTEST), LONGEST)
    return Pace(interval=interval, reason=_reason(expected, now=now, unseen=unseen))


def _reason(expected: Rates, *, now: datetime, unseen: float) -> str:
    usual = expected.at(now)
    words = f"about {_often(usual)} at this hour of the week"
    if expected.busy > CALM:
        words += f", and {expected.busy:.1f} times as busy as usual now"
    if unseen > FULL:
        words += f"; {unseen:.0%} of what it listed was new"
    return words


def _often(rate: float) -> str:
    """Write a rate an hour as words."""
    for number, unit in ((rate, "an hour"), (rate * 24, "a day"), (rate * 168, "a week")):
        if number >= 1:
            return f"{number:.0f} {'entry' if round(number) == 1 else 'entries'} {unit}"
    return "less than one entry a week"
