"""Watchlists over texts."""

from collections.abc import Mapping, Sequence

from archive.vocabulary import Hit, Span, Watchlist
from watchlists.compose import compose
from watchlists.document import FIELDS, Document
from watchlists.evaluate import Mark, marks_of
from watchlists.letters import fold
from watchlists.quote import quote
from watchlists.reading import Reading, read
from watchlists.stems import Stemming, primary


class Matcher:
    """Compiled watchlists; building it raises ``QueryError`` for the first query that cannot be read."""

    def __init__(
        self, watchlists: Sequence[Watchlist], terms: Mapping[str, str] | None = None
    ) -> None:
        self.watchlists = tuple(watchlists)
        self._queries = tuple(compose(each, terms) for each in self.watchlists)
        self._stemmings: dict[str, Stemming] = {}

    def match(self, document: Document) -> tuple[Hit, ...]:
        """Return one hit for each watchlist that the document satisfies, in the watchlists' order."""
        hits: list[Hit] = []
        reading = read(document, self._stemmings)
        for watchlist, query in zip(self.watchlists, self._queries, strict=True):
            if admits(watchlist, document):
                marks = marks_of(query.root, reading)
                if marks is not None:
                    hits.append(hit(watchlist, reading, sorted(marks)))
        return tuple(hits)


def admits(watchlist: Watchlist, document: Document) -> bool:
    """Say whether a watchlist looks at documents of this source and language at all."""
    if watchlist.sources:
        held = {fold(document.source), *(fold(tag) for tag in document.tags)}
        if held.isdisjoint(fold(each) for each in watchlist.sources):
            return False
    if watchlist.languages and document.language:
        return primary(document.language) in {primary(each) for each in watchlist.languages}
    return True


def hit(watchlist: Watchlist, reading: Reading, marks: Sequence[Mark]) -> Hit:
    """Return what to tell about a watchlist that holds."""
    shown, places = quote(reading, marks)
    return Hit(
        watchlist=watchlist.name,
        spans=tuple(
            Span(field=FIELDS[each.field], start=each.start, end=each.end, term=each.term)
            for each in marks
        ),
        quote=shown,
        marks=places,
    )
