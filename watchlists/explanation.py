"""Why a watchlist holds for a text, or what is missing: the query's tree with its findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from archive.vocabulary import Span
from watchlists.atoms import Atom, Kind, ways
from watchlists.document import Document, field_of, place_of
from watchlists.evaluate import (
    ANY,
    EVERYWHERE,
    Mark,
    Occurrence,
    Window,
    distance,
    fact_holds,
    marks_of,
    narrowed,
    occurrences,
)
from watchlists.letters import fold
from watchlists.query import (
    And,
    AtLeast,
    Fact,
    How,
    Named,
    Near,
    Node,
    Not,
    Or,
    Scoped,
    Term,
    Within,
    parts,
)
from watchlists.reading import Reading

_MOST_SPANS = 20


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


def explain(node: Node, reading: Reading, window: Window = EVERYWHERE) -> Explanation:
    """Return what a document says to a query and to each of its parts."""
    marks = marks_of(node, reading, window)
    return Explanation(
        query=str(node),
        holds=marks is not None,
        reason=_reason(node, reading, window, marks),
        spans=_spans(marks or frozenset()),
        parts=tuple(_parts(node, reading, window)),
    )


def _parts(node: Node, reading: Reading, window: Window) -> Iterator[Explanation]:
    if isinstance(node, Scoped):
        window = narrowed(window, node.name)
    if isinstance(node, Within):
        # What the parts find anywhere tells why no one sentence holds them all.
        window = EVERYWHERE
    for part in parts(node):
        yield explain(part, reading, window)


def _spans(marks: frozenset[Mark]) -> tuple[Span, ...]:
    return tuple(
        Span(field=field_of(each.field), start=each.start, end=each.end, term=each.term)
        for each in sorted(marks)[:_MOST_SPANS]
    )


def _reason(node: Node, reading: Reading, window: Window, marks: frozenset[Mark] | None) -> str:
    match node:
        case Term():
            return _found(marks, reading) if marks else _missed(node, reading, window)
        case And() | Or():
            return _count(node, reading, window)
        case Not():
            return "absent, as asked" if marks is not None else "present, but excluded"
        case Near():
            return _near(node, reading, window, held=marks is not None)
        case AtLeast():
            found = len({each.reach for each in occurrences(node.part, reading, window)})
            return f"found {_times(found)}, asked for {node.count}"
        case Within():
            unit = node.unit.lower()
            return f"one {unit} holds it" if marks is not None else f"no one {unit} holds it"
        case Fact():
            return _fact(node, reading)
        case Scoped():
            return f"in the {node.name}" if marks is not None else f"not in the {node.name}"
        case Named():
            return "stands for the part below"
        case _:
            return _found(marks, reading) if marks else "matches nothing"


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _words(count: int) -> str:
    return f"{count} word{'' if count == 1 else 's'}"


def _found(marks: frozenset[Mark] | None, reading: Reading) -> str:
    ordered = sorted(marks or ())
    forms = dict.fromkeys(
        " ".join(reading.document.field(each.field)[each.start : each.end].split())
        for each in ordered
    )
    fields = dict.fromkeys(place_of(each.field) for each in ordered)
    shown = ", ".join(f"«{form}»" for form in list(forms)[:3]) + ("…" if len(forms) > 3 else "")
    return f"found {_times(len(ordered))} in {' and '.join(fields)}: {shown}"


def _count(node: And | Or, reading: Reading, window: Window) -> str:
    held = sum(marks_of(part, reading, window) is not None for part in node.parts)
    need = "all are needed" if isinstance(node, And) else "one is enough"
    return f"{held} of {len(node.parts)} parts hold; {need}"


def _missed(term: Term, reading: Reading, window: Window) -> str:
    """Say how close the text came to a term it does not hold."""
    if window.field != ANY and (elsewhere := _elsewhere(term, reading)):
        return f"not here, but in the {elsewhere}"
    for how, difference in ((How.QUOTED, "case or accents"), (How.STEM, "its ending or form")):
        if term.how is not How.STEM and how is not term.how:
            found = occurrences(replace(term, how=how), reading, window)
            if found:
                mark = found[0].marks[0]
                text = reading.document.field(mark.field)[mark.start : mark.end]
                return f"not found as written; «{text}» in the {place_of(mark.field)} differs in {difference}"
    way = ways(term)[0]
    if len(way) > 1:
        return _torn(way, reading)
    return _similar(way[0], reading) or "not found"


def _elsewhere(term: Term, reading: Reading) -> str:
    fields = dict.fromkeys(place_of(each.reach[0]) for each in occurrences(term, reading))
    return " and ".join(fields)


def _torn(way: tuple[Atom, ...], reading: Reading) -> str:
    """Say which words of a phrase are there, and how far apart."""
    missing = [
        atom.value for atom in way if atom.kind is not Kind.ANY and not any(reading.places(atom))
    ]
    if missing:
        return f"not found: no word matches {', '.join(f'«{value}»' for value in missing)}"
    gap = _gap(way, reading)
    if gap is not None:
        return f"its words are there, but not side by side ({_words(gap)} between at the closest)"
    return "its words are there, but not together"


def _gap(way: tuple[Atom, ...], reading: Reading) -> int | None:
    """Count the words between the first and the second word of a phrase where they are closest."""
    gaps = [
        abs(first - second) - 1
        for ones, others in zip(reading.places(way[0]), reading.places(way[1]), strict=True)
        for first in ones
        for second in others
        if first != second
    ]
    return min(gaps, default=None)


def _similar(atom: Atom, reading: Reading) -> str:
    """Name words that look like the one that was looked for."""
    value = fold(atom.value.replace("*", ""))
    if len(value) < 4:
        return ""
    forms = {word.folded: word.written for field in reading.words for word in field}
    close = get_close_matches(value, forms, n=3, cutoff=0.75)
    return f"not found; close: {', '.join(f'«{forms[each]}»' for each in close)}" if close else ""


def _near(node: Near, reading: Reading, window: Window, *, held: bool) -> str:
    left, right = occurrences(node.left, reading, window), occurrences(node.right, reading, window)
    if not left or not right:
        return "one side is not there" if left or right else "neither side is there"
    closest = _closest(left, right, ordered=node.ordered)
    if closest is None:
        if node.ordered and _closest(left, right, ordered=False) is not None:
            return "both are there, but in the other order"
        return "both are there, but in different fields"
    gap = f"{_words(closest)} between"
    return gap if held else f"the closest pair has {gap}, at most {node.distance} are allowed"


def _closest(left: list[Occurrence], right: list[Occurrence], *, ordered: bool) -> int | None:
    gaps = (
        distance(one, other, ordered=ordered)
        for one in left[:_MOST_PAIRED]
        for other in right[:_MOST_PAIRED]
    )
    return min((gap for gap in gaps if gap is not None), default=None)


_MOST_PAIRED = 300


def _fact(node: Fact, reading: Reading) -> str:
    document: Document = reading.document
    known = {
        "words": f"the body has {len(reading.words[2])} words",
        "lang": f"the language is {document.language or 'unknown'}",
        "site": f"the site is {document.site or document.url or 'unknown'}",
        "url": f"the address is {document.url or 'unknown'}",
        "author": f"the authors are {', '.join(document.authors) or 'unknown'}",
        "tag": f"the tags are {', '.join(document.tags) or 'none'}",
        "source": f"the source is {document.source or 'unknown'}",
        "section": f"the section is {', '.join(document.sections) or 'unknown'}",
    }[node.name]
    return known if fact_holds(node, reading) else f"no: {known}"
