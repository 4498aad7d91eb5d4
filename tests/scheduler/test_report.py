from dataclasses import replace
from datetime import UTC, datetime

from archive.polling import Claim, Poll
from archive.vocabulary import SourceKind, SourceState
from scheduler.cycle import NOTHING
from scheduler.report import words_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
POST = SourceState(
    name="Post", kind=SourceKind.FEED, url="https://post.example/feed", baseline=NOW, last_poll=NOW
)


def said(before: str | None, after: str | None) -> list[str]:
    state = replace(POST, reason=before)
    poll = Poll(claim=Claim(state=state, token="t"), state=replace(state, reason=after), now=NOW)
    return list(words_of(state, poll, NOTHING))


def test_a_remark_on_a_source_is_logged_when_it_is_another_one() -> None:
    assert said(None, "2 of 9 entries could not be read") == ["2 of 9 entries could not be read"]
    assert said("it has moved", "2 of 9 entries could not be read") != []
    assert said("2 of 9 entries could not be read", None) == []


def test_a_remark_that_counts_something_else_at_each_poll_is_logged_once() -> None:
    assert said("2 of 9 entries could not be read", "3 of 8 entries could not be read") == []
