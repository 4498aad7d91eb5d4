"""What the user wants to hear of, and what was found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from archive.vocabulary.articles import ArticleId
from archive.vocabulary.edits import OnEdit
from archive.vocabulary.rules import Escalate, FollowUp


class Group(StrEnum):
    """What a watchlist hears of once."""

    STORY = "story"
    """One event, however many report it."""
    COPY = "copy"
    """One text, however many carry it: each independent report is told."""
    ADDRESS = "address"
    """One article: copies are told, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A named query with where to notify."""

    name: str
    query: str = ""
    """The query text; empty when the list form below is used."""
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    """Names of channels."""
    sources: tuple[str, ...] = ()
    """Only sources with one of these names or tags; empty means all."""
    languages: tuple[str, ...] = ()
    """Only articles in one of these languages (BCP 47); empty means all."""
    backfill: timedelta = timedelta(0)
    search_terms: tuple[str, ...] = ()
    """What search engines are asked for; empty: what the query says, in their words."""
    group: Group = Group.STORY
    wait: timedelta = timedelta(0)
    """How long an alert waits for other reports of its story, so that it tells of them too."""
    follow_up: FollowUp | None = None
    """When a story that was told is told again; None: never."""
    on_edit: OnEdit = OnEdit.NEVER
    """Which edits of an article that was told are told."""
    escalate: Escalate | None = None
    recheck: tuple[timedelta, ...] = ()
    """How long after it was seen an article that matches is looked at again; empty: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of an article that satisfied a term.

    ``start`` and ``end`` count characters (code points) of the field's original text, end excluded.
    """

    field: str
    start: int
    end: int
    term: str
    """The term as the user wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One watchlist that one text satisfies."""

    watchlist: str
    spans: tuple[Span, ...]
    quote: str
    """The sentence that matched, cut from the original text."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where the terms stand inside the quote: start and end in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One article that satisfies one watchlist."""

    watchlist: str
    article: ArticleId
    url: str | None
    title: str
    spans: tuple[Span, ...]
    quote: str
    found: datetime
