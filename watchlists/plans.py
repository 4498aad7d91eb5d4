"""A query made ready for exact reading: its terms known by their leaves, and equal parts one and the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from watchlists.atoms import Way, ways
from watchlists.limits import MOST_PLACES
from watchlists.programs import Leaf
from watchlists.query import (
    And,
    AtLeast,
    Fact,
    Near,
    Node,
    Or,
    Regex,
    Scoped,
    Term,
    Within,
    parts,
    walk,
)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Plan:
    """A part of a query; two plans of one query are equal only when they are the same."""

    node: Node
    parts: tuple[Plan, ...]
    """The plans of what stands directly below, in the order of the query."""
    leaves: frozenset[Leaf]
    """The ways of a term; those of all terms that are directly alternatives of an OR."""
    others: tuple[Plan, ...]
    """Parts of AND or OR, each once; of an OR those that are no terms."""
    nests: bool
    """Whether a NEAR stands in it, or is it."""
    searches: bool
    """Whether a regular expression stands in it, or is it."""
    most: int = 0
    """Of a regular expression: how many of its places in a field are looked at, if not all are."""

    @property
    def deep(self) -> bool:
        """Whether a NEAR stands below it."""
        return any(part.nests for part in self.parts)


class Planner:
    """Makes the plan of one query."""

    def __init__(self, leaf_of: Callable[[Way], Leaf | None], root: Node) -> None:
        self._leaf_of = leaf_of
        self._made: dict[Hashable, Plan] = {}
        self._root = root
        regexes = {(each.pattern, each.exact) for each in walk(root) if isinstance(each, Regex)}
        # They share what one query may cost.
        self._most = MOST_PLACES // max(1, len(regexes))

    def planned(self) -> Plan:
        """Return the plan of the query."""
        return self.plan(self._root)

    def plan(self, node: Node) -> Plan:
        """Return the plan of a node."""
        inner = tuple([self.plan(part) for part in parts(node)])
        key = (type(node), _own(node), *map(id, inner))
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._new(node, inner)
        return made

    def _new(self, node: Node, inner: tuple[Plan, ...]) -> Plan:
        leaves: frozenset[Leaf] = frozenset()
        others: tuple[Plan, ...] = ()
        if isinstance(node, Term):
            found = [self._leaf_of(way) for way in ways(node)]
            leaves = frozenset(leaf for leaf in found if leaf is not None)
        elif isinstance(node, Or):
            leaves = frozenset().union(
                *(each.leaves for each in inner if isinstance(each.node, Term))
            )
            others = tuple(dict.fromkeys(each for each in inner if not isinstance(each.node, Term)))
        elif isinstance(node, And):
            others = tuple(dict.fromkeys(inner))
        nests = isinstance(node, Near) or any(each.nests for each in inner)
        searches = isinstance(node, Regex) or any(each.searches for each in inner)
        return Plan(
            node=node, parts=inner, leaves=leaves, others=others, nests=nests, searches=searches,
            most=self._most if isinstance(node, Regex) else 0,
        )  # fmt: skip


def _own(node: Node) -> Hashable:
    """Return what a node says itself, without its parts."""
    match node:
        case Term():
            return (node.text, node.how)
        case Regex():
            return (node.pattern, node.exact)
        case Fact():
            return (node.name, node.text)
        case Scoped():
            return node.name
        case Near():
            return (node.distance, node.ordered)
        case AtLeast():
            return node.count
        case Within():
            return node.unit
        case _:
            return str(node) if not parts(node) else None
