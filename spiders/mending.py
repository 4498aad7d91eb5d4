"""Finding what slipped by: the entries of a gap in the sitemaps that the site's robots.txt names."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from archive.vocabulary import Entry, Source
from spiders.errors import SpiderError
from spiders.feeds import check_status
from spiders.robots import Robots
from spiders.sitemap import Sitemap, read_sitemap, same_site
from spiders.sitemaps import NEWEST_NAMES, newest
from spiders.web import Ask, Fetcher, manners_of
from spiders.workers import Workers

MOST_READ = 5
"""Sitemaps that are read for one gap."""
MOST_FOUND = 300
"""Entries that one gap is filled with, the newest."""
LIMIT = timedelta(minutes=2)
"""For one gap, waiting for the turn of its host included."""
LEEWAY = timedelta(minutes=5)
"""An entry may have been dated a little before the last poll that did not list it yet."""
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What was found for a gap."""

    entries: tuple[Entry, ...] = ()
    outcome: str
    """Where they were found, or why not, in plain words."""


class Mender(Protocol):
    """Somebody who can look for what slipped by."""

    async def missing(
        self, listed: Sequence[Entry], source: Source, *, since: datetime, until: datetime
    ) -> Missing:
        """Return what the site that ``listed`` leads to published between two moments; asked as its source is."""
        ...


class SitemapMender:
    """Looks into the sitemaps that robots.txt names, those of news first, politely and not for long."""

    def __init__(
        self, fetcher: Fetcher, workers: Workers, robots: Robots, *, now: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._robots = robots
        self._now = now

    async def missing(
        self, listed: Sequence[Entry], source: Source, *, since: datetime, until: datetime
    ) -> Missing:
        """See `Mender.missing`."""
        site = site_of(listed)
        if site is None:
            return Missing(outcome="its entries lead to no one site that could have a sitemap")
        try:
            async with asyncio.timeout(LIMIT.total_seconds()):
                return await self._look(site, listed, source, since=since - LEEWAY, until=until)
        except TimeoutError:
            return Missing(outcome="reading the sitemaps of its site took too long")
        except SpiderError as error:
            return Missing(outcome=f"the sitemaps of its site cannot be read: {error}")

    async def _look(
        self,
        site: str,
        listed: Sequence[Entry],
        source: Source,
        *,
        since: datetime,
        until: datetime,
    ) -> Missing:
        maps = await self._robots.sitemaps(site, proxy=source.proxy)
        named = [each for each in maps if same_site(each, site)]
        if not named:
            return Missing(outcome="the robots.txt of its site names no sitemap")
        # Those of news first; a site's own order otherwise.
        waiting = sorted(named, key=lambda url: not NEWEST_NAMES.search(urlsplit(url).path))
        sections = {section(entry.url) for entry in listed}
        done: set[str] = set()
        failure: SpiderError | None = None
        while waiting and len(done) < MOST_READ:
            url = waiting.pop(0)
            if url in done or not same_site(url, site):
                continue
            done.add(url)
            try:
                read = await self._read(url, source)
            except SpiderError as error:
                failure = error
                continue
            children = [c for c in read.children if c.modified is None or c.modified >= since]
            waiting = [*(child.url for child in newest(children, MOST_READ)), *waiting]
            found = [
                entry
                for entry in read.entries
                if entry.published
                and since <= entry.published <= until
                and same_site(entry.url, site)
                and section(entry.url) in sections
            ]
            if found:
                return Missing(entries=tuple(found[:MOST_FOUND]), outcome=f"from {url}")
        if failure is not None and len(done) == 1:
            raise failure
        return Missing(outcome=f"not in the sitemaps of its site ({len(done)} read)")

    async def _read(self, url: str, source: Source) -> Sitemap:
        answer = await self._fetcher.fetch(Ask(url=url, manners=manners_of(source)))
        check_status(answer, now=self._now())
        return await self._workers.run(
            read_sitemap,
            answer.body,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
        )


def site_of(entries: Sequence[Entry]) -> str | None:
    """Return an address of the site that more than half of the entries lead to; a feed need not lie there itself."""
    hosts = Counter(urlsplit(entry.url).netloc for entry in entries if entry.url)
    host, times = hosts.most_common(1)[0] if hosts else ("", 0)
    if 2 * times <= hosts.total():
        return None
    return next(entry.url for entry in entries if entry.url and urlsplit(entry.url).netloc == host)


def section(url: str | None) -> str:
    """Return the part of a site that an address belongs to: its first folder, unless that is a date.

    A feed may be of one section only, and a sitemap is of the whole site.
    """
    folders = [part for part in urlsplit(url or "").path.split("/") if part][:-1]
    return "" if not folders or DIGITS.fullmatch(folders[0]) else folders[0].lower()
