"""robots.txt: what a site lets programs ask for (RFC 9309), and how long it wants them to pause.

The doorway to protego, which reads the rules. When and how a robots.txt is fetched is ours: once a day for each host,
in memory, at most 512 kB of it, within ten seconds. A host without one (any 4xx) lets us ask for everything. One that
cannot be read now (5xx, no answer) forbids everything, unless it was read within the last day.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from protego import Protego

from archive.address import web_address
from archive.vocabulary import Secret
from spiders.errors import RobotsError, SpiderError
from spiders.web import Answer, Ask, Fetcher, Manners

FRESH = timedelta(days=1)
"""How long a copy is good (RFC 9309, section 2.4)."""
AGAIN = timedelta(minutes=5)
"""When one that could not be read is tried again."""
LARGEST = 512 * 1024
"""Bytes that are read; RFC 9309, section 2.5, asks for at least 500 KiB."""
LIMIT = timedelta(seconds=10)
"""For one robots.txt, its redirects and its turn in the host's queue included."""
LONGEST_PAUSE = timedelta(seconds=20)
"""However long a pause a site asks for: a poll must end before its lease does."""
MOST_HOSTS = 5_000
MOST_SITEMAPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """What is known of one host's robots.txt."""

    rules: Protego | None
    """None: it could not be read, so nothing may be asked."""
    why: str = ""
    asked: datetime
    read: datetime | None = None


class Robots:
    """Remembers the robots.txt of every host that was asked about."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        agent: str,
        now: Callable[[], datetime],
        limit: timedelta = LIMIT,
    ) -> None:
        self._fetcher = fetcher
        self._agent = agent
        self._now = now
        self._limit = limit
        self._copies: dict[str, _Copy] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def check(self, url: str, *, proxy: Secret | None = None) -> None:
        """Raise `RobotsError` unless ``url`` may be asked for; its robots.txt comes through ``proxy``."""
        copy = await self._of(url, proxy)
        host = urlsplit(url).netloc.rpartition("@")[2]
        if copy.rules is None:
            raise RobotsError(
                f"the robots.txt of {host} cannot be read, so nothing there is asked for: {copy.why}"
            )
        if not copy.rules.can_fetch(url, self._agent):
            raise RobotsError(
                f"the robots.txt of {host} does not let us ask for this page; look for a feed, or set `fetch: robots: false`"
            )

    async def pause(self, url: str, *, proxy: Secret | None = None) -> timedelta:
        """Return the pause between two requests that the host of ``url`` asks for (Crawl-delay), at most 20 s."""
        rules = (await self._of(url, proxy)).rules
        seconds = (rules.crawl_delay(self._agent) if rules else None) or 0.0
        return timedelta(seconds=min(seconds, LONGEST_PAUSE.total_seconds()))

    async def sitemaps(self, url: str, *, proxy: Secret | None = None) -> tuple[str, ...]:
        """Return the sitemaps that the host of ``url`` names, at most 20."""
        rules = (await self._of(url, proxy)).rules
        named = [] if rules is None else list(rules.sitemaps)[: 10 * MOST_SITEMAPS]
        addresses = (web_address(address) for address in named)
        return tuple(dict.fromkeys(each for each in addresses if each))[:MOST_SITEMAPS]

    async def _of(self, url: str, proxy: Secret | None) -> _Copy:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
        async with self._asking.setdefault(host, asyncio.Lock()):
            copy = self._copies.get(host)
            now = self._now()
            if copy is None or now - copy.asked >= (FRESH if copy.why == "" else AGAIN):
                copy = await self._ask(host, copy, proxy)
                self._copies.pop(host, None)
                self._copies[host] = copy
                self._forget()
        return copy

    async def _ask(self, host: str, old: _Copy | None, proxy: Secret | None) -> _Copy:
        now = self._now()
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                answer = await self._fetcher.fetch(
                    Ask(url=f"{host}/robots.txt", manners=Manners(proxy=proxy))
                )
        except TimeoutError:
            why = f"no answer within {self._limit.total_seconds():g} s"
        except SpiderError as error:
            why = str(error)
        else:
            if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                # Half a megabyte takes a moment, in which others go on.
                rules = await asyncio.to_thread(read_robots, answer)
                return _Copy(rules=rules, asked=now, read=now)
            why = f"the server answers with an error ({answer.status})"
        if old is not None and old.rules is not None and old.read and now - old.read < 2 * FRESH:
            # A copy of yesterday is better than none, for one more day.
            return _Copy(rules=old.rules, why=why, asked=now, read=old.read)
        return _Copy(rules=None, why=why, asked=now)

    def _forget(self) -> None:
        while len(self._copies) > MOST_HOSTS:
            host = next(iter(self._copies))
            del self._copies[host]
            self._asking.pop(host, None)


def read_robots(answer: Answer) -> Protego:
    """Read the rules of an answer; one that is no robots.txt (4xx, a redirect to nowhere, a page) has none."""
    body = answer.body[:LARGEST] if answer.status == HTTPStatus.OK else b""
    if re.match(rb"\s*<(?:!doctype|html|\?xml)", body.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        body = b""
    if len(answer.body) > LARGEST:
        # Half a line could forbid, or allow, more than the whole one.
        body = body[: body.rfind(b"\n") + 1]
    return Protego.parse(body.decode("utf-8-sig", "replace").replace("\0", ""))


class ObedientFetcher:
    """A fetcher that asks robots.txt first and keeps the pauses it names; raises `RobotsError` when it may not ask."""

    def __init__(
        self,
        fetcher: Fetcher,
        robots: Robots,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._robots = robots
        self._now = now
        self._sleep = sleep
        self._free: dict[str, datetime] = {}

    async def fetch(self, ask: Ask) -> Answer:
        """See `spiders.web.Fetcher.fetch`."""
        proxy = ask.manners.proxy
        await self._robots.check(ask.url, proxy=proxy)
        await self._wait(ask.url, proxy)
        answer = await self._fetcher.fetch(ask)
        if urlsplit(answer.url).netloc != urlsplit(ask.url).netloc:
            # A site may be sent to, but what is there is taken only if that site agrees.
            await self._robots.check(answer.url, proxy=proxy)
        return answer

    async def _wait(self, url: str, proxy: Secret | None) -> None:
        """Wait for this request's turn when the host asks for pauses."""
        host = urlsplit(url).netloc
        pause = await self._robots.pause(url, proxy=proxy)
        now = self._now()
        turn = max(now, self._free.get(host, now))
        if len(self._free) > MOST_HOSTS:
            self._free = {each: free for each, free in self._free.items() if free > now}
        if pause:
            self._free[host] = turn + pause
        if turn > now:
            await self._sleep((turn - now).total_seconds())
