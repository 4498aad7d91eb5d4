"""What signals do before the daemon hears them: a start takes a second or more, in which a service may be stopped."""

import atexit
import contextlib
import os
import signal
from collections.abc import Sequence
from types import FrameType
from typing import Any

STOPPED = b"wirewatch: stopped while it was starting; nothing is lost\n"

_asked: list[int] = []
_before: dict[int, Any] = {}
"""What signals did before this program changed it."""


def at_start(words: Sequence[str]) -> None:
    """Let signals end a start without a traceback; `run`, which ends by nothing else, is then done and has not failed.

    ``words`` are those of the command line, which nobody has understood yet: see `for_command`.
    """
    if "run" in words and "--once" not in words:
        for number, act in (
            (signal.SIGTERM, _stop),
            (signal.SIGINT, _stop),
            (signal.SIGHUP, _note),
        ):
            _before[number] = signal.signal(number, act)
        # Registered first, run last: from then on Python would give signals back their usual, deadly meaning.
        atexit.register(_be_deaf)
    elif signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        _before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_DFL)


def for_command(*, daemon: bool) -> None:
    """Go on as what the command turned out to be: one that is no daemon hears and ignores what it did before.

    Whoever imported the command line is left alone.
    """
    if daemon:
        return
    for number, act in _before.items():
        signal.signal(number, act)
    _before.clear()
    atexit.unregister(_be_deaf)


def asked_early() -> bool:
    """Say whether the configuration was asked to be read again (SIGHUP) before anything could do so."""
    return bool(_asked)


def at_end() -> None:
    """Let a second Ctrl-C end at once what has ended well already."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _leave)


def _stop(number: int, frame: FrameType | None) -> None:
    # At once, whatever is being imported: an exception may be caught there. The archive bears any end.
    with contextlib.suppress(OSError):
        os.write(2, STOPPED)
    os._exit(0)


def _note(number: int, frame: FrameType | None) -> None:
    _asked.append(number)


def _be_deaf() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(0)
