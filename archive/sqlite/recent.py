"""What one connection has in memory of the last reports, so that a new one is compared with them without their being read again.

Nothing is read before it is asked for. What may change is forgotten as soon as another program writes: see `Recent.catch_up`.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlite_utils import Database

from archive.sqlite.connection import data_version
from archive.sqlite.lately import Lately
from archive.sqlite.newest import Newest
from archive.sqlite.values import stamp
from archive.stories.lexicon import Lexicon
from archive.stories.likeness import Remembered

HOUR = 3600
DAYS = 30
"""Days of whose hours it is known which article was the first."""
OPENINGS = 4096
"""Openings in each of two generations: those of a busy day, under a kilobyte each."""


class Past(NamedTuple):
    """A report as it was written; only its story changes, which is therefore not here."""

    article: int
    at: int
    """When it appeared, in seconds."""
    near: bytes
    """How like it is to others: `archive.sqlite.openings.load_near`."""
    report: Remembered


class Recent:
    """The openings of the last reports, in which of them words stand, and how common those are.

    A transaction that is taken back takes it along: see `forget`.
    """

    def __init__(self, *, openings: int = OPENINGS) -> None:
        """The limit is of one generation."""
        self.lexicon = Lexicon()
        self.openings: Lately[Past] = Lately(openings)
        """By article. They never change, and no number is given twice, so they hold whoever writes."""
        self.newest = Newest()
        self._version = 0
        self._first: dict[int, int] = {}
        """By hour, the first article that was seen since then."""

    def catch_up(self, db: Database) -> None:
        """Let what is in memory hold, whoever wrote meanwhile: to be called at the beginning of a transaction."""
        version = data_version(db)
        if version != self._version:
            self.newest.forget()
            self._version = version

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
        self.newest.forget()
        self._first.clear()
