"""A query as a tree of frozen values that prints back to itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class How(StrEnum):
    """How the words of a term are compared."""

    STEM = "stem"
    """Unquoted: without endings, in the language of the text."""
    QUOTED = "quoted"
    """In quotes: as written, whatever case and accents."""
    EXACT = "exact"
    """After ``=``: as written, case and accents too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the query's text something stands; equal to every other place."""

    start: int = field(compare=False, default=0)
    end: int = field(compare=False, default=0)


NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or a phrase."""

    text: str
    """As written, without quotes and ``=``; single spaces."""
    how: How
    place: Place = NOWHERE

    def __str__(self) -> str:
        if self.how is How.STEM:
            return self.text
        return f'{"=" if self.how is How.EXACT else ""}"{self.text}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Regex:
    """A regular expression in RE2 syntax over the original text of a field."""

    pattern: str
    exact: bool = False
    """Whether case counts."""
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"{'=' if self.exact else ''}/{self.pattern.replace('/', chr(92) + '/')}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A condition on what is known about an article: ``site:``, ``lang:``, ``words:``…"""

    name: str
    text: str
    """The value as written, without quotes; for ``words`` one of ``>200``, ``<=9``, ``=5``, ``2..7``."""
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"{self.name}:{self.text}" if self.name == "words" else f'{self.name}:"{self.text}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """A term or group that is looked for in one field only: ``title:``, ``lead:``, ``body:``."""

    name: str
    part: Node
    place: Place = NOWHERE

    def __str__(self) -> str:
        several = (
            isinstance(self.part, Term) and self.part.how is How.STEM and " " in self.part.text
        )
        return f"{self.name}:({self.part})" if several else f"{self.name}:{_one(self.part)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """All parts hold."""

    parts: tuple[Node, ...]
    place: Place = NOWHERE

    def __str__(self) -> str:
        return " AND ".join(_in(part, And) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """One of the parts holds at least."""

    parts: tuple[Node, ...]
    place: Place = NOWHERE

    def __str__(self) -> str:
        return " OR ".join(_in(part, Or) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold."""

    part: Node
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"NOT {_in(self.part, Not)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The parts stand within ``distance`` words between them, in one field."""

    left: Node
    right: Node
    distance: int
    ordered: bool = False
    place: Place = NOWHERE

    def __str__(self) -> str:
        left = str(self.left) if isinstance(self.left, Near) else _one(self.left)
        return f"{left} {'O' if self.ordered else ''}NEAR/{self.distance} {_one(self.right)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """The part occurs ``count`` times at least."""

    part: Node
    count: int
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"ATLEAST/{self.count}({self.part})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """One sentence, or one paragraph, satisfies the part."""

    part: Node
    unit: str
    """``SENTENCE`` or ``PARAGRAPH``."""
    place: Place = NOWHERE

    def __str__(self) -> str:
        # Directly inside these brackets, words that stand together are separate terms.
        phrases = any(
            isinstance(each, Term) and each.how is How.STEM and " " in each.text
            for each in walk(self.part)
        )
        return f"{self.unit}(({self.part}))" if phrases else f"{self.unit}({self.part})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A query kept under a name: ``@dprk``. ``part`` is None until the names are known."""

    name: str
    part: Node | None = field(default=None, compare=False)
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"@{self.name}"


Node = Term | Regex | Fact | Scoped | And | Or | Not | Near | AtLeast | Within | Named

_LEAVES = (Term, Regex, Fact)
_LOOSE = (And, Or, Not, Near)


def _one(node: Node) -> str:
    """Print a node as something that one operator can hold."""
    return f"({node})" if isinstance(node, _LOOSE) else str(node)


def _in(node: Node, outer: type[And | Or | Not]) -> str:
    """Print a part of an operator, with brackets where the precedence asks for them, or a reader does."""
    binding: dict[type, int] = {Or: 1, And: 2, Not: 3, Near: 4}
    own = binding.get(type(node), 9)
    mixed = outer is Or and isinstance(node, And)
    return f"({node})" if mixed or (own <= binding[outer] and own != 3) else str(node)


def parts(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below a node."""
    if isinstance(node, _LEAVES):  # most nodes are
        return ()
    if isinstance(node, And | Or):
        return node.parts
    if isinstance(node, Near):
        return (node.left, node.right)
    if isinstance(node, Not | Scoped | AtLeast | Within):
        return (node.part,)
    if isinstance(node, Named) and node.part is not None:
        return (node.part,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Return a node and everything below it, outer first, in the order of the text."""
    left = [node]
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, _LEAVES):
            left.extend(reversed(parts(node)))


def depth(node: Node) -> int:
    """Count the nodes from the outermost to the innermost."""
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [part for each in level if not isinstance(each, _LEAVES) for part in parts(each)]
    return deepest


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query that was read; its text prints back to an equal query."""

    root: Node

    def __str__(self) -> str:
        return str(self.root)

    def terms(self) -> tuple[Term | Regex, ...]:
        """Return the terms that a text is searched for, in the order of the query."""
        return tuple(node for node in walk(self.root) if isinstance(node, Term | Regex))
