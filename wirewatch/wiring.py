"""Which implementation stands behind which port: the one place that knows them all."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from alerts import Deliverer, expand_channel
from archive.errors import ArchiveError
from archive.sqlite import SqliteArchive
from archive.stories import Outlets
from archive.vocabulary import FetchRules, Obey, Source, SourceKind
from scheduler.canary import Canary
from scheduler.clockwork import cron_in
from scheduler.cycle import Cycle
from scheduler.daemon import Daemon, Edition
from scheduler.desk import Desk
from scheduler.escalation import Escalations
from scheduler.nest import Nest
from scheduler.ops import Ops
from scheduler.pages import Pages
from scheduler.rechecks import Rechecks
from spiders import Fetcher, Lister, Workers
from spiders.again import PageAgain
from spiders.allocation import give_back_memory
from spiders.articles import READING, SPARE, ArticleReader
from spiders.discovery import Discovery, Finding, Progress
from spiders.mending import Mender, SitemapMender
from spiders.rests import RestingFetcher
from spiders.robots import ObedientFetcher, Robots
from spiders.web import Fetching
from watchlists import Matcher
from wirewatch.config import Config
from wirewatch.kinds import Kinds
from wirewatch.landmark import FileLandmark
from wirewatch.numbering import numbered
from wirewatch.perch import perched
from wirewatch.succession import leave_alone, succeed
from wirewatch.trying import Tell, Tools, Witness, try_address, try_source

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Return the time of the wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """The worker processes: a page that takes long must not hold up what sources list."""

    lists: Workers
    pages: Workers

    def close(self) -> None:
        """Stop both."""
        self.lists.close()
        self.pages.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spiders:
    """What reads sources and articles, all asking in the same way."""

    listers: Mapping[SourceKind, Lister]
    articles: ArticleReader
    mender: Mender
    again: PageAgain


class Running:
    """The daemon with what it works with, so that another configuration can take the place of its own."""

    def __init__(
        self,
        config: Config,
        daemon: Daemon,
        matcher: Matcher,
        readers: Readers,
        fetcher: Fetching,
        nest: Nest,
        archive: SqliteArchive,
    ) -> None:
        self.config = config
        """As the user wrote it."""
        self._archive = archive
        self._nest = nest
        self.daemon = daemon
        self._matcher = matcher
        self._readers = readers
        self._fetcher = fetcher

    async def take_up(self, config: Config) -> None:
        """Go on with another configuration of the same archive; nothing that is under way is lost."""
        before = await with_canary(self.config, self._nest)
        whole = await with_canary(config, self._nest)
        matcher = await asyncio.to_thread(succeed, self._matcher, whole)
        desk = await numbered(desk_of(whole, matcher), self._archive)
        former = self._fetcher
        if whole.fetch != before.fetch:
            self._fetcher = await fetching(whole.fetch)
        self._archive.outlets = Outlets(config.owners)
        await self.daemon.take_up(
            edition_of(whole, desk, spiders(whole, self._fetcher, self._readers))
        )
        self.config, self._matcher = config, desk.matcher
        leave_alone()
        if former is not self._fetcher:
            await self.daemon.under_way()
            await former.close()

    async def close(self) -> None:
        """Close what asks the web and reads; the archive is its opener's."""
        await self._fetcher.close()


@asynccontextmanager
async def daemon(config: Config) -> AsyncIterator[Running]:
    """Open everything the daemon needs and close it after; call it under the archive's lock."""
    give_back_memory()
    async with AsyncExitStack() as opened:
        archive = SqliteArchive(config.archive, outlets=Outlets(config.owners))
        opened.push_async_callback(archive.close)
        await archive.release_claims()
        await archive.harvest(now=utc_now())
        nest = Nest(now=utc_now)
        opened.push_async_callback(nest.close)
        whole = await with_canary(config, nest)
        await archive.enrol(whole.sources, now=utc_now())
        readers = readers_of()
        opened.callback(readers.close)
        running = await _assembled(whole, archive, readers, await fetching(whole.fetch), nest)
        running.config = config
        opened.push_async_callback(running.close)
        yield running


async def fetching(rules: FetchRules) -> Fetching:
    """Open what asks the web."""
    from spiders.crawl.fetcher import ScrapyFetcher  # half a second, and only for those who fetch

    fetcher = ScrapyFetcher(rules, user_agent=user_agent(rules))
    await fetcher.open()
    return fetcher


async def with_canary(config: Config, nest: Nest) -> Config:
    """Return a configuration with the canary in it, if it asks for one; its nest is open then."""
    if config.canary is None:
        return config
    await nest.open()
    return perched(config, nest.url)


async def _assembled(
    config: Config, archive: SqliteArchive, readers: Readers, fetcher: Fetching, nest: Nest
) -> Running:
    """Put the parts together; new watchlists that look back have done so when this returns."""
    desk = await numbered(desk_of(config), archive)
    # The compiled watchlists stay: the garbage collector need not walk through them again and again.
    leave_alone()
    ops = Ops(
        names=config.ops, channels=desk.channels, archive=archive, now=utc_now, zone=config.timezone
    )
    deliverer = _deliverer(config, desk, archive, ops)
    used = spiders(config, fetcher, readers)
    cycle = _cycle(config, desk, archive, used, deliverer)
    await cycle.catch_up(archive)
    made = Daemon(
        cycle=cycle,
        archive=archive,
        deliverer=deliverer,
        ops=ops,
        names=tuple(desk.sources),
        zone=config.timezone,
        now=utc_now,
        keep=config.keep,
        canary=Canary(
            archive=archive,
            every=config.canary,
            released=lambda: nest.released,
            tell=ops.say,
            now=utc_now,
            zone=config.timezone,
        ),
        escalations=Escalations(
            watchlists=desk.watchlists,
            channels=desk.channels,
            archive=archive,
            now=utc_now,
            wake=deliverer.wake,
        ),
        rechecks=Rechecks(
            cycle=cycle, archive=archive, looker=used.again, now=utc_now, wake=deliverer.wake
        ),
        landmark=FileLandmark(config.archive),
    )
    return Running(config, made, desk.matcher, readers, fetcher, nest, archive)


def _cycle(
    config: Config, desk: Desk, archive: SqliteArchive, used: Spiders, deliverer: Deliverer
) -> Cycle:
    return Cycle(
        desk=desk,
        archive=archive,
        listers=used.listers,
        pages=Pages(used.articles),
        wake=deliverer.wake,
        now=utc_now,
        next_cron=cron_in(config.timezone),
        mender=used.mender,
    )


def _deliverer(config: Config, desk: Desk, archive: SqliteArchive, ops: Ops) -> Deliverer:
    return Deliverer(
        archive,
        desk.channels,
        now=utc_now,
        zone=config.timezone.key,
        cron_in=cron_in,
        on_failure=ops.channel_failed,
        on_remark=ops.template_failed,
    )


def readers_of() -> Readers:
    """Return the worker processes; each starts with its first document."""
    return Readers(lists=Workers(), pages=Workers(limit=READING))


def edition_of(config: Config, desk: Desk, used: Spiders) -> Edition:
    """Return what a configuration makes of the daemon."""
    return Edition(
        desk=desk,
        listers=used.listers,
        pages=Pages(used.articles),
        mender=used.mender,
        looker=used.again,
        ops=config.ops,
        zone=config.timezone,
        next_cron=cron_in(config.timezone),
        keep=config.keep,
        canary=config.canary,
    )


async def tried(config: Config, what: Source | str, *, most: int, tell: Tell) -> bool:
    """Try a source, or what is at an address; False when it cannot be read. Nothing is stored or sent."""
    readers = readers_of()
    fetcher = await fetching(config.fetch)
    archive, why = _archive_to_read(config)
    try:
        witness = Witness(fetcher, tell)
        used = spiders(config, witness, readers)
        states = await archive.sources() if archive else ()
        tools = Tools(
            desk=desk_of(config),
            listers=used.listers,
            articles=used.articles,
            fetcher=witness,
            workers=readers.lists,
            archive=archive,
            states={state.name: state for state in states},
            no_archive=why,
            now=utc_now,
            tell=tell,
        )
        if isinstance(what, Source):
            return await try_source(what, tools, most=most)
        return await try_address(what, tools, most=most)
    finally:
        await fetcher.close()
        readers.close()
        if archive is not None:
            await archive.close()


def _archive_to_read(config: Config) -> tuple[SqliteArchive | None, str | None]:
    """Return the archive, or why there is none to compare with."""
    if not config.archive.exists():
        return None, "there is no archive yet"
    try:
        return SqliteArchive(config.archive, to_read=True), None
    except ArchiveError as error:
        return None, str(error)


async def discovered(url: str, rules: FetchRules, progress: Progress) -> list[Finding]:
    """Look for the sources of the site at ``url``; raises `spiders.SpiderError` when it cannot be read."""
    from spiders.crawl.fetcher import ScrapyFetcher

    fetcher = ScrapyFetcher(rules, user_agent=user_agent(rules))
    workers = Workers()
    robots = Robots(fetcher, agent=user_agent(rules), now=utc_now)
    obedient = ObedientFetcher(fetcher, robots, now=utc_now)
    used = fetcher if rules.robots is Obey.NONE else obedient
    try:
        await fetcher.open()
        return await Discovery(used, workers, robots, now=utc_now, progress=progress).discover(url)
    finally:
        await fetcher.close()
        workers.close()


def spiders(config: Config, fetcher: Fetcher, readers: Readers) -> Spiders:
    """Return what lists the entries of each kind of source, and reads articles; robots.txt is obeyed as the rules say."""
    rules, agent = config.fetch, user_agent(config.fetch)
    fetcher = RestingFetcher(fetcher, own=rules.allow, now=utc_now)
    robots = Robots(fetcher, agent=agent, now=utc_now)
    obedient = ObedientFetcher(fetcher, robots, now=utc_now)
    for_pages = fetcher if rules.robots is Obey.NONE else obedient
    used = Kinds(
        rules, robots, readers.lists, folder=config.path.parent, agent=agent, now=utc_now
    ).listers(fetcher)
    return Spiders(
        listers=used,
        articles=ArticleReader(for_pages, readers.pages, now=utc_now, limit=rules.timeout + SPARE),
        mender=SitemapMender(for_pages, readers.lists, robots, now=utc_now),
        again=PageAgain(for_pages, readers.pages, now=utc_now, limit=rules.timeout + SPARE),
    )


def desk_of(config: Config, matcher: Matcher | None = None) -> Desk:
    """Return what the user configured as the polling cycle needs it; ``matcher`` when there is one for it already."""
    channels = (expand_channel(channel) for channel in config.channels)
    return Desk(
        sources={source.name: source for source in config.sources},
        watchlists={watchlist.name: watchlist for watchlist in config.watchlists},
        channels={channel.name: channel for channel in channels},
        matcher=matcher or Matcher(config.watchlists, config.terms),
    )


def user_agent(rules: FetchRules) -> str:
    """Return how we introduce ourselves: the program, its version, and whom to write to."""
    if rules.user_agent:
        return rules.user_agent
    contact = f"; {rules.contact}" if rules.contact else ""
    return f"Wirewatch/{version('wirewatch')} (news monitoring{contact})"
