"""Why a watchlist holds for a text, or what is missing: the query's tree with its findings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from heapq import nsmallest

from archive.vocabulary import Span
from watchlists.atoms import Atom, Kind, ways
from watchlists.conditions import fact_holds
from watchlists.document import Document, field_of, place_of
from watchlists.evaluate import Scene
from watchlists.gathering import MOST, gathered
from watchlists.letters import fold
from watchlists.nearness import MOST as MOST_HULLS
from watchlists.nearness import hulls
from watchlists.plans import Plan
from watchlists.query import (
    And,
    AtLeast,
    Fact,
    How,
    Named,
    Near,
    Not,
    Or,
    Regex,
    Scoped,
    Term,
    Within,
)
from watchlists.reading import Mark, Reach, Reading
from watchlists.windows import ANY, EVERYWHERE, Window, narrowed

_MOST_SPANS = 20
_MOST_LOOKED = 100
"""Pieces of the first sentences that hold a part, of which the first 20 are told."""
_MOST_SEARCHES = 100
"""Terms and NEARs for which near misses are looked for; each look goes through the whole text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One part of a query and what the text says to it."""

    query: str
    """This part, as the query language writes it."""
    holds: bool
    reason: str
    """One line: what was found, or what is missing and how close the text came."""
    spans: tuple[Span, ...] = ()
    """Where it was found; at most 20."""
    parts: tuple[Explanation, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Return the tree as text, one line a part, inner parts indented by two spaces."""
        yield f"{'  ' * depth}{'✓' if self.holds else '✗'} {self.query}: {self.reason}"
        for part in self.parts:
            yield from part.lines(depth + 1)

    def __str__(self) -> str:
        return "\n".join(self.lines())


def explain(plan: Plan, scene: Scene) -> Explanation:
    """Return what a document says to a query and to each of its parts."""
    return _Explainer(scene).explain(plan, EVERYWHERE)[0]


_Told = tuple[Explanation, tuple[Mark, ...]]
"""What is told about a part, and the first pieces that made it hold."""


class _Explainer:
    """Explains one query; near misses are looked for a bounded number of times."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.reading = scene.reading
        self._searches = iter(range(_MOST_SEARCHES))
        self._told: dict[tuple[Plan, Window], _Told] = {}

    def explain(self, plan: Plan, window: Window) -> _Told:
        """Explain a part; what stands several times in a query is looked at once."""
        key = (plan, window)
        if key not in self._told:
            self._told[key] = self._explained(plan, window)
        return self._told[key]

    def _explained(self, plan: Plan, window: Window) -> _Told:
        inner = [self.explain(part, self._below(plan, window)) for part in plan.parts]
        parts = tuple(each for each, _ in inner)
        holds = self.scene.true(plan, window)
        marks: Collection[Mark] = ()
        if holds and isinstance(plan.node, And | Or | Scoped | Named):
            marks = {mark for each, found in inner if each.holds for mark in found}
        elif holds:
            most = _MOST_LOOKED if isinstance(plan.node, Within) else MOST
            marks = gathered(plan, self.scene, window, most)
        first = tuple(nsmallest(_MOST_SPANS, marks))
        told = Explanation(
            query=str(plan.node),
            holds=holds,
            reason=self._reason(plan, window, marks if holds else None, parts)
            + self._unseen(plan, holds=holds),
            spans=_spans(first),
            parts=parts,
        )
        return told, first

    def _unseen(self, plan: Plan, *, holds: bool) -> str:
        """Say of what stands beside or above a part with very many places that not all of them were looked at."""
        if isinstance(plan.node, Regex) and (matches := self.scene.matches(plan)).limited:
            return f" (looked for at its first {matches.most:,} places in a field only)"
        missed = isinstance(plan.node, Near | AtLeast) and not holds
        if missed and not self.scene.cut.isdisjoint(_inner(plan)):
            return f" (only the first {MOST_HULLS:,} places of a part were looked at)"
        return ""

    def _below(self, plan: Plan, window: Window) -> Window:
        if isinstance(plan.node, Scoped):
            return narrowed(window, plan.node.name)
        # What the parts of a sentence find anywhere tells why no one sentence holds them all.
        return EVERYWHERE if isinstance(plan.node, Within) else window

    def _reason(  # noqa: C901 -- one line for each kind of node
        self,
        plan: Plan,
        window: Window,
        marks: Collection[Mark] | None,
        inner: Sequence[Explanation],
    ) -> str:
        node = plan.node
        match node:
            case Term():
                return _found(marks, self.reading) if marks else self._missed(node, window)
            case And() | Or():
                held = sum(each.holds for each in inner)
                need = "all are needed" if isinstance(node, And) else "one is enough"
                return f"{held} of {len(inner)} parts hold; {need}"
            case Not():
                return "absent, as asked" if marks is not None else "present, but excluded"
            case Near() if next(self._searches, None) is not None:
                return self._near(plan, node, window, held=marks is not None)
            case Near():
                return "stand close enough" if marks is not None else "do not stand close enough"
            case AtLeast():
                found = self.scene.count(plan.parts[0], window)
                return f"found {_times(found)}, asked for {node.count}"
            case Within():
                unit = node.unit.lower()
                return f"one {unit} holds it" if marks is not None else f"no one {unit} holds it"
            case Fact():
                return _fact(node, self.reading)
            case Scoped():
                return f"in the {node.name}" if marks is not None else f"not in the {node.name}"
            case Named():
                return "stands for the part below"
            case _:
                return _found(marks, self.reading) if marks else "matches nothing"

    def _missed(self, term: Term, window: Window) -> str:
        """Say how close the text came to a term it does not hold."""
        reading = self.reading
        if window.field != ANY and (elsewhere := _elsewhere(term, reading)):
            return f"not here, but in the {elsewhere}"
        for how, difference in ((How.QUOTED, "case or accents"), (How.STEM, "its ending or form")):
            if term.how is not How.STEM and how is not term.how:
                found = [
                    each
                    for each in reading.find(ways(replace(term, how=how)))
                    if self._shows(window, each)
                ]
                if found:
                    start, end = reading.characters(found[0])
                    field = found[0][0]
                    text = reading.document.field(field)[start:end]
                    return f"not found as written; «{text}» in the {place_of(field)} differs in {difference}"
        way = ways(term)[0]
        if next(self._searches, None) is None:
            return "not found"
        if len(way) > 1:
            return _torn(way, reading)
        return self._similar(way[0]) or "not found"

    def _shows(self, window: Window, reach: Reach) -> bool:
        return window.holds(reach[0], *self.reading.characters(reach))

    def _similar(self, atom: Atom) -> str:
        """Name words that look like the one that was looked for."""
        value = fold(atom.value.replace("*", ""))
        if len(value) < 4:
            return ""
        forms = self._forms
        close = get_close_matches(value, forms, n=3, cutoff=0.75)
        return (
            f"not found; close: {', '.join(f'«{forms[each]}»' for each in close)}" if close else ""
        )

    @cached_property
    def _forms(self) -> dict[str, str]:
        return self.reading.forms()

    def _near(self, plan: Plan, node: Near, window: Window, *, held: bool) -> str:
        there = [self.scene.true(side, window) for side in plan.parts]
        if not all(there):
            return "one side is not there" if any(there) else "neither side is there"
        left, right = (self._reaches(side, window) for side in plan.parts)
        closest = _closest(left, right, ordered=node.ordered)
        if closest is None:
            if node.ordered and _closest(left, right, ordered=False) is not None:
                return "both are there, but in the other order"
            return "both are there, but in different fields"
        between = f"{_words(closest)} between"
        return (
            between
            if held
            else f"the closest pair has {between}, at most {node.distance} are allowed"
        )

    def _reaches(self, plan: Plan, window: Window) -> list[Reach]:
        if not plan.nests:
            return self.reading.reaches(self.scene.starts(plan, window))
        cut = set(self.scene.cut)
        found = {each[:2] for each in hulls(self.scene, plan, window)}
        # What is looked at for the reason alone lost no match.
        self.scene.cut = cut
        return [self.reading.reach(first, last - first + 1) for first, last in sorted(found)]


def _inner(plan: Plan) -> Iterator[Plan]:
    for part in plan.parts:
        yield part
        yield from _inner(part)


def _spans(marks: Iterable[Mark]) -> tuple[Span, ...]:
    return tuple(
        Span(field=field_of(each.field), start=each.start, end=each.end, term=each.term)
        for each in marks
    )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _words(count: int) -> str:
    return f"{count} word{'' if count == 1 else 's'}"


def _found(marks: Collection[Mark] | None, reading: Reading) -> str:
    ordered = sorted(marks or ())
    forms = dict.fromkeys(
        " ".join(reading.document.field(each.field)[each.start : each.end].split())
        for each in ordered
    )
    fields = dict.fromkeys(place_of(each.field) for each in ordered)
    shown = ", ".join(f"«{form}»" for form in list(forms)[:3]) + ("…" if len(forms) > 3 else "")
    return f"found {_times(len(ordered))} in {' and '.join(fields)}: {shown}"


def _elsewhere(term: Term, reading: Reading) -> str:
    fields = dict.fromkeys(place_of(each[0]) for each in reading.find(ways(term)))
    return " and ".join(fields)


def _torn(way: tuple[Atom, ...], reading: Reading) -> str:
    """Say which words of a phrase are there, and how far apart."""
    missing = [atom.value for atom in way if atom.kind is not Kind.ANY and not reading.places(atom)]
    if missing:
        return f"not found: no word matches {', '.join(f'«{value}»' for value in missing)}"
    gap = _gap(way, reading)
    if gap is not None:
        return f"its words are there, but not side by side ({_words(gap)} between at the closest)"
    return "its words are there, but not together"


def _gap(way: tuple[Atom, ...], reading: Reading) -> int | None:
    """Count the words between the first and the second word of a phrase where they are closest."""
    ones, others = (reading.reaches({1: reading.places(atom)}) for atom in way[:2])
    return _closest(ones, others, ordered=False)


def _closest(left: Sequence[Reach], right: Sequence[Reach], *, ordered: bool) -> int | None:
    """Count the words between the closest two of sorted stretches that share no word."""
    gaps = [_before(left, right)] if ordered else [_before(left, right), _before(right, left)]
    return min((gap for gap in gaps if gap is not None), default=None)


def _before(left: Sequence[Reach], right: Sequence[Reach]) -> int | None:
    """Count the words from an end of ``left`` to the next beginning of ``right``, where they are closest."""
    gaps = []
    for field, _, last in left:
        at = bisect_left(right, (field, last + 1, 0))
        if at < len(right) and right[at][0] == field:
            gaps.append(right[at][1] - last - 1)
    return min(gaps, default=None)


def _fact(node: Fact, reading: Reading) -> str:
    document: Document = reading.document
    known = {
        "words": f"the body has {len(reading.fields[2].starts)} words",
        "lang": f"the language is {document.language or 'unknown'}",
        "site": f"the site is {document.site or document.url or 'unknown'}",
        "url": f"the address is {document.url or 'unknown'}",
        "author": f"the authors are {', '.join(document.authors) or 'unknown'}",
        "tag": f"the tags are {', '.join(document.tags) or 'none'}",
        "source": f"the source is {document.source or 'unknown'}",
        "section": f"the section is {', '.join(document.sections) or 'unknown'}",
    }[node.name]
    return known if fact_holds(node, reading) else f"no: {known}"
