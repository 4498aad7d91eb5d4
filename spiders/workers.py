"""Heavy reading in a process of its own, so that the loop stays free and a poisonous document costs only itself."""

import asyncio
import logging
import multiprocessing
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from spiders.allocation import give_back_memory
from spiders.errors import WorkerError

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LIMIT = timedelta(seconds=60)
"""For one document."""

BYTES_A_SECOND = 200_000
"""What a reader gets done at the worst; by this, a large document waits longer than a small one that came after it."""

SPARE = timedelta(seconds=30)
"""Then the worker answers no more: it neither ended nor gave the document up."""

TASKS_PER_WORKER = 5_000
"""Then a new process takes over, so that a leak in a parser cannot grow for a year."""


class Line:
    """Lets one go at a time: whoever came first, counting as later those that take long.

    So nobody waits for many that take long, and these do not wait for ever.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._taken = False

    @asynccontextmanager
    async def turn(self, seconds: float) -> AsyncIterator[None]:
        """Wait for a turn that takes so long."""
        loop = asyncio.get_running_loop()
        if self._taken:
            go = loop.create_future()
            heappush(self._waiting, (loop.time() + seconds, next(self._numbers), go))
            try:
                await go
            except asyncio.CancelledError:
                if go.done() and not go.cancelled():
                    self._next()
                raise
        self._taken = True
        try:
            yield
        finally:
            self._next()

    def _next(self) -> None:
        while self._waiting:
            _, _, go = heappop(self._waiting)
            if not go.done():
                go.set_result(None)
                return
        self._taken = False


class Workers:
    """One worker process; it is started with the first document."""

    def __init__(self, *, limit: timedelta = LIMIT, spare: timedelta = SPARE) -> None:
        """``spare``: how much longer than the limit an answer is waited for."""
        self._limit, self._spare = limit, spare
        self._line = Line()
        context = multiprocessing.get_context("forkserver")
        # Read once, in the server that workers are forked from: each of them then starts at once.
        context.set_forkserver_preload(["spiders.feed"])
        self._new_pool = partial(
            ProcessPool,
            max_workers=1,
            max_tasks=TASKS_PER_WORKER,
            initializer=give_back_memory,
            context=context,
        )
        self._pool: Any = self._new_pool()
        self._closed = False

    async def run(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``read`` in the worker; what it raises is raised here.

        Raises `WorkerError` when it takes longer than the limit or the process dies.
        """
        size = sum(len(each) for each in args if isinstance(each, bytes))
        seconds = self._limit.total_seconds()
        try:
            async with self._line.turn(size / BYTES_A_SECOND):
                return await self._read(partial(read, *args, **kwargs))
        except TimeoutError as error:
            raise WorkerError(
                f"reading it took more than {seconds:g} s; it was given up"
            ) from error
        except (ProcessExpired, PoolError) as error:
            raise WorkerError("reading it ended the reader (out of memory?)") from error

    async def _read(self, read: Callable[[], T]) -> T:
        try:
            return await self._ask(read)
        except PoolError:
            if self._closed:
                raise
            # A worker that ends while it has nothing to do, killed for its memory say, or that cannot be started
            # leaves a pool that takes nothing more. That is not the fault of this document.
            await self._renew()
            return await self._ask(read)

    async def _ask(self, read: Callable[[], T]) -> T:
        """Have the worker read a document; raises `PoolError` when there is none that could."""
        try:
            future: Future[T] = self._pool.schedule(read, timeout=self._limit.total_seconds())
        except (RuntimeError, OSError) as error:
            raise PoolError from error
        try:
            # The pool measures from when the worker took the document, which one that was killed in a bad moment never does.
            async with asyncio.timeout((self._limit + self._spare).total_seconds()) as waiting:
                return await asyncio.wrap_future(future)
        except BrokenProcessPool as error:
            raise PoolError from error
        except TimeoutError:
            if waiting.expired():
                await self._renew()
            raise

    async def _renew(self) -> None:
        former, self._pool = self._pool, self._new_pool()
        log.warning("the process that reads documents is gone or stuck; another takes its place")
        await asyncio.to_thread(_end, former)

    def close(self) -> None:
        """Stop the worker; there is no other one after it."""
        self._closed = True
        _end(self._pool)


class PoolError(Exception):
    """There is no worker that could read anything."""


def _end(pool: Any) -> None:
    pool.stop()
    pool.join()
