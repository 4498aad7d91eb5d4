"""The one word for a source, and when it is quiet: nights, weekends and slow sources are not."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.vocabulary import Rhythm, SourceKind, SourceStanding, SourceState, Told
from scheduler.health import weight
from scheduler.judging import is_blind, is_lively, judged, why_quiet
from scheduler.learning import learned
from scheduler.notices import lively, notices
from spiders import GoneError, SpiderError, StatusError
from spiders.errors import FeedError, RobotsError, TooSlowError, UnreachableError, WorkerError

MONDAY = datetime(2026, 9, 7, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = MONDAY + 28 * DAY
OK = SourceState(
    name="Post",
    kind=SourceKind.FEED,
    url="https://post.example/feed",
    standing=SourceStanding.OK,
    since=MONDAY,
    last_poll=NOW,
)
FAILING = replace(OK, standing=SourceStanding.FAILING, since=NOW - 2 * HOUR, failures=3)


def watched(times: list[datetime], until: datetime) -> Rhythm:
    """Return what somebody knows who asked every hour, from the first of ``times`` on."""
    rhythm, last = learned(Rhythm(), times[:3], since=None, now=times[2]), times[2]
    while last < until:
        now = last + HOUR
        if news := [at for at in times if last < at <= now]:
            rhythm = learned(rhythm, news, since=last, now=now)
        last = now
    return rhythm


def desk(days: int, *, a_day: float, seed: int = 1) -> list[datetime]:
    """Return the times of a desk that publishes by day and on working days, as chance will have it."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    times = []
    for day in range(days):
        start = MONDAY + day * DAY
        usual = a_day * (1.4 if start.weekday() < 5 else 0.1)
        times += [
            start + chance.uniform(7, 19) * HOUR
            for _ in range(round(chance.gauss(usual, usual**0.5)))
        ]
    return sorted(times)


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (TooSlowError("slow"), 0.25),
        (UnreachableError("no address"), 0.25),
        (StatusError("busy", status=503), 0.25),
        (StatusError("too often", status=429), 0.25),
        (StatusError("refused", status=403), 0.5),
        (WorkerError("too long"), 0.5),
        (RobotsError("not allowed"), 0.5),
        (StatusError("not there", status=404), 1),
        (FeedError("a page"), 1),
        (GoneError("gone", status=410), 0.5),
    ],
)
def test_what_may_be_over_soon_weighs_less(error: SpiderError, counts: float) -> None:
    assert weight(error) == counts


def test_a_source_is_blind_by_weight_and_time_or_after_a_long_time() -> None:
    assert not is_blind(replace(FAILING, trouble=0.75), now=NOW)
    assert is_blind(replace(FAILING, trouble=3.0), now=NOW)
    assert not is_blind(replace(FAILING, trouble=3.0, since=NOW - 59 * MINUTE), now=NOW)
    assert is_blind(replace(FAILING, trouble=0.75, since=NOW - 6 * HOUR), now=NOW)
    assert not is_blind(replace(FAILING, failures=2, since=NOW - 6 * HOUR), now=NOW)
    assert judged(replace(FAILING, trouble=3.0), now=NOW).standing is SourceStanding.BLIND


def test_the_word_says_what_to_look_at() -> None:
    assert judged(OK, now=NOW) == OK
    slow = judged(replace(OK, took=timedelta(seconds=12)), now=NOW)
    assert (slow.standing, slow.reason) == (SourceStanding.SLOW, "its last answer took 12 s")
    moved = judged(replace(OK, moved_to="https://new.example/", moved_times=3), now=NOW)
    assert moved.standing is SourceStanding.MOVED
    assert "https://new.example/" in (moved.reason or "")
    new = replace(OK, standing=SourceStanding.NEW)
    assert judged(new, now=NOW) == new


def test_a_source_that_falls_silent_is_quiet_and_told_once() -> None:
    times = desk(28, a_day=20)
    state = replace(OK, rhythm=watched(times, NOW))
    assert why_quiet(state, now=times[-1] + DAY) is None
    later = times[-1] + 5 * DAY
    quiet = judged(state, now=later)
    assert quiet.standing is SourceStanding.QUIET
    assert (quiet.reason or "").startswith("nothing new for 4 days, in which about ")
    (notice,) = notices([state], now=later, zone=UTC)
    assert (notice.title, notice.told) == ("Post has become quiet", Told.QUIET)
    assert notices([replace(state, told=Told.QUIET)], now=later, zone=UTC) == ()


def test_a_trickle_of_what_there_was_is_quiet_too() -> None:
    before = desk(28, a_day=40)
    trickle = [NOW + day * DAY + 12 * HOUR for day in range(14)]
    state = replace(OK, rhythm=watched([*before, *trickle], NOW + 14 * DAY))
    assert (
        why_quiet(state, now=NOW + 13.9 * DAY)
        == "about 9 entries in the last days, where 86 are usual"
    )
    assert why_quiet(replace(OK, rhythm=watched(before, NOW)), now=NOW) is None


def test_a_quiet_source_that_publishes_again_is_forgiven_in_silence() -> None:
    times = desk(28, a_day=20)
    gone = [at for at in times if at < NOW - 10 * DAY]
    quiet = replace(OK, rhythm=watched(gone, NOW), told=Told.QUIET)
    assert not is_lively(quiet, now=NOW)
    assert lively([quiet], now=NOW) == ()
    back = replace(OK, rhythm=watched(times, NOW), told=Told.QUIET)
    assert lively([back], now=times[-1]) == ("Post",)


@pytest.mark.parametrize("a_day", [0.5, 10, 60])
def test_nights_weekends_and_slow_sources_are_not_quiet(a_day: float) -> None:
    times = desk(56, a_day=a_day, seed=int(a_day * 100))
    rhythm, last, alarms = learned(Rhythm(), times[:3], since=None, now=times[2]), times[2], 0
    while last < times[-1]:
        now = last + 3 * HOUR
        alarms += why_quiet(replace(OK, rhythm=rhythm), now=now) is not None
        if news := [at for at in times if last < at <= now]:
            rhythm = learned(rhythm, news, since=last, now=now)
        last = now
    assert alarms == 0


def test_what_was_watched_too_short_a_time_is_never_quiet() -> None:
    times = [at for at in desk(28, a_day=20) if at < MONDAY + 10 * DAY]
    state = replace(OK, rhythm=watched(times, MONDAY + 10 * DAY))
    assert why_quiet(state, now=NOW) is None
    assert why_quiet(OK, now=NOW) is None


def test_a_recovery_says_how_long_a_source_was_blind_and_what_is_usual() -> None:
    rhythm = watched(desk(28, a_day=20), NOW)
    back = replace(OK, since=NOW, dark=NOW - 3 * DAY, told=Told.BLIND, rhythm=rhythm)
    (notice,) = notices([back, replace(OK, name="well")], now=NOW, zone=UTC)
    first, second = notice.body.split("\n")
    assert first.startswith("Post was blind for 3 days (2026-10-02 00:00 to 2026-10-05 00:00 UTC).")
    assert "it usually publishes about " in first
    assert second == "What it published meanwhile, and still lists, has been read."
