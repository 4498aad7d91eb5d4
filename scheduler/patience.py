"""What to do while the archive cannot be reached: wait, and say so once."""

import logging
from collections.abc import Awaitable, Callable

from archive.errors import ArchiveError

log = logging.getLogger(__name__)


class Patience:
    """Runs acts that need the archive; trouble with it is told when it begins and when it ends."""

    def __init__(self) -> None:
        self._troubled = False

    async def bear(self, act: Callable[[], Awaitable[None]]) -> None:
        """Run an act; one that finds the archive out of reach ends quietly and is for its caller to repeat."""
        try:
            await act()
        except ArchiveError as error:
            self.suffer(error)

    def suffer(self, error: ArchiveError) -> None:
        """Tell of trouble, unless it was told already."""
        if not self._troubled:
            log.error("%s. Polling waits until then", error)
        self._troubled = True

    def recover(self) -> None:
        """Tell that the trouble is over, if there was any: a poll was written.

        Reading and claiming prove nothing; they may work on a disk that is full.
        """
        if self._troubled:
            log.warning("the archive can be written again; polling goes on")
        self._troubled = False
