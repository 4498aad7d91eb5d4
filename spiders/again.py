"""Another look at the page of an article that the archive has: asked for with conditions, read in a worker."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlsplit

from archive.address import canonical_address
from archive.vocabulary import Article, Entry, Source, Validators
from spiders.errors import TooSlowError
from spiders.feeds import check_status
from spiders.page import Page, read_page
from spiders.reading.addresses import is_home
from spiders.reading.facts import alike
from spiders.web import Answer, Ask, Fetcher, Manners, manners_of
from spiders.workers import Workers

LIMIT = timedelta(seconds=30)
"""For one look: its request, its turn in the host's queue, and the reading."""
NOT_THERE = {HTTPStatus.NOT_FOUND: "not found (404)", HTTPStatus.GONE: "gone for good (410)"}
SAME_HEADLINE = 0.25
"""How alike the headlines must be where the address leads to another by now."""


class Sight(StrEnum):
    """What a look found."""

    READ = "read"
    UNCHANGED = "unchanged"
    GONE = "gone"
    HIDDEN = "hidden"
    """There is a page, but not the article's: a wall, an error, the front page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What another look at an article's page found."""

    sight: Sight
    titles: tuple[str, ...] = ()
    """The best first."""
    text: str = ""
    whole: str = ""
    """All that a reader of the page sees, the article and what is around it."""
    reason: str = ""
    """Why nothing was read."""
    validators: Validators = field(default_factory=Validators)


class PageAgain:
    """Looks at pages again; each host is asked for one page at a time."""

    def __init__(
        self,
        fetcher: Fetcher,
        workers: Workers,
        *,
        now: Callable[[], datetime],
        limit: timedelta = LIMIT,
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._now = now
        self._limit = limit
        self._turns: dict[str, asyncio.Lock] = {}

    async def look(self, article: Article, source: Source | None, validators: Validators) -> Look:
        """Look at an article's page; ``validators`` are those of the last look.

        It is asked in the manners of its source, through its proxy above all; ``source`` is None when nobody watches
        that any more.
        Raises `SpiderError` when no answer came, or none that says anything of the article.
        """
        assert article.url is not None  # noqa: S101 - nobody asks for a page without an address
        host = urlsplit(article.url).netloc
        manners = manners_of(source) if source else Manners()
        ask = Ask(url=article.url, validators=validators, manners=manners)
        turn = self._turns.setdefault(host, asyncio.Lock())
        try:
            async with turn, asyncio.timeout(self._limit.total_seconds()):
                return await self._look(article, ask)
        except TimeoutError as error:
            why = f"its page did not come within {self._limit.total_seconds():g} s"
            raise TooSlowError(why) from error
        finally:
            if not turn.locked():
                self._turns.pop(host, None)

    async def _look(self, article: Article, ask: Ask) -> Look:
        answer = await self._fetcher.fetch(ask)
        if answer.status == HTTPStatus.NOT_MODIFIED and ask.validators != Validators():
            return Look(sight=Sight.UNCHANGED, validators=ask.validators)
        if answer.status in NOT_THERE:
            reason = f"the server says that it is {NOT_THERE[HTTPStatus(answer.status)]}"
            return Look(sight=Sight.GONE, reason=reason)
        check_status(answer, now=self._now())
        page = await self._workers.run(
            read_page,
            answer.body,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
            # Not the headline: it would be among those of the page, whatever stands there now.
            hint=Entry(url=article.url),
            whole=True,
        )
        return seen(article, answer, page)


def seen(article: Article, answer: Answer, page: Page) -> Look:
    """Say what a page shows; a pure function."""
    if page.partial is not None or not page.titles:
        reason = page.partial or "its page has no article"
        return Look(sight=Sight.HIDDEN, reason=reason)
    if canonical_address(article.url) != canonical_address(answer.url):
        likeness = max(alike(article.title, each) for each in page.titles)
        if is_home(answer.url) or likeness < SAME_HEADLINE:
            reason = "its address leads to a page with another headline"
            return Look(sight=Sight.HIDDEN, reason=reason)
    return Look(
        sight=Sight.READ,
        titles=page.titles,
        text=page.text,
        whole=page.whole,
        validators=answer.validators,
    )
