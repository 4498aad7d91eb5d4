"""What one connection has in memory of the last reports, so that a new one is compared with them without their being read again.

Only what never changes is here, and nothing is read before it is asked for; so it holds whoever else writes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Generic, NamedTuple, TypeVar

from sqlite_utils import Database

from archive.sqlite.values import stamp
from archive.stories.lexicon import Lexicon
from archive.stories.likeness import Remembered

T = TypeVar("T")
HOUR = 3600
DAYS = 30
"""Days of whose hours it is known which article was the first."""
OPENINGS = 4096
"""Openings in each of two generations: those of a busy day, under a kilobyte each."""


class Lately(Generic[T]):
    """Values by number, of which those that nobody asked for lately go: so it grows no larger than twice the limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._young: dict[int, T] = {}
        self._old: dict[int, T] = {}

    def get(self, number: int) -> T | None:
        """Return a value; None when it is not here."""
        found = self._young.get(number)
        if found is None and (found := self._old.get(number)) is not None:
            self.put(number, found)
        return found

    def find(self, numbers: Sequence[int]) -> dict[int, T]:
        """Return the values of some numbers, as far as they are here."""
        young = self._young
        found = {number: young[number] for number in numbers if number in young}
        if len(found) < len(numbers):
            old = {number: self.get(number) for number in numbers if number in self._old}
            found |= {number: value for number, value in old.items() if value is not None}
        return found

    def put(self, number: int, value: T) -> None:
        """Keep a value, in the place of the one that was there."""
        if len(self._young) >= self._limit:
            self._old, self._young = self._young, {}
        self._young[number] = value

    def clear(self) -> None:
        """Forget all."""
        self._young, self._old = {}, {}


class Past(NamedTuple):
    """A report as it was written; only its story changes, which is therefore not here."""

    article: int
    at: int
    """When it appeared, in seconds."""
    near: bytes
    """How like it is to others: `archive.sqlite.openings.load_near`."""
    report: Remembered


class Recent:
    """The openings of the last reports, and how common their words are. A transaction that is taken back takes it along: see `forget`."""

    def __init__(self, *, openings: int = OPENINGS) -> None:
        """The limit is of one generation."""
        self.lexicon = Lexicon()
        self.openings: Lately[Past] = Lately(openings)
        """By article. They never change, and no number is given twice, so they hold whoever writes."""
        self._first: dict[int, int] = {}
        """By hour, the first article that was seen since then."""

    def first_since(self, db: Database, moment: int) -> int:
        """Return an article before which all were seen earlier than a moment, in seconds: numbers grow with time."""
        hour = max(0, moment // HOUR)
        first = self._first.get(hour)
        if first is None:
            row = db.execute(
                "SELECT id FROM articles WHERE seen >= ? ORDER BY seen LIMIT 1",
                [stamp(datetime.fromtimestamp(hour * HOUR, UTC))],
            ).fetchone()
            first = row[0] if row else 0
            if len(self._first) > DAYS * 24:
                self._first.clear()
            self._first[hour] = first
        return first

    def forget(self) -> None:
        """Forget all: what was read or written last was taken back."""
        self.lexicon.forget()
        self.openings.clear()
        self._first.clear()
