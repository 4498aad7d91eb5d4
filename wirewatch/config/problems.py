"""One mistake in a file, and how it is shown: where, what, how to mend it, the line and a caret."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]

_WIDEST = 100
"""Columns of a shown line; a longer one is cut around the caret."""

_KEPT_FORMATS = "\u200c\u200d"
"""Joiners belong to Persian, Indic and emoji spelling; every other format character may deceive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake or doubt about the configuration, without any secret in it."""

    severity: Severity
    file: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters of the file's line."""
    code: str
    """A short stable name of this kind of mistake, such as ``unknown-key``."""
    message: str
    mend: str
    text: str
    """The line as it may be shown: secrets masked, control characters made visible, cut when long."""
    caret: int
    """Where the mistake starts in ``text``, counted from 0 in characters."""
    length: int
    """Characters of ``text`` that are pointed at; at least 1."""

    def render(self, color: bool = False) -> str:
        """Return ``FILE:LINE:COLUMN: error: MESSAGE. MEND.``, the line, and a line with a caret."""
        where = f"{self.file}:{self.line}:{self.column}:"
        words = " ".join(_sentence(part) for part in (self.message, self.mend) if part)
        marks = " " * columns(self.text[: self.caret])
        pointed = self.text[self.caret : self.caret + self.length]
        arrows = "^" * max(1, columns(pointed))
        severity = f"{self.severity}:"
        if color:
            tone = "31" if self.severity == "error" else "33"
            where = f"\x1b[1m{where}\x1b[0m"
            severity = f"\x1b[1;{tone}m{severity}\x1b[0m"
            arrows = f"\x1b[1;{tone}m{arrows}\x1b[0m"
        head = f"{where} {severity} {words}"
        if not self.text.strip():
            return head
        return f"{head}\n    {self.text}\n    {marks}{arrows}"

    def as_json(self) -> dict[str, str | int]:
        """Return the fields as a flat dictionary that JSON can hold."""
        return asdict(self)


def columns(text: str) -> int:
    """Return how many columns of a terminal the text takes (UAX #11: wide characters take two)."""
    return sum(map(_columns_of, text))


def _columns_of(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def visible(text: str) -> str:
    """Return the text with every control character replaced, one for one, by a harmless sign."""
    return "".join(map(_visible_char, text))


def _visible_char(char: str) -> str:
    if char.isprintable() or char in _KEPT_FORMATS:
        return char
    code = ord(char)
    if char == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)  # the picture of the control character
    if char in "\u00a0\u3000" or unicodedata.category(char) == "Zs":
        return "␣"
    return "␡" if code == 0x7F else "\ufffd"


def cut(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a long line cut around a piece of it, and where the piece stands then."""
    if len(text) <= _WIDEST:
        return text, start, end
    first = max(0, min(start - _WIDEST // 3, len(text) - _WIDEST))
    last = first + _WIDEST
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    moved = len(head) - first
    return head + text[first:last] + tail, start + moved, min(end, last) + moved


def quoted(text: str, limit: int = 60) -> str:
    """Return a text between back quotes, safe to print and not too long."""
    safe = visible(text)
    return f"`{safe if len(safe) <= limit else safe[: limit - 1] + '…'}`"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
