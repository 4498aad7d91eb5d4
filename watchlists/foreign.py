"""Signs of other query languages that would pass for parts of words, and be misread in silence."""

import re
from collections.abc import Sequence

from watchlists.lexer import FIELD_CODES, INSIDE, Symbol

_CALL = re.compile(r"ATLEAST/\d+|SENTENCE|PARAGRAPH")
_TAG = re.compile(r"[A-Za-z]{1,12}(?:[-/][A-Za-z]+)*=")
_SUFFIX = re.compile(
    rf"[^\s.]*\.(?:(?:tw|ti|ab|kw|mp|sh|pt|af|hw|ot|nm|pub|fs|xm)\b[.,]?|{FIELD_CODES}(?:,{FIELD_CODES})+\.?)", re.IGNORECASE
)  # fmt: skip
_COUNTED = re.compile(r"(?i:ATL\d+|ATLEAST\d*)|AROUND")
_LONG = 40
"""Letters of an operator above which it is not repeated."""
_BARE = frozenset({"ADJ", "adj", "Adj"})
_ELSEWHERE = {
    "AND": "И ТА UND ET Y VE SAME", "OR": "ИЛИ АБО ODER OU O VEYA XOR", "NOT": "НЕ НІ NICHT SAUF ANDNOT BUTNOT EXCEPT WITHOUT",
}  # fmt: skip
_OPENERS, _CLOSERS = tuple('(（"“„«「'), tuple(')）"”“»」')
_OPERATORS = {word: sign for sign, words in _ELSEWHERE.items() for word in words.split()}
_NO_NAMES = frozenset(
    [
        "И",
        "ИЛИ",
        "ТА",
        "АБО",
        "UND",
        "ODER",
        "NICHT",
        "VEYA",
        "XOR",
        "ANDNOT",
        "BUTNOT",
        "EXCEPT",
        "WITHOUT",
    ]
)
"""Operators elsewhere that nobody writes in capitals inside a name or a title."""
_LOWER = {
    "and": "AND", "or": "OR", "not": "NOT", "und": "AND", "oder": "OR", "et": "AND", "ou": "OR", "или": "OR", "або": "OR", "veya": "OR",
}  # fmt: skip
_CODES = frozenset(
    [
        "TITLE-ABS-KEY",
        "TITLE-ABS-KEY-AUTH",
        "TITLE-ABS",
        "TITLE",
        "ABS",
        "KEY",
        "AUTHKEY",
        "ALL",
        "TI",
        "AB",
        "SU",
        "MH",
        "KW",
        "HEADLINE",
        "HLEAD",
        "BODY",
        "LIMIT-TO",
        "EXCLUDE",
        "AUTH",
        "AFFIL",
        "SRCTITLE",
        "DOCTYPE",
        "SUBJAREA",
        "INDEXTERMS",
        "DE",
        "MM",
        "MJ",
        "TX",
        "SO",
        "LANGUAGE",
        "REF",
        "AFFILCOUNTRY",
        "AFFILORG",
        "EXACTKEYWORD",
        "OPENACCESS",
        "NOFT",
    ]
)
"""Fields of catalogues that stand before a bracket or a quote, without a colon."""
_SHAPES = (
    (re.compile(r"[a-z]{2,}!"), "! is no wildcard here.", "Write * for any ending, or leave the sign away."),
    (re.compile(r"[$€£]?\d[\d.,]*\.\.[$€£]?(?:\d.*)?|\.\.[$€£]?\d.*"), "There are no ranges of numbers in texts.", "Write the numbers, joined by OR."),
    (re.compile(r"(?:AND|OR|NOT)/(?:AND|OR|NOT)"), "Two operators stand here as one word.", "Write OR: it holds for both as well."),
    (re.compile(r"(?i:and|or|not)/[\d,-]+"), "Lines cannot be combined by their numbers.", "Give them names under terms: and write @name."),
    (re.compile(r".*%[0-9A-F]{2}.*"), "% and two figures are the code of a sign in an address.", 'Write the sign itself: a quotation mark for %22, a space for %20.'),
    (re.compile(r".*['’\w](?:/(?:exp|de|mj|syn|lim)|:(?:ti|ab|kw|tw|au|tt|lnk|exp)(?:,\w+)*)"), "This ending looks like a field of another language.", "Write title:(…) or body:(…) before the term, or leave it away."),
    (re.compile(r"%|.*[^\W\d]%.*"), "% is no wildcard and no operator here.", "Write * for any letters, or leave the sign away."),
    (re.compile(r".*[a-z][#!][a-z].*"), "Only * and ? are wildcards here.", "Write ? for one letter, * for any letters, or = before the word for the sign itself."),
)  # fmt: skip
_WORD_BEFORE = re.compile(r"([\w*]+)\s+$")
_WORD_BEHIND = re.compile(r"\s+([\w*]+)")
_SHAPED = re.compile(r"[!%/:#]|\.\.")
"""What each of the shapes holds one of."""
_INNOCENT = re.compile(rf"(?!(?i:atl))[\w*’'-]+(?:{INSIDE}[\w*’'-]+)*")
_MEANT = frozenset(["AROUND", "SENTENCE", "PARAGRAPH", "PUBYEAR", *_BARE, *_OPERATORS, *_CODES])
"""The words without signs that have a meaning elsewhere, beside those that ``_INNOCENT`` leaves out."""
_PLACED = re.compile(r"[#NWP]")


def foreign_sign(symbol: Symbol, text: str) -> tuple[str, str] | None:
    """Return what a bare word holds that another language gives a meaning, and how to mend it."""
    word = symbol.text
    before = text[symbol.start - 1 : symbol.start]
    called = text[symbol.end : symbol.end + 1] == "(" and text.find(")", symbol.end) > 0
    if not called and before != ")" and word not in _MEANT and _INNOCENT.fullmatch(word):
        return None
    if trouble := _ending_or_operator(symbol, text):
        return trouble
    for shape, message, mend in _SHAPES if _SHAPED.search(word) else ():
        if not symbol.exact and shape.fullmatch(word):
            return message, mend
    follows = text[symbol.end : symbol.end + 20].lstrip()[:1]
    if word in _BARE or (_COUNTED.fullmatch(word) and (word[-1:].isdigit() or follows == "(")):
        return (
            f"{word} is not an operator here.",
            f'Operators are AND, OR, NOT, NEAR/n and ATLEAST/n(…); "{word}" in quotes is the word.',
        )
    if _CALL.fullmatch(word):
        shown = word if len(word) < _LONG else "ATLEAST/n"
        return (
            f"{shown} takes its terms in brackets.",
            f'Write {shown}(…), or "{shown}" for the word.',
        )
    if not symbol.exact and (trouble := _foreign_field(word, before, follows)):
        return trouble
    if called and word.isascii() and not symbol.exact:
        return (
            f"{word}( looks like a field or an operator of another language.",
            "Fields are written title:(…); write AND before the bracket if the word is meant.",
        )
    return None


def _foreign_field(word: str, before: str, follows: str) -> tuple[str, str] | None:
    if "://" in word:
        return (
            f"{word} is an address.",
            f'Write url:"{word.partition("://")[2]}" for articles there.',
        )
    if _TAG.match(word) or re.match(r"[^\W\d_][\w.-]*:.", word) or word == "PUBYEAR":
        return (
            f"{word} looks like a field of another language.",
            "Fields are written title:, body:, site: …; put the text in quotes to search for it.",
        )
    if word in _CODES and follows in _OPENERS:
        return (
            f"{word} looks like a field of another language.",
            f'Write title:(…) or body:(…), leave it away for all of the text, or write "{word}" AND.',
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
    trouble = foreign_ending(symbol.text, exact=symbol.exact)
    if trouble or symbol.exact:
        return trouble
    return foreign_operator(symbol.text, text, symbol.start, symbol.end)


def foreign_ending(text: str, *, exact: bool = False) -> tuple[str, str] | None:
    """Return what is wrong with a wildcard of another language, in a word or a quoted text."""
    inside = r"\w\$(?!\w)" if exact else r"\w\$(?!\w)|[a-z]\$[a-z\d]"
    if "$" in text and re.search(inside, text):
        return "$ is no wildcard here.", "Write * for any ending, or the forms joined by OR."
    if "?" in text and (
        re.search(r"(?<![^\s\"“„«])\?+\w", text)
        or (re.search(r"\w\?+(?=\s+\S|$)", text) and not re.search(r"\s\S+\?$", text))
    ):
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
    beside = (before or after) and (len(word) > 1 or not word.isascii())
    if (before and after) or beside or (word in _NO_NAMES and _between(text, start, end)):
        return (
            f"{word} is a word here, not an operator.",
            f'Write {sign}, or "{word}" for the word.',
        )
    return None


def _between(text: str, start: int, end: int) -> bool:
    """Say whether words stand on both sides that are not both in capitals, as in a title they are."""
    left = _WORD_BEFORE.search(text, max(0, start - 40), start)
    right = _WORD_BEHIND.match(text, end, end + 40)
    if left is None or right is None or {left[1], right[1]} & {"AND", "OR", "NOT"}:
        return False
    return not (left[1].isupper() and right[1].isupper())


def foreign_run(run: Sequence[Symbol], at: int, text: str) -> tuple[str, str] | None:
    """Return what is wrong with a word because of where it stands: ``a or b``, ``a or "b"``, ``#1``."""
    symbol = run[at]
    word = symbol.text
    sign = _LOWER.get(word.lower())
    if symbol.exact or not (sign or _PLACED.match(word)):
        return None
    if re.fullmatch(r"#\d{1,3}(?:-#?\d{1,3})?", word) and len(run) == 1:
        return (
            f"{word} looks like the number of a line or of another search.",
            f'Give that search a name under terms: and write @name, or "{word}" for the text.',
        )
    before = at == 0 and text[max(0, symbol.start - 20) : symbol.start].rstrip()[-1:] in _CLOSERS
    after = at == len(run) - 1 and text[symbol.end : symbol.end + 20].lstrip()[:1] in _OPENERS
    if re.fullmatch(r"[NWP]\d{1,2}", word) and (before or after):
        return (
            f"{word} is not an operator here.",
            f'Write {"O" if word[0] != "N" else ""}NEAR/{word[1:]}, or "{word}" AND for the word.',
        )
    if sign and at == 1 and all(each.text.isdigit() for each in run if each.text not in _LOWER):
        return "Lines cannot be combined by their numbers.", "Give them names under terms: and write @name."  # fmt: skip
    if sign and (before or after or (sign == "OR" and word.isascii() and 0 < at < len(run) - 1)):
        return (
            f"'{word}' is a word here, not an operator.",
            f"Write {sign}, or put the whole phrase in quotes.",
        )
    return None
