"""How often a source says that it changes: in its feed, or with its answer.

These are hints. Much software writes the same ones into every feed, so what a source shows by itself counts more.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
"""sy:updatePeriod (https://web.resource.org/rss/1.0/modules/syndication/)."""
SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=30)
MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def feed_refresh(feed: Mapping[str, Any]) -> timedelta | None:
    """Return what a feed says: sy:updatePeriod with sy:updateFrequency, or ttl in minutes; None when it says nothing."""
    period = PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    if period is not None:
        return _within(period / (_number(feed.get("sy_updatefrequency")) or 1))
    minutes = _number(feed.get("ttl"))
    return _within(timedelta(minutes=minutes)) if minutes else None


def answer_refresh(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long an answer says that it stays good (RFC 9111, max-age)."""
    found = MAX_AGE.search(headers.get("cache-control", ""))
    return _within(timedelta(seconds=int(found[1]))) if found and int(found[1]) else None


def _number(text: object) -> int | None:
    words = str(text or "").strip()
    return int(words) if words.isascii() and words.isdigit() and len(words) < 7 else None


def _within(span: timedelta) -> timedelta:
    return min(max(span, SHORTEST), LONGEST)
