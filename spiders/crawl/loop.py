"""The one loop: asyncio's, with Twisted's reactor on it, so that Scrapy and all the rest share it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

from twisted.internet import asyncioreactor

T = TypeVar("T")


def run(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run ``main`` to its end on a new loop that Scrapy can use; once in a process.

    Twisted's reactor can be started only once, which suits a command line.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    cast("Any", asyncioreactor).install(loop)
    from twisted.internet import reactor

    here = cast("Any", reactor)  # its interfaces are declared in a way that checkers cannot read
    task = loop.create_task(main())
    task.add_done_callback(lambda _: here.stop())
    here.run(installSignalHandlers=False)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    return task.result()
