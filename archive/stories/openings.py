"""How an article begins, as reports of one event are recognised by it: the words and names of its first lines."""

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

from archive.copies.tokens import UNSPACED

LENGTH = 120
"""Words: news says in its first lines what happened, and in the rest what happened before."""
NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
_PART = re.compile(
    rf"\d+(?:[.,:/]\d+)*|[{UNSPACED}]+|[^\W\d_{UNSPACED}]+(?:['\u2019][^\W\d_]+)*|[.!?:\u2026\u3002\u061f\u0964\n\"\u201c\u201d\u00ab\u00bb]"
)
_STOP = frozenset('.!?:\u2026\u3002\u061f\u0964\n"\u201c\u201d\u00ab\u00bb')
_UNSPACED = re.compile(f"[{UNSPACED}]")
_FIRST_UNSPACED = min(UNSPACED.replace("-", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The different words of an opening, each as a number: figures first, then names, then all others."""

    language: str
    """The language alone, without its region; empty when it is not known."""
    terms: Sequence[int]
    """An array of four bytes each: there are thousands of openings in memory."""
    times: bytes
    """How often each is said, 255 at most."""
    figures: int
    """How many of the terms are figures: «50,000»."""
    names: int
    """How many are names or figures; 0 where capitals say nothing."""

    def dump(self) -> bytes:
        """Write it as bytes."""
        counts = array("I", (self.figures, self.names))
        return counts.tobytes() + array("I", self.terms).tobytes() + self.times


def load(language: str, written: bytes) -> Opening:
    """Read what `Opening.dump` wrote."""
    size = (len(written) - 8) // 5
    figures, names = array("I", written[:8])
    end = 8 + 4 * size
    terms = array("I", written[8:end])
    return Opening(
        language=language, terms=terms, times=written[end:], figures=figures, names=names
    )


def opening_of(title: str, text: str, language: str | None) -> tuple[Opening, Mapping[int, str]]:
    """Return the opening of an article, and its words by number."""
    spoken = (language or "").partition("-")[0].lower()
    words: Counter[str] = Counter()
    named: set[str] = set()
    # In headlines every word may have a capital, so there they say nothing.
    _collect(unicodedata.normalize("NFKC", title), words, set())
    _collect(unicodedata.normalize("NFKC", text[: LENGTH * 20]), words, named)
    told = [word for word in words if word not in _common_words()]
    if spoken in NOUNS_ARE_CAPITAL or not any(word[0].isalpha() for word in named):
        named.clear()
    told.sort(key=lambda word: (not word[0].isdigit(), word not in named))
    salt = crc32(spoken.encode())
    by_number = {crc32(word.encode(), salt): word for word in told}
    opening = Opening(
        language=spoken,
        terms=array("I", by_number),
        times=bytes(min(255, words[word]) for word in by_number.values()),
        figures=sum(word[0].isdigit() for word in by_number.values()),
        names=sum(word in named or word[0].isdigit() for word in by_number.values())
        if named
        else 0,
    )
    return opening, by_number


def _collect(text: str, words: Counter[str], named: set[str]) -> None:
    """Count the words of a text, and find its names: numbers, and words with a capital inside a sentence."""
    found: list[str] = []
    start = True
    count = 0
    # One by one, since most texts are much longer than what counts.
    for match in _PART.finditer(text):
        part = match[0]
        if part in _STOP:
            start = True
            continue
        if count == LENGTH:
            break
        count += 1
        first = part[0]
        name = first.isdigit() or (not start and first.isupper())
        if first >= _FIRST_UNSPACED and _UNSPACED.match(part):
            folded = [pair.casefold() for pair in _pairs(part)]
            found += folded
            if name:
                named.update(folded)
        else:
            word = part.casefold()
            found.append(word)
            if name:
                named.add(word)
        start = False
    words.update(found)


def _pairs(run: str) -> Sequence[str]:
    """Cut a run of a script without spaces into pairs of characters."""
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


@cache
def _common_words() -> frozenset[str]:
    text = files("archive.stories").joinpath("common.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.partition(":")[2].split())
