"""Which sentences or paragraphs of a document satisfy a part of a query: all of them looked at together."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Protocol

from watchlists.bits import bits_of, numbers_of, stretch, united
from watchlists.conditions import fact_holds
from watchlists.document import FIELDS
from watchlists.matches import Matches
from watchlists.nearness import begins, ends
from watchlists.plans import Plan
from watchlists.programs import Leaf
from watchlists.query import And, AtLeast, Fact, Named, Near, Not, Or, Regex, Scoped, Term, Within
from watchlists.reading import Chunk, Piece, Reading, Starts
from watchlists.windows import Window, narrowed


class Whole(Protocol):
    """What is known about the whole document."""

    reading: Reading

    def true(self, plan: Plan, window: Window) -> bool:
        """Say whether a part holds in a window."""

    def matches(self, plan: Plan) -> Matches:
        """Return what a regular expression matches."""

    def sections(self, unit: str) -> Sections:
        """Return the sentences or paragraphs."""


_SOON = 100
"""Matches that are looked at before all are found."""

_FEW = 8
"""Occurrences that are counted in all sections together."""


def _added(each: Sequence[Sequence[int]], count: int) -> int:
    """Return the sections in which some terms stand so often together; of each those with one, two… of it."""
    found = [-1] + [0] * count
    for times in each:
        for total in range(count, 0, -1):
            for least, held in enumerate(times[:total], 1):
                found[total] |= found[total - least] & held
    return found[count]


class Sections:
    """The sentences, or the paragraphs, of one document. Sets are of their numbers unless called places."""

    def __init__(self, whole: Whole, unit: str) -> None:
        self._whole = whole
        self._reading = whole.reading
        self.every = self._reading.units(unit)
        self._all = stretch(0, len(self.every))
        self._unit = unit
        self._satisfying: dict[Plan, int] = {}
        self._leaves: dict[Leaf, int] = {}
        self._counts: dict[Leaf, tuple[int, list[int]]] = {}
        self._starts: dict[Plan, Starts] = {}
        self._of: list[int] = []
        firsts = []
        for number, each in enumerate(self.every):
            places = self._reading.inside(*each)
            first, end = (places & -places).bit_length() - 1, places.bit_length()
            if places:
                self._of.extend([-1] * (first - len(self._of)))
                self._of.extend([number] * (end - first))
                firsts.append(first)
        inside = bits_of([at for at, number in enumerate(self._of) if number >= 0])
        self._same = {0: inside, 1: inside & (inside << 1) & ~bits_of(firsts)}
        """The places whose word so many places before stands in the same one."""

    def satisfying(self, plan: Plan) -> int:
        """Return those that satisfy a part of a query."""
        found = self._satisfying.get(plan)
        if found is None:
            found = self._satisfying[plan] = self._found(plan)
        return found

    def any(self, plan: Plan) -> bool:
        """Say whether one of them satisfies a part of a query."""
        if isinstance(plan.node, Near) and not plan.deep:
            return bool(self._met(plan, plan.node))
        if isinstance(plan.node, AtLeast) and isinstance(plan.parts[0].node, Regex):
            return self._soon(plan.parts[0], plan.node.count) or bool(self.satisfying(plan))
        return bool(self.satisfying(plan))

    def _soon(self, part: Plan, count: int) -> bool:
        """Say whether one of the first sections holds so many matches of a regular expression: few need to be found."""
        matches, held = self._whole.matches(part), Counter[int]()
        seen: set[tuple[int, int]] = set()
        every = chain.from_iterable(map(matches.within, self._reading.document.fields))
        for piece in islice(every, _SOON):
            number, touched = self._holding(*piece), self._reading.touched(*piece)
            if number >= 0 and touched[1] > 0 and touched not in seen:
                seen.add(touched)
                held[number] += 1
                if held[number] == count:
                    return True
        return False

    def _found(self, plan: Plan) -> int:  # noqa: C901 -- one line for each kind of node
        node = plan.node
        match node:
            case Term():
                return self._with_leaves(plan)
            case And():
                return self._and(plan)
            case Or():
                return self._with_leaves(plan) | united(map(self.satisfying, plan.others))
            case Not():
                return self._all & ~self.satisfying(plan.parts[0])
            case Named():
                return self.satisfying(plan.parts[0]) if plan.parts else 0
            case Fact():
                return self._all if fact_holds(node, self._reading) else 0
            case Scoped():
                return self._scoped(plan.parts[0], node.name)
            case Regex():
                return self._matched(plan)
            case Within():
                inner = self._whole.sections(node.unit)
                held = numbers_of(inner.satisfying(plan.parts[0]))
                return self._containing(inner.every[number] for number in held)
            case Near():
                return self._one_by_one(plan) if plan.deep else self._near(plan, node)
            case AtLeast():
                return (
                    self._one_by_one(plan)
                    if plan.nests
                    else self._counted(plan.parts[0], node.count)
                )

    def _and(self, plan: Plan) -> int:
        found = self._all
        for part in plan.others:
            found &= self.satisfying(part)
            if not found:
                break
        return found

    def _with_leaves(self, plan: Plan) -> int:
        found = 0
        for leaf in plan.leaves & self._reading.held:
            held = self._leaves.get(leaf)
            if held is None:
                held = self._leaves[leaf] = self._with(dict([self._reading.stand(leaf)]))
            found |= held
        return found

    def _with(self, starts: Starts) -> int:
        """Return those that wholly hold one of some stretches."""
        of = self._of
        found = {
            of[first] for bits in self._whole_in(starts).values() for first in numbers_of(bits)
        }
        return bits_of(sorted(found))

    def _whole_in(self, starts: Starts) -> Starts:
        """Return the stretches that lie in one of them."""
        found = {
            count: bits & (self._same_after(count - 1) >> (count - 1))
            for count, bits in starts.items()
        }
        return {count: bits for count, bits in found.items() if bits}

    def _same_after(self, count: int) -> int:
        found = self._same.get(count)
        if found is None:
            half = count // 2
            found = self._same_after(half)
            found = self._same[count] = found & (self._same_after(count - half) << half)
        return found

    def _scoped(self, part: Plan, name: str) -> int:
        fields = {
            number
            for number in self._reading.document.fields
            if narrowed(Window(number), name) == Window(number)
        }
        inside = bits_of([number for number, each in enumerate(self.every) if each[0] in fields])
        found = self.satisfying(part) & inside
        if inside != self._all and self._whole.true(part, Window(FIELDS.index(name), 0, -1)):
            found |= self._all & ~inside
        return found

    def _containing(self, pieces: Iterable[Piece]) -> int:
        """Return those that wholly hold a piece of a field, in characters."""
        return bits_of(sorted({self._holding(*each) for each in pieces} - {-1}))

    def _holding(self, field: int, start: int, end: int) -> int:
        """Return the one that wholly holds a piece of a field; -1: none does."""
        number = bisect_right(self.every, (field, start, 1 << 60)) - 1
        if number < 0:
            return -1
        held, _, last = self.every[number]
        return number if held == field and end <= last else -1

    @cached_property
    def _chunks(self) -> tuple[dict[str, tuple[int, int]], dict[str, list[Chunk]]]:
        """For each distinct chunk the places of its first words where one wholly holds it, and which do; and where none does."""
        whole: dict[str, tuple[int, int]] = {}
        torn: dict[str, list[Chunk]] = {}
        for chunk, stand in self._reading.chunks.items():
            inside, firsts = [], []
            for each in stand:
                field, start, first = each
                number = self._holding(field, start, start + len(chunk))
                if number < 0:
                    torn.setdefault(chunk, []).append(each)
                else:
                    inside.append(number)
                    firsts.append(first)
            if inside:
                whole[chunk] = (bits_of(firsts), bits_of(sorted(set(inside))))
        return whole, torn

    def _matched(self, plan: Plan) -> int:
        """Return those that wholly hold a match of a regular expression."""
        matches = self._whole.matches(plan)
        if not matches.wordwise:
            return self._containing(matches.pieces)
        whole, torn = self._chunks
        found = united(whole[chunk][1] for chunk in matches.chunks if chunk in whole)
        pieces = (piece for piece, _, _ in self._torn(matches, torn))
        return found | self._containing(pieces)

    def _touched(self, plan: Plan) -> Starts:
        """Return the stretches of words that the matches of a regular expression touch inside one."""
        matches, reading = self._whole.matches(plan), self._reading
        if not matches.wordwise:
            held = zip(matches.pieces, matches.touched, strict=True)
            return reading.stretches([each for piece, each in held if self._holding(*piece) >= 0])
        whole, torn = self._chunks
        found = reading.stretches(
            (first, words)
            for piece, first, words in self._torn(matches, torn)
            if self._holding(*piece) >= 0
        )
        for chunk, inside in matches.chunks.items():
            bits = whole[chunk][0] if chunk in whole else 0
            for _, _, word, words in inside if bits else ():
                if words:
                    found[words] = found.get(words, 0) | bits << word
        return found

    def _torn(
        self, matches: Matches, torn: dict[str, list[Chunk]]
    ) -> Iterator[tuple[Piece, int, int]]:
        """Yield the matches in chunks that none wholly holds, with the place of their first word and how many they touch."""
        for chunk, stand in torn.items():
            for begin, end, word, words in matches.chunks.get(chunk, ()):
                for field, start, first in stand:
                    yield (field, start + begin, start + end), first + word, words

    def _counted(self, part: Plan, count: int) -> int:
        starts = self._standing(part)
        if count <= _FEW and isinstance(part.node, Term | Or) and not part.others:
            each = [self._times(leaf) for leaf in part.leaves & self._reading.held]
            if sum(total for total, _ in each) == sum(bits.bit_count() for bits in starts.values()):
                # No place is counted twice, so that the counts of the terms may be added up.
                return _added([times for _, times in each], count)
        if sum(bits.bit_count() for bits in starts.values()) < count:
            return 0
        firsts = chain.from_iterable(map(numbers_of, starts.values()))
        held = Counter(map(self._of.__getitem__, firsts))
        return bits_of(sorted(number for number, times in held.items() if times >= count))

    def _times(self, leaf: Leaf) -> tuple[int, list[int]]:
        """Return how often a leaf stands, and those in which it stands once at least, twice at least, and so on."""
        if leaf not in self._counts:
            starts = self._whole_in(dict([self._reading.stand(leaf)]))
            held = Counter(
                self._of[first] for bits in starts.values() for first in numbers_of(bits)
            )
            most = min(_FEW, max(held.values(), default=0))
            self._counts[leaf] = (
                held.total(),
                [
                    bits_of(sorted(number for number, times in held.items() if times >= least))
                    for least in range(1, most + 1)
                ],
            )
        return self._counts[leaf]

    def _near(self, plan: Plan, near: Near) -> int:
        return bits_of(sorted({self._of[place] for place in numbers_of(self._met(plan, near))}))

    def _met(self, plan: Plan, near: Near) -> int:
        """Return the words with which the later side of a NEAR begins."""
        left, right = map(self._standing, plan.parts)
        if not left or not right:
            return 0
        met = self._after(ends(left), near.distance) & begins(right)
        if not near.ordered:
            met |= self._after(ends(right), near.distance) & begins(left)
        return met

    def _after(self, places: int, distance: int) -> int:
        """Return the places behind others that have no more than a distance between, in the same one."""
        found, done, most = (places << 1) & self._same[1], 1, distance + 1
        while done < most and found:
            step = min(done, most - done)
            found |= (found << step) & self._same_after(step)
            done += step
        return found

    def _standing(self, plan: Plan) -> Starts:
        """Return where a part without NEAR stands wholly in one of them."""
        if plan not in self._starts:
            self._starts[plan] = self._stand(plan)
        return self._starts[plan]

    def _stand(self, plan: Plan) -> Starts:
        node, reading = plan.node, self._reading
        found: Starts = {}
        if isinstance(node, Regex):
            return self._touched(plan)
        for leaf in plan.leaves & reading.held:
            count, bits = reading.stand(leaf)
            found[count] = found.get(count, 0) | bits
        found = self._whole_in(found)
        for part in () if isinstance(node, Term) else plan.others or plan.parts[:1]:
            for count, bits in self._standing(part).items():
                found[count] = found.get(count, 0) | bits
        if isinstance(node, Scoped):
            inside = narrowed(Window(), node.name).places(reading)
            found = {count: bits & inside for count, bits in found.items() if bits & inside}
        return found

    def _one_by_one(self, plan: Plan) -> int:
        """Look at each that may hold a NEAR inside another operator."""
        worth = self._all
        for part in plan.parts:
            worth &= self.satisfying(part)
        return bits_of(
            [
                number
                for number in numbers_of(worth)
                if self._whole.true(plan, Window(*self.every[number]))
            ]
        )
