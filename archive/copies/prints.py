"""Fingerprints: a few numbers that say of two texts whether it is worth comparing them."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from archive.copies.tokens import END, Tokens, tokens_of

SHINGLE = 5
WINDOW = 32
SHORTEST_SENTENCE = 6
"""Tokens; in scripts without spaces, where a token is a character, it takes twice as many."""
MOST = 96
"""Fingerprints of one text: a long article needs no more to be found."""
_BITS = (1 << 48) - 1
_PRIME = (1 << 61) - 1
_K1, _K2, _K3, _K4 = (pow(1_000_003, n, _PRIME) for n in (1, 2, 3, 4))
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
        return Prints(tokens=tokens, shingles=_shingles(_hashes(tokens)), places=places)


def prints_of(text: str) -> Prints:
    """Return a text with its fingerprints: its sentences, and a sample of its shingles (winnowing)."""
    tokens = tokens_of(text)
    hashes = _hashes(tokens)
    shingles = _shingles(hashes)
    places: dict[int, tuple[int, int]] = {}
    for start, end in tokens.sentences:
        needed = SHORTEST_SENTENCE * (1 if len(tokens.words[start]) > 1 else 2)
        if end - start >= needed:
            places.setdefault(_sentence(hashes[start:end]), (start, end))
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
    return "".join(piece for piece in pieces if common.isdisjoint(prints_of(piece).places))


def _hashes(tokens: Tokens) -> list[int]:
    # crc32 and not hash(): what is stored must mean the same in the next process.
    return [crc32(word.encode()) for word in tokens.words]


def _shingles(hashes: list[int]) -> tuple[int, ...]:
    rest = [islice(hashes, n, None) for n in range(1, SHINGLE)]
    return tuple(
        ((((a * _K4 + b * _K3 + c * _K2 + d * _K1 + e) % _PRIME) * _SPREAD) >> 13) & _BITS
        for a, b, c, d, e in zip(hashes, *rest, strict=False)
    )


def _sentence(hashes: list[int]) -> int:
    value = 7
    for each in hashes:
        value = (value * 1_000_003 + each) % _PRIME
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
