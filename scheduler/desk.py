"""What the user configured, as polling needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from archive.vocabulary import Article, Channel, Hit, Source, Watchlist
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
        """Return an article of the archive as the source that brought it has it."""
        source = self.sources.get(article.source)
        return article_document(article, tags=source.tags if source else ())

    def match(self, article: Article) -> tuple[Hit, ...]:
        """Match an article of the archive as each of its sources has it: a watchlist may look at one of them alone."""
        own = self.document(article)
        relays = (self.sources[name] for name in article.relays if name in self.sources)
        hits: dict[str, Hit] = {}
        for each in (own, *(replace(own, source=one.name, tags=one.tags) for one in relays)):
            for hit in self.matcher.match(each):
                hits.setdefault(hit.watchlist, hit)
        return tuple(hits.values())
