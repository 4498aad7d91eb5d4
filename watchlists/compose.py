"""From what a user wrote to a query: one text, the list form, and terms kept under a name."""

from collections.abc import Mapping
from dataclasses import replace

from archive.vocabulary import Watchlist
from watchlists.complaints import Complaint, QueryError
from watchlists.grammar import DEEPEST, Parser
from watchlists.hints import hints
from watchlists.plain import plain
from watchlists.query import (
    And,
    AtLeast,
    Named,
    Near,
    Node,
    Not,
    Or,
    Query,
    Scoped,
    Within,
    parts,
    walk,
)  # fmt: skip


def check(text: str, terms: Mapping[str, str] | None = None) -> tuple[Complaint, ...]:
    """Return every error and hint of a query, in the order of its text; never raises.

    ``terms`` are the queries that ``@name`` stands for; without them no name is called unknown.
    """
    parser = Parser(text)
    root = parser.read()
    found = list(parser.complaints)
    if terms is not None:
        found.extend(_unknown(root, terms))
    if not found:
        found.extend(hints(text, root, parser.symbols))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))


def parse(text: str) -> Query:
    """Read a query.

    Raises ``QueryError``, its only exception, with every complaint.
    """
    parser = Parser(text)
    root = parser.read()
    if parser.complaints:
        raise QueryError(text, tuple(sorted(parser.complaints, key=lambda each: each.start)))
    return Query(root=root)


def compose(watchlist: Watchlist, terms: Mapping[str, str] | None = None) -> Query:
    """Return the one query that a watchlist stands for: its text, and its lists.

    The parts are joined by AND: the query, one of ``any``, each of ``all``, and none of ``none``.
    Names are replaced by what they stand for. Raises ``QueryError`` that names the watchlist.
    """
    try:
        found = (
            [_read(watchlist.query, terms)]
            if watchlist.query.strip() or not _listed(watchlist)
            else []
        )
        if watchlist.any:
            found.append(_joined(Or, [_read(item, terms) for item in watchlist.any]))
        found.extend(_read(item, terms) for item in watchlist.all)
        found.extend(Not(part=_read(item, terms)) for item in watchlist.none)
        return Query(root=_joined(And, found))
    except QueryError as error:
        raise QueryError(error.text, error.complaints, watchlist=watchlist.name) from None


def _listed(watchlist: Watchlist) -> bool:
    return bool(watchlist.any or watchlist.all or watchlist.none)


def _read(text: str, terms: Mapping[str, str] | None, *, above: tuple[str, ...] = ()) -> Node:
    """Read one text, its names replaced by what they stand for; a plain one holds none."""
    root = plain(text)
    return root if root is not None else resolve(parse(text).root, terms or {}, above=above)


def _joined(kind: type[And] | type[Or], found: list[Node]) -> Node:
    flat: list[Node] = []
    for each in found:
        flat.extend(each.parts if isinstance(each, And | Or) and isinstance(each, kind) else [each])
    return flat[0] if len(flat) == 1 else kind(parts=tuple(flat))


def _unknown(root: Node, terms: Mapping[str, str]) -> list[Complaint]:
    found: list[Complaint] = []
    for node in walk(root):
        if isinstance(node, Named):
            try:
                resolve(node, terms)
            except QueryError as error:
                first = error.complaints[0]
                found.append(
                    replace(first, start=node.place.start, end=node.place.end)
                    if error.text == ""
                    else Complaint(
                        code="bad-name", severity="error", start=node.place.start, end=node.place.end,
                        message=f"@{node.name} stands for a query with an error: {first.message}",
                        mend=first.mend,
                    )
                )  # fmt: skip
    return found


def resolve(node: Node, terms: Mapping[str, str], *, above: tuple[str, ...] = ()) -> Node:
    """Return the tree with every ``@name`` holding what it stands for.

    Raises ``QueryError`` for an unknown name, for one that leads back to itself, and where what a
    name stands for cannot stand (an AND beside NEAR).
    """
    match node:
        case Named():
            return _named(node, terms, above)
        case And() | Or():
            return replace(
                node, parts=tuple(resolve(part, terms, above=above) for part in node.parts)
            )
        case Near():
            left, right = (
                resolve(node.left, terms, above=above),
                resolve(node.right, terms, above=above),
            )
            _check_countable(node, (left, right))
            return replace(node, left=left, right=right)
        case Not() | Scoped() | AtLeast() | Within():
            part = resolve(node.part, terms, above=above)
            if isinstance(node, AtLeast):
                _check_countable(node, (part,))
            return replace(node, part=part)
        case _:
            return node


def _named(node: Named, terms: Mapping[str, str], above: tuple[str, ...]) -> Named:
    if node.name not in terms:
        known = ", ".join(f"@{name}" for name in sorted(terms)) or "none yet"
        raise _wrong(
            node, "unknown-name", f"There is no term named @{node.name}.", f"Known: {known}."
        )
    if node.name in above or len(above) > DEEPEST:
        way = " -> ".join(f"@{name}" for name in (*above, node.name))
        raise _wrong(
            node, "circle", f"@{node.name} leads back to itself: {way}.", "Break the circle."
        )
    part = _read(terms[node.name], terms, above=(*above, node.name))
    return replace(node, part=part)


def _check_countable(node: Near | AtLeast, held: tuple[Node, ...]) -> None:
    for part in held:
        for inner in walk(part):
            if isinstance(inner, Named) and inner.part is not None and not _countable(inner.part):
                name = "NEAR" if isinstance(node, Near) else "ATLEAST"
                raise _wrong(
                    inner, "not-near", f"@{inner.name} cannot stand with {name}: it is more than words, phrases and ORs.",
                    "Use a name that stands for alternatives only.",
                )  # fmt: skip


def _countable(node: Node) -> bool:
    if isinstance(node, And | Not | AtLeast | Within) or type(node).__name__ == "Fact":
        return False
    return all(_countable(part) for part in parts(node))


def _wrong(node: Named, code: str, message: str, mend: str) -> QueryError:
    complaint = Complaint(
        code=code,
        severity="error",
        start=node.place.start,
        end=node.place.end,
        message=message,
        mend=mend,
    )
    return QueryError("", (complaint,))
