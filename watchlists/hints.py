"""Likely slips in a query that can be read: what it will match that was hardly meant."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise

from watchlists.atoms import SIGN, Atom, Way, ways
from watchlists.atoms import Kind as AtomKind
from watchlists.complaints import MOST, Complaint
from watchlists.lexer import Kind, Symbol
from watchlists.patterns import wildcards
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
    Place,
    Regex,
    Scoped,
    Term,
    Within,
    walk,
)  # fmt: skip

# Words that stand in nearly every text of their language.
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "a an and are as at be by for from has he her his in is it its not of on or our she"
        " that the their they this to us was we were who will with you der die das und ist von"
        " mit den dem ein eine le la les des du et est un une que de el los las y en por con"
        " il che di e и в на с не что по з та у і в що",
    )
)
_LINE = re.compile(r"S?\d{1,3}")
"""The number of a line of a search."""


def hints(text: str, root: Node, symbols: Sequence[Symbol]) -> Iterator[Complaint]:
    """Return what looks like a slip in a query without errors, at most ``MOST`` of a kind."""
    told: Counter[str] = Counter()
    for hint in _all(text, root, symbols):
        told[hint.code] += 1
        if told[hint.code] <= MOST:
            yield hint


def _all(text: str, root: Node, symbols: Sequence[Symbol]) -> Iterator[Complaint]:
    for kind in (_lower_case(symbols), _neighbours(symbols), _loose(text, symbols), _mixed(symbols)):  # fmt: skip
        yield from islice(kind, MOST)
    if matches_without_word(root):
        yield _hint(
            "no-word-needed", Place(start=0, end=len(text)),
            "An article can match without holding any of these words.",
            "Add a term that has to be there: word NOT other.",
        )  # fmt: skip
    nodes = tuple(walk(root))
    yield from _numbers(text, nodes)
    for node in nodes:
        if isinstance(node, Term):
            yield from _of_term(node)
        elif isinstance(node, Or):
            yield from _covered(node)


def _numbers(text: str, nodes: Iterable[Node]) -> Iterator[Complaint]:
    """Say that numbers are words, where elsewhere they stand for the lines of a search."""
    leaves = [node for node in nodes if not isinstance(node, (And, Or, Not))]
    bare = [
        node
        for node in leaves
        if isinstance(node, Term) and node.how is How.STEM and _LINE.fullmatch(node.text)
    ]
    if len(bare) > 1 and len(bare) == len(leaves):
        yield _hint(
            "numbers", Place(start=0, end=len(text)), "These numbers are words here, and stand for no other search.",
            "Give searches a name under terms: and write @name.",
        )  # fmt: skip


def _hint(code: str, place: Place, message: str, mend: str) -> Complaint:
    return Complaint(
        code=code, severity="hint", start=place.start, end=place.end, message=message, mend=mend
    )


def matches_without_word(node: Node) -> bool:
    """Say whether a text could satisfy the node without any of its terms."""
    match node:
        case Term() | Regex() | Near() | AtLeast() | Named():
            return False
        case Not():
            return True
        case Fact():
            return node.name == "words"
        case And():
            return all(matches_without_word(part) for part in node.parts)
        case Or():
            return any(matches_without_word(part) for part in node.parts)
        case Scoped() | Within():
            return matches_without_word(node.part)


def _lower_case(symbols: Sequence[Symbol]) -> Iterator[Complaint]:
    words = {
        "and": "AND", "or": "OR", "not": "NOT", "near": "NEAR/10",
        "und": "AND", "oder": "OR", "et": "AND", "ou": "OR", "или": "OR", "або": "OR", "veya": "OR",
    }  # fmt: skip
    for index, symbol in enumerate(symbols):
        word = symbol.text.lower()
        if symbol.kind is not Kind.WORD or symbol.exact or word not in words:
            continue
        if 0 < index < len(symbols) - 2 or word == "not":
            meant = words[word]
            yield _hint(
                    "lower-case", symbol.place, f"'{symbol.text}' is searched for as a word.",
                    f'Write {meant} for the operator, or "{symbol.text}" in quotes if the word is meant.',
                )  # fmt: skip


_SIDES = {Kind.WORD, Kind.QUOTED, Kind.REGEX, Kind.NAMED}


def _neighbours(symbols: Sequence[Symbol]) -> Iterator[Complaint]:
    """Say that terms side by side are both required, where one could think otherwise."""
    if any(symbol.kind is Kind.CALL for symbol in symbols):
        return  # directly inside SENTENCE( ) that is how terms are listed
    for left, right in pairwise(symbols):
        ends = left.kind in _SIDES or left.kind is Kind.CLOSE
        begins = right.kind in _SIDES or right.kind in {Kind.OPEN, Kind.CALL}
        phrase = left.kind is Kind.WORD and right.kind is Kind.WORD
        if ends and begins and not phrase:
            yield _hint(
                "neighbours", Place(start=left.start, end=right.end),
                "These stand side by side: both are required, anywhere in the text.",
                "Write AND to say so, OR for alternatives, or one pair of quotes around a phrase.",
            )  # fmt: skip


def _loose(text: str, symbols: Sequence[Symbol]) -> Iterator[Complaint]:
    """Say that words in a row are one phrase, where a search engine would look for each of them."""
    runs = [(kind, list(run)) for kind, run in groupby(symbols, key=_plain)]
    for index, (plain, run) in enumerate(runs):
        beside = [runs[at][1] for at in (index - 1, index + 1) if 0 <= at < len(runs)]
        ends = {beside[0][-1].kind, beside[-1][0].kind} if beside else set()
        if not plain or len(run) < 3 or not (ends & _LISTED or (len(run) > 3 and ends & _JOINS)):
            continue
        place = Place(start=run[0].start, end=run[-1].end)
        yield _hint(
            "loose-words", place, f"«{text[place.start : place.end]}» is one phrase: these words side by side.",
            "Write AND between words that may stand apart, or quotes around them if the phrase is meant.",
        )  # fmt: skip


def _mixed(symbols: Sequence[Symbol]) -> Iterator[Complaint]:
    """Say how AND, NOT and OR side by side are read, where brackets would."""
    levels: list[set[Kind]] = [set()]
    former = Kind.OPEN
    for symbol in symbols:
        before, former = former, symbol.kind
        if symbol.kind is Kind.OPEN:
            levels.append(set())
        elif symbol.kind is Kind.CLOSE and len(levels) > 1:
            levels.pop()
        joins = symbol.kind in {Kind.AND, Kind.OR} or (
            symbol.kind is Kind.NOT and before not in {Kind.AND, Kind.OR, Kind.OPEN, Kind.NOT}
        )
        kind = Kind.OR if symbol.kind is Kind.OR else Kind.AND
        if joins and kind not in levels[-1]:
            levels[-1].add(kind)
            if len(levels[-1]) > 1:
                yield _hint(
                    "mixed", symbol.place, "AND and NOT bind closer than OR: a AND b OR c is (a AND b) OR c, a OR b NOT c is a OR (b NOT c).",
                    "Put brackets around what belongs together.",
                )  # fmt: skip


_LISTED = {Kind.QUOTED, Kind.NAMED, Kind.REGEX}
_JOINS = {Kind.AND, Kind.OR, Kind.NOT}


def _plain(symbol: Symbol) -> bool:
    return symbol.kind is Kind.WORD and not symbol.exact


def _of_term(term: Term) -> Iterator[Complaint]:
    way = ways(term)[0]
    if len(way) == 1:
        atom = way[0]
        letters = atom.value.replace("*", "").replace("?", "")
        if atom.kind in {AtomKind.WILD, AtomKind.SHAPE} and len(letters) < 3:
            yield _hint(
                "short-wildcard", term.place, f"{_quoted(term)} matches very many words.",
                "Write three letters at least beside the *.",
            )  # fmt: skip
        elif len(letters) == 1 and letters.isalnum() and letters < "\u0e00":
            yield _hint(
                "one-letter", term.place, f"{_quoted(term)} is one letter and stands in nearly every text.",
                "Write the whole word.",
            )  # fmt: skip
        elif letters in _COMMON and term.how is not How.EXACT:
            yield _common(term)
    yield from _single_quotes(term)
    if (
        term.how is not How.STEM
        and re.search(r"\s(?:AND|OR|NOT|O?NEAR/\d+|[wW]?/\d+)\s", term.text)
        and not term.text.isupper()
    ):
        yield _hint(
            "quoted-operator", term.place, "Between quotes operators are words.",
            "Put quotes around each phrase, and the operators between them.",
        )  # fmt: skip


def _quoted(term: Term) -> str:
    """Return a term as a message names it: in quotation marks, its own or ours."""
    return f"«{term}»" if term.how is How.STEM else str(term)


def _common(term: Term) -> Complaint:
    if term.text.isupper():
        dotted = ".".join(term.text) + "."
        return _hint(
            "common-word", term.place, f"{_quoted(term)} also matches the word «{term.text.lower()}», which stands in nearly every text.",
            f'Write ="{term.text}" for the capitals, or {dotted} for the abbreviation.',
        )  # fmt: skip
    return _hint(
        "common-word", term.place, f"{_quoted(term)} stands in nearly every text.", "Put it into a phrase, or leave it away."
    )  # fmt: skip


_SINGLE = "'`´’"
_SINGLED = re.compile(r"['`´].+['`´’]")


def _single_quotes(term: Term) -> Iterator[Complaint]:
    if term.how is How.STEM and _SINGLED.fullmatch(term.text):
        yield _hint(
            "single-quotes", term.place, "Single quotes are no quotes: the words are a phrase without them.",
            f'Write "{term.text.strip(_SINGLE)}" to compare the words as written.',
        )  # fmt: skip


def _covered(node: Or) -> Iterator[Complaint]:
    terms = [part for part in node.parts if isinstance(part, Term)]
    for index, other in _wider(terms):
        same = terms[index] == terms[other]
        yield _hint(
            "covered", terms[index].place,
            f"{_quoted(terms[index])} stands here twice." if same
            else f"{_quoted(terms[index])} finds nothing that {_quoted(terms[other])} does not find.",
            "Remove one of them; it changes nothing.",
        )  # fmt: skip


_MOST_COMPARED = 10_000
"""Comparisons with wildcards that are made for one OR; the rest is left unsaid."""


def _wider(terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Return which term is covered by which: looked up by its words, so that long ORs are quick."""
    first: dict[Term | Way, int] = {}
    wild: list[int] = []
    spelled = [ways(term) for term in terms]
    for index, term in enumerate(terms):
        first.setdefault(term, index)
        found = spelled[index]
        if len(found) == 1:
            first.setdefault(found[0], index)
            if any(atom.kind is AtomKind.WILD for atom in found[0]):
                wild.append(index)
    lengths = {len(key) for key in first if isinstance(key, tuple)}
    wild = wild[: _MOST_COMPARED // max(1, len(terms))]
    for index, term in enumerate(terms):
        others = {first[key] for key in (term, *_pieces(spelled[index], lengths)) if key in first}
        others.update(other for other in wild if _covers(spelled[other], spelled[index]))
        for other in sorted(others - {index}):
            if other < index or not _covers(spelled[index], spelled[other]):
                yield index, other
                break


def _pieces(found: tuple[Way, ...], lengths: set[int]) -> Iterator[Way]:
    """Return the runs of words inside a term, as written and with their endings set aside."""
    if len(found) != 1:
        return
    for way in {found[0], tuple(map(_loosened, found[0]))}:
        for length in lengths:
            for at in range(len(way) - length + 1):
                yield way[at : at + length]


def _loosened(atom: Atom) -> Atom:
    if atom.kind is AtomKind.WORD and len(atom.value) > 1 and not SIGN.search(atom.value):
        return atom._replace(kind=AtomKind.STEM)
    return atom


def _covers(wider: tuple[Way, ...], narrower: tuple[Way, ...]) -> bool:
    """Say whether every text with the one surely holds the other."""
    if len(wider) != 1 or len(narrower) != 1:
        return wider == narrower
    wide, narrow = wider[0], narrower[0]
    return any(
        all(map(_atom_covers, wide, narrow[at:])) for at in range(len(narrow) - len(wide) + 1)
    )


def _atom_covers(wide: Atom, narrow: Atom) -> bool:
    if wide == narrow:
        return True
    if wide.kind is AtomKind.WILD and narrow.kind is AtomKind.WORD:
        return wildcards(wide.value)(narrow.value)
    return (
        wide.kind is AtomKind.STEM and narrow.kind is AtomKind.WORD and wide.value == narrow.value
    )
