"""Services that refuse, fail, or are down for long."""

from collections.abc import Collection
from datetime import timedelta

from alerts import Deliverer
from alerts.decide import MANY
from alerts.retry import GIVE_UP, OPENS_AFTER, PROBE_EVERY
from archive.vocabulary import (
    DeliveryState,
    Digest,
)
from scheduler.clockwork import cron_in
from tests.alerts.outboxes import MemoryOutbox
from tests.alerts.sinks import HookSink
from tests.alerts.stories import NOW, ZONE, alert
from tests.alerts.worlds import DEAD, READY, SENT, World, channel, run


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


def test_an_edited_list_makes_nobody_hear_again_of_an_address_that_fails(hook: HookSink) -> None:
    async def journey() -> None:
        world = World(channel(hook.address("one")))
        hook.status = 404
        await world.post("k1")
        await world.deliverer.start()
        assert not await world.deliverer.drain()
        longer = channel(hook.address("one"), hook.address("two"))
        world.deliverer.take_up({"desk": longer}, zone=ZONE)
        await world.post("k2")
        assert not await world.deliverer.drain()
        assert world.outbox.states() == [DEAD, DEAD]
        assert len(world.dead) == 1
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


def test_what_has_waited_too_long_is_given_up_together(hook: HookSink) -> None:
    async def journey() -> None:
        world = await failing(hook)
        while world.now < NOW + GIVE_UP:
            await world.deliverer.drain()
            world.now += timedelta(minutes=40)
        await world.post("young")
        told = len(world.dead)
        tried = len(hook.kept)
        await world.deliverer.drain()
        assert len(hook.kept) == tried + 1
        assert world.outbox.states() == [DEAD] * 9 + [READY]
        assert {row.reason for row in world.outbox.rows[:-1]} == {
            "given up after 72 hours: the service answered 500"
        }
        # Once for all of them.
        assert len(world.dead) == told + 1
        await world.deliverer.stop(1)

    run(journey)


def test_a_computer_that_wakes_without_a_network_gives_nothing_up_together(hook: HookSink) -> None:
    async def journey() -> None:
        world = await failing(hook)
        world.now += GIVE_UP
        await world.deliverer.drain()
        assert world.outbox.states().count(DEAD) == 1
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


def test_addresses_that_fail_together_are_told_as_such(hook: HookSink) -> None:
    async def journey() -> None:
        well = HookSink()
        addresses = hook.address("one"), hook.address("two"), well.address()
        world = World(channel(*addresses))
        hook.status = 503
        for target in (0, 1, 2):
            await world.post(f"k{target}", target=target)
        await world.deliverer.start()
        for _ in range(6):
            await world.deliverer.drain()
            world.now += timedelta(minutes=20)
        assert world.failing == [{0, 1}, {0, 1}]
        await world.deliverer.stop(1)
        well.close()

    run(journey)


def test_a_notice_that_fails_stops_no_delivery(hook: HookSink) -> None:
    async def broken(name: str, failing: Collection[int], reason: str) -> None:
        raise OSError(name, failing, reason)

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
