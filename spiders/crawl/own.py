"""Spiders of the user's own: found by their dotted path, run in an ordinary crawl within our limits."""

import asyncio
import importlib
import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings

from archive.vocabulary import Entry, FetchRules, Secret, Source, SourceState
from spiders.crawl.errors import explained
from spiders.crawl.fetcher import answer_of, settings
from spiders.crawl.guard import HOPS, Hop
from spiders.crawl.manners import MANNERS
from spiders.errors import FetchError, ListingError, OwnSpiderError, SpiderError, TooSlowError
from spiders.feeds import check_status
from spiders.items import entry_of
from spiders.listing import Listed
from spiders.robots import Robots
from spiders.web import Manners, host_and_port

log = logging.getLogger(__name__)

LIMIT = timedelta(minutes=5)
"""For one poll."""
MOST_ITEMS = 1_000
MOST_REQUESTS = 200
ENDING = 10.0
"""Seconds that a spider gets to end when it is stopped."""
NOTES = "WIREWATCH_NOTES"
"""Setting: what is written down of a crawl."""
ROOMS = frozenset({"alerts", "archive", "scheduler", "spiders", "watchlists", "wirewatch"})
REACTOR = "twisted.internet.reactor"


class WrongSpiderError(Exception):
    """A dotted path that leads to no spider, with how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def spider_class(path: str, folder: Path) -> type[Spider]:
    """Return the class at a dotted path; its module is looked for in ``folder`` first.

    Raises `WrongSpiderError`.
    """
    module, dot, name = path.rpartition(".")
    if not dot or not all(part.isidentifier() for part in path.split(".")):
        raise WrongSpiderError(
            "this is not a dotted path to a class", "Write one such as `harbour.HarbourSpider`"
        )
    if module.split(".")[0] in ROOMS:
        raise WrongSpiderError(
            f"`{module.split('.')[0]}` is a part of Wirewatch itself", "Call your module otherwise"
        )
    found = getattr(_module(module, folder), name, None)
    if found is None:
        raise WrongSpiderError(f"there is no `{name}` in `{module}`", "Check the name of the class")
    if not (isinstance(found, type) and issubclass(found, Spider)):
        raise WrongSpiderError(
            f"`{name}` in `{module}` is not a Scrapy spider", "Derive it from `scrapy.Spider`"
        )
    return found


def _module(name: str, folder: Path) -> Any:
    began = REACTOR in sys.modules
    try:
        with _first_on_path(folder):
            module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            raise WrongSpiderError(
                f"there is no module `{error.name}` in the folder of this file",
                f"Put `{error.name.replace('.', '/')}.py` beside it, or install it",
            ) from error
        raise WrongSpiderError(
            f"`{name}` needs the module `{error.name}`, which is not installed", "Install it"
        ) from error
    except (Exception, SystemExit) as error:
        where = _where(error, folder)
        raise WrongSpiderError(
            f"`{name}` cannot be imported: {type(error).__name__}{where}", "Mend it, and try again"
        ) from error
    if REACTOR in sys.modules and not began:
        raise WrongSpiderError(
            f"`{name}` imports `{REACTOR}`, which starts a loop that is not ours",
            "Import it inside the functions that need it",
        )
    return module


@contextmanager
def _first_on_path(folder: Path) -> Iterator[None]:
    """Look into a folder first for a moment; after that last, so that it can hide nothing."""
    here = str(folder)
    sys.path.insert(0, here)
    try:
        importlib.invalidate_caches()
        yield
    finally:
        sys.path.remove(here)
        if here not in sys.path:
            sys.path.append(here)


def _where(error: BaseException, folder: Path) -> str:
    """Return the last line of the user's own code that an error went through."""
    if isinstance(error, SyntaxError) and error.filename:
        return f" ({Path(error.filename).name}, line {error.lineno})"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(folder):
            return f" in {frame.name} ({Path(frame.filename).name}, line {frame.lineno})"
    return ""


@dataclass(slots=True, kw_only=True)
class Notes:
    """What is written down of one crawl."""

    rules: FetchRules
    robots: Robots | None
    proxy: Secret | None
    folder: Path
    now: Callable[[], datetime]
    entries: list[Entry] = field(default_factory=list)
    unreadable: int = 0
    requests: int = 0
    problem: SpiderError | None = None
    """The first thing that went wrong."""

    def suffer(self, problem: SpiderError) -> None:
        """Write down a problem; the first is the one to tell."""
        log.debug("%s", problem)
        self.problem = self.problem or problem


class NotingMiddleware:
    """Counts requests, asks robots.txt, and notes what fails, as Scrapy would only log it."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "NotingMiddleware":
        """Take the notes from the settings."""
        return cls(crawler.settings[NOTES])

    async def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest unless the request may be made."""
        notes = self._notes
        notes.requests += 1
        if notes.requests > MOST_REQUESTS:
            raise IgnoreRequest(f"more than {MOST_REQUESTS} requests")
        request.meta[HOPS] = []
        request.meta[MANNERS] = Manners(proxy=notes.proxy)
        if notes.robots is None:
            return
        try:
            await notes.robots.check(request.url, proxy=notes.proxy)
        except SpiderError as error:
            notes.suffer(error)
            raise IgnoreRequest(str(error)) from error

    def process_response(self, request: Request, response: Response) -> Response:
        """Note an answer that is no document."""
        try:
            if response.status >= 400:
                check_status(answer_of(response), now=self._notes.now())
        except SpiderError as error:
            self._notes.suffer(error)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note a request without an answer."""
        if isinstance(exception, IgnoreRequest) and "redirect" not in str(exception):
            return
        hops = request.meta.get(HOPS) or [Hop(host=host_and_port(request.url)[0], port=0)]
        ours = isinstance(exception, FetchError)
        self._notes.suffer(
            exception if ours else explained(exception, hops[-1], self._notes.rules)  # type: ignore[arg-type]
        )


class OwnSpiders:
    """Lists what the user's own spiders yield."""

    def __init__(
        self,
        rules: FetchRules,
        robots: Robots | None,
        *,
        user_agent: str,
        folder: Path,
        now: Callable[[], datetime],
        limit: timedelta = LIMIT,
    ) -> None:
        self._rules = rules
        self._robots = robots
        self._user_agent = user_agent
        self._folder = folder
        self._now = now
        self._limit = limit

    async def entries(self, source: Source, state: SourceState) -> Listed:
        """See `spiders.listing.Lister.entries`."""
        notes = Notes(
            rules=self._rules,
            robots=self._robots,
            proxy=source.proxy,
            folder=self._folder,
            now=self._now,
        )
        await self._crawl(source.url, notes)
        if not notes.entries:
            raise notes.problem or ListingError("the spider yielded no article")
        body_hash = sha256(repr(notes.entries).encode("utf-8", "replace")).hexdigest()
        return Listed(
            entries=() if body_hash == state.body_hash else tuple(notes.entries),
            unchanged=body_hash == state.body_hash,
            unreadable=notes.unreadable,
            body_hash=body_hash,
            asked_whole=True,
        )

    async def _crawl(self, path: str, notes: Notes) -> None:
        try:
            runner, crawler = self._crawler(spider_class(path, self._folder), notes)
        except WrongSpiderError as error:
            raise OwnSpiderError(str(error)) from error
        except Exception as error:
            raise _failed(path, error, self._folder) from error
        crawl = runner.crawl(crawler)
        seconds = self._limit.total_seconds()
        try:
            done, _ = await asyncio.wait({crawl}, timeout=seconds)
        finally:
            if not crawl.done():
                await _end(crawler, crawl)
        if not done:
            raise TooSlowError(f"the spider was not done within {seconds:g} s and was stopped")
        if (failure := crawl.exception()) is not None:
            raise _failed(path, failure, self._folder) from failure

    def _crawler(self, spider: type[Spider], notes: Notes) -> tuple[AsyncCrawlerRunner, Crawler]:
        ours = settings(self._rules, self._user_agent)
        ours["DOWNLOADER_MIDDLEWARES_BASE"] = {
            "spiders.crawl.own.NotingMiddleware": 50,
            **ours["DOWNLOADER_MIDDLEWARES_BASE"],
        }
        both = Settings()
        # Above those of the spider: its `custom_settings` may add, and never loosen.
        both.setdict(ours, priority="cmdline")
        runner = AsyncCrawlerRunner(both)
        crawler = runner.create_crawler(spider)
        crawler.settings.set(NOTES, notes, priority="cmdline")
        name = f"{spider.__module__}.{spider.__name__}"

        def on_item(item: object, **_: Any) -> None:
            _take(item, notes, crawler)

        def on_error(failure: Any, **_: Any) -> None:
            notes.unreadable += 1
            notes.suffer(_failed(name, failure.value, notes.folder))

        crawler.signals.connect(on_item, signal=signals.item_scraped, weak=False)
        crawler.signals.connect(on_error, signal=signals.spider_error, weak=False)
        return runner, crawler


def _take(item: object, notes: Notes, crawler: Crawler) -> None:
    try:
        entry = entry_of(item)
    except ValueError as error:
        notes.unreadable += 1
        notes.suffer(OwnSpiderError(str(error)))
        return
    if len(notes.entries) < MOST_ITEMS:
        notes.entries.append(entry)
    elif crawler.engine is not None and not crawler.engine.spider_is_idle():
        asyncio.ensure_future(_stop(crawler))  # noqa: RUF006 - the crawl itself waits for its end


async def _stop(crawler: Crawler) -> None:
    with suppress(RuntimeError):
        await crawler.stop_async()


async def _end(crawler: Crawler, crawl: "asyncio.Task[None]") -> None:
    """Stop a crawl, by force if it does not end."""
    await _stop(crawler)
    await asyncio.wait({crawl}, timeout=ENDING)
    crawl.cancel()


def _failed(path: str, error: BaseException, folder: Path) -> OwnSpiderError:
    """Return the error of a spider in a line; what it says may hold anything, so only its kind and place are told."""
    log.debug("%s failed", path, exc_info=error)
    return OwnSpiderError(f"{path} failed: {type(error).__name__}{_where(error, folder)}")
