"""Fingerprints: a few numbers that say of two texts whether it is worth comparing them."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from zlib import crc32

from archive.copies.tokens import END, Tokens, tokens_of

SHINGLE = 5
WINDOW = 32
SHORTEST_SENTENCE = 6
"""Tokens; in scripts without spaces, where a token is a character, it takes twice as many."""
MOST = 96
"""Fingerprints of one text: a long article needs no more to be found."""
REMEMBERED = 32
"""Texts whose fingerprints are not taken anew: a wire story is compared with each of its copies."""
_BITS = (1 << 48) - 1
_PRIME = (1 << 61) - 1
_BASE = 1_000_003
_OF_SHINGLE = pow(_BASE, SHINGLE, _PRIME)
_SPREAD = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """A text as it is compared with others."""

    tokens: Tokens
    shingles: tuple[int, ...]
    """The hash of five tokens from each token on; in order of the text."""
    places: dict[int, tuple[int, int]]
    """The fingerprints: 48 bits, and the tokens that each stands for."""

    def without(self, common: AbstractSet[int]) -> "Prints":
        """Cut what fingerprints found in too many texts stand for: what sites put under every article."""
        cut = [self.places[each] for each in common if each in self.places]
        if not cut:
            return self
        gone = {position for start, end in cut for position in range(start, end)}
        kept = [word for n, word in enumerate(self.tokens.words) if n not in gone]
        tokens = Tokens(words=tuple(kept), sentences=())
        places = {each: place for each, place in self.places.items() if each not in common}
        return Prints(tokens=tokens, shingles=_shingles(_sums(tokens)), places=places)


@lru_cache(maxsize=REMEMBERED)
def prints_of(text: str) -> Prints:
    """Return a text with its fingerprints: its sentences, and a sample of its shingles (winnowing)."""
    return _prints_of(text)


def _prints_of(text: str) -> Prints:
    tokens = tokens_of(text)
    sums = _sums(tokens)
    shingles = _shingles(sums)
    places: dict[int, tuple[int, int]] = {}
    for start, end in tokens.sentences:
        needed = SHORTEST_SENTENCE * (1 if len(tokens.words[start]) > 1 else 2)
        if end - start >= needed:
            places.setdefault(_sentence(sums, start, end), (start, end))
    for position in _winnowed(shingles):
        places.setdefault(shingles[position], (position, position + SHINGLE))
    if len(places) > MOST:
        # The smallest, not the first: two texts then choose the same from what they share.
        places = {each: places[each] for each in sorted(places)[:MOST]}
    return Prints(tokens=tokens, shingles=shingles, places=places)


def uncommon(text: str, common: AbstractSet[int]) -> str:
    """Return a text without the sentences whose fingerprints are found in too many texts."""
    if not common:
        return text
    pieces = re.split(rf"(?<=[{re.escape(END)}])", text)
    return "".join(piece for piece in pieces if common.isdisjoint(_prints_of(piece).places))


def _sums(tokens: Tokens) -> list[int]:
    """Return the hash of what stands before each token, and of all: the hash of any piece is had from two of them (Rabin and Karp, 1987)."""
    # crc32 and not hash(): what is stored must mean the same in the next process.
    number = {word: crc32(word.encode()) for word in set(tokens.words)}
    total = 0
    return [0, *[total := (total * _BASE + number[word]) % _PRIME for word in tokens.words]]


def _shingles(sums: list[int]) -> tuple[int, ...]:
    return tuple(
        [
            ((((after - before * _OF_SHINGLE) % _PRIME) * _SPREAD) >> 13) & _BITS
            for before, after in zip(sums, islice(sums, SHINGLE, None), strict=False)
        ]
    )


def _sentence(sums: list[int], start: int, end: int) -> int:
    value = (sums[end] + (7 - sums[start]) * pow(_BASE, end - start, _PRIME)) % _PRIME
    return ((value * _SPREAD) >> 13) & _BITS


def _winnowed(shingles: tuple[int, ...]) -> list[int]:
    """Return where the smallest hash of each window is (Schleimer, Wilkerson, Aiken: Winnowing, 2003)."""
    if not shingles:
        return []
    chosen: list[int] = []
    smallest = -1
    for end in range(min(WINDOW, len(shingles)), len(shingles) + 1):
        start = max(0, end - WINDOW)
        if smallest < start:
            window = shingles[start:end]
            smallest = start + len(window) - 1 - window[::-1].index(min(window))
            chosen.append(smallest)
        elif shingles[end - 1] <= shingles[smallest]:
            smallest = end - 1
            chosen.append(smallest)
    return chosen
