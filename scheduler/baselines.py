"""One word about what was there already and is not told: a note for each channel, no flood, and no silence either."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from scheduler.lookback import COUNTED
from scheduler.ops import Ops
from scheduler.report import count

SETTLED = timedelta(seconds=30)
"""First polls often come together; so long after the last of them the note is written."""
MOST_NAMED = 20
"""Watchlists that a note names; the others are counted."""

Untold = Mapping[tuple[str, str], int]
"""How many are not told, by channel and watchlist."""


class Baselines:
    """Gathers what first polls found, and what new watchlists match, of which nobody was told; and says how much it is."""

    def __init__(self, ops: Ops, *, now: Callable[[], datetime]) -> None:
        self._ops = ops
        self._now = now
        self._untold: dict[str, Counter[str]] = {}
        self._sources: Counter[str] = Counter()
        """Of how many sources a channel is not told something."""
        self._last: datetime | None = None

    def note(self, untold: Untold) -> None:
        """Note what one first poll took in silence: how many matches, by channel and watchlist."""
        if not untold:
            return
        self._last = self._now()
        for channel, by_watchlist in _by_channel(untold).items():
            self._sources[channel] += 1
            self._untold.setdefault(channel, Counter()).update(by_watchlist)

    async def tell(self) -> None:
        """Write the notes, once first polls have settled."""
        if self._last is not None and self._now() - self._last >= SETTLED:
            await self.tell_now()

    async def tell_now(self) -> None:
        """Write the notes that are due."""
        untold, sources = self._untold, self._sources
        self._untold, self._sources, self._last = {}, Counter(), None
        for channel, by_watchlist in untold.items():
            await self._ops.say_to(channel, *_of_sources(by_watchlist, sources[channel]))

    async def tell_of_watchlists(self, untold: Untold) -> None:
        """Write what new watchlists match that is not told."""
        for channel, by_watchlist in _by_channel(untold).items():
            await self._ops.say_to(channel, *_of_watchlists(by_watchlist))


def _by_channel(untold: Untold) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for (channel, watchlist), number in untold.items():
        found.setdefault(channel, Counter())[watchlist] += number
    return found


def _of_sources(by_watchlist: Counter[str], sources: int) -> tuple[str, str]:
    matches = count(by_watchlist.total(), "match was", "matches were")
    lines = [
        f"They stand in {count(sources, 'source that was', 'sources that were')} read for the first time. What a source lists then is"
        " taken as known; what it publishes from now on is told.",
        *_listed(by_watchlist),
        "`wirewatch search` finds them. With `backfill: 24h` the young ones would be told.",
    ]
    return f"{matches} there already and will not be told", "\n".join(lines)


def _of_watchlists(by_watchlist: Counter[str]) -> tuple[str, str]:
    stories = count(by_watchlist.total(), "story", "stories")
    lists = count(len(by_watchlist), "new watchlist", "new watchlists")
    verb = "match" if by_watchlist.total() > 1 else "matches"
    lines = [
        f"They came in the last {COUNTED.days} days, before you asked for them. What comes from now on is told.",
        *_listed(by_watchlist),
        f"`wirewatch search 'QUERY' --since {COUNTED.days}d` finds them. A new watchlist with `backfill: 24h` tells the"
        " young ones.",
    ]
    return f"{stories} {verb} {lists} and will not be told", "\n".join(lines)


def _listed(by_watchlist: Counter[str]) -> Iterator[str]:
    for name, number in by_watchlist.most_common(MOST_NAMED):
        yield f"{name}: {number:,}"
    if len(by_watchlist) > MOST_NAMED:
        yield f"and {count(len(by_watchlist) - MOST_NAMED, 'more watchlist', 'more watchlists')}"
