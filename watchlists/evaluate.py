"""Whether a query holds for a document, and which words made it hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from watchlists.atoms import ways
from watchlists.document import FIELDS, OTHERS, Document
from watchlists.facts import in_range
from watchlists.letters import fold
from watchlists.patterns import places, wildcards
from watchlists.query import (
    And,
    AtLeast,
    Fact,
    How,
    Named,
    Near,
    Node,
    Not,
    Or,
    Regex,
    Scoped,
    Term,
    Within,
    walk,
)  # fmt: skip
from watchlists.reading import Reach, Reading
from watchlists.stems import primary

MOST = 5_000
"""Occurrences that one operator looks at in one document, in reading order."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One piece of a field, in characters, and the term that found it."""

    field: int
    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stretch of words that satisfies a part of a query, with the words that did."""

    reach: Reach
    inner: tuple[Reach, ...]
    marks: tuple[Mark, ...]


ANY, TITLES = -1, -2
"""What a window may name in the place of one field."""


def is_title(field: int) -> bool:
    """Say whether a field is the title, or another title."""
    return field == 0 or field >= OTHERS


@dataclass(frozen=True, slots=True)
class Window:
    """Where to look: one field, or a stretch of characters of it; or every field, or every title."""

    field: int = ANY
    start: int = 0
    end: int = 1 << 60

    def holds(self, field: int, start: int, end: int) -> bool:
        """Say whether a piece lies inside."""
        return self.covers(field) and self.start <= start and end <= self.end

    def covers(self, field: int) -> bool:
        """Say whether a field is one of those to look in."""
        if self.field >= 0:
            return self.field == field
        return self.field == ANY or is_title(field)


EVERYWHERE = Window()


def true(node: Node, reading: Reading, window: Window = EVERYWHERE) -> bool:
    """Say whether a node holds: as ``marks_of`` does, without looking for more than decides it."""
    match node:
        case And():
            return all(true(part, reading, window) for part in node.parts)
        case Or():
            return any(true(part, reading, window) for part in node.parts)
        case Not():
            return not true(node.part, reading, window)
        case Near():
            left, right = (occurrences(side, reading, window) for side in (node.left, node.right))
            return any(True for _ in _pairs(node, left, right))
        case Scoped():
            return true(node.part, reading, narrowed(window, node.name))
        case Within():
            pieces = (each for each in units(node, reading) if _inside(window, each))
            return any(true(node.part, reading, piece) for piece in pieces)
        case Named():
            return node.part is not None and true(node.part, reading, window)
        case _:
            return marks_of(node, reading, window) is not None


def marks_of(  # noqa: C901 -- one line for each kind of node
    node: Node, reading: Reading, window: Window = EVERYWHERE
) -> frozenset[Mark] | None:
    """Return the pieces of text that make the node hold (none for a condition), or None."""
    match node:
        case Term() | Near():
            return _gathered(occurrences(node, reading, window))
        case Regex():
            return frozenset(_regex_marks(node, reading, window)) or None
        case And():
            return _all(node, reading, window)
        case Or():
            return _any(node, reading, window)
        case Not():
            return frozenset() if marks_of(node.part, reading, window) is None else None
        case Fact():
            return frozenset() if fact_holds(node, reading) else None
        case Scoped():
            return marks_of(node.part, reading, narrowed(window, node.name))
        case AtLeast():
            return _counted(node, occurrences(node.part, reading, window))
        case Within():
            return _within(node, reading, window)
        case Named():
            return marks_of(node.part, reading, window) if node.part is not None else None


def _gathered(found: list[Occurrence]) -> frozenset[Mark] | None:
    return frozenset(mark for each in found for mark in each.marks) if found else None


def _counted(node: AtLeast, found: list[Occurrence]) -> frozenset[Mark] | None:
    return _gathered(found) if len({each.reach for each in found}) >= node.count else None


def _all(node: And, reading: Reading, window: Window) -> frozenset[Mark] | None:
    marks: frozenset[Mark] = frozenset()
    for part in node.parts:
        found = marks_of(part, reading, window)
        if found is None:
            return None
        marks |= found
    return marks


def _any(node: Or, reading: Reading, window: Window) -> frozenset[Mark] | None:
    found = [marks_of(part, reading, window) for part in node.parts]
    held = [marks for marks in found if marks is not None]
    return frozenset().union(*held) if held else None


def narrowed(window: Window, name: str) -> Window:
    """Return the part of a window that lies in one field; every title is the field ``title``."""
    field = FIELDS.index(name)
    if window.field == ANY:
        return Window(field or TITLES)
    if field == 0 and (window.field == TITLES or is_title(window.field)):
        return window
    return window if window.field == field else Window(field, 0, -1)


def _within(node: Within, reading: Reading, window: Window) -> frozenset[Mark] | None:
    marks: set[Mark] = set()
    held = False
    for piece in units(node, reading):
        if _inside(window, piece):
            found = marks_of(node.part, reading, piece)
            if found is not None:
                held = True
                marks.update(found)
    return frozenset(marks) if held else None


def _inside(window: Window, piece: Window) -> bool:
    return window.holds(piece.field, piece.start, piece.end)


def units(node: Within, reading: Reading) -> list[Window]:
    """Return the sentences or paragraphs that are worth a look."""
    pieces = reading.sentences if node.unit == "SENTENCE" else reading.paragraphs
    every = [Window(field, *piece) for field, held in enumerate(pieces) for piece in held]
    if any(isinstance(each, Not | Regex | Fact) for each in walk(node.part)):
        return every
    places: dict[int, list[int]] = {}
    for each in walk(node.part):
        if isinstance(each, Term):
            for reach in reading.find(ways(each)):
                places.setdefault(reach[0], []).append(reading.characters(reach)[0])
    for held in places.values():
        held.sort()
    return [
        each for each in every if _any_between(places.get(each.field, []), each.start, each.end)
    ]


def _any_between(ordered: list[int], start: int, end: int) -> bool:
    index = bisect_left(ordered, start)
    return index < len(ordered) and ordered[index] < end


def occurrences(node: Node, reading: Reading, window: Window = EVERYWHERE) -> list[Occurrence]:
    """Return where a part stands that NEAR and ATLEAST accept, in reading order."""
    match node:
        case Term():
            return _term(node, reading, window)
        case Regex():
            return _regex(node, reading, window)
        case Or():
            found = {each for part in node.parts for each in occurrences(part, reading, window)}
            return sorted(found, key=_order)[:MOST]
        case Near():
            return near(
                node,
                occurrences(node.left, reading, window),
                occurrences(node.right, reading, window),
            )
        case Scoped():
            return occurrences(node.part, reading, narrowed(window, node.name))
        case Named():
            return occurrences(node.part, reading, window) if node.part is not None else []
        case _:
            return []


def _order(each: Occurrence) -> tuple[Reach, tuple[Reach, ...], tuple[Mark, ...]]:
    return each.reach, each.inner, each.marks


def _term(node: Term, reading: Reading, window: Window) -> list[Occurrence]:
    found: list[Occurrence] = []
    for reach in reading.between(reading.find(ways(node)), window.field, window.start, window.end):
        start, end = reading.characters(reach)
        if window.holds(reach[0], start, end):
            found.append(Occurrence(reach, (reach,), (Mark(reach[0], start, end, str(node)),)))
            if len(found) == MOST:
                break
    return found


def _regex_marks(node: Regex, reading: Reading, window: Window) -> list[Mark]:
    found = []
    for field in reading.document.fields:
        if window.covers(field):
            for start, end in places(node.pattern, reading.document.field(field), exact=node.exact):
                if window.holds(field, start, end):
                    found.append(Mark(field, start, end, str(node)))
    return found


def _regex(node: Regex, reading: Reading, window: Window) -> list[Occurrence]:
    """Widen what a regular expression matched to whole words, so that distances can be counted."""
    found = []
    for mark in _regex_marks(node, reading, window):
        held = reading.words[mark.field]
        first = bisect_right(held, mark.start, key=lambda word: word.end)
        last = bisect_left(held, mark.end, key=lambda word: word.start) - 1
        if first <= last:
            reach = (mark.field, first, last)
            found.append(Occurrence(reach, (reach,), (mark,)))
    return found


def near(node: Near, left: list[Occurrence], right: list[Occurrence]) -> list[Occurrence]:
    """Return the pairs that stand close enough and share no word."""
    pairs = islice(_pairs(node, left, right), MOST)
    return sorted({_pair(one, other) for one, other in pairs}, key=_order)


def _pairs(
    node: Near, left: list[Occurrence], right: list[Occurrence]
) -> Iterator[tuple[Occurrence, Occurrence]]:
    longest = max((each.reach[2] - each.reach[1] for each in right), default=0)
    starts = [(each.reach[0], each.reach[1]) for each in right]
    for one in left:
        field, first, last = one.reach
        low = bisect_left(
            starts, (field, first if node.ordered else first - node.distance - 1 - longest)
        )
        high = bisect_right(starts, (field, last + node.distance + 1))
        for other in right[low:high]:
            if _close(node, one, other):
                yield one, other


def _close(node: Near, one: Occurrence, other: Occurrence) -> bool:
    gap = distance(one, other, ordered=node.ordered)
    return gap is not None and gap <= node.distance


def distance(one: Occurrence, other: Occurrence, *, ordered: bool) -> int | None:
    """Count the words between two occurrences; None when they share a word or are out of order."""
    if one.reach[0] != other.reach[0]:
        return None
    if any(a[1] <= b[2] and b[1] <= a[2] for a in one.inner for b in other.inner):
        return None
    if ordered and other.reach[1] <= one.reach[2]:
        return None
    return max(0, other.reach[1] - one.reach[2] - 1, one.reach[1] - other.reach[2] - 1)


def _pair(one: Occurrence, other: Occurrence) -> Occurrence:
    reach = (
        one.reach[0], min(one.reach[1], other.reach[1]), max(one.reach[2], other.reach[2]),
    )  # fmt: skip
    inner = tuple(sorted({*one.inner, *other.inner}))
    return Occurrence(reach, inner, tuple(sorted({*one.marks, *other.marks})))


def fact_holds(node: Fact, reading: Reading) -> bool:
    """Say whether a condition on what is known about the article holds."""
    document, value = reading.document, node.text
    match node.name:
        case "words":
            return in_range(len(reading.words[2]), value)
        case "lang":
            return _same_language(document.language or "", value)
        case "site":
            host = (document.site or _host(document.url)).lower().removeprefix("www.")
            wanted = value.lower().removeprefix("www.")
            return _alike(host, wanted) or _alike(host, f"*.{wanted}")
        case "url":
            return _alike(document.url.lower(), f"*{value.lower()}*")
        case "author":
            return _names(value, document.authors, reading)
        case "tag":
            return any(_alike(fold(tag), fold(value)) for tag in document.tags)
        case "section":
            return any(_alike(fold(section), fold(value)) for section in document.sections)
        case _:
            return _alike(fold(document.source), fold(value))


def _same_language(held: str, wanted: str) -> bool:
    held, wanted = held.lower().replace("_", "-"), wanted.lower().replace("_", "-")
    return held == wanted or held.startswith(f"{wanted}-") or (primary(held) == wanted)


_HOST = re.compile(r"[A-Za-z][\w+.-]*://(?:[^/?#@]*@)?([^/?#:]*)")


def _host(url: str) -> str:
    found = _HOST.match(url)
    return found.group(1) if found else ""


def _alike(text: str, wanted: str) -> bool:
    return wildcards(wanted, "")(text)


def _names(value: str, authors: tuple[str, ...], reading: Reading) -> bool:
    """Look for a name, as a quoted phrase, among the authors."""
    term = Term(text=value, how=How.QUOTED)
    return any(
        Reading(Document(title=author, text=""), reading.stemming).find(ways(term))
        for author in authors
    )
