"""Parts of a query put together, and what stands inside one: found once, for one may stand in very many others."""

from collections.abc import Sequence

from watchlists.query import And, Near, Node, Or, Place, parts


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
