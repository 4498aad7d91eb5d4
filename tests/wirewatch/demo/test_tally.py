"""What was told of what, counted without a daemon."""

from datetime import UTC, datetime, timedelta

from wirewatch.demo.content import Cue, Expect, load_content
from wirewatch.demo.received import Received
from wirewatch.demo.tally import SETTLED, Tally

CONTENT = load_content()
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def tally() -> Tally:
    return Tally(CONTENT, ("mail", "chat"))


def cue(expect: Expect) -> Cue:
    return next(cue for cue in CONTENT.cues if cue.expect is expect)


def about(title: str, channel: str = "mail") -> Received:
    return Received(channel=channel, heading="", lines=("Kursk", title, "a quote"))


def test_a_message_is_counted_for_its_channel_and_its_story() -> None:
    told = tally()
    first = cue(Expect.ALERT)
    told.publish(first, now=NOW)
    one = told.arrive(about(told.headline(first)), now=NOW)
    two = told.arrive(about(told.headline(first), "chat"), now=NOW)
    assert one is not None
    assert two is not None
    assert (one.cue, one.published, one.before) == (first, NOW, ())
    assert two.before == ("mail",)
    assert told.messages == {"mail": 1, "chat": 1}
    assert told.sample_told_once


def test_a_message_under_the_headline_of_the_copy_counts_as_a_second_telling() -> None:
    told = tally()
    for one in (cue(Expect.ALERT), cue(Expect.COPY)):
        told.publish(one, now=NOW)
        told.arrive(about(told.headline(one)), now=NOW)
        told.arrive(about(told.headline(one), "chat"), now=NOW)
    assert told.sample == {"mail": 2, "chat": 2}
    assert not told.sample_told_once


def test_one_channel_that_was_not_told_is_not_enough() -> None:
    told = tally()
    told.publish(cue(Expect.ALERT), now=NOW)
    told.arrive(about(told.headline(cue(Expect.ALERT))), now=NOW)
    assert not told.sample_told_once


def test_a_message_of_nothing_we_know_is_counted_all_the_same() -> None:
    told = tally()
    assert told.arrive(about("Something else"), now=NOW) is None
    assert told.messages["mail"] == 1
    assert told.first == NOW


def test_silence_is_spoken_of_once_when_the_time_is_over_and_the_feed_was_polled() -> None:
    told = tally()
    copy = cue(Expect.COPY)
    told.publish(copy, now=NOW)
    assert told.unsettled
    assert told.settle({}, now=NOW + 10 * SETTLED) == []
    assert told.settle({copy.outlet: NOW - SECOND}, now=NOW + SETTLED) == []
    assert told.settle({copy.outlet: NOW + SECOND}, now=NOW + SETTLED - SECOND) == []
    assert told.settle({copy.outlet: NOW + SECOND}, now=NOW + SETTLED) == [copy]
    assert told.settle({copy.outlet: NOW + SECOND}, now=NOW + 2 * SETTLED) == []
    assert not told.unsettled


def test_nobody_speaks_of_silence_after_a_message() -> None:
    told = tally()
    edit = cue(Expect.EDIT)
    told.publish(edit, now=NOW)
    told.arrive(about(told.headline(edit)), now=NOW)
    assert told.settle({edit.outlet: NOW + SECOND}, now=NOW + SETTLED) == []
    assert not told.unsettled


def test_stories_that_need_no_words_are_settled_at_once() -> None:
    told = tally()
    told.publish(CONTENT.cues[1], now=NOW)
    assert not told.unsettled


def test_a_copy_that_is_not_recognised_yet_is_looked_at_again() -> None:
    told = tally()
    copy = cue(Expect.COPY)
    told.publish(copy, now=NOW)
    polled = {copy.outlet: NOW + 10 * SETTLED}
    assert told.settle(polled, now=NOW + SETTLED) == [copy]
    told.wait_for(copy, now=NOW + SETTLED)
    assert told.settle(polled, now=NOW + SETTLED + SECOND) == []
    assert told.settle(polled, now=NOW + 2 * SETTLED) == [copy]
