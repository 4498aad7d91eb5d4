"""Whose turn it is: how many requests to one host are under way together."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

OWN_AT_ONCE = 6
"""As many as small servers let wait (a backlog of 5, most often): more would be dropped without a word."""
OWN_AT_MOST = 24
"""With those that hang."""
HANGING = 2.0
"""Seconds. What one of the user's own servers has not answered by then holds up no other request: such servers ask others
themselves, and wait for one of these."""


class Turns:
    """Scrapy counts a download only once it has begun: of a hundred requests that come together all would begin."""

    def __init__(self, *, hanging: float = HANGING) -> None:
        self._hanging = hanging
        self._public = defaultdict[str, asyncio.Semaphore](partial(asyncio.Semaphore, 1))
        self._own = defaultdict[str, _OwnServer](_OwnServer)

    def of(self, host: str, *, own: bool) -> AbstractAsyncContextManager[None]:
        """Wait for a turn at a host, and give it back in the end."""
        return self._own[host].turn(self._hanging) if own else self._public[host]


class _OwnServer:
    def __init__(self) -> None:
        self._at_once = asyncio.Semaphore(OWN_AT_ONCE)
        self._at_most = asyncio.Semaphore(OWN_AT_MOST)

    @asynccontextmanager
    async def turn(self, hanging: float) -> AsyncIterator[None]:
        async with self._at_most:
            await self._at_once.acquire()
            held = True

            def give_back() -> None:
                nonlocal held
                if held:
                    held = False
                    self._at_once.release()

            late = asyncio.get_running_loop().call_later(hanging, give_back)
            try:
                yield
            finally:
                late.cancel()
                give_back()
