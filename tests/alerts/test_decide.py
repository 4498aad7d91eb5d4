from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.decide import COLLECT, MANY, WIDEST, Rules, decide
from archive.telling import Decision, Mute, Pace, Queue, Waiting
from archive.vocabulary import (
    AlertKind,
    Beat,
    DeliveryState,
    DigestReason,
    Limit,
    Quiet,
    When,
)
from scheduler.clockwork import cron_in

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
UTC_ZONE = ZoneInfo("UTC")
PLAIN = Rules(zone=UTC_ZONE, next_cron=cron_in(UTC_ZONE))
NIGHTS = replace(PLAIN, quiet=Quiet(start=time(22), end=time(7)))
MORNINGS = replace(PLAIN, when=When(beat=Beat.DAILY, at=time(7, 30)))
THREE = replace(PLAIN, limit=Limit(number=3, per=HOUR))
READY, HELD, MUTED = DeliveryState.READY, DeliveryState.HELD, DeliveryState.MUTED


def waiting(*numbers: int, **facts: object) -> tuple[Waiting, ...]:
    base = Waiting(
        id=0, kind=AlertKind.ALERT, watchlist="Bridges", story=1, state=READY, due=NOW, created=NOW
    )
    return tuple(replace(base, id=number, **facts) for number in numbers)  # type: ignore[arg-type]


def states(decision: Decision) -> dict[int, DeliveryState]:
    return {one.message: one.state for one in decision.each}


def bundled(decision: Decision) -> list[tuple[DigestReason, tuple[int, ...]]]:
    return [(bundle.digest, bundle.messages) for bundle in decision.bundles]


def of(
    messages: Iterable[Waiting],
    rules: Rules = PLAIN,
    *,
    now: datetime = NOW,
    pace: Pace | None = None,
    mutes: tuple[Mute, ...] = (),
    probing: bool = False,
) -> Decision:
    queue = Queue(waiting=tuple(messages), mutes=mutes, pace=pace or Pace())
    return decide(queue, rules=rules, now=now, probing=probing)


def test_a_few_alerts_go_one_by_one_at_once() -> None:
    decision = of(waiting(*range(MANY)))
    assert set(states(decision).values()) == {READY}
    assert len(decision.each) == MANY
    assert not decision.bundles


def test_many_that_nobody_claimed_are_one_message_and_a_few_are_not() -> None:
    unclaimed = waiting(*range(MANY), kind=AlertKind.ESCALATION)
    assert set(states(of(unclaimed, MORNINGS)).values()) == {READY}
    notice = waiting(98, kind=AlertKind.NOTICE)
    flood = of((*unclaimed, *waiting(99, kind=AlertKind.ESCALATION), *notice), MORNINGS)
    assert bundled(flood) == [(DigestReason.BACKLOG, (*range(MANY), 99))]
    assert states(flood) == {98: READY}


def test_what_was_let_go_is_not_decided_again() -> None:
    assert not of(waiting(1, let_go=True)).each


def test_many_at_once_are_one_digest_and_what_follows_is_collected_for_a_while() -> None:
    flood = of(waiting(*range(MANY + 1)))
    assert bundled(flood) == [(DigestReason.BACKLOG, tuple(range(MANY + 1)))]
    assert not flood.each
    late = of(waiting(99, due=NOW), now=NOW + COLLECT / 2, pace=flood.pace)
    assert states(late) == {99: HELD}
    assert late.each[0].until == NOW + COLLECT
    held = waiting(99, state=HELD, cause=DigestReason.BACKLOG, due=NOW + COLLECT)
    after = of(held, now=NOW + COLLECT, pace=late.pace)
    assert states(after) == {99: READY}


def test_a_clock_set_back_does_not_make_the_collecting_longer() -> None:
    flood = of(waiting(*range(MANY + 1)))
    early = of(waiting(99, due=NOW - HOUR), now=NOW - HOUR, pace=flood.pace)
    assert states(early) == {99: READY}


def test_in_quiet_hours_everything_waits_and_is_told_as_one_at_their_end() -> None:
    night = NOW.replace(hour=23)
    alerts = waiting(1, 2, due=night)
    notice = waiting(3, kind=AlertKind.NOTICE, due=night)
    decision = of((*alerts, *notice, *waiting(4, let_go=True, due=night)), NIGHTS, now=night)
    assert states(decision) == dict.fromkeys((1, 2, 3, 4), HELD)
    morning = NOW.replace(day=26, hour=7)
    assert {one.until for one in decision.each} == {morning}
    assert "quiet hours until Thu 26 Nov 2026, 07:00 (UTC)" in decision.each[0].reason
    held = [
        replace(one, state=HELD, cause=DigestReason.QUIET, due=morning)
        for one in (*alerts, *notice)
    ]
    after = of((*held, *waiting(5, due=morning)), NIGHTS, now=morning)
    assert bundled(after) == [(DigestReason.QUIET, (1, 2))]
    assert states(after) == {3: READY, 5: READY}


def test_a_mute_holds_back_its_watchlist_or_story_and_nothing_else() -> None:
    until = NOW + 2 * HOUR
    by_name = Mute(id=1, watchlist="Bridges", since=NOW, until=until)
    by_story = Mute(id=2, story=7, since=NOW, until=NOW + HOUR)
    messages = (
        *waiting(1),
        *waiting(2, watchlist="Troops", story=7),
        *waiting(3, watchlist="Troops", story=8),
        *waiting(4, story=7, let_go=True),
        *waiting(5, kind=AlertKind.NOTICE, watchlist="", story=None),
    )
    decision = of(messages, mutes=(by_name, by_story))
    assert states(decision) == {1: MUTED, 2: MUTED, 3: READY, 4: MUTED, 5: READY}
    ends = {one.message: one.until for one in decision.each if one.state is MUTED}
    assert ends == {1: until, 2: NOW + HOUR, 4: until}


def test_what_a_mute_withheld_is_told_as_one_message_at_its_end() -> None:
    freed = waiting(1, 2, state=MUTED, cause=DigestReason.MUTED)
    assert bundled(of(freed)) == [(DigestReason.MUTED, (1, 2))]
    later = of(freed, MORNINGS)
    assert set(states(later).values()) == {HELD}
    assert {one.cause for one in later.each} == {DigestReason.SCHEDULE}


def test_the_limit_lets_so_many_go_and_the_rest_is_one_summary() -> None:
    first = of(waiting(1, 2, 3, 4, 5), THREE)
    assert states(first) == {1: READY, 2: READY, 3: READY, 4: HELD, 5: HELD}
    until = first.each[-1].until
    assert until is not None
    assert NOW + 20 * MINUTE <= until < NOW + 21 * MINUTE
    held = waiting(4, 5, state=HELD, cause=DigestReason.LIMIT, due=until)
    summary = of((*held, *waiting(6, due=until)), THREE, now=until, pace=first.pace)
    assert bundled(summary) == [(DigestReason.LIMIT, (4, 5, 6))]
    assert states(of(waiting(7, due=until), THREE, now=until, pace=summary.pace)) == {7: HELD}


def test_one_message_that_had_to_wait_for_the_limit_goes_alone() -> None:
    first = of(waiting(1, 2, 3, 4), THREE)
    until = first.each[-1].until
    assert until is not None
    held = waiting(4, state=HELD, cause=DigestReason.LIMIT, due=until)
    assert states(of(held, THREE, now=until, pace=first.pace)) == {4: READY}


@pytest.mark.parametrize("apart", [timedelta(0), timedelta(seconds=1), MINUTE, 7 * MINUTE])
def test_in_no_hour_are_there_more_messages_than_the_bucket_and_its_refill(
    apart: timedelta,
) -> None:
    pace, sent, held, now = Pace(), [], 0, NOW
    for number in range(120):
        now += apart
        held += 1
        cause = DigestReason.LIMIT if held > 1 else None
        decision = of(waiting(*range(held), cause=cause, due=now)[:MANY], THREE, now=now, pace=pace)
        pace = decision.pace
        gone = sum(one.state is READY for one in decision.each)
        if decision.bundles:
            gone, held = 1, 0
        else:
            held -= gone
        sent += [now] * gone
        assert sum(moment > now - HOUR for moment in sent) <= 6, number
    assert sent


def test_without_a_limit_a_watchlist_that_matches_everything_is_held_in_bounds() -> None:
    pace, sent = Pace(), 0
    for _ in range(30):
        decision = of(waiting(*range(MANY)), pace=pace)
        pace = decision.pace
        sent += sum(one.state is READY for one in decision.each)
    assert sent == WIDEST.number


def test_a_channel_with_set_times_collects_and_makes_one_digest() -> None:
    start = of(waiting(1), MORNINGS)
    tomorrow = NOW.replace(day=26, hour=7, minute=30)
    assert states(start) == {1: HELD}
    assert start.each[0].until == tomorrow
    assert start.pace.told == NOW
    held = waiting(1, 2, state=HELD, cause=DigestReason.SCHEDULE, due=tomorrow)
    (digest,) = of(held, MORNINGS, now=tomorrow, pace=start.pace).bundles
    assert (digest.key, digest.since) == ("digest 2026-11-26", NOW)
    assert digest.messages == (1, 2)


def test_a_digest_is_due_even_when_there_is_nothing_in_it() -> None:
    pace = Pace(told=NOW.replace(hour=7, minute=30))
    tomorrow = NOW.replace(day=26, hour=7, minute=30)
    before = of((), MORNINGS, now=tomorrow - MINUTE, pace=pace)
    assert (before.bundles, before.pace) == ((), pace)
    decision = of((), MORNINGS, now=tomorrow, pace=pace)
    assert bundled(decision) == [(DigestReason.SCHEDULE, ())]
    assert decision.pace.told == tomorrow
    assert not of((), MORNINGS, now=tomorrow, pace=decision.pace).bundles


def test_days_that_were_missed_make_one_digest() -> None:
    pace = Pace(told=NOW.replace(day=20, hour=7, minute=30))
    (digest,) = of(waiting(1), MORNINGS, pace=pace).bundles
    assert digest.key == "digest 2026-11-25"


def test_a_digest_that_is_due_in_quiet_hours_waits_for_their_end() -> None:
    rules = replace(NIGHTS, when=When(beat=Beat.HOURLY))
    pace = Pace(told=NOW.replace(hour=22))
    night = NOW.replace(hour=23, minute=30)
    assert not of(waiting(1, due=night), rules, now=night, pace=pace).bundles
    morning = NOW.replace(day=26, hour=7)
    held = waiting(1, state=HELD, cause=DigestReason.QUIET, due=morning)
    assert bundled(of(held, rules, now=morning, pace=pace)) == [(DigestReason.SCHEDULE, (1,))]


def test_set_times_that_begin_in_quiet_hours_make_a_digest_at_their_end() -> None:
    rules = replace(NIGHTS, when=When(beat=Beat.DAILY, at=time(2, 30)))
    night, morning = NOW.replace(hour=22), NOW.replace(day=26, hour=7)
    start = of((), rules, now=night)
    (digest,) = of((), rules, now=morning, pace=start.pace).bundles
    assert (digest.key, digest.since) == ("digest 2026-11-26", night)


def test_a_service_that_may_be_well_again_is_asked_with_one_message() -> None:
    flood = waiting(*range(3 * MANY))
    probe = of(flood, probing=True)
    assert states(probe) == {0: READY}
    assert not probe.bundles
    assert not of((*waiting(0, let_go=True), *flood[1:]), probing=True).each
    assert len(of((*waiting(0, let_go=True), *flood[1:])).bundles[0].messages) == 3 * MANY


def test_a_message_that_waits_for_another_try_is_left_alone() -> None:
    assert not of(waiting(1, let_go=True, due=NOW + MINUTE)).each
    assert not of(waiting(*range(MANY + 5), let_go=True, due=NOW + MINUTE)).bundles
