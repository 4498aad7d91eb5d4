"""Which implementation stands behind which port: the one place that knows them all."""

import gc
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version

from alerts import Deliverer, expand_channel
from archive.sqlite import SqliteArchive
from archive.vocabulary import FetchRules, Obey, SourceKind
from scheduler.clockwork import cron_in
from scheduler.cycle import Cycle, Desk
from scheduler.daemon import Daemon
from scheduler.ops import Ops
from spiders import FeedSpider, Fetcher, Lister, Workers
from spiders.discovery import Discovery, Finding, Progress
from spiders.listing_pages import ListingPageSpider
from spiders.robots import ObedientFetcher, Robots
from spiders.sitemaps import SitemapSpider
from watchlists import Matcher
from wirewatch.config import Config

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Return the time of the wall clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def daemon(config: Config) -> AsyncIterator[Daemon]:
    """Open everything the daemon needs and close it after; call it under the archive's lock."""
    from spiders.crawl.fetcher import ScrapyFetcher  # half a second, and only for those who fetch

    archive = SqliteArchive(config.archive)
    fetcher = ScrapyFetcher(config.fetch, user_agent=user_agent(config.fetch))
    workers = Workers()
    try:
        await archive.release_claims()
        await archive.enrol(config.sources, now=utc_now())
        await fetcher.open()
        yield await _assembled(config, archive, listers(config.fetch, fetcher, workers))
    finally:
        await fetcher.close()
        workers.close()
        await archive.close()


async def _assembled(
    config: Config, archive: SqliteArchive, listers_: Mapping[SourceKind, Lister]
) -> Daemon:
    """Put the parts together; new watchlists that look back have done so when this returns."""
    desk = desk_of(config)
    # The compiled watchlists stay: the garbage collector need not walk through them again and again.
    gc.freeze()
    ops = Ops(names=config.ops, channels=desk.channels, archive=archive, now=utc_now)
    deliverer = Deliverer(
        archive, desk.channels, now=utc_now, zone=config.timezone.key, on_dead=ops.channel_failed
    )
    cycle = Cycle(
        desk=desk,
        archive=archive,
        listers=listers_,
        now=utc_now,
        next_cron=cron_in(config.timezone),
    )
    await cycle.catch_up(archive)
    return Daemon(
        cycle=cycle,
        archive=archive,
        deliverer=deliverer,
        ops=ops,
        names=tuple(desk.sources),
        zone=config.timezone,
        now=utc_now,
        keep=config.keep,
    )


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


def listers(rules: FetchRules, fetcher: Fetcher, workers: Workers) -> Mapping[SourceKind, Lister]:
    """Return what lists the entries of each kind of source; robots.txt is obeyed as the rules say."""
    robots = Robots(fetcher, agent=user_agent(rules), now=utc_now)
    obedient = ObedientFetcher(fetcher, robots, now=utc_now)
    for_feeds = obedient if rules.robots is Obey.ALL else fetcher
    for_pages = fetcher if rules.robots is Obey.NONE else obedient
    return {
        SourceKind.FEED: FeedSpider(for_feeds, workers, now=utc_now),
        SourceKind.SITEMAP: SitemapSpider(for_pages, workers, robots, now=utc_now),
        SourceKind.PAGE: ListingPageSpider(for_pages, workers, now=utc_now),
    }


def desk_of(config: Config) -> Desk:
    """Return what the user configured as the polling cycle needs it."""
    channels = (expand_channel(channel) for channel in config.channels)
    return Desk(
        sources={source.name: source for source in config.sources},
        watchlists={watchlist.name: watchlist for watchlist in config.watchlists},
        channels={channel.name: channel for channel in channels},
        matcher=Matcher(config.watchlists, config.terms),
    )


def user_agent(rules: FetchRules) -> str:
    """Return how we introduce ourselves: the program, its version, and whom to write to."""
    if rules.user_agent:
        return rules.user_agent
    contact = f"; {rules.contact}" if rules.contact else ""
    return f"Wirewatch/{version('wirewatch')} (news monitoring{contact})"
