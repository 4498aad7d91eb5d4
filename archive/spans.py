"""Lengths of time in words; pure."""

from datetime import timedelta


def span(time: timedelta) -> str:
    """Write a length of time as people say it: never 0, which would say that it took no time at all."""
    seconds = max(round(time.total_seconds()), 1)
    if seconds < 120:
        return f"{seconds} s"
    return f"{round(seconds / 60)} min" if seconds < 7200 else f"{round(seconds / 3600)} h"
