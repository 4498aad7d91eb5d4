"""What the daemon's archive says while the demo runs and at its end; the narration claims no more."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.sqlite import SqliteArchive
from wirewatch.demo.received import letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The demo's archive in numbers."""

    entries: int
    """Listed by the sources when they were polled last."""
    articles: int
    matches: int
    copies: frozenset[str]
    """Headlines of the articles that were recognised as another's copy, as `letters` writes them."""


def remember(path: Path) -> Memory | None:
    """Read an archive; None when there is none, or when it cannot be read at this moment."""
    if not path.exists():
        return None
    try:
        return asyncio.run(_remember(path))
    except ArchiveError:
        return None


async def _remember(path: Path) -> Memory:
    archive = SqliteArchive(path)
    try:
        articles = [article async for batch in archive.articles() for article in batch]
        sources = await archive.sources()
    finally:
        await archive.close()
    return Memory(
        entries=sum(source.entries for source in sources),
        articles=len(articles),
        matches=sum(len(article.matches) for article in articles),
        copies=frozenset(
            letters(article.title) for article in articles if article.copy_of is not None
        ),
    )
