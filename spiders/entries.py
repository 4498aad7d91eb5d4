"""What every feed format comes down to: a list of entries, and what it says of all of them."""

import re
from dataclasses import dataclass
from datetime import timedelta

from archive.vocabulary import Entry

MOST_AUTHORS = 20
MOST_TAGS = 50
GLOBAL_GUID = re.compile(r"(?i)^(?:https?://|tag:|urn:(?:uuid|newsml|isbn|doi):)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed document says."""

    title: str
    language: str | None
    entries: tuple[Entry, ...]
    whole: bool
    """False when the document breaks off: its whole entries are good, but its validators must not be kept."""
    unreadable: int = 0
    """Entries that could not be read and were left out."""
    moved_to: str | None = None
    """Where it says that it is now."""
    refresh: timedelta | None = None
    """How often it says that it changes."""


def is_global(guid: str | None) -> bool:
    """Say whether other sources may use the same guid for the same article: an address, a UUID, a tag URI."""
    return bool(guid and GLOBAL_GUID.match(guid))
