"""A query in another language as a tree of ours, or exact complaints on what cannot be said."""

from __future__ import annotations

import re

from watchlists.atoms import ways
from watchlists.complaints import MOST, Complaint, Severity
from watchlists.dialects.conditions import LANGUAGE, clauses, fact, instead, negative, two_sites
from watchlists.dialects.levels import (
    HINTS,
    by_occurrence,
    by_precedence,
    joined,
    loose,
    or_first,
    phrased,
    slop,
    turn,
)
from watchlists.dialects.rules import Rules
from watchlists.dialects.slips import inside, slips
from watchlists.dialects.symbols import Sign, read
from watchlists.facts import PLACES
from watchlists.lexer import DOUBLE
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
_ADDRESSES = {"url", "site", "inurl", "domainurl"}
_DEEPEST = 40
_NOTHING = Term(text="", how=How.QUOTED)
_WILD = re.compile(r"\w\$|\?(?![\w?*])|(?<![\w?*])\?")
"""Wildcards that are none here."""


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
        root = self._bare() or self._any_level()
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
        if negative(root):
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
        """Note what cannot be said; after very many errors nothing more is read, or told."""
        errors = sum(each.severity == "error" for each in self.complaints)
        if errors >= MOST or (severity == "hint" and len(self.complaints) - errors >= MOST):
            return
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
        if severity == "error" and errors + 1 >= MOST:
            # Nothing more is read: the rest is hardly another mistake.
            self.at = len(self.signs) - 1

    def _bare(self) -> Node | None:
        """Read words without any operator, where that has a meaning of its own."""
        found = self.signs[:-1]
        if self.rules.bare is None or any(each.kind != "word" for each in found):
            return None
        capitals = [each for each in found if each.text.isupper() and len(each.text) > 1]
        if (
            any(not each.text.isalnum() for each in found)
            or len(found) > 2
            or (len(found) > 1 and capitals)
        ):
            if len(found) > 1 and not any(set(each.text) & set("*?/") for each in found):
                self.complain(
                    "distance", found[0], f"Words without operators are looked for near one another in {self.rules.name}.",
                    "Write AND or NEAR/n between them, or quotes around a phrase.",
                )  # fmt: skip
            return None
        terms = [self._one() for _ in found]
        if len(terms) == 1:
            return Term(text=found[0].text, how=How.EXACT) if capitals else terms[0]
        return Near(left=terms[0], right=terms[1], distance=self.rules.bare)

    def _any_level(self) -> Node:
        """Read one level: terms with the operators between them, then give them their precedence."""
        terms: list[tuple[str, Node]] = []
        operators: list[str] = []
        alone: list[bool] = []
        spaced: list[bool] = []
        firsts: list[Sign] = []
        while self.now().kind not in {")", "end"}:
            beside = self.now().kind not in {"AND", "OR"}
            operator = self._operator(first=not terms)
            if operator is None:
                break
            firsts.append(self.now())
            plus = self.now().kind == "+" and self.take() is not None
            negated = self._negations()
            node = self._near()
            if terms:
                operators.append("beside" if beside and self.rules.required else operator)
            spaced.append(beside)
            alone.append(firsts[-1].kind == "word" and isinstance(node, Term))
            terms.append(
                ("+" if plus else "-" if negated else "", Not(part=node) if negated else node)
            )
        at = loose(alone, spaced, operators) if self.rules.or_first else 0
        if at and (self.depth or phrased([node for _, node in terms], operators)):
            self.complain("loose-words", firsts[at], f"Several words stand beside OR, and it joins only one of them in {self.rules.name}.", "Put each alternative in quotes or in brackets of its own.")  # fmt: skip
            return terms[0][1]
        return self._combined(terms, operators, firsts) if terms else _NOTHING

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
                while self.now().kind in {"AND", "OR"}:
                    self.take()
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

    def _combined(
        self, terms: list[tuple[str, Node]], operators: list[str], firsts: list[Sign]
    ) -> Node:
        """Give the terms of one level the meaning of their operators."""
        last = firsts[turn(operators)]
        if self.rules.required:
            found, trouble = by_occurrence(terms, operators)
            if trouble in HINTS:
                self.complain(trouble, self.signs[0] if trouble == "optional" else last, *HINTS[trouble], "hint")  # fmt: skip
            if trouble == "negative" and self.depth:
                self.complain(trouble, last, f"Nothing but exclusions stands between these brackets; {self.rules.name} finds nothing there.", "Write NOT before the bracket, or add a term that has to be there.")  # fmt: skip
            mixed = trouble == "mixed"
        else:
            mixed = {"AND", "OR"} <= set(operators)
            nodes = [node for _, node in terms]
            found = (or_first if self.rules.or_first else by_precedence)(nodes, operators)
        if mixed and not self.rules.binding:
            self.complain(
                "mixed", last, f"AND and OR stand side by side; {self.rules.name} has no clear rule for that.",
                "Put brackets around what belongs together.",
            )  # fmt: skip
        elif mixed and self.rules.or_first:
            self.complain("or-first", last, f"OR joins only the two terms beside it, as in {self.rules.name}.", "Put phrases in quotes, and alternatives in brackets, if more is meant.", "hint")  # fmt: skip
            if any(isinstance(each, Or) and any(isinstance(part, Not) for part in each.parts) for each in clauses(found)):  # fmt: skip
                self.complain("mixed", last, "An exclusion stands beside OR.", "Put brackets around the alternatives.")  # fmt: skip
        elif mixed:
            self.complain("and-first", last, f"AND and NOT bind closer than OR, as in {self.rules.name}.", "Put brackets around the alternatives if more is meant.", "hint")  # fmt: skip
        if two_sites(found):
            second = max(at for at, (_, node) in enumerate(terms) if isinstance(node, Fact | And))
            self.complain("two-sites", firsts[second], "An article has one site and one language.", "Write OR between them.")  # fmt: skip
        return found

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
                "distance", tilde, "A distance joins exactly two words, or two groups with AND between them.",
                "Say which two stand close: (a NEAR/5 b) AND (b NEAR/5 c).",
            )  # fmt: skip
        elif self.rules.tilde == "slop":
            return slop(two[0], two[1], tilde.number)
        else:
            return Near(left=two[0], right=two[1], distance=tilde.number)
        return node

    def _one(self) -> Node:
        if self.now().kind in {"end", ")"} and self.complaints:
            return _NOTHING  # what lacks its term was told
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
            case "strange" if sign.text in '"“”„‟':
                self.complain("open-quote", sign, "This quotation mark is never closed.", "Close it, or leave it away.")  # fmt: skip
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
        before = self.signs[max(0, self.at - 2)]
        address = before.kind == "field" and before.text.lower() in _ADDRESSES
        required = before.kind == "+"
        for slip in slips(sign, self.text, self.rules, required=required, address=address):
            code, message, mend = slip
            self.complain(code, sign, message, mend)
        return self._term(sign, sign.text, How.STEM if self.rules.stems else How.QUOTED)

    def _term(self, sign: Sign, text: str, how: How) -> Node:
        text = " ".join(text.split())
        for slip in inside(sign, text, self.rules) if sign.kind != "word" else ():
            code, message, mend = slip
            self.complain(code, sign, message, mend)
        if ("?" in text or "$" in text) and _WILD.search(text):
            self.complain("wildcard", sign, "Only * and, inside a word, ? are wildcards here.", "Write the forms, joined by OR, or *.")  # fmt: skip
        if how is How.STEM and (" " in text or text[:1] in "#@/=-"):
            how = How.QUOTED
        term = Term(text=DOUBLE.sub("״", text).replace("‘", "’"), how=how)
        if not ways(term):
            self.complain("no-word", sign, f"{sign.text or 'This'} holds no word: signs and pictures cannot be searched for.", "Leave it away.")  # fmt: skip
        return term

    def _field(self, sign: Sign) -> Node:
        name = self.rules.fields.get(sign.text.lower())
        if name is None:
            self.complain("field", sign, f"{sign.text}: cannot be said here.", instead(sign.text, self.rules))  # fmt: skip
        if self.now().kind not in _STARTS:
            self.complain(
                "empty-field", sign, f"{sign.text}: has no value.", "Write it after the colon."
            )
            return _NOTHING
        value = self._with_tilde()
        if name is None or name in PLACES:
            return Scoped(name=name or "title", part=value)
        facts = [fact(name, each.text) for each in walk(value) if isinstance(each, Term)]
        if not isinstance(value, Term | Or) or not facts:
            self.complain(
                "field", sign, f"{sign.text}: takes one value, or values joined by OR.", "Split it."
            )
        elif name == "lang" and any(not LANGUAGE.fullmatch(each.text) for each in facts):
            self.complain("bad-value", sign, "A language is written as its short tag here.", "Write en, uk or pt-BR.")  # fmt: skip
        return joined(Or, list(facts)) if facts else _NOTHING
