"""Messages on their way from the outbox to their targets."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts import Deliverer
from alerts.decide import MANY
from archive.errors import ArchiveError
from archive.vocabulary import (
    Delivery,
    Outcome,
    OutcomeKind,
)
from scheduler.clockwork import cron_in
from tests.alerts.outboxes import MemoryOutbox
from tests.alerts.sinks import HookSink, MailSink
from tests.alerts.stories import NOW, ZONE, alert
from tests.alerts.worlds import READY, SENT, World, channel, run


def test_a_broken_template_loses_nothing_and_is_told_once(hook: HookSink, tmp_path: Path) -> None:
    template = tmp_path / "mine.txt"
    template.write_text("{{ titel }}", encoding="utf-8")
    world = World(replace(channel(hook.address()), template=str(template)))

    async def journey() -> None:
        await world.deliverer.start()
        await world.post("a", "b")
        assert await world.deliverer.drain()
        template.write_text("mine: {{ title }}", encoding="utf-8")
        await world.post("c")
        assert await world.deliverer.drain()
        await world.deliverer.stop(1)

    run(journey)
    assert [payload["title"] for payload in hook.kept] == ["a", "b", "c"]
    assert "Aldmoor Post" in hook.kept[0]["message"]
    assert hook.kept[2]["message"] == "mine: c"
    assert world.remarks == [("desk", "mine.txt:1: 'titel' is undefined")]


def test_messages_arrive_in_order_each_once(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        await world.post(*(f"k{n}" for n in range(MANY)))
        await world.deliverer.start()
        assert await world.deliverer.drain()
        assert hook.keys == [f"k{n}" for n in range(MANY)]
        await world.post("later")
        assert await world.deliverer.drain()
        assert hook.keys[-1] == "later"
        assert set(world.outbox.states()) == {SENT}
        await world.deliverer.stop(1)

    run(journey)


def test_a_wake_up_is_enough(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        await world.deliverer.start()
        assert await world.deliverer.drain()
        await world.post("k1")
        world.deliverer.wake()
        assert await asyncio.to_thread(hook.arrived.wait, 5)
        await world.deliverer.stop(5)
        assert world.outbox.states() == [SENT]

    run(journey)


def test_what_a_crash_left_half_sent_goes_out_marked(mail: MailSink) -> None:
    async def journey() -> None:
        world = World(channel(mail.address()))
        await world.post("k1")
        assert await world.outbox.claim_delivery("desk", 0, now=NOW, lease=timedelta(minutes=15))
        await world.deliverer.start()
        assert await world.deliverer.drain()
        (message,) = mail.kept
        assert "(may be a repeat)" in message["Subject"]
        await world.deliverer.stop(1)

    run(journey)


class Stumbling(MemoryOutbox):
    """An outbox whose first writes fail, as with a locked database."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    async def settle_delivery(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
        if self.failures:
            self.failures -= 1
            raise ArchiveError("the disk is full")
        await super().settle_delivery(delivery, outcome, now=now)


def test_an_outcome_is_written_down_however_long_the_archive_takes_nothing(
    hook: HookSink, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def journey() -> None:
        outbox = Stumbling(20)
        monkeypatch.setattr("alerts.lane.PATIENCE", (0.0, 0.0, 0.0))
        deliverer = Deliverer(
            outbox, {"desk": channel(hook.address())}, now=lambda: NOW, zone=ZONE, cron_in=cron_in
        )
        await outbox.post(alert(), channel="desk", target=0, key="k1", now=NOW)
        await deliverer.start()
        assert await deliverer.drain()
        assert outbox.states() == [SENT]
        assert len(hook.kept) == 1
        assert [outcome.kind for _, outcome in outbox.settled] == [OutcomeKind.SENT]
        await deliverer.stop(1)

    run(journey)
    told = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert [one.getMessage() for one in told] == [
        "channel desk: an outcome cannot be written down yet: the disk is full"
    ]


def test_without_channels_there_is_nothing_to_wait_for() -> None:
    async def journey() -> None:
        world = World()
        await world.deliverer.start()
        assert await world.deliverer.drain()
        await world.deliverer.stop(1)

    run(journey)


def test_a_message_that_cannot_be_put_into_words_stops_no_other(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        await world.post("k1", "k2")
        world.outbox.rows[0].alert = alert(published="yesterday")
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        assert world.outbox.states() == [READY, SENT]
        assert "cannot be put into words" in world.outbox.rows[0].reason
        await world.deliverer.stop(1)

    run(journey)
