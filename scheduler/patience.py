"""What to do while the archive cannot be reached: wait, and say so once."""

import logging
import time
from collections.abc import Awaitable, Callable

from archive.errors import ArchiveError

log = logging.getLogger(__name__)


CALM = 10.0
"""Seconds without trouble after which it is over: on a disk that is all but full some polls are small enough."""


class Patience:
    """Runs acts that need the archive; trouble with it is told when it begins and when it ends."""

    def __init__(self, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._troubled: float | None = None
        """When there was trouble last; None: it is over, and that was told."""

    async def bear(self, act: Callable[[], Awaitable[None]]) -> None:
        """Run an act; one that finds the archive out of reach ends quietly and is for its caller to repeat."""
        try:
            await act()
        except ArchiveError as error:
            self.suffer(error)

    def suffer(self, error: ArchiveError) -> None:
        """Tell of trouble, unless it was told already."""
        if self._troubled is None:
            log.error("%s. Polling waits until then", error)
        self._troubled = self._steady()

    def recover(self) -> None:
        """Tell that the trouble is over, if there was any: a poll was written.

        Reading and claiming prove nothing; they may work on a disk that is full.
        """
        if self._troubled is not None and self._steady() - self._troubled >= CALM:
            log.warning("the archive can be written again; polling goes on")
            self._troubled = None
