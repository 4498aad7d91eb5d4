"""First polls and long absences are a note or a digest, never a flood."""

import asyncio
from datetime import timedelta
from pathlib import Path

from archive.vocabulary import AlertKind, DeliveryState, Entry, Standing
from scheduler.baselines import MANY, SETTLED, Baselines
from scheduler.daemon import ABSENCE
from scheduler.ops import Ops
from tests.scheduler.desks import DESK, NOW, POST, TIMES, World, entry, live
from tests.scheduler.test_daemon import HERALD, daemon_of

THREE = (POST, TIMES, HERALD)
ALL = tuple(DeliveryState)


async def written(world: World) -> list[Standing]:
    return [one async for batch in world.archive.messages(states=ALL) for one in batch]


def flood(first: int, number: int = 40) -> list[Entry]:
    return [entry(first + n) for n in range(number)]


def test_a_first_run_over_many_matches_is_one_note_for_each_channel(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        world.sources.say = {"Post": flood(0), "Times": flood(100), "Herald": flood(200)}
        assert (await daemon_of(world).once()).clean
        (note,) = await written(world)
        assert (note.kind, note.state) == (AlertKind.NOTICE, DeliveryState.SENT)
        assert note.title == "120 matches were there already and are not told"
        assert (await daemon_of(world).once()).clean
        assert len(await written(world)) == 1

    live(tmp_path / "archive.db", journey, sources=THREE)


def test_a_few_matches_are_no_note(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        world.sources.say = {"Post": flood(0, MANY)}
        await daemon_of(world).once()
        assert not await written(world)

    live(tmp_path / "archive.db", journey, sources=THREE)


def test_the_note_waits_until_first_polls_have_settled(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        ops = Ops(names=(), channels={"desk": DESK}, archive=world.archive, now=lambda: world.now)
        baselines = Baselines(ops, now=lambda: world.now)
        await baselines.tell()
        for _ in range(3):
            baselines.note({("desk", "Bridges"): 7, ("gone", "Bridges"): 99})
            await baselines.tell()
            world.now += SETTLED / 2
        assert not await written(world)
        world.now += SETTLED
        await baselines.tell()
        await baselines.tell()
        (note,) = await written(world)
        assert (note.channel, note.title[:10]) == ("desk", "21 matches")

    live(tmp_path / "archive.db", journey)


def test_what_came_in_a_long_absence_is_one_digest(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        await daemon_of(world).once()
        world.now = NOW + ABSENCE + timedelta(minutes=1)
        # A few at each source: no single poll brings many.
        for number, name in enumerate(("Post", "Times", "Herald")):
            world.sources.say[name] = flood(100 * number, 5)
        assert (await daemon_of(world).once()).clean
        states = [(one.kind, one.state) for one in await written(world)]
        assert states.count((AlertKind.DIGEST, DeliveryState.SENT)) == 1
        assert states.count((AlertKind.ALERT, DeliveryState.MERGED)) == 15
        assert len(states) == 16

    live(tmp_path / "archive.db", journey, sources=THREE)


def test_after_a_long_absence_the_daemon_sends_once_all_were_asked(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        await daemon_of(world).once()
        world.now = NOW + ABSENCE + timedelta(minutes=1)
        world.sources.say = {"Post": flood(0, 2)}
        stop = asyncio.Event()
        running = asyncio.create_task(daemon_of(world).run(stop))
        for _ in range(2000):
            if [one.state for one in await written(world)] == [DeliveryState.SENT] * 2:
                break
            await asyncio.sleep(0.01)
        else:
            raise AssertionError("it was never sent")
        stop.set()
        await running

    live(tmp_path / "archive.db", journey, sources=THREE)
