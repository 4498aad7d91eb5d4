"""Watchlists over texts: a percolator whose cost hardly depends on the number of watchlists.

1. What kinds of words a document holds is looked up (``index``), which gives a set of leaves.
2. Some leaves make queries hold, others make queries worth a look (``hanging``).
3. A query worth a look is decided on the set of leaves (``programs``); only where distances, fields
   or facts count is the document read word by word (``evaluate``).
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from archive.vocabulary import Hit, Span, Watchlist, languages_like
from watchlists.atoms import Way
from watchlists.composing import compose, listed
from watchlists.document import Document, field_of
from watchlists.evaluate import Scene
from watchlists.explanation import Explanation, explain
from watchlists.gathering import gathered
from watchlists.hanging import Hanging
from watchlists.index import Index
from watchlists.letters import fold
from watchlists.lookup import Lookup, Numbers
from watchlists.pace import Breathe, emptied, hurry, paced
from watchlists.plans import Plan, Planner
from watchlists.programs import Leaf, Program, compile_plain, compile_query, holds
from watchlists.query import Fact, Node, Query, Scoped, walk
from watchlists.quote import quote
from watchlists.reading import Mark, Reading, language_of
from watchlists.stems import primary

MOST_SPANS = 1_000
"""Spans that one hit tells, the first of the text."""

_KEPT = 5_000
"""Query trees that are kept for spans and distances; others are read again when needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one watchlist cost so far, in documents."""

    watchlist: str
    looked: int
    """It was worth a look, because a text held its rarest words."""
    read: int
    """The text had to be read word by word."""
    held: int
    """It held."""


class Matcher:
    """Compiled watchlists. Several threads may use it at once; what it matches never changes.

    Building it raises ``QueryError`` for the first query that cannot be read, naming its watchlist.
    ``after`` is the matcher it replaces: what that one learned about texts is kept. ``breathe`` is
    called between short steps of the building, for a thread that builds beside others.
    """

    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        terms: Mapping[str, str] | None = None,
        *,
        after: "Matcher | None" = None,
        breathe: Breathe = hurry,
    ) -> None:
        # Taken one by one, and given back so: to count a reference more or less to all means fetching them from memory.
        self.watchlists = list(paced(watchlists, breathe))
        self._names = [each.name for each in paced(self.watchlists, breathe)]
        self._terms = dict(terms or {})
        self._roots: dict[int, Query] = {}
        self._plans: dict[int, Plan] = {}
        self._ways: list[Way] = []
        self._leaf = Numbers()
        self._lookup = Lookup()
        self._bodily: list[int] = []
        numbers = range(len(self.watchlists))
        self._programs = [self._compiled(number) for number in paced(numbers, breathe, step=10)]
        self._gates = [_gate(each) for each in paced(self.watchlists, breathe)]
        self._gated = any(gate is not None for gate in self._gates)
        self._indexes: dict[str, Index] = {}
        seen = self._learned_by(after, breathe)
        self._hanging = Hanging(self._programs, self._ways, seen, breathe)
        # Small arrays rather than counters: a text that satisfies a hundred queries touches them all.
        self._looked, self._read, self._held = (_zeros(len(numbers)) for _ in range(3))
        if after is not None:
            for language, index in tuple(after._indexes.items()):  # noqa: SLF001 -- the same class
                self._index(language, breathe).learn(index, breathe)

    def match(self, document: Document) -> tuple[Hit, ...]:
        """Return one hit for each watchlist that the document satisfies, in the watchlists' order."""
        scene, found = self._holding(document)
        return tuple([self._told(number, scene) for number in found])

    def holding(self, document: Document) -> tuple[str, ...]:
        """Return the names of the watchlists that the document satisfies: ``match`` without spans."""
        return tuple([self._names[number] for number in self._holding(document)[1]])

    def asks_for_bodies(self, source: str, tags: Sequence[str]) -> bool:
        """Say whether a watchlist that looks at a source speaks of the body: ``body:`` or ``words:``."""
        document = Document(title="", text="", source=source, tags=tuple(tags))
        gates = (self._gates[number] for number in self._bodily)
        return any(gate is None or _admits(gate, document) for gate in gates)

    def costs(self) -> tuple[Cost, ...]:
        """Return what each watchlist cost since the matcher was built, in the watchlists' order."""
        return tuple(
            Cost(
                watchlist=name,
                looked=self._looked[number],
                read=self._read[number],
                held=self._held[number],
            )
            for number, name in enumerate(self._names)
        )

    def explain(self, document: Document, name: str) -> Explanation:
        """Return why a watchlist holds for a document, or what is missing.

        Raises ``KeyError`` when there is no watchlist of this name.
        """
        number = self._number(name)
        reading = self._index(language_of(document)).read(document)
        found = explain(self._plan(number), Scene(reading))
        gate = self._gates[number]
        if gate is not None and not _admits(gate, document):
            reason = _kept_out(self.watchlists[number], document)
            return Explanation(
                query=f"watchlist {name}", holds=False, reason=reason, parts=(found,)
            )
        return found

    def query(self, name: str) -> Query:
        """Return the query of a watchlist, its names resolved; raises ``KeyError``."""
        return self._query(self._number(name))

    def _number(self, name: str) -> int:
        for number, each in enumerate(self.watchlists):
            if each.name == name:
                return number
        raise KeyError(name)

    def _holding(self, document: Document) -> tuple[Scene, list[int]]:
        reading = self._index(language_of(document)).read(document)
        held = reading.held
        self._hanging.learn(held)
        scene = Scene(reading)
        open_gates: dict[tuple[frozenset[str], frozenset[str]], bool] = {}
        found: list[int] = []
        for number in self._worth(held):
            gate = self._gates[number]
            if gate is not None:
                if gate not in open_gates:
                    open_gates[gate] = _admits(gate, document)
                if not open_gates[gate]:
                    continue
            if self._decide(number, held, scene):
                found.append(number)
        direct = self._hanging.direct
        for leaf in direct.keys() & held:
            if self._gated:
                found.extend(
                    number
                    for number in direct[leaf]
                    if (gate := self._gates[number]) is None or _admits(gate, document)
                )
            else:
                found.extend(direct[leaf])
        found = sorted(set(found))
        times_held = self._held
        for number in found:
            times_held[number] += 1
        return scene, found

    def _told(self, number: int, scene: Scene) -> Hit:
        marks = gathered(self._plan(number), scene)
        return hit(self.watchlists[number], scene.reading, sorted(marks))

    def _worth(self, held: AbstractSet[Leaf]) -> set[int]:
        watched = self._hanging.watched
        worth = set(self._hanging.unbound)
        for leaf in watched.keys() & held:
            worth.update(watched[leaf].worth(held))
        return worth

    def _decide(self, number: int, held: AbstractSet[Leaf], scene: Scene) -> bool:
        program = self._programs[number]
        self._looked[number] += 1
        if not holds(program.condition, held):
            return False
        if program.exact:
            return True
        self._read[number] += 1
        return scene.true(self._plan(number))

    def _compiled(self, number: int) -> Program:
        watchlist = self.watchlists[number]
        if number >= _KEPT and not listed(watchlist):
            # Of a large set most trees are not kept; so those of plain queries need not be made.
            quick = compile_plain(watchlist.query, self._numbered)
            if quick is not None:
                return quick
        query = compose(watchlist, self._terms)
        if number < _KEPT:
            self._roots[number] = query
        program = compile_query(query.root, self._numbered)
        # What a set of words decides speaks of no field.
        if not program.exact and any(map(_speaks_of_body, walk(query.root))):
            self._bodily.append(number)
        return program

    def _query(self, number: int) -> Query:
        query = self._roots.get(number)
        if query is None:
            if len(self._roots) >= 2 * _KEPT:
                self._roots.clear()
            query = self._roots[number] = compose(self.watchlists[number], self._terms)
        return query

    def _plan(self, number: int) -> Plan:
        plan = self._plans.get(number)
        if plan is None:
            if len(self._plans) >= _KEPT:
                self._plans.clear()
            plan = self._plans[number] = Planner(self._leaf.get, self._query(number).root).planned()
        return plan

    def _numbered(self, way: Way) -> Leaf:
        leaf = self._leaf.get(way)
        if leaf is not None:
            return leaf
        leaf = len(self._ways)
        self._leaf.put(way, leaf)
        self._ways.append(way)
        if len(way) == 1:
            self._lookup.add(way[0], leaf)
        return leaf

    def _index(self, language: str, breathe: Breathe = hurry) -> Index:
        index = self._indexes.get(language)
        if index is None:
            index = self._indexes[language] = Index(self._lookup, self._ways, language, breathe)
        return index

    def _learned_by(self, after: "Matcher | None", breathe: Breathe) -> Counter[Leaf]:
        found: Counter[Leaf] = Counter()
        if after is not None:
            seen = after._hanging.seen  # noqa: SLF001 -- the same class
            for leaf, way in paced(enumerate(after._ways), breathe):  # noqa: SLF001
                known = self._leaf.get(way)
                if known is not None and leaf in seen:
                    found[known] = seen[leaf]
        return found

    def leavings(self) -> Callable[[Breathe], None]:
        """Return what gives the memory of this matcher back in small steps, without holding the matcher.

        Call it when nobody uses the matcher any more.
        """
        large = (
            self._programs,
            self._gates,
            self._ways,
            self._roots,
            self._plans,
            self._names,
            self.watchlists,
        )
        return partial(_take_apart, self._indexes, (self._hanging, self._lookup, self._leaf), large)


def _zeros(count: int) -> "array[int]":
    return array("Q", bytes(8 * count))


def _take_apart(
    indexes: Mapping[str, Index],
    others: tuple[Hanging, Lookup, Numbers],
    large: Sequence[list[Any] | dict[Any, Any]],
    breathe: Breathe,
) -> None:
    for index in indexes.values():
        index.take_apart(breathe)
    for each in others:
        each.take_apart(breathe)
    for held in large:
        emptied(held, breathe)


def _speaks_of_body(node: Node) -> bool:
    return isinstance(node, Scoped | Fact) and node.name in {"body", "words"}


_Gate = tuple[frozenset[str], frozenset[str]]


_OPEN: _Gate = (frozenset(), frozenset())


def _gate(watchlist: Watchlist) -> _Gate | None:
    """Return what a document must come from: sources or tags, and languages; None: from anywhere."""
    if not watchlist.sources and not watchlist.languages:
        return None
    return (
        frozenset(fold(each) for each in watchlist.sources),
        frozenset().union(*(languages_like(primary(each)) for each in watchlist.languages)),
    )


def _admits(gate: _Gate, document: Document) -> bool:
    """Say whether a watchlist looks at documents of this source and language at all.

    A document of unknown language is looked at by every watchlist: rather once too often.
    """
    sources, languages = gate
    if sources and sources.isdisjoint({fold(document.source), *map(fold, document.tags)}):
        return False
    return not (languages and document.language and primary(document.language) not in languages)


def _kept_out(watchlist: Watchlist, document: Document) -> str:
    """Say why a watchlist does not look at a document."""
    language_alone = _gate(replace(watchlist, sources=())) or _OPEN
    if not _admits(language_alone, document):
        wanted = ", ".join(watchlist.languages)
        return f"looks at articles in {wanted} only; this one is in {document.language}"
    wanted = ", ".join(watchlist.sources)
    held = ", ".join(filter(None, (document.source, *document.tags))) or "none"
    return f"looks at sources or tags {wanted} only; this one has {held}"


def hit(watchlist: Watchlist, reading: Reading, marks: Sequence[Mark]) -> Hit:
    """Return what to tell about a watchlist that holds."""
    shown, places = quote(reading, marks)
    return Hit(watchlist=watchlist.name, spans=tuple(_spans(marks)), quote=shown, marks=places)


def _spans(marks: Sequence[Mark]) -> Iterator[Span]:
    for each in marks[:MOST_SPANS]:
        yield Span(field=field_of(each.field), start=each.start, end=each.end, term=each.term)
