"""One word about what first polls took in silence, where that is much: a note for each channel, no flood."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from scheduler.ops import Ops
from scheduler.report import count

MANY = 10
"""Up to so many matches are said in the log only."""
SETTLED = timedelta(seconds=30)
"""First polls often come together; so long after the last of them the note is written."""


class Baselines:
    """Gathers what first polls found and nobody was told, and tells of it once they are over."""

    def __init__(self, ops: Ops, *, now: Callable[[], datetime]) -> None:
        self._ops = ops
        self._now = now
        self._untold: dict[str, Counter[str]] = {}
        self._sources = 0
        self._last: datetime | None = None

    def note(self, untold: Mapping[tuple[str, str], int]) -> None:
        """Note what one first poll took in silence: how many matches, by channel and watchlist."""
        if not untold:
            return
        self._sources += 1
        self._last = self._now()
        for (channel, watchlist), number in untold.items():
            self._untold.setdefault(channel, Counter())[watchlist] += number

    async def tell(self) -> None:
        """Write the notes, once first polls have settled."""
        if self._last is not None and self._now() - self._last >= SETTLED:
            await self.tell_now()

    async def tell_now(self) -> None:
        """Write the notes that are due."""
        untold, sources = self._untold, self._sources
        self._untold, self._sources, self._last = {}, 0, None
        for channel, by_watchlist in untold.items():
            if by_watchlist.total() > MANY:
                await self._ops.say_to(channel, *_words(by_watchlist, sources))


def _words(by_watchlist: Counter[str], sources: int) -> tuple[str, str]:
    title = f"{by_watchlist.total():,} matches were there already and are not told"
    lines = [
        f"{count(sources, 'source was', 'sources were')} read for the first time. What a source lists then is"
        " taken as known; what it publishes from now on is told.",
        *(f"{name}: {number:,}" for name, number in by_watchlist.most_common()),
        "`wirewatch search` finds them. With `backfill: 24h` the young ones would be told.",
    ]
    return title, "\n".join(lines)
