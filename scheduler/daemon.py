"""The daemon: what is due is polled, what is waiting is delivered, what is old is forgotten."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from alerts import Deliverer
from archive.errors import ArchiveError
from archive.polling import Claim
from archive.ports import Changes, Health, Polls, Retention, Uses, Watched
from archive.vocabulary import SourceKind
from scheduler.absence import Landmark, Start, notice_of, start_of
from scheduler.baselines import Baselines
from scheduler.canary import Canary
from scheduler.clockwork import ClockWatch, Clockwork
from scheduler.cycle import LEASE, Cycle, Report
from scheduler.desk import Desk
from scheduler.escalation import Escalations
from scheduler.ops import Ops
from scheduler.pages import Pages
from scheduler.patience import Patience
from scheduler.rechecks import Looker, Rechecks
from scheduler.report import count
from scheduler.retention import forget
from scheduler.rhythm import NextCron
from spiders import Lister
from spiders.mending import Mender

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Polls under way together, without those that only read pages any more: slow pages must not hold up others."""
MOST_POLLS = 256
"""Polls under way together, whatever they do."""

TICK = timedelta(seconds=1)
GRACE = 6.0
"""Seconds that a message which is being sent gets when the daemon stops."""

RETRY_EVERY = timedelta(seconds=30)
USE_EVERY = timedelta(minutes=1)
HEALTH_EVERY = timedelta(minutes=1)
ESCALATE_EVERY = timedelta(seconds=10)
CANARY_EVERY = timedelta(seconds=10)
PRUNE_EVERY = timedelta(hours=6)
PRUNE_AT_MOST = timedelta(seconds=5)
"""So long one round forgets what is old; the next goes on."""
CATCHING_UP = timedelta(minutes=5)
"""So long it is collected at most; until every source was asked once, if that is sooner."""


class DaemonArchive(Polls, Watched, Retention, Changes, Health, Uses, Protocol):
    """What the daemon asks of the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a configuration makes of the daemon; another may take its place while it runs."""

    desk: Desk
    listers: Mapping[SourceKind, Lister]
    pages: Pages | None
    mender: Mender | None
    looker: Looker
    ops: tuple[str, ...]
    zone: ZoneInfo
    next_cron: NextCron
    keep: timedelta | None
    """How long articles without a match are kept; None: for ever."""
    canary: timedelta | None = None
    """How often the canary flies; None: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How one round over all sources went."""

    reports: tuple[Report, ...]
    delivered: bool
    """No delivery failed."""
    unexpected: int = 0
    """Polls that ended by a mistake of ours; the log has them."""

    @property
    def clean(self) -> bool:
        """Say whether every source was read and every message delivered."""
        read = all(report.error is None for report in self.reports)
        return self.delivered and read and not self.unexpected


class Daemon:
    """Polls and delivers until it is told to stop, or for one round."""

    def __init__(
        self,
        *,
        cycle: Cycle,
        archive: DaemonArchive,
        deliverer: Deliverer,
        ops: Ops,
        names: tuple[str, ...],
        zone: ZoneInfo,
        now: Callable[[], datetime],
        keep: timedelta | None,
        canary: Canary,
        escalations: Escalations,
        rechecks: Rechecks | None = None,
        landmark: Landmark | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """``rechecks`` looks again at articles; None: nobody does. ``landmark`` knows an older archive."""
        self._steady = steady
        self._cycle = cycle
        self._archive = archive
        self._deliverer = deliverer
        self._ops = ops
        ops.wake = deliverer.wake
        self._names = names
        self._clockwork = Clockwork(zone)
        self._zone = zone
        self._watch = ClockWatch(now=now)
        self._now = now
        self._keep = keep
        self._canary = canary
        self._escalations = escalations
        self._polls: set[asyncio.Task[Report]] = set()
        self._dropped: list[Claim] = []
        """Claims of polls that could not be written."""
        self._patience = Patience()
        self._baselines = Baselines(ops, now=now)
        self._away_until: datetime | None = None
        """After a long absence: until when messages are collected at most."""
        self._restored = False
        self._rechecks = rechecks
        self._landmark = landmark
        self._counting: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll and deliver until ``stop`` is set; then end within a few seconds, losing nothing."""
        await self._start()
        self._count_untold()
        self._every(TICK, self._tick)
        if self._rechecks is not None:
            self._every(TICK, self._rechecks.tick)
        self._every(TICK, self._look_at_clock)
        self._every(TICK, self._look_for_changes)
        self._every(RETRY_EVERY, self._give_back)
        self._every(HEALTH_EVERY, self._ops.look_at_sources)
        self._every(TICK, self._baselines.tell)
        self._every(USE_EVERY, self._note_use)
        self._every(PRUNE_EVERY, self._prune)
        self._every(CANARY_EVERY, self._canary.look)
        self._every(ESCALATE_EVERY, self._escalations.look)
        self._clockwork.start()
        await stop.wait()
        self._clockwork.stop()
        await self._end()

    async def take_up(self, edition: Edition) -> None:
        """Go on with another configuration; nothing that is under way is lost."""
        await self._cycle.take_up(
            edition.desk,
            edition.listers,
            self._archive,
            next_cron=edition.next_cron,
            pages=edition.pages,
            mender=edition.mender,
        )
        if self._rechecks is not None:
            self._rechecks.take_up(edition.looker)
        self._ops.take_up(edition.ops, edition.desk.channels, zone=edition.zone)
        self._deliverer.take_up(edition.desk.channels, zone=edition.zone.key)
        self._names, self._keep = tuple(edition.desk.sources), edition.keep
        self._canary.take_up(edition.canary, zone=edition.zone)
        self._escalations.take_up(edition.desk.watchlists, edition.desk.channels)
        await self._patience.bear(partial(self._cycle.hasten, self._archive))
        await self._patience.bear(self._ops.look_at_channels)
        self._deliverer.wake()
        self._count_untold()

    async def tell(self, title: str, body: str) -> None:
        """Tell the ops channels something once."""
        await self._ops.say(title, body)

    async def under_way(self) -> None:
        """Wait until the polls that are under way now have ended."""
        if self._polls:
            await asyncio.wait(tuple(self._polls))
        if self._rechecks is not None:
            await self._rechecks.under_way()

    def _every(self, interval: timedelta, act: Callable[[], Awaitable[None]]) -> None:
        async def bearing() -> None:
            await self._patience.bear(act)

        self._clockwork.every(interval, bearing)

    async def once(self) -> Round:
        """Poll every source once and deliver; return when all is sent, given up, or waits for another try.

        A source whose server asked us to stay away is left out.
        """
        # Whatever the round brings is decided together: many at once are one message, not one for each part of a poll.
        await self._start(collecting=True)
        try:
            return await self._round()
        finally:
            await self._end()

    async def _round(self) -> Round:
        claims = await self._archive.claim_due(
            now=self._now(), limit=len(self._names), lease=LEASE, names=self._names
        )
        free = asyncio.Semaphore(AT_ONCE)

        async def poll(claim: Claim) -> Report | None:
            async with free:
                try:
                    return await self._poll(claim)
                except ArchiveError:
                    raise
                except Exception:
                    # A mistake of ours must not stop the others.
                    log.exception("poll %s failed unexpectedly", claim.state.name)
                    return None

        polled = await asyncio.gather(*map(poll, claims))
        reports = tuple(report for report in polled if report is not None)
        if self._rechecks is not None:
            await self._rechecks.round()
        await self._ops.look_at_sources()
        await self._baselines.tell_now()
        await self._tell_untold()
        self._be_back()
        delivered = await self._deliverer.drain()
        await self._prune_a_little()
        return Round(reports=reports, delivered=delivered, unexpected=len(polled) - len(reports))

    async def _start(self, *, collecting: bool = False) -> None:
        """Begin to deliver; after a long absence what is found is collected first, so that it comes as one message."""
        polled = (state.last_poll for state in await self._archive.sources())
        last = max((moment for moment in polled if moment is not None), default=None)
        used = await self._archive.used_until()
        known = self._landmark.read() if self._landmark else None
        start = start_of(polled=last, used=used, known=known, now=self._now())
        if start is Start.AWAY and last is not None:
            away = count(round((self._now() - last) / timedelta(hours=1)), "hour", "hours")
            log.info("nothing was polled for %s: what was missed is collected first", away)
        if start is Start.RESTORED:
            title, body = notice_of(used, known, zone=self._zone)
            log.warning("%s. %s", title, body)
            await self._ops.say(title, body)
            self._restored = True
        if start is not Start.USUAL:
            self._away_until = self._now() + CATCHING_UP
        await self._note_use()
        await self._cycle.hasten(self._archive)
        await self._ops.look_at_channels()
        await self._deliverer.start(collecting=collecting or self._away_until is not None)

    async def _note_use(self) -> None:
        """Remember that this archive is in use, in it and beside it."""
        if self._landmark is not None:
            now = self._now()
            await self._archive.note_use(now=now)
            self._landmark.write(now)

    def _count_untold(self) -> None:
        """Count in the background what new watchlists match in the archive: that may take a while."""
        act = self._patience.bear(self._tell_untold)
        task = asyncio.create_task(act, name="count what is not told")
        self._counting.add(task)
        task.add_done_callback(self._counting.discard)

    async def _tell_untold(self) -> None:
        await self._baselines.tell_of_watchlists(await self._cycle.untold(self._archive))

    def _be_back(self) -> None:
        self._away_until = None
        self._deliverer.collected(together=self._restored)
        self._restored = False

    async def _give_back(self) -> None:
        """Make sources due again whose polls could not be written; not at once, which would be impolite to them."""
        dropped = tuple(self._dropped)
        if dropped:
            await self._archive.release(dropped)
            del self._dropped[: len(dropped)]

    async def _tick(self) -> None:
        if self._away_until is not None and self._now() >= self._away_until:
            self._be_back()
        free = min(AT_ONCE + self._cycle.reading, MOST_POLLS) - len(self._polls)
        if free <= 0:
            return
        for claim in await self._archive.claim_due(now=self._now(), limit=free, lease=LEASE):
            task = asyncio.create_task(self._poll(claim), name=f"poll {claim.state.name}")
            self._polls.add(task)
            task.add_done_callback(partial(self._polled, claim))
        if self._away_until is not None and not self._polls:
            self._be_back()

    async def _poll(self, claim: Claim) -> Report:
        report = await self._cycle.poll(claim)
        self._baselines.note(report.untold)
        if report.kept.posted:
            self._deliverer.wake()
        mended = await self._cycle.mend(report, lease=LEASE)
        if mended.posted:
            self._deliverer.wake()
        return report

    def _polled(self, claim: Claim, task: asyncio.Task[Report]) -> None:
        self._polls.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, ArchiveError):
            # What the poll brought was not written, and nothing of it marked as seen: it is done again.
            self._dropped.append(claim)
            self._patience.suffer(error)
        elif error is None:
            self._patience.recover()
        else:
            # A mistake of ours must not stop the others; the claim runs out and the source is polled again.
            log.error("%s failed unexpectedly", task.get_name(), exc_info=error)

    async def _look_at_clock(self) -> None:
        moved = self._watch.jump()
        if moved is None:
            return
        log.warning(
            "the clock was moved by %s", count(round(moved.total_seconds()), "second", "seconds")
        )
        if moved < timedelta(0):
            # Everything planned would wait until the clock has caught up with the plan.
            await self._archive.shift_clock(moved)
            self._clockwork.rouse()
        # A digest may be due, or quiet hours over.
        self._deliverer.wake()

    async def _look_for_changes(self) -> None:
        """Decide anew what waits when a command changed the archive: ended a mute, say."""
        if await self._archive.touched():
            self._deliverer.asked()

    async def _prune(self) -> None:
        await forget(self._archive, self._keep, now=self._now())

    async def _prune_a_little(self) -> None:
        """Forget for a moment only: whoever asked for one round waits for its end, and more rounds follow."""
        end = self._steady() + PRUNE_AT_MOST.total_seconds()
        await forget(
            self._archive, self._keep, now=self._now(), enough=lambda: self._steady() >= end
        )

    async def _end(self) -> None:
        under_way = (*self._polls, *self._counting)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._patience.bear(self._baselines.tell_now)
        await self._patience.bear(self._note_use)
        if self._rechecks is not None:
            await self._rechecks.end()
        await self._deliverer.stop(GRACE)
