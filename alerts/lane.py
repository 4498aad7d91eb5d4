"""One target of one channel: its messages one after another, in a thread of its own."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, repeat
from queue import SimpleQueue
from typing import Protocol
from zoneinfo import ZoneInfo

from alerts.answers import Answer, Fate
from alerts.decide import Rules, decide
from alerts.hours import NextCron, next_digest
from alerts.lanelog import LaneLog
from alerts.poison import Poison
from alerts.retry import GIVE_UP, Circuit
from alerts.sending import attempt, given_up, outcome_of
from archive.errors import ArchiveError
from archive.ports import Outbox
from archive.vocabulary import Channel, Delivery, Outcome, OutcomeKind

SHORTEST_SLEEP = 0.25
LEASE = timedelta(minutes=15)
LONGEST_SEND = timedelta(minutes=10)
"""Each network operation has its own limit; this one is for a service that answers a byte at a time."""
LONGEST_SLEEP = timedelta(minutes=1)
"""The clock may be set while we sleep."""
STUCK = timedelta(hours=1)
"""When nothing got through for so long, others are told."""
PATIENCE = (1.0, 2.0, 5.0, 10.0, 30.0)

log = logging.getLogger(__name__)


CronIn = Callable[[ZoneInfo], NextCron]
"""Gives the reader of cron lines for a zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the messages of a lane go, for whoever is told of it."""

    channel: str
    target: int
    which: str = field(compare=False)
    """Which address of a channel that has several, in words that follow its name; others when the list is edited."""

    def __str__(self) -> str:
        return f"{self.channel}{self.which}"


class Notices(Protocol):
    """Who is told of messages that died; each lane reports here."""

    async def died(self, where: Place, cause: str, reason: str) -> None:
        """A message was given up."""

    async def stuck(self, where: Place, reason: str) -> None:
        """No message got through for a while."""

    def mended(self, where: Place) -> None:
        """A message arrived."""

    async def remarked(self, channel: str, remark: str) -> None:
        """A message went out, but not in the words that its user wrote for it."""


class Desk:
    """A daemon thread that does blocking work for the event loop, one piece after another.

    Each target has its own: a service that hangs delays nobody else, and, as a daemon, not the end
    of the process either. (A pool of the standard library is waited for at exit.)
    """

    def __init__(self, name: str) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._started = False

    def do(self, work: Callable[[], Answer]) -> "asyncio.Future[Answer]":
        """Start work in the thread; the future has its answer."""
        if not self._started:
            self._started = True
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()

        def hand_over(answer: Answer | Exception) -> None:
            if future.done():
                return
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)

        def job() -> None:
            answer: Answer | Exception
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 - whoever waits for the answer gets it
                answer = error
            # The loop may be gone: the process is ending and nobody waits for the answer.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(hand_over, answer)

        self._work.put(job)
        return future

    def close(self) -> None:
        """End the thread when its work is done."""
        self._work.put(None)

    def _serve(self) -> None:
        while (job := self._work.get()) is not None:
            job()


class Lane:
    """Claims, sends and settles the messages of one target, in order."""

    def __init__(
        self,
        outbox: Outbox,
        channel: Channel,
        target: int,
        *,
        now: Callable[[], datetime],
        zone: str,
        cron_in: CronIn,
        random: Callable[[], float],
        timeout: float,
        notices: Notices,
        collecting: Callable[[], bool],
    ) -> None:
        """``collecting`` says whether what waits is to wait for more."""
        self.channel = channel
        self.target = target
        several = len(channel.to) > 1
        place = list(channel.targets).index(target) + 1
        which = f" (address {place} of {len(channel.to)})" if several else ""
        self._place = Place(channel=channel.name, target=target, which=which)
        self._outbox = outbox
        self._now = now
        self._zone = channel.timezone or zone
        at_home = ZoneInfo(self._zone)
        self._rules = Rules(
            zone=at_home,
            next_cron=cron_in(at_home),
            when=channel.when,
            quiet=channel.quiet,
            limit=channel.limit,
        )
        self._random = random
        self._timeout = timeout
        self._notices = notices
        self._collecting = collecting
        self._circuit = Circuit()
        self._poison = Poison()
        self._failing_since: datetime | None = None
        self._log = LaneLog(channel.name, which)
        self._desk = self._new_desk()
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._stopping = False
        self._together = False
        self.failures = 0
        """Attempts that failed, ever; messages held back count too."""

    @property
    def failing(self) -> bool:
        """Whether nothing has got through since an attempt failed."""
        return self._failing_since is not None

    def wake(self) -> None:
        """Look for messages now; nothing happens when it is stopped."""
        if self._stopping:
            return
        self._idle.clear()
        self._woken.set()

    def asked(self) -> None:
        """Look for messages now, and ask a target that fails whether it is well again: somebody put a hand to them."""
        self._circuit = self._circuit.asked()
        self.wake()

    def collected(self, *, together: bool) -> None:
        """Send what was collected; with ``together`` as one message, however little it is."""
        self._together = together
        self.wake()

    async def idle(self) -> None:
        """Wait until everything that is due was tried."""
        await self._idle.wait()

    def stop(self) -> None:
        """Claim nothing more."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until stopped."""
        started = False
        try:
            while not self._stopping:
                self._woken.clear()
                try:
                    if not started:
                        # The channel's rules may be others now.
                        await self._outbox.decide_anew(
                            self.channel.name, self.target, now=self._now()
                        )
                        started = True
                    due = await self._pass()
                    self._log.passed()
                except Exception as error:  # noqa: BLE001 - see below
                    # The archive may be locked or full for a while; the messages are safe in it.
                    self._log.complain("deliveries must wait", error)
                    self.failures += 1
                    due = self._now() + timedelta(seconds=PATIENCE[-1])
                if not self._stopping and not self._woken.is_set():
                    self._idle.set()
                    await self._sleep(due)
        finally:
            self._idle.set()
            self._desk.close()

    async def _pass(self) -> datetime | None:
        """Send what may be sent; return when to look again, None for not before a wake-up."""
        while not self._stopping and not self._collecting():
            if (closed := self._circuit.open_until(self._now())) is not None:
                return await self._held_back(closed)
            now = self._now()
            delivery = await self._outbox.claim_delivery(
                self.channel.name,
                self.target,
                now=now,
                lease=LEASE,
                decide=partial(
                    decide,
                    rules=self._rules,
                    now=now,
                    probing=self._circuit.opened is not None,
                    together=self._together,
                ),
            )
            self._together = False
            if delivery is None:
                return await self._next_look(now)
            await self._deliver(delivery)
        return None

    async def _next_look(self, now: datetime) -> datetime | None:
        """Return when a message is due, or a digest, which may be one that says that nothing matched."""
        rules = self._rules
        times = (
            await self._outbox.next_delivery(self.channel.name, self.target),
            next_digest(rules.when, now, rules.zone, rules.next_cron),
        )
        return min((time for time in times if time is not None), default=None)

    async def _held_back(self, closed: datetime) -> datetime | None:
        """Wait for the next probe; nothing to do when nothing waits."""
        due = await self._outbox.next_delivery(self.channel.name, self.target)
        if due is None:
            return None
        if due <= self._now():
            self.failures += 1
        return max(due, closed)

    async def _deliver(self, delivery: Delivery) -> None:
        answer = await self._send(delivery)
        now = self._now()
        if answer.fate is Fate.LATER and self._poison.refused(delivery.id, answer):
            reason = f"it is refused while others are taken: {answer.reason}"
            answer = replace(answer, fate=Fate.NEVER, reason=reason)
        outcome = outcome_of(
            answer,
            attempts=delivery.attempts,
            created=delivery.created,
            now=now,
            random=self._random,
        )
        await self._settle(delivery, replace(outcome, words=answer.words, remark=answer.remark))
        if answer.remark:
            await self._notices.remarked(self.channel.name, answer.remark)
        if outcome.kind is OutcomeKind.SENT:
            self._circuit, self._failing_since = Circuit(), None
            self._poison.passed(delivery.id)
            self._notices.mended(self._place)
            self._log.recovered()
            return
        self.failures += 1
        self._circuit = self._circuit.failed(now, retry_after=answer.retry_after)
        self._log.failed(delivery, outcome, answer.cause)
        if outcome.kind is OutcomeKind.DEAD:
            await self._notices.died(self._place, answer.cause, outcome.reason)
        self._failing_since = self._failing_since or now
        if self._circuit.hopeless(now):
            await self._give_up(answer, now)
        if now - self._failing_since >= STUCK:
            await self._notices.stuck(self._place, outcome.reason)

    async def _give_up(self, answer: Answer, now: datetime) -> None:
        """Give up whatever has waited too long, too: asked one by one, the last would die hours after the first."""
        reason = given_up(answer)
        number = await self._outbox.give_up(
            self.channel.name, self.target, before=now - GIVE_UP, reason=reason, now=now
        )
        if number:
            log.warning("channel %s: %d more given up: %s", self._place, number, reason)
            await self._notices.died(self._place, answer.cause, reason)

    async def _send(self, delivery: Delivery) -> Answer:
        address = self.channel.targets[self.target]
        sending = self._desk.do(
            lambda: attempt(
                address,
                delivery.message,
                zone=self._zone,
                key=delivery.key,
                sure=delivery.sure,
                coverage=delivery.coverage,
                template=self.channel.template,
                timeout=self._timeout,
            )
        )
        try:
            return await asyncio.wait_for(sending, LONGEST_SEND.total_seconds())
        except TimeoutError:
            # The old thread ends when its service lets it go; the next message needs another.
            self._desk.close()
            self._desk = self._new_desk()
            reason = "it did not answer in time"
            return Answer(fate=Fate.LATER, reason=reason, cause=reason, sure=False)

    def _new_desk(self) -> Desk:
        return Desk(f"deliver {self.channel.name} {self.target}")

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        """Write the outcome down, however long the archive is busy: else it would be sent again."""
        for pause in chain(PATIENCE, repeat(PATIENCE[-1])):
            try:
                await self._outbox.settle_delivery(delivery, outcome, now=self._now())
            except ArchiveError as error:
                if self._stopping:
                    raise
                self._log.complain("an outcome cannot be written down yet", error)
                await asyncio.sleep(pause)
            else:
                return

    async def _sleep(self, due: datetime | None) -> None:
        """Wait for a wake-up, or until a message is due."""
        seconds = None
        if due is not None:
            seconds = min(
                max((due - self._now()).total_seconds(), SHORTEST_SLEEP),
                LONGEST_SLEEP.total_seconds(),
            )
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
