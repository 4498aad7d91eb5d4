"""First polls and long absences are a note or a digest, never a flood."""

import asyncio
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.vocabulary import Alert, AlertKind, DeliveryState, Entry, Standing
from scheduler.absence import LONG as ABSENCE
from scheduler.absence import Start, start_of
from scheduler.baselines import SETTLED, Baselines
from scheduler.ops import Ops
from tests.scheduler.desks import BERLIN, BRIDGES, DESK, HOUR, NOW, POST, TIMES, World, entry, live
from tests.scheduler.test_daemon import HERALD, daemon_of

TRAMS = replace(BRIDGES, name="Trams", query="tram")
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
        assert note.title == "120 matches were there already and will not be told"
        assert (await daemon_of(world).once()).clean
        assert len(await written(world)) == 1

    live(tmp_path / "archive.db", journey, sources=THREE)


def test_even_one_match_that_is_not_told_is_a_note(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        world.sources.say = {"Post": [entry(1)]}
        await daemon_of(world).once()
        (note,) = await written(world)
        assert note.title == "1 match was there already and will not be told"

    live(tmp_path / "archive.db", journey, sources=THREE)


def test_a_new_watchlist_is_one_note_that_counts_the_stories_which_it_matches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def before(world: World) -> None:
        world.sources.say = {"Post": flood(0, 12), "Times": flood(0, 12)}
        await daemon_of(world).once()

    live(tmp_path / "archive.db", before, sources=THREE, watchlists=[TRAMS])
    assert "told" not in capsys.readouterr().out

    async def after(world: World) -> None:
        for _ in range(2):
            world.now += timedelta(hours=1)
            await world.cycle.catch_up(world.archive)
            await daemon_of(world).once()
        (note,) = await written(world)
        assert note.kind is AlertKind.NOTICE
        assert note.title == "12 stories match 1 new watchlist and will not be told"

    live(tmp_path / "archive.db", after, sources=THREE, watchlists=[TRAMS, BRIDGES])


class Stone:
    """A landmark in memory."""

    def __init__(self, used: datetime | None = None) -> None:
        self.used = used

    def read(self) -> datetime | None:
        return self.used

    def write(self, used: datetime) -> None:
        self.used = used


def test_an_older_archive_is_told_and_what_it_missed_is_one_message(tmp_path: Path) -> None:
    file, copy, stone = tmp_path / "archive.db", tmp_path / "copy.db", Stone()

    async def first(world: World) -> None:
        await daemon_of(world, landmark=stone).once()
        await daemon_of(world, landmark=stone).once()

    async def told(world: World) -> None:
        world.now = NOW + HOUR
        world.sources.say = {"Post": flood(0, 3)}
        await daemon_of(world, landmark=stone).once()
        assert [one.kind for one in await written(world)] == [AlertKind.ALERT] * 3
        assert stone.used == NOW + HOUR

    async def again(world: World) -> None:
        world.now = NOW + 2 * HOUR
        world.sources.say = {"Post": flood(0, 3)}
        await daemon_of(world, landmark=stone, ops=("desk",)).once()
        messages = {(one.kind, one.state): one.title for one in await written(world)}
        assert set(messages) == {
            (AlertKind.NOTICE, DeliveryState.SENT),
            (AlertKind.ALERT, DeliveryState.MERGED),
            (AlertKind.DIGEST, DeliveryState.SENT),
        }
        assert messages[AlertKind.NOTICE, DeliveryState.SENT] == "An older archive was put back"
        await daemon_of(world, landmark=stone, ops=("desk",)).once()
        assert len(await written(world)) == 5

    live(file, first, sources=THREE)
    shutil.copy(file, copy)
    live(file, told, sources=THREE)
    shutil.copy(copy, file)
    live(file, again, sources=THREE)


@pytest.mark.parametrize(
    ("polled", "used", "known", "start"),
    [
        (None, None, None, Start.USUAL),
        (None, None, 5, Start.USUAL),
        (9, 9, 9, Start.USUAL),
        (9, 9, None, Start.USUAL),
        (9, 10, 9, Start.USUAL),
        (9, 9, 10, Start.RESTORED),
        (1, 1, 10, Start.RESTORED),
        (9, 9, 13, Start.USUAL),
        (1, 12, 12, Start.AWAY),
        (1, None, 12, Start.AWAY),
    ],
)
def test_a_start_is_known_by_what_archive_and_file_say(
    polled: int | None, used: int | None, known: int | None, start: Start
) -> None:
    def at(hours: int | None) -> datetime | None:
        return None if hours is None else NOW + hours * HOUR

    assert start_of(polled=at(polled), used=at(used), known=at(known), now=NOW + 12 * HOUR) is start


def test_the_note_waits_until_first_polls_have_settled(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        ops = Ops(
            names=(),
            channels={"desk": DESK},
            archive=world.archive,
            now=lambda: world.now,
            zone=BERLIN,
        )
        baselines = Baselines(ops, now=lambda: world.now)
        await baselines.tell()
        for _ in range(3):
            baselines.note({("desk", "Bridges"): 7, ("gone", "Bridges"): 99})
            baselines.note({("gone", "Bridges"): 1})
            await baselines.tell()
            world.now += SETTLED / 2
        assert not await written(world)
        world.now += SETTLED
        await baselines.tell()
        await baselines.tell()
        (note,) = await written(world)
        assert (note.channel, note.title[:10]) == ("desk", "21 matches")
        told = await world.archive.claim_delivery("desk", 0, now=world.now, lease=HOUR)
        assert told is not None
        assert isinstance(told.message, Alert)
        assert "in 3 sources that were read for the first time" in told.message.body

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
