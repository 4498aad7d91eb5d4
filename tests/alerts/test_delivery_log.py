"""What the log says of a service that fails: a log of a year must stay readable."""

import logging
from datetime import timedelta

import pytest

from tests.alerts.sinks import HookSink
from tests.alerts.worlds import World, channel, run


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("alerts.")]


def test_a_service_that_is_down_for_long_is_logged_once_for_each_cause_and_when_it_is_back(
    hook: HookSink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def journey() -> None:
        world = World(channel(hook.address()))
        await world.post("k1")
        await world.deliverer.start()
        for status in (500, 500, 500, 503, 503, 500, 200):
            hook.status = status
            await world.deliverer.drain()
            world.now += timedelta(hours=2)
        await world.deliverer.stop(1)

    run(journey)
    first, second, last = ours(caplog)
    assert "message 1 must wait" in first
    assert "500" in first
    assert "503" in second
    assert last == "channel desk: works again after 6 failed attempts"


def test_each_message_that_is_given_up_is_logged(
    hook: HookSink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def journey() -> None:
        world = World(channel(hook.address()))
        hook.status = 404
        await world.post("k1", "k2")
        await world.deliverer.start()
        await world.deliverer.drain()
        await world.deliverer.stop(1)

    run(journey)
    assert [" is given up: " in line for line in ours(caplog)] == [True, True]


def test_a_single_failure_needs_no_word_of_its_end(
    hook: HookSink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    async def journey() -> None:
        world = World(channel(hook.address()))
        await world.deliverer.start()
        for key in ("k1", "k2"):
            hook.status = 500
            await world.post(key)
            await world.deliverer.drain()
            hook.status, world.now = 200, world.now + timedelta(hours=2)
            await world.deliverer.drain()
        await world.deliverer.stop(1)

    run(journey)
    assert ["must wait" in line for line in ours(caplog)] == [True, True]
