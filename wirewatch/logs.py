"""The log: plain words on stderr, one line each, without secrets."""

import logging
import re
import sys
import time
from collections.abc import Iterable

SHORTEST = 4
"""Characters; a shorter secret would blot out half of every line, and is none."""

CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class PlainFormatter(logging.Formatter):
    """Writes a record as one line: the time, how bad it is when it is, and the words."""

    def __init__(self, *, secrets: Iterable[str], for_people: bool) -> None:
        super().__init__()
        self._secrets = tuple(
            sorted((s for s in secrets if len(s) >= SHORTEST), key=len, reverse=True)
        )
        self._for_people = for_people

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback, which is a bug, follows on lines of its own."""
        line = CONTROL.sub(" ", record.getMessage())
        if self._for_people:
            when = time.strftime("%H:%M:%S", time.localtime(record.created))
            level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        else:
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
            level = f"{record.levelname.lower()}: "
        line = f"{when} {level}{line}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return self.redact(line)

    def redact(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def set_up(*, verbose: bool, secrets: Iterable[str] = ()) -> None:
    """Send what all rooms log to stderr; ``verbose`` adds what is only of interest when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainFormatter(secrets=secrets, for_people=sys.stderr.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Libraries speak up only in trouble: their lines are not written for our users, and may hold addresses.
    root.setLevel(logging.ERROR)
    for room in ("alerts", "archive", "scheduler", "spiders", "watchlists", "wirewatch"):
        logging.getLogger(room).setLevel(logging.DEBUG if verbose else logging.INFO)
