"""What a web service says beside yes and no: how long to wait, that a yes is none, and whether a request got out.

Apprise hands on neither an answer nor its headers. It asks with `requests`, in the thread that calls it, so
a note is taken there. Some of its services ask again by themselves when they hear 429, after a wait of their own; whether
and when to ask again is for the outbox to say, so nothing leaves the computer then.
"""

import json
import re
import threading
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from traceback import walk_tb
from typing import Any

LONGEST_BODY = 65_536
_LIMITS = re.compile(r"(?:x-)?rate-?limit-.*|retry-after", re.IGNORECASE)
LONGEST = timedelta(days=1)
_CONNECTING = "urllib3.connection"

_ear = threading.local()


def forget() -> None:
    """Begin to listen, for the next answer in this thread."""
    _listen()
    _ear.retry_after, _ear.body, _ear.lost = None, b"", None
    _ear.busy = {}


def refused() -> bool:
    """Say whether the last answer in this thread was a yes that says no: status 200 and ``{"ok": false}``."""
    body: bytes = getattr(_ear, "body", b"")
    if not body.lstrip().startswith(b"{"):
        return False
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("ok") is False


def lost() -> bool | None:
    """Say whether a request of this thread failed after it was sent, so that it may have arrived.

    False when none of those that failed was ever sent, None when none has failed.
    """
    found: bool | None = getattr(_ear, "lost", None)
    return found


def was_sent(error: BaseException) -> bool:
    """Say whether a request may have been sent before it failed: whenever the connection did not fail while it was made.

    The words of an error do not tell. Behind a proxy a lost answer, too, is « Unable to connect to proxy », and a
    broken record of TLS is a « wrong version number » before the request as after it.
    """
    return not any(
        frame.f_code.co_name == "connect" and frame.f_globals.get("__name__") == _CONNECTING
        for each in _causes(error)
        for frame, _ in walk_tb(each.__traceback__)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all that led to it."""
    known: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if id(each) not in known:
            known.add(id(each))
            waiting += [one for one in (each.__cause__, each.__context__) if one]
            yield each


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


def _without_limits(headers: MutableMapping[str, str]) -> None:
    """Take away what services of Apprise sleep by before they ask again: the lane of a target waits, and not its thread."""
    for name in [one for one in headers if _LIMITS.fullmatch(one)]:
        del headers[name]


@cache
def _listen() -> None:
    """Let every answer that `requests` gets leave a note in the thread that asked."""
    import requests

    send: Any = requests.Session.send

    def heard(session: object, request: Any, **options: object) -> object:
        asked = request.method, request.url
        busy: dict[object, Any] = getattr(_ear, "busy", {})
        if asked in busy:
            return busy[asked]
        try:
            answer = send(session, request, **options)
        except Exception as error:
            _ear.lost = getattr(_ear, "lost", None) or was_sent(error)
            raise
        _ear.retry_after = answer.headers.get("Retry-After")
        _ear.body = answer.content if len(answer.content) <= LONGEST_BODY else b""
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            _without_limits(answer.headers)
            busy[asked] = answer
        return answer

    requests.Session.send = heard  # type: ignore[method-assign,assignment]
