"""The doorway to APScheduler: what happens every so often, and when a cron line comes round."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from scheduler.rhythm import NextCron

JUMP = timedelta(seconds=5)
"""The wall clock was set, or the machine slept, when it moves by this much more or less than time did."""


class Clockwork:
    """Runs acts every so often in the running loop; a late one is run once, never dropped."""

    def __init__(self, zone: ZoneInfo) -> None:
        # A job that finds its last run still going is skipped, which is no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        logging.getLogger("apscheduler.executors.default").addFilter(_is_no_stop)
        self._scheduler = AsyncIOScheduler(
            timezone=zone,
            # The default grace of one second drops jobs whenever the loop was busy.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def every(self, interval: timedelta, act: Callable[[], Awaitable[None]]) -> None:
        """Run ``act`` at once and then every ``interval``."""

        self._scheduler.add_job(
            act,
            Every(interval),
            next_run_time=datetime.now(self._scheduler.timezone),
        )

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """Run nothing more."""
        self._scheduler.shutdown(wait=False)

    def rouse(self) -> None:
        """Run everything now: after the wall clock was set back, APScheduler would sleep until it caught up."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(self._scheduler.timezone))


def _is_no_stop(record: logging.LogRecord) -> bool:
    """Say whether a mistake is one: what `stop` cuts short, even before it began, APScheduler reports with a traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


class Every(BaseTrigger):  # type: ignore[misc]
    """Comes round every so often; what was missed is passed over, not gone through one by one.

    APScheduler's own trigger names every time that was missed: a week of sleep is 600,000 of them for each act of a second.
    """

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return the next time after ``now`` of those that follow ``previous``."""
        if previous is None:
            return now
        # In UTC: in a zone, clocks that are put back would make an hour of nothing.
        last = previous.astimezone(UTC)
        missed = max(0, (now.astimezone(UTC) - last) // self._interval)
        return (last + (missed + 1) * self._interval).astimezone(previous.tzinfo)


class ClockWatch:
    """Notices when the wall clock moves otherwise than time does."""

    def __init__(
        self, *, now: Callable[[], datetime], steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._now, self._steady = now, steady
        self._last = (now(), steady())

    def jump(self) -> timedelta | None:
        """Return by how much the wall clock was moved since the last call; None when it was not."""
        wall, steady = self._now(), self._steady()
        moved = (wall - self._last[0]) - timedelta(seconds=steady - self._last[1])
        self._last = (wall, steady)
        return moved if abs(moved) > JUMP else None


def cron_in(zone: ZoneInfo) -> NextCron:
    """Return a function that gives the first moment after another that a cron line names in ``zone``."""

    def next_cron(line: str, after: datetime) -> datetime:
        trigger = CronTrigger.from_crontab(line, timezone=zone)
        moment: datetime | None = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
        # A line such as «30 February» never comes round; a year is as good as never.
        return after + timedelta(days=366) if moment is None else moment

    return next_cron
