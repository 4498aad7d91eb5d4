import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.vocabulary import Source, SourceKind, SourceState, Validators
from spiders import Answer, Ask, FeedSpider, GoneError, Listed, StatusError, Workers
from spiders.errors import FeedError, UnreachableError
from spiders.feeds import retry_after
from spiders.web import manners_of

T = TypeVar("T")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://post.example/feed"
FEED = b"<rss version='2.0'><channel><title>Post</title><item><title>Bridge</title></item></channel></rss>"
HEADERS = {"etag": 'W/"1"', "last-modified": "Sun, 22 Nov 2026 11:00:00 GMT"}
KNOWN = Validators(etag='W/"0"', last_modified="Sat, 21 Nov 2026 11:00:00 GMT")
NEW = Validators(etag='W/"1"', last_modified="Sun, 22 Nov 2026 11:00:00 GMT")
SOURCE = Source(name="Post", url=URL)
STATE = SourceState(
    name="Post", kind=SourceKind.FEED, url=URL, validators=KNOWN, body_hash="0", asked_whole=NOW
)


class Web:
    """Answers as the port promises: any status is an answer."""

    def __init__(self, status: int = 200, body: bytes = FEED, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = Answer(url=URL, status=status, headers={**HEADERS, **named}, body=body)
        self.asked: list[Ask] = []

    async def fetch(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        return self.answer


class Here:
    """Reads in this process."""

    async def run(self, read: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return read(*args, **kwargs)


def list_of(web: Web, state: SourceState = STATE) -> Listed:
    spider = FeedSpider(web, cast("Workers", Here()), now=lambda: NOW)
    return asyncio.run(spider.entries(SOURCE, state))


def failure_of(web: Web, state: SourceState = STATE) -> StatusError:
    with pytest.raises(StatusError) as caught:
        list_of(web, state)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_feed_is_asked_for_with_what_the_server_gave() -> None:
    web = Web()
    listed = list_of(web)
    assert web.asked == [Ask(url=URL, validators=KNOWN, manners=manners_of(SOURCE))]
    assert [entry.title for entry in listed.entries] == ["Bridge"]
    assert listed.validators == NEW
    assert not listed.unchanged


def test_not_changed_keeps_what_was_known() -> None:
    listed = list_of(Web(304, b""))
    assert listed == Listed(unchanged=True, validators=KNOWN, body_hash="0")


def test_not_changed_to_a_first_request_is_a_failure() -> None:
    error = failure_of(Web(304, b""), replace(STATE, validators=Validators()))
    assert "304" in str(error)


def test_the_same_document_is_not_read_again() -> None:
    first = list_of(Web())
    again = list_of(Web(), replace(STATE, body_hash=first.body_hash))
    assert again == Listed(unchanged=True, validators=NEW, body_hash=first.body_hash)


def test_half_a_document_is_asked_for_again() -> None:
    half = list_of(Web(body=FEED.replace(b"</channel></rss>", b"")))
    assert [entry.title for entry in half.entries] == ["Bridge"]
    assert (half.validators, half.body_hash) == (Validators(), None)
    whole = list_of(Web(), replace(STATE, validators=half.validators, body_hash=half.body_hash))
    assert not whole.unchanged


def test_a_page_that_is_no_feed_is_a_failure() -> None:
    for body in (b"", b"<html>Log in</html>"):
        with pytest.raises(FeedError):
            list_of(Web(body=body))


def test_gone_is_told_apart() -> None:
    assert isinstance(failure_of(Web(410, b"")), GoneError)
    assert not isinstance(failure_of(Web(404, b"")), GoneError)


@pytest.mark.parametrize("status", [300, 301, 302, 307, 308])
def test_a_redirect_that_was_not_followed_is_a_failure(status: int) -> None:
    assert str(status) in str(failure_of(Web(status, b"")))


@pytest.mark.parametrize(
    "status", [100, 400, 401, 402, 403, 404, 406, 418, 429, 500, 503, 599, 999]
)
def test_errors_name_the_status(status: int) -> None:
    error = failure_of(Web(status, b"<html>"))
    assert str(status) in str(error)
    assert error.wait is None


def test_the_server_may_ask_us_to_stay_away() -> None:
    assert failure_of(Web(429, retry_after="120")).wait == timedelta(minutes=2)
    assert failure_of(Web(503, retry_after="120")).wait == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 120 ", timedelta(minutes=2)),
        ("Sun, 22 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("Sunday, 22-Nov-26 12:10:00 GMT", timedelta(minutes=10)),
        ("Sun, 22 Nov 2026 13:10:00 +0100", timedelta(minutes=10)),
        ("315360000", DAY),
        ("9" * 5_000, DAY),
        ("Wed, 22 Nov 2036 12:00:00 GMT", DAY),
        ("0", None),
        ("-1", None),
        ("Sat, 21 Nov 2026 12:00:00 GMT", None),
        ("1.5", None),
        ("٣", None),
        ("²", None),
        ("soon", None),
        ("Sun, 99 Nov 2026 12:10:00 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, wait: timedelta | None) -> None:
    assert retry_after(value, now=NOW) == wait


@settings(max_examples=200)
@given(
    st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,6} \d\d:\d\d:\d\d.{0,6}")
)
def test_any_retry_after_is_read_or_passed_over(value: str) -> None:
    wait = retry_after(value, now=NOW)
    assert wait is None or timedelta(0) < wait <= DAY


def test_no_answer_is_passed_on() -> None:
    class Nowhere:
        async def fetch(self, ask: Ask) -> Answer:
            raise UnreachableError("no network")

    spider = FeedSpider(Nowhere(), cast("Workers", Here()), now=lambda: NOW)
    with pytest.raises(UnreachableError):
        asyncio.run(spider.entries(SOURCE, STATE))


def test_validators_are_those_of_the_answer() -> None:
    headers: Mapping[str, str] = {"etag": '"x"'}
    answer = Answer(url=URL, status=200, headers=headers, body=b"")
    assert answer.validators == Validators(etag='"x"')


@pytest.mark.parametrize(
    ("interval", "rest"),
    [
        (None, timedelta(hours=12)),
        (timedelta(hours=1), timedelta(hours=12)),
        (timedelta(minutes=1), timedelta(minutes=100)),
    ],
)
def test_now_and_then_a_feed_is_asked_for_whole_whatever_it_says(
    interval: timedelta | None, rest: timedelta
) -> None:
    web = Web()
    state = replace(STATE, interval=interval)
    list_of(web, replace(state, asked_whole=NOW - rest + timedelta(seconds=1)))
    listed = list_of(web, replace(state, asked_whole=NOW - rest))
    assert [ask.validators for ask in web.asked] == [KNOWN, Validators()]
    assert listed.asked_whole


def test_validators_that_stay_while_the_document_changes_are_not_sent_again() -> None:
    listed = list_of(Web(), replace(STATE, validators=NEW))
    assert listed.lying
    web = Web()
    assert list_of(web, replace(STATE, lying=True)).lying
    assert web.asked[0].validators == Validators()


def test_a_server_without_validators_does_not_lie() -> None:
    web = Web()
    web.answer = replace(web.answer, headers={})
    assert not list_of(web, replace(STATE, validators=Validators())).lying


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), False), ((), False)],
)
def test_where_a_feed_has_moved_for_good(statuses: tuple[int, ...], moved: bool) -> None:
    web = Web()
    new = "https://new.example/feed"
    web.answer = replace(
        web.answer, url=new, redirects=tuple((f"{URL}/{status}", status) for status in statuses)
    )
    assert list_of(web).moved_to == (new if moved else None)


def test_a_new_address_is_asked_directly_after_three_polls() -> None:
    web = Web()
    for times in (2, 3):
        list_of(web, replace(STATE, moved_to="https://new.example/feed", moved_times=times))
    assert [ask.url for ask in web.asked] == [URL, "https://new.example/feed"]
