"""Signs of other query languages that would pass for parts of words, and be misread in silence."""

import re

from watchlists.lexer import Symbol

_CALL = re.compile(r"ATLEAST/\d+|SENTENCE|PARAGRAPH")
_NUMBERS = re.compile(r"\d+\.\.\d+")
_TAG = re.compile(r"[A-Za-z]{1,12}(?:[-/][A-Za-z-]+)*=")
_SUFFIX = re.compile(
    r"[^\s.]*\.(?:tw|ti|ab|kw|mp|sh|pt|af|hw|ot|nm|pub|fs|xm)\b[.,]?", re.IGNORECASE
)
_LINES = re.compile(r"(?i:and|or|not)/[\d,-]+")


def foreign_sign(symbol: Symbol, text: str) -> tuple[str, str] | None:
    """Return what a bare word holds that another language gives a meaning, and how to mend it."""
    word = symbol.text
    before = text[symbol.start - 1 : symbol.start]
    if trouble := foreign_ending(word):
        return trouble
    if _CALL.fullmatch(word):
        return f"{word} takes its terms in brackets.", f'Write {word}(…), or "{word}" for the word.'
    if _NUMBERS.fullmatch(word):
        return "There are no ranges of numbers in texts.", "Write the numbers, joined by OR."
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
    if _LINES.fullmatch(word):
        return (
            "Lines cannot be combined by their numbers.",
            "Give them names under terms: and write @name.",
        )
    if word.endswith(("/", ":")):
        return (
            f"{word} looks like a field or a heading of another language.",
            "Leave the last sign away.",
        )
    return None


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
