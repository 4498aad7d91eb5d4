"""``console://``: alerts in plain words on the terminal, or in the journal."""

import os
import sys
import textwrap
import threading
from typing import TextIO

from alerts.answers import Answer, Fate
from alerts.render import headed
from alerts.words import REPEAT, Picture, picture
from archive.vocabulary import Alert

_BOLD, _HIT, _SOFT, _OFF = "\x1b[1m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"
_WIDTH = 96
_turn = threading.Lock()


def show(alert: Alert, *, zone: str, sure: bool = True, stream: TextIO | None = None) -> Answer:
    """Print one alert as one block, highlighted when the stream is a terminal."""
    out = sys.stdout if stream is None else stream
    try:
        colour = (
            out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        )
        block = written(picture(alert, zone=zone, sure=sure), colour=colour) + "\n"
        encoding = out.encoding or "utf-8"
        # One write for each block: two channels that print at once do not mix their lines.
        with _turn:
            out.write(block.encode(encoding, "replace").decode(encoding))
            out.flush()
    except (OSError, ValueError) as error:
        reason = f"cannot print: {type(error).__name__}"
        return Answer(fate=Fate.LATER, reason=reason, cause="print")
    return Answer(fate=Fate.SENT, reason="printed")


def written(shown: Picture, *, colour: bool = False) -> str:
    """Return the block of lines for one alert; it ends with an empty line."""

    def paint(text: str, code: str) -> str:
        return f"{code}{text}{_OFF}" if colour and text else text

    lines = [paint(f"● {shown.name or 'alert'}: {shown.headline}", _BOLD)]
    if headed(shown) or shown.place:
        lines += [paint(part, _SOFT) for part in (shown.place, shown.url or "") if part]
    quote = "".join(paint(piece.text, _HIT) if piece.hit else piece.text for piece in shown.quote)
    if quote:
        lines.append(f"“{quote}”" if colour else _wrapped(f"“{quote}”"))
    lines += [_wrapped(line) for line in shown.body.splitlines() if line]
    if shown.why:
        lines.append(paint(f"why: {shown.why}", _SOFT))
    if shown.query:
        lines.append(paint(f"query: {shown.query}", _SOFT))
    if not shown.sure:
        lines.append(paint(REPEAT, _SOFT))
    return "\n  ".join(lines) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
