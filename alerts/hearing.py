"""What a web service says beside yes and no: how long to wait.

Apprise hands on neither an answer nor its headers. It asks with `requests`, in the thread that calls it, so
a note is taken there.
"""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

LONGEST = timedelta(days=1)

_ear = threading.local()


def forget() -> None:
    """Begin to listen, for the next answer in this thread."""
    _listen()
    _ear.retry_after = None


def retry_after() -> timedelta | None:
    """Return how long the last answer in this thread asked us to wait."""
    return wait_of(getattr(_ear, "retry_after", None), now=datetime.now(UTC))


def wait_of(header: str | None, *, now: datetime) -> timedelta | None:
    """Read ``Retry-After``: seconds or a date (RFC 9110, section 10.2.3), at most a day; None for anything else."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text[:9]), 10**6)), LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST)


@cache
def _listen() -> None:
    """Let every answer that `requests` gets leave its header in the thread that asked."""
    import requests

    send: Any = requests.Session.send

    def heard(session: object, request: object, **options: object) -> object:
        answer = send(session, request, **options)
        _ear.retry_after = answer.headers.get("Retry-After")
        return answer

    requests.Session.send = heard  # type: ignore[method-assign,assignment]
