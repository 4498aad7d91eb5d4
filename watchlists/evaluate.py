"""Whether a query holds for a document that is read exactly, without looking for more than decides it."""

from __future__ import annotations

from collections.abc import Iterator

from watchlists.bits import numbers_of, upward
from watchlists.conditions import fact_holds
from watchlists.matches import Matches
from watchlists.nearness import begins, counted, ends, hulls, possible, stands
from watchlists.plans import Plan
from watchlists.query import And, AtLeast, Fact, Named, Near, Not, Or, Regex, Scoped, Term, Within
from watchlists.reading import Piece, Reading, Starts, Unit
from watchlists.sections import Sections
from watchlists.windows import EVERYWHERE, Window, narrowed, within


class Scene:
    """One document before the queries, with what was found out about their parts; for one thread."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._true: dict[tuple[Plan, int], bool] = {}
        self._starts: dict[tuple[Plan, int], Starts] = {}
        self._part = EVERYWHERE
        self._part_starts: dict[Plan, Starts] = {}
        """Where parts stand in the sentence or paragraph that was looked at last."""
        self._edged: dict[tuple[Plan, int], tuple[int, int]] = {}
        self._matches: dict[tuple[str, bool, int], Matches] = {}
        self._inside: dict[Window, int] = {}
        self._sections: dict[str, Sections] = {}
        self.cut: set[Plan] = set()
        """Parts with NEAR of which not every place was looked at."""

    def true(self, plan: Plan, window: Window = EVERYWHERE) -> bool:
        """Say whether a part of a query holds."""
        if window.part:
            return self._holds(plan, window)
        key = (plan, window.field)
        found = self._true.get(key)
        if found is None:
            found = self._true[key] = self._holds(plan, window)
        return found

    def _holds(  # noqa: C901 -- one line for each kind of node
        self, plan: Plan, window: Window
    ) -> bool:
        match plan.node:
            case Term():
                return self._any_leaf(plan, window)
            case And():
                return all(self.true(part, window) for part in plan.others)
            case Or():
                return self._any_leaf(plan, window) or any(
                    self.true(part, window) for part in plan.others
                )
            case Not():
                return not self.true(plan.parts[0], window)
            case Near():
                return self._near(plan, plan.node, window)
            case Fact():
                return fact_holds(plan.node, self.reading)
            case Scoped():
                return self.true(plan.parts[0], narrowed(window, plan.node.name))
            case AtLeast():
                return self.count(plan.parts[0], window, plan.node.count) >= plan.node.count
            case Within():
                if window is EVERYWHERE:
                    return self.sections(plan.node.unit).any(plan.parts[0])
                return bool(self.units(plan, plan.node, window))
            case Regex():
                return any(True for _ in self.pieces(plan, window))
            case Named():
                return bool(plan.parts) and self.true(plan.parts[0], window)

    def _any_leaf(self, plan: Plan, window: Window) -> bool:
        held = plan.leaves & self.reading.held
        if window is EVERYWHERE or not held:
            return bool(held)
        inside = self.inside(window)
        return any(
            bits & inside & (inside >> (count - 1)) for count, bits in map(self.reading.stand, held)
        )

    def inside(self, window: Window) -> int:
        """Return the places of the words in a window."""
        found = self._inside.get(window)
        if found is None:
            found = self._inside[window] = window.places(self.reading)
        return found

    def starts(self, plan: Plan, window: Window = EVERYWHERE) -> Starts:
        """Return where a part without NEAR stands that NEAR and ATLEAST accept."""
        if window.part:
            return self._starts_in_part(plan, window)
        key = (plan, window.field)
        found = self._starts.get(key)
        if found is None:
            found = self._starts[key] = self._standing(plan, window)
        return found

    def _starts_in_part(self, plan: Plan, window: Window) -> Starts:
        if window != self._part:
            self._part, self._part_starts = window, {}
        found = self._part_starts.get(plan)
        if found is None:
            # A match of a regular expression may reach beyond the words that it touches.
            found = self._part_starts[plan] = (
                self._standing(plan, window)
                if plan.searches
                else within(self.starts(plan, Window(window.field)), self.inside(window))
            )
        return found

    def _standing(self, plan: Plan, window: Window) -> Starts:
        node = plan.node
        if isinstance(node, Regex):
            return self._matched(plan, window)
        if isinstance(node, Scoped):
            return self.starts(plan.parts[0], narrowed(window, node.name))
        if isinstance(node, Named) and plan.parts:
            return self.starts(plan.parts[0], window)
        found: Starts = {}
        for leaf in plan.leaves & self.reading.held:
            count, bits = self.reading.stand(leaf)
            found[count] = found.get(count, 0) | bits
        if window is not EVERYWHERE:
            found = within(found, self.inside(window))
        for part in plan.others if isinstance(node, Or) else ():
            for count, bits in self.starts(part, window).items():
                found[count] = found.get(count, 0) | bits
        return found

    def _matched(self, plan: Plan, window: Window) -> Starts:
        if window.part:
            reading = self.reading
            return reading.stretches(reading.touched(*each) for each in self.pieces(plan, window))
        starts = self.matches(plan).starts
        return starts if window is EVERYWHERE else within(starts, self.inside(window))

    def matches(self, plan: Plan) -> Matches:
        """Return what a regular expression matches."""
        node = plan.node
        assert isinstance(node, Regex)  # noqa: S101 -- the caller looked
        key = (node.pattern, node.exact, plan.most)
        found = self._matches.get(key)
        if found is None:
            found = self._matches[key] = Matches(self.reading, node, plan.most)
        return found

    def pieces(self, plan: Plan, window: Window) -> Iterator[Piece]:
        """Yield what a regular expression matches in a window."""
        matches = self.matches(plan)
        if window.part:
            yield from matches.inside(window.field, window.start, window.end)
            return
        for field in self.reading.document.fields:
            if window.covers(field):
                yield from matches.within(field)

    def count(self, plan: Plan, window: Window, enough: int | None = None) -> int:
        """Count where a part stands; not on where that is enough, or cannot be."""
        if not plan.nests:
            return sum(bits.bit_count() for bits in self.starts(plan, window).values())
        node = plan.node
        if isinstance(node, Near) and not plan.deep:
            left, right = (self.starts(side, window) for side in plan.parts)
            return counted(left, right, node, enough)
        if enough and possible(self, plan, window) < enough:
            return 0
        places: set[tuple[int, int]] = set()
        for first, last, _ in hulls(self, plan, window):
            places.add((first, last))
            if len(places) == enough:
                break
        return len(places)

    def _near(self, plan: Plan, near: Near, window: Window) -> bool:
        if plan.deep:
            return stands(self, plan, window)
        (begin, end), (other_begin, other_end) = (self._edges(side, window) for side in plan.parts)
        room = near.distance + 1
        if not begin or not other_begin:
            return False
        if upward(end << 1, room) & other_begin:
            return True
        return not near.ordered and bool(upward(other_end << 1, room) & begin)

    def _edges(self, plan: Plan, window: Window) -> tuple[int, int]:
        """Return the first and the last words of a part without NEAR."""
        if window.part:
            starts = self.starts(plan, window)
            return begins(starts), ends(starts)
        key = (plan, window.field)
        found = self._edged.get(key)
        if found is None:
            starts = self.starts(plan, window)
            found = self._edged[key] = (begins(starts), ends(starts))
        return found

    def units(self, plan: Plan, node: Within, window: Window) -> list[Unit]:
        """Return the sentences or paragraphs of a window that satisfy a part, in reading order."""
        held = self.sections(node.unit).satisfying(plan.parts[0])
        every = self.reading.units(node.unit)
        found = [every[number] for number in numbers_of(held)]
        return found if window is EVERYWHERE else [each for each in found if window.holds(*each)]

    def sections(self, unit: str) -> Sections:
        """Return the sentences or paragraphs of the document."""
        if unit not in self._sections:
            self._sections[unit] = Sections(self, unit)
        return self._sections[unit]
