"""The figures of a sentence: numbers in digits or words, with what they count."""

import re
from collections import Counter
from dataclasses import dataclass

from archive.edits.kanji import COUNTER, kanji_numbers
from archive.edits.named import word_numbers
from archive.edits.numbers import Number, narrowed
from archive.edits.words import PIECE, UNSPACED, folded, is_number

_VERBS = frozenset(
    re.findall(
        r"\S+",
        "are is was were have has had sind ist waren war haben sont ont son fueron sono zijn",
    )
)
"""«12 are dead» counts the dead."""
_UNIT = re.compile(f"(?:{UNSPACED.pattern}){{1,3}}")
"""Characters behind a number that are shown with it in scripts without spaces, where no counter is known."""
LONGEST_WORD = 60
_SIGN = re.compile(r"\s?[%‰$€£¥₴₽₹₩]")
_CURRENCY = re.compile(r"[$€£¥₴₽₹₩]\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number and how it reads, with what it counts."""

    value: str
    shown: str
    faint: bool = False


def figures_of(sentence: str) -> tuple[Counted, ...]:
    """Return the numbers of a sentence in their order."""
    sentence = narrowed(sentence)
    numbers = list(kanji_numbers(sentence))
    taken = {at for one in numbers for at in range(one.start, one.end)}
    pieces = [piece for piece in PIECE.finditer(sentence) if piece.start() not in taken]
    numbers += word_numbers(sentence, pieces)
    return tuple(
        Counted(value=one.value, shown=_shown(sentence, one), faint=one.faint)
        for one in sorted(numbers, key=lambda one: one.start)
    )


def changed(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the figures that differ between two sentences, as they read; "" where one has none."""
    old, new = figures_of(before), figures_of(after)
    less, more = _left(old, new), _left(new, old)
    less, more = _counts(less, len(more)), _counts(more, len(less))
    pairs = [
        (less[n].shown if n < len(less) else "", more[n].shown if n < len(more) else "")
        for n in range(max(len(less), len(more)))
    ]
    return tuple(pairs)


def _left(these: tuple[Counted, ...], those: tuple[Counted, ...]) -> list[Counted]:
    """Return those of ``these`` that are not among ``those``; what stands twice counts twice."""
    rest = Counter(one.value for one in those)
    left = []
    for one in these:
        if rest[one.value]:
            rest[one.value] -= 1
        else:
            left.append(one)
    return left


def _counts(these: list[Counted], others: int) -> list[Counted]:
    """Leave out a «one» for which no other number came, or that came for none."""
    if len(these) <= others:
        return these
    return [one for one in these if not one.faint]


def _shown(sentence: str, number: Number) -> str:
    """Return a number with the word behind it, or before it at the end of a sentence."""
    start, end = number.start, number.end
    if currency := _CURRENCY.search(sentence, max(0, start - 2), start):
        start = currency.start()
    elif (behind := _behind(sentence, end)) == end:
        start = _from_before(sentence, start)
    else:
        end = behind
    return " ".join(sentence[start:end].split())


def _behind(sentence: str, end: int) -> int:
    """Return where the sign or the word behind a number ends: what it counts."""
    for unit in (_SIGN, COUNTER, _UNIT):
        if found := unit.match(sentence, end):
            return found.end()
    word = _next_word(sentence, end)
    if word is None or is_number(word[0]):
        return end
    if unspaced := _UNIT.match(sentence, word.start()):
        return unspaced.end()
    following = _next_word(sentence, word.end()) if folded(word[0]) in _VERBS else None
    return (following or word).end()


def _next_word(sentence: str, end: int) -> re.Match[str] | None:
    while sentence[end : end + 1].isspace():
        end += 1
    return PIECE.match(sentence, end)


def _from_before(sentence: str, start: int) -> int:
    """Return where the word before a number begins."""
    begin = start
    for word in PIECE.finditer(sentence, max(0, start - LONGEST_WORD), start):
        if not sentence[word.end() : start].strip():
            begin = word.start()
    return begin
