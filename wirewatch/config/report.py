"""The file that is being read and what was found wrong with it so far."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from wirewatch.config.mask import censored, hidden, hidden_in_words, key_of, masked
from wirewatch.config.problems import Problem, Severity, cut, quoted, visible

_BREAK = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[^@:/]{1,60}")
"""What is no slip for an address."""
_SHORTEST_SECRET = 4
"""Shorter values are not looked for in messages: they would black out ordinary words."""
_MOST = 200
"""Errors, and warnings, kept of one file; nobody reads more, and a hostile file could have a million."""


class Place(NamedTuple):
    """A piece of the file: start and end in characters from its beginning."""

    start: int
    end: int


_OWN = (
    "a secret of channel",
    "is written into this file",
    "every user of this computer can read the secrets in this file",
)
"""Words of ours, which are shown though a password begins like one of them."""


class Report:
    """Collects the problems of one file and knows how to show its lines."""

    def __init__(self, file: str, text: str, *, secrets: set[str] | None = None) -> None:
        """``secrets``: of a file that is no configuration, and holds no others than these."""
        self.file = file
        self.text = text
        self.secrets: set[str] = set() if secrets is None else secrets
        self._configures = secrets is None
        self._names: set[str] = set()
        # A byte order mark belongs to the file and not to its first line.
        first = 1 if text.startswith("\ufeff") else 0
        self._starts = [first, *(found.end() for found in _BREAK.finditer(text))]
        self._lines = [_BREAK.split(line)[0] for line in _slices(text, self._starts)]
        # Each severity has its own bound: warnings must never crowd out an error.
        self._counts: dict[Severity, int] = {"error": 0, "warning": 0}
        self._found: dict[tuple[int, int, str], Problem] = {}

    def error(self, at: tuple[int, int], code: str, message: str, mend: str) -> None:
        """Note a mistake: the configuration cannot be used."""
        self.add("error", at, code, message, mend)

    def warn(self, at: tuple[int, int], code: str, message: str, mend: str) -> None:
        """Note a doubt: the configuration can be used."""
        self.add("warning", at, code, message, mend)

    def add(
        self, severity: Severity, at: tuple[int, int], code: str, message: str, mend: str
    ) -> None:
        """Note a problem at a place of the file."""
        line, column = self.position(at[0])
        key = (line, column, code)
        if key in self._found or self._counts[severity] >= _MOST:
            return
        self._counts[severity] += 1
        source = self._lines[line]
        pieces = self._hidden(line)
        private = [source[first:last] for first, last in pieces]
        last = min(len(source), column + max(1, at[1] - at[0]))
        text, start, end = masked(source, pieces, column, max(last, column + 1))
        text, start, end = cut(text, start, end)
        self._found[key] = Problem(
            severity=severity,
            file=visible(self.file),
            line=line + 1,
            column=column + 1,
            code=code,
            message=self._told(message, private),
            mend=self._told(mend, private),
            text=visible(text),
            caret=start,
            length=max(1, end - start),
        )

    def name(self, text: str) -> None:
        """Note a name that the user gave: it is shown, also where a secret is called like it in part."""
        if _NAME.fullmatch(text):
            self._names.add(text)

    def _told(self, message: str, private: list[str]) -> str:
        """Return a message without secrets, and with the names that it quotes."""
        names = [quoted(name) for name in sorted(self._names, key=len, reverse=True)]
        parts = re.split(f"({'|'.join(map(re.escape, (*names, *_OWN)))})", message)
        parts[::2] = [part and self._without_secrets(part, private) for part in parts[::2]]
        return visible("".join(parts))

    def _without_secrets(self, part: str, private: list[str]) -> str:
        part = censored(self.redact(part), private)
        # What another line calls a channel may be an address by a slip.
        return masked(part, hidden_in_words(part), 0, 0)[0]

    def _hidden(self, line: int) -> list[tuple[int, int]]:
        """Return what must not be shown of a line, pieces that touch made one."""
        words = self._lines[line]
        pieces = hidden(self._lines, line) if self._configures else hidden_in_words(words)
        named = key_of(words)
        for secret in filter(_long_enough, self.secrets):
            if "://" in secret and self._configures:
                continue  # addresses are hidden already, except for their scheme
            found = words.find(secret, named[1] if named and named[0] in self._names else 0)
            if found >= 0:
                pieces.append((found, found + len(secret)))
        joined: list[tuple[int, int]] = []
        for start, end in sorted(pieces):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of a character, both counted from 0."""
        line = max(0, bisect_right(self._starts, offset) - 1)
        return line, min(max(0, offset - self._starts[line]), len(self._lines[line]))

    def line_of(self, offset: int) -> int:
        """Return the line of a character as people count: from 1."""
        return self.position(offset)[0] + 1

    def start_of(self, line: int) -> int:
        """Return where a line (counted from 0) starts."""
        return self._starts[line]

    @property
    def lines(self) -> list[str]:
        """The lines of the file without their ends."""
        return self._lines

    def redact(self, text: str) -> str:
        """Return the text with every known secret as ``***``."""
        for secret in sorted(filter(_long_enough, self.secrets), key=len, reverse=True):
            text = text.replace(secret, "***")
        return text

    def forget_consequences(self, lines: frozenset[int]) -> None:
        """Keep only the first problem of each of these lines: their slip of syntax explains the rest."""
        for line in lines:
            keys = [key for key, problem in self._found.items() if problem.line == line]
            for key in keys[1:]:
                del self._found[key]

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity == "error" for problem in self._found.values())

    def lines_with_errors(self) -> frozenset[int]:
        """Return the lines (counted from 1) that have an error already."""
        return frozenset(p.line for p in self._found.values() if p.severity == "error")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found, in the order of the file."""
        return tuple(sorted(self._found.values(), key=lambda p: (p.line, p.column, p.code)))


def _long_enough(secret: str) -> bool:
    return len(secret) >= _SHORTEST_SECRET


def _slices(text: str, starts: list[int]) -> Iterator[str]:
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end]
