"""A program that lives through a poll and a delivery, killed at its first statement, its second, its third…

Run as ``python -m tests.archive.sqlite.killed FOLDER``; prints what each life left behind as a line of JSON.
"""

import asyncio
import itertools
import json
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive.sqlite import SqliteArchive
from archive.vocabulary import Outcome, OutcomeKind
from tests.archive.polls import LEASE, MINUTE, NOW, POST, poll, story

WATCHLISTS = ("Bridges", "Ferries")


async def live(path: Path) -> None:
    """Start, take two stories in silence, find two more, deliver two of the four messages."""
    archive = SqliteArchive(path)
    await archive.release_claims()
    await archive.recover_deliveries(now=NOW)
    await archive.enrol([POST], now=NOW)
    for numbers in ((1, 2), (1, 2, 3, 4)):
        entries = [story(k) for k in numbers]
        (state,) = await archive.sources()
        if state.baseline is None or len(numbers) == 4:
            await poll(archive, entries, now=NOW + len(numbers) * MINUTE, watchlists=WATCHLISTS)
    for _ in range(2):
        delivery = await archive.claim_delivery("desk", 0, now=NOW + 9 * MINUTE, lease=LEASE)
        if delivery is not None:
            sent = Outcome(kind=OutcomeKind.SENT)
            await archive.settle_delivery(delivery, sent, now=NOW + 9 * MINUTE)
    await archive.close()


async def left_behind(path: Path) -> dict[str, Any]:
    archive = SqliteArchive(path)
    articles = [each async for batch in archive.articles() for each in batch]
    messages: Counter[str] = Counter()
    for channel in await archive.channels():
        messages.update(channel.counts)
    states = await archive.sources()
    await archive.close()
    return {
        "articles": sorted((article.title, len(article.matches)) for article in articles),
        "messages": {state: number for state, number in messages.items() if number},
        "polled": [state.last_poll is not None for state in states],
        "baseline": [state.baseline is not None for state in states],
    }


def die_at(statement: int) -> None:
    """Arrange that this process is killed as it begins its n-th statement."""
    numbers = itertools.count(1)

    def look(sql: str) -> None:
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    trace(look)


def trace(look: Callable[[str], None]) -> None:
    """Arrange that each statement is looked at as it begins, on every connection from now on."""
    connect = sqlite3.connect

    def traced(path: Path, **options: Any) -> sqlite3.Connection:
        conn: sqlite3.Connection = connect(path, **options)
        conn.set_trace_callback(look)
        return conn

    sqlite3.connect = traced  # type: ignore[assignment]


def empty(path: Path) -> tuple[bytes, int]:
    """Return an archive with its tables and nothing in them, and how many statements made it."""
    made: list[str] = []
    connect = sqlite3.connect
    trace(made.append)
    asyncio.run(SqliteArchive(path).close())
    sqlite3.connect = connect
    file = path.read_bytes()
    path.unlink()
    return file, len(made)


def moments(tables: bytes, making: int) -> Iterator[tuple[bytes, int]]:
    """Yield what is there and the statement to die at: some of those that make the tables, all of those that use them."""
    yield from ((b"", statement) for statement in range(1, making, 5))
    yield from ((tables, statement) for statement in itertools.count(1))


def main(folder: Path) -> None:
    path = folder / "archive.db"
    for there, statement in moments(*empty(path)):
        if there:
            path.write_bytes(there)
        child = os.fork()
        if child == 0:
            die_at(statement)
            asyncio.run(live(path))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        found = asyncio.run(left_behind(path))
        asyncio.run(live(path))  # the next start goes on
        after = asyncio.run(left_behind(path))
        print(json.dumps({"killed": killed, "found": found, "after": after}), flush=True)
        for file in folder.iterdir():
            file.unlink()
        if not killed:
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]))
