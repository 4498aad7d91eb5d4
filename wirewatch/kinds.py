"""Which kind of source is listed by what."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from archive.vocabulary import FetchRules, Obey, Source, SourceKind, SourceState
from spiders import FeedSpider, Fetcher, Listed, Lister, Workers
from spiders.listing_pages import ListingPageSpider
from spiders.plain import AddressSpider
from spiders.robots import ObedientFetcher, Robots
from spiders.sitemaps import SitemapSpider


class Kinds:
    """Makes what lists the entries of each kind of source; robots.txt is obeyed as the rules say."""

    def __init__(
        self,
        rules: FetchRules,
        robots: Robots,
        workers: Workers,
        *,
        folder: Path,
        agent: str,
        now: Callable[[], datetime],
    ) -> None:
        self._rules = rules
        self._robots = robots
        self._workers = workers
        self._folder = folder
        """Where the user's own spiders are looked for."""
        self._agent = agent
        self._now = now

    def listers(self, fetcher: Fetcher) -> Mapping[SourceKind, Lister]:
        """Return the lister of every kind."""
        documents = self._documents(fetcher)
        return {
            **documents,
            SourceKind.SEARCH: documents[SourceKind.FEED],
            SourceKind.ADDRESS: AddressSpider(
                fetcher, self._workers, self._documents, now=self._now
            ),
            SourceKind.SPIDER: self,
        }

    def _documents(self, fetcher: Fetcher) -> Mapping[SourceKind, Lister]:
        obedient = ObedientFetcher(fetcher, self._robots, now=self._now)
        for_feeds = obedient if self._rules.robots is Obey.ALL else fetcher
        for_pages = fetcher if self._rules.robots is Obey.NONE else obedient
        return {
            SourceKind.FEED: FeedSpider(for_feeds, self._workers, now=self._now),
            SourceKind.SITEMAP: SitemapSpider(
                for_pages, self._workers, self._robots, now=self._now
            ),
            SourceKind.PAGE: ListingPageSpider(for_pages, self._workers, now=self._now),
        }

    async def entries(self, source: Source, state: SourceState) -> Listed:
        """List what a spider of the user's own yields."""
        from spiders.crawl.own import OwnSpiders  # imports Scrapy, and only for those who have any

        own = OwnSpiders(
            self._rules,
            None if self._rules.robots is Obey.NONE else self._robots,
            user_agent=self._agent,
            folder=self._folder,
            now=self._now,
        )
        return await own.entries(source, state)
