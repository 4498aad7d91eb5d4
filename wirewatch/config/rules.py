"""When a channel is written to and when a story is told again, as people write it.

Each function takes the text and returns the value, or raises `words.Wrong`.
"""

import re
from datetime import time, timedelta

from archive.vocabulary import AT_ONCE, Beat, FollowUp, Limit, Quiet, When
from wirewatch.config import words
from wirewatch.config.problems import quoted
from wirewatch.config.words import Wrong

_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_QUIET = re.compile(rf"({_CLOCK})\s*-\s*({_CLOCK})")
_DAILY = re.compile(rf"daily ({_CLOCK})")
_LIMIT = re.compile(r"([1-9]\d{0,5})/([smhd])")
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_OUTLETS = re.compile(r"outlets: ([1-9]\d{0,3})")
MOST_OUTLETS = 9999
MOST_RECHECKS = 10
"""Looks at one article."""
USUAL_RECHECK = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""When articles are looked at again for a watchlist that wants to hear of edits and does not say when."""


def when(text: str) -> When:
    """Read ``at once``, ``hourly``, ``daily 07:30`` or a cron line."""
    if text == "at once":
        return AT_ONCE
    if text == "hourly":
        return When(beat=Beat.HOURLY)
    if daily := _DAILY.fullmatch(text):
        return When(beat=Beat.DAILY, at=_time(daily[1]))
    if words.looks_like_cron(text):
        return When(beat=Beat.CRON, cron=words.cron(text))
    message = f"{quoted(text)} is not `at once`, `hourly`, `daily HH:MM` or a cron line"
    raise Wrong("bad-when", message, "Write for example `daily 07:30`")


def quiet(text: str) -> Quiet:
    """Read ``22:00-07:00``."""
    found = _QUIET.fullmatch(text)
    if not found:
        message = f"{quoted(text)} is not hours as `22:00-07:00`"
        raise Wrong("bad-quiet", message, "Write them as `22:00-07:00`")
    hours = Quiet(start=_time(found[1]), end=_time(found[2]))
    if hours.start == hours.end:
        message = f"{quoted(text)} is a whole day: nothing would ever be sent"
        raise Wrong("bad-quiet", message, "Write two different times, as `22:00-07:00`")
    return hours


def limit(text: str) -> Limit:
    """Read ``20/h``."""
    found = _LIMIT.fullmatch(text)
    if not found:
        message = f"{quoted(text)} is not a number per time, as `20/h`"
        raise Wrong("bad-limit", message, "Write it as `20/h` (s, m, h, d)")
    return Limit(number=int(found[1]), per=_UNITS[found[2]])


def follow_up(text: str) -> FollowUp | None:
    """Read ``never``, ``daily`` or ``outlets: 3``."""
    if text == "never":
        return None
    if text == "daily":
        return FollowUp(daily=True)
    if outlets := _OUTLETS.fullmatch(text):
        return FollowUp(outlets=int(outlets[1]))
    message = f"{quoted(text)} is not `never`, `daily` or `{{outlets: 3}}`"
    raise Wrong("bad-follow-up", message, "Write for example `follow_up: {outlets: 3}`")


def recheck(text: str, number: int) -> timedelta:
    """Read the time of one look at an article; ``number`` counts those before it."""
    if text == "never":
        raise Wrong("bad-recheck", "`never` stands alone", "Write `recheck: never`, or times only")
    if number >= MOST_RECHECKS:
        message = f"{quoted(text)} is one time too many"
        raise Wrong("too-many", message, f"At most {MOST_RECHECKS}: servers are asked at each")
    return words.duration(text, least=timedelta(seconds=1), most=timedelta(days=30))


def _time(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
