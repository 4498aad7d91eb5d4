"""The words of texts in one language against the leaves of all queries.

What a chunk of text holds is found out once and remembered: news repeats its words, so nearly every
chunk costs one dictionary look-up. Phrases are found by one adjacent pair of stems and confirmed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, islice

from watchlists.atoms import Atom, Kind, Way, satisfies
from watchlists.document import Document
from watchlists.lookup import Lookup, StemLookup
from watchlists.pace import Breathe, emptied, hurry, paced
from watchlists.programs import Leaf, commonness
from watchlists.reading import Reading
from watchlists.stems import Stemming, stemming_of
from watchlists.words import LONGEST_KEPT, Word, chunk_words, chunks, words_of

MOST_CHUNKS = 100_000
BORDER = "\n"
"""The chunk that stands between two fields; no text holds it, for it is white space."""


def chunks_of(document: Document) -> list[str]:
    """Return the chunks of all fields, with BORDER between fields."""
    found = chunks(document.title)
    for text in (document.lead, document.text, *document.titles):
        if text:
            found.append(BORDER)
            found.extend(chunks(text))
    return found


Classes = tuple[int, ...]
_NOTHING: Classes = (0,)


class Memo(dict[str, Classes]):
    """What is known about chunks: for each the classes of its words, 0 for a word in no pair.

    A look-up of an unknown chunk reads it; ``hot`` then holds the leaves that its words satisfy.
    Several threads may use one: what it says about a chunk is always the same and never taken away.
    """

    def __init__(self, read: Callable[[str], tuple[Classes, set[Leaf]]]) -> None:
        super().__init__({BORDER: (-1,)})
        self.hot: dict[str, tuple[Leaf, ...]] = {}
        self._read = read

    def __missing__(self, chunk: str) -> Classes:
        """Read a chunk and remember what it holds; the leaves first, for others look here meanwhile."""
        found, leaves = self._read(chunk)
        if leaves:
            self.hot[chunk] = tuple(leaves)
        self[chunk] = found
        return found

    def aside(self) -> Memo:
        """Return a memo for one document, which forgets long chunks and passes on what else it reads."""
        return Memo(self._shared)

    def _shared(self, chunk: str) -> tuple[Classes, set[Leaf]]:
        if len(chunk) > LONGEST_KEPT:
            return self._read(chunk)
        return self[chunk], set(self.hot.get(chunk, ()))


class LookedUp:
    """What the look-up of a text found out."""

    def __init__(
        self,
        held: set[Leaf],
        ways: Sequence[Way],
        memo: Memo,
        chunks: set[str],
        anchors: Mapping[Atom, Leaf],
    ) -> None:
        self.held = held
        self._ways = ways
        self._memo = memo
        self._chunks = chunks
        self._anchors = anchors

    def way(self, leaf: Leaf) -> Way:
        """Return what a leaf stands for."""
        return self._ways[leaf]

    def words(self, atom: Atom, leaf: Leaf | None) -> Iterator[Word] | None:
        """Return words of the text among which are all that an atom asks for; None: not known."""
        if leaf is None:
            leaf = self._anchors.get(atom)
        if leaf is None:
            return None
        return (word for chunk in self._by_leaf.get(leaf, ()) for word in words_of(chunk))

    @cached_property
    def _by_leaf(self) -> dict[Leaf, list[str]]:
        found: dict[Leaf, list[str]] = {}
        for chunk in self._chunks:
            for leaf in self._memo.hot.get(chunk, ()):
                found.setdefault(leaf, []).append(chunk)
        return found


class Index:
    """The words and phrases of all queries, as texts in one language hold them."""

    def __init__(
        self, lookup: Lookup, ways: Sequence[Way], language: str, breathe: Breathe = hurry
    ) -> None:
        self.stemming = stemming_of(language)
        self.memo = Memo(self._read)
        self._ways = ways
        self._lookup = lookup
        self._stems = StemLookup(lookup, self.stemming, breathe)
        self._class: dict[str, int] = {}
        self._pairs: dict[tuple[int, int], list[Leaf]] = {}
        self._shift: dict[Leaf, int] = {}
        """Phrases that a pair only suggests: how many words stand before the pair."""
        self._anchors: dict[Atom, Leaf] = {}
        """Words that lead to phrases without a usable pair; their leaves are below all others."""
        self._anchored: dict[Leaf, list[tuple[Leaf, int]]] = {}
        self._needs: dict[Leaf, tuple[Leaf, ...]] = {}
        """Words of phrases that have to be in the text before a place is looked at, by their anchors."""
        self._anchor_lookup = Lookup()
        for leaf, way in paced(enumerate(ways), breathe):
            if len(way) > 1:
                self._add_phrase(leaf, way)
        self._anchor_stems = StemLookup(self._anchor_lookup, self.stemming, breathe)

    def _add_phrase(self, leaf: Leaf, way: Way) -> None:
        keys = [self._key(atom) for atom in way]
        best = max(
            (at for at in range(len(way) - 1) if keys[at] and keys[at + 1]),
            key=lambda at: len(keys[at] or "") + len(keys[at + 1] or ""),
            default=None,
        )
        if best is None:
            # The rarest word of a phrase leads to it where its adjacent words cannot.
            at = min(range(len(way)), key=lambda place: commonness((way[place],)))
            self._anchored.setdefault(self._anchor(way[at]), []).append((leaf, at))
            self._need(leaf, [atom for place, atom in enumerate(way) if place != at])
            return
        pair = (self._class_of(keys[best] or ""), self._class_of(keys[best + 1] or ""))
        self._pairs.setdefault(pair, []).append(leaf)
        if len(way) > 2 or any(atom.kind is not Kind.STEM for atom in way):
            self._shift[leaf] = best
            self._need(leaf, [atom for atom in way if atom.kind in {Kind.WILD, Kind.SHAPE}])

    def _need(self, leaf: Leaf, atoms: Iterable[Atom]) -> None:
        """Spare a text the look at a phrase of which it lacks a word: many may share the rest."""
        found = dict.fromkeys(self._anchor(atom) for atom in atoms if atom.kind is not Kind.ANY)
        if found:
            self._needs[leaf] = tuple(found)

    def _anchor(self, atom: Atom) -> Leaf:
        leaf = self._anchors.get(atom)
        if leaf is None:
            leaf = self._anchors[atom] = -1 - len(self._anchors)
            self._anchor_lookup.add(atom, leaf)
        return leaf

    def _key(self, atom: Atom) -> str | None:
        """Return what every word that satisfies the atom has as its stem, if there is such a thing."""
        if atom.kind in {Kind.STEM, Kind.WORD} or (
            atom.kind is Kind.EXACT and atom.value.isalpha()
        ):
            return self.stemming.key(atom.value)
        return None

    def _class_of(self, key: str) -> int:
        return self._class.setdefault(key, len(self._class) + 1)

    def _read(self, chunk: str) -> tuple[Classes, set[Leaf]]:
        """Read a chunk: the classes of its words, and the leaves that they satisfy."""
        leaves: set[Leaf] = set()
        classes: list[int] = []
        for word in chunk_words(chunk):
            leaves.update(self._lookup.leaves(word, self.stemming), self._stems.leaves(word))
            if self._anchors:
                leaves.update(
                    self._anchor_lookup.leaves(word, self.stemming), self._anchor_stems.leaves(word)
                )
            key = self.stemming.key(word.stemmable) if self._class else None
            classes.append(self._class.get(key, 0) if key is not None else 0)
        return _NOTHING if classes == [0] else tuple(classes), leaves

    def read(self, document: Document) -> Reading:
        """Look up every leaf that a document holds."""
        pieces = chunks_of(document)
        memo = self.memo
        if len(memo) > MOST_CHUNKS:
            memo = self.memo = Memo(self._read)
        distinct = set(pieces)
        if max(map(len, distinct), default=0) > LONGEST_KEPT:
            memo = memo.aside()
        classes = list(chain.from_iterable(map(memo.__getitem__, pieces)))
        held: set[Leaf] = set()
        held.update(chain.from_iterable(filter(None, map(memo.hot.get, distinct))))
        known = LookedUp(held, self._ways, memo, distinct, self._anchors)
        reading = Reading(document, self.stemming, known)
        if self._pairs or self._anchored:
            stream = _Stream(memo, pieces, self.stemming)
            suspected = chain(self._beside(classes, held), self._anchored_in(held, stream))
            held.update(self._confirmed(suspected, stream, reading))
        return reading

    def learn(self, former: Index, breathe: Breathe) -> None:
        """Read the chunks that another index knows, so that the first texts are not slow."""
        for chunk in paced(tuple(former.memo), breathe):
            self.memo[chunk]

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        for held in (self.memo, self.memo.hot, self._class, self._pairs, self._shift):
            emptied(held, breathe)
        emptied(self._anchors, breathe)
        emptied(self._needs, breathe)
        emptied(self._anchored, breathe)
        self._anchor_lookup.take_apart(breathe)
        for stems in (self._stems, self._anchor_stems):
            stems.take_apart(breathe)

    def _beside(self, classes: list[int], held: set[Leaf]) -> Iterator[_Suspect]:
        """Yield the phrases that pairs of words suggest; takes those that need no confirming into ``held``."""
        if not self._pairs:
            return
        found = list(map(self._pairs.get, zip(classes, islice(classes, 1, None), strict=False)))
        if not any(found):
            return
        places: dict[int, list[int]] = {}
        suggested: dict[int, list[Leaf]] = {}
        for at, leaves in compress(enumerate(found), found):
            if leaves is not None:
                suggested[id(leaves)] = leaves
                places.setdefault(id(leaves), []).append(at)
        for number, leaves in suggested.items():
            for leaf in leaves:
                shift = self._shift.get(leaf)
                if shift is None:
                    held.add(leaf)
                elif held.issuperset(self._needs.get(leaf, ())):
                    yield leaf, shift, places[number]

    def _anchored_in(self, held: set[Leaf], stream: _Stream) -> Iterator[_Suspect]:
        """Yield the phrases that their rarest words suggest."""
        if held.isdisjoint(self._anchored):
            return
        for anchor in held & self._anchored.keys():
            worth = [
                each
                for each in self._anchored[anchor]
                if held.issuperset(self._needs.get(each[0], ()))
            ]
            if worth:
                leaf, shift = worth[0]
                places = stream.standing(self._ways[leaf][shift], anchor)
                for leaf, shift in worth:
                    yield leaf, shift, places

    def _confirmed(
        self, suspected: Iterable[_Suspect], stream: _Stream, reading: Reading
    ) -> list[Leaf]:
        """Return the phrases that stand where they are suspected: looked for in place, if that is not too often."""
        found = []
        looks = _FEW_LOOKS + stream.chunks // 16
        for leaf, shift, places in suspected:
            way = self._ways[leaf]
            if len(places) <= looks:
                looks -= len(places)
                stands = any(stream.holds(way, at - shift) for at in places)
            else:
                stands = bool(reading.beginnings(way))
            if stands:
                found.append(leaf)
        return found


_Suspect = tuple[Leaf, int, list[int]]
"""A phrase, a number of its words, and the numbers of the words before which so many of it would stand."""

_FEW_LOOKS = 64
"""Places of suspected phrases that are looked at before a text is read exactly; more in a long one."""


class _Stream:
    """The words of one text, read only where a phrase may stand."""

    def __init__(self, memo: Memo, chunks: list[str], stemming: Stemming) -> None:
        self._memo = memo
        self._chunks = chunks
        self._stemming = stemming
        self._long: dict[str, tuple[Word, ...]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(map(len, map(self._memo.__getitem__, self._chunks)), initial=0))

    @property
    def chunks(self) -> int:
        """How many chunks it has."""
        return len(self._chunks)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """The number of the first word of each chunk, wherever it stands."""
        found: dict[str, list[int]] = {}
        for chunk, start in zip(self._chunks, self._starts, strict=False):
            found.setdefault(chunk, []).append(start)
        return found

    def standing(self, atom: Atom, leaf: Leaf) -> list[int]:
        """Return the numbers of the words that an atom asks for, which has this leaf."""
        found: list[int] = []
        for chunk, starts in self._places.items():
            if leaf in self._memo.hot.get(chunk, ()):
                inside = [
                    offset
                    for offset, word in enumerate(self.words(chunk))
                    if satisfies(atom, word, self._stemming)
                ]
                found.extend(start + offset for start in starts for offset in inside)
        return found

    def words(self, chunk: str) -> tuple[Word, ...]:
        """Return the words of a chunk; those of long ones are kept for this text only."""
        if len(chunk) <= LONGEST_KEPT:
            return words_of(chunk)
        if chunk not in self._long:
            self._long[chunk] = tuple(chunk_words(chunk))
        return self._long[chunk]

    def _word(self, at: int) -> Word | None:
        if not 0 <= at < self._starts[-1]:
            return None
        number = bisect_right(self._starts, at) - 1
        chunk = self._chunks[number]
        return None if chunk == BORDER else self.words(chunk)[at - self._starts[number]]

    def holds(self, way: Way, at: int) -> bool:
        """Say whether a phrase stands at a word."""
        for shift, atom in enumerate(way):
            word = self._word(at + shift)
            if word is None or not satisfies(atom, word, self._stemming):
                return False
        return True
