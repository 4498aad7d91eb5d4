import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import closing
from typing import Any, TypeVar

import pytest

from archive.vocabulary import FetchRules, Validators
from spiders import Answer, Ask
from spiders.crawl import loop
from spiders.crawl.fetcher import ScrapyFetcher
from tests.spiders.crawl.servers import Server

T = TypeVar("T")
AGENT = "Wirewatch/1.0 (news monitoring; desk@post.example)"


class Web:
    """The one loop with Twisted's reactor, on a thread of its own: it can start only once in a process."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=loop.run, args=(self._stay,))
        self._thread.start()
        self._ready.wait()

    async def _stay(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        self._ready.set()
        await self._end.wait()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def run(self, journey: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(journey, self._loop).result(30)

    def fetch_all(self, rules: FetchRules, *asks: Ask) -> list[Answer | BaseException]:
        """Ask for all at once with one fetcher; what goes wrong is returned."""

        async def journey() -> list[Answer | BaseException]:
            fetcher = ScrapyFetcher(rules, user_agent=AGENT)
            await fetcher.open()
            try:
                return await asyncio.gather(*map(fetcher.fetch, asks), return_exceptions=True)
            finally:
                await fetcher.close()

        return self.run(journey())

    def fetch(self, rules: FetchRules, url: str, *, validators: Validators | None = None) -> Answer:
        (found,) = self.fetch_all(rules, Ask(url=url, validators=validators or Validators()))
        if isinstance(found, BaseException):
            raise found
        return found


@pytest.fixture(scope="session")
def web() -> Iterator[Web]:
    with closing(Web()) as web:
        yield web


@pytest.fixture
def server() -> Iterator[Server]:
    with closing(Server()) as server:
        yield server


@pytest.fixture
def canary() -> Iterator[Server]:
    """Listens on every address of this machine and should hear nothing."""
    with closing(Server(host="0.0.0.0")) as canary:
        yield canary
