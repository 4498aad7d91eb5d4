"""Queries that are kept under a name (``terms:``), put where ``@name`` stands."""

from collections.abc import Mapping
from dataclasses import replace

from watchlists.complaints import Complaint, QueryError, told
from watchlists.grammar import Parser
from watchlists.limits import DEEPEST, MOST_NODES
from watchlists.plain import plain
from watchlists.query import (
    And,
    AtLeast,
    Fact,
    Named,
    Near,
    Node,
    Not,
    Or,
    Scoped,
    Within,
    depth,
    parts,
    walk,
)  # fmt: skip
from watchlists.totals import bounded

MOST_PARTS = 20_000
"""Words and operators of a query with all its names: names of names could grow without bound."""


def read(text: str) -> Node:
    """Read one text, names as they stand; raises ``QueryError`` with what is wrong."""
    root = plain(text)
    return _parsed(text) if root is None else root


def _parsed(text: str) -> Node:
    parser = Parser(text)
    root = parser.read()
    if parser.complaints:
        raise QueryError(text, told(parser.complaints))
    return root


class Names:
    """What the names of one query stand for; each is read once."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._terms = terms
        self._known: dict[str, tuple[Node, int]] = {}
        self._depths: dict[str, int] = {}

    def read(self, text: str) -> Node:
        """Read one text with its names resolved; raises ``QueryError``."""
        root = plain(text)
        if root is not None:
            # Plain queries hold no names.
            return root
        root = _parsed(text)
        try:
            resolved = self.resolve(root)
            # A text without names was counted when it was read.
            return root if resolved is root else bounded(resolved)
        except QueryError as error:
            raise QueryError(error.text or text, error.complaints) from None

    def resolve(self, node: Node) -> Node:
        """Return a tree with every ``@name`` holding what it stands for.

        Raises ``QueryError`` for an unknown name, for one that leads back to itself, for names that
        stand for too much, and where what a name stands for cannot stand (an AND beside NEAR).
        Places are those of the name in the text of the tree.
        """
        return self._resolved(node, (), 0)[0]

    def _resolved(self, root: Node, above: tuple[str, ...], level: int) -> tuple[Node, int]:
        """Return one text's tree with its names resolved, and how many parts it has then."""
        named = [each for each in walk(root) if isinstance(each, Named)]
        if not named:
            return root, sum(1 for _ in walk(root))
        level += depth(root)
        size = sum(1 for _ in walk(root))
        for each in named:
            size += self._learn(each, above, level)
            if size > MOST_PARTS:
                raise _wrong(each, "too-large", f"With its names the query has more than {MOST_PARTS:,} words and operators.", "Use fewer names, or shorter ones.")  # fmt: skip
        return self._put(root), size

    def _learn(self, node: Named, above: tuple[str, ...], level: int) -> int:
        """Read what a name stands for; returns how many parts that has."""
        name = node.name
        if name not in self._terms:
            known = ", ".join(f"@{each}" for each in sorted(self._terms)) or "none yet"
            raise _wrong(
                node, "unknown-name", f"There is no term named @{name}.", f"Known: {known}."
            )
        if name in above:
            way = " -> ".join(f"@{each}" for each in (*above, name))
            raise _wrong(
                node, "circle", f"@{name} leads back to itself: {way}.", "Break the circle."
            )
        root = read(self._terms[name]) if name not in self._known else None
        deep = self._depths[name] if root is None else depth(root)
        if level + deep > MOST_NODES or len(above) > DEEPEST:
            raise _wrong(node, "too-deep", f"With @{name} more than {MOST_NODES} operators stand inside one another.", "Use fewer names inside names.")  # fmt: skip
        if root is not None:
            try:
                self._known[name] = self._resolved(root, (*above, name), level)
            except QueryError as error:
                raise _placed(error, node) from None
            self._depths[name] = depth(self._known[name][0])
        return self._known[name][1]

    def _put(self, node: Node) -> Node:
        """Put what is known into the names of a tree."""
        match node:
            case Named():
                part = self._known[node.name][0]
                return Named(name=node.name, part=part, place=node.place)
            case And() | Or():
                return replace(node, parts=tuple(self._put(part) for part in node.parts))
            case Near():
                left, right = self._put(node.left), self._put(node.right)
                _check_countable("NEAR", left)
                _check_countable("NEAR", right)
                return replace(node, left=left, right=right)
            case AtLeast():
                part = self._put(node.part)
                _check_countable("ATLEAST", part)
                return replace(node, part=part)
            case Not() | Scoped() | Within():
                return replace(node, part=self._put(node.part))
            case _:
                return node


def _check_countable(operator: str, node: Node) -> None:
    left = [node]
    while left:
        inner = left.pop()
        if not isinstance(inner, Named):
            left.extend(parts(inner))
        elif inner.part is not None and not _countable(inner.part):
            raise _wrong(
                inner, "not-near", f"@{inner.name} cannot stand with {operator}: it is more than words, phrases and ORs.",
                "Use a name that stands for alternatives only.",
            )  # fmt: skip


def _countable(node: Node) -> bool:
    if isinstance(node, And | Not | AtLeast | Within | Fact):
        return False
    return all(_countable(part) for part in parts(node))


def _placed(error: QueryError, node: Named) -> QueryError:
    """Return an error as one of the name whose text holds it; what cannot be read is told with its own text."""
    if error.text:
        return error
    place = node.place
    told = [replace(each, start=place.start, end=place.end) for each in error.complaints]
    return QueryError("", tuple(told))


def _wrong(node: Named, code: str, message: str, mend: str) -> QueryError:
    place = node.place
    complaint = Complaint(code=code, severity="error", start=place.start, end=place.end, message=message, mend=mend)  # fmt: skip
    return QueryError("", (complaint,))
