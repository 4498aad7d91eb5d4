"""Readers that misbehave; a worker process imports them by name."""

import os
import signal
import threading


def hang(document: bytes) -> str:
    threading.Event().wait()
    return "never"


def die(document: bytes) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def leave(document: bytes) -> str:
    os._exit(3)


def fail(document: bytes) -> str:
    raise ValueError(f"cannot read {document!r}")


def read(document: bytes) -> tuple[str, int]:
    return document.decode(), os.getpid()
