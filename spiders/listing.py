"""What every kind of source can do: list its entries."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from archive.vocabulary import Entry, Found, Source, SourceState, Validators

MOVED_FOR_GOOD = 3
"""Polls in a row that were redirected for good before the new address is asked directly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a source listed."""

    entries: tuple[Entry, ...] = ()
    unchanged: bool = False
    """Nothing changed since the last time: the server says so, or the document is the same; no entries then."""
    unreadable: int = 0
    """Entries that could not be read and were left out."""
    validators: Validators = field(default_factory=Validators)
    """What to ask with next time; empty when the document broke off, so that it is asked for whole again."""
    body_hash: str | None = None
    asked_whole: bool = False
    """It was asked without conditions."""
    lying: bool = False
    """Its validators are not to be believed: they stayed the same while the document changed."""
    moved_to: str | None = None
    """Where it redirects for good (301, 308)."""
    found: Found | None = None
    """What an address alone turned out to be."""
    anew: bool = False
    """It is another document than before: its entries are taken in silence, as on a first poll."""
    broken: bool = False
    """The document broke off: its whole entries are here, the others are not."""
    says_moved_to: str | None = None
    """Where its own words say that it is now; anybody who can write into a feed can say that."""
    refresh: timedelta | None = None
    """How often it says that it changes."""
    took: timedelta | None = None
    """How long its answer took."""


class Lister(Protocol):
    """A kind of source; raises `spiders.errors.SpiderError` when it cannot be read."""

    async def entries(self, source: Source, state: SourceState) -> Listed:
        """List what the source holds now."""
        ...
