"""How memory is asked of the system: what a large document took goes back when it is done with."""

import ctypes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Of mallopt(3)."""
LARGE = 128 * 1024
"""Bytes. From here on a block is a mapping of its own; left alone, glibc raises this to 32 MB with the first large blocks that it
sees, and keeps what they took for ever."""
ARENAS = 2
"""Otherwise each thread may get a heap of its own, and each of them keeps the most that it ever held."""


def give_back_memory() -> None:
    """Let this process give memory back; does nothing where the C library is not glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    for setting, value in (
        (M_MMAP_THRESHOLD, LARGE),
        (M_TRIM_THRESHOLD, LARGE),
        (M_ARENA_MAX, ARENAS),
    ):
        mallopt(setting, value)
