"""Heavy reading in a process of its own, so that the loop stays free and a poisonous document costs only itself."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from spiders.errors import WorkerError

P = ParamSpec("P")
T = TypeVar("T")

LIMIT = timedelta(seconds=60)
"""For one document."""

TASKS_PER_WORKER = 5_000
"""Then a new process takes over, so that a leak in a parser cannot grow for a year."""


class Workers:
    """One worker process; it is started with the first document."""

    def __init__(self, *, limit: timedelta = LIMIT) -> None:
        self._limit = limit
        context = multiprocessing.get_context("forkserver")
        # Read once, in the server that workers are forked from: each of them then starts at once.
        context.set_forkserver_preload(["spiders.feed"])
        self._pool: Any = ProcessPool(max_workers=1, max_tasks=TASKS_PER_WORKER, context=context)

    async def run(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``read`` in the worker; what it raises is raised here.

        Raises `WorkerError` when it takes longer than the limit or the process dies.
        """
        future: Future[T] = self._pool.schedule(
            read, args=args, kwargs=kwargs, timeout=self._limit.total_seconds()
        )
        try:
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
