"""A desk with a real archive, real watchlists, and sources that list what the test says."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from archive.sqlite import SqliteArchive
from archive.vocabulary import (
    Alert,
    Article,
    Channel,
    Entry,
    Secret,
    Source,
    SourceKind,
    SourceState,
    Watchlist,
)
from scheduler.clockwork import cron_in
from scheduler.cycle import Cycle, Report
from scheduler.desk import Desk
from scheduler.pages import Pages
from spiders import Listed
from spiders.mending import Missing
from watchlists import Matcher

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LEASE = 10 * MINUTE
BERLIN = ZoneInfo("Europe/Berlin")
POST = Source(name="Post", url="https://post.example/feed", every=5 * MINUTE)
TIMES = Source(name="Times", url="https://times.example/rss", every=5 * MINUTE)
BRIDGES = Watchlist(name="Bridges", query="bridge", notify=("desk",))
DESK = Channel(name="desk", to=(Secret("console://"),))
PROSE = (
    "Officials in the border town said on Sunday that the bridge over the river had been closed after an inspection "
    "found cracks in two of its pillars. Engineers were expected to need at least three weeks for the repair, and the "
    "ferry would run every half hour until then."
)


def entry(
    number: int,
    title: str = "The bridge is closed",
    *,
    age: timedelta | None = HOUR,
    text: str = "",
    host: str = "post.example",
) -> Entry:
    return Entry(
        title=f"{title} ({number})",
        url=f"https://{host}/{number}",
        text=text,
        published=None if age is None else NOW - age,
    )


class Sources:
    """Lists for each source what it was told to say; an exception is raised."""

    def __init__(self) -> None:
        self.say: dict[str, Sequence[Entry] | Listed | Exception] = {}
        self.asked: list[SourceState] = []

    async def entries(self, source: Source, state: SourceState) -> Listed:
        self.asked.append(state)
        said = self.say.get(state.name, ())
        if isinstance(said, Exception):
            raise said
        return said if isinstance(said, Listed) else Listed(entries=tuple(said))


class Sitemap:
    """Finds what the test says was missed."""

    def __init__(self) -> None:
        self.has: Sequence[Entry] = ()
        self.asked: list[tuple[datetime, datetime]] = []

    async def missing(
        self, listed: Sequence[Entry], source: Source, *, since: datetime, until: datetime
    ) -> Missing:
        assert listed
        assert source
        self.asked.append((since, until))
        return Missing(entries=tuple(self.has), outcome="from the sitemap")


class World:
    """One program over one archive, with a clock that the test moves."""

    def __init__(
        self,
        archive: SqliteArchive,
        sources: Sequence[Source],
        watchlists: Sequence[Watchlist],
        pages: Pages | None = None,
    ) -> None:
        self.now = NOW
        self.pages = pages
        self.woken = asyncio.Event()
        self.archive = archive
        self.sources = Sources()
        self.desk = Desk(
            sources={source.name: source for source in sources},
            watchlists={watchlist.name: watchlist for watchlist in watchlists},
            channels={"desk": DESK},
            matcher=Matcher(watchlists),
        )
        self.mender = Sitemap()
        self.listen(self.sources)

    def listen(self, sources: Sources) -> None:
        """Let the cycle ask these."""
        self.sources = sources
        self.cycle = Cycle(
            desk=self.desk,
            archive=self.archive,
            listers={SourceKind.FEED: sources},
            now=lambda: self.now,
            next_cron=cron_in(BERLIN),
            chance=lambda: 0.0,
            pages=self.pages,
            wake=self.woken.set,
            mender=self.mender,
        )

    async def poll(self, name: str, *entries: Entry) -> Report:
        """Let a source list these entries, and poll it."""
        self.sources.say[name] = entries
        return await self.poll_again(name)

    async def fail(self, name: str, error: Exception) -> Report:
        self.sources.say[name] = error
        return await self.poll_again(name)

    async def poll_again(self, name: str) -> Report:
        claims = await self.archive.claim_due(now=self.now, limit=1, lease=LEASE, names=[name])
        (claim,) = claims
        return await self.cycle.poll(claim)

    async def told(self) -> list[Alert]:
        """Take every waiting message, oldest first."""
        alerts: list[Alert] = []
        while True:
            later = self.now + DAY
            delivery = await self.archive.claim_delivery("desk", 0, now=later, lease=DAY)
            if delivery is None:
                return alerts
            assert isinstance(delivery.message, Alert)
            alerts.append(delivery.message)

    async def titles(self) -> list[str]:
        return [alert.title for alert in await self.told()]

    async def articles(self) -> list[Article]:
        return [article async for batch in self.archive.articles() for article in batch]


def live(
    path: Path,
    journey: Callable[[World], Awaitable[None]],
    *,
    sources: Sequence[Source] = (POST, TIMES),
    watchlists: Sequence[Watchlist] = (BRIDGES,),
    now: datetime = NOW,
    pages: Pages | None = None,
) -> None:
    """Open the archive as a program that starts, go through ``journey``, and close it."""

    async def main() -> None:
        archive = SqliteArchive(path)
        try:
            world = World(archive, sources, watchlists, pages)
            world.now = now
            await archive.enrol(sources, now=now)
            await journey(world)
        finally:
            await archive.close()

    asyncio.run(asyncio.wait_for(main(), 30))


def backfilling(reach: timedelta) -> Source:
    return replace(POST, backfill=reach)
