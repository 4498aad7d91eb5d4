"""The words of texts in one language against the leaves of all queries.

What a chunk of text holds is found out once and remembered: news repeats its words, so nearly every
chunk costs one dictionary look-up. Phrases are found by one adjacent pair of stems and confirmed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress, islice

from watchlists.atoms import Atom, Kind, Way, satisfies
from watchlists.lookup import Lookup, StemLookup
from watchlists.programs import Leaf
from watchlists.stems import Stemming
from watchlists.words import Word, chunk_words

MOST_CHUNKS = 100_000
LONGEST_KEPT = 64
"""Characters of a chunk that is remembered beyond its document."""
BORDER = "\n"
"""The chunk that stands between two fields; no text holds it, for it is white space."""

Classes = tuple[int, ...]
_NOTHING: Classes = (0,)


@lru_cache(maxsize=5000)
def _words_of(chunk: str) -> tuple[Word, ...]:
    return tuple(chunk_words(chunk))


class Index(dict[str, Classes]):
    """What is known about chunks: for each the classes of its words, 0 for a word in no pair.

    A look-up of an unknown chunk reads it; ``hot`` then holds the leaves that its words satisfy.
    """

    def __init__(self, lookup: Lookup, ways: Sequence[Way], language: str) -> None:
        super().__init__()
        self.stemming = Stemming(language)
        self.hot: dict[str, tuple[Leaf, ...]] = {}
        self._ways = ways
        self._lookup = lookup
        self._stems = StemLookup(lookup, self.stemming)
        self._class: dict[str, int] = {}
        self._pairs: dict[tuple[int, int], list[Leaf]] = {}
        self._shift: dict[Leaf, int] = {}
        """Phrases that a pair only suggests: how many words stand before the pair."""
        self._anchored: dict[Leaf, list[tuple[Leaf, int]]] = {}
        """Phrases without a usable pair, by the leaf of one of their words."""
        self._long: list[str] = []
        self._clear()

    def _clear(self) -> None:
        self.clear()
        self.hot.clear()
        self[BORDER] = (-1,)

    def add_phrase(self, leaf: Leaf, anchor: Leaf, anchor_at: int) -> None:
        """Make a phrase of two words or more known, before the first text is read."""
        way = self._ways[leaf]
        keys = [self._key(atom) for atom in way]
        best = max(
            (at for at in range(len(way) - 1) if keys[at] and keys[at + 1]),
            key=lambda at: len(keys[at] or "") + len(keys[at + 1] or ""),
            default=None,
        )
        if best is None:
            self._anchored.setdefault(anchor, []).append((leaf, anchor_at))
            return
        pair = (self._class_of(keys[best] or ""), self._class_of(keys[best + 1] or ""))
        self._pairs.setdefault(pair, []).append(leaf)
        if len(way) > 2 or any(atom.kind is not Kind.STEM for atom in way):
            self._shift[leaf] = best

    def _key(self, atom: Atom) -> str | None:
        """Return what every word that satisfies the atom has as its stem, if there is such a thing."""
        if atom.kind in {Kind.STEM, Kind.WORD} or (
            atom.kind is Kind.EXACT and atom.value.isalpha()
        ):
            return self.stemming.key(atom.value)
        return None

    def _class_of(self, key: str) -> int:
        return self._class.setdefault(key, len(self._class) + 1)

    def __missing__(self, chunk: str) -> Classes:
        """Read a chunk and remember what it holds."""
        leaves: set[Leaf] = set()
        classes: list[int] = []
        for word in chunk_words(chunk):
            for leaf in self._lookup.candidates(word):
                if leaf not in leaves and satisfies(self._ways[leaf][0], word, self.stemming):
                    leaves.add(leaf)
            leaves.update(self._stems.leaves(word))
            key = self.stemming.key(word.stemmable) if self._class else None
            classes.append(self._class.get(key, 0) if key is not None else 0)
        if len(chunk) > LONGEST_KEPT:
            self._long.append(chunk)
        if leaves:
            self.hot[chunk] = tuple(leaves)
        self[chunk] = found = _NOTHING if classes == [0] else tuple(classes)
        return found

    def leaves(self, chunks: list[str]) -> set[Leaf]:
        """Return every leaf that a text holds; ``chunks`` holds BORDER between fields."""
        if len(self) > MOST_CHUNKS:
            self._clear()
        found = self._leaves_of(chunks)
        while self._long:
            chunk = self._long.pop()
            self.pop(chunk, None)
            self.hot.pop(chunk, None)
        return found

    def _leaves_of(self, chunks: list[str]) -> set[Leaf]:
        classes = list(chain.from_iterable(map(self.__getitem__, chunks)))
        held: set[Leaf] = set()
        distinct = set(chunks)
        held.update(chain.from_iterable(filter(None, map(self.hot.get, distinct))))
        stream: _Stream | None = None
        if self._pairs:
            found = list(map(self._pairs.get, zip(classes, islice(classes, 1, None), strict=False)))
            if any(found):
                stream = _Stream(self, chunks)
                for at, leaves in compress(enumerate(found), found):
                    held.update(self._sure(leaves or (), at, stream))
        if self._anchored and not held.isdisjoint(self._anchored):
            held.update(self._anchored_in(held, stream or _Stream(self, chunks)))
        return held

    def _sure(self, leaves: Sequence[Leaf], at: int, stream: _Stream) -> Iterator[Leaf]:
        """Return the phrases that stand around a pair."""
        for leaf in leaves:
            shift = self._shift.get(leaf)
            if shift is None or stream.holds(self._ways[leaf], at - shift):
                yield leaf

    def _anchored_in(self, held: set[Leaf], stream: _Stream) -> Iterator[Leaf]:
        anchors = held & self._anchored.keys()
        for chunk in stream.places:
            for anchor in anchors.intersection(self.hot.get(chunk, ())):
                yield from self._around(chunk, anchor, stream)

    def _around(self, chunk: str, anchor: Leaf, stream: _Stream) -> Iterator[Leaf]:
        atom = self._ways[anchor][0]
        inside = [
            offset
            for offset, word in enumerate(_words_of(chunk))
            if satisfies(atom, word, self.stemming)
        ]
        for leaf, shift in self._anchored[anchor]:
            if any(
                stream.holds(self._ways[leaf], start + offset - shift)
                for start in stream.places[chunk]
                for offset in inside
            ):
                yield leaf


class _Stream:
    """The words of one text, read only where a phrase may stand."""

    def __init__(self, index: Index, chunks: list[str]) -> None:
        self._chunks = chunks
        self._stemming = index.stemming
        self._starts = list(accumulate(map(len, map(index.__getitem__, chunks)), initial=0))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The number of the first word of each chunk, wherever it stands."""
        found: dict[str, list[int]] = {}
        for chunk, start in zip(self._chunks, self._starts, strict=False):
            found.setdefault(chunk, []).append(start)
        return found

    def _word(self, at: int) -> Word | None:
        if not 0 <= at < self._starts[-1]:
            return None
        number = bisect_right(self._starts, at) - 1
        chunk = self._chunks[number]
        return None if chunk == BORDER else _words_of(chunk)[at - self._starts[number]]

    def holds(self, way: Way, at: int) -> bool:
        """Say whether a phrase stands at a word."""
        for shift, atom in enumerate(way):
            word = self._word(at + shift)
            if word is None or not satisfies(atom, word, self._stemming):
                return False
        return True
