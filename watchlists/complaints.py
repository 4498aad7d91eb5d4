"""What is wrong with a query, or looks like a slip: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from unicodedata import category, east_asian_width

Severity = Literal["error", "hint"]

MOST = 25
"""Errors of one query that are told, and hints of a kind; reading ends there, for the rest are hardly other ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing to tell about a query; offsets count characters of the query's text."""

    code: str
    severity: Severity
    start: int
    end: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


def told(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """Return the first errors, or all hints where there is no error, in the order of the text."""
    ordered = sorted(complaints, key=lambda each: (each.start, each.end, each.code))
    errors = [each for each in ordered if each.severity == "error"][:MOST]
    return tuple(errors) if errors else tuple(ordered)


class QueryError(ValueError):
    """A query cannot be read; the only error this package raises.

    ``complaints`` holds the errors (and hints) that are told, in the order of the text; ``watchlist`` the name of
    the watchlist whose query it is, when there is one.
    """

    def __init__(
        self, text: str, complaints: tuple[Complaint, ...], *, watchlist: str | None = None
    ) -> None:
        self.text = text
        self.complaints = complaints
        self.watchlist = watchlist
        first = next((c for c in complaints if c.severity == "error"), None)
        where = f"watchlist {watchlist!r}: " if watchlist is not None else ""
        super().__init__(f"{where}{first}" if first else f"{where}not a query")


def _width(text: str) -> int:
    """Count the columns a terminal gives a text: wide East Asian characters take two."""
    columns = 0
    for letter in text:
        if category(letter) in {"Mn", "Me", "Cf"}:
            continue
        columns += 2 if east_asian_width(letter) in "WF" else 1
    return columns


def caret(text: str, start: int, end: int, *, room: int = 100) -> str:
    """Return two lines: the line of the text that holds ``start``, and carets under the piece.

    A line longer than ``room`` characters is cut around the piece, with ``…`` for what was left out.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    left = max(first, min(start - room // 2, last - room))
    right = min(last, left + room)
    before = ("…" if left > first else "") + text[left:start].replace("\t", " ")
    marked = text[start : max(start, min(end, right))].replace("\t", " ")
    after = text[max(start, min(end, right)) : right] + ("…" if right < last else "")
    return f"{before}{marked}{after}\n{' ' * _width(before)}{'^' * max(1, _width(marked))}"


def render(text: str, complaints: Iterable[Complaint]) -> str:
    """Return complaints for people: severity, what, the piece with carets, and how to mend it."""
    return "\n".join(
        f"{each.severity}: {each.message}\n{_indent(caret(text, each.start, each.end))}\n  {each.mend}"
        for each in complaints
    )


def _indent(lines: str) -> str:
    return "\n".join(f"  {line}" for line in lines.splitlines())
