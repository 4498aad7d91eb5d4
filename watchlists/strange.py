"""Signs in a query that mean nothing here: which they are, what they may mean elsewhere, what to write instead."""

import re
from typing import NamedTuple

ENTITY = re.compile(r"&(?:quot|amp|apos|lt|gt|nbsp|[lr][sd]quo|#\d{2,6}|#[xX][\da-fA-F]{2,6});")
"""The code of a sign in a web page."""
_BRACKETED = re.compile(
    r"\[(?:tiab|tw|ti|ab|title|abstract|title/abstract|text words?|all fields|all|mesh|mesh terms?|mesh major topic|mh|majr"
    r"|au|author|ta|journal|pt|publication type|la|language|dp|pdat|edat|crdt|sh|subheading|nm|ot|tt|sb|filter|uid|pmid)"
    r"(?::[~\w]+)?\]",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"[A-Za-z_]{2,30}$")
_FIGURE = re.compile(r"[<>]=?\s?-?\d+")
STRANGE = re.compile(r"[\[\]{}|~^<>\\,;!+]|&&?|،|؛|、|。")
"""Signs that are no part of a word, but for some between letters."""
_MENDS = {
    "|": "Write OR.", "||": "Write OR.", "&": "Write AND.", "&&": "Write AND.",
    "!": "Write NOT before what is excluded.",
    "+": "Leave + away: joined by AND, every part is required.",
    "~": "There is no fuzzy search; write NEAR/n for a distance, or * for endings.",
    "^": "There are no weights; leave ^ and its number away.",
    ",": "Write OR between alternatives, AND between things that are all required, or put the phrase in quotes.",
    "[": "Use ( and ).", "]": "Use ( and ).", "{": "Use ( and ).", "}": "Use ( and ).",
    "<": "Ranges are written words:<200.", ">": "Ranges are written words:>200.",
    "\\": "Nothing needs a backslash here; put the phrase in quotes.",
}  # fmt: skip
_OTHER = "Leave it away, or put the phrase in quotes."


class Strange(NamedTuple):
    """A piece of a query that cannot be read, and what to say of it."""

    start: int
    end: int
    message: str
    mend: str


def strange(text: str, at: int) -> Strange:
    """Return what stands at a place where nothing of ours does."""
    if found := _elsewhere(text, at):
        return found
    match = STRANGE.match(text, at)
    sign = "||" if text.startswith("||", at) else match.group() if match else text[at]
    mend = _MENDS.get(sign, _MENDS[","] if sign in "،؛、;。" else _OTHER)
    return Strange(at, at + len(sign), f"{sign} means nothing here.", mend)


def _elsewhere(text: str, at: int) -> Strange | None:
    """Return what has a meaning elsewhere as a whole: ``[tiab]``, ``&quot;``, ``tone>10``."""
    if found := _BRACKETED.match(text, at):
        return Strange(
            at, found.end(), f"{found.group()} looks like a field of another language.",
            "Write title:(…) or body:(…) before the term, or leave it away.",
        )  # fmt: skip
    if found := ENTITY.match(text, at):
        return Strange(
            at, found.end(), f"{found.group()} is the code of a sign in a web page.",
            "Write the sign itself, such as a quotation mark for &quot;.",
        )  # fmt: skip
    figure = _FIGURE.match(text, at)
    name = _COMPARED.search(text, max(0, at - 30), at) if figure else None
    if figure is None or name is None:
        return None
    compared = text[name.start() : figure.end()]
    return Strange(
        name.start(), figure.end(), f"{compared} is a condition of another language.",
        "What can be compared is the length: words:>200.",
    )  # fmt: skip
