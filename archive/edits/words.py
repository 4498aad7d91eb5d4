"""Words as edits are judged by: without case, accents, signs and entities, and with a misspelling forgiven."""

import html
import re
import unicodedata
from collections.abc import Sequence

from archive.edits.numbers import NUMBER, number_value

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
UNSPACED = re.compile(f"[{_UNSPACED}]")
"""Scripts that write words without spaces: there, each character is a word."""
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff"
"""Signs above, below and beside letters, which Python takes for no part of a word."""
_LETTERS = rf"(?:(?![\d{_UNSPACED}])[^\W_{_SIGNS}]|(?!\d)[{_SIGNS}])+"
PIECE = re.compile(rf"{NUMBER.pattern}|[{_UNSPACED}]|{_LETTERS}(?:['’]{_LETTERS})*")
"""A number, a character of a script without spaces, or a word."""
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0652\u0640]")
"""Also Arabic vowel signs; not the signs of kana, which make other letters."""
SHORTEST_MISSPELT = 6
"""Letters. In shorter words one letter more is another word: «Niger», «Iran»."""


def folded(text: str) -> str:
    """Return a text without case, accents and the entities that some feeds leave in it."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if text.isascii():
        return text.casefold()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", bare).replace("’", "'")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded; numbers are words, however they are grouped; signs are not."""
    return tuple(
        number_value(word) if is_number(word) else word for word in PIECE.findall(folded(text))
    )


def is_number(word: str) -> bool:
    """Say whether a word is a number in digits."""
    return word[0].isdecimal()


def same_words(before: Sequence[str], after: Sequence[str]) -> bool:
    """Say whether two texts differ at most in the spelling of long words.

    «Goverment» for «government», «presidnet» for «president»; not «million» for «billion», and nothing in numbers.
    """
    return len(before) == len(after) and all(
        one == other or _misspelt(one, other) for one, other in zip(before, after, strict=True)
    )


def _misspelt(one: str, other: str) -> bool:
    """Say whether one letter is missing inside a word, or two neighbours are swapped."""
    if min(len(one), len(other)) < SHORTEST_MISSPELT or is_number(one) or is_number(other):
        return False
    if one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) == len(short) + 1:
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return swapped == long
