"""The canary: late is told once, back is told once, and its nest gives another one each time."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.vocabulary import CANARY, Flight
from scheduler.canary import WATCHLIST, Canary, Verdict, Watch, verdict
from scheduler.nest import HOST, Nest
from watchlists import Document, Matcher

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WATCH = Watch(every=6 * HOUR, since=NOON, released=None, flight=Flight())


@pytest.mark.parametrize(
    ("changes", "after", "found"),
    [
        ({}, timedelta(0), Verdict.NOTHING),
        ({}, 7.5 * HOUR, Verdict.NOTHING),
        ({}, 7.6 * HOUR, Verdict.OVERDUE),
        ({"released": NOON}, 5 * MINUTE, Verdict.NOTHING),
        ({"released": NOON}, 6 * MINUTE, Verdict.LOST),
        ({"released": NOON, "flight": Flight(arrived=NOON + MINUTE)}, 6 * MINUTE, Verdict.NOTHING),
        ({"released": NOON, "flight": Flight(arrived=NOON + MINUTE)}, 8 * HOUR, Verdict.OVERDUE),
        ({"released": NOON, "flight": Flight(arrived=NOON + 3 * HOUR)}, 8 * HOUR, Verdict.NOTHING),
        ({"released": NOON, "flight": Flight(arrived=NOON - HOUR)}, 6 * MINUTE, Verdict.LOST),
        ({"released": NOON, "flight": Flight(told=NOON)}, 8 * HOUR, Verdict.NOTHING),
        ({"flight": Flight(arrived=NOON, told=NOON - HOUR)}, HOUR, Verdict.BACK),
        ({"flight": Flight(arrived=NOON - HOUR, told=NOON)}, HOUR, Verdict.NOTHING),
        ({"every": timedelta(seconds=10), "released": NOON}, timedelta(seconds=31), Verdict.LOST),
    ],
)
def test_what_is_told_of_it(changes: dict[str, object], after: timedelta, found: Verdict) -> None:
    assert verdict(replace(WATCH, **changes), NOON + after) is found  # type: ignore[arg-type]


class Row:
    """The canary's row, kept in memory."""

    def __init__(self) -> None:
        self.flight = Flight()

    async def harvest(self, *, now: datetime) -> Flight:
        return self.flight

    async def remember_flight(self, told: datetime | None) -> None:
        self.flight = replace(self.flight, told=told)


class Sky:
    """A canary whose flights a test decides on."""

    def __init__(self) -> None:
        self.now = NOON
        self.released: datetime | None = None
        self.row = Row()
        self.told: list[str] = []

    def watcher(self) -> Canary:
        return Canary(
            archive=self.row,
            every=6 * HOUR,
            released=lambda: self.released,
            tell=self._tell,
            now=lambda: self.now,
            zone=UTC,
        )

    async def _tell(self, title: str, body: str) -> None:
        self.told.append(f"{title}: {body}")


async def watched(sky: Sky, canary: Canary, minutes: int) -> None:
    """Let time pass as the daemon does, which looks again and again."""
    for _ in range(minutes):
        sky.now += MINUTE
        await canary.look()


def run(journey: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(asyncio.wait_for(journey(), 30))


def test_a_lost_one_is_told_once_whatever_restarts_and_so_is_the_next_that_arrives() -> None:
    sky = Sky()

    async def journey() -> None:
        canary = sky.watcher()
        sky.released = NOON
        await canary.look()
        assert sky.told == []
        await watched(sky, canary, 7)
        await sky.watcher().look()
        (said,) = sky.told
        assert said.startswith(
            "News may not come through: A test article was fetched at 2026-11-22 12:00 UTC"
        )
        assert "within 6 minutes" in said
        sky.row.flight = replace(sky.row.flight, arrived=sky.now + MINUTE)
        await canary.look()
        await sky.watcher().look()

    run(journey)
    assert len(sky.told) == 2
    assert sky.told[1].startswith("News comes through again")


def test_what_a_sleeping_computer_did_not_fly_is_not_told() -> None:
    sky = Sky()

    async def journey() -> None:
        canary = sky.watcher()
        for released in (None, NOON):
            sky.released = released
            await canary.look()
            sky.now += 100 * HOUR
            await watched(sky, canary, 5)
        assert sky.told == []
        await watched(sky, canary, 2)

    run(journey)
    assert len(sky.told) == 1


def test_another_interval_is_counted_from_its_beginning_and_none_means_none() -> None:
    sky = Sky()

    async def journey() -> None:
        canary = sky.watcher()
        sky.now += 7 * HOUR
        canary.take_up(HOUR, zone=UTC)
        sky.now += HOUR
        await canary.look()
        canary.take_up(None, zone=UTC)
        sky.now += 100 * HOUR
        await canary.look()

    run(journey)
    assert sky.told == []


async def asked(nest: Nest, request: str) -> str:
    reader, writer = await asyncio.open_connection(HOST, nest.port)
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    return answer.decode()


def test_the_nest_gives_another_one_each_time_and_nothing_else() -> None:
    async def journey() -> None:
        nest = Nest(now=lambda: NOON)
        with pytest.raises(RuntimeError):
            _ = nest.port
        await nest.open()
        await nest.open()
        assert nest.released is None
        assert (await asked(nest, "GET / HTTP/1.1\r\n\r\n")).startswith("HTTP/1.1 404")
        assert (await asked(nest, "POST /canary.xml HTTP/1.1\r\n\r\n")).startswith("HTTP/1.1 404")
        assert await asked(nest, "x" * 40_000) == ""
        assert nest.released is None
        first, second = [
            await asked(nest, "GET /canary.xml HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(2)
        ]
        assert f"<title>{CANARY} 20261122T120000n1</title>" in first
        assert f"<title>{CANARY} 20261122T120000n2</title>" in second
        assert nest.released == NOON
        await nest.close()

    run(journey)


def test_its_watchlist_finds_it_in_its_own_source_alone() -> None:
    matcher = Matcher([WATCHLIST], {})
    title = f"{CANARY} 20261122T120000n1"
    assert matcher.match(Document(title=title, text="", source=CANARY))
    assert not matcher.match(Document(title=title, text="", source="post"))
