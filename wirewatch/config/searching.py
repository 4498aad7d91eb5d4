"""Searches: one address with `{query}` becomes a source for each watchlist, or for each of its own search terms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from archive.vocabulary import Source, SourceKind, Watchlist
from watchlists import QueryError, Searches, compose, searches
from wirewatch.config.desk import Desk
from wirewatch.config.problems import quoted
from wirewatch.config.report import Place

PLACE = "{query}"
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search as it is configured."""

    template: Source
    """Its address still has ``{query}``."""
    place: Place
    """Where it is written."""
    terms: tuple[str, ...]
    """What to ask for whatever the watchlists say; empty: what they say."""

    def serves(self, watchlist: Watchlist) -> bool:
        """Say whether a watchlist looks at what this search brings."""
        names = {self.template.name, *self.template.tags}
        return not watchlist.sources or not names.isdisjoint(watchlist.sources)


class Expansion:
    """Puts the sources that searches stand for into their places."""

    def __init__(
        self,
        desk: Desk,
        watchlists: Sequence[Watchlist],
        places: Mapping[str, Place],
        terms: Mapping[str, str],
    ) -> None:
        self._desk = desk
        self._watchlists = watchlists
        self._places = places
        self._terms = terms

    def expand(
        self, sources: Sequence[Source], written: Mapping[str, Search]
    ) -> tuple[Source, ...]:
        """Return the sources, each search replaced by what it stands for."""
        expanded: list[Source] = []
        taken = {source.name.casefold() for source in sources}
        for source in sources:
            if source.kind is not SourceKind.SEARCH:
                expanded.append(source)
                continue
            asked: dict[str, Source] = {}
            for label, text in self._asked(written[source.name]):
                said = quote(text, safe="")
                url = source.url.replace(PLACE, said)
                if url not in asked:
                    name = _free(f"{source.name}: {label}", taken)
                    # Its own name stays a way to choose it: `sources: [news search]` means all of them.
                    tags = tuple(dict.fromkeys((*source.tags, source.name)))
                    asked[url] = replace(
                        source,
                        name=name,
                        url=url,
                        masked=source.masked.replace(PLACE, said),
                        tags=tags,
                    )
            if not asked and not self._desk.report.has_errors:
                self._desk.report.warn(
                    written[source.name].place,
                    "nothing-to-search",
                    f"search {quoted(source.name)} has nothing to look for",
                    "Give it `search_terms:`, or a watchlist that looks at it",
                )
            expanded += asked.values()
        return tuple(expanded)

    def _asked(self, search: Search) -> Iterator[tuple[str, str]]:
        """Yield what to ask for, each with a word for it."""
        if search.terms:
            for term in search.terms:
                yield term[:LONGEST_NAME], term
            return
        for watchlist in self._watchlists:
            if search.serves(watchlist):
                for text in watchlist.search_terms or self._composed(watchlist):
                    yield watchlist.name, text

    def _composed(self, watchlist: Watchlist) -> tuple[str, ...]:
        try:
            found = searches(compose(watchlist, self._terms).root)
        except QueryError:
            # It has been told where it is written.
            return ()
        self._doubts(watchlist, found)
        return found.texts

    def _doubts(self, watchlist: Watchlist, found: Searches) -> None:
        which = f"watchlist {quoted(watchlist.name)}"
        if not found.texts:
            what = f"search engines cannot be asked for what {which} looks for, so it is not searched for"
            self._warn(watchlist, "not-searched", what)
        if found.guessed:
            words = ", ".join(quoted(word) for word in found.guessed[:5])
            what = f"search engines know no `*`: for {which} they are asked for {words} without it"
            self._warn(watchlist, "searched-without-star", what)
        if found.left_out:
            what = f"{which} would take {found.left_out} more searches than the {len(found.texts)} that are made"
            self._warn(watchlist, "searched-in-part", what)

    def _warn(self, watchlist: Watchlist, code: str, what: str) -> None:
        place = self._places[watchlist.name.casefold()]
        mend = "Give it `search_terms:`, a list of what to ask for"
        self._desk.report.warn(place, code, what, mend)


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number if it is taken, and take it."""
    names = (name, *(f"{name} {number}" for number in range(2, 10_000)))
    free = next(each for each in names if each.casefold() not in taken)
    taken.add(free.casefold())
    return free
