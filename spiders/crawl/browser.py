"""Pages whose scripts must run before they list anything, shown by the Chromium that the system has.

Optional: it takes `pip install 'wirewatch[browser]'` and a Chromium. The doorway to scrapy-playwright.
"""

import asyncio
import importlib.util
import itertools
import logging
import os
import shutil
from contextlib import suppress
from datetime import timedelta
from typing import Any

from scrapy import Request

from archive.vocabulary import FetchRules
from spiders.crawl.fetcher import OpenCrawler, answer_of, settings
from spiders.crawl.gate import Gate
from spiders.crawl.guard import HOPS
from spiders.crawl.manners import MANNERS
from spiders.errors import (
    BrokenError,
    FetchError,
    FetchRefusedError,
    TooBigError,
    TooSlowError,
    UnreachableError,
)
from spiders.web import Answer, Ask, Manners, host_and_port

log = logging.getLogger(__name__)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETTLE = 5_000
"""Milliseconds that a page gets to become quiet after it has loaded; many never do."""
ENDING = 10
"""Seconds that the browser gets to end."""
NOT_LOADED = frozenset(
    {"image", "media", "font", "texttrack", "manifest", "ping", "cspreport", "beacon"}
)
SWITCHES = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=AutofillServerCommunication,MediaRouter,OptimizationHints,Translate",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-first-run",
    "--no-pings",
)
CERTIFICATES = {
    "ERR_CERT_DATE_INVALID": "it has expired, or is not valid yet",
    "ERR_CERT_AUTHORITY_INVALID": "nobody known has signed it",
    "ERR_CERT_COMMON_NAME_INVALID": "it is for another name",
    "ERR_CERT_REVOKED": "it was withdrawn",
}


def what_is_missing() -> tuple[str, str] | None:
    """Return what is missing before pages can be shown, and how to get it; None when all is there."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        return "the extra `browser` is not installed", "Run `pip install 'wirewatch[browser]'`"
    if chromium() is None:
        return "no Chromium is installed", "Install it, for example with `apt install chromium`"
    return None


def chromium() -> str | None:
    """Return the path of the system's Chromium."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def unwanted(request: Any) -> bool:
    """Say whether the browser need not load something: pictures and the like say nothing about articles."""
    return request.resource_type in NOT_LOADED


async def settled(page: Any) -> None:
    """Give the scripts of a page a moment."""
    from playwright.async_api import Error

    with suppress(Error):
        await page.wait_for_load_state("networkidle", timeout=SETTLE)


class BrowserFetcher:
    """Shows one page at a time; the browser is started with the first, and again after trouble."""

    def __init__(self, rules: FetchRules, *, user_agent: str) -> None:
        self._rules = rules
        self._user_agent = user_agent
        self._gate = Gate(rules)
        self._crawler: OpenCrawler | None = None
        self._one_at_a_time = asyncio.Lock()
        self._numbers = itertools.count()
        self._went: dict[tuple[str, int], None] = {}
        """Where the page that is shown went, or would have gone; the browser asks for things of its own besides."""
        self._limit = 2 * rules.timeout + timedelta(milliseconds=SETTLE)

    async def close(self) -> None:
        """End the browser."""
        crawler, self._crawler = self._crawler, None
        if crawler is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDING):
                await crawler.close()
        await self._gate.close()

    async def fetch(self, ask: Ask) -> Answer:
        """See `spiders.web.Fetcher.fetch`; the body is the page as it stands after its scripts ran."""
        async with self._one_at_a_time:
            crawler = await self._opened()
            self._gate.begin(ask.manners.proxy or self._rules.proxy)
            self._went = {host_and_port(ask.url): None}
            request = self._request(ask)
            try:
                async with asyncio.timeout(self._limit.total_seconds()):
                    answer = answer_of(await crawler.download(request))
            except Exception as error:
                raise await self._failure(ask, request, error) from error
            finally:
                await self._forget(request)
            return self._checked(answer)

    async def _opened(self) -> OpenCrawler:
        missing = what_is_missing()
        if missing is not None:
            raise FetchRefusedError(f"the page cannot be rendered: {missing[0]}")
        if self._crawler is None:
            address = await self._gate.open()
            crawler = OpenCrawler(browser_settings(self._rules, self._user_agent, address))
            try:
                await crawler.open()
            except BaseException:
                await self._gate.close()
                raise
            self._crawler = crawler
        return self._crawler

    def _request(self, ask: Ask) -> Request:
        from scrapy_playwright.page import PageMethod

        meta: dict[str, Any] = {
            HOPS: [],
            MANNERS: Manners(),
            "playwright": True,
            # A context of its own for each page: nothing is kept from one to the next, cookies least of all.
            "playwright_context": f"page {next(self._numbers)}",
            "playwright_context_kwargs": {
                "accept_downloads": False,
                "service_workers": "block",
                "user_agent": self._user_agent,
            },
            "playwright_include_page": True,
            "playwright_page_event_handlers": {"request": self._goes},
            "playwright_page_methods": [PageMethod(settled)],
        }
        return Request(ask.url, dont_filter=True, meta=meta)

    def _goes(self, request: Any) -> None:
        """Note where a page goes, redirects and all; not what it only loads."""
        if request.is_navigation_request() and request.url.startswith("http"):
            self._went[host_and_port(request.url)] = None

    async def _forget(self, request: Request) -> None:
        """Close the page and all that belongs to it."""
        page = request.meta.get("playwright_page")
        if page is not None:
            with suppress(Exception):
                async with asyncio.timeout(5):
                    await page.context.close()

    def _checked(self, answer: Answer) -> Answer:
        closed = self._gate.closed.get(host_and_port(answer.url))
        if closed is not None:
            raise closed
        if len(answer.body) > self._rules.max_size:
            megabytes = self._rules.max_size / 1024 / 1024
            raise TooBigError(f"the page is larger than {megabytes:g} MB once its scripts have run")
        return answer

    async def _failure(self, ask: Ask, request: Request, error: Exception) -> FetchError:
        """Return our error for one of the browser; after one that is not the page's the browser is started anew."""
        if isinstance(error, FetchError):
            return error
        words = str(error)
        host = host_and_port(ask.url)[0]
        closed = [self._gate.closed[place] for place in self._went if place in self._gate.closed]
        if closed:
            return closed[-1]
        for sign, why in CERTIFICATES.items():
            if sign in words:
                return UnreachableError(f"the certificate of {host} cannot be trusted: {why}")
        if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
            await self.close()
            seconds = self._rules.timeout.total_seconds()
            return TooSlowError(f"{host} did not show the page within {seconds:g} s")
        if "Failed to download" in words or "ERR_ABORTED" in words:
            return FetchRefusedError(f"{host} sends a file, not a page")
        if "net::ERR" in words:
            return BrokenError(f"{host} closed the connection before it had answered")
        log.debug("the browser failed", exc_info=error)
        await self.close()
        return BrokenError(f"the browser could not show the page ({type(error).__name__})")


def browser_settings(rules: FetchRules, user_agent: str, gate: str) -> dict[str, Any]:
    """Return Scrapy's settings for a crawler that asks through the browser."""
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    ours = settings(rules, user_agent)
    return {
        **ours,
        "DOWNLOAD_HANDLERS": {
            **ours["DOWNLOAD_HANDLERS"],
            **dict.fromkeys(("http", "https"), handler),
        },
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": chromium(),
            "headless": True,
            "args": list(SWITCHES),
            # Without it a page that breaks out of the browser is in; Chromium refuses it to root.
            "chromium_sandbox": os.geteuid() != 0,
            "proxy": {"server": gate},
            "handle_sigint": False,
            "handle_sigterm": False,
            "handle_sighup": False,
        },
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": rules.timeout.total_seconds() * 1_000,
        "PLAYWRIGHT_ABORT_REQUEST": unwanted,
        # The browser's own headers: those of Scrapy would say that it is no browser.
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }
