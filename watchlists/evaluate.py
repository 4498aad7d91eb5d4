"""Whether a query holds for a document, and which words made it hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from watchlists.atoms import ways
from watchlists.document import FIELDS, OTHERS
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
from watchlists.reading import Mark, Occurrence, Reach, Reading
from watchlists.stems import primary

MOST = 5_000
"""Pairs that a NEAR inside another operator looks at in one document, in reading order; pieces that are
gathered for one hit, and parts that are looked at for it."""
MOST_TOLD = 1_000
"""Pieces that are gathered for one term of a hit."""


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


def true(  # noqa: C901 -- one line for each kind of node
    node: Node, reading: Reading, window: Window = EVERYWHERE
) -> bool:
    """Say whether a node holds, without looking for more than decides it."""
    match node:
        case Term():
            return bool(reaches(node, reading, window))
        case Regex():
            return any(True for _ in _regex_marks(node, reading, window))
        case And():
            return all(true(part, reading, window) for part in node.parts)
        case Or():
            return any(true(part, reading, window) for part in node.parts)
        case Not():
            return not true(node.part, reading, window)
        case Near():
            return _near_holds(node, reading, window)
        case Fact():
            return fact_holds(node, reading)
        case Scoped():
            return true(node.part, reading, narrowed(window, node.name))
        case AtLeast():
            return len(reaches(node.part, reading, window)) >= node.count
        case Within():
            return any(true(node.part, reading, piece) for piece in units(node, reading, window))
        case Named():
            return node.part is not None and true(node.part, reading, window)


def marks_of(node: Node, reading: Reading, window: Window = EVERYWHERE) -> frozenset[Mark] | None:
    """Return the pieces of text that make the node hold (none for a condition), or None."""
    return gathered(node, reading, window) if true(node, reading, window) else None


def gathered(node: Node, reading: Reading, window: Window = EVERYWHERE) -> frozenset[Mark]:
    """Return the pieces of text that make a node hold that is known to; not all of very many.

    What holds is decided without it, so a query of thousands of terms is quoted in bounded time and
    loses no match.
    """
    looks = iter(range(MOST))
    return frozenset(islice(_pieces(node, reading, window, looks), MOST))


def _pieces(  # noqa: C901 -- one step for each kind of node
    node: Node, reading: Reading, window: Window, looks: Iterator[int]
) -> Iterator[Mark]:
    """Yield pieces; what may or may not hold is looked at as long as ``looks`` lasts."""
    match node:
        case Term() | AtLeast():
            part = node.part if isinstance(node, AtLeast) else node
            found = occurrences(part, reading, window)
            yield from islice((mark for each in found for mark in each.marks), MOST_TOLD)
        case Near():
            left, right = (occurrences(side, reading, window) for side in (node.left, node.right))
            told = islice(_pairs(node, left, right), MOST_TOLD)
            yield from (mark for pair in told for each in pair for mark in each.marks)
        case Regex():
            yield from _regex_marks(node, reading, window)
        case And():
            for part in node.parts:
                yield from _pieces(part, reading, window, looks)
        case Or():
            for part, _ in zip(node.parts, looks, strict=False):
                if true(part, reading, window):
                    yield from _pieces(part, reading, window, looks)
        case Scoped():
            yield from _pieces(node.part, reading, narrowed(window, node.name), looks)
        case Within():
            for piece, _ in zip(units(node, reading, window), looks, strict=False):
                if true(node.part, reading, piece):
                    yield from _pieces(node.part, reading, piece, looks)
        case Named() if node.part is not None:
            yield from _pieces(node.part, reading, window, looks)


def narrowed(window: Window, name: str) -> Window:
    """Return the part of a window that lies in one field; every title is the field ``title``."""
    field = FIELDS.index(name)
    if window.field == ANY:
        return Window(field or TITLES)
    if field == 0 and (window.field == TITLES or is_title(window.field)):
        return window
    return window if window.field == field else Window(field, 0, -1)


def units(node: Within, reading: Reading, window: Window = EVERYWHERE) -> Iterator[Window]:
    """Return the sentences or paragraphs of a window that are worth a look, in reading order."""
    every = reading.units(node.unit)
    worth = _worth(node.part, node.unit, reading)
    for number in range(len(every)) if worth is None else sorted(worth):
        if window.holds(*every[number]):
            yield Window(*every[number])


def _worth(node: Node, unit: str, reading: Reading) -> frozenset[int] | None:
    """Return the numbers of the units in which a node may hold; None: in any."""
    match node:
        case Term():
            return reading.units_with(ways(node), unit)
        case Or():
            held = [_worth(part, unit, reading) for part in node.parts]
            sets = [each for each in held if each is not None]
            return frozenset().union(*sets) if len(sets) == len(held) else None
        case And() | Near():
            inner = node.parts if isinstance(node, And) else (node.left, node.right)
            found: frozenset[int] | None = None
            for part in inner:
                more = _worth(part, unit, reading)
                found = more if found is None else found if more is None else found & more
                if found is not None and not found:
                    break
            return found
        case AtLeast() | Scoped() | Within():
            return _worth(node.part, unit, reading)
        case Named() if node.part is not None:
            return _worth(node.part, unit, reading)
        case _:
            return None


def reaches(node: Node, reading: Reading, window: Window = EVERYWHERE) -> Sequence[Reach]:
    """Return the stretches of words that satisfy a part that NEAR and ATLEAST accept, in reading order."""
    match node:
        case Term():
            return _term(node, reading, window)
        case Or():
            return sorted({each for part in node.parts for each in reaches(part, reading, window)})
        case Scoped():
            return reaches(node.part, reading, narrowed(window, node.name))
        case Named():
            return reaches(node.part, reading, window) if node.part is not None else ()
        case _:
            return sorted({each.reach for each in occurrences(node, reading, window)})


def _term(node: Term, reading: Reading, window: Window) -> Sequence[Reach]:
    found = reading.find(ways(node))
    if not found or window is EVERYWHERE:
        return found
    if window.field < 0:
        return [each for each in found if window.covers(each[0])]
    held = reading.between(found, window.field, window.start, window.end)
    return [each for each in held if window.holds(each[0], *reading.characters(each))]


def occurrences(node: Node, reading: Reading, window: Window = EVERYWHERE) -> list[Occurrence]:
    """Return where a part stands that NEAR and ATLEAST accept, with what made it stand, in reading order."""
    match node:
        case Term() if window is EVERYWHERE:
            if node not in reading.occurrences:
                reading.occurrences[node] = _standing(node, reading, window)
            return reading.occurrences[node]
        case Term():
            return _standing(node, reading, window)
        case Regex():
            return _regex(node, reading, window)
        case Or():
            found = {each for part in node.parts for each in occurrences(part, reading, window)}
            return sorted(found, key=_order)[:MOST]
        case Near():
            left, right = (occurrences(side, reading, window) for side in (node.left, node.right))
            pairs = islice(_pairs(node, left, right), MOST)
            return sorted({_pair(one, other) for one, other in pairs}, key=_order)
        case Scoped():
            return occurrences(node.part, reading, narrowed(window, node.name))
        case Named():
            return occurrences(node.part, reading, window) if node.part is not None else []
        case _:
            return []


def _standing(node: Term, reading: Reading, window: Window) -> list[Occurrence]:
    text = str(node)
    return [
        Occurrence(each, (each,), (Mark(each[0], *reading.characters(each), text),))
        for each in islice(_term(node, reading, window), MOST)
    ]


def _order(each: Occurrence) -> tuple[Reach, tuple[Reach, ...], tuple[Mark, ...]]:
    return each.reach, each.inner, each.marks


def _regex_marks(node: Regex, reading: Reading, window: Window) -> Iterator[Mark]:
    for field in reading.document.fields:
        if window.covers(field):
            for start, end in places(node.pattern, reading.document.field(field), exact=node.exact):
                if window.holds(field, start, end):
                    yield Mark(field, start, end, str(node))


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


def _near_holds(node: Near, reading: Reading, window: Window) -> bool:
    """Say whether two sides stand close enough."""
    # The side that is found at once goes first: it may spare the other one.
    sides = sorted((node.left, node.right), key=_nests)
    if not all(true(side, reading, window) for side in sides):
        return False
    if not _nests(sides[1]):
        ones, others = (reaches(side, reading, window) for side in (node.left, node.right))
        return any(not _share(ones[a], others[b]) for a, b in _beside(node, ones, others))
    left, right = (occurrences(side, reading, window) for side in (node.left, node.right))
    return any(True for _ in _pairs(node, left, right))


def _nests(node: Node) -> bool:
    return any(isinstance(each, Near) for each in walk(node))


def _beside(node: Near, left: Sequence[Reach], right: Sequence[Reach]) -> Iterator[tuple[int, int]]:
    """Return the numbers of the pairs of sorted stretches that stand close enough, or overlap."""
    few, many = sorted((left, right), key=len)
    longest = max((last - first for _, first, last in many), default=0)
    for number, (field, first, last) in enumerate(few):
        at = bisect_left(many, (field, first - node.distance - 1 - longest, 0))
        while at < len(many) and many[at][:2] <= (field, last + node.distance + 1):
            one, other = (number, at) if few is left else (at, number)
            between = gap(left[one], right[other], ordered=node.ordered)
            if between is not None and between <= node.distance:
                yield one, other
            at += 1


def _pairs(
    node: Near, left: list[Occurrence], right: list[Occurrence]
) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Return the pairs that stand close enough and share no word."""
    ones, others = [each.reach for each in left], [each.reach for each in right]
    for number, at in _beside(node, ones, others):
        one, other = left[number], right[at]
        if not any(_share(a, b) for a in one.inner for b in other.inner):
            yield one, other


def _share(one: Reach, other: Reach) -> bool:
    """Say whether two stretches of one field share a word."""
    return one[1] <= other[2] and other[1] <= one[2]


def gap(one: Reach, other: Reach, *, ordered: bool) -> int | None:
    """Count the words between two stretches; None when they are out of order or in different fields."""
    if one[0] != other[0] or (ordered and other[1] <= one[2]):
        return None
    return max(0, other[1] - one[2] - 1, one[1] - other[2] - 1)


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
            name = ways(Term(text=value, how=How.QUOTED))
            return any(author.find(name) for author in reading.authors)
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
