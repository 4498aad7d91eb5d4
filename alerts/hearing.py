"""What a web service says beside yes and no: how long to wait, that a yes is none, and whether a request got out.

Apprise hands on neither an answer nor its headers. It asks with `requests`, in the thread that calls it, so
a note is taken there. Some of its services ask again by themselves when they hear 429, after a wait of their own; whether
and when to ask again is for the outbox to say, so nothing leaves the computer then.
"""

import json
import re
import threading
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from traceback import walk_tb
from typing import Any, cast

from alerts.answers import Heard

LONGEST_BODY = 65_536
_LIMITS = re.compile(r"(?:x-)?rate-?limit-.*|retry-after", re.IGNORECASE)
LONGEST = timedelta(days=1)
_YES = range(200, 300)
_CONNECTING = "urllib3.connection"


@dataclass(slots=True)
class _Notes:
    """What a thread has heard since it began to listen."""

    last: Heard | None = None
    bad: Heard | None = None
    """The last that went wrong."""
    lost: bool = False
    refused: bool = False
    busy: dict[object, Any] = field(default_factory=dict)
    """Answers that say to wait, by what was asked."""


_ear = threading.local()


def forget() -> None:
    """Begin to listen, for the next answers in this thread."""
    _listen()
    _ear.notes = _Notes()


def _notes() -> _Notes:
    found: _Notes = getattr(_ear, "notes", None) or _Notes()
    return found


def refused() -> bool:
    """Say whether the last answer in this thread was a yes that says no: status 200 and ``{"ok": false}``."""
    return _notes().refused


def heard() -> Heard | None:
    """Return what came of the requests of this thread; None when nothing was asked by HTTP.

    Of several the last that went wrong counts: it is why Apprise says no.
    """
    notes = _notes()
    found = notes.bad or notes.last
    return found and replace(found, lost=notes.lost)


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


def wait_in(said: object) -> timedelta | None:
    """Return how long an answer in JSON asks us to wait, as Discord says it (``retry_after``) and Telegram (in ``parameters``)."""
    if not isinstance(said, dict):
        return None
    within = said.get("parameters")
    wait = said.get("retry_after", within.get("retry_after") if isinstance(within, dict) else None)
    if isinstance(wait, bool) or not isinstance(wait, int | float) or not wait >= 0:
        return None
    return timedelta(seconds=min(wait, LONGEST.total_seconds()))


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
        notes = _notes()
        if asked in notes.busy:
            return notes.busy[asked]
        try:
            answer = send(session, request, **options)
            _hear(answer, notes)
        except Exception as error:
            notes.lost = notes.lost or was_sent(error)
            notes.last = notes.bad = Heard(status=None, failure=f"{type(error).__name__}: {error}")
            raise
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            _without_limits(answer.headers)
            notes.busy[asked] = answer
        return answer

    requests.Session.send = heard  # type: ignore[method-assign,assignment]


def _hear(answer: Any, notes: _Notes) -> None:
    said = _said(answer.content)
    header = wait_of(answer.headers.get("Retry-After"), now=datetime.now(UTC))
    notes.last = Heard(status=answer.status_code, retry_after=wait_in(said) or header)
    notes.refused = isinstance(said, dict) and said.get("ok") is False
    if answer.status_code not in _YES or notes.refused:
        notes.bad = notes.last


def _said(body: bytes) -> object:
    """Return what an answer says in JSON, None where it says nothing so."""
    if len(body) > LONGEST_BODY or not body.lstrip().startswith(b"{"):
        return None
    try:
        return cast("object", json.loads(body))
    except (ValueError, RecursionError):
        return None
