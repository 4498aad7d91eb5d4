"""The articles that report one event, as messages and pages tell of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.vocabulary.articles import ArticleId, CopyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article of a story."""

    article: ArticleId
    title: str
    url: str | None
    outlet: str
    owner: str
    """Who owns the outlet; the outlet itself where nothing else is known."""
    published: datetime | None
    seen: datetime
    copy_of: ArticleId | None = None
    copy_kind: CopyKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a story probably began: a guess, with what speaks for it."""

    article: ArticleId | None
    """The article it is guessed to be; None when it is not in the archive."""
    outlet: str
    evidence: tuple[str, ...]
    """In plain words: «credited in the text: With Post wires», «published first»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who carries a story, as far as the archive knows."""

    story: int
    reports: tuple[Report, ...]
    """The oldest first by publication, or by when it was seen."""
    outlets: int
    """Different outlets."""
    independent: int
    """Groups of copies that have different owners: the first of them counts too; no more than there are outlets with a text of their own."""
    copies: int
    """Articles whose text is another's."""
    copying: int
    """Outlets that have nothing but copies, or the text of the first, each once however many; that of the first is none of them."""
    origin: Origin | None = None

    @property
    def same_owner(self) -> int:
        """Outlets with a text of their own that are of the same owner, or have it from the same agency, as another.

        All outlets are independent, of the same owner, or copying.
        """
        return max(self.outlets - self.independent - self.copying, 0)


class StoryEventKind(StrEnum):
    """What happened to a story."""

    JOINED = "joined"
    """An article came into it that reports the same event in words of its own."""
    MERGED = "merged"
    """Another story turned out to be the same."""
    SPLIT = "split"
    """An article came out of another story, of which it was taken for a part."""
    LEFT = "left"
    """An article turned out to be a part of another story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """Something that happened to a story, and why: no article changes its story without a word."""

    kind: StoryEventKind
    article: ArticleId
    other: int | None
    """The story that it was before, or that the article was in, or is in now."""
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMove:
    """One change of an article's story, alone, with the text that it copies, or with the whole story."""

    before: int
    after: int
    reason: str
    at: datetime
