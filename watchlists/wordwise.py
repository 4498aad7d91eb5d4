"""Regular expressions that match inside words only: looked for once in each distinct chunk of a text.

News repeats its words, so that what was found in a chunk is remembered. A match of such an expression
reaches over no white space and depends on nothing beyond, which makes this the same as a search through the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from watchlists.patterns import places
from watchlists.words import LONGEST_KEPT, words_of

_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_ESCAPE = r"\\(?:[wd]|[^\w\s])"
_INSIDE = re.compile(
    rf"""
    (?: [^\s\\\[\](){{}}*+?|^$.] | {_ESCAPE} | \\[bB] | \\p\{{(?:L[ul]?|Nd?|Latin|Greek|Cyrillic|Arabic|Hebrew|Han)\}}
      | \[ (?!\^) (?: [^\s\\\[\]] | {_ESCAPE} )+ \]
      | \( (?: \?: | \?P<\w+> )? | [)|*+?] | \{{\d+(?:,\d*)?\}}
    )+
    """,
    re.VERBOSE,
)
_CLASS = re.compile(r"\[((?:\\.|[^\\\]])+)\]|\\.")
_RANGE = re.compile(r"(?=(.)-(.))")


@lru_cache(maxsize=1000)
def is_wordwise(pattern: str) -> bool:
    """Say whether no match of a pattern can hold white space, or depends on what stands beyond it; rather not."""
    if _INSIDE.fullmatch(pattern) is None:
        return False
    ranges = (
        each.groups()
        for found in _CLASS.finditer(pattern)
        for each in _RANGE.finditer(found[1] or "")
    )
    return not any(low <= space <= high for low, high in ranges for space in _SPACES)


class Inside(NamedTuple):
    """One match in a chunk: in characters, and the words that it touches."""

    start: int
    end: int
    word: int
    """How many words of the chunk stand before the first one."""
    words: int
    """How many; it may touch none."""


_MOST_CHUNKS = 5_000
"""Chunks that are remembered for one expression."""


class Wordwise:
    """One regular expression, and what it found in chunks. Several threads may use it at once."""

    def __init__(self, pattern: str, *, exact: bool) -> None:
        self._pattern = pattern
        self._exact = exact
        self._known: dict[str, tuple[Inside, ...]] = {}

    def found(self, chunks: Iterable[str]) -> Mapping[str, tuple[Inside, ...]]:
        """Return the matches in each of some distinct chunks that has any."""
        known = self._known
        found: dict[str, tuple[Inside, ...]] = {}
        new = []
        for chunk in chunks:
            matches = known.get(chunk)
            if matches is None:
                new.append(chunk)
            elif matches:
                found[chunk] = matches
        if new:
            learned = self._search(new)
            found.update(learned)
            if len(known) + len(new) > _MOST_CHUNKS:
                known = self._known = {}
            kept = (each for each in new[:_MOST_CHUNKS] if len(each) <= LONGEST_KEPT)
            known.update((each, learned.get(each, ())) for each in kept)
        return found

    def _search(self, chunks: list[str]) -> dict[str, tuple[Inside, ...]]:
        """Look through all of some chunks together."""
        held: dict[str, list[tuple[int, int]]] = {}
        number, begin, end = -1, 0, -1
        for first, last in places(self._pattern, "\n".join(chunks), exact=self._exact):
            while first >= end + 1 or number < 0:
                number, begin = number + 1, end + 1
                end = begin + len(chunks[number])
            held.setdefault(chunks[number], []).append((first - begin, last - begin))
        return {chunk: tuple(_inside(chunk, found)) for chunk, found in held.items()}


def _inside(chunk: str, found: Iterable[tuple[int, int]]) -> Iterator[Inside]:
    """Yield the matches of a chunk, whose words are read once for all of them."""
    words = words_of(chunk)
    starts, ends = [word.start for word in words], [word.end for word in words]
    for start, end in found:
        first = bisect_right(ends, start)
        yield Inside(start, end, first, bisect_left(starts, end, first) - first)


@lru_cache(maxsize=100)
def wordwise(pattern: str, exact: bool) -> Wordwise:
    """Return an expression of which `is_wordwise` is true, with what it remembers."""
    return Wordwise(pattern, exact=exact)
