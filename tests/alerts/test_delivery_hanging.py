"""Services that never answer, and stopping beside them."""

import asyncio
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.alerts.sinks import HookSink, MailSink
from tests.alerts.stories import NOW
from tests.alerts.worlds import READY, SENDING, SENT, World, channel, run


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


PROGRAM = """
import asyncio, sys
from tests.alerts.worlds import World, channel
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
