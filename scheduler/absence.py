"""Whether what is found after a start is news, or what was missed, or told before: pure.

The archive knows until when it was in use. So does a small file beside it, written at the same times: when the file
knows of a later use, the archive is an older copy of the one that was used here last.
"""

from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from scheduler.report import clock

LONG = timedelta(hours=6)
"""When nothing was polled for longer, what has come meanwhile is not told one by one."""


class Landmark(Protocol):
    """Remembers outside of the archive until when it was in use."""

    def read(self) -> datetime | None:
        """Return what was written last; None when nothing was, or it cannot be read."""
        ...

    def write(self, used: datetime) -> None:
        """Remember that the archive is in use; failing to costs nothing but this."""
        ...


class Start(StrEnum):
    """What sort of start it is."""

    USUAL = "usual"
    AWAY = "away"
    """Nothing was polled for long."""
    RESTORED = "restored"
    """An older archive was put in the place of the one that was used last."""


def start_of(
    *, polled: datetime | None, used: datetime | None, known: datetime | None, now: datetime
) -> Start:
    """Say what sort of start it is.

    ``polled``: when a source was polled last; ``used``: until when the archive was in use, as it says itself, and
    ``known``, as the file says.
    """
    if used is not None and known is not None and used < known <= now:
        return Start.RESTORED
    if polled is not None and now - polled > LONG:
        return Start.AWAY
    return Start.USUAL


def notice_of(used: datetime | None, known: datetime | None, *, zone: tzinfo) -> tuple[str, str]:
    """Say that an older archive was put back: title and body."""
    body = (
        f"It was in use until {_told(used, zone)}; the one that was here before, until {_told(known, zone)}. What sources list and"
        " this archive does not know is told as one message, for some of it was told before."
    )
    return "An older archive was put back", body


def _told(moment: datetime | None, zone: tzinfo) -> str:
    return clock(moment, zone) if moment else "an unknown time"
