"""Article pages: asked for politely, read in a worker, and joined with the entries that led to them.

Nothing that goes wrong with a page is an error of its source: the entry then comes back as it was, with the reason.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from archive.address import canonical_address, host_of
from archive.vocabulary import Entry, Source
from spiders.errors import FetchLaterError, PageError, SpiderError, StatusError
from spiders.feeds import check_status
from spiders.full_text import is_addressed, leads_elsewhere, target_in, with_page, without_page
from spiders.page import Page, read_page
from spiders.web import Answer, Ask, Fetcher, manners_of
from spiders.workers import Workers

log = logging.getLogger(__name__)

SPARE = timedelta(seconds=10)
"""What one article gets beyond the time of a request: for its turn in the host's queue, for being sent on, and for the
reading. Less would give up requests that still keep their host busy."""
READING = timedelta(seconds=20)
"""For reading one page; the worker that takes longer is ended."""
MOST_STEPS = 4
"""Pages that may send us on by a refresh or as redirectors, the first included."""
PATIENCE = 3
"""Pages in a row that a host fails to bring, before it is left alone for a while."""
REST = timedelta(minutes=5)
MOST_HOSTS = 2_000
NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
REFUSED = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    }
)


class _RefusedError(StatusError):
    """The page is there, and not for us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page on the way from an entry's address to its article."""

    answer: Answer
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    until: datetime
    why: str


class ArticleReader:
    """Reads the pages of entries; hosts that do not answer are left alone for a while."""

    def __init__(
        self,
        fetcher: Fetcher,
        workers: Workers,
        *,
        now: Callable[[], datetime],
        limit: timedelta,
    ) -> None:
        """``limit`` is for one article, the time of a request with `SPARE`."""
        self._fetcher = fetcher
        self._workers = workers
        self._now = now
        self._limit = limit
        self._failures: dict[str, int] = {}
        self._rests: dict[str, _Rest] = {}

    async def read(self, entry: Entry, source: Source) -> Entry:
        """Return an entry with what its page says; ``partial`` says why there is no full text, if there is none."""
        host = urlsplit(entry.url or "").netloc
        if (rest := self._rests.get(host)) is not None and self._now() < rest.until:
            return without_page(
                entry, f"its host is left alone for a while: {rest.why}", later=True
            )
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                steps = await self.steps(entry, source)
        except TimeoutError:
            why = f"its page did not come within {self._limit.total_seconds():g} s"
            self._failed(host, why, wait=None)
            return without_page(entry, why, later=True)
        except SpiderError as error:
            why = f"its page could not be read: {error}"
            if isinstance(error, FetchLaterError | StatusError):
                self._failed(host, why, wait=_wait(error))
            return without_page(entry, why, later=may_do_better(error))
        self._failures.pop(host, None)
        return joined(entry, steps, source)

    async def steps(self, entry: Entry, source: Source) -> list[Step]:
        """Ask for the page of an entry and for those that it sends us on to, at most 4.

        Raises `SpiderError` when the first cannot be had; later ones end the way at the page before.
        """
        steps: list[Step] = []
        seen: set[str | None] = set()
        onward = self._short_cut(entry, source)
        while onward and canonical_address(onward) not in seen and len(steps) < MOST_STEPS:
            try:
                step = await self._step(onward, entry, source)
            except SpiderError as error:
                if not steps:
                    raise
                log.debug("%s sends us on in vain: %s", steps[-1].answer.url, error)
                break
            steps.append(step)
            seen |= {canonical_address(url) for url in (onward, step.answer.url)}
            onward = _onward(step, source)
        return steps

    def _short_cut(self, entry: Entry, source: Source) -> str | None:
        url = entry.url or ""
        return (leads_elsewhere(url, source) and target_in(url)) or entry.url

    async def _step(self, url: str, entry: Entry, source: Source) -> Step:
        answer = await self._fetcher.fetch(Ask(url=url, manners=manners_of(source)))
        try:
            check_status(answer, now=self._now())
        except StatusError as error:
            if answer.status in NOT_THERE:
                # Of this article alone; it says nothing of its host.
                raise PageError(str(error)) from error
            if answer.status in REFUSED:
                raise _RefusedError(str(error), wait=error.wait) from error
            raise
        page = await self._workers.run(
            read_page,
            answer.body,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
            hint=replace(entry, title="") if is_addressed(entry) else entry,
        )
        return Step(answer=answer, page=page)

    def _failed(self, host: str, why: str, *, wait: timedelta | None) -> None:
        """Count a failure of a host; after three in a row, or when it asks for it, it gets a rest."""
        failures = self._failures[host] = self._failures.get(host, 0) + 1
        if wait is None and failures < PATIENCE:
            return
        now = self._now()
        self._rests[host] = _Rest(until=now + max(REST, wait or REST), why=why)
        self._failures.pop(host)
        if len(self._rests) > MOST_HOSTS:
            self._rests = {each: rest for each, rest in self._rests.items() if now < rest.until}


def joined(entry: Entry, steps: list[Step], source: Source) -> Entry:
    """Return an entry with what the pages on the way to its article say; a pure function. The last with a text counts.

    An address of a redirector that did not say where it leads stays, and is marked as unresolved.
    """
    last = next((step for step in reversed(steps) if step.page.partial is None), steps[-1])
    final = last.answer.url
    if last.page.partial is not None and leads_elsewhere(final, source):
        return without_page(
            entry, f"unresolved: {host_of(final)} does not say where its address leads"
        )
    return with_page(entry, last.page, source=source, final=final)


def _onward(step: Step, source: Source) -> str | None:
    """Return where a page sends us on; whom we are sent to is asked like anybody else, guard and robots.txt included."""
    if leads_elsewhere(step.answer.url, source) and step.page.elsewhere:
        return step.page.elsewhere
    return step.page.meta_refresh


def may_do_better(error: SpiderError) -> bool:
    """Say whether a page that failed is worth another look: not one that is refused."""
    return isinstance(error, FetchLaterError | StatusError) and not isinstance(error, _RefusedError)


def _wait(error: SpiderError) -> timedelta | None:
    return error.wait if isinstance(error, StatusError) else None
