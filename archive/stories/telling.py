"""One article of a story, with what speaks for or against it as the origin."""

from dataclasses import dataclass
from datetime import datetime

from archive.vocabulary import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A report, and what its text and page say of where it comes from."""

    report: Report
    group: int
    """The same for all articles that copy one text."""
    site: str
    """What stands for the outlet when outlets are counted."""
    length: int
    """Characters of its text."""
    credit: str | None = None
    """The words with which it says whose report it is."""
    first_at: str | None = None
    """Where its page says that it was first."""

    @property
    def at(self) -> datetime:
        """When it appeared: as published, but no later than it was seen."""
        published, seen = self.report.published, self.report.seen
        return min(published, seen) if published else seen
