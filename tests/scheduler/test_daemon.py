import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alerts import Deliverer
from archive.errors import ArchiveBusyError, ArchiveError
from archive.polling import Kept, Poll
from archive.vocabulary import ChannelState, Source, SourceKind, SourceState
from scheduler import retention
from scheduler.absence import Landmark
from scheduler.canary import Canary
from scheduler.clockwork import Clockwork, Every, cron_in
from scheduler.daemon import Daemon, Edition
from scheduler.escalation import Escalations
from scheduler.ops import Ops
from spiders import Listed, StatusError
from spiders.again import PageAgain
from spiders.errors import TooSlowError
from tests.scheduler.desks import BERLIN, DAY, DESK, HOUR, POST, TIMES, Sources, World, entry, live
from tests.scheduler.test_rechecks import HERE
from tests.spiders.webs import Web

HERALD = replace(POST, name="Herald", url="https://herald.example/feed")
THREE = (POST, TIMES, HERALD)


def daemon_of(
    world: World,
    *,
    landmark: Landmark | None = None,
    ops: tuple[str, ...] = (),
    keep: timedelta | None = None,
    steady: Callable[[], float] = time.monotonic,
) -> Daemon:
    channels = {"desk": DESK}
    return Daemon(
        cycle=world.cycle,
        archive=world.archive,
        deliverer=Deliverer(
            world.archive, channels, now=lambda: world.now, zone=BERLIN.key, cron_in=cron_in
        ),
        ops=Ops(
            names=ops, channels=channels, archive=world.archive, now=lambda: world.now, zone=BERLIN
        ),
        names=tuple(world.desk.sources),
        zone=BERLIN,
        now=lambda: world.now,
        keep=keep,
        steady=steady,
        canary=Canary(
            archive=world.archive,
            every=None,
            released=lambda: None,
            tell=_nobody,
            now=lambda: world.now,
            zone=BERLIN,
        ),
        escalations=Escalations(
            watchlists={},
            channels=channels,
            archive=world.archive,
            now=lambda: world.now,
            wake=lambda: None,
        ),
        landmark=landmark,
    )


async def _nobody(title: str, body: str) -> None:
    raise AssertionError(title)


def test_one_round_polls_all_and_delivers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def journey(world: World) -> None:
        first = await daemon_of(world).once()
        assert first.clean
        assert {report.source for report in first.reports} == {"Post", "Times", "Herald"}
        world.sources.say["Times"] = [entry(1)]
        second = await daemon_of(world).once()
        assert second.clean
        assert sum(report.kept.posted for report in second.reports) == 1

    live(tmp_path / "archive.db", journey, sources=THREE)
    assert capsys.readouterr().out.count("Bridges: The bridge is closed (1)") == 1


@pytest.mark.parametrize("error", [KeyError("S3CRET"), RecursionError(), TooSlowError("slow")])
def test_one_round_goes_on_whatever_one_source_does(tmp_path: Path, error: Exception) -> None:
    async def journey(world: World) -> None:
        await daemon_of(world).once()
        world.sources.say = {"Post": error, "Times": [entry(1)], "Herald": [entry(2)]}
        done = await daemon_of(world).once()
        assert not done.clean
        assert done.unexpected == (0 if isinstance(error, TooSlowError) else 1)
        assert sum(report.kept.posted for report in done.reports) == 2
        assert await world.told() == []  # all of it was delivered

    live(tmp_path / "archive.db", journey, sources=THREE)


def test_a_round_forgets_what_is_old_in_the_time_that_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "SLICE", 1)

    async def journey(world: World) -> None:
        async def titles() -> set[str]:
            found = [batch async for batch in world.archive.articles()]
            return {article.title for batch in found for article in batch}

        old = [replace(entry(n), title=f"Market report {n}") for n in (1, 2, 3)]
        world.sources.say["Post"] = [*old, entry(4)]
        await daemon_of(world, keep=30 * DAY).once()
        world.now += 31 * DAY
        world.sources.say["Post"] = [old[2]]
        # Each look at the clock takes a minute: there is time for one slice of each kind, and no more.
        minutes = iter(range(0, 10_000, 2))
        await daemon_of(world, keep=30 * DAY, steady=lambda: float(next(minutes))).once()
        assert len(await titles()) == 3
        await daemon_of(world, keep=30 * DAY).once()
        # What is listed stays, and so does what matched.
        assert await titles() == {old[2].title, entry(4).title}

    live(tmp_path / "archive.db", journey)


def test_a_round_leaves_out_who_asked_for_peace(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        world.sources.say["Post"] = StatusError("busy (429)", wait=HOUR)
        await daemon_of(world).once()
        done = await daemon_of(world).once()
        assert [report.source for report in done.reports] == ["Times"]

    live(tmp_path / "archive.db", journey)


class Heard(Sources):
    """Says when all of so many polls were asked for."""

    def __init__(self, polls: int) -> None:
        super().__init__()
        self._missing = polls
        self.all = asyncio.Event()

    async def entries(self, source: Source, state: SourceState) -> Listed:
        self._missing -= 1
        if self._missing == 0:
            self.all.set()
        return await super().entries(source, state)


def test_the_daemon_polls_the_others_when_one_fails_unexpectedly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def journey(world: World) -> None:
        heard = Heard(3)
        heard.say["Herald"] = KeyError("a mistake of ours")  # polled first, by its name
        world.listen(heard)
        stop = asyncio.Event()
        running = asyncio.create_task(daemon_of(world).run(stop))
        await heard.all.wait()
        # The states are written one after the other; the last poll may still be under way.
        while not all(state.last_poll for state in await _others(world)):
            pass
        stop.set()
        await running
        assert sorted(state.name for state in heard.asked) == ["Herald", "Post", "Times"]

    live(tmp_path / "archive.db", journey, sources=THREE)
    assert "poll Herald failed unexpectedly" in caplog.text


async def _others(world: World) -> list[SourceState]:
    return [state for state in await world.archive.sources() if state.name != "Herald"]


def test_what_a_locked_archive_could_not_take_is_polled_again_and_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey(world: World) -> None:
        keep, refused, kept = world.archive.keep, 0, asyncio.Event()

        async def full(poll: Poll) -> Kept:
            nonlocal refused
            if refused < 4:
                refused += 1
                raise ArchiveError("archive.db: the disk is full. Make room")
            done = await keep(poll)
            kept.set()
            return done

        monkeypatch.setattr(world.archive, "keep", full)
        monkeypatch.setattr("scheduler.daemon.RETRY_EVERY", timedelta(milliseconds=50))
        stop = asyncio.Event()
        running = asyncio.create_task(daemon_of(world).run(stop))
        await kept.wait()
        stop.set()
        await running
        assert refused == 4

    with caplog.at_level(logging.WARNING):
        live(tmp_path / "archive.db", journey)
    assert caplog.text.count("the disk is full") == 1
    assert "Traceback" not in caplog.text


def test_a_round_that_cannot_be_written_ends_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey(world: World) -> None:
        async def full(poll: Poll) -> Kept:
            raise ArchiveError("archive.db: the disk is full. Make room")

        monkeypatch.setattr(world.archive, "keep", full)
        with pytest.raises(ArchiveError, match="the disk is full"):
            await daemon_of(world).once()

    live(tmp_path / "archive.db", journey)


def edition_of(world: World, zone: ZoneInfo = BERLIN, every: timedelta | str = HOUR) -> Edition:
    """Return what the daemon is made of, but with sources that are asked so often."""
    sources = {name: replace(source, every=every) for name, source in world.desk.sources.items()}
    return Edition(
        desk=replace(world.desk, sources=sources),
        listers={SourceKind.FEED: world.sources},
        pages=None,
        mender=None,
        looker=PageAgain(Web({}), HERE, now=lambda: world.now),
        ops=(),
        zone=zone,
        next_cron=cron_in(zone),
        keep=None,
    )


def test_another_interval_and_another_zone_hold_at_once(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        await world.archive.enrol(tuple(world.desk.sources.values()), now=world.now)
        daemon, noon = daemon_of(world), world.now
        await daemon.take_up(edition_of(world, every=timedelta(days=1)))
        await daemon.once()
        assert await world.archive.next_due() == noon + timedelta(days=1)
        await daemon.take_up(edition_of(world, every="0 20 * * *"))
        assert await world.archive.next_due() == noon + 7 * HOUR  # 20:00 in Berlin
        await daemon.take_up(edition_of(world, ZoneInfo("Europe/Kyiv"), every="0 20 * * *"))
        assert await world.archive.next_due() == noon + 6 * HOUR
        reports = (await daemon.once()).reports
        assert {report.state.next_poll for report in reports} == {noon + 6 * HOUR}
        await daemon.take_up(edition_of(world, every=HOUR))
        assert await world.archive.next_due() == noon + HOUR * 1.1

    live(tmp_path / "archive.db", journey)


def test_an_interval_that_was_edited_while_nothing_ran_holds_from_the_start(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        noon = world.now
        await daemon_of(world).take_up(edition_of(world, every=timedelta(days=1)))
        await daemon_of(world).once()
        assert await world.archive.next_due() == noon + timedelta(days=1)
        stop = asyncio.Event()
        stop.set()
        world.listen(world.sources)  # a cycle of its own, by the desk that asks every five minutes
        await daemon_of(world).run(stop)
        due = await world.archive.next_due()
        assert due is not None
        assert due < noon + HOUR

    live(tmp_path / "archive.db", journey)


def test_another_configuration_is_taken_up_whole_when_the_archive_is_out_of_reach(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey(world: World) -> None:
        async def busy() -> list[ChannelState]:
            raise ArchiveBusyError("archive.db: locked")

        daemon = daemon_of(world)
        monkeypatch.setattr(world.archive, "channels", busy)
        await daemon.take_up(edition_of(world))
        assert "archive.db: locked" in caplog.text
        assert any("count what is not told" in task.get_name() for task in asyncio.all_tasks())

    live(tmp_path / "archive.db", journey)


def test_a_daemon_that_is_stopped_at_once_ends(tmp_path: Path) -> None:
    async def journey(world: World) -> None:
        stop = asyncio.Event()
        stop.set()
        await daemon_of(world).run(stop)

    live(tmp_path / "archive.db", journey)


def in_loop(journey: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await asyncio.wait_for(journey(), 10)

    asyncio.run(main())


def test_the_clockwork_runs_at_once_and_again_when_roused() -> None:
    async def journey() -> None:
        ran: asyncio.Queue[None] = asyncio.Queue()

        async def act() -> None:
            await ran.put(None)

        clockwork = Clockwork(BERLIN)
        clockwork.every(HOUR, act)
        clockwork.start()
        await ran.get()
        clockwork.rouse()
        await ran.get()
        clockwork.stop()

    in_loop(journey)


@pytest.mark.parametrize("asleep", [timedelta(0), timedelta(milliseconds=900), 999_999 * HOUR])
def test_what_was_slept_through_is_passed_over_in_one_step(asleep: timedelta) -> None:
    # In the night in which Berlin's clocks are put back.
    planned = datetime(2026, 10, 25, 2, 59, 59, tzinfo=BERLIN)
    now = planned.astimezone(UTC) + asleep
    following = Every(timedelta(seconds=1)).get_next_fire_time(planned, now)
    assert now < following.astimezone(UTC) <= now + timedelta(seconds=1)


def test_what_is_cut_short_by_the_end_is_no_mistake(caplog: pytest.LogCaptureFixture) -> None:
    async def journey() -> None:
        begun, never, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def act() -> None:
            begun.set()
            try:
                await never.wait()
            finally:
                ended.set()

        clockwork = Clockwork(BERLIN)
        clockwork.every(HOUR, act)
        clockwork.start()
        await begun.wait()
        clockwork.stop()
        await ended.wait()
        await asyncio.sleep(0)

    with caplog.at_level(logging.ERROR):
        in_loop(journey)
    assert caplog.text == ""


def test_an_act_that_fails_is_run_again(caplog: pytest.LogCaptureFixture) -> None:
    async def journey() -> None:
        times, again = 0, asyncio.Event()

        async def act() -> None:
            nonlocal times
            times += 1
            if times == 1:
                raise KeyError("a mistake of ours")
            again.set()

        clockwork = Clockwork(BERLIN)
        clockwork.every(timedelta(milliseconds=50), act)
        clockwork.start()
        await again.wait()
        clockwork.stop()

    with caplog.at_level(logging.ERROR):
        in_loop(journey)
    assert "a mistake of ours" in caplog.text
