"""What to ask a search engine on behalf of a watchlist: its query in the plain form that every engine reads.

An engine reads words, "quoted phrases", OR inside brackets, and a minus before what must not be there; a blank is AND.
What it cannot read is widened: its answers are matched by the watchlists like any article, so too many cost little, and
too few would never be noticed. Where nothing is left that would find the articles, that is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

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
    Regex,
    Scoped,
    Term,
    Within,
)

LONGEST = 400
"""Characters of one search, before they are encoded; Google News takes 2,048 and few words more than 32."""
MOST_SEARCHES = 5
"""For one watchlist: each is a source of its own, polled for ever."""
LONGEST_PHRASE = 120
"""Characters of a word or phrase; the first words of a longer one find what all of it would."""
MOST_WAYS = 24
"""Alternatives that are worked with before a query is widened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searches:
    """What to ask an engine."""

    texts: tuple[str, ...]
    """One for each request; empty when the query cannot be said."""
    guessed: tuple[str, ...] = ()
    """Terms with wildcards that are asked for without them: the engine may not know all that they mean."""
    left_out: int = 0
    """Searches that would be needed and are not made."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """A word, or words in quotes."""

    text: str
    guess: bool = False
    """A wildcard was cut off."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to satisfy a query: one atom of each clause, and none of ``without``. No clauses: anything will do."""

    clauses: tuple[tuple[_Atom, ...], ...] = ()
    without: tuple[_Atom, ...] = ()


_ANYTHING = (_Way(),)


def searches(root: Node) -> Searches:
    """Return what to ask an engine for a query."""
    ways = [_without_guesses(way) for way in _ways(root)]
    if not ways or any(not way.clauses for way in ways):
        return Searches(texts=())
    texts = tuple(dict.fromkeys(text for way in ways for text in _written(way)))
    if len(texts) > MOST_SEARCHES:
        # One condition of each way is enough to find what it means, and all of these fit into few searches.
        least = (min(way.clauses, key=_size) for way in ways)
        merged = _Way(clauses=(tuple(dict.fromkeys(atom for clause in least for atom in clause)),))
        texts = min(texts, tuple(_written(merged)), key=len)
    guessed = {atom.text for way in ways for clause in way.clauses for atom in clause if atom.guess}
    return Searches(
        texts=texts[:MOST_SEARCHES],
        guessed=tuple(sorted(guessed)),
        left_out=max(0, len(texts) - MOST_SEARCHES),
    )


def _ways(node: Node) -> tuple[_Way, ...]:
    """Return the ways to satisfy a node; together they hold wherever it does."""
    match node:
        case Term():
            return _term(node)
        case Or():
            return _either([_ways(part) for part in node.parts])
        case And():
            return _all([_ways(part) for part in node.parts])
        case Near():
            return _all([_ways(node.left), _ways(node.right)])
        case Not():
            return (_Way(without=tuple(_excluded(node.part))),)
        case Scoped() | AtLeast() | Within():
            return _ways(node.part)
        case Named():
            return _ANYTHING if node.part is None else _ways(node.part)
        case Regex() | Fact():
            return _ANYTHING


def _term(term: Term) -> tuple[_Way, ...]:
    words = [(word.replace("*", "").replace('"', ""), "*" in word) for word in term.text.split()]
    words = [(word, wild) for word, wild in words if word]
    while words and sum(len(word) + 1 for word, _ in words) > LONGEST_PHRASE:
        words.pop()
    guess = any(wild for _, wild in words)
    texts = [word for word, _ in words]
    if not texts:
        return _ANYTHING
    if len(texts) == 1:
        quoted = term.how is not How.STEM and not guess
        return (_Way(clauses=((_Atom(f'"{texts[0]}"' if quoted else _bare(texts[0]), guess),),)),)
    if term.how is not How.STEM:
        return (_Way(clauses=((_Atom(f'"{" ".join(texts)}"', guess),),)),)
    # Without quotes, as the words have endings that a phrase in quotes would not bear.
    return (_Way(clauses=tuple((_Atom(_bare(word), wild),) for word, wild in words)),)


def _bare(word: str) -> str:
    """Return a word that no engine takes for an operator."""
    return word if word.isalnum() and word.upper() not in {"OR", "AND", "NOT"} else f'"{word}"'


def _either(parts: list[tuple[_Way, ...]]) -> tuple[_Way, ...]:
    """Join alternatives: single clauses into one, the rest as ways of their own."""
    ways = [way for part in parts for way in part]
    if any(not way.clauses for way in ways):
        return _ANYTHING
    single = [way for way in ways if len(way.clauses) == 1 and not way.without]
    joined = tuple(dict.fromkeys(atom for way in single for atom in way.clauses[0]))
    others = tuple(way for way in ways if way not in single)
    return (*((_Way(clauses=(joined,)),) if joined else ()), *others)


def _all(parts: list[tuple[_Way, ...]]) -> tuple[_Way, ...]:
    """Join conditions; too many combinations are widened by dropping the part with the most ways."""
    kept = list(parts)
    while len(kept) > 1 and _product(kept) > MOST_WAYS:
        kept.remove(max(kept, key=len))
    ways = []
    for chosen in product(*kept):
        clauses = dict.fromkeys(clause for way in chosen for clause in way.clauses)
        without = dict.fromkeys(atom for way in chosen for atom in way.without)
        ways.append(_Way(clauses=tuple(clauses), without=tuple(without)))
    return tuple(dict.fromkeys(ways))


def _product(parts: Iterable[tuple[_Way, ...]]) -> int:
    number = 1
    for part in parts:
        number *= len(part)
    return number


def _excluded(node: Node) -> Iterable[_Atom]:
    """Yield what an engine may leave out: nothing that the query would keep."""
    if isinstance(node, Named) and node.part is not None:
        yield from _excluded(node.part)
    elif isinstance(node, Or):
        for part in node.parts:
            yield from _excluded(part)
    elif isinstance(node, Term) and "*" not in node.text and node.how is not How.EXACT:
        # The engine's word covers less than ours with its endings; `="US"` covers less than the engine's "us".
        yield _Atom(
            f'"{node.text}"' if " " in node.text or node.how is How.QUOTED else _bare(node.text)
        )


def _without_guesses(way: _Way) -> _Way:
    """Drop the conditions that hold a wildcard; if all do, keep the one with the fewest, its wildcards cut off."""
    sure = tuple(clause for clause in way.clauses if not any(atom.guess for atom in clause))
    if sure or not way.clauses:
        return _Way(clauses=sure, without=way.without)
    return _Way(
        clauses=(min(way.clauses, key=lambda clause: sum(atom.guess for atom in clause)),),
        without=way.without,
    )


def _written(way: _Way) -> Iterable[str]:
    """Yield the texts of a way: several when one of its clauses is too long for one."""
    longest = max(way.clauses, key=_size)
    room = LONGEST - max(len(atom.text) + 2 for atom in longest)
    kept = []
    for clause in sorted((each for each in way.clauses if each is not longest), key=_size):
        # A condition that does not fit is left out: wider.
        if _size(clause) < room:
            kept.append(clause)
            room -= _size(clause) + 1
    minus = []
    for atom in way.without:
        if len(atom.text) + 1 < room:
            minus.append(f"-{atom.text}")
            room -= len(atom.text) + 2
    room += max(len(atom.text) + 2 for atom in longest)
    alone = not kept and not minus
    for piece in _pieces(longest, room):
        clauses = [piece if each is longest else each for each in way.clauses]
        said = [_clause(each, alone=alone) for each in clauses if each is piece or each in kept]
        yield " ".join([*said, *minus])


def _size(clause: tuple[_Atom, ...]) -> int:
    return len(_clause(clause, alone=False))


def _clause(clause: tuple[_Atom, ...], *, alone: bool) -> str:
    text = " OR ".join(atom.text for atom in clause)
    return text if alone or len(clause) == 1 else f"({text})"


def _pieces(clause: tuple[_Atom, ...], room: int) -> Iterable[tuple[_Atom, ...]]:
    """Cut alternatives into pieces that fit."""
    piece: tuple[_Atom, ...] = ()
    for atom in clause:
        if piece and _size((*piece, atom)) > room:
            yield piece
            piece = ()
        piece = (*piece, atom)
    yield piece
