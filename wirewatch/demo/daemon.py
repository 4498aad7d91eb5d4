"""The real daemon as a child process; its log comes back line by line."""

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

STOP_SECONDS = 10.0


def daemon_command(config: Path) -> Sequence[str]:
    """Return how the daemon is started: this interpreter, the same program, one configuration."""
    # -P keeps the current folder off the path: an `alerts/` there would shadow ours.
    return (sys.executable, "-P", "-m", "wirewatch", "run", "--config", str(config))


class Daemon:
    """A child process in a folder; ``hear`` is called from a thread with each line it writes."""

    def __init__(self, command: Sequence[str], folder: Path, hear: Callable[[str], None]) -> None:
        self._hear = hear
        self._last: deque[str] = deque(maxlen=12)
        self._process = subprocess.Popen(  # noqa: S603 - see daemon_command
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"},
            cwd=folder,
            # Ctrl-C in the terminal is for the demo, which then stops the daemon in order.
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The last lines of its log."""
        return tuple(self._last)

    def exit_code(self) -> int | None:
        """Return its exit code, None while it runs; negative for a signal."""
        return self._process.poll()

    def stop(self) -> int:
        """Ask it to end, wait, and return its exit code; one that does not listen is killed."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._reader.join()
        return code

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is None:
            raise AssertionError("the daemon was started with a pipe")
        with stream:
            for raw in stream:
                line = raw.decode("utf-8", "replace").rstrip()
                self._last.append(line)
                self._hear(line)
