"""The deliverer: messages from the outbox to their targets, at least once."""

import asyncio
import logging
import random as chance
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime

from alerts.digests import count
from alerts.lane import CronIn, Lane, Place
from alerts.services import TIMEOUT
from archive.ports import Outbox
from archive.vocabulary import Channel

log = logging.getLogger(__name__)

Failed = Callable[[str, Collection[int], str], Awaitable[None]]
"""Told the name of a channel, the numbers of its addresses that fail now and, in a sentence, how one of them does."""
Told = Callable[[str, str], Awaitable[None]]
"""Told the name of a channel and why its template fails."""


class Deliverer:
    """Sends what the outbox holds; one lane for each target of each channel.

    Lanes do not wait for one another: a service that hangs delays only its own messages. ``zone`` is
    the IANA name in which times are told where a channel has none of its own; ``cron_in`` reads cron
    lines in a zone. ``on_failure`` is called once for each channel and cause when a message was given up,
    or nothing got through for an hour, and again only after the channel has worked in between; it should
    tell the other channels. ``on_remark`` is called once for each channel and template that does not
    work. ``timeout``: seconds for each network operation of a send.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        *,
        now: Callable[[], datetime],
        zone: str,
        cron_in: CronIn,
        random: Callable[[], float] = chance.random,
        on_failure: Failed | None = None,
        on_remark: Told | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._outbox = outbox
        self._now = now
        self._cron_in = cron_in
        self._random = random
        self._timeout = timeout
        self._notices = _Notices(on_failure, on_remark, self._failing)
        self._tasks: list[asyncio.Task[None]] = []
        self._zone = zone
        self._collecting = False
        self._lanes = [lane for channel in channels.values() for lane in self._lanes_of(channel)]

    async def start(self, *, collecting: bool = False) -> None:
        """Take back what a crash left half sent, then begin to deliver; call it once.

        With ``collecting`` nothing is sent until `collected` is called: what comes by then is decided together.
        """
        self._collecting = collecting
        recovered = await self._outbox.recover_deliveries(now=self._now())
        if recovered:
            what = count(recovered, "message", "messages")
            log.info("%s may have been sent before the last stop", what)
        self._run(self._lanes)

    def collected(self, *, together: bool = False) -> None:
        """Begin to send; with ``together`` what was collected is one message for each target, however little it is."""
        self._collecting = False
        for lane in self._lanes:
            lane.collected(together=together)

    def take_up(self, channels: Mapping[str, Channel], *, zone: str) -> None:
        """Go on with other channels; those that stay as they are notice nothing, and others end what they send."""
        kept = [
            lane
            for lane in self._lanes
            if zone == self._zone and channels.get(lane.channel.name) == lane.channel
        ]
        for lane in self._lanes:
            if lane not in kept:
                lane.stop()
        self._zone = zone
        served = {lane.channel.name for lane in kept}
        new = [
            lane
            for channel in channels.values()
            if channel.name not in served
            for lane in self._lanes_of(channel)
        ]
        self._lanes = [*kept, *new]
        self._tasks = [task for task in self._tasks if not task.done()]
        self._run(new)

    def _lanes_of(self, channel: Channel) -> list[Lane]:
        return [
            Lane(
                self._outbox,
                channel,
                target,
                now=self._now,
                zone=self._zone,
                cron_in=self._cron_in,
                random=self._random,
                timeout=self._timeout,
                notices=self._notices,
                collecting=lambda: self._collecting,
            )
            for target in channel.targets
        ]

    def _failing(self, channel: str) -> set[int]:
        """Return the addresses of a channel to which nothing gets through now, by their numbers."""
        return {
            lane.target for lane in self._lanes if lane.channel.name == channel and lane.failing
        }

    def _run(self, lanes: Sequence[Lane]) -> None:
        self._tasks += [
            asyncio.create_task(lane.run(), name=f"deliver {lane.channel.name} {lane.target}")
            for lane in lanes
        ]

    def wake(self) -> None:
        """Say that something was posted; call it from the loop."""
        for lane in self._lanes:
            lane.wake()

    def asked(self) -> None:
        """Say that somebody put a hand to what waits; call it from the loop."""
        for lane in self._lanes:
            lane.asked()

    async def drain(self) -> bool:
        """Wait until every message that is due now was sent, is dead or waits for another try.

        What only waits for further reports of its story is due now, too.
        True when none of them failed.
        """
        await self._outbox.hasten(now=self._now())
        before = [lane.failures for lane in self._lanes]
        self.wake()
        await asyncio.gather(*(lane.idle() for lane in self._lanes))
        return before == [lane.failures for lane in self._lanes]

    async def stop(self, grace: float) -> None:
        """Claim nothing more and wait up to ``grace`` seconds for what is being sent.

        What is still under way then counts as not sure: the next start sends it again, marked.
        """
        for lane in self._lanes:
            lane.stop()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []


class _Notices:
    """Tells of channels that fail, once for each channel and cause until the channel works again."""

    def __init__(
        self,
        on_failure: Failed | None,
        on_remark: Told | None,
        failing: Callable[[str], set[int]],
    ) -> None:
        self._on_failure = on_failure
        self._failing = failing
        self._on_remark = on_remark
        self._told: set[tuple[Place, str]] = set()
        """Address and cause: one address that works says nothing of another one."""
        self._remarked: set[tuple[str, str]] = set()

    async def died(self, where: Place, cause: str, reason: str) -> None:
        await self._tell(where, cause, f"A message to {where} was given up: {reason}")

    async def stuck(self, where: Place, reason: str) -> None:
        what = f"Nothing has got through to {where} for an hour: {reason}. Its messages wait"
        await self._tell(where, "stuck", what)

    async def _tell(self, where: Place, cause: str, what: str) -> None:
        if self._on_failure is None or (where, cause) in self._told:
            return
        self._told.add((where, cause))
        try:
            await self._on_failure(
                where.channel, self._failing(where.channel) | {where.target}, what
            )
        except Exception:
            # Deliveries go on; the failure itself is written down and logged.
            log.exception("channel %s: cannot tell the others that it fails", where)

    def mended(self, where: Place) -> None:
        self._told = {told for told in self._told if told[0] != where}

    async def remarked(self, channel: str, remark: str) -> None:
        if (channel, remark) in self._remarked:
            return
        self._remarked.add((channel, remark))
        log.warning(
            "channel %s: our own words were sent, for its template fails: %s", channel, remark
        )
        if self._on_remark is None:
            return
        try:
            await self._on_remark(channel, remark)
        except Exception:
            log.exception("channel %s: cannot tell that its template fails", channel)
