"""A query in another language as a tree of ours, or exact complaints on what cannot be said."""

from __future__ import annotations

import re

from watchlists.atoms import ways
from watchlists.complaints import MOST, Complaint, Severity
from watchlists.dialects.rules import Rules
from watchlists.dialects.symbols import Sign, read
from watchlists.facts import PLACES
from watchlists.foreign import foreign_operator
from watchlists.limits import MOST_NODES, MOST_SYMBOLS
from watchlists.query import And, Fact, How, Near, Node, Not, Or, Scoped, Term, depth, walk
from watchlists.shapes import Shapes

_STARTS = {
    "(",
    "NOT",
    "+",
    "word",
    "quoted",
    "exact",
    "field",
    "pattern",
    "range",
    "strange",
    "weight",
    "tilde",
}
_TIMES = {"when", "after", "before", "date", "daterange"}
_OPERATOR = re.compile(r"(?i:O?NEAR|W|PRE|WITHIN|ADJ|NEXT)/\w+|(?i:ATLEAST|NEAR|ADJ)\d+|AROUND|ADJ")
_DEEPEST = 40
_NOTHING = Term(text="", how=How.QUOTED)


class Reader:
    """Reads one query of another language."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.rules = rules
        self.signs = read(text, rules)
        self.at = 0
        self.depth = 0
        self.complaints: list[Complaint] = []
        self._shapes = Shapes()

    def read(self) -> Node:
        """Return the tree; a meaningless one when there are errors."""
        if self.now().kind == "end":
            self.complain("empty", self.now(), "The query is empty.", "Write a word to look for.")
            return _NOTHING
        if len(self.signs) > MOST_SYMBOLS:
            self.complain("too-many", self.signs[-2], f"A query has at most {MOST_SYMBOLS:,} words, operators and brackets.", "Split the query.")  # fmt: skip
            return _NOTHING
        root = self._any_level()
        while self.now().kind != "end":
            self.complain(
                "stray",
                self.now(),
                f"{self.now().text} is out of place here.",
                "Check the brackets.",
            )
            self.take()
            if self.now().kind in _STARTS:
                self._any_level()
        if depth(root) > MOST_NODES:
            self.complain("too-deep", self.signs[0], f"More than {MOST_NODES} operators stand inside one another.", "Split the query.")  # fmt: skip
        if self.rules.mixing is False and _negative(root):
            self.complain(
                "negative",
                self.signs[0],
                "Nothing but exclusions.",
                "Add a term that has to be there.",
            )
        return root

    def now(self) -> Sign:
        """Return the symbol that is read next."""
        return self.signs[self.at]

    def take(self) -> Sign:
        """Return the symbol and go on."""
        sign = self.now()
        self.at = min(self.at + 1, len(self.signs) - 1)
        return sign

    def complain(
        self, code: str, sign: Sign, message: str, mend: str, severity: Severity = "error"
    ) -> None:
        """Note what cannot be said."""
        self.complaints.append(
            Complaint(
                code=code,
                severity=severity,
                start=sign.start,
                end=sign.end,
                message=message,
                mend=mend,
            )
        )
        if len(self.complaints) >= MOST:
            # Nothing more is read: the rest is hardly another mistake.
            self.at = len(self.signs) - 1

    def _any_level(self) -> Node:
        """Read one level: terms with the operators between them, then give them their precedence."""
        terms: list[tuple[str, Node]] = []
        operators: list[str] = []
        between: set[str] = set()
        mixed: Sign | None = None
        while self.now().kind not in {")", "end"}:
            operator = self._operator(first=not terms)
            if operator is None:
                break
            plus = self.now().kind == "+" and self.take() is not None
            negated = self._negations()
            node = self._near()
            terms.append(
                ("+" if plus else "-" if negated else "", Not(part=node) if negated else node)
            )
            if len(terms) > 1:
                operators.append(operator)
                between.add(operator)
                if mixed is None and {"AND", "OR"} <= between:
                    mixed = self.signs[self.at - 1]
        if mixed is not None and not self.rules.mixing:
            self.complain(
                "mixed", mixed, f"AND and OR stand side by side; {self.rules.name} has no clear rule for that.",
                "Put brackets around what belongs together.",
            )  # fmt: skip
        return self._combined(terms, operators)

    def _operator(self, *, first: bool) -> str | None:
        sign = self.now()
        if sign.kind in {"AND", "OR"}:
            self.take()
            if first or self.now().kind not in _STARTS:
                side = "before" if first else "after"
                self.complain(
                    "lacks-operand",
                    sign,
                    f"{sign.text} has nothing {side} it.",
                    f"Add a term {side} it.",
                )
                return None if self.now().kind in {")", "end"} else "AND"
            return sign.kind
        if sign.kind not in _STARTS:
            self.complain(
                "stray",
                sign,
                f"{sign.text} is out of place here.",
                "Write terms on both sides of it.",
            )
            self.take()
            return None if self.now().kind not in _STARTS else "AND"
        if first or sign.kind in {"NOT", "+"}:
            return "OR" if self.rules.beside == "OR" else "AND"
        if not self.rules.beside:
            self.complain(
                "neighbours", sign, f"Two terms stand side by side; {self.rules.name} does not say what that means.",
                "Write AND, OR, or quotes around a phrase.",
            )  # fmt: skip
        return self.rules.beside or "AND"

    def _negations(self) -> bool:
        negated = False
        while self.now().kind == "NOT":
            sign = self.take()
            negated = not negated
            if self.now().kind not in _STARTS:
                self.complain(
                    "lacks-operand", sign, "NOT has nothing after it.", "Add a term after it."
                )
        return negated

    def _combined(self, terms: list[tuple[str, Node]], operators: list[str]) -> Node:
        """Give the terms of one level the meaning of their operators."""
        excluded = [node for sign, node in terms if sign == "-"]
        kept = [node for sign, node in terms if sign != "-"]
        required = [node for sign, node in terms if sign == "+"]
        if not terms:
            return _NOTHING
        if required:
            self._optional(len(kept) > len(required))
            return _joined(And, required + excluded)
        if self.rules.or_first:
            if {"AND", "OR"} <= set(operators):
                self.complain("or-first", self.signs[0], f"OR joins only the two terms beside it, as in {self.rules.name}.", "Put phrases in quotes, and alternatives in brackets, if more is meant.", "hint")  # fmt: skip
            return _joined(And, self._or_first(terms, operators))
        if self.rules.beside == "OR" and excluded and kept:
            inner = _joined(And if "AND" in operators else Or, kept)
            return _joined(And, [inner, *excluded])
        every = [node for _, node in terms]
        plain = [
            operator
            for operator, (sign, _) in zip(operators, terms[1:], strict=False)
            if sign != "-"
        ]
        if excluded and kept and "OR" in plain:
            return _joined(And, [_joined(Or, kept), *excluded])
        return _joined(Or if "OR" in operators else And, every)

    def _optional(self, some: bool) -> None:
        if some:
            self.complain(
                "optional", self.signs[0], "Terms without + only raise the score beside terms with +.",
                "They were left away: they do not change which texts match.", "hint",
            )  # fmt: skip

    def _or_first(self, terms: list[tuple[str, Node]], operators: list[str]) -> list[Node]:
        groups: list[list[Node]] = [[terms[0][1]]]
        for operator, (_, node) in zip(operators, terms[1:], strict=True):
            if operator == "OR":
                groups[-1].append(node)
            else:
                groups.append([node])
        return [_joined(Or, group) for group in groups]

    def _near(self) -> Node:
        left = self._with_tilde()
        unseen = [left]
        while self.now().kind == "NEAR":
            sign = self.take()
            if self.now().kind not in _STARTS:
                self.complain(
                    "lacks-operand", sign, "NEAR has nothing after it.", "Add a term after it."
                )
                return left
            distance = sign.number if sign.number is not None else self.rules.near
            if distance is None:
                self.complain(
                    "distance", sign, f"How far {sign.text} reaches by default is not written down.",
                    f"Write the number: {sign.text}/5.",
                )  # fmt: skip
            right = self._with_tilde()
            unseen.append(right)
            if not all(self._shapes.kinds(side).isdisjoint((And, Not, Fact)) for side in unseen):
                self.complain(
                    "not-near", sign, "NEAR joins words, phrases and ORs of them here.",
                    "Say which words stand close: (a NEAR/5 c) AND (b NEAR/5 c).",
                )  # fmt: skip
            unseen.clear()
            left = Near(left=left, right=right, distance=distance or 0, ordered=sign.ordered)
        return left

    def _with_tilde(self) -> Node:
        before = self.now()
        node = self._one()
        if self.now().kind == "weight":
            self.complain("weight", self.take(), "Weights do not change which texts match.", "It was left away.", "hint")  # fmt: skip
        if self.now().kind == "tilde" and before.kind in {"quoted", "(", "word"}:
            return self._apart(node, before, self.take())
        return node

    def _apart(self, node: Node, before: Sign, tilde: Sign) -> Node:
        """Read ``"a b"~5`` and ``(a AND b)~5`` as a distance between two things."""
        words = node.text.split() if isinstance(node, Term) else []
        two: list[Node] = [Term(text=word, how=How.QUOTED) for word in words]
        if isinstance(node, And):
            two = list(node.parts)
        countable = not any(
            isinstance(each, And | Not | Fact) for part in two for each in walk(part)
        )
        if before.kind == "word" or not self.rules.tilde or tilde.number is None:
            self.complain("fuzzy", tilde, "Similar spellings (~) cannot be searched for.", "Write the spellings, joined by OR.")  # fmt: skip
        elif len(two) != 2 or not countable:
            self.complain(
                "distance", tilde, "A distance between more than two things cannot be said.",
                "Say which two stand close: (a NEAR/5 b) AND (b NEAR/5 c).",
            )  # fmt: skip
        elif self.rules.tilde == "slop":
            return _slop(two[0], two[1], tilde.number)
        else:
            return Near(left=two[0], right=two[1], distance=tilde.number)
        return node

    def _one(self) -> Node:
        sign = self.take()
        match sign.kind:
            case "(":
                return self._group(sign)
            case "quoted":
                return self._term(sign, sign.text, How.QUOTED)
            case "exact" if self.rules.exact:
                return self._term(sign, sign.text, How.EXACT)
            case "word":
                return self._word(sign)
            case "field":
                return self._field(sign)
            case "range":
                self.complain(
                    "range", sign, "Ranges of values cannot be searched for.", "Leave it away."
                )
            case "pattern":
                self.complain("pattern", sign, "This regular expression is matched against whole terms there.", "Write /…/ in our language and mind the borders of words.")  # fmt: skip
            case _:
                self.complain("strange-sign", sign, f"{sign.text} has no meaning that can be said here.", "Leave it away, or put the phrase in quotes.")  # fmt: skip
        return _NOTHING

    def _group(self, opening: Sign) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            self.complain(
                "too-deep", opening, f"Brackets go at most {_DEEPEST} deep.", "Split the query."
            )
            self.at = len(self.signs) - 1
            return _NOTHING
        if self.now().kind == ")":
            self.complain(
                "empty-bracket", opening, "There is nothing between these brackets.", "Remove them."
            )
        node = self._any_level()
        self.depth -= 1
        if self.now().kind == ")":
            self.take()
        else:
            self.complain("open-bracket", opening, "This bracket is never closed.", "Close it.")
        return node

    def _word(self, sign: Sign) -> Node:
        if re.fullmatch(r"\d+\.\.\d+", sign.text):
            self.complain("range", sign, "Ranges of numbers cannot be searched for.", "Leave it away: a watchlist looks at new articles only.")  # fmt: skip
        required = self.signs[max(0, self.at - 2)].kind == "+"
        if _OPERATOR.fullmatch(sign.text) and not required:
            self.complain("operator", sign, f"{sign.text} looks like an operator of another language.", f'Write NEAR/5 or ONEAR/5, or "{sign.text}" for the word.')  # fmt: skip
        if trouble := foreign_operator(sign.text, self.text, sign.start, sign.end):
            self.complain("operator", sign, *trouble)
        if sign.text in {"and", "or", "not", "near"} and not required:
            self.complain("lower-case", sign, f"{sign.text} is a word here, not an operator.", f'Write {sign.text.upper()}, or "{sign.text}".')  # fmt: skip
        if sign.text.endswith(":") or re.search(
            r"[;,!|&<>=\\](?!\w)|[;|<>=\\]|(?<!\w)[&/]|(?<!\d)/\d|://", sign.text
        ):
            self.complain("strange-sign", sign, f"{sign.text} holds signs with a meaning that cannot be said here.", "Put it in quotes if the text is meant.")  # fmt: skip
        return self._term(sign, sign.text, How.STEM if self.rules.stems else How.QUOTED)

    def _term(self, sign: Sign, text: str, how: How) -> Node:
        text = " ".join(text.split())
        if re.search(r"\w\$", text) or re.search(r"\?(?!\w)", text):
            self.complain("wildcard", sign, "Only * and, inside a word, ? are wildcards here.", "Write the forms, joined by OR, or *.")  # fmt: skip
        if how is How.STEM and (" " in text or text[:1] in "#@/=-"):
            how = How.QUOTED
        term = Term(text=text, how=how)
        if not ways(term):
            self.complain("no-word", sign, f"{sign.text or 'This'} holds no word: signs and pictures cannot be searched for.", "Leave it away.")  # fmt: skip
        return term

    def _field(self, sign: Sign) -> Node:
        name = self.rules.fields.get(sign.text.lower())
        if name is None and sign.text.lower() in _TIMES:
            self.complain("field", sign, f"{sign.text}: cannot be said here.", "Leave it away: a watchlist looks at new articles only.")  # fmt: skip
        elif name is None:
            known = ", ".join(f"{each}:" for each in self.rules.fields)
            self.complain(
                "field", sign, f"{sign.text}: cannot be said here.", f"What can be said: {known}."
            )
        if self.now().kind not in _STARTS:
            self.complain(
                "empty-field", sign, f"{sign.text}: has no value.", "Write it after the colon."
            )
            return _NOTHING
        value = self._with_tilde()
        if name is None or name in PLACES:
            return Scoped(name=name or "title", part=value)
        facts = [_fact(name, each.text) for each in walk(value) if isinstance(each, Term)]
        if not isinstance(value, Term | Or) or not facts:
            self.complain(
                "field", sign, f"{sign.text}: takes one value, or values joined by OR.", "Split it."
            )
        return _joined(Or, list(facts)) if facts else _NOTHING


def _fact(name: str, text: str) -> Fact:
    # Some take a part of an address for a host: site:bbc.co.uk/news.
    return Fact(name="url" if name == "site" and "/" in text else name, text=text)


def _joined(kind: type[And | Or], nodes: list[Node]) -> Node:
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.parts if isinstance(node, And | Or) and isinstance(node, kind) else [node])
    return flat[0] if len(flat) == 1 else kind(parts=tuple(flat))


def _negative(root: Node) -> bool:
    """Say whether a query only excludes."""
    held = root.parts if isinstance(root, And) else (root,)
    return all(isinstance(part, Not) for part in held)


def _slop(left: Node, right: Node, moves: int) -> Node:
    """Lucene counts moves: turning two neighbours round takes two."""
    forward = Near(left=left, right=right, distance=moves, ordered=True)
    if moves < 2:
        return forward
    return Or(parts=(forward, Near(left=right, right=left, distance=moves - 2, ordered=True)))
