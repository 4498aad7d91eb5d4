"""The text of a query in another language as symbols."""

import re
from typing import NamedTuple

from watchlists.dialects.rules import Rules
from watchlists.lexer import INSIDE, UNSEEN, number_of, visible
from watchlists.limits import MOST_SYMBOLS

_FAR = 1e9
"""A distance that is refused, however it is written."""


class Sign(NamedTuple):
    """One symbol; ``kind`` is one of ``( ) AND OR NOT NEAR + word quoted exact field tilde strange end``.

    A tuple, because long queries have very many.
    """

    kind: str
    text: str
    start: int
    end: int
    number: int | None = None
    ordered: bool = False


_COMMENT, _END = "<<<", ">>>"
# Full-width letters, figures, brackets and signs of operators; one character for one, so offsets stay.
_ASCII = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in '()":|-'
} | {0x3000: 0x20}  # fmt: skip
_QUOTE = '"“”„‟＂'
_GERSHAYIM = '(?<=[\u05d0-\u05ea])["”](?=[\u05d0-\u05ea])'
"""A double quote between Hebrew letters is part of an abbreviation."""
_SYMBOLS = re.compile(
    rf"""
    (?P<space>   [\s{UNSEEN}]+ )
  | (?P<bracket> [()（）] )
  | (?P<near>    (?P<o>O?)NEAR(?:/(?P<n>\d+)(?P<f>f?))?(?![\w/]) | AROUND[ ]?\((?P<m>\d+)\) )
  | (?P<word_operator> (?:AND|OR|NOT)(?![^\s()\"“”]) )
  | (?P<sign_operator> \&\& | \|\| | \| | ! )
  | (?P<quoted>  [{_QUOTE}](?P<inside>(?:[^{_QUOTE}]|{_GERSHAYIM})*)[{_QUOTE}] )
  | (?P<exact>   \{{(?P<braced>[^{{}}]*)\}} )
  | (?P<range>   [\[\{{][^\[\]{{}}]{{0,60}}\sTO\s[^\[\]{{}}]{{0,60}}[\]\}}] )
  | (?P<field>   (?P<name>[A-Za-z_]\w*):(?=\S)(?!//) )
  | (?P<tilde>   ~(?P<slop>\d*(?:\.\d+)?) )
  | (?P<weight>  \^\d+(?:\.\d+)? )
  | (?P<prefix>  [-+](?=[^\s)]) )
  | (?P<pattern> /(?:[^/\\\s]|\\.)+/(?=[\s)]|$) )
  | (?P<word>    (?:[^\s()\"“”„‟＂（）\[\]{{}}~^«»‹›「」『』]|{_GERSHAYIM})+ )
  | (?P<strange> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_EASY = re.compile(
    rf"""\s*+(?:([()])|(AND|OR|NOT)(?=[\s()]|\Z)
    |(?!(?:O?NEAR|AROUND)\b)([\w*][\w*.?'’-]*+(?:{INSIDE}[\w*.?'’-]*+)*+)(?=[\s()]|\Z))""",
    re.VERBOSE,
)
"""Brackets, operators and words, found at once; what looks like one of these is nothing else."""
_WORD = 3
"""The group of words in it."""


def read(text: str, rules: Rules) -> list[Sign]:
    """Cut a query into symbols, an ``end`` last; of a query that is too long, the first ones."""
    text = visible(text.translate(_ASCII))
    found: list[Sign] = []
    at = 0
    while at < len(text) and len(found) <= MOST_SYMBOLS:
        if easy := _EASY.match(text, at):
            which = easy.lastindex or 0
            said = easy[which]
            found.append(Sign("word" if which == _WORD else said, said, *easy.span(which)))
            at = easy.end()
            continue
        if text.startswith(_COMMENT, at) and (end := text.find(_END, at)) >= 0:
            at = end + len(_END)
            continue
        match = _SYMBOLS.match(text, at)
        assert match is not None  # noqa: S101 -- the last alternative matches anything
        sign = _sign(match, rules, after_field=bool(found) and found[-1].kind == "field")
        if sign is not None:
            found.append(sign)
        at = match.end()
    found.append(Sign(kind="end", text="", start=len(text), end=len(text)))
    return found


def _sign(match: re.Match[str], rules: Rules, *, after_field: bool) -> Sign | None:
    # Of groups inside one another the outer one counts as the last.
    kind, text = match.lastgroup or "", match.group()
    start, end = match.span()
    if kind == "space":
        return None
    if kind == "near":
        digits = match.group("n") or match.group("m")
        number = number_of(digits) if digits else None
        ordered = bool(match.group("o") or match.group("f"))
        return Sign("NEAR", text, start, end, number, ordered)
    if kind in {"quoted", "exact"}:
        inside = match.group("inside") if kind == "quoted" else match.group("braced")
        return Sign(kind, inside, start, end)
    if kind == "tilde":
        # Of more digits than a number has room for it would be endless.
        slop = min(float(match.group("slop") or 0), _FAR)
        return Sign(kind, text, start, end, int(slop) if match.group("slop") else None)
    if kind == "field":
        return Sign(kind, match.group("name"), start, end)
    return Sign(*_simple(kind, text, rules, after_field=after_field), start, end)


def _simple(kind: str, text: str, rules: Rules, *, after_field: bool) -> tuple[str, str]:
    """Return kind and text of a symbol that has no inside."""
    match kind:
        case "bracket":
            return ("(" if text in "(（" else ")"), text
        case "word_operator":
            return text, text
        case "sign_operator":
            return rules.signs.get(text, "strange"), text
        case "prefix" if text == "-" and not after_field:
            return "NOT", text
        case "prefix":
            return ("+" if rules.required and not after_field else "strange"), text
        case _:
            return kind, text
