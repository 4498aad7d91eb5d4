"""One article with everything that happened to it."""

from dataclasses import dataclass

from archive.vocabulary.articles import Article
from archive.vocabulary.edits import Version
from archive.vocabulary.stories import Coverage, StoryMove
from archive.vocabulary.verdicts import Verdict
from archive.vocabulary.watchlists import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What the archive knows of an article."""

    article: Article
    silent: bool
    """It came with the first poll of a source, and nobody was told."""
    sources: tuple[str, ...]
    """Names of the sources that listed it."""
    known_as: tuple[str, ...]
    """The keys it is found again by: addresses, guids."""
    original: Article | None
    """The article whose text it copies, where it is a copy and that one is still there."""
    matches: tuple[Match, ...]
    coverage: Coverage | None
    joined: str | None
    """Why it is in a story that another began, where it copies none of its articles."""
    verdicts: tuple[Verdict, ...]
    """What was decided of it and of its messages, the oldest first."""
    moves: tuple[StoryMove, ...] = ()
    """How it changed its story, the oldest first; empty for most."""
    versions: tuple[Version, ...] = ()
    """How it read before, and reads now, the oldest first; empty when it was never edited."""
