"""Heavy reading in a process of its own, so that the loop stays free and a poisonous document costs only itself."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from spiders.allocation import give_back_memory
from spiders.errors import WorkerError

P = ParamSpec("P")
T = TypeVar("T")

LIMIT = timedelta(seconds=60)
"""For one document."""

BYTES_A_SECOND = 200_000
"""What a reader gets done at the worst; by this, a large document waits longer than a small one that came after it."""

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

    def __init__(self, *, limit: timedelta = LIMIT) -> None:
        self._limit = limit
        self._line = Line()
        context = multiprocessing.get_context("forkserver")
        # Read once, in the server that workers are forked from: each of them then starts at once.
        context.set_forkserver_preload(["spiders.feed"])
        self._pool: Any = ProcessPool(
            max_workers=1,
            max_tasks=TASKS_PER_WORKER,
            initializer=give_back_memory,
            context=context,
        )

    async def run(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``read`` in the worker; what it raises is raised here.

        Raises `WorkerError` when it takes longer than the limit or the process dies.
        """
        size = sum(len(each) for each in args if isinstance(each, bytes))
        try:
            async with self._line.turn(size / BYTES_A_SECOND):
                future: Future[T] = self._pool.schedule(
                    read, args=args, kwargs=kwargs, timeout=self._limit.total_seconds()
                )
                result: T = await asyncio.wrap_future(future)
        except TimeoutError as error:
            seconds = self._limit.total_seconds()
            raise WorkerError(
                f"reading it took more than {seconds:g} s; it was given up"
            ) from error
        except (ProcessExpired, BrokenProcessPool) as error:
            raise WorkerError("reading it ended the reader (out of memory?)") from error
        return result

    def close(self) -> None:
        """Stop the worker."""
        self._pool.stop()
        self._pool.join()
