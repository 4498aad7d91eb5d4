"""Fetching with Scrapy: its downloader and redirects, our limits, guard and words."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.vocabulary import FetchRules
from spiders.crawl.errors import explained
from spiders.crawl.guard import (
    ALLOW,
    HOPS,
    GuardedResolver,
    Hop,
    slot_of,
)
from spiders.crawl.manners import COMMON_PROXY, MANNERS
from spiders.crawl.turns import OWN_AT_MOST, Turns
from spiders.errors import FetchError
from spiders.web import Answer, Ask, Fetching, host_and_port

MOST_REDIRECTS = 5
AT_ONCE = 32
PAUSE = timedelta(seconds=1)
"""Between two requests to one host, unless the user says otherwise."""
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"
)


def settings(rules: FetchRules, user_agent: str) -> dict[str, Any]:
    """Return Scrapy's settings for our rules; each that differs from Scrapy's default says why."""
    delay = (PAUSE if rules.delay is None else rules.delay).total_seconds()
    return {
        "USER_AGENT": user_agent,
        "DEFAULT_REQUEST_HEADERS": {"Accept": ACCEPT},
        # One request at a time per host, and a pause between two.
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_SLOTS": _own_servers(rules),
        # Limits: the defaults are 180 s, 1 GiB and 20 redirects.
        "DOWNLOAD_TIMEOUT": rules.timeout.total_seconds(),
        "DOWNLOAD_MAXSIZE": rules.max_size,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": MOST_REDIRECTS,
        # Only what is named here handles a request: no cookies, no cache, no proxy from the environment, no
        # robots.txt fetched again for each crawl, no second try before the next poll.
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "spiders.crawl.manners.MannersMiddleware": 90,
            "spiders.crawl.guard.GuardMiddleware": 100,
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
        },
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("http", "https"), "spiders.crawl.transport.Handler"),
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DOWNLOAD_VERIFY_CERTIFICATES": True,  # the default trusts anybody
        ALLOW: rules.allow,
        COMMON_PROXY: rules.proxy,
        # Scrapy's own doors and noise.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "EXTENSIONS_BASE": {},
        "LOG_ENABLED": False,
        "STATS_DUMP": False,
        "REFERER_ENABLED": False,
        "CONCURRENT_ITEMS": 1,
    }


class OpenCrawler:
    """One crawler that stays open, so that each request goes through its downloader at once."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._crawler = Crawler(_Open, settings)
        self._running: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start the crawler; it needs the reactor of `spiders.crawl.loop`."""
        for name in ("scrapy", "scrapy-playwright"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters comes back as errors
        opened = asyncio.Event()
        self._running = asyncio.create_task(self._crawler.crawl_async(opened=opened))
        waiting = asyncio.create_task(opened.wait())
        await asyncio.wait({self._running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            waiting.cancel()
            self._running.result()

    async def close(self) -> None:
        """Close connections and end the crawl."""
        if self._running is None:
            return
        spider = self._crawler.spider
        assert isinstance(spider, _Open)  # noqa: S101 - the class we gave
        spider.closing.set()
        await self._crawler.stop_async()
        await self._running
        self._running = None

    async def download(self, request: Request) -> Response:
        """Return the answer to a request; Scrapy's and its handlers' errors come through."""
        engine = self._crawler.engine
        assert engine is not None  # noqa: S101 - set while the crawl runs
        return await engine.download_async(request)


class ScrapyFetcher:
    """Asks the web through one open crawler."""

    def __init__(self, rules: FetchRules, *, user_agent: str) -> None:
        self._rules = rules
        self._pause = PAUSE if rules.delay is None else rules.delay
        self._crawler = OpenCrawler(settings(rules, user_agent))
        self._turns = Turns()
        self._user_agent = user_agent
        self._browser: Fetching | None = None

    async def open(self) -> None:
        """Begin; it needs the reactor of `spiders.crawl.loop`."""
        GuardedResolver.install(self._rules.allow)
        await self._crawler.open()

    async def close(self) -> None:
        """Close connections, and the browser if there is one."""
        if self._browser is not None:
            await self._browser.close()
        await self._crawler.close()

    async def fetch(self, ask: Ask) -> Answer:
        """See `spiders.web.Fetcher.fetch`."""
        if ask.render:
            async with self._turn(ask.url):
                return await self._shown(ask)
        hops: list[Hop] = []
        try:
            # Redirected requests share this list: the guard notes each host, and the last is the one that failed.
            request: Any = Request(
                ask.url,
                headers=_headers(ask),
                dont_filter=True,
                meta={HOPS: hops, MANNERS: ask.manners},
            )
            async with self._turn(ask.url):
                asked = time.monotonic()
                response = await self._crawler.download(request)
                took = timedelta(seconds=time.monotonic() - asked)
        except FetchError:
            raise
        except Exception as error:
            # Every foreign error becomes one of ours; their texts are not for users.
            last = hops[-1] if hops else Hop(host=host_and_port(ask.url)[0], port=0)
            raise explained(error, last, self._rules) from error
        # Up to one pause of ours may have come first.
        return replace(answer_of(response), took=max(took - self._pause, timedelta(0)))

    async def _shown(self, ask: Ask) -> Answer:
        if self._browser is None:
            from spiders.crawl.browser import BrowserFetcher  # only for those who show pages

            self._browser = BrowserFetcher(self._rules, user_agent=self._user_agent)
        return await self._browser.fetch(ask)

    def _turn(self, url: str) -> AbstractAsyncContextManager[None]:
        host, port = host_and_port(url)
        own = self._rules.delay is None and (host, port) in self._rules.allow
        return self._turns.of(slot_of(host, port), own=own)


class _Open(Spider):
    """A spider that asks for nothing itself and keeps the crawler open until it is closed."""

    name = "wirewatch"

    def __init__(self, *, opened: asyncio.Event, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._opened = opened
        self.closing = asyncio.Event()

    async def start(self) -> AsyncIterator[Any]:
        """Tell that all is there, which Scrapy knows when it calls this; wait for the end, and yield nothing."""
        self._opened.set()
        await self.closing.wait()
        for request in list[Any]():
            yield request


def _own_servers(rules: FetchRules) -> dict[str, dict[str, Any]]:
    """Let the user's own servers be asked at once and without a pause, unless a pause was asked for."""
    if rules.delay is not None:
        return {}
    slot = {"concurrency": OWN_AT_MOST, "delay": 0}
    return {slot_of(host, port): slot for host, port in rules.allow}


def _headers(ask: Ask) -> dict[str, bytes]:
    # In the encoding that answers are read in: Scrapy would write texts in UTF-8, which is another validator.
    headers = {}
    if ask.validators.etag is not None:
        headers["If-None-Match"] = ask.validators.etag.encode("latin-1", "replace")
    if ask.validators.last_modified is not None:
        headers["If-Modified-Since"] = ask.validators.last_modified.encode("latin-1", "replace")
    return headers


def answer_of(response: Response) -> Answer:
    """Return Scrapy's response as our answer."""
    request = response.request
    meta = request.meta if request is not None else {}
    headers: dict[str, str] = {}
    for name, values in response.headers.items():
        if values:
            headers.setdefault(name.decode("latin-1").lower(), values[0].decode("latin-1"))
    return Answer(
        url=response.url,
        status=response.status,
        headers=headers,
        body=response.body,
        redirects=tuple(
            zip(meta.get("redirect_urls", ()), meta.get("redirect_reasons", ()), strict=False)
        ),
    )
