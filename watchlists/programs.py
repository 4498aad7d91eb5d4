"""Queries as conditions on the set of terms that a document holds, wherever they stand.

A condition may be wider than its query (it knows no distances, fields and facts), never narrower:
what fails it cannot match, and what passes an ``exact`` one matches.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import NamedTuple

from watchlists.atoms import Kind, Way, ways, ways_of
from watchlists.plain import plain_terms
from watchlists.query import And, AtLeast, Named, Near, Node, Not, Or, Scoped, Term, Within

Leaf = int
"""The number of one way to satisfy a term."""

Condition = int | tuple[str, *tuple["Condition", ...]]
"""A leaf, or ``("&", …)``, ``("|", …)``, ``("!", one)``; ``("&",)`` always holds."""

ALWAYS: Condition = ("&",)


class Program(NamedTuple):
    """What one query asks of the set of leaves."""

    condition: Condition
    exact: bool


def compile_query(root: Node, leaf_of: Callable[[Way], Leaf]) -> Program:
    """Return the program of a query; ``leaf_of`` gives each way its number."""
    condition, exact = _widen(root, leaf_of, local=False)
    return Program(condition, exact)


def compile_plain(text: str, leaf_of: Callable[[Way], Leaf]) -> Program | None:
    """Return the program of a plain query straight from its text, as of its tree; None when it is of another kind."""
    found = plain_terms(text)
    if found is None:
        return None
    kind, terms = found
    parts = [_operator("|", [leaf_of(way) for way in ways_of(*term)]) for term in terms]
    return Program(_operator("&" if kind is And else "|", parts), exact=True)


def _widen(node: Node, leaf_of: Callable[[Way], Leaf], *, local: bool) -> tuple[Condition, bool]:
    """Return a condition no narrower than the node, and whether it says exactly the same.

    ``local`` says that the node looks at a part of the text only, so absence cannot be told.
    """
    match node:
        case Term():
            return _operator("|", [leaf_of(way) for way in ways(node)]), True
        case And() | Or():
            parts = [_widen(part, leaf_of, local=local) for part in node.parts]
            sign = "&" if isinstance(node, And) else "|"
            return _operator(sign, [part for part, _ in parts]), all(exact for _, exact in parts)
        case Not():
            inner, exact = _widen(node.part, leaf_of, local=local)
            return (("!", inner), True) if exact and not local else (ALWAYS, False)
        case Near():
            sides = [_widen(side, leaf_of, local=local)[0] for side in (node.left, node.right)]
            return _operator("&", sides), False
        case AtLeast() | Scoped() | Within():
            return _widen(node.part, leaf_of, local=True)[0], False
        case Named() if node.part is not None:
            return _widen(node.part, leaf_of, local=local)
        case _:
            return ALWAYS, False


def _operator(sign: str, parts: list[Condition]) -> Condition:
    """Join conditions, each once, without nesting one operator in itself."""
    flat: list[Condition] = []
    for part in parts:
        if isinstance(part, tuple) and part[0] == sign and part != ALWAYS:
            flat.extend(part[1:])
        elif part == ALWAYS and sign == "|":
            return ALWAYS
        elif part != ALWAYS:
            flat.append(part)
    distinct = dict.fromkeys(flat)
    return flat[0] if len(distinct) == 1 else (sign, *distinct)


def holds(condition: Condition, held: Container[Leaf]) -> bool:
    """Say whether a condition holds for the leaves that a document holds."""
    if isinstance(condition, int):
        return condition in held
    if condition[0] == "!":
        return not any(holds(part, held) for part in condition[1:])
    # Written without generators: this is asked for every query that is worth a look.
    enough = condition[0] == "|"
    for part in condition[1:]:
        if (part in held if isinstance(part, int) else holds(part, held)) is enough:
            return enough
    return not enough


def clauses(condition: Condition, weight: Callable[[Leaf], float]) -> list[tuple[Leaf, ...]]:
    """Return sets of leaves of each of which a document must hold one; none when it need not."""
    if isinstance(condition, int):
        return [(condition,)]
    sign = condition[0]
    inner = [clauses(part, weight) for part in condition[1:]]
    if sign == "&":
        return [clause for found in inner for clause in found]
    if sign == "|" and all(inner):
        rarest = [lightest(found, weight) for found in inner]
        return [tuple(dict.fromkeys(leaf for clause in rarest for leaf in clause))]
    return []


def lightest(
    found: Sequence[tuple[Leaf, ...]], weight: Callable[[Leaf], float]
) -> tuple[Leaf, ...]:
    """Return the clause that the fewest documents are expected to satisfy."""
    return min(found, key=lambda clause: sum(weight(leaf) for leaf in clause))


def commonness(way: Way) -> float:
    """Guess how many in a thousand texts hold a way, before any text was seen."""
    return min((_guess(atom.kind, atom.value) for atom in way), default=1000.0) / len(way)


def _guess(kind: Kind, value: str) -> float:
    letters = len(value.strip("*"))
    if kind is Kind.ANY:
        return 1000.0
    # Short words are frequent, a wildcard finds several words; unspaced scripts count characters.
    frequent = 900.0 / (1 + letters * letters) if value.isascii() else 300.0 / (1 + letters)
    return frequent * (4 if kind in {Kind.WILD, Kind.SHAPE} else 1)
