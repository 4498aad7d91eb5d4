"""The canary that does not arrive: a real daemon with one part broken tells another channel once, and once that it is well again."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from alerts import Deliverer
from archive.vocabulary import CANARY, Channel, Entry, Source, SourceState
from scheduler import canary
from scheduler.clockwork import cron_in
from scheduler.daemon import Daemon
from scheduler.desk import Desk
from scheduler.escalation import Escalations
from scheduler.nest import Nest
from scheduler.ops import Ops
from spiders import Listed, StatusError
from tests.alerts.sinks import HookSink
from tests.scheduler.desks import BERLIN, BRIDGES, MINUTE, POST, Sources, World, live
from tests.scheduler.test_canary import asked
from watchlists import Matcher

EVERY = timedelta(hours=6)
FLIES = canary.source("http://127.0.0.1/canary.xml", EVERY)


@dataclass(kw_only=True)
class Parts:
    """What of the way of an article works."""

    reading: bool = True
    matching: bool = True
    delivering: bool = True


class NestSources(Sources):
    """Reads the canary from its nest, if it can, and lists nothing else."""

    def __init__(self, nest: Nest, parts: Parts) -> None:
        super().__init__()
        self._nest, self._parts = nest, parts

    async def entries(self, source: Source, state: SourceState) -> Listed:
        if source.name != CANARY:
            return Listed(entries=())
        page = await asked(self._nest, "GET /canary.xml HTTP/1.1\r\n\r\n")
        if not self._parts.reading:
            raise StatusError("the worker that reads it has died")
        titles = re.findall(rf"<title>({CANARY} \w+)</title>", page)
        return Listed(
            entries=tuple(
                Entry(title=title, url=f"http://127.0.0.1/{title[-3:]}") for title in titles
            )
        )


@dataclass(kw_only=True)
class Flown:
    """A world with a canary in it, and a web hook for those whom it is told to."""

    world: World
    nest: Nest
    hook: HookSink
    parts: Parts = field(default_factory=Parts)

    def __post_init__(self) -> None:
        desk = Channel(name="desk", to=(self.hook.address(),))
        self.channels = {"desk": desk, CANARY: canary.CHANNEL}
        self.ops = Ops(
            names=("desk",),
            channels=self.channels,
            archive=self.world.archive,
            now=lambda: self.world.now,
            zone=BERLIN,
        )
        self.canary = canary.Canary(
            archive=self.world.archive,
            every=EVERY,
            released=lambda: self.nest.released,
            tell=self.ops.say,
            now=lambda: self.world.now,
            zone=BERLIN,
        )

    async def round(self) -> None:
        """Poll all that is due and deliver, as the parts allow."""
        world, now = self.world, lambda: self.world.now
        watchlists = [BRIDGES, *([canary.WATCHLIST] if self.parts.matching else [])]
        world.desk = Desk(
            sources=world.desk.sources,
            watchlists={one.name: one for one in watchlists},
            channels=self.channels,
            matcher=Matcher(watchlists),
        )
        world.listen(NestSources(self.nest, self.parts))
        lanes = {
            name: channel
            for name, channel in self.channels.items()
            if name != CANARY or self.parts.delivering
        }
        daemon = Daemon(
            cycle=world.cycle,
            archive=world.archive,
            deliverer=Deliverer(world.archive, lanes, now=now, zone=BERLIN.key, cron_in=cron_in),
            ops=self.ops,
            names=tuple(world.desk.sources),
            zone=BERLIN,
            now=now,
            keep=None,
            canary=self.canary,
            escalations=Escalations(
                watchlists={}, channels={}, archive=world.archive, now=now, wake=lambda: None
            ),
        )
        await daemon.once()

    async def wait(self, minutes: int) -> None:
        """Let time pass; the canary is looked for again and again, and what there is to say is delivered."""
        for _ in range(minutes):
            self.world.now += MINUTE
            await self.canary.look()

    @property
    def told(self) -> list[str]:
        return [str(payload["title"]) for payload in self.hook.kept]


@pytest.mark.parametrize("part", ["reading", "matching", "delivering"])
def test_what_does_not_arrive_is_told_once_and_so_is_the_next_that_does(
    tmp_path: Path, part: str
) -> None:
    hook = HookSink()

    async def journey(world: World) -> None:
        nest = Nest(now=lambda: world.now)
        await nest.open()
        flown = Flown(world=world, nest=nest, hook=hook)
        await flown.round()
        await flown.wait(30)
        assert flown.told == []
        setattr(flown.parts, part, False)
        world.now += EVERY
        await flown.canary.look()  # awake again: what was due meanwhile is nobody's fault
        await flown.round()
        await flown.wait(30)
        await flown.round()
        assert flown.told == ["News may not come through"]
        assert "did not arrive at the stage of sending within" in str(hook.kept[0]["message"])
        await flown.wait(30)
        setattr(flown.parts, part, True)
        await flown.round()
        await flown.wait(30)
        await flown.round()
        assert flown.told == ["News may not come through", "News comes through again"]
        await flown.wait(10)
        assert await world.articles() == []
        await nest.close()

    try:
        live(tmp_path / "archive.db", journey, sources=(POST, FLIES))
    finally:
        hook.close()
