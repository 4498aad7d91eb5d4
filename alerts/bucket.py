"""How many messages a channel may get: a bucket of tokens, one for each message; pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from archive.telling import Pace
from archive.vocabulary import Limit


def filled(pace: Pace, limit: Limit, now: datetime) -> Pace:
    """Count the tokens that came in since they were last counted."""
    if pace.tokens is None or pace.filled is None:
        return replace(pace, tokens=float(limit.number), filled=now)
    # The clock may have been set back: no time passed, then.
    passed = max(now - pace.filled, timedelta(0))
    tokens = min(pace.tokens + passed / limit.per * limit.number, float(limit.number))
    return replace(pace, tokens=tokens, filled=now)


def taken(pace: Pace) -> Pace | None:
    """Take one token; None when there is none."""
    if pace.tokens is None or pace.tokens < 1:
        return None
    return replace(pace, tokens=pace.tokens - 1)


def next_token(pace: Pace, limit: Limit, now: datetime) -> datetime:
    """Return when there will be a token again."""
    missing = max(1 - (pace.tokens or 0.0), 0.0)
    # Rounded up, so that it is there at that moment.
    return now + limit.per * (missing / limit.number) + timedelta(milliseconds=1)
