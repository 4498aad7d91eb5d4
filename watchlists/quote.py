"""The sentence to show: the one that holds most of what was asked for."""

import re
from collections import Counter
from collections.abc import Sequence

from watchlists.document import OTHERS
from watchlists.reading import Mark, Reading
from watchlists.sentences import holding

LONGEST = 300
"""Characters of a quote, more or less: it is cut between words."""


def quote(reading: Reading, marks: Sequence[Mark]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the best sentence of the original text and where the marks stand inside it.

    Best is the one with most different terms; the body goes before the lead, the title and other titles,
    and the earlier before the later. Without marks it is the first sentence of the body, lead or title.
    """
    chosen = _best(reading, marks)
    if chosen is None:
        return "", ()
    field, start, end = chosen
    inside = [
        each for each in marks if each.field == field and start <= each.start and each.end <= end
    ]
    left, right = _trimmed(reading.document.field(field), start, end, inside)
    return _cut(reading.document.field(field), (start, left, right, end), inside)


def _best(reading: Reading, marks: Sequence[Mark]) -> tuple[int, int, int] | None:
    held: dict[tuple[int, int, int], set[str]] = {}
    for mark in marks:
        piece = holding(reading.sentences[mark.field], mark.start)
        start, end = piece or (mark.start, mark.end)
        held.setdefault((mark.field, start, max(end, mark.end)), set()).add(mark.term)
    if held:
        return min(held, key=lambda place: (-len(held[place]), _rank(place[0]), place[1]))
    for field in (2, 1, 0):
        if reading.sentences[field]:
            return (field, *reading.sentences[field][0])
    return None


def _rank(field: int) -> int:
    """Return how late a field is chosen: body, lead, title, other titles."""
    return field if field >= OTHERS else -field


def _trimmed(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[int, int]:
    """Choose which part of a long sentence to show: around as many different terms as fit."""
    if end - start <= LONGEST:
        return start, end
    if not marks:
        return start, _border(text, start, start + LONGEST, start)
    best, last = _densest(sorted(marks), LONGEST - 60)
    spare = max(0, LONGEST - (last - best)) // 2
    left = max(start, min(best - spare, end - LONGEST))
    right = min(end, max(last, left + LONGEST))
    if left > start:
        left = _next_border(text, left, best)
    if right < end:
        right = _border(text, last, right, last)
    return left, right


def _densest(marks: Sequence[Mark], room: int) -> tuple[int, int]:
    """Return start and end of the stretch that fits and holds most different terms, the first of such."""
    most, best, first = 0, (marks[0].start, marks[0].end), 0
    inside: Counter[str] = Counter()
    for mark in marks:
        inside[mark.term] += 1
        while mark.end - marks[first].start > room and marks[first] is not mark:
            inside[marks[first].term] -= 1
            inside += Counter()  # drops what is no longer inside
            first += 1
        if len(inside) > most:
            most, best = len(inside), (marks[first].start, mark.end)
    return best


def _next_border(text: str, at: int, most: int) -> int:
    found = re.compile(r"\s").search(text, at - 1, most)
    return found.end() if found else at


def _border(text: str, low: int, at: int, least: int) -> int:
    """Return the last white space before ``at``; ``at`` itself in a text without any."""
    cut = max(
        text.rfind(" ", low, at + 1), text.rfind("\n", low, at + 1), text.rfind("\t", low, at + 1)
    )
    return cut if cut > least else at


def _cut(
    text: str, borders: tuple[int, int, int, int], marks: Sequence[Mark]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    start, left, right, end = borders
    before = "…" if left > start else ""
    shown = text[left:right].rstrip()
    shift = len(before) - left
    # What a regular expression matches may be longer than a quote, or end with the white space behind one.
    shown_end = left + len(shown)
    inside = sorted(
        {
            (max(left, each.start), min(shown_end, each.end))
            for each in marks
            if each.start < shown_end and left < each.end
        }
    )
    merged: list[tuple[int, int]] = []
    for first, last in inside:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    places = tuple((first + shift, last + shift) for first, last in merged)
    return f"{before}{shown}{'…' if right < end else ''}", places
