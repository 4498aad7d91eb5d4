"""The log: plain words on stderr, one line each, without secrets."""

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable
from urllib.parse import quote

SHORTEST = 4
"""Characters; a shorter secret would blot out half of every line, and is none."""

CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class PlainFormatter(logging.Formatter):
    """Writes a record as one line: the time, how bad it is when it is, and the words."""

    def __init__(self, *, secrets: Iterable[str], for_people: bool) -> None:
        super().__init__()
        self.redact = redactor(secrets)
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


def redactor(secrets: Iterable[str]) -> Callable[[str], str]:
    """Return what takes secrets out of texts, in addresses and JSON as well."""
    long = {secret for secret in secrets if len(secret) >= SHORTEST}
    written = long | {quote(secret, safe="") for secret in long} | {quote(s) for s in long}
    written |= {json.dumps(secret, ensure_ascii=False)[1:-1] for secret in long}
    longest_first = sorted(written, key=len, reverse=True)

    def redact(text: str) -> str:
        for secret in longest_first:
            text = text.replace(secret, "***")
        return text

    return redact


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
