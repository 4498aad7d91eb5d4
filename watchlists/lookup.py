"""Which one-word leaves a word may satisfy: a few dictionary look-ups, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchlists.atoms import Atom, Kind, Way, satisfies
from watchlists.pace import Breathe, emptied, paced
from watchlists.programs import Leaf
from watchlists.stems import Stemming
from watchlists.words import Word


class Lookup:
    """The atoms of all queries, found by what they compare; the same for every language but stems."""

    def __init__(self) -> None:
        self.stems: list[tuple[str, Leaf]] = []
        """Words whose endings count, as written in the queries."""
        self._atoms: dict[Leaf, Atom] = {}
        self._folded: dict[str, list[Leaf]] = {}
        self._also: dict[str, list[Leaf]] = {}
        self._written: dict[str, list[Leaf]] = {}
        self._prefix: dict[str, list[Leaf]] = {}
        self._lengths: set[int] = set()
        self._shapes: list[Leaf] = []

    def add(self, atom: Atom, leaf: Leaf) -> None:
        """Keep an atom under what it compares."""
        if atom.kind is Kind.STEM:
            self.stems.append((atom.value, leaf))
            return
        self._atoms[leaf] = atom
        match atom.kind:
            case Kind.WORD:
                self._folded.setdefault(atom.value, []).append(leaf)
            case Kind.ALSO:
                self._also.setdefault(atom.value, []).append(leaf)
            case Kind.EXACT:
                self._written.setdefault(atom.value, []).append(leaf)
            case Kind.WILD if (stem := _prefix_of(atom.value)) and atom.value[0] not in "#@":
                self._prefix.setdefault(stem, []).append(leaf)
                self._lengths.add(len(stem))
            case _:
                self._shapes.append(leaf)

    def leaves(self, word: Word, stemming: Stemming) -> Iterator[Leaf]:
        """Return the leaves that hold for a word, without those compared by stem."""
        for leaf in self._candidates(word):
            if satisfies(self._atoms[leaf], word, stemming):
                yield leaf

    def _candidates(self, word: Word) -> list[Leaf]:
        folded = word.folded
        found = [*self._folded.get(folded, ()), *self._shapes]
        if word.also:
            found.extend(self._also.get(word.also, ()))
        if self._written:
            found.extend(self._written.get(word.written, ()))
        if self._prefix:
            for end in self._lengths:
                found.extend(self._prefix.get(folded[:end], ()))
        return found

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        for held in (self._atoms, self._folded, self._also, self._written, self._prefix):
            emptied(held, breathe)
        emptied(self.stems, breathe)
        emptied(self._shapes, breathe)


def _prefix_of(value: str) -> str:
    """Return the letters before the first wildcard."""
    return value.split("*", 1)[0].split("?", 1)[0]


_PIECES = 16


class Numbers:
    """The leaf of each way, in pieces: one large dictionary would stop all threads whenever it grows."""

    def __init__(self) -> None:
        self._pieces: tuple[dict[Way, Leaf], ...] = tuple({} for _ in range(_PIECES))

    def get(self, way: Way) -> Leaf | None:
        """Return the leaf of a way that has one."""
        return self._pieces[hash(way) % _PIECES].get(way)

    def put(self, way: Way, leaf: Leaf) -> None:
        """Keep the leaf of a way."""
        self._pieces[hash(way) % _PIECES][way] = leaf

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        for piece in self._pieces:
            emptied(piece, breathe)


class StemLookup:
    """The atoms compared by stem, for one language."""

    def __init__(self, lookup: Lookup, stemming: Stemming, breathe: Breathe) -> None:
        self._leaves: dict[str, list[Leaf]] = {}
        self._stemming = stemming
        for value, leaf in paced(lookup.stems, breathe):
            for key in stemming.keys(value):
                self._leaves.setdefault(key, []).append(leaf)

    def leaves(self, word: Word) -> Iterable[Leaf]:
        """Return the leaves that hold for a word; one may come twice."""
        if not self._leaves:
            return ()
        keys = self._stemming.keys(word.stemmable)
        if len(keys) == 1:
            return self._leaves.get(keys[0], ())
        return [leaf for key in keys for leaf in self._leaves.get(key, ())]

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        emptied(self._leaves, breathe)
