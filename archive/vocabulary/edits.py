"""What became of an article after it was published: its versions, and what differs between two of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.vocabulary.articles import ArticleId


class EditKind(StrEnum):
    """What an edit changed."""

    HEADLINE = "headline"
    FIGURES = "figures"
    """A number, in the headline or in a sentence that was reworded."""
    TEXT = "text"
    GONE = "gone"
    """The server has nothing at its address any more."""
    BACK = "back"
    """The server has it again, after it was gone."""


class OnEdit(StrEnum):
    """Which edits of an article a watchlist tells of."""

    HEADLINE = "headline"
    FIGURES = "figures"
    ANY = "any"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A headline or a sentence, before and after."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it counts, before and after; "" where there was, or is, none."""

    before: str
    after: str
    sentence: str
    """The sentence, or the headline, as it reads now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The difference between two versions, for people: whole sentences, and no more than one would read."""

    kinds: tuple[EditKind, ...]
    headline: Change | None = None
    figures: tuple[Figure, ...] = ()
    reworded: tuple[Change, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    more: int = 0
    """Further sentences that changed and are only counted."""
    reason: str = ""
    """What the server said, where it is gone or back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One wording of an article; the first is what was published when it was seen first."""

    article: ArticleId
    number: int
    """Counted from 1; some between the first and the newest may have been forgotten."""
    seen: datetime
    title: str
    text: str
    """Its text; the summary where there is none."""
    edit: Edit | None = None
    """What differs from the version before; None for the first."""
