"""What a query asks for in all, with its names and lists: a text of its own could not ask for more."""

from collections import Counter
from collections.abc import Iterator, Mapping

from watchlists.complaints import Complaint, QueryError
from watchlists.limits import MOST_LOOKS, MOST_NEARS, MOST_NESTED, MOST_REGEXES
from watchlists.query import AtLeast, Fact, Named, Near, Node, Place, Regex, Scoped, Within, parts
from watchlists.shapes import Shapes

_Limit = tuple[int, str, str]
_LIMITS: Mapping[str, _Limit] = {
    "many-regexes": (
        MOST_REGEXES, "regular expressions", "Write alternatives inside one: /one|other/.",
    ),
    "many-nested": (
        MOST_NESTED, "NEARs that stand in another NEAR, or in ATLEAST", "Join plain words there, or split the query into several watchlists.",
    ),
    "many-nears": (
        MOST_NEARS, "NEARs inside one another", "Join fewer words by NEAR, or write SENTENCE(a b c).",
    ),
    "many-looks": (
        MOST_LOOKS, "NEARs, counts, sentences, fields and regular expressions", "Split the query into several watchlists.",
    ),
}  # fmt: skip
_LOOKS = (Near, AtLeast, Within, Scoped, Fact, Regex)


def bounded(root: Node) -> Node:
    """Return a tree whose names are resolved; raises ``QueryError`` when it asks for too much in all."""
    held: Counter[str] = Counter()
    regexes: set[tuple[str, bool]] = set()
    for node, inside, name in _all(root):
        if not isinstance(node, _LOOKS):
            continue
        held["many-looks"] += 1
        held["many-nested"] += inside and isinstance(node, Near)
        if isinstance(node, Regex):
            # One that stands several times is looked for once.
            regexes.add((node.pattern, node.exact))
            held["many-regexes"] = len(regexes)
        for code, count in held.items():
            if count > _LIMITS[code][0]:
                raise _wrong(code, name)
    shapes = Shapes()
    if held["many-looks"] > MOST_NEARS and shapes.nears(root) > MOST_NEARS:
        named = (each for each, _, _ in _all(root) if isinstance(each, Named))
        raise _wrong("many-nears", next(filter(shapes.nears, named), None))
    return root


def _all(root: Node) -> Iterator[tuple[Node, bool, Named | None]]:
    """Yield every node, whether it stands in a NEAR or ATLEAST, and the name of the query's own text that it is from."""
    left: list[tuple[Node, bool, Named | None]] = [(root, False, None)]
    while left:
        node, inside, name = left.pop()
        name = node if name is None and isinstance(node, Named) else name
        yield node, inside, name
        inside = inside or isinstance(node, Near | AtLeast)
        left.extend((part, inside, name) for part in reversed(parts(node)))


def _wrong(code: str, name: Named | None) -> QueryError:
    most, what, mend = _LIMITS[code]
    place = name.place if name is not None else Place()
    all_of_it = f"@{name.name}" if name is not None else "all its lists"
    complaint = Complaint(
        code=code, severity="error", start=place.start, end=place.end,
        message=f"With {all_of_it} the query has more than {most:,} {what}.", mend=mend,
    )  # fmt: skip
    return QueryError("", (complaint,))
