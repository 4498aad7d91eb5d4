"""Which stretches of words stand near each other, also where NEARs stand inside one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from watchlists.bits import downward, numbers_of, stretch, united, upward
from watchlists.plans import Plan
from watchlists.query import Near, Or, Scoped
from watchlists.reading import Starts
from watchlists.windows import Window, narrowed, within

MOST = 5_000
"""Places of a NEAR inside another operator that are looked at in one document."""

_MOST_LOOKS = 2 * MOST
"""Places of a part of such a NEAR; those near the border of a piece of the text are looked at twice."""

_STEP = 1_000
"""Words of a piece of the text, if what is looked for is not longer."""

Piece = tuple[int, int, Plan]
"""The first and the last word of what one side of a NEAR found, and that side."""
Hull = tuple[int, int, tuple[Piece, ...]]
"""The first and the last word of all that a part found, and its pieces in reading order."""


class Standing(Protocol):
    """Knows where a part without NEAR stands."""

    cut: set[Plan]
    """Parts of which not every place was looked at."""

    def starts(self, plan: Plan, window: Window) -> Starts:
        """Return where it stands in a window."""


def begins(starts: Starts) -> int:
    """Return the first words of stretches."""
    found = 0
    for bits in starts.values():
        found |= bits
    return found


def ends(starts: Starts) -> int:
    """Return the last words of stretches."""
    found = 0
    for count, bits in starts.items():
        found |= bits << (count - 1)
    return found


def counted(left: Starts, right: Starts, near: Near, enough: int | None) -> int:
    """Count the places of pairs that stand near enough; not on where that is enough, or cannot be."""
    found = 0
    orders = [(left, right)] if near.ordered else [(left, right), (right, left)]
    met = [_meeting(one, other, near.distance) for one, other in orders]
    # A place is the beginning of the one and the end of the other.
    if enough and sum(one.bit_count() * other.bit_count() for one, other in met) < enough:
        return 0
    rows: dict[int, int] = {}
    for (one, other), (firsts, _) in zip(orders, met, strict=True):
        for first in numbers_of(firsts):
            before = rows.get(first, 0)
            rows[first] = after = before | _reached(first, one, other, near.distance)
            found += after.bit_count() - before.bit_count()
            if enough and found >= enough:
                return found
    return found


def _meeting(one: Starts, other: Starts, distance: int) -> tuple[int, int]:
    """Return the beginnings and ends of pairs, the one before the other: rather too many."""
    left, right = ends(one), begins(other)
    right &= upward(left << 1, distance + 1)
    left &= downward(right >> 1, distance + 1)
    firsts = united(bits & (left >> (count - 1)) for count, bits in one.items())
    return firsts, united((bits & right) << (count - 1) for count, bits in other.items())


def _reached(first: int, one: Starts, other: Starts, distance: int) -> int:
    """Return the ends of what stands behind a stretch that begins with a word."""
    found = 0
    for count, bits in one.items():
        if bits >> first & 1:
            room = stretch(0, distance + 1)
            for size, more in other.items():
                found |= ((more >> (first + count)) & room) << (first + count + size - 1)
    return found


def stands(scene: Standing, plan: Plan, window: Window) -> bool:
    """Say whether a NEAR of NEARs stands anywhere."""
    # Where no part stands inside another one, sets of words are enough to tell.
    if _ends(scene, plan, window, -1):
        return True
    return any(True for _ in hulls(scene, plan, window))


def _ends(scene: Standing, plan: Plan, window: Window, among: int) -> int:
    """Return the ends of a part where it begins among some words, its own parts one behind the other."""
    node = plan.node
    if not plan.nests:
        return ends({count: bits & among for count, bits in scene.starts(plan, window).items()})
    if isinstance(node, Near):
        left, right = plan.parts
        found = _behind(scene, (left, right), window, (among, node.distance))
        if not node.ordered:
            found |= _behind(scene, (right, left), window, (among, node.distance))
        return found
    if isinstance(node, Scoped):
        window = narrowed(window, node.name)
    return united(_ends(scene, part, window, among) for part in dict.fromkeys(plan.parts))


def _behind(
    scene: Standing, sides: tuple[Plan, Plan], window: Window, among: tuple[int, int]
) -> int:
    beginning, distance = among
    ended = _ends(scene, sides[0], window, beginning)
    return _ends(scene, sides[1], window, upward(ended << 1, distance + 1)) if ended else 0


def possible(scene: Standing, plan: Plan, window: Window) -> int:
    """Return at how many places a part may stand at most: rather too many, and found without looking at pairs."""
    firsts, lasts, longest = _borders(scene, plan, window, -1)
    room = stretch(0, longest)
    return sum((lasts >> first & room).bit_count() for first in numbers_of(firsts))


def hulls(scene: Standing, plan: Plan, window: Window) -> Iterator[Hull]:
    """Yield where a part that NEAR and ATLEAST accept stands, each way of standing once; near each other in turn."""
    found = _Search(scene, window).everywhere(plan)
    for count, hull in enumerate(found):
        if count == MOST:
            scene.cut.add(plan)
            return
        yield hull


class _Search:
    """Goes through a text piece by piece, so that what is not asked for is not looked at."""

    def __init__(self, scene: Standing, window: Window) -> None:
        self._scene = scene
        self._window = window
        self._looks: Counter[Plan] = Counter()

    def everywhere(self, plan: Plan) -> Iterator[Hull]:
        """Yield where a part stands, those that begin in one piece of the text after those of the piece before."""
        firsts, _, longest = _borders(self._scene, plan, self._window, -1)
        step = max(longest, _STEP)
        while firsts:
            low = (firsts & -firsts).bit_length() - 1
            for hull in self._each(plan, self._window, stretch(low, step + longest)):
                if hull[0] < low + step:
                    yield hull
            firsts = firsts >> (low + step) << (low + step)

    def _each(self, plan: Plan, window: Window, among: int) -> Iterator[Hull]:
        seen: set[Hull] = set()
        for hull in self._hulls(plan, window, among):
            if hull not in seen:
                seen.add(hull)
                self._looks[plan] += 1
                if self._looks[plan] > _MOST_LOOKS:
                    self._scene.cut.add(plan)
                    return
                yield hull

    def _hulls(self, plan: Plan, window: Window, among: int) -> Iterator[Hull]:
        node = plan.node
        if not plan.nests:
            yield from _single(within(self._scene.starts(plan, window), among), plan)
        elif isinstance(node, Near):
            yield from self._pairs(plan, node, window, among)
        elif isinstance(node, Or):
            for part in dict.fromkeys(plan.parts):
                yield from self._each(part, window, among)
        elif plan.parts:
            inner = narrowed(window, node.name) if isinstance(node, Scoped) else window
            yield from self._each(plan.parts[0], inner, among)

    def _pairs(self, plan: Plan, near: Near, window: Window, among: int) -> Iterator[Hull]:
        left, right = plan.parts
        first, last, longest = _borders(self._scene, plan, window, among)
        if not first:
            return
        among &= upward(first, longest) & downward(last, longest)
        if left.nests and right.nests:
            ones, others = (
                sorted(self._each(side, window, among), key=_place) for side in plan.parts
            )
            yield from _crossed(ones, others, near)
            return
        # What nests is gone through; where the other side stands beside it is known at once.
        outer, inner, before = (right, left, True) if right.nests else (left, right, False)
        places = within(self._scene.starts(inner, window), among)
        for hull in self._each(outer, window, among):
            for begin, end in _beside(hull, places, near, before=before):
                yield _joined(hull, (begin, end, ((begin, end, inner),)))


def _single(starts: Starts, plan: Plan) -> Iterator[Hull]:
    found = [
        (first, first + count - 1) for count, bits in starts.items() for first in numbers_of(bits)
    ]
    for first, last in sorted(found):
        yield first, last, ((first, last, plan),)


def _crossed(left: Sequence[Hull], right: Sequence[Hull], near: Near) -> Iterator[Hull]:
    """Yield the pairs of two parts that hold NEARs themselves, each in reading order."""
    longest = max((last - first for first, last, _ in right), default=0)
    firsts = [each[0] for each in right]
    for one in left:
        low = bisect_left(firsts, one[0] - near.distance - 1 - longest)
        high = bisect_right(firsts, one[1] + near.distance + 1)
        for other in right[low:high]:
            if _close(one, other, near):
                yield _joined(one, other)


def _beside(hull: Hull, places: Starts, near: Near, *, before: bool) -> Iterator[tuple[int, int]]:
    """Yield the stretches that stand near a hull; ``before`` it, if an order is asked for."""
    start, end, pieces = hull
    for count, bits in places.items():
        low, high = start - near.distance - count, end + near.distance + 1
        if near.ordered:
            low, high = (low, start - count) if before else (end + 1, high)
        low = max(0, low)
        for at in numbers_of((bits >> low) & stretch(0, high - low + 1)):
            first, last = low + at, low + at + count - 1
            if not any(first <= b and a <= last for a, b, _ in pieces):
                yield first, last


def _close(one: Hull, other: Hull, near: Near) -> bool:
    if near.ordered and other[0] <= one[1]:
        return False
    if max(other[0] - one[1], one[0] - other[1]) - 1 > near.distance:
        return False
    return not any(a <= d and c <= b for a, b, _ in one[2] for c, d, _ in other[2])


def _joined(one: Hull, other: Hull) -> Hull:
    pieces = tuple(sorted((*one[2], *other[2]), key=_place))
    return min(one[0], other[0]), max(one[1], other[1]), pieces


def _place(piece: Piece | Hull) -> tuple[int, int]:
    return piece[:2]


_Borders = tuple[int, int, int]
"""Words with which a part may begin, words with which it may end, and how long it is at most."""


def _borders(scene: Standing, plan: Plan, window: Window, among: int) -> _Borders:
    """Return where a part may stand among some words, rather too much; nowhere is sure."""
    node = plan.node
    if not plan.nests:
        starts = within(scene.starts(plan, window), among)
        return begins(starts), ends(starts), max(starts, default=0)
    if isinstance(node, Near):
        left, right = (_borders(scene, side, window, among) for side in plan.parts)
        return _met(left, right, node)
    if isinstance(node, Scoped):
        window = narrowed(window, node.name)
    return _either(_borders(scene, part, window, among) for part in plan.parts)


def _either(found: Iterable[_Borders]) -> _Borders:
    first = last = most = 0
    for one, other, longest in found:
        first, last, most = first | one, last | other, max(most, longest)
    return first, last, most


def _met(left: _Borders, right: _Borders, near: Near) -> _Borders:
    longest = left[2] + near.distance + right[2]
    found = [_followed(left, right, near.distance)]
    if not near.ordered:
        found.append(_followed(right, left, near.distance))
        if _interwoven(left, right) or _interwoven(right, left):
            found.append((left[0] | right[0], left[1] | right[1], longest))
    first, last, _ = _either(found)
    return first, last, longest


def _followed(one: _Borders, other: _Borders, distance: int) -> _Borders:
    """Return where two parts may begin and end, of which the one ends before the other begins."""
    met = upward(one[1] << 1, distance + 1) & other[0]
    if not met:
        return 0, 0, 0
    left = one[1] & downward(met >> 1, distance + 1)
    return one[0] & downward(left, one[2]), other[1] & upward(met, other[2]), 0


def _interwoven(one: _Borders, other: _Borders) -> bool:
    """Say whether a part may begin inside another one that was begun before."""
    return one[2] > 2 and bool(upward(one[0], one[2]) & other[0] & downward(one[1], one[2]))
