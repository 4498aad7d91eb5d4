"""Parts of a query put together, and what stands inside one: found once, for one may stand in very many others."""

from collections.abc import Iterator, Sequence
from itertools import islice

from watchlists.limits import MOST_NESTED, MOST_NODES
from watchlists.query import And, AtLeast, Near, Node, Or, Place, depth, parts


class Shapes:
    """Remembers what it was asked about the parts of one query."""

    def __init__(self) -> None:
        # By number, as two equal parts may be long; the part is kept, or another one could get its number.
        self._kinds: dict[int, tuple[Node, frozenset[type]]] = {}
        self._nears: dict[int, tuple[Node, int]] = {}

    def kinds(self, node: Node) -> frozenset[type]:
        """Return the kinds of a node and of all below it."""
        known = self._kinds.get(id(node))
        if known is None:
            inner = parts(node)
            found = {type(node), *map(type, inner)}
            for part in inner:
                if parts(part):
                    found |= self.kinds(part)
            known = self._kinds[id(node)] = (node, frozenset(found))
        return known[1]

    def nears(self, node: Node) -> int:
        """Count the NEARs inside one another, from a node down."""
        if Near not in self.kinds(node):
            return 0
        known = self._nears.get(id(node))
        if known is None:
            inside = max(map(self.nears, parts(node))) + isinstance(node, Near)
            known = self._nears[id(node)] = (node, inside)
        return known[1]


def hull(parts: Sequence[Node]) -> Place:
    """Return the place from the first part to the last."""
    return Place(start=parts[0].place.start, end=parts[-1].place.end)


def flat(parts: Sequence[Node], kind: type[And | Or]) -> tuple[Node, ...]:
    """Join nested operators of one kind: a AND (b AND c) is a AND b AND c."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And | Or) and isinstance(part, kind) else [part])
    return tuple(flat)


def excess(root: Node, nears: int) -> tuple[str, Place, str, str] | None:
    """Return what a query of so many NEARs holds too much of: code, place, message and how to mend it."""
    if depth(root) > MOST_NODES:
        return (
            "too-deep", root.place, f"More than {MOST_NODES} operators stand inside one another.",
            "Give parts a name under terms: and write @name, or join fewer by NEAR.",
        )  # fmt: skip
    if nears > MOST_NESTED:
        for near in islice(_nested(root), MOST_NESTED, None):
            return (
                "many-nested", near.place, f"At most {MOST_NESTED} NEARs of a query stand in another NEAR, or in ATLEAST.",
                "Join two words by each NEAR, or split the query into several watchlists.",
            )  # fmt: skip
    return None


def _nested(root: Node) -> Iterator[Node]:
    """Yield the NEARs that stand in another one, or in ATLEAST."""
    left = [(root, False)]
    while left:
        node, inside = left.pop()
        if inside and isinstance(node, Near):
            yield node
        inside = inside or isinstance(node, Near | AtLeast)
        left.extend((part, inside) for part in reversed(parts(node)))
