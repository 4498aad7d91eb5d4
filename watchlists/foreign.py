"""Signs of other query languages that would pass for parts of words, and be misread in silence."""

import re

from watchlists.lexer import Symbol

_CALL = re.compile(r"ATLEAST/\d+|SENTENCE|PARAGRAPH")
_TAG = re.compile(r"[A-Za-z]{1,12}(?:[-/][A-Za-z]+)*=")
_SUFFIX = re.compile(
    r"[^\s.]*\.(?:tw|ti|ab|kw|mp|sh|pt|af|hw|ot|nm|pub|fs|xm)\b[.,]?", re.IGNORECASE
)
_COUNTED = re.compile(r"(?i:ATL\d+|ATLEAST\d*)|AROUND")
_BARE = frozenset({"ADJ", "adj", "Adj"})
_ELSEWHERE = {
    "AND": "И ТА UND ET Y VE SAME", "OR": "ИЛИ АБО ODER OU O VEYA XOR", "NOT": "НЕ НІ NICHT SAUF ANDNOT BUTNOT",
}  # fmt: skip
_OPENERS, _CLOSERS = tuple('(（"“„«「'), tuple(')）"”“»」')
_OPERATORS = {word: sign for sign, words in _ELSEWHERE.items() for word in words.split()}
_SHAPES = (
    (re.compile(r"[a-z]{2,}!"), "! is no wildcard here.", "Write * for any ending, or leave the sign away."),
    (re.compile(r"\d+\.\.\d+"), "There are no ranges of numbers in texts.", "Write the numbers, joined by OR."),
    (re.compile(r"(?i:and|or|not)/[\d,-]+"), "Lines cannot be combined by their numbers.", "Give them names under terms: and write @name."),
)  # fmt: skip


def foreign_sign(symbol: Symbol, text: str) -> tuple[str, str] | None:
    """Return what a bare word holds that another language gives a meaning, and how to mend it."""
    word = symbol.text
    before = text[symbol.start - 1 : symbol.start]
    if before != ")" and word not in _BARE and word.isalpha() and word.islower():
        return None
    if trouble := _ending_or_operator(symbol, text):
        return trouble
    for shape, message, mend in _SHAPES:
        if shape.fullmatch(word):
            return message, mend
    if word in _BARE or (_COUNTED.fullmatch(word) and text[symbol.end :].lstrip().startswith("(")):
        return (
            f"{word} is not an operator here.",
            f'Operators are AND, OR, NOT, NEAR/n and ATLEAST/n(…); "{word}" in quotes is the word.',
        )
    if _CALL.fullmatch(word):
        return f"{word} takes its terms in brackets.", f'Write {word}(…), or "{word}" for the word.'
    if _TAG.match(word) and not symbol.exact:
        return (
            f"{word} looks like a field of another language.",
            "Fields are written title:, body:, site: …",
        )
    if _SUFFIX.fullmatch(word) or before == ")":
        return (
            f"{word} directly after a term means nothing here.",
            "Write title:(…) or body:(…) before it.",
        )
    if word.endswith(("/", ":")):
        return (
            f"{word} looks like a field or a heading of another language.",
            "Leave the last sign away.",
        )
    return None


def _ending_or_operator(symbol: Symbol, text: str) -> tuple[str, str] | None:
    trouble = foreign_ending(symbol.text)
    if trouble or symbol.exact:
        return trouble
    return foreign_operator(symbol.text, text, symbol.start, symbol.end)


def foreign_ending(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a wildcard of another language, in a word or a quoted text."""
    if "$" in text and re.search(r"\w\$(?!\w)", text):
        return "$ is no wildcard here.", "Write * for any ending, or the forms joined by OR."
    if "?" in text and re.search(r"\w\?+(?=\s+\S|$)", text) and not re.search(r"\s\S+\?$", text):
        return (
            "? stands for one letter inside a word only.",
            "Write * for any ending, or the forms joined by OR.",
        )
    return None


def foreign_operator(word: str, text: str, start: int, end: int) -> tuple[str, str] | None:
    """Tell an operator of another language from a word: Россия И (Китай), not ВОЙНА И МИР."""
    sign = _OPERATORS.get(word)
    if sign is None:
        return None
    before = text[max(0, start - 20) : start].rstrip()[-1:] in _CLOSERS
    after = text[end : end + 20].lstrip()[:1] in _OPENERS
    if (before and after) or ((before or after) and (len(word) > 1 or not word.isascii())):
        return (
            f"{word} is a word here, not an operator.",
            f'Write {sign}, or "{word}" for the word.',
        )
    return None
