from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from alerts import hearing
from alerts.answers import Fate, Heard
from alerts.hearing import wait_in, wait_of
from alerts.services import Service
from alerts.words import Words
from archive.vocabulary import Secret
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


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({"retry_after": 95}, 95),
        ({"retry_after": 0.5, "global": False}, 0.5),
        ({"ok": False, "parameters": {"retry_after": 7}}, 7),
        ({"retry_after": 10**12}, 86400),
        ({"retry_after": float("inf")}, 86400),
        ({"retry_after": float("nan")}, None),
        ({"retry_after": -1}, None),
        ({"retry_after": True}, None),
        ({"retry_after": "soon"}, None),
        ({"parameters": [1]}, None),
        ({}, None),
        (None, None),
        (["retry_after"], None),
    ],
)
def test_how_long_an_answer_in_json_asks_us_to_wait(said: object, seconds: float | None) -> None:
    assert wait_in(said) == (None if seconds is None else timedelta(seconds=seconds))


HEADLINES = (
    "Error=404. and what to do: error=404. is back",
    "Errors, error=500. all night",
    "Socket Exception: Connection refused haunts the harbour",
    "retry_after: 86400 in a bad week, and 'retry_after': 86400",
    "He was refused: 550 'no such user', said (550, b'the court')",
    "certificate verify failed, NameResolutionError and 'ProxyError('",
)
_AT = {
    "json": "json://{}/hook",
    "ntfy": "ntfy://{}/topic",
    "mmost": "mmost://{}/0123456789abcdefghijklmnop",
    "gotify": "gotify://{}/0123456789abcde",
}


@pytest.mark.parametrize("service", _AT)
@pytest.mark.parametrize("headline", HEADLINES)
def test_the_words_of_the_news_decide_nothing(hook: HookSink, service: str, headline: str) -> None:
    target = Service(Secret(_AT[service].format(f"127.0.0.1:{hook.port}")), timeout=2)
    words = Words(title=headline, body=f"{headline}\n{headline}", facts={"title": headline})
    for status, fate in ((500, Fate.LATER), (404, Fate.NEVER), (200, Fate.SENT)):
        hook.status = status
        answer = target.send(words, key="k")
        assert (answer.fate, answer.sure, answer.retry_after) == (fate, True, None)
        assert str(status) in answer.reason or status == 200
    # A service that repeats what it was sent.
    hook.status, hook.body = 500, headline.encode()
    assert target.send(words, key="k").retry_after is None
    hook.mode = "drop"
    answer = target.send(words, key="k")
    assert (answer.fate, answer.sure) == (Fate.LATER, False)
    assert answer.reason == "it closed the connection without an answer"


def ask(hook: HookSink, **options: Any) -> None:
    requests.post(f"http://127.0.0.1:{hook.port}/", json={}, timeout=5, **options)


def test_of_several_answers_the_last_that_went_wrong_counts(hook: HookSink) -> None:
    hearing.forget()
    assert hearing.heard() is None
    hook.status = 404
    ask(hook)
    hook.status = 200
    ask(hook)
    assert hearing.heard() == Heard(status=404)
    hook.body = b'{"ok": false}'
    ask(hook)
    assert hearing.heard() == Heard(status=200)
    assert hearing.refused()


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_that_cannot_be_read_may_mean_that_the_message_arrived(
    hook: HookSink, stream: bool
) -> None:
    hearing.forget()
    hook.headers, hook.body = {"Content-Encoding": "gzip"}, b"no gzip at all"
    with pytest.raises(requests.RequestException):
        ask(hook, stream=stream)
    heard = hearing.heard()
    assert heard is not None
    assert (heard.status, heard.lost) == (None, True)
