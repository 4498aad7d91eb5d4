"""Looking again at articles that matched: what is due, and what came of it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from archive.errors import ArchiveError
from archive.polling import Reworded
from archive.ports import Rechecks as Planned
from archive.rechecks import Looked, Recheck, ahead
from archive.vocabulary import Article, FullText, Source, Validators
from scheduler.cycle import Cycle
from scheduler.desk import Desk
from scheduler.revisions import gone, revision_of, seen_again
from spiders import SpiderError, StatusError
from spiders.again import Look, Sight

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Looks under way together; hosts are asked one request at a time whatever this is."""
LEASE = timedelta(minutes=10)
NEVER = "`full_text: never`"


class Looker(Protocol):
    """Looks at pages again."""

    async def look(self, article: Article, source: Source | None, validators: Validators) -> Look:
        """Look at an article's page, asked as its source is; raises `SpiderError` when no answer came."""
        ...


class Rechecks:
    """Looks at articles that are due, and has what came of it written."""

    def __init__(
        self,
        *,
        cycle: Cycle,
        archive: Planned,
        looker: Looker,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        """``wake`` hears that there are alerts."""
        self._cycle = cycle
        self._archive = archive
        self._looker = looker
        self._now = now
        self._wake = wake
        self._under_way: set[asyncio.Task[None]] = set()

    def take_up(self, looker: Looker) -> None:
        """Look with another looker from now on."""
        self._looker = looker

    async def tick(self) -> None:
        """Begin to look at what is due, as far as there is room."""
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return
        for recheck in await self._archive.claim_rechecks(now=self._now(), limit=free, lease=LEASE):
            task = asyncio.create_task(self._look(recheck), name=f"recheck {recheck.article.url}")
            self._under_way.add(task)
            task.add_done_callback(self._ended)

    async def round(self) -> None:
        """Look at all that is due now."""
        while True:
            await self.tick()
            if not self._under_way:
                return
            await self.under_way()

    async def under_way(self) -> None:
        """Wait until the looks that are under way now have ended."""
        if self._under_way:
            await asyncio.wait(tuple(self._under_way))

    async def end(self) -> None:
        """Give up what is under way; it is due again at the next start."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, ArchiveError):
            log.warning("%s was not written and is done again: %s", task.get_name(), error)
        elif error is not None:
            # A mistake of ours must not stop the others; the claim runs out and it is looked at again.
            log.error("%s failed unexpectedly", task.get_name(), exc_info=error)

    async def _look(self, recheck: Recheck) -> None:
        article = recheck.article
        source = self._cycle.source(article.source)
        if article.url is None or (source and source.full_text is FullText.NEVER):
            log.debug("%s: no page to look at", article.url or article.title)
            await self._write(recheck, Looked(ahead=None), None)
            return
        # Some servers say «not changed» for ever: the last look asks for the whole page.
        last = recheck.step == len(recheck.steps) - 1
        validators = Validators() if last else recheck.validators
        try:
            look = await self._looker.look(article, source, validators)
        except SpiderError as error:
            wait = error.wait if isinstance(error, StatusError) else None
            log.debug("%s: %s", article.url, error)
            due = ahead(recheck, now=self._now(), failed=True, wait=wait)
            await self._write(recheck, Looked(ahead=due, validators=recheck.validators), None)
            return
        due = ahead(recheck, now=self._now())
        await self._write(recheck, Looked(ahead=due, validators=look.validators), look)

    async def _write(self, recheck: Recheck, looked: Looked, look: Look | None) -> None:
        posted = await self._cycle.settle(
            recheck, lambda desk: concluded(recheck, looked, look, desk, self._now()), self._archive
        )
        if posted:
            self._wake()


def concluded(
    recheck: Recheck, looked: Looked, look: Look | None, desk: Desk, now: datetime
) -> Looked:
    """Decide what a look means; a pure function."""
    reworded = found(recheck, look) if look else None
    if reworded is None:
        return looked
    edit = reworded.edit
    what = ", ".join(edit.kinds) if edit else "its text is known now"
    log.info("%s: «%s»: %s", recheck.article.outlet, recheck.article.title, what)
    revision = revision_of(reworded, desk, now=now)
    return Looked(ahead=looked.ahead, validators=looked.validators, revision=revision)


def found(recheck: Recheck, look: Look) -> Reworded | None:
    """Return how an article reads by a look; None when that says nothing new. A wall or an error says nothing."""
    article = recheck.article
    match look.sight:
        case Sight.GONE:
            return None if recheck.gone else gone(article, look.reason)
        case Sight.READ:
            return seen_again(article, look, was_gone=recheck.gone)
        case _:
            return None
