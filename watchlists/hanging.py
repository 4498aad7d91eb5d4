"""Which queries to look at when a leaf holds: each hangs on the clause that the fewest texts satisfy.

How frequent leaves are is learned from the stream. When enough was seen, the queries are hung anew,
some with each document, so that no document waits for all of them. Threads may do so side by side.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress
from typing import NamedTuple

from watchlists.atoms import Way
from watchlists.pace import Breathe, emptied, hurry, paced
from watchlists.programs import Condition, Leaf, Program, clauses, commonness, lightest

_ENOUGH = 512
"""Documents to learn from before the queries are hung anew."""
_STEP = 256
"""Queries hung anew with one document."""

Hooks = dict[Leaf, "array[int]"]


class Watched(NamedTuple):
    """Queries that may hold when a leaf does."""

    numbers: array[int]
    needs: array[int]
    """For each one more leaf without which it cannot hold; the leaf it hangs on where no other is known."""

    def worth(self, held: AbstractSet[Leaf]) -> Iterable[int]:
        """Return the queries worth a look; that of most is spared without touching them."""
        return compress(self.numbers, map(held.__contains__, self.needs))


class Hanging:
    """Queries, by the leaves that make it worth looking at them."""

    def __init__(
        self,
        programs: Sequence[Program],
        ways: Sequence[Way],
        seen: Counter[Leaf],
        breathe: Breathe = hurry,
    ) -> None:
        self.direct: Hooks = {}
        """Queries that hold as soon as the leaf does."""
        self.watched: dict[Leaf, Watched] = {}
        """Queries that may hold when the leaf does."""
        self.unbound: list[int] = []
        """Queries that may hold without any leaf."""
        self._programs = programs
        self._ways = ways
        self.seen = seen
        self._documents = 0
        self._next: dict[Leaf, Watched] = {}
        self._turn = [iter(range(0, len(programs), _STEP))]
        """What is left to hang anew; taken out by the thread that does the next step."""
        for number, program in paced(enumerate(programs), breathe):
            alone = _alone(program)
            if alone is not None:
                for leaf in alone:
                    self.direct.setdefault(leaf, array("l")).append(number)
            elif not self._hang(number, self.watched):
                self.unbound.append(number)

    def _weight(self, leaf: Leaf) -> float:
        # What was seen decides; the guess decides among what was not.
        return self.seen[leaf] + commonness(self._ways[leaf]) / 1000

    def _hang(self, number: int, watched: dict[Leaf, Watched]) -> bool:
        found = clauses(self._programs[number].condition, self._weight)
        if not found:
            return False
        rarest = lightest(found, self._weight)
        others = [clause for clause in found if len(clause) == 1 and clause is not rarest]
        need = lightest(others, self._weight)[0] if others else None
        for leaf in rarest:
            hung = watched.get(leaf)
            if hung is None:
                hung = watched[leaf] = Watched(array("l"), array("l"))
            hung.numbers.append(number)
            hung.needs.append(leaf if need is None else need)
        return True

    def learn(self, held: Iterable[Leaf]) -> None:
        """Take the leaves of one more document into account."""
        if self._documents < _ENOUGH:
            self._documents += 1
            self.seen.update(held)
        elif self.watched is not self._next:
            self._again()

    def _again(self) -> None:
        """Hang the next queries anew, unless another thread does; the last step lets what was hung count."""
        # Taking it is one instruction, so no two threads have it.
        try:
            steps = self._turn.pop()
        except IndexError:
            return
        first = next(steps, None)
        if first is None:
            self.watched = self._next
            return
        for number in range(first, min(first + _STEP, len(self._programs))):
            if _alone(self._programs[number]) is None:
                self._hang(number, self._next)
        self._turn.append(steps)

    def take_apart(self, breathe: Breathe) -> None:
        """Give the memory back in small steps."""
        for held in (self.direct, self.watched, self._next, self.seen):
            emptied(held, breathe)


def _alone(program: Program) -> tuple[Leaf, ...] | None:
    """Return the leaves each of which makes the query hold, when it is nothing but that."""
    if not program.exact:
        return None
    return _leaves(program.condition)


def _leaves(condition: Condition) -> tuple[Leaf, ...] | None:
    if isinstance(condition, int):
        return (condition,)
    if condition[0] == "|":
        leaves = tuple(part for part in condition[1:] if isinstance(part, int))
        return leaves if len(leaves) == len(condition) - 1 else None
    return None
