"""Plain words on a terminal: widths of every script, wrapping, frames, and colour where it is wanted.

Inside a text, ``HIT`` and ``END`` stand around what is to be highlighted; they take no room.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TextIO

HIT = "\x01"
END = "\x02"

_WIDEST = 100
_NARROWEST = 40
_CODES = {"hit": "\x1b[1;30;43m", "bold": "\x1b[1m", "dim": "\x1b[2m", "good": "\x1b[1;32m"}
_RESET = "\x1b[0m"


def clean(text: str) -> str:
    """Take out control characters, so that no text from outside can steer the terminal."""
    return "".join(
        " " if sign in "\t\n\r" else sign
        for sign in text
        if sign in "\t\n\r" or unicodedata.category(sign) != "Cc"
    )


def width(text: str) -> int:
    """Return how many columns a text takes (Unicode Standard Annex 11)."""
    return sum(_columns(sign) for sign in text)


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns; unspaced scripts break anywhere."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        word = piece
        if line and width(line) + width(word.rstrip(" ")) > columns:
            lines.append(line.rstrip(" "))
            line = ""
        while width(word.rstrip(" ")) > columns:
            head = _head(word, columns)
            lines.append(head)
            word = word[len(head) :]
        line += word
    return [*lines, line.rstrip(" ")]


class Screen:
    """Writes to one stream; colour or no colour is decided by whoever makes it."""

    def __init__(self, out: TextIO, *, color: bool, columns: int) -> None:
        self._out = out
        self._color = color
        self._blank = False
        self.columns = max(_NARROWEST, min(columns, _WIDEST))

    def blank(self) -> None:
        """Leave a line free; several of these leave one."""
        if not self._blank:
            self._write("")
        self._blank = True

    def say(
        self, text: str, *, style: str = "", indent: str = "", first: str | None = None
    ) -> None:
        """Write a paragraph; ``first`` stands before its first line, ``indent`` before the others."""
        start = indent if first is None else first
        lead = "dim" if style == "dim" else ""
        for line in self._marked(text, self.columns - width(indent)):
            self._write(self._styled(start, lead) + self._styled(line, style))
            start = indent

    def frame(self, heading: str, lines: Sequence[str]) -> None:
        """Write a message in a frame.

        It has no right side: terminals disagree about the width of some scripts, and about which end
        of an Arabic line is its right.
        """
        rule = max(2, self.columns - width(heading) - 6)
        self._write(f"   ┌─ {self._styled(heading, 'bold')} {'─' * (rule - 2)}")
        for text in lines:
            for line in self._marked(text, self.columns - 5):
                self._write(f"   │ {line}".rstrip())
        self._write(f"   └{'─' * (self.columns - 4)}")

    def _marked(self, text: str, columns: int) -> Iterator[str]:
        """Wrap a text and put the highlights in, closing and opening them at line ends."""
        if not self._color:
            for line in wrap(text.replace(HIT, "«").replace(END, "»"), columns):
                yield line
            return
        inside = False
        for line in wrap(text, columns):
            shown = (HIT if inside else "") + line
            inside = shown.rfind(HIT) > shown.rfind(END)
            shown += END if inside else ""
            yield shown.replace(HIT, _CODES["hit"]).replace(END, _RESET)

    def _styled(self, text: str, style: str) -> str:
        return f"{_CODES[style]}{text}{_RESET}" if style and self._color else text

    def _write(self, line: str) -> None:
        encoding = getattr(self._out, "encoding", None) or "utf-8"
        self._blank = False
        self._out.write(line.encode(encoding, "replace").decode(encoding) + "\n")
        self._out.flush()


def _columns(sign: str) -> int:
    if sign in (HIT, END) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _pieces(text: str) -> Iterator[str]:
    """Cut where a line may break: after spaces, and between wide characters."""
    piece = ""
    for sign in text:
        wide = _columns(sign) == 2
        if (
            piece
            and (wide or piece.endswith(" ") or _columns(piece[-1]) == 2)
            and not _clings(sign, piece)
        ):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _clings(sign: str, piece: str) -> bool:
    """A space stays with the word before it, and closing signs do not begin a line."""
    return (
        sign in (" ", END)
        or unicodedata.category(sign) in ("Pe", "Pf", "Po")
        or piece.strip(HIT) == ""
    )


def _head(word: str, columns: int) -> str:
    """Return the longest beginning of a word that fits; at least one character."""
    taken = ""
    for sign in word:
        if taken and width(taken + sign) > columns:
            break
        taken += sign
    return taken
