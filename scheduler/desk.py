"""What the user configured, as polling needs it."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.vocabulary import Article, Channel, Source, Watchlist
from scheduler.documents import article_document
from watchlists import Document, Matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the user configured, as the polling cycle needs it."""

    sources: Mapping[str, Source]
    watchlists: Mapping[str, Watchlist]
    channels: Mapping[str, Channel]
    matcher: Matcher

    def document(self, article: Article) -> Document:
        """Return an article of the archive as the watchlists read it."""
        source = self.sources.get(article.source)
        return article_document(article, tags=source.tags if source else ())
