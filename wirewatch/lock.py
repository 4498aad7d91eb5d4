"""One daemon per archive."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(Exception):
    """Another daemon works on this archive; the message names its process."""


@contextmanager
def only_one(archive: Path) -> Iterator[None]:
    """Hold the archive for this process; the system lets go of it however the process ends.

    Raises `LockedError` when another process holds it.
    """
    path = archive.with_name(archive.name + ".lock")
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
            raise LockedError(
                f"{archive}: another Wirewatch works on this archive (process {holder}). Stop it first"
            ) from error
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)
