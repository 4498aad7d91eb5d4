"""The words of one text by their number, read only where somebody looks."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Protocol

from watchlists.atoms import Way, satisfies
from watchlists.programs import Leaf
from watchlists.stems import Stemming
from watchlists.words import LONGEST_KEPT, Word, chunk_words, words_of

BORDER = "\n"
"""The chunk that stands between two fields; no text holds it, for it is white space."""


class Chunks(Protocol):
    """What is known about chunks."""

    @property
    def hot(self) -> Mapping[str, Sequence[Leaf]]:
        """The leaves that the words of a chunk satisfy."""

    def __getitem__(self, chunk: str, /) -> Sequence[int]:
        """Return one number for each word of a chunk."""


class Stream:
    """The words of one text, counted through all fields; a border counts as one."""

    def __init__(self, memo: Chunks, chunks: list[str], stemming: Stemming) -> None:
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

    def standing(
        self, asked: set[Leaf], leaves: Callable[[Word], Iterable[Leaf]]
    ) -> dict[Leaf, list[int]]:
        """Return the numbers of the words that satisfy each leaf asked for; ``leaves`` tells those of a word.

        The text is gone through once, however many are asked for.
        """
        found: dict[Leaf, list[int]] = {leaf: [] for leaf in asked}
        for chunk, starts in self._places.items():
            here = asked.intersection(self._memo.hot.get(chunk, ()))
            if not here:
                continue
            words = self._words(chunk)
            for offset, word in enumerate(words):
                for leaf in here if len(words) == 1 else here.intersection(leaves(word)):
                    found[leaf].extend([start + offset for start in starts])
        return found

    def _words(self, chunk: str) -> tuple[Word, ...]:
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
        return None if chunk == BORDER else self._words(chunk)[at - self._starts[number]]

    def holds(self, way: Way, at: int) -> bool:
        """Say whether a phrase stands at a word."""
        for shift, atom in enumerate(way):
            word = self._word(at + shift)
            if word is None or not satisfies(atom, word, self._stemming):
                return False
        return True
