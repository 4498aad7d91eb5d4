"""The words of texts in one language against the leaves of all queries.

What a chunk of text holds is found out once and remembered: news repeats its words, so nearly every
chunk costs one dictionary look-up. Phrases are found by one adjacent pair of stems and confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from watchlists.atoms import Atom, Way
from watchlists.document import Document
from watchlists.lookup import Lookup, StemLookup
from watchlists.pace import Breathe, emptied, hurry, paced
from watchlists.phrases import OUTSIDE, Code, Phrases
from watchlists.programs import Leaf
from watchlists.reading import Reading
from watchlists.stems import stemming_of
from watchlists.stream import BORDER, Stream
from watchlists.words import LONGEST_KEPT, Word, chunk_words, chunks, words_of

MOST_CHUNKS = 100_000


def chunks_of(document: Document) -> list[str]:
    """Return the chunks of all fields, with BORDER between fields."""
    found = chunks(document.title)
    for text in (document.lead, document.text, *document.titles):
        if text:
            found.append(BORDER)
            found.extend(chunks(text))
    return found


Codes = tuple[Code, ...]
_NOTHING: Codes = (0,)


class Memo(dict[str, Codes]):
    """What is known about chunks: for each the codes of its words.

    A look-up of an unknown chunk reads it; ``hot`` then holds the leaves that its words satisfy.
    Several threads may use one: what it says about a chunk is always the same and never taken away.
    """

    def __init__(self, read: Callable[[str], tuple[Codes, set[Leaf]]]) -> None:
        super().__init__({BORDER: (OUTSIDE,)})
        self.hot: dict[str, tuple[Leaf, ...]] = {}
        self._read = read

    def __missing__(self, chunk: str) -> Codes:
        """Read a chunk and remember what it holds; the leaves first, for others look here meanwhile."""
        found, leaves = self._read(chunk)
        if leaves:
            self.hot[chunk] = tuple(leaves)
        self[chunk] = found
        return found

    def aside(self) -> Memo:
        """Return a memo for one document, which forgets long chunks and passes on what else it reads."""
        return Memo(self._shared)

    def _shared(self, chunk: str) -> tuple[Codes, set[Leaf]]:
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
        anchor: Callable[[Atom], Leaf | None],
        leaves: Callable[[Word], Iterable[Leaf]],
    ) -> None:
        self.held = held
        self._ways = ways
        self._memo = memo
        self._chunks = chunks
        self._anchor = anchor
        self._leaves = leaves

    def way(self, leaf: Leaf) -> Way:
        """Return what a leaf stands for."""
        return self._ways[leaf]

    def words(self, atom: Atom, leaf: Leaf | None) -> Iterator[Word] | None:
        """Return words of the text among which are all that an atom asks for; None: not known."""
        if leaf is None:
            leaf = self._anchor(atom)
        if leaf is None:
            return None
        short = (word for chunk in self._by_leaf.get(leaf, ()) for word in words_of(chunk))
        return chain(short, self._in_long.get(leaf, ()))

    @cached_property
    def _by_leaf(self) -> dict[Leaf, list[str]]:
        """The short chunks with words that satisfy a leaf."""
        found: dict[Leaf, list[str]] = {}
        for chunk in self._chunks:
            if len(chunk) <= LONGEST_KEPT:
                for leaf in self._memo.hot.get(chunk, ()):
                    found.setdefault(leaf, []).append(chunk)
        return found

    @cached_property
    def _in_long(self) -> dict[Leaf, list[Word]]:
        """The distinct words of long chunks that satisfy a leaf: such a chunk may hold all, and is read for all at once."""
        found: dict[Leaf, list[Word]] = {}
        long = (chunk for chunk in self._chunks if len(chunk) > LONGEST_KEPT)
        words = {
            (word.written, word.also, word.begins): word
            for chunk in long
            for word in chunk_words(chunk)
        }
        for word in words.values():
            for leaf in set(self._leaves(word)):
                found.setdefault(leaf, []).append(word)
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
        self._phrases = Phrases(ways, self.stemming)
        for leaf, way in paced(enumerate(ways), breathe):
            if len(way) > 1:
                self._phrases.add(leaf, way)
        self._phrases.ready(breathe)

    def _read(self, chunk: str) -> tuple[Codes, set[Leaf]]:
        """Read a chunk: the codes of its words, and the leaves that they satisfy."""
        leaves: set[Leaf] = set()
        codes: list[Code] = []
        for word in chunk_words(chunk):
            leaves.update(self._leaves(word))
            codes.append(self._phrases.code(word))
        return _NOTHING if codes == [0] else tuple(codes), leaves

    def _leaves(self, word: Word) -> Iterator[Leaf]:
        """Return the leaves that a word satisfies; one may come twice."""
        return chain(
            self._lookup.leaves(word, self.stemming),
            self._stems.leaves(word),
            self._phrases.anchors(word),
        )

    def read(self, document: Document) -> Reading:
        """Look up every leaf that a document holds."""
        pieces = chunks_of(document)
        memo = self.memo
        if len(memo) > MOST_CHUNKS:
            memo = self.memo = Memo(self._read)
        distinct = set(pieces)
        if max(map(len, distinct), default=0) > LONGEST_KEPT:
            memo = memo.aside()
        codes = list(chain.from_iterable(map(memo.__getitem__, pieces)))
        held: set[Leaf] = set()
        held.update(chain.from_iterable(filter(None, map(memo.hot.get, distinct))))
        known = LookedUp(held, self._ways, memo, distinct, self._phrases.anchor, self._leaves)
        reading = Reading(document, self.stemming, known)
        if self._phrases:
            stream = Stream(memo, pieces, self.stemming)
            self._phrases.add_held(held, codes, stream, reading)
        return reading

    def learn(self, former: Index, breathe: Breathe) -> None:
        """Read the chunks that another index knows, so that the first texts are not slow."""
        for chunk in paced(tuple(former.memo), breathe):
            self.memo[chunk]

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        emptied(self.memo, breathe)
        emptied(self.memo.hot, breathe)
        self._phrases.take_apart(breathe)
        self._stems.take_apart(breathe)
