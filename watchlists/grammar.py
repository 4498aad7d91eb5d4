"""Query text to query tree: a hand-written recursive descent parser that reports every error.

Grammar, loosest first (docs/reference/query-language.md has the words for it)::

    or    = and { "OR" and }
    and   = not { ["AND"] not }
    not   = ("NOT" | "-") not | near
    near  = one { ("NEAR/n" | "ONEAR/n") one }
    one   = "(" or ")" | call "(" or ")" | field one | "@name" | ["="] quoted | ["="] "/regex/" | words
"""

from itertools import pairwise

from watchlists.complaints import MOST, Complaint
from watchlists.facts import FACTS, PLACES, field_mend, read_fact
from watchlists.foreign import foreign_run, foreign_sign
from watchlists.lexer import Kind, Lexer, Symbol
from watchlists.limits import (
    DEEPEST,
    LONGEST,
    MOST_DISTANCE,
    MOST_NEARS,
    MOST_REGEXES,
    MOST_SYMBOLS,
    TOO_FAR,
)  # fmt: skip
from watchlists.patterns import complain_of
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
from watchlists.shapes import Shapes, excess, flat, hull
from watchlists.terms import term_of

_STARTS = {
    Kind.OPEN, Kind.CALL, Kind.FIELD, Kind.WORD, Kind.QUOTED, Kind.REGEX, Kind.NAMED, Kind.NOT,
}  # fmt: skip
_NOTHING = Term(text="", how=How.STEM)


class Parser:
    """Reads one query; ``complaints`` holds what is wrong with it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.complaints: list[Complaint] = []
        self.depth = 0
        self.at = 0
        self.symbols: list[Symbol] = []
        self._shapes = Shapes()
        self._regexes = 0
        self._nears = 0

    def read(self) -> Node:
        """Return the tree; a meaningless one when there are errors."""
        if len(self.text) > LONGEST:
            self.complain(
                "too-long", 0, 1, f"A query has at most {LONGEST:,} characters.", "Split it."
            )
            return _NOTHING
        lexer = Lexer(self.text, most=MOST_SYMBOLS)
        self.symbols = lexer.read()
        self.complaints.extend(lexer.complaints)
        if len(self.symbols) == 1 or len(self.complaints) >= MOST:
            if not self.complaints:
                self.complain("empty", 0, len(self.text), "The query is empty.", "Write a word to look for.")  # fmt: skip
            return _NOTHING
        if len(self.symbols) > MOST_SYMBOLS:
            self.complain(
                "too-many", self.symbols[MOST_SYMBOLS].start, len(self.text), f"A query has at most {MOST_SYMBOLS:,} words, operators and brackets.",
                "Write a list under any:, or split the query into several watchlists.",
            )  # fmt: skip
            return _NOTHING
        root = self._or()
        while self.now().kind is not Kind.END:
            self._stray()
            if self.now().kind in {Kind.AND, Kind.OR}:
                self.take()  # what stood before it ended at the bracket
            self._or()
        if not self.complaints and (found := excess(root, self._nears)):
            code, place, message, mend = found
            self.complain(code, place.start, place.end, message, mend)
        return root

    def now(self) -> Symbol:
        """The symbol that is read next."""
        return self.symbols[self.at]

    def take(self) -> Symbol:
        """Return the symbol and go on to the next."""
        symbol = self.symbols[self.at]
        if symbol.kind is not Kind.END:
            self.at += 1
        return symbol

    def complain(self, code: str, start: int, end: int, message: str, mend: str) -> None:
        """Note an error; after very many of them nothing more is read."""
        self.complaints.append(
            Complaint(code=code, severity="error", start=start, end=end, message=message, mend=mend)
        )
        if len(self.complaints) >= MOST:
            self.at = max(0, len(self.symbols) - 1)

    def _stray(self) -> None:
        symbol = self.take()
        if symbol.kind is Kind.CLOSE:
            self.complain(
                "stray-bracket", symbol.start, symbol.end, "This bracket closes nothing.",
                "Remove it, or open one before it.",
            )  # fmt: skip
        else:
            self._lacks(symbol, "before")

    def _lacks(self, symbol: Symbol, side: str) -> None:
        self.complain(
            "lacks-operand", symbol.start, symbol.end, f"{symbol.text if symbol.kind is not Kind.NEAR else 'NEAR'} has nothing {side} it.",
            f'Add a term {side} it, or put "{symbol.text.lower() or "near"}" in quotes to search for the word.',
        )  # fmt: skip

    def _or(self, *, apart: bool = False) -> Node:
        parts = [self._and(apart=apart)]
        while self.now().kind is Kind.OR:
            operator = self.take()
            if self.now().kind not in _STARTS:
                self._lacks(operator, "after")
                continue
            parts.append(self._and(apart=apart))
        return parts[0] if len(parts) == 1 else Or(parts=flat(parts, Or), place=hull(parts))

    def _and(self, *, apart: bool) -> Node:
        parts: list[Node] = []
        if self.now().kind not in _STARTS and self.now().kind is not Kind.END:
            if self.now().kind is Kind.CLOSE:
                return _NOTHING
            self._lacks(self.take(), "before")
        while True:
            kind = self.symbols[self.at].kind
            if kind in _STARTS:
                parts.extend(self._not(apart=apart))
            elif kind is Kind.AND:
                operator = self.take()
                if self.now().kind not in _STARTS:
                    self._lacks(operator, "after")
            elif kind is Kind.NEAR:
                self._lacks(self.take(), "before")
            else:
                break
        if not parts:
            return _NOTHING
        return parts[0] if len(parts) == 1 else And(parts=flat(parts, And), place=hull(parts))

    def _not(self, *, apart: bool) -> list[Node]:
        if self.now().kind is not Kind.NOT:
            return self._near(apart=apart)
        operator = self.take()
        if self.now().kind not in _STARTS:
            self._lacks(operator, "after")
            return [_NOTHING]
        if not self._enter(operator):
            return [_NOTHING]
        inner = self._not(apart=False)
        self.depth -= 1
        return [Not(part=part, place=Place(start=operator.start, end=part.place.end)) for part in inner]  # fmt: skip

    def _near(self, *, apart: bool) -> list[Node]:
        found = self._one(apart=apart)
        if self.now().kind is Kind.NEAR:
            self._may_be_near(found[-1], self.now())
        while self.now().kind is Kind.NEAR:
            operator = self.take()
            if self.now().kind not in _STARTS - {Kind.NOT}:
                self._lacks(operator, "after")
                break
            right = self._one(apart=False)
            self._may_be_near(right[0], operator)
            found[-1] = self._joined(found[-1], right[0], operator)
        return found

    def _joined(self, left: Node, right: Node, operator: Symbol) -> Near:
        self._nears += 1
        inside = max(self._shapes.nears(left), self._shapes.nears(right))
        if inside == MOST_NEARS:  # once for a chain
            self.complain(
                "many-nears", operator.start, operator.end, f"At most {MOST_NEARS} NEARs stand inside one another.",
                "Join fewer words by NEAR, or write SENTENCE(a b c).",
            )  # fmt: skip
        if operator.number > MOST_DISTANCE:
            self.complain("far", operator.start, operator.end, *TOO_FAR)
        return Near(
            left=left, right=right, distance=operator.number, ordered=operator.text == "O",
            place=hull([left, right]),
        )  # fmt: skip

    def _may_be_near(self, side: Node, operator: Symbol) -> None:
        if self._shapes.kinds(side).isdisjoint((And, Not, Fact, AtLeast, Within)):
            return
        for node in walk(side):
            if isinstance(node, And | Not | Fact | AtLeast | Within):
                name = {And: "AND", Not: "NOT", AtLeast: "ATLEAST"}.get(type(node))
                name = name or (
                    node.unit if isinstance(node, Within) else f"{getattr(node, 'name', '')}:"
                )
                self.complain(
                    "not-near", operator.start, operator.end,
                    f"NEAR joins words, phrases and ORs of them, not {name}.",
                    "Say which words stand close: (a NEAR/5 c) AND (b NEAR/5 c).",
                )  # fmt: skip
                return

    def _enter(self, symbol: Symbol) -> bool:
        self.depth += 1
        if self.depth <= DEEPEST:
            return True
        self.complain(
            "too-deep", symbol.start, symbol.end, f"Brackets go at most {DEEPEST} deep.",
            "Give parts a name under terms: and write @name.",
        )  # fmt: skip
        self.at = len(self.symbols) - 1
        return False

    def _one(self, *, apart: bool) -> list[Node]:
        symbol = self.now()
        if symbol.kind is Kind.WORD:
            return self._words(apart=apart)
        self.take()
        if symbol.kind is Kind.OPEN:
            return [self._group(symbol, apart=False)]
        if symbol.kind is Kind.CALL:
            return [self._call(symbol)]
        if symbol.kind is Kind.FIELD:
            return [self._field(symbol)]
        if symbol.kind is Kind.NAMED:
            return [Named(name=symbol.text, place=symbol.place)]
        if symbol.kind is Kind.REGEX:
            self._regexes += 1
            if self._regexes > MOST_REGEXES:
                self.complain(
                    "many-regexes", symbol.start, symbol.end, f"A query has at most {MOST_REGEXES} regular expressions.",
                    "Write alternatives inside one: /one|other/.",
                )  # fmt: skip
            elif trouble := complain_of(symbol.text):
                self.complain("bad-regex", symbol.start, symbol.end, *trouble)
            return [Regex(pattern=symbol.text, exact=symbol.exact, place=symbol.place)]
        if not symbol.text.strip() and self.complaints:
            return [_NOTHING]  # a quotation mark at the end, which is told already
        return [self._term(symbol.text, How.EXACT if symbol.exact else How.QUOTED, symbol.place)]

    def _group(self, opening: Symbol, *, apart: bool) -> Node:
        if not self._enter(opening):
            return _NOTHING
        if self.now().kind is Kind.CLOSE:
            self.complain(
                "empty-bracket", opening.start, self.now().end, "There is nothing between these brackets.",
                "Remove them, or write a term inside.",
            )  # fmt: skip
            self.take()
            self.depth -= 1
            return _NOTHING
        inner = self._or(apart=apart)
        self.depth -= 1
        if self.now().kind is Kind.CLOSE:
            self.take()
        elif self.now().kind is Kind.END and self.depth < DEEPEST and len(self.complaints) < MOST:
            self.complain(
                "open-bracket", opening.start, opening.end, "This bracket is never closed.",
                "Close it where the group ends.",
            )  # fmt: skip
        return inner

    def _call(self, symbol: Symbol) -> Node:
        opening = self.take()
        inner = self._group(opening, apart=symbol.text != "ATLEAST")
        place = Place(start=symbol.start, end=self.symbols[self.at - 1].end)
        if symbol.text != "ATLEAST":
            return Within(part=inner, unit=symbol.text, place=place)
        if not self._shapes.kinds(inner).isdisjoint((And, Not, Fact, AtLeast, Within)):
            self.complain(
                "not-counted", symbol.start, symbol.end, "ATLEAST counts words, phrases and ORs of them.",
                "Give every term its own: ATLEAST/2(a) AND ATLEAST/2(b).",
            )  # fmt: skip
        if not 1 <= symbol.number <= MOST_DISTANCE:
            self.complain(
                "bad-count", symbol.start, symbol.end, f"ATLEAST takes 1 to {MOST_DISTANCE}.",
                "Write how often, for example ATLEAST/3(troops).",
            )  # fmt: skip
        return AtLeast(part=inner, count=symbol.number, place=place)

    def _field(self, symbol: Symbol) -> Node:
        name = symbol.text.lower()
        if name not in FACTS and name not in PLACES:
            message, mend = field_mend(symbol.text)
            self.complain("unknown-field", symbol.start, symbol.end, message, mend)
        if self.now().kind not in _STARTS - {Kind.NOT} or self.now().kind is Kind.FIELD:
            self.complain(
                "empty-field", symbol.start, symbol.end, f"{symbol.text}: has no value.",
                f'Write it directly after the colon, for example {name}:"…".',
            )  # fmt: skip
            return _NOTHING
        if name in FACTS:
            return read_fact(self, symbol)
        before = self.at
        part = self._single() if self.now().kind is Kind.WORD else self._one(apart=False)[0]
        place = Place(start=symbol.start, end=self.symbols[max(before, self.at - 1)].end)
        if not self._shapes.kinds(part).isdisjoint((Scoped, Fact)):
            self.complain(
                "field-in-field", symbol.start, symbol.end, "A field cannot stand inside a field.",
                "Write title:(…) AND body:(…).",
            )  # fmt: skip
        return Scoped(name=name, part=part, place=place)

    def _single(self) -> Node:
        """Read the one word directly after a field; more words need quotes or brackets."""
        symbol = self.take()
        if self.now().kind is Kind.WORD and not self.now().exact and not symbol.exact:
            self.complain(
                "field-words", symbol.start, self.now().end,
                "A field takes one word, and this could mean one word or the phrase.",
                f'Write ("{symbol.text} …") or ({symbol.text} …) after the colon, or AND between.',
            )  # fmt: skip
        return self._run([symbol])

    def _words(self, *, apart: bool) -> list[Node]:
        """Read adjacent words: one phrase, or each on its own directly inside SENTENCE( )."""
        runs: list[list[Symbol]] = []
        while self.now().kind is Kind.WORD:
            symbol = self.take()
            if runs and not apart and not symbol.exact and not runs[-1][0].exact:
                runs[-1].append(symbol)
            else:
                runs.append([symbol])
        return [self._run(run) for run in runs]

    def _run(self, run: list[Symbol]) -> Node:
        for left, right in pairwise(run):
            if "\n" in self.text[left.end : right.start]:
                self.complain(
                    "two-lines", left.start, right.end, "Words on two lines are one phrase here; that is hardly meant.",
                    "Write OR or AND between the lines, or quotes around the phrase.",
                )  # fmt: skip
        for at, symbol in enumerate(run):
            if trouble := foreign_sign(symbol, self.text) or foreign_run(run, at, self.text):
                self.complain("foreign-sign", symbol.start, symbol.end, *trouble)
        place = Place(start=run[0].start, end=run[-1].end)
        text = " ".join(symbol.text for symbol in run)
        return self._term(text, How.EXACT if run[0].exact else How.STEM, place)

    def _term(self, text: str, how: How, place: Place) -> Node:
        term, troubles = term_of(text, how, place)
        for code, message, mend in troubles:
            self.complain(code, place.start, place.end, message, mend)
        return term
