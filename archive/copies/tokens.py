"""Texts as copies are compared: words without case and punctuation, numbers whole, sentences known."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 6000
"""Tokens that are looked at: what is beyond adds time and no certainty."""
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese write words without spaces: there, each character is a token."""
END = ".!?\u2026\u3002\u061f\u06d4\u0964\n"
"""What ends a sentence, after NFKC (which makes ！ and ？ plain)."""
LONG = 4
"""Letters of a word that is hardly an article or a preposition."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
_TOKEN = re.compile(
    rf"\d+(?:[.,:/'\u2019\u202f\u00a0]\d+)*|[{UNSPACED}]|[^\W\d_{UNSPACED}]+(?:['\u2019][^\W\d_]+)*|[{re.escape(END)}]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of a text, and where its sentences start and end among them."""

    words: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]


def tokens_of(text: str) -> Tokens:
    """Cut a text into tokens and sentences. «50,000» is one token; so is each Chinese character."""
    folded = unicodedata.normalize("NFKC", text[: LONGEST * 12]).casefold().replace("\u2019", "'")
    words: list[str] = []
    sentences: list[tuple[int, int]] = []
    start = 0
    for token in _TOKEN.findall(folded):
        if token in END:
            if len(words) > start:
                sentences.append((start, len(words)))
                start = len(words)
        else:
            words.append(token)
    if len(words) > start:
        sentences.append((start, len(words)))
    return _cut(words, sentences)


def is_number(token: str) -> bool:
    """Say whether a token is a number."""
    return token[0].isdigit()


def weight(words: Sequence[str]) -> float:
    """Return how many words they are, where two characters of scripts without spaces count as one."""
    return sum(0.5 if _UNSPACED.match(word) else 1 for word in words)


def telling(words: Sequence[str]) -> frozenset[str]:
    """Return the words that may say what a text is about: long ones and numbers; pairs of characters where these are words."""
    long = (word for word in words if len(word) >= LONG or is_number(word))
    pairs = (a + b for a, b in pairwise(words) if _UNSPACED.match(a) and _UNSPACED.match(b))
    return frozenset((*long, *pairs))


def _cut(words: Sequence[str], sentences: Sequence[tuple[int, int]]) -> Tokens:
    if len(words) <= LONGEST:
        return Tokens(words=tuple(words), sentences=tuple(sentences))
    whole = tuple(sentence for sentence in sentences if sentence[1] <= LONGEST)
    return Tokens(words=tuple(words[:LONGEST]), sentences=whole)
