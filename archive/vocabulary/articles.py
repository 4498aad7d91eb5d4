"""What sources list, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

ArticleId = NewType("ArticleId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a source lists: plain text only, no markup, cleaned of control characters."""

    title: str = ""
    url: str | None = None
    """Absolute http(s) address without credentials, or None."""
    guid: str | None = None
    guid_is_global: bool = False
    """The guid is an address, a UUID or a tag URI, so other sources may share it."""
    summary: str = ""
    text: str = ""
    """The article's own text where the source carries it; paragraphs are separated by newlines."""
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    outlet: str | None = None
    """The name of the site the entry comes from."""
    titles: tuple[str, ...] = ()
    """Every headline that the source and the page give it, the most trustworthy first; watchlists look at all."""
    aliases: tuple[str, ...] = ()
    """Other addresses of the same document: where redirects led, what its page calls its own (canonical, AMP)."""
    section: str | None = None
    image: str | None = None
    credit: str | None = None
    """Whose report it is, as the page says it: «With Post wires», «(Reuters)»."""
    first_at: str | None = None
    """Where its page says that it was first: an address of another site that it calls its canonical one."""
    partial: str | None = None
    """Why ``text`` is not the article's, or not all of it; None when it is, or when no page was read."""
    unread: bool = False
    """Its page was not to be had this time, and is worth another look."""
    said: str = ""
    """Hashes of what the source itself says of it, whatever its page adds: another one tells of an edit."""


class CopyKind(StrEnum):
    """How an article's text relates to the one it copies."""

    EXACT = "exact"
    REPRINT = "reprint"
    TRUNCATED = "truncated"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document at one canonical address, as the archive keeps it."""

    id: ArticleId
    url: str | None
    title: str
    outlet: str
    source: str
    """Name of the source that listed it first."""
    relays: tuple[str, ...] = ()
    """Names of the other sources that list it."""
    published: datetime | None
    seen: datetime
    language: str | None
    authors: tuple[str, ...]
    summary: str
    text: str
    tags: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    section: str | None = None
    image: str | None = None
    credit: str | None = None
    partial: str | None = None
    """Why there is no full text; None when there is."""
    story: int
    """The story it belongs to."""
    copy_of: ArticleId | None = None
    copy_kind: CopyKind | None = None
    copy_reason: str | None = None
    matches: tuple[str, ...] = ()
    """Names of the watchlists it satisfied."""
