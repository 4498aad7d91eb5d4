"""One document read exactly: its words with their places, and where the atoms of a query stand."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from watchlists.atoms import Atom, Kind, Way, satisfies
from watchlists.bits import bits_of, numbers_of, stretch, united
from watchlists.document import Document
from watchlists.limits import MOST_DISTANCE
from watchlists.programs import Leaf
from watchlists.sentences import paragraphs, sentences
from watchlists.stems import Stemming, guess, primary
from watchlists.words import Word, words_of

Reach = tuple[int, int, int]
"""A stretch of a document: the number of the field, the first word and the last."""

Starts = dict[int, int]
"""For each number of words the set of places (counted through all fields) where stretches of so many begin."""

APART = MOST_DISTANCE + 1
"""Numbers left free between two fields, so that nothing in one is near anything in another."""


class Mark(NamedTuple):
    """One piece of a field, in characters, and the term that found it."""

    field: int
    start: int
    end: int
    term: str


Piece = tuple[int, int, int]
"""A piece of text: the number of the field, its first character and the end."""

Chunk = tuple[int, int, int]
"""Where a piece of text without white space stands: the field, its first character, and the place of its first word."""

Unit = tuple[int, int, int]
"""A sentence or paragraph: the number of the field, its first character and the end."""


class Known(Protocol):
    """What the look-up of a document's words found out."""

    @property
    def held(self) -> AbstractSet[Leaf]:
        """The leaves that it holds."""

    def way(self, leaf: Leaf) -> Way:
        """Return what a leaf stands for."""

    def words(self, atom: Atom, leaf: Leaf | None) -> Iterable[Word] | None:
        """Return words of the document among which are all that an atom asks for; None: not known."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where the words of one field stand: in characters, and the number of its first word among all."""

    base: int
    starts: list[int]
    ends: list[int]


_Key = tuple[str, str, bool]
_Kind = tuple[Word, list[int]]
"""A distinct word, and the places of the words that are like it."""


class Reading:
    """A document with its words; what is asked for twice is found once."""

    def __init__(self, document: Document, stemming: Stemming, known: Known | None = None) -> None:
        self.document = document
        self.stemming = stemming
        self.known = known
        self._atoms: dict[Atom, int] = {}
        self._leaves: dict[Leaf, tuple[int, int]] = {}
        self._ways: dict[Way, int] = {}
        self._beginning: dict[str, int] = {}

    @cached_property
    def _read(self) -> tuple[tuple[Field, ...], dict[_Key, _Kind]]:
        """The words of each field, and the distinct ones with their places."""
        kinds: dict[_Key, _Kind] = {}
        seen: dict[str, list[tuple[int, int, list[int]]]] = {}
        fields: list[Field] = []
        at = 0
        for number in self.document.fields:
            field = Field(at, [], [])
            for found in _CHUNK.finditer(self.document.field(number)):
                chunk, offset = found.group(), found.start()
                held = seen.get(chunk)
                if held is None:
                    held = seen[chunk] = [
                        (word.start, word.end, _kind(kinds, word)[1]) for word in words_of(chunk)
                    ]
                for start, end, places in held:
                    field.starts.append(offset + start)
                    field.ends.append(offset + end)
                    places.append(at)
                    at += 1
            fields.append(field)
            at += APART
        return tuple(fields), kinds

    @property
    def fields(self) -> tuple[Field, ...]:
        """The words of each field."""
        return self._read[0]

    def forms(self) -> dict[str, str]:
        """Return the distinct words of the document as they are compared in quotes, with one way to write each."""
        return {word.folded: word.written for word, _ in self._read[1].values()}

    @cached_property
    def sentences(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Where the sentences of each field stand, in characters."""
        return tuple(sentences(self.document.field(n)) for n in self.document.fields)

    def prepare(self) -> None:
        """Find what most questions need, now rather than with the first of them."""
        self._folded, self._stems, self.sentences  # noqa: B018 -- kept by being asked for

    @cached_property
    def _units(self) -> dict[str, tuple[Unit, ...]]:
        return {}

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

    @cached_property
    def authors(self) -> tuple["Reading", ...]:
        """The names of the authors, each as a text of its own."""
        return tuple(
            Reading(Document(title=author, text=""), self.stemming)
            for author in self.document.authors
        )

    @cached_property
    def url(self) -> str:
        """The address of the document, in lower case."""
        return self.document.url.lower()

    @cached_property
    def every(self) -> int:
        """The places of all words."""
        return united(stretch(field.base, len(field.starts)) for field in self.fields)

    @cached_property
    def _folded(self) -> dict[str, list[_Kind]]:
        found: dict[str, list[_Kind]] = {}
        for kind in self._read[1].values():
            found.setdefault(kind[0].folded, []).append(kind)
        return found

    @cached_property
    def _stems(self) -> dict[str, list[_Kind]]:
        found: dict[str, list[_Kind]] = {}
        for kind in self._read[1].values():
            for key in self.stemming.keys(kind[0].stemmable):
                found.setdefault(key, []).append(kind)
        return found

    def _candidates(self, atom: Atom, leaf: Leaf | None) -> Iterable[_Kind]:
        """Return the distinct words that an atom may ask for."""
        match atom.kind:
            case Kind.WORD:
                return self._folded.get(atom.value, ())
            case Kind.STEM:
                keys = self.stemming.keys(atom.value)
                return [kind for key in keys for kind in self._stems.get(key, ())]
            case _:
                kinds = self._read[1]
                words = self.known.words(atom, leaf) if self.known is not None else None
                if words is None:
                    return kinds.values()
                keyed = {_key(word): None for word in words}
                return [kinds[key] for key in keyed if key in kinds]

    def places(self, atom: Atom, leaf: Leaf | None = None) -> int:
        """Return the places of the words that an atom asks for; ``leaf`` is the atom's own, if it has one."""
        if atom.kind is Kind.ANY:
            return self.every
        found = self._atoms.get(atom)
        if found is None:
            held = [
                where
                for word, where in self._candidates(atom, leaf)
                if satisfies(atom, word, self.stemming)
            ]
            found = self._atoms[atom] = united(
                map(bits_of, {id(each): each for each in held}.values())
            )
        return found

    @property
    def held(self) -> AbstractSet[Leaf]:
        """The leaves that the document holds, as far as it was looked up."""
        return self.known.held if self.known is not None else frozenset()

    def stand(self, leaf: Leaf) -> tuple[int, int]:
        """Return how many words the way of a leaf has, and where it begins; of a document that was looked up."""
        found = self._leaves.get(leaf)
        if found is None:
            way = self.known.way(leaf) if self.known is not None else ()
            bits = self.places(way[0], leaf) if len(way) == 1 else self.beginnings(way)
            found = self._leaves[leaf] = (len(way), bits)
        return found

    def touched(self, field: int, start: int, end: int) -> tuple[int, int]:
        """Return the place of the first word that a piece of text touches, and how many it touches."""
        held = self.fields[field]
        first = bisect_right(held.ends, start)
        return held.base + first, bisect_left(held.starts, end, first) - first

    def stretches(self, touched: Iterable[tuple[int, int]]) -> Starts:
        """Return stretches of words, given the place of the first and how many, as sets; those of none left out."""
        found: dict[int, set[int]] = {}
        for first, count in touched:
            if count in found:
                found[count].add(first)
            elif count > 0:
                found[count] = {first}
        return {count: bits_of(sorted(places)) for count, places in found.items()}

    @cached_property
    def chunks(self) -> dict[str, list[Chunk]]:
        """Where each distinct chunk of the text stands."""
        found: dict[str, list[Chunk]] = {}
        sizes: dict[str, int] = {}
        for number, field in zip(self.document.fields, self.fields, strict=True):
            at = field.base
            for each in _CHUNK.finditer(self.document.field(number)):
                chunk = each.group()
                if chunk not in sizes:
                    sizes[chunk], found[chunk] = len(words_of(chunk)), []
                found[chunk].append((number, each.start(), at))
                at += sizes[chunk]
        return found

    @cached_property
    def longest(self) -> int:
        """How many characters the longest chunk has."""
        texts = map(self.document.field, self.document.fields)
        return max(len(chunk) for text in texts for chunk in (*text.split(), ""))

    def beginning(self, chunk: str) -> int:
        """Return the places of the words with which a chunk begins."""
        bits = self._beginning.get(chunk)
        if bits is None:
            bits = self._beginning[chunk] = bits_of([at for _, _, at in self.chunks[chunk]])
        return bits

    def beginnings(self, way: Way) -> int:
        """Return where a sequence of words begins."""
        found = self._ways.get(way)
        if found is None:
            found = -1
            # What asks for any word comes last: it excludes the least.
            for shift, atom in sorted(enumerate(way), key=lambda item: item[1].kind is Kind.ANY):
                found &= self.places(atom) >> shift
                if not found:
                    break
            self._ways[way] = found
        return found

    def find(self, ways: tuple[Way, ...]) -> list[Reach]:
        """Return every place where one of the ways stands, in reading order."""
        found: Starts = {}
        for way in ways:
            found[len(way)] = found.get(len(way), 0) | self.beginnings(way)
        return self.reaches(found)

    def reaches(self, starts: Starts) -> list[Reach]:
        """Return stretches with their fields, in reading order."""
        return sorted(
            self.reach(first, count) for count, bits in starts.items() for first in numbers_of(bits)
        )

    @cached_property
    def _bases(self) -> list[int]:
        return [field.base for field in self.fields]

    def reach(self, first: int, count: int) -> Reach:
        """Return a stretch of so many words from a place on, with its field."""
        field = bisect_right(self._bases, first) - 1
        base = self._bases[field]
        return (field, first - base, first - base + count - 1)

    def inside(self, field: int, start: int, end: int) -> int:
        """Return the places of the words that lie in a stretch of characters."""
        held = self.fields[field]
        first, last = bisect_left(held.starts, start), bisect_right(held.ends, end)
        return stretch(held.base + first, last - first)

    def characters(self, reach: Reach) -> tuple[int, int]:
        """Return where a stretch of words stands in its field, in characters."""
        number, first, last = reach
        return self.fields[number].starts[first], self.fields[number].ends[last]


_CHUNK = re.compile(r"\S+")


def _key(word: Word) -> _Key:
    return (word.written, word.also, word.begins)


def _kind(kinds: dict[_Key, _Kind], word: Word) -> _Kind:
    return kinds.setdefault(_key(word), (word, []))


def language_of(document: Document) -> str:
    """Return the language whose endings are used for a document."""
    if document.language:
        return primary(document.language)
    return guess(
        f"{document.title}\n{document.text}"
        if document.text
        else f"{document.title}\n{document.lead}"
    )
