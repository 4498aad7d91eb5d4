"""What a word of another language must not be read as: an operator, a range, a quotation in the wrong signs."""

import re
from collections.abc import Iterator

from watchlists.dialects.rules import Rules
from watchlists.dialects.symbols import Sign
from watchlists.foreign import foreign_operator

Slip = tuple[str, str, str]
"""Code, message and mend."""

_OPERATOR = re.compile(
    r"(?i:O?NEAR|W|PRE|WITHIN|ADJ|NEXT|BEFORE|AFTER|FBY|SENT|PARA)/\w+|(?i:ATLEAST)/?\d+|(?i:NEAR|ADJ)\d+|(?i:and|or|not)/(?i:and|or|not)|AROUND|ADJ"
)
_RANGE = re.compile(r"[$€£]?\d[\d.,]*\.\.[$€£]?(?:\d.*)?|\.\.[$€£]?\d.*")
_LOWER = {"and": "AND", "or": "OR", "not": "NOT", "near": "NEAR"}
_CODED = re.compile(r"%[0-9A-F]{2}|&(?:quot|amp|apos|lt|gt|nbsp|#\w+);")
_SINGLE = re.compile(r"['‘`´][^'‘’`´\"()\s][^'‘’`´\"()]{0,200}['’`´](?=[\s)]|$)")
_DASHES = "–—−‒"
_LETTERS = re.compile(r"[\w*]+")
_WRONG = re.compile(r"[;,!|&<>=\\](?!\w)|[;|<>=\\]|(?<!\w)[&/]|\w/$|(?<!\d)/\d|://")
_WRONG_IN_ADDRESS = re.compile(r"[;|<>\\]")


def slips(sign: Sign, text: str, rules: Rules, *, required: bool, address: bool) -> Iterator[Slip]:
    """Return what is wrong with a word; ``required`` after a plus, ``address`` as the value of a field of addresses."""
    word = sign.text
    signs = _LETTERS.fullmatch(word) is None
    if signs and _RANGE.fullmatch(word):
        yield "range", "Ranges of numbers cannot be searched for.", "Leave it away: a watchlist looks at new articles only."  # fmt: skip
    if trouble := foreign_operator(word, text, sign.start, sign.end):
        yield "operator", *trouble
    if not required:
        yield from _operators(word, text[sign.end : sign.end + 1])
    if word[:1] in _DASHES and len(word) > 1:
        yield "dash", f"{word[0]} is a dash, not a minus.", "Write - before what is excluded."
    if signs and _SINGLE.match(text, sign.start):
        yield "single-quotes", "Single quotes are no quotes: the words are not kept together.", 'Write "…" around the phrase.'  # fmt: skip
    if text[sign.start - 1 : sign.start] == ")":
        yield "strange-sign", f"{word} stands directly behind a bracket.", "Write a space or an operator between them."  # fmt: skip
    if signs:
        yield from _signs(word, rules, address=address)


def inside(sign: Sign, text: str, rules: Rules) -> Iterator[Slip]:
    """Return what has a meaning of its own between quotes or braces."""
    if "\\" in text:
        yield "strange-sign", "A backslash makes the next sign a plain one.", "Leave it away; signs beside words are set aside here anyway."  # fmt: skip
    if re.search(r"(?<!\S)\*(?!\S)", text) and " " in text:
        yield "wildcard", "A * on its own is exactly one word here, and may be several there.", 'Write the parts with a distance: "a" ONEAR/5 "b".'  # fmt: skip
    elif "*" in text and rules.tilde == "slop":
        yield "wildcard", f"{rules.name} reads no wildcards between quotes.", "Leave * away, or write the forms joined by OR."  # fmt: skip
    if sign.kind == "exact" and '"' in text:
        yield "strange-sign", "Quotes stand between braces.", "Write the braces alone: {US}."


def _operators(word: str, following: str) -> Iterator[Slip]:
    if _OPERATOR.fullmatch(word):
        yield "operator", f"{word} looks like an operator of another language.", f'Write NEAR/5 or ONEAR/5, or "{word}" for the word.'  # fmt: skip
    elif following == "(" and word.isascii() and word[-1:].isalnum():
        yield "operator", f"{word}( looks like an operator or a field.", f"Write AND between {word} and the bracket if the word is meant."  # fmt: skip
    elif word.lower() in _LOWER:
        yield "lower-case", f"{word} is a word here, not an operator.", f'Write {_LOWER[word.lower()]}, or "{word}".'  # fmt: skip


def _signs(word: str, rules: Rules, *, address: bool) -> Iterator[Slip]:
    wrong = _WRONG_IN_ADDRESS if address else _WRONG
    if _CODED.search(word):
        yield "strange-sign", f"{word} holds the code of a sign.", "Write the sign itself: a quotation mark for %22 or &quot;."  # fmt: skip
    elif rules.or_first and re.search(r"\w\+\w", word):
        yield "strange-sign", f"{word} is joined by + as in an address.", f'Write a space for +, or "{word}".'  # fmt: skip
    elif not address and re.match(r"[^\W\d_][\w.-]*:", word) and "://" not in word:
        name, _, value = word.partition(":")
        if not value and name.lower() in rules.fields:
            yield "empty-field", f"{word} has nothing directly behind it.", "Write the value without a space."  # fmt: skip
            return
        yield "field", f"{name}: cannot be said here.", "Put it in quotes if the text is meant."
    elif word.endswith(":") or wrong.search(word):
        yield "strange-sign", f"{word} holds signs with a meaning that cannot be said here.", "Put it in quotes if the text is meant."  # fmt: skip
