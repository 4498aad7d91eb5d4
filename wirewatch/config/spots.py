"""Where each character of a value stands in the file, through quotes, escapes and folded lines."""

import re
from collections.abc import Iterator

from wirewatch.config.tree import Scalar

_DOUBLE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|.)|.", re.DOTALL)
_SINGLE = re.compile(r"''|.", re.DOTALL)
_ANY = re.compile(r".", re.DOTALL)
_ESCAPED_BLANKS = frozenset("tnvrN_LP \t\n\r")


def spots_of(scalar: Scalar, text: str) -> list[int]:
    """Return the place in the file of each character of ``scalar.text``, and of its end at last.

    Folding changes only blanks, so the other characters correspond one to one. Where they do not (a
    line break inside an escape, for instance) every character is said to stand at the value's start.
    """
    start, end = scalar.place
    written = list(_written(text[start:end]))
    if len(written) != sum(not char.isspace() for char in scalar.text):
        return [start] * (len(scalar.text) + 1)
    spots: list[int] = []
    after = start + (written[0] if written else 0)
    seen = iter(written)
    for char in scalar.text:
        if char.isspace():
            spots.append(after)
            after = min(after + 1, end)
            continue
        here = start + next(seen)
        spots.append(here)
        after = here + 1
    spots.append(min(after, end))
    return spots


def _written(raw: str) -> Iterator[int]:
    """Give the offset of each character that is not blank in the value's own writing."""
    opening = raw[:1]
    if opening == '"':
        pattern, first, last = _DOUBLE, 1, len(raw) - 1
    elif opening == "'":
        pattern, first, last = _SINGLE, 1, len(raw) - 1
    elif opening in {"|", ">"}:
        header = re.match(r"[^\r\n]*(?:\r\n|\r|\n|$)", raw)
        pattern, first, last = _ANY, header.end() if header else 0, len(raw)
    else:
        pattern, first, last = _ANY, 0, len(raw)
    for found in pattern.finditer(raw, first, last):
        token = found[0]
        blank = token.isspace() if token[0] != "\\" or len(token) == 1 else _is_blank(token)
        if not blank:
            yield found.start()


def _is_blank(escape: str) -> bool:
    digits = escape[2:]
    if digits and escape[1] in "xuU":
        return chr(int(digits, base=16)).isspace()
    return escape[1] in _ESCAPED_BLANKS
