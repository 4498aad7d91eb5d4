"""Which pages of a poll are read, in which order, and how they come back: as they are ready, and within a time."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from archive.polling import Recognition
from archive.vocabulary import Entry, Source
from spiders.full_text import wish_for, without_page

log = logging.getLogger(__name__)

MOST = 100
"""Pages of one poll."""
BUDGET = timedelta(minutes=2)
"""For all pages of one poll; well below the lease of its claim."""
SLICE = 250
"""New entries that are matched and written at once; then others get their turn."""
HOSTS = 6
"""Hosts that one poll asks at once, each for one page at a time."""
AT_ONCE = 32
"""Pages under way together, those of all polls."""
AGAIN = (timedelta(minutes=5),)
"""When a page that was not to be had is looked at again; if it still is not, in longer and longer steps for an hour."""
LATE = f"its page did not come within {BUDGET.total_seconds() / 60:g} minutes of the poll"
LEFT_OUT = f"more than {MOST} pages were to be read in one poll"


class PageReader(Protocol):
    """Reads the page of an entry; whatever goes wrong, the entry comes back."""

    async def read(self, entry: Entry, source: Source) -> Entry:
        """Return an entry with what its page says; ``partial`` says why there is no full text, if there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """New entries that a poll writes after its first part."""

    later: tuple[Entry, ...] = ()
    """Too many to be written at once."""
    unread: tuple[Entry, ...] = ()
    """Whose pages are read first."""

    def __bool__(self) -> bool:
        return bool(self.later or self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The new entries of a poll: whose page is read first, and those that are kept as they are."""

    unread: tuple[Entry, ...] = ()
    """In the order in which they are asked for."""
    rest: tuple[Recognition, ...] = ()


def choose(
    news: Sequence[Recognition],
    source: Source,
    *,
    since: datetime | None,
    body_asked: bool,
    likely: Callable[[Entry], bool],
) -> Choice:
    """Decide whose pages are read: of entries without their text, at most 100 a poll.

    ``since`` is given for the first poll of a source, which tells nobody of what is older: no pages are read for
    those, nor for entries without a date. ``likely`` says what will be told if its page does not say otherwise; that
    goes first, the oldest before the newest, as they are told; then the rest, the newest first.
    """
    wanted: list[Recognition] = []
    rest: list[Recognition] = []
    for found in news:
        entry = found.candidate.entry
        young = since is None or (entry.published is not None and entry.published >= since)
        wish = wish_for(entry, source, body_asked=body_asked)
        (wanted if young and wish.read else rest).append(found)
    first = [found for found in wanted if likely(found.candidate.entry)]
    ids = set(map(id, first))
    order = [*reversed(first), *(found for found in wanted if id(found) not in ids)]
    out = set(map(id, order[MOST:]))
    left = [_left_out(found) for found in wanted if id(found) in out]
    return Choice(
        unread=tuple(found.candidate.entry for found in order[:MOST]), rest=(*rest, *left)
    )


def _left_out(found: Recognition) -> Recognition:
    entry = without_page(found.candidate.entry, LEFT_OUT, later=True)
    return replace(found, candidate=replace(found.candidate, entry=entry))


class Pages:
    """Reads the pages of polls, of each host one at a time, and of all no more than 32 at a time."""

    def __init__(self, reader: PageReader, *, budget: timedelta = BUDGET) -> None:
        self._reader = reader
        self._budget = budget
        self._free = asyncio.Semaphore(AT_ONCE)

    async def read(
        self, source: Source, entries: Sequence[Entry]
    ) -> AsyncGenerator[tuple[Entry, ...]]:
        """Yield the entries with what their pages say: those that are ready, as often as some are.

        What is not ready in time comes last, as the source listed it. Close it (``aclosing``) to stop earlier.
        """
        ready: asyncio.Queue[tuple[int, Entry]] = asyncio.Queue()
        waiting = dict(enumerate(entries))
        hosts = asyncio.Semaphore(HOSTS)
        lanes = [
            asyncio.create_task(self._lane(source, lane, hosts, ready)) for lane in _lanes(entries)
        ]
        until = asyncio.get_running_loop().time() + self._budget.total_seconds()
        try:
            while waiting and (batch := await _next(ready, until)):
                for number, _ in batch:
                    del waiting[number]
                yield tuple(entry for _, entry in batch)
            if waiting:
                yield tuple(without_page(entry, LATE, later=True) for entry in waiting.values())
        finally:
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)

    async def _lane(
        self,
        source: Source,
        entries: Sequence[tuple[int, Entry]],
        hosts: asyncio.Semaphore,
        ready: asyncio.Queue[tuple[int, Entry]],
    ) -> None:
        """Read the pages of one host, one after the other."""
        async with hosts:
            for number, entry in entries:
                async with self._free:
                    read = await self._read(source, entry)
                ready.put_nowait((number, read))

    async def _read(self, source: Source, entry: Entry) -> Entry:
        try:
            return await self._reader.read(entry, source)
        except Exception:
            # A mistake of ours must not cost the entry.
            log.exception("reading %s failed unexpectedly", entry.url)
            return without_page(entry, "its page could not be read")


async def _next(ready: asyncio.Queue[tuple[int, Entry]], until: float) -> list[tuple[int, Entry]]:
    """Return what is ready, or the next that gets ready; nothing when the time is over."""
    try:
        async with asyncio.timeout_at(until):
            batch = [await ready.get()]
    except TimeoutError:
        return []
    while not ready.empty():
        batch.append(ready.get_nowait())
    return batch


def _lanes(entries: Sequence[Entry]) -> list[list[tuple[int, Entry]]]:
    """Put entries that are at one host into one lane, numbered and in their order."""
    lanes: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        lanes[urlsplit(entry.url or "").netloc].append((number, entry))
    return list(lanes.values())


async def in_batches(
    rest: Rest, source: Source, pages: Pages | None
) -> AsyncGenerator[Sequence[Entry], None]:
    """Yield what a poll writes after its first part: the oldest first, then entries as their pages come."""
    for end in range(len(rest.later), 0, -SLICE):
        yield rest.later[max(end - SLICE, 0) : end]
    if pages is not None and rest.unread:
        async with aclosing(pages.read(source, rest.unread)) as batches:
            async for entries in batches:
                yield entries
