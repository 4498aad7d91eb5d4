"""``console://``: messages in plain words on the terminal, or in the journal."""

import os
import sys
import textwrap
import threading
from typing import TextIO

from alerts.answers import Answer, Fate
from alerts.changes import Side
from alerts.coverage import names
from alerts.digests import overview
from alerts.plain import digest_text
from alerts.words import REPEAT, Picture, picture
from archive.vocabulary import Coverage, Digest, Message

_BOLD, _HIT, _SOFT, _OFF = "\x1b[1m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"
_SIDES = {Side.BEFORE: "\x1b[31m", Side.AFTER: "\x1b[32m"}
"""What stood there before an edit is red, what stands there now is green."""
_WIDTH = 96
_turn = threading.Lock()


def show(
    message: Message,
    *,
    zone: str,
    sure: bool = True,
    coverage: Coverage | None = None,
    stream: TextIO | None = None,
) -> Answer:
    """Print one message as one block, highlighted when the stream is a terminal."""
    out = sys.stdout if stream is None else stream
    try:
        colour = (
            out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )
        if isinstance(message, Digest):
            block = listed(message, zone=zone, sure=sure, colour=colour) + "\n"
        else:
            shown = picture(message, zone=zone, sure=sure, coverage=coverage)
            block = written(shown, colour=colour) + "\n"
        encoding = out.encoding or "utf-8"
        # One write for each block: two channels that print at once do not mix their lines.
        with _turn:
            out.write(block.encode(encoding, "replace").decode(encoding))
            out.flush()
    except (OSError, ValueError) as error:
        reason = f"cannot print: {type(error).__name__}"
        return Answer(fate=Fate.LATER, reason=reason, cause="print")
    return Answer(
        fate=Fate.SENT, reason="printed", words="for the terminal, in Wirewatch's own words"
    )


def listed(digest: Digest, *, zone: str, sure: bool = True, colour: bool = False) -> str:
    """Return the block of lines for a digest."""
    text = digest_text(overview(digest, zone=zone, sure=sure))
    first, _, rest = text.replace("\n", "\n  ").replace("\n  \n", "\n\n").partition("\n")
    heading = f"● Wirewatch: {first}"
    return f"{_BOLD}{heading}{_OFF}\n{rest}\n" if colour else f"{heading}\n{rest}\n"


def written(shown: Picture, *, colour: bool = False) -> str:
    """Return the block of lines for one alert; it ends with an empty line."""

    def paint(text: str, code: str) -> str:
        return f"{code}{text}{_OFF}" if colour and text and code else text

    news = f" ({shown.news})" if shown.news else ""
    lines = [paint(f"● {shown.name or 'alert'}: {shown.headline}{news}", _BOLD)]
    if shown.headed or shown.place:
        about = (shown.place, shown.url or "", shown.partial)
        lines += [paint(part, _SOFT) for part in about if part]
    if shown.carried:
        told = (shown.carried.line, names(shown.carried, most=4), shown.carried.origin)
        lines += [_wrapped(line) for line in told if line]
    lines += [paint(_wrapped(str(line)), _SIDES.get(line.side, "")) for line in shown.changes]
    quote = "".join(paint(piece.text, _HIT) if piece.hit else piece.text for piece in shown.quote)
    if quote:
        lines.append(f"“{quote}”" if colour else _wrapped(f"“{quote}”"))
    lines += [_wrapped(line) for line in shown.body.splitlines() if line]
    if shown.why:
        lines.append(paint(f"why: {shown.why}", _SOFT))
    if shown.query:
        lines.append(paint(f"query: {shown.query}", _SOFT))
    if shown.claim:
        lines.append(shown.claim)
    if not shown.sure:
        lines.append(paint(REPEAT, _SOFT))
    return "\n  ".join(lines) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
