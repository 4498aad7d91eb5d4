"""Which pieces of text made a query hold: what a hit shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from watchlists.bits import bits_of, downward, upward
from watchlists.evaluate import Scene
from watchlists.nearness import begins, ends, hulls
from watchlists.plans import Plan
from watchlists.query import And, AtLeast, Named, Near, Or, Regex, Scoped, Term, Within
from watchlists.reading import Mark, Starts
from watchlists.windows import EVERYWHERE, Window, narrowed, within

MOST = 2_000
"""Pieces that are gathered for one hit, and parts that are looked at for it."""
MOST_TOLD = 1_000
"""Pieces that are gathered for one term of a hit."""


def gathered(
    plan: Plan, scene: Scene, window: Window = EVERYWHERE, most: int = MOST
) -> frozenset[Mark]:
    """Return the pieces of text that make a part hold that is known to; not all of very many.

    What holds is decided without it, so a query of thousands of terms is quoted in bounded time and
    loses no match.
    """
    return frozenset(islice(_Gathering(scene).pieces(plan, window), most))


class _Gathering:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._looks = iter(range(MOST))
        """What may or may not hold is looked at as long as these last."""

    def pieces(  # noqa: C901 -- one step for each kind of node
        self, plan: Plan, window: Window
    ) -> Iterator[Mark]:
        node, scene = plan.node, self._scene
        match node:
            case Term():
                yield from self._marks(plan, scene.starts(plan, window))
            case AtLeast():
                part = plan.parts[0]
                if part.nests:
                    yield from self._hulls(part, window)
                else:
                    yield from self._marks(part, scene.starts(part, window))
            case Near():
                yield from (
                    self._hulls(plan, window) if plan.deep else self._near(plan, node, window)
                )
            case Regex():
                text = str(node)
                yield from (Mark(*each, text) for each in scene.pieces(plan, window))
            case And():
                for part in plan.others:
                    yield from self.pieces(part, window)
            case Or():
                for part in self._held(plan, window):
                    yield from self.pieces(part, window)
            case Scoped():
                yield from self.pieces(plan.parts[0], narrowed(window, node.name))
            case Within():
                for unit, _ in zip(scene.units(plan, node, window), self._looks, strict=False):
                    yield from self.pieces(plan.parts[0], Window(*unit))
            case Named() if plan.parts:
                yield from self.pieces(plan.parts[0], window)

    def _held(self, plan: Plan, window: Window) -> Iterator[Plan]:
        """Yield the alternatives that hold."""
        held = self._scene.reading.held
        for part in dict.fromkeys(plan.parts):
            if isinstance(part.node, Term) and part.leaves.isdisjoint(held):
                continue
            if next(self._looks, None) is None:
                return
            if self._scene.true(part, window):
                yield part

    def _near(self, plan: Plan, near: Near, window: Window) -> Iterator[Mark]:
        """Yield what stands near something of the other side."""
        left, right = (self._scene.starts(side, window) for side in plan.parts)
        room = near.distance + 1
        begun = begins(right) & upward(ends(left) << 1, room)
        ended = ends(left) & downward(begins(right) >> 1, room)
        ones, others = (ended, 0), (0, begun)
        if not near.ordered:
            ones = (ended, begins(left) & upward(ends(right) << 1, room))
            others = (ends(right) & downward(begins(left) >> 1, room), begun)
        yield from self._marks(plan.parts[0], _with(left, *ones))
        yield from self._marks(plan.parts[1], _with(right, *others))

    def _hulls(self, plan: Plan, window: Window) -> Iterator[Mark]:
        found: dict[Plan, dict[int, set[int]]] = {}
        for _, _, pieces in islice(hulls(self._scene, plan, window), MOST_TOLD):
            for first, last, side in pieces:
                found.setdefault(side, {}).setdefault(last - first + 1, set()).add(first)
        for side, held in found.items():
            starts = {count: bits_of(sorted(places)) for count, places in held.items()}
            yield from self._marks(side, starts)

    def _marks(self, plan: Plan, starts: Starts) -> Iterator[Mark]:
        """Yield what a part without NEAR finds in some of the places where it stands."""
        reading, node = self._scene.reading, plan.node
        if isinstance(node, Regex):
            text = str(node)
            for piece in self._scene.matches(plan).among(starts):
                yield Mark(*piece, text)
        elif isinstance(node, Term):
            text = str(node)
            for reach in islice(reading.reaches(self._of_leaves(plan, starts)), MOST_TOLD):
                yield Mark(reach[0], *reading.characters(reach), text)
        else:
            if isinstance(node, Scoped):
                starts = within(starts, narrowed(EVERYWHERE, node.name).places(reading))
            for part in self._worth(plan):
                yield from self._marks(part, starts)

    def _worth(self, plan: Plan) -> Iterable[Plan]:
        held = self._scene.reading.held
        for part in dict.fromkeys(plan.parts):
            if not (isinstance(part.node, Term) and part.leaves.isdisjoint(held)):
                yield part

    def _of_leaves(self, plan: Plan, starts: Starts) -> Starts:
        found: Starts = {}
        for leaf in plan.leaves & self._scene.reading.held:
            count, bits = self._scene.reading.stand(leaf)
            found[count] = found.get(count, 0) | (bits & starts.get(count, 0))
        return found


def _with(starts: Starts, last: int, first: int) -> Starts:
    """Return the stretches that end or begin with one of some words."""
    return {count: bits & (last >> (count - 1) | first) for count, bits in starts.items()}
