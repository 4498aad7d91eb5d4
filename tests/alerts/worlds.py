"""A deliverer at work, with a clock that the test moves."""

import asyncio
from collections.abc import Callable, Collection, Coroutine

from alerts import Deliverer
from archive.vocabulary import (
    Channel,
    DeliveryState,
    Secret,
)
from scheduler.clockwork import cron_in
from tests.alerts.outboxes import MemoryOutbox
from tests.alerts.stories import NOW, ZONE, alert

READY, SENDING = DeliveryState.READY, DeliveryState.SENDING
SENT, DEAD = DeliveryState.SENT, DeliveryState.DEAD


class World:
    """A deliverer over an outbox in memory, with a clock that the test moves."""

    def __init__(self, *channels: Channel, timeout: float = 5.0) -> None:
        self.now = NOW
        self.outbox = MemoryOutbox()
        self.dead: list[tuple[str, str]] = []
        self.failing: list[set[int]] = []
        self.remarks: list[tuple[str, str]] = []
        self.deliverer = Deliverer(
            self.outbox,
            {channel.name: channel for channel in channels},
            now=lambda: self.now,
            zone=ZONE,
            cron_in=cron_in,
            random=lambda: 0.5,
            on_failure=self._died,
            on_remark=self._remarked,
            timeout=timeout,
        )

    async def post(self, *keys: str, channel: str = "desk", target: int = 0) -> None:
        for key in keys:
            assert await self.outbox.post(
                alert(title=key), channel=channel, target=target, key=key, now=self.now
            )

    async def _remarked(self, channel: str, remark: str) -> None:
        self.remarks.append((channel, remark))

    async def _died(self, channel: str, failing: Collection[int], reason: str) -> None:
        self.failing.append(set(failing))
        self.dead.append((channel, reason))


def channel(*addresses: Secret, name: str = "desk") -> Channel:
    return Channel(name=name, to=addresses)


def run(journey: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(asyncio.wait_for(journey(), 30))
