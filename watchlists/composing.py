"""From what a user wrote to a query: one text, or the list form."""

from collections.abc import Callable, Mapping
from functools import partial

from archive.vocabulary import Watchlist
from watchlists.complaints import Complaint, QueryError, told
from watchlists.grammar import Parser
from watchlists.hints import hints
from watchlists.names import Names, read
from watchlists.query import And, Named, Node, Not, Or, Query, walk
from watchlists.totals import bounded


def check(text: str, terms: Mapping[str, str] | None = None) -> tuple[Complaint, ...]:
    """Return the errors of a query, or the hints when it has none, in the order of its text; never raises.

    ``terms`` are the queries that ``@name`` stands for; without them no name is called unknown.
    """
    parser = Parser(text)
    root = parser.read()
    found = list(parser.complaints)
    if terms is not None:
        found.extend(_unknown(root, terms))
    if not found:
        found.extend(hints(text, root, parser.symbols))
    return told(found)


def parse(text: str) -> Query:
    """Read a query.

    Raises ``QueryError``, its only exception, with what is wrong.
    """
    return Query(root=read(text))


def compose(watchlist: Watchlist, terms: Mapping[str, str] | None = None) -> Query:
    """Return the one query that a watchlist stands for: its text, and its lists.

    The parts are joined by AND: the query, one of ``any``, each of ``all``, and none of ``none``.
    Names are replaced by what they stand for. Raises ``QueryError`` that names the watchlist.
    """
    names = Names(terms or {})
    try:
        found = (
            [names.read(watchlist.query)]
            if watchlist.query.strip() or not listed(watchlist)
            else []
        )
        if watchlist.any:
            found.append(_joined(Or, [names.read(item) for item in watchlist.any]))
        found.extend(names.read(item) for item in watchlist.all)
        found.extend(Not(part=names.read(item)) for item in watchlist.none)
        root = _joined(And, found)
        return Query(root=bounded(root) if listed(watchlist) else root)
    except QueryError as error:
        raise QueryError(error.text, error.complaints, watchlist=watchlist.name) from None


def listed(watchlist: Watchlist) -> bool:
    """Say whether a watchlist has lists beside its query."""
    return bool(watchlist.any or watchlist.all or watchlist.none)


def _joined(kind: type[And] | type[Or], found: list[Node]) -> Node:
    flat: list[Node] = []
    for each in found:
        flat.extend(each.parts if isinstance(each, And | Or) and isinstance(each, kind) else [each])
    return flat[0] if len(flat) == 1 else kind(parts=tuple(flat))


def _unknown(root: Node, terms: Mapping[str, str]) -> list[Complaint]:
    """Return what is wrong with the names of a query: with each alone, else with all of them together."""
    names = Names(terms)
    named = [node for node in walk(root) if isinstance(node, Named)]
    found = [each for node in named for each in _wrong(partial(names.resolve, node), node)]
    return found or (_wrong(lambda: bounded(names.resolve(root)), root) if named else [])


def _wrong(resolved: Callable[[], Node], node: Node) -> list[Complaint]:
    """Return what keeps names from being resolved."""
    try:
        resolved()
    except QueryError as error:
        first = error.complaints[0]
        if error.text == "":
            return [first]
        name = f"@{node.name}" if isinstance(node, Named) else "A name"
        return [
            Complaint(
                code="bad-name", severity="error", start=node.place.start, end=node.place.end,
                message=f"{name} stands for a query with an error: {first.message}", mend=first.mend,
            )
        ]  # fmt: skip
    return []
