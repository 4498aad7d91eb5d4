import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts import Deliverer
from alerts.decide import MANY
from alerts.retry import GIVE_UP, OPENS_AFTER, PROBE_EVERY
from archive.vocabulary import (
    Channel,
    Delivery,
    DeliveryState,
    Digest,
    Outcome,
    OutcomeKind,
    Secret,
)
from scheduler.clockwork import cron_in
from tests.alerts.outboxes import MemoryOutbox
from tests.alerts.sinks import HookSink, MailSink
from tests.alerts.stories import NOW, ZONE, alert

READY, SENDING = DeliveryState.READY, DeliveryState.SENDING
SENT, DEAD = DeliveryState.SENT, DeliveryState.DEAD


class World:
    """A deliverer over an outbox in memory, with a clock that the test moves."""

    def __init__(self, *channels: Channel, timeout: float = 5.0) -> None:
        self.now = NOW
        self.outbox = MemoryOutbox()
        self.dead: list[tuple[str, str]] = []
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

    async def _died(self, channel: str, reason: str) -> None:
        self.dead.append((channel, reason))


def channel(*addresses: Secret, name: str = "desk") -> Channel:
    return Channel(name=name, to=addresses)


def run(journey: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(asyncio.wait_for(journey(), 30))


def test_an_address_that_works_does_not_make_another_one_be_told_of_again(hook: HookSink) -> None:
    gone = HookSink()
    gone.status = 404
    world = World(channel(hook.address(), gone.address()))

    async def journey() -> None:
        await world.deliverer.start()
        for key in ("a", "b", "c"):
            for target in (1, 0):
                await world.post(f"{key}{target}", target=target)
                await world.deliverer.drain()
        gone.status = 200
        await world.post("d", target=1)
        await world.deliverer.drain()
        gone.status = 404
        await world.post("e", target=1)
        await world.deliverer.drain()
        await world.deliverer.stop(1)

    run(journey)
    gone.close()
    assert len(world.dead) == 2
    name, said = world.dead[0]
    assert name == "desk"
    assert said.startswith("A message to desk (address 2 of 2) was given up: the service answered")


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


def test_a_failed_message_waits_and_the_next_try_is_marked_when_unsure(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()), timeout=0.3)
        hook.mode = "drop"
        await world.post("k1")
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        (row,) = world.outbox.rows
        assert (row.state, row.sure, row.attempts) == (READY, False, 1)
        assert row.due == NOW + timedelta(seconds=30)
        assert await world.deliverer.drain()
        assert len(hook.kept) == 1
        hook.mode, world.now = "answer", row.due
        assert await world.deliverer.drain()
        assert row.state is SENT
        assert [payload["may_be_a_repeat"] for payload in hook.kept] == [False, True]
        assert hook.keys == ["k1", "k1"]
        await world.deliverer.stop(1)

    run(journey)


def test_a_permanent_refusal_is_dead_and_told_once(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        hook.status = 404
        await world.post("k1", "k2")
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        assert world.outbox.states() == [DEAD, DEAD]
        assert len(world.dead) == 1
        assert world.dead[0][0] == "desk"
        assert "404" in world.dead[0][1]
        hook.status = 410
        await world.post("k3")
        assert not await world.deliverer.drain()
        assert len(world.dead) == 2
        hook.status = 200
        await world.post("k4")
        assert await world.deliverer.drain()
        hook.status = 404
        await world.post("k5")
        assert not await world.deliverer.drain()
        assert len(world.dead) == 3
        await world.deliverer.stop(1)

    run(journey)


def test_an_old_message_is_tried_once_more_and_then_given_up(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        await world.post("k1")
        hook.status, world.now = 500, NOW + GIVE_UP
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        assert world.outbox.states() == [DEAD]
        assert world.outbox.rows[0].reason == "given up after 72 hours: the service answered 500"
        assert len(hook.kept) == 1
        await world.deliverer.stop(1)

    run(journey)


async def failing(hook: HookSink) -> World:
    """Return a world whose only target failed until it was left alone."""
    world = World(channel(hook.address()))
    hook.status = 500
    await world.post(*(f"k{n}" for n in range(9)))
    await world.deliverer.start()
    assert not await world.deliverer.drain()
    return world


def test_a_failing_target_is_left_alone_and_probed(hook: HookSink) -> None:
    async def journey() -> None:
        world = await failing(hook)
        assert len(hook.kept) == OPENS_AFTER
        assert not await world.deliverer.drain()
        assert len(hook.kept) == OPENS_AFTER
        world.now += PROBE_EVERY
        assert not await world.deliverer.drain()
        assert len(hook.kept) == OPENS_AFTER + 1
        hook.status = 200
        world.now += PROBE_EVERY
        assert await world.deliverer.drain()
        assert set(world.outbox.states()) == {SENT}
        await world.deliverer.stop(1)

    run(journey)


def test_a_failing_target_is_asked_at_once_when_somebody_put_a_hand_to_it(hook: HookSink) -> None:
    async def journey() -> None:
        world = await failing(hook)
        hook.status = 200
        assert not await world.deliverer.drain()
        assert len(hook.kept) == OPENS_AFTER
        world.deliverer.asked()
        await world.deliverer.drain()
        assert len(hook.kept) > OPENS_AFTER
        assert SENT in world.outbox.states()
        await world.deliverer.stop(1)

    run(journey)


def test_a_hanging_target_delays_nobody_else_and_not_the_stop(
    hook: HookSink, other_hook: HookSink, mail: MailSink
) -> None:
    async def journey() -> None:
        world = World(
            channel(hook.address(), other_hook.address(), mail.address()),
            channel(other_hook.address(), name="other"),
            timeout=60,
        )
        hook.mode = "hang"
        for target in range(3):
            await world.post(f"k{target}", target=target)
        await world.post("k9", channel="other")
        begun = time.monotonic()
        await world.deliverer.start()
        assert await asyncio.to_thread(hook.arrived.wait, 5)
        assert await asyncio.to_thread(mail.arrived.wait, 5)
        assert await asyncio.to_thread(other_hook.arrived.wait, 5)
        assert time.monotonic() - begun < 4
        begun = time.monotonic()
        await world.deliverer.stop(0.3)
        assert time.monotonic() - begun < 2
        assert world.outbox.states() == [SENDING, SENT, SENT, SENT]
        assert await world.outbox.recover_deliveries(now=NOW) == 1

    run(journey)


def test_a_stop_waits_for_what_is_being_sent_and_claims_nothing_more(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        hook.mode = "hang"
        await world.post("k1", "k2")
        await world.deliverer.start()
        assert await asyncio.to_thread(hook.arrived.wait, 5)
        stopping = asyncio.create_task(world.deliverer.stop(20))
        await asyncio.sleep(0)
        hook.release.set()
        await stopping
        assert world.outbox.states() == [READY, READY]
        assert len(hook.kept) == 1

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


def test_a_service_that_never_lets_go_holds_up_one_message_for_a_while(
    hook: HookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey() -> None:
        monkeypatch.setattr("alerts.lane.LONGEST_SEND", timedelta(seconds=0.3))
        world = World(channel(hook.address()), timeout=60)
        hook.mode = "hang"
        await world.post("k1")
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        (row,) = world.outbox.rows
        assert (row.state, row.sure) == (READY, False)
        hook.mode, world.now = "answer", row.due
        assert await world.deliverer.drain()
        assert row.state is SENT
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
            raise OSError("database is locked")
        await super().settle_delivery(delivery, outcome, now=now)


def test_an_outcome_is_written_down_even_when_the_archive_was_busy(
    hook: HookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey() -> None:
        outbox = Stumbling(3)
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


def test_a_notice_that_fails_stops_no_delivery(hook: HookSink) -> None:
    async def broken(name: str, reason: str) -> None:
        raise OSError(name, reason)

    async def journey() -> None:
        outbox = MemoryOutbox()
        deliverer = Deliverer(
            outbox,
            {"desk": channel(hook.address())},
            now=lambda: NOW,
            zone=ZONE,
            cron_in=cron_in,
            on_failure=broken,
        )
        hook.status = 404
        for key in ("k1", "k2"):
            await outbox.post(alert(), channel="desk", target=0, key=key, now=NOW)
        await deliverer.start()
        assert not await deliverer.drain()
        assert outbox.states() == [DEAD, DEAD]
        await deliverer.stop(1)

    run(journey)


def test_without_channels_there_is_nothing_to_wait_for() -> None:
    async def journey() -> None:
        world = World()
        await world.deliverer.start()
        assert await world.deliverer.drain()
        await world.deliverer.stop(1)

    run(journey)


PROGRAM = """
import asyncio, sys
from tests.alerts.test_delivery import World, channel
from archive.vocabulary import Secret

async def main():
    world = World(channel(Secret(sys.argv[1])), timeout=60)
    await world.post("k1")
    await world.deliverer.start()
    print("started", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await world.deliverer.stop(0.2)
    print("stopped", flush=True)

asyncio.run(main())
"""


def test_a_hanging_service_does_not_hold_up_the_end_of_the_process(hook: HookSink) -> None:
    hook.mode = "hang"
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, hook.address().reveal()],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert hook.arrived.wait(20)
    begun = time.monotonic()
    out, err = process.communicate("\n", timeout=20)
    assert (process.returncode, out, err) == (0, "started\nstopped\n", "")
    assert time.monotonic() - begun < 5


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


def test_what_waited_for_a_service_that_was_down_comes_as_one_digest(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        hook.status = 503
        await world.post(*(f"k{n}" for n in range(5)))
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        await world.post(*(f"late{n}" for n in range(3 * MANY)))
        assert not await world.deliverer.drain()
        tried = len(hook.kept)
        hook.status, world.now = 200, world.now + timedelta(days=2)
        assert await world.deliverer.drain()
        assert DeliveryState.READY not in world.outbox.states()
        # One asked whether it is well again; the rest is one digest.
        assert len(hook.kept) == tried + 2
        digests = [row for row in world.outbox.rows if isinstance(row.alert, Digest)]
        assert [len(row.alert.alerts) for row in digests if isinstance(row.alert, Digest)] == [
            5 + 3 * MANY - 1
        ]
        await world.deliverer.stop(1)

    run(journey)


def test_a_service_that_asks_to_be_left_alone_is(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        hook.status, hook.headers = 429, {"Retry-After": "600"}
        await world.post("k1", "k2")
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        hook.status, hook.headers = 200, {}
        world.now += timedelta(seconds=599)
        await world.post("k3")
        assert not await world.deliverer.drain()
        assert hook.keys == ["k1"]
        world.now += timedelta(seconds=2)
        assert await world.deliverer.drain()
        assert sorted(hook.keys[1:], key=str) == ["k1", "k2", "k3"]
        await world.deliverer.stop(1)

    run(journey)


def test_a_message_that_only_it_is_refused_is_given_up_and_the_channel_goes_on(
    hook: HookSink,
) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        await world.deliverer.start()
        await world.post("bad")
        for number in range(3):
            hook.status = 413
            assert not await world.deliverer.drain()
            hook.status, world.now = 200, world.now + timedelta(seconds=1)
            await world.post(f"good{number}")
            assert await world.deliverer.drain()
            world.now += timedelta(hours=1)
        bad, *others = world.outbox.rows
        assert bad.state is DEAD
        assert bad.reason.startswith("it is refused while others are taken")
        assert {row.state for row in others} == {SENT}
        await world.deliverer.stop(1)

    run(journey)


def test_others_are_told_once_when_nothing_gets_through_for_an_hour(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address()))
        hook.status = 503
        await world.post("k1")
        await world.deliverer.start()
        for _ in range(30):
            await world.deliverer.drain()
            world.now += timedelta(minutes=20)
        assert len(world.dead) == 1
        assert world.dead[0][1].startswith("Nothing has got through to desk for an hour")
        hook.status, world.now = 200, world.now + timedelta(hours=2)
        assert await world.deliverer.drain()
        await world.deliverer.stop(1)

    run(journey)
