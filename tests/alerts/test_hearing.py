from datetime import UTC, datetime, timedelta

import pytest

from alerts.answers import Fate
from alerts.hearing import wait_of
from alerts.services import Service
from alerts.words import Words
from tests.alerts.sinks import HookSink

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("30", 30),
        (" 0 ", 0),
        ("Wed, 25 Nov 2026 12:05:00 GMT", 300),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0),
        ("315360000", 86400),
        ("9" * 400, 86400),
        ("Fri, 25 Nov 2036 12:00:00 GMT", 86400),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_a_service_asks_us_to_wait(header: str | None, seconds: int | None) -> None:
    wait = None if seconds is None else timedelta(seconds=seconds)
    assert wait_of(header, now=NOW) == wait


def test_the_header_is_heard_although_apprise_keeps_it_to_itself(hook: HookSink) -> None:
    service = Service(hook.address())
    hook.status, hook.headers = 429, {"Retry-After": "120"}
    answer = service.send(Words(title="t", body="b"), key="k")
    assert (answer.fate, answer.retry_after) == (Fate.LATER, timedelta(seconds=120))
    hook.status, hook.headers = 503, {}
    assert service.send(Words(title="t", body="b"), key="k").retry_after is None


@pytest.mark.parametrize(
    ("body", "fate"),
    [
        (b'{"ok": false, "error": "no such channel"}', Fate.LATER),
        (b' {"ok":false}', Fate.LATER),
        (b'{"ok": true}', Fate.SENT),
        (b'{"ok": 0}', Fate.SENT),
        (b"{no json", Fate.SENT),
        (b"[false]", Fate.SENT),
        (b"{" * 100_000, Fate.SENT),
        (b"", Fate.SENT),
    ],
)
def test_a_yes_that_says_no_is_none(hook: HookSink, body: bytes, fate: Fate) -> None:
    hook.body = body
    assert Service(hook.address()).send(Words(title="t", body="b"), key="k").fate is fate
