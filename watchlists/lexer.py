"""The text of a query as symbols: brackets, operators, words, quoted phrases, fields."""

import re
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import NamedTuple

from watchlists.complaints import MOST, Complaint
from watchlists.limits import MOST_DISTANCE, TOO_FAR
from watchlists.query import Place
from watchlists.strange import ENTITY, STRANGE, strange

# Full-width forms mean what their ASCII twins mean; one character for one, so offsets stay.
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20, 0xFE59: 0x28, 0xFE5A: 0x29, 0x2E28: 0x28, 0x2E29: 0x29, 0xFD3E: 0x28, 0xFD3F: 0x29,
    0xFF5F: 0x28, 0xFF60: 0x29,
}  # fmt: skip

_DOUBLE = '"“”„‟〝〞〟'
_CLOSERS = {
    **dict.fromkeys(_DOUBLE, _DOUBLE),
    **dict.fromkeys("«»", "«»"),
    **dict.fromkeys("‹›", "‹›"),
    "「": "」", "『": "』", "｢": "｣", "‘": "’",
}  # fmt: skip
_CLOSING = {closers: re.compile(f"[{closers}]") for closers in _CLOSERS.values()}
_QUOTES = "".join(_CLOSERS)
DOUBLE = re.compile(r'["“”„‟〝〞〟＂]')
"""Double quotes of every kind; none may stand inside a text that prints between two."""
_LETTERS = re.compile(r"\w*")
UNSEEN = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Zero-width spaces and direction marks, which come with pasted text: between symbols they are spaces, inside a word they
are set aside later."""
_LOOSE = re.compile(rf"(?<!\w)[{UNSEEN}]|[{UNSEEN}](?!\w)")


def visible(text: str) -> str:
    """Return the text with spaces for the characters without width that stand at the border of a word."""
    return text if text.isascii() else _LOOSE.sub(" ", text)


def number_of(digits: str) -> int:
    """Return a number; of one that is longer than Python reads, what its first digits say: it is too large anyway."""
    return int(digits.lstrip("0")[:300] or "0")


class Kind(StrEnum):
    """What a symbol is."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    CALL = "call"
    """ATLEAST/n, SENTENCE or PARAGRAPH; a bracket follows."""
    FIELD = "field"
    """A name and its colon."""
    WORD = "word"
    QUOTED = "quoted"
    REGEX = "regex"
    NAMED = "named"
    END = "end"


class Symbol(NamedTuple):
    """One symbol of a query, and where it stands; a tuple, because long queries have very many."""

    kind: Kind
    text: str
    start: int
    end: int
    number: int = 0
    exact: bool = False
    """``=`` stood before it."""

    @property
    def place(self) -> Place:
        """Where it stands, as a tree keeps it."""
        return Place(start=self.start, end=self.end)


_NEAR = re.compile(r"(O?)NEAR/(\d+)(?![\w/])")
_CALL = re.compile(r"(ATLEAST/(\d+)|SENTENCE|PARAGRAPH)\s*(?=\()")
_FIELD = re.compile(r"([A-Za-z_]+):(?!//)")
_NAMED = re.compile(r"@([\w][\w.-]*)")
_PLAIN = re.compile(r"(AND|OR|NOT)(?![^\s()\"“”„«»])")
FIELD_CODES = "(?:tw|ti|ab|kw|kf|mp|sh|pt|af|hw|ot|nm|pub|fs|xm|jw|in|tx|de|dm|mf|an|id|rn)"
"""Fields of catalogues as several of them stand after a term: ``(a or b).ti,ab.``"""
_SUFFIXED = re.compile(rf"\.{FIELD_CODES}(?:,{FIELD_CODES})*$", re.IGNORECASE)
_MORE_CODES = re.compile(rf",{FIELD_CODES}\b", re.IGNORECASE)
_LIKE_NEAR = re.compile(
    r"(?i:(?:W|PRE|P|ADJ|NEXT|WITHIN|N|ONEAR|NEAR|BEFORE|AFTER|FBY|SENT|PARA)/\d+\w*|(?:W|PRE|O?NEAR)/(?:seg|sent|para|doc|s|p)|(?:ADJ|NEAR|PRE)\d+)(?![\w])|O?NEAR\b(?!/\d)[^\s()]*"
)

_REGEX = re.compile(r"/((?:[^/\\\n]|\\.)+)/")
_SLASHED = re.compile(r"/(?:\d{1,3}|[spSP])(?=[\s()]|$)")
"""How some write a distance: ``a /3 b``, ``a /s b``; a second one would close it as a regular expression."""

_SPACE = re.compile(rf"[\s{UNSEEN}]+")
_BORDER = r"(?=[\s()]|\Z)"
INSIDE = '(?:(?<=[\u05d0-\u05ea])["”](?=[\u05d0-\u05ea])|(?<=\\d),(?=\\d))'
"""Signs that are part of a word between certain letters: צה"ל, 50,000."""
_EASY = re.compile(
    rf"""\s*+(?:
      ([()])
    | (AND|OR|NOT){_BORDER}
    | (?!(?:O?NEAR|SENTENCE|PARAGRAPH)\b|(?i:adj|near|pre)\d)([\w*][\w*.?'’-]*+(?:{INSIDE}[\w*.?'’-]*+)*+){_BORDER}
    | (=?)"([^"“”„‟〝〞〟]*+)"{_BORDER}
    | @(\w[\w.-]*+){_BORDER}
    | (O?)NEAR/(\d{{1,6}}){_BORDER}
    )""",
    re.VERBOSE,
)
"""The symbols that most queries are made of, found at once; what looks like one of these is nothing else."""
_SIGNS = {sign: Kind(sign) for sign in ("(", ")", "AND", "OR", "NOT")}


class _Easy(IntEnum):
    """The groups of what is found at once; the last that matched tells which symbol it is."""

    WORD = 3
    EQUALS = 4
    QUOTED = 5
    NAME = 6
    ORDERED = 7
    DISTANCE = 8


_RAW = re.compile(r"[^\s()\"“”„«»]+")
_RAW_FIELDS = {"url", "site", "author", "lang", "source", "tag", "section", "words"}


class Lexer:
    """Cuts one query's text into symbols; what it cannot read becomes a complaint."""

    def __init__(self, text: str, *, most: int) -> None:
        self.original = text
        self._most = most
        self.text = visible(text.translate(_ASCII))
        self.at = 0
        self.symbols: list[Symbol] = []
        self.complaints: list[Complaint] = []

    def read(self) -> list[Symbol]:
        """Return the symbols, an END last; no more is read than can be used."""
        while (
            self.at < len(self.text)
            and len(self.complaints) < MOST
            and len(self.symbols) <= self._most
        ):
            if found := _EASY.match(self.text, self.at):
                self.symbols.append(self._easy(found))
                self.at = found.end()
            elif space := _SPACE.match(self.text, self.at):
                self.at = space.end()
            else:
                self._next()
        self._add(Kind.END, "", self.at, self.at)
        return self.symbols

    def _easy(self, found: re.Match[str]) -> Symbol:
        which = found.lastindex or 0
        start, end = found.span(which)
        match which:
            case _Easy.WORD:
                return Symbol(Kind.WORD, self.original[start:end], start, end)
            case _Easy.QUOTED:
                exact = found.end(_Easy.EQUALS) > found.start(_Easy.EQUALS)
                return Symbol(Kind.QUOTED, self.original[start:end], found.start(_Easy.EQUALS), end + 1, 0, exact)  # fmt: skip
            case _Easy.NAME:
                return Symbol(Kind.NAMED, found[which], start - 1, end)
            case _Easy.DISTANCE:
                first = found.start(_Easy.ORDERED)
                return Symbol(Kind.NEAR, found[_Easy.ORDERED], first, end, int(found[which]))
            case _:
                return Symbol(_SIGNS[found[which]], found[which], start, end)

    def _next(self) -> None:
        if not (self._operator() or self._minus() or self._value(self.at, exact=False)):
            self._word(self.at, exact=False)

    def _operator(self) -> bool:
        if found := _PLAIN.match(self.text, self.at):
            self._add(Kind(found.group(1)), found.group(), *found.span())
        elif found := _NEAR.match(self.text, self.at):
            self._add(Kind.NEAR, found.group(1), *found.span(), number=number_of(found.group(2)))
        elif found := _CALL.match(self.text, self.at):
            name = found.group(1).partition("/")[0]
            self._add(Kind.CALL, name, *found.span(), number=number_of(found.group(2) or "0"))
        elif found := _LIKE_NEAR.match(self.text, self.at):
            self._not_near(found)
        elif found := _FIELD.match(self.text, self.at):
            self._add(Kind.FIELD, found.group(1), *found.span())
            self._raw(found.group(1).lower())
        else:
            return False
        return True

    def _raw(self, name: str) -> None:
        """Read the value of a field of facts as it stands: addresses and ranges hold any sign."""
        if name in _RAW_FIELDS and (found := _RAW.match(self.text, self.at)):
            self._add(Kind.WORD, self.original[found.start() : found.end()], *found.span())

    def _not_near(self, found: re.Match[str]) -> None:
        number = re.search(r"\d+", found.group())
        ordered = found.group().upper().startswith(("P", "O"))
        words = number_of(number.group()) if number else 10
        if number and "ADJ" in found.group().upper():
            words -= 1  # adj1 stands side by side, adj2 has one word between at most
        right = f"{'O' if ordered else ''}NEAR/{max(0, words)}"
        within = {"S": "SENTENCE", "P": "PARAGRAPH"}.get(
            found.group().upper().partition("/")[2][:1]
        )
        if words > MOST_DISTANCE:
            self._complain("far", *found.span(), *TOO_FAR)
        else:
            self._complain(
                "distance-operator", *found.span(),
                f"{found.group()} is not an operator here.",
                f"Write {within}(a b) around both, or put it in quotes to search for it." if within
                else f"Write {right} (at most that many words between; it binds closer than AND and OR), or put it in quotes to search for it.",
            )  # fmt: skip
        self._add(Kind.NEAR, "O" if ordered else "", *found.span(), number=10)

    def _minus(self) -> bool:
        if self.text[self.at] not in "-−–—":
            return False
        after = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at] == "-" and after and not after.isspace() and after not in ")-":
            self._add(Kind.NOT, "-", self.at, self.at + 1)
        else:
            self._complain(
                "lone-minus", self.at, self.at + 1, "A dash on its own says nothing.",
                "Write -word or NOT word to exclude; leave the dash out of phrases.",
            )  # fmt: skip
            self.at += 1
        return True

    def _value(self, at: int, *, exact: bool) -> bool:
        """Read what may follow ``=``: a quoted phrase or a regular expression."""
        letter = self.text[at]
        if letter in _QUOTES and not (letter == "‘" and self._apostrophe(at)):
            self._quoted(at, exact=exact)
        elif letter == "/":
            self._regex(at, exact=exact)
        elif letter == "=" and not exact and self.text[at + 1 : at + 2].strip("()=").strip() == "":
            self._complain(
                "lone-equals", at, at + 1, "= has nothing directly after it.",
                'Write ="US" for a word just as it is written, or leave the sign away.',
            )  # fmt: skip
            self.at = at + 1
        elif letter == "=" and not exact:
            if not self._value(at + 1, exact=True):
                self._word(at + 1, exact=True)
        elif letter == "@" and not exact and (found := _NAMED.match(self.text, at)):
            self._add(Kind.NAMED, found.group(1), *found.span())
        else:
            return False
        return True

    def _apostrophe(self, at: int) -> bool:
        """Tell ‘Ndrangheta (an apostrophe) from ‘North Korea’ (quotes)."""
        return at > self._last_single

    @cached_property
    def _last_single(self) -> int:
        """Where the last ’ stands that closes a word."""
        return max(
            (found.start() for found in re.finditer(r"’(?=[\s()]|$)", self.text)), default=-1
        )

    def _quoted(self, at: int, *, exact: bool) -> None:
        closers = _CLOSERS[self.text[at]]
        found = _CLOSING[closers].search(self.text, at + 1)
        while found and self._gershayim(found.start()):
            found = _CLOSING[closers].search(self.text, found.end())
        end = found.start() if found else len(self.text)
        start = self.at
        if end == len(self.text):
            self._complain(
                "open-quote", at, at + 1, "This quotation mark is never closed.",
                "Close it, or leave it away: unquoted words that stand together are a phrase.",
            )  # fmt: skip
        self._add(Kind.QUOTED, self.original[at + 1 : end], start, min(end + 1, len(self.text)), exact=exact)  # fmt: skip

    def _gershayim(self, at: int) -> bool:
        """A double quote between Hebrew letters is part of an abbreviation: צה"ל."""
        return (
            0 < at < len(self.text) - 1
            and "\u05d0" <= self.text[at - 1] <= "\u05ea"
            and "\u05d0" <= self.text[at + 1] <= "\u05ea"
        )

    def _regex(self, at: int, *, exact: bool) -> None:
        start = self.at
        if found := _SLASHED.match(self.text, at):
            self._not_near(found)
            return
        found = _REGEX.match(self.text, at)
        if found:
            pattern = self.original[at + 1 : found.end() - 1].replace("\\/", "/")
            self._add(Kind.REGEX, pattern, start, found.end(), exact=exact)
            return
        self._complain(
            "open-regex", at, at + 1, "A / opens a regular expression, and no second / closes it.",
            "Write /pattern/, OR between alternatives, or put the words in quotes.",
        )  # fmt: skip
        self.at = at + 1

    def _word(self, at: int, *, exact: bool) -> None:
        end = at + self.text.startswith("‘", at)
        while end < len(self.text) and not self._ends_word(end, at):
            end = max(end + 1, self._letters_end(end))
        start = self.at
        if end == at:
            found = strange(self.text, at)
            self._complain("strange-sign", *found)
            self.at = found.end
            return
        # A quotation mark may stand directly behind an operator: OR‘a’.
        alone = not exact and self.text[at:end] in {Kind.AND, Kind.OR, Kind.NOT}
        kind = Kind(self.text[at:end]) if alone else Kind.WORD
        self._add(kind, self.original[at:end], start, end, exact=exact)

    def _letters_end(self, at: int) -> int:
        found = _LETTERS.match(self.text, at)
        return found.end() if found else at

    def _ends_word(self, at: int, start: int) -> bool:
        letter = self.text[at]
        if letter.isspace() or letter in "()":
            return True
        if letter in _QUOTES:
            inside = at > 0 and self.text[at - 1].isalnum() and self.text[at + 1 : at + 2].isalnum()
            return not (self._gershayim(at) or (letter == "‘" and inside))
        found = STRANGE.match(self.text, at)
        return found is not None and not (at > start and self._belongs(at, start, found))

    def _belongs(self, at: int, start: int, found: re.Match[str]) -> bool:
        """Tell AT&T, C++, 50,000 and Yahoo! from operators of other languages."""
        before = self.text[at - 1 : at]
        after = self.text[found.end() : found.end() + 1]
        if found.group() == ",":
            coded = _SUFFIXED.search(self.text, start, at) and _MORE_CODES.match(self.text, at)
            return (before.isdigit() and after.isdigit()) or bool(coded)
        if found.group() == "&" and ENTITY.match(self.text, at):
            return False
        if found.group() in "&+!" and before.isalnum() and after.isalnum():
            return True
        if (
            found.group() == "!"
            and before.isalnum()
            and (not after or after.isspace() or after == ")")
        ):
            return True
        return found.group() == "+" and (before.isalnum() or before == "+")

    def _add(
        self, kind: Kind, text: str, start: int, end: int, *, number: int = 0, exact: bool = False
    ) -> None:
        self.symbols.append(
            Symbol(kind=kind, text=text, start=start, end=end, number=number, exact=exact)
        )
        self.at = end

    def _complain(self, code: str, start: int, end: int, message: str, mend: str) -> None:
        self.complaints.append(
            Complaint(code=code, severity="error", start=start, end=end, message=message, mend=mend)
        )
