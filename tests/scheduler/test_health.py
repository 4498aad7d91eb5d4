from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.vocabulary import Entry, SourceKind, SourceStanding, SourceState, Told, Validators
from scheduler.health import after_failure, after_success
from spiders import GoneError, Listed, SpiderError, StatusError
from spiders.errors import FeedError, TooSlowError

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(days=2)
QUARTER = timedelta(minutes=15)
OK, FAILING, GONE = SourceStanding.OK, SourceStanding.FAILING, SourceStanding.GONE
KNOWN, FRESH = Validators(etag='"0"'), Validators(etag='"1"')
HEALTHY = SourceState(
    name="Post",
    kind=SourceKind.FEED,
    url="https://post.example/feed",
    standing=OK,
    since=EARLIER,
    entries=20,
    last_poll=EARLIER,
    last_full=EARLIER,
    baseline=EARLIER,
    validators=KNOWN,
    body_hash="0",
)
SICK = replace(
    HEALTHY, standing=FAILING, reason="busy", error="busy", failures=3, wait_until=NOW - QUARTER
)
LISTED = Listed(entries=(Entry(title="Bridge"),), validators=FRESH, body_hash="1")


def answered(state: SourceState, listed: Listed = LISTED) -> SourceState:
    return after_success(state, listed, now=NOW, next_poll=NOW + QUARTER, interval=QUARTER)


def failed(state: SourceState, error: SpiderError) -> SourceState:
    return after_failure(state, error, now=NOW, next_poll=NOW + QUARTER, interval=QUARTER)


def test_an_answer_is_written_down() -> None:
    assert answered(HEALTHY) == replace(
        HEALTHY,
        entries=1,
        last_poll=NOW,
        last_full=NOW,
        next_poll=NOW + QUARTER,
        interval=QUARTER,
        validators=FRESH,
        body_hash="1",
    )


def test_the_first_answer_is_the_baseline() -> None:
    new = SourceState(name="Post", kind=SourceKind.FEED, url="https://post.example/feed")
    state = answered(new, Listed())
    assert (state.baseline, state.standing, state.since) == (NOW, OK, NOW)


def test_an_unchanged_source_keeps_what_it_listed() -> None:
    state = answered(HEALTHY, Listed(unchanged=True, validators=KNOWN, body_hash="0"))
    assert (state.entries, state.last_full, state.last_poll) == (20, EARLIER, NOW)


def test_a_recovery_begins_a_new_standing() -> None:
    state = answered(SICK)
    assert (state.standing, state.since, state.failures) == (OK, NOW, 0)
    assert (state.reason, state.error, state.wait_until) == (None, None, None)


def test_entries_that_could_not_be_read_are_told() -> None:
    state = answered(HEALTHY, replace(LISTED, unreadable=2))
    assert state.reason == "2 of 3 entries could not be read"
    assert state.standing is OK


@pytest.mark.parametrize("error", [TooSlowError("slow"), FeedError("no feed"), StatusError("busy")])
def test_a_failure_keeps_what_was_stored(error: SpiderError) -> None:
    state = failed(HEALTHY, error)
    assert (state.standing, state.since, state.failures) == (FAILING, NOW, 1)
    assert state.reason == state.error == str(error)
    assert (state.entries, state.baseline, state.last_full) == (20, EARLIER, EARLIER)
    assert state.validators == KNOWN


def test_the_second_failure_asks_without_conditions() -> None:
    state = failed(failed(HEALTHY, TooSlowError("slow")), TooSlowError("slow"))
    assert state.validators == Validators()
    assert state.failures == 2


def test_failing_is_since_the_first_failure() -> None:
    assert failed(SICK, TooSlowError("slow")).since == EARLIER


def test_gone_is_told_apart() -> None:
    state = failed(HEALTHY, GoneError("gone"))
    assert (state.standing, state.since) == (GONE, NOW)


def test_a_wait_that_the_server_asked_for_is_kept() -> None:
    wait = timedelta(hours=2)
    assert failed(HEALTHY, StatusError("busy", wait=wait)).wait_until == NOW + wait
    assert failed(SICK, StatusError("busy")).wait_until is None


def test_a_move_is_believed_after_three_polls_and_told() -> None:
    new = "https://new.example/feed"
    state = HEALTHY
    reasons = []
    for _ in range(3):
        state = answered(state, Listed(moved_to=new))
        reasons.append(state.reason)
    assert reasons == [
        None,
        None,
        f"it has moved to {new} for good: put that address into the configuration",
    ]
    # Asked at its new address it is not redirected; what is known of the move stays.
    state = answered(state, Listed())
    assert (state.moved_to, state.moved_times) == (new, 3)


def test_a_move_that_ends_or_changes_begins_anew() -> None:
    state = answered(HEALTHY, Listed(moved_to="https://a.example/"))
    state = answered(state, Listed(moved_to="https://b.example/"))
    assert (state.moved_to, state.moved_times) == ("https://b.example/", 1)
    state = answered(state, Listed())
    assert (state.moved_to, state.moved_times) == (None, 0)


def test_a_new_address_that_fails_is_given_up() -> None:
    moved = replace(HEALTHY, moved_to="https://new.example/", moved_times=3)
    state = failed(moved, TooSlowError("slow"))
    assert (state.moved_to, state.moved_times) == (None, 0)


def test_a_document_that_breaks_off_fails_and_is_not_blind() -> None:
    state = HEALTHY
    for _ in range(50):
        state = answered(state, replace(LISTED, broken=True))
    words = "the document breaks off; the 1 whole entries before that were read"
    assert (state.standing, state.reason, state.error) == (FAILING, words, words)
    assert (state.failures, state.trouble, state.entries) == (0, 0.0, 1)
    assert answered(state).standing is OK


def test_entries_without_anything_to_know_them_by_are_counted() -> None:
    more = {"next_poll": NOW + QUARTER, "interval": QUARTER}
    state = after_success(HEALTHY, LISTED, now=NOW, nameless=1, **more)  # type: ignore[arg-type]
    words = "1 of 1 entries have no address, no guid and no headline, and were left out"
    assert (state.standing, state.reason) == (OK, words)


def test_what_was_said_of_a_document_holds_while_it_is_unchanged() -> None:
    state = answered(HEALTHY, replace(LISTED, says_moved_to="https://new.example/"))
    assert (state.reason or "").startswith("it says of itself that it has moved to https://new")
    assert answered(state, Listed(unchanged=True)).reason == state.reason
    assert answered(state).reason is None


def test_a_recovery_from_what_was_told_keeps_when_it_began() -> None:
    state = answered(replace(SICK, told=Told.BLIND, since=EARLIER))
    assert (state.dark, state.since) == (EARLIER, NOW)
    assert answered(state).dark == EARLIER
    assert answered(replace(state, told=None)).dark is None
    assert answered(SICK).dark is None
