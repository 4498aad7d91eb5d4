"""The program, which kills itself at a moment of its first delivery: `python dying.py MOMENT run`."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import alerts.lane
from archive.sqlite import outbox
from wirewatch.__main__ import main


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(act: Callable[..., Any]) -> Callable[..., Any]:
    """Return what dies as soon as an act has brought something about."""

    def last(*args: Any, **kwargs: Any) -> Any:
        done = act(*args, **kwargs)
        if done is not None or act is SETTLE:
            die()
        return done

    return last


LANE: Any = alerts.lane
CLAIM, SEND, SETTLE = outbox.claim, LANE.attempt, outbox.settle

if __name__ == "__main__":
    match sys.argv.pop(1):
        case "claimed":
            outbox.claim = after(CLAIM)
        case "sent":
            LANE.attempt = after(SEND)
        case "settled":
            outbox.settle = after(SETTLE)
    main()
