"""What the archive has for watchlists that are new: told when they look back, counted when they do not."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from alerts import route
from archive.ports import Watched
from archive.vocabulary import CANARY, Article, Hit, Watchlist
from scheduler.desk import Desk
from scheduler.documents import facts_of
from scheduler.report import count

log = logging.getLogger(__name__)

COUNTED = timedelta(days=7)
"""How far back it is counted what a new watchlist matches and does not tell."""


class LookBack:
    """Goes through the archive for watchlists that were not there before."""

    def __init__(self, *, writing: asyncio.Lock, now: Callable[[], datetime]) -> None:
        """``writing`` keeps polls from matching at the same time."""
        self._writing = writing
        self._now = now
        self._silent: set[str] = set()
        """New watchlists of which it is not counted yet what they match."""

    async def catch_up(self, archive: Watched, desk: Desk) -> None:
        """Tell what is in the archive to new watchlists that ask for it (``backfill``)."""
        now = self._now()
        for name in await archive.new_watchlists(tuple(desk.watchlists), now=now):
            watchlist = desk.watchlists[name]
            if not watchlist.backfill:
                self._silent.add(name)
                continue
            told = await self._backfill(archive, desk, watchlist, now)
            log.info("%s: new watchlist, %s by backfill", name, count(told, "alert", "alerts"))

    async def untold(self, archive: Watched, desk: Desk) -> Mapping[tuple[str, str], int]:
        """Count, once, the stories that match new watchlists and are told to nobody, by channel and watchlist."""
        names = frozenset(self._silent & desk.watchlists.keys()) - {CANARY}
        self._silent.clear()
        if not names:
            return {}
        stories: set[tuple[str, int]] = set()
        async for batch in archive.articles(since=self._now() - COUNTED):
            async with self._writing:
                for article in batch:
                    hits = await _hits(desk, article, names)
                    stories |= {(hit.watchlist, article.story) for hit in hits}
        found = Counter(name for name, _ in stories)
        for name in sorted(names):
            matched = count(found[name], "story", "stories")
            log.info("%s: new watchlist, %s of %d days match", name, matched, COUNTED.days)
        return {
            (channel, name): number
            for name, number in found.items()
            for channel in dict.fromkeys(desk.watchlists[name].notify)
        }

    async def _backfill(
        self, archive: Watched, desk: Desk, watchlist: Watchlist, now: datetime
    ) -> int:
        told = 0
        async for batch in archive.articles(since=now - watchlist.backfill):
            # The matcher serves one at a time, and polls may be under way.
            async with self._writing:
                for article in batch:
                    hits = await _hits(desk, article, frozenset({watchlist.name}))
                    postings = route(
                        hits,
                        facts=facts_of(article),
                        watchlists=desk.watchlists,
                        channels=desk.channels,
                    )
                    if hits:
                        told += await archive.add_matches(article, hits, postings, now=now)
        return told


async def _hits(desk: Desk, article: Article, names: frozenset[str]) -> list[Hit]:
    found = await asyncio.to_thread(desk.match, article)
    return [hit for hit in found if hit.watchlist in names]
