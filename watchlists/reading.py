"""One document read exactly: its words with their places, and where the atoms of a query stand."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from watchlists.atoms import Atom, Kind, Way, satisfies
from watchlists.document import Document
from watchlists.query import Term
from watchlists.sentences import paragraphs, sentences
from watchlists.stems import Stemming, guess, primary
from watchlists.words import Word, words

Reach = tuple[int, int, int]
"""A stretch of a document: the number of the field, the first word and the last."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One piece of a field, in characters, and the term that found it."""

    field: int
    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stretch of words that satisfies a part of a query, with the words that did."""

    reach: Reach
    inner: tuple[Reach, ...]
    marks: tuple[Mark, ...]


Unit = tuple[int, int, int]
"""A sentence or paragraph: the number of the field, its first character and the end."""

_Kind = tuple[Word, tuple[list[int], ...]]
"""A distinct word, and in each field the numbers of the words that are like it."""


def _unknown(_: Way) -> bool:
    return False


class Reading:
    """A document with its words; what is asked for twice is found once.

    ``absent`` says which ways surely stand nowhere in it, for one who knows.
    """

    def __init__(
        self, document: Document, stemming: Stemming, absent: Callable[[Way], bool] = _unknown
    ) -> None:
        self.document = document
        self.stemming = stemming
        self._absent = absent
        self._units: dict[str, tuple[Unit, ...]] = {}
        self._units_with: dict[tuple[tuple[Way, ...], str], frozenset[int]] = {}
        self.occurrences: dict[Term, list[Occurrence]] = {}
        """Where terms stand in it, as far as somebody asked."""
        self._atoms: dict[Atom, tuple[set[int], ...]] = {}
        self._found: dict[tuple[Way, ...], tuple[Reach, ...]] = {}
        self._ways: dict[Way, tuple[Reach, ...]] = {}

    @cached_property
    def words(self) -> tuple[tuple[Word, ...], ...]:
        """The words of each field."""
        return tuple(tuple(words(self.document.field(n))) for n in self.document.fields)

    @cached_property
    def sentences(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Where the sentences of each field stand, in characters."""
        return tuple(sentences(self.document.field(n)) for n in self.document.fields)

    def prepare(self) -> None:
        """Find what most questions need, now rather than with the first of them."""
        self._folded, self._stems, self.sentences  # noqa: B018 -- kept by being asked for

    def units(self, unit: str) -> tuple[Unit, ...]:
        """Return the sentences (``SENTENCE``) or paragraphs of all fields, in reading order."""
        if unit not in self._units:
            fields = self.document.fields
            held = (
                self.sentences
                if unit == "SENTENCE"
                else [paragraphs(self.document.field(n)) for n in fields]
            )
            self._units[unit] = tuple((n, *piece) for n in fields for piece in held[n])
        return self._units[unit]

    def units_with(self, ways: tuple[Way, ...], unit: str) -> frozenset[int]:
        """Return the numbers of the units in which one of the ways begins."""
        key = (ways, unit)
        if key not in self._units_with:
            every = self.units(unit)
            starts = (self.characters(reach)[0] for reach in self.find(ways))
            fields = (reach[0] for reach in self.find(ways))
            self._units_with[key] = frozenset(
                bisect_right(every, (field, start, 1 << 60)) - 1
                for field, start in zip(fields, starts, strict=True)
            ) - {-1}
        return self._units_with[key]

    @cached_property
    def authors(self) -> tuple["Reading", ...]:
        """The names of the authors, each as a text of its own."""
        return tuple(
            Reading(Document(title=author, text=""), self.stemming)
            for author in self.document.authors
        )

    @cached_property
    def _kinds(self) -> tuple[_Kind, ...]:
        """The distinct words, each with its places in each field."""
        kinds: dict[tuple[str, str, bool], _Kind] = {}
        for number, field in enumerate(self.words):
            for index, word in enumerate(field):
                key = (word.written, word.also, word.begins)
                if key not in kinds:
                    kinds[key] = (word, tuple([] for _ in self.words))
                kinds[key][1][number].append(index)
        return tuple(kinds.values())

    @cached_property
    def _folded(self) -> dict[str, list[_Kind]]:
        found: dict[str, list[_Kind]] = {}
        for kind in self._kinds:
            found.setdefault(kind[0].folded, []).append(kind)
        return found

    @cached_property
    def _stems(self) -> dict[str, list[_Kind]]:
        found: dict[str, list[_Kind]] = {}
        for kind in self._kinds:
            for key in self.stemming.keys(kind[0].stemmable):
                found.setdefault(key, []).append(kind)
        return found

    def _candidates(self, atom: Atom) -> Iterable[_Kind]:
        """Return the distinct words that an atom may ask for."""
        match atom.kind:
            case Kind.WORD:
                return self._folded.get(atom.value, ())
            case Kind.STEM:
                keys = self.stemming.keys(atom.value)
                return [kind for key in keys for kind in self._stems.get(key, ())]
            case _:
                return self._kinds

    def places(self, atom: Atom) -> tuple[set[int], ...]:
        """Return in each field the numbers of the words that an atom asks for."""
        found = self._atoms.get(atom)
        if found is None:
            found = tuple(set() for _ in self.words)
            for word, where in self._candidates(atom):
                if satisfies(atom, word, self.stemming):
                    for number, indexes in enumerate(where):
                        found[number].update(indexes)
            self._atoms[atom] = found
        return found

    def find(self, ways: tuple[Way, ...]) -> tuple[Reach, ...]:
        """Return every place where one of the ways stands, in reading order."""
        if ways in self._found:
            return self._found[ways]
        found: set[Reach] = set()
        for way in ways:
            known = self._ways.get(way)
            if known is None:
                standing = () if self._absent(way) else self._stand(way)
                known = self._ways[way] = tuple(standing)
            found.update(known)
        self._found[ways] = tuple(sorted(found))
        return self._found[ways]

    def _stand(self, way: Way) -> Iterable[Reach]:
        """Find one sequence of words."""
        sure = [
            (shift, self.places(atom))
            for shift, atom in enumerate(way)
            if atom.kind is not Kind.ANY
        ]
        for number, field in enumerate(self.words):
            starts: set[int] | None = None
            for shift, places in sorted(sure, key=lambda item: len(item[1][number])):
                moved = {index - shift for index in places[number]}
                starts = moved if starts is None else starts & moved
                if not starts:
                    break
            for start in starts or ():
                if start >= 0 and start + len(way) <= len(field):
                    yield (number, start, start + len(way) - 1)

    def between(
        self, reaches: tuple[Reach, ...], field: int, start: int, end: int
    ) -> tuple[Reach, ...]:
        """Return those of sorted reaches that begin in a stretch of characters; a field below 0 is several."""
        if field < 0:
            return reaches
        held = self.words[field]
        first = bisect_left(held, start, key=lambda word: word.start)
        last = bisect_left(held, end, key=lambda word: word.start)
        return reaches[
            bisect_left(reaches, (field, first, 0)) : bisect_left(reaches, (field, last, 0))
        ]

    def characters(self, reach: Reach) -> tuple[int, int]:
        """Return where a stretch of words stands in its field, in characters."""
        number, first, last = reach
        return self.words[number][first].start, self.words[number][last].end


def language_of(document: Document) -> str:
    """Return the language whose endings are used for a document."""
    if document.language:
        return primary(document.language)
    return guess(
        f"{document.title}\n{document.text}"
        if document.text
        else f"{document.title}\n{document.lead}"
    )
