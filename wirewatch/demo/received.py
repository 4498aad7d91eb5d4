"""Messages that arrived, as lines to show: what was bold stands between ``HIT`` and ``END``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html.parser import HTMLParser

from wirewatch.demo.screen import END, HIT, clean

_BOLD = frozenset({"b", "strong", "mark"})
_BLOCKS = frozenset({"div", "p", "tr", "h1", "h2", "h3", "li", "br", "blockquote", "table"})
_UNSEEN = frozenset({"head", "style", "script", "title"})
_COMMONMARK = re.compile(
    r"\\(?P<plain>.)"
    r"|\*\*(?P<bold>(?:\\.|[^\\*])+)\*\*"
    r"|\[(?P<link>(?:\\.|[^\\\]])*)\]\((?:<(?P<url>[^>]*)>|(?P<bare>[^)]*))\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One message that reached its channel."""

    channel: str
    heading: str
    """What stands above it: who it is for, or the room of the chat."""
    lines: tuple[str, ...]

    def tells(self, title: str) -> bool:
        """Whether the message is about the story with this headline."""
        return letters(title) in letters(" ".join(self.lines))


def read_mail(message: EmailMessage) -> Received:
    """Read an e-mail: its subject, then the lines of its HTML part, or of its text part."""
    part = message.get_body(preferencelist=("html", "plain"))
    body = "" if part is None else str(part.get_content())
    if part is not None and part.get_content_subtype() == "html":
        lines = _html_lines(body)
    else:
        lines = _tidy(body.splitlines())
    subject = clean(str(message.get("Subject", "")))
    return Received(
        channel="mail",
        heading=f"e-mail to {clean(str(message.get('To', '')))}",
        lines=(f"Subject: {subject}", "", *_unless_said(lines, subject)),
    )


def _unless_said(lines: Sequence[str], subject: str) -> Sequence[str]:
    """Leave out the first lines of a body that the subject has said already."""
    said = letters(subject)
    for place, line in enumerate(lines):
        if letters(line) not in said:
            return lines[place:]
    return ()


def read_chat(text: str) -> Received:
    """Read a chat message in CommonMark, as far as our own messages use it."""
    lines: list[str] = []
    for line in text.splitlines():
        lines += _plain(line).split("\n")
    return Received(channel="chat", heading="chat: # newsroom", lines=_tidy(lines))


def _plain(line: str) -> str:
    """Take CommonMark's signs out of one line; a link's address gets a line of its own."""

    def shown(found: re.Match[str]) -> str:
        if found["plain"] is not None:
            return found["plain"]
        if found["bold"] is not None:
            return HIT + _plain(found["bold"]) + END
        return _plain(found["link"]) + "\n" + (found["url"] or found["bare"] or "")

    shown_line = _COMMONMARK.sub(shown, line.replace(HIT, "").replace(END, ""))
    whole = re.fullmatch(f"{HIT}([^{HIT}{END}]*){END}", shown_line)
    # A line that is bold as a whole is a heading and not a hit.
    return whole[1] if whole else shown_line


def _tidy(lines: list[str]) -> tuple[str, ...]:
    """Clean the lines and keep one blank between two of them at most."""
    kept: list[str] = []
    for line in lines:
        text = _clean_marked(line).strip()
        if text or (kept and kept[-1]):
            kept.append(text)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _clean_marked(text: str) -> str:
    return "".join(
        piece if piece in (HIT, END) else clean(piece)
        for piece in re.split(f"([{HIT}{END}])", text)
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text alone, so that markup and spaces make no difference."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _html_lines(html: str) -> tuple[str, ...]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _tidy([re.sub(r"[ \t\r\n]+", " ", line) for line in reader.lines])


class _Reader(HTMLParser):
    """Cuts HTML into lines at its blocks and keeps where it is bold; an empty ``<br>`` is a blank line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BOLD:
            self.lines[-1] += HIT
        elif tag == "br":
            self.lines += ["", ""]
        elif tag in _BLOCKS and self.lines[-1].strip():
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag in _BOLD:
            self.lines[-1] += END
        elif tag in _BLOCKS and self.lines[-1].strip():
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.lines[-1] += data.replace(HIT, "").replace(END, "")
