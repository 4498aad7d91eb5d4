"""Which one-word leaves a word may satisfy: a few dictionary look-ups, whatever their number."""

from __future__ import annotations

import re
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
        self._wild, self._signs, self._shapes = Patterns(), Patterns(), Patterns()

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
            case Kind.SHAPE:
                self._shapes.add(atom.value, leaf)
            case _ if atom.value[0] in "#@":
                self._signs.add(atom.value, leaf)
            case _:
                self._wild.add(atom.value, leaf)

    def leaves(self, word: Word, stemming: Stemming) -> Iterator[Leaf]:
        """Return the leaves that hold for a word, without those compared by stem."""
        for leaf in self._candidates(word):
            if satisfies(self._atoms[leaf], word, stemming):
                yield leaf

    def _candidates(self, word: Word) -> list[Leaf]:
        folded = word.folded
        found = [*self._folded.get(folded, ()), *self._wild.like(folded)]
        if word.also:
            found.extend(self._also.get(word.also, ()))
            found.extend(self._signs.like(word.also))
        if self._written:
            found.extend(self._written.get(word.written, ()))
        found.extend(self._shapes.like(word.written))
        return found

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        for held in (self._atoms, self._folded, self._also, self._written):
            emptied(held, breathe)
        emptied(self.stems, breathe)
        for patterns in (self._wild, self._signs, self._shapes):
            patterns.take_apart(breathe)


class Patterns:
    """Patterns with ``*`` and ``?``, found by the longest of the pieces that a word must hold."""

    def __init__(self) -> None:
        self._begin: dict[str, list[Leaf]] = {}
        self._inside: dict[str, list[Leaf]] = {}
        self._begin_lengths: set[int] = set()
        self._inside_lengths: set[int] = set()

    def add(self, value: str, leaf: Leaf) -> None:
        """Keep the leaf of a pattern."""
        pieces = re.split(r"[*?]", value)
        longest = max(pieces, key=len)
        if longest == pieces[0]:
            self._begin.setdefault(longest, []).append(leaf)
            self._begin_lengths.add(len(longest))
        else:
            self._inside.setdefault(longest, []).append(leaf)
            self._inside_lengths.add(len(longest))

    def like(self, form: str) -> Iterable[Leaf]:
        """Return the leaves of all patterns that a word may be like."""
        found: list[Leaf] = []
        for end in self._begin_lengths:
            found.extend(self._begin.get(form[:end], ()))
        if not self._inside:
            return found
        if len(form) * len(self._inside_lengths) > len(self._inside):
            held: Iterable[str] = [piece for piece in self._inside if piece in form]
        else:
            held = {
                form[at : at + length]
                for length in self._inside_lengths
                for at in range(len(form) - length + 1)
            }.intersection(self._inside)
        for piece in held:
            found.extend(self._inside[piece])
        return found

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        emptied(self._begin, breathe)
        emptied(self._inside, breathe)


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
