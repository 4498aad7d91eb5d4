"""Dates as pages, sitemaps and addresses write them; what cannot be read for certain is no date."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
)
ISO = re.compile(
    r"(?<!\d)(\d{4}-\d\d-\d\d)(?:[T ]\s?(\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s?(Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\D{1,4}(\d{1,2})[:.](\d\d))?(?!\d)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = re.compile(
    r"(?i)(?<![^\W_])(?:(\d{1,2})(?:st|nd|rd|th)?[ .]+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?"
    r"[ ]+(?:(\d{1,2})(?:st|nd|rd|th)?,?[ ]+)?(\d{4})(?:\D{1,6}(\d{1,2}):(\d\d)(?:[ ]?(am|pm))?)?"
)
LONGEST = 200
"""Characters of a text that are looked at."""


def moment_of(text: str | None) -> datetime | None:
    """Read a moment in UTC: ISO 8601, RFC 9110, «22.11.2026», «22 November 2026» or «Nov 22, 2026».

    None when the text has none. What says no zone is taken for UTC, and a day alone for its first minute.
    """
    text = " ".join((text or "")[:LONGEST].split())
    for read in (_iso, _mail, _day_first, _named):
        try:
            moment = read(text)
            if moment is None:
                continue
            moment = moment.replace(tzinfo=moment.tzinfo or UTC)
            return moment.astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def date_in_address(url: str) -> datetime | None:
    """Return the day that the path of an address names, such as «/2026/11/22/» or «-20261122-»."""
    try:
        found = IN_ADDRESS.search(urlsplit(url).path)
        return datetime(int(found[1]), int(found[3]), int(found[4]), tzinfo=UTC) if found else None
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    found = ISO.search(text)
    if not found:
        return None
    time = (found[2] or "00:00").replace(",", ".")
    zone = (found[3] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    return datetime.fromisoformat(f"{found[1]}T{time[:15]}{zone}")


def _mail(text: str) -> datetime | None:
    # Only whole dates: the reader of mail headers takes almost anything for one.
    return (
        parsedate_to_datetime(text)
        if re.match(r"(?i)[a-z]{3,9}, \d{1,2}[ -][a-z]{3}", text)
        else None
    )


def _day_first(text: str) -> datetime | None:
    found = DAY_FIRST.search(text)
    if not found:
        return None
    day, month, year, hour, minute = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def _named(text: str) -> datetime | None:
    found = NAMED.search(text)
    if not found or not (found[1] or found[3]):
        return None
    hour = int(found[5] or 0)
    if found[7]:
        hour = hour % 12 + (12 if found[7].lower() == "pm" else 0)
    month = MONTHS.index(found[2].lower()) + 1
    return datetime(
        int(found[4]), month, int(found[1] or found[3]), hour, int(found[6] or 0), tzinfo=UTC
    )
