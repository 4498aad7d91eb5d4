from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vocabulary import Source, SourceKind, SourceState
from scheduler.clockwork import ClockWatch, cron_in
from scheduler.rhythm import LONGEST_BACKOFF, SPREAD, due_by, interval_of, next_poll

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
next_cron = cron_in(BERLIN)
AUTO = timedelta(minutes=12)
"""What the rhythm of the source says."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def source(every: timedelta | str | None) -> Source:
    return Source(name="Post", url="https://post.example/feed", every=every)


def due(
    every: timedelta | str | None,
    *,
    failures: int = 0,
    wait: timedelta | None = None,
    chance: float = 0.0,
) -> timedelta:
    return (
        next_poll(
            source(every),
            now=NOW,
            failures=failures,
            wait=wait,
            chance=chance,
            next_cron=next_cron,
            auto=AUTO,
        )
        - NOW
    )


@pytest.mark.parametrize(
    ("every", "failures", "wait", "after"),
    [
        (None, 0, None, AUTO),
        (5 * MINUTE, 0, None, 5 * MINUTE),
        (5 * MINUTE, 1, None, 10 * MINUTE),
        (5 * MINUTE, 2, None, 20 * MINUTE),
        (5 * MINUTE, 4, None, LONGEST_BACKOFF),
        (5 * MINUTE, 10_000, None, LONGEST_BACKOFF),
        (3 * HOUR, 5, None, 3 * HOUR),
        (5 * MINUTE, 0, 2 * MINUTE, 5 * MINUTE),
        (5 * MINUTE, 1, 2 * HOUR, 2 * HOUR),
        (5 * MINUTE, 4, DAY, DAY),
        ("0 * * * *", 0, None, HOUR),
        ("30 * * * *", 3, None, 30 * MINUTE),
        ("30 * * * *", 1, 2 * HOUR, 2 * HOUR),
    ],
)
def test_when_a_source_is_asked_next(
    every: timedelta | str | None, failures: int, wait: timedelta | None, after: timedelta
) -> None:
    assert due(every, failures=failures, wait=wait) == after


def test_polls_are_spread_a_little_and_never_early() -> None:
    assert due(10 * MINUTE, chance=0.5) == timedelta(minutes=10.5)
    assert due(10 * MINUTE, chance=0.999) <= 11 * MINUTE


@given(
    st.timedeltas(min_value=MINUTE, max_value=30 * DAY),
    st.integers(0, 1_000_000),
    st.none() | st.timedeltas(min_value=timedelta(0), max_value=DAY),
    st.floats(0, 1, exclude_max=True),
)
def test_no_source_is_asked_before_its_time_or_given_up(
    every: timedelta, failures: int, wait: timedelta | None, chance: float
) -> None:
    after = due(every, failures=failures, wait=wait, chance=chance)
    assert after >= max(every, wait or every)
    assert after <= max(1.1 * max(every, LONGEST_BACKOFF), wait or every)


def test_the_interval_is_that_of_the_source() -> None:
    assert interval_of(source(None), now=NOW, next_cron=next_cron, auto=AUTO) == AUTO
    assert interval_of(source(HOUR), now=NOW, next_cron=next_cron, auto=AUTO) == HOUR
    assert interval_of(source("15 * * * *"), now=NOW, next_cron=next_cron, auto=AUTO) == 15 * MINUTE


def times(line: str, after: str, number: int) -> list[str]:
    """Return the next moments of a cron line in Berlin, in UTC, without the year."""
    moment, found = datetime.fromisoformat(after).replace(tzinfo=BERLIN), []
    for _ in range(number):
        moment = next_cron(line, moment.astimezone(UTC))
        found.append(f"{moment.astimezone(UTC):%m-%d %H:%M}")
    return found


def test_a_cron_line_keeps_the_local_time_over_both_changes() -> None:
    spring = times("0 7 * * *", "2026-03-27T12:00", 3)
    assert spring == ["03-28 06:00", "03-29 05:00", "03-30 05:00"]
    autumn = times("0 7 * * *", "2026-10-23T12:00", 3)
    assert autumn == ["10-24 05:00", "10-25 06:00", "10-26 06:00"]


def test_every_half_hour_has_no_gap_and_no_double_over_both_changes() -> None:
    spring = times("*/30 * * * *", "2026-03-29T01:00", 5)
    assert spring == ["03-29 00:30", "03-29 01:00", "03-29 01:30", "03-29 02:00", "03-29 02:30"]
    autumn = times("*/30 * * * *", "2026-10-25T01:30", 6)
    assert autumn == [f"10-25 0{hour}:{minute}" for hour in range(3) for minute in ("00", "30")]


def test_a_time_that_a_change_leaves_out_is_not_left_out_for_a_day() -> None:
    assert times("30 2 * * *", "2026-03-28T12:00", 2) == ["03-29 01:30", "03-30 00:30"]


def test_a_cron_line_is_always_ahead() -> None:
    at = NOW.replace(microsecond=1)
    for _ in range(3):
        found = next_cron("* * * * *", at)
        assert at < found <= at + 2 * MINUTE
        at = found


def test_a_day_that_never_comes_is_a_year_away() -> None:
    assert next_cron("0 0 30 2 *", NOW) - NOW == timedelta(days=366)


class Clocks:
    def __init__(self) -> None:
        self.wall, self.steady = NOW, 1000.0
        self.watch = ClockWatch(now=lambda: self.wall, steady=lambda: self.steady)

    def go(self, wall: timedelta, steady: timedelta | None = None) -> timedelta | None:
        self.wall += wall
        self.steady += (wall if steady is None else steady).total_seconds()
        return self.watch.jump()


@pytest.mark.parametrize("moved", [-HOUR, HOUR, -10 * DAY, timedelta(seconds=-6)])
def test_a_clock_that_is_set_is_noticed_once(moved: timedelta) -> None:
    clocks = Clocks()
    assert clocks.go(MINUTE) is None
    assert clocks.go(moved + MINUTE, MINUTE) == moved
    assert clocks.go(MINUTE) is None


def test_a_clock_that_is_nudged_is_no_news() -> None:
    clocks = Clocks()
    assert [clocks.go(MINUTE + nudge * timedelta(seconds=1), MINUTE) for nudge in (4, -4)] == [
        None
    ] * 2


def latest(
    every: timedelta | str | None, *, failures: int = 0, wait: timedelta | None = None
) -> timedelta | None:
    """Return how long after its last poll a source of today's configuration is due at the latest."""
    state = SourceState(
        name="Post",
        kind=SourceKind.FEED,
        url="https://post.example/feed",
        last_poll=NOW,
        failures=failures,
        wait_until=NOW + wait if wait else None,
    )
    new = replace(state, name="new", last_poll=None)
    gone = replace(state, name="not configured any more")
    sources = {"Post": source(every), "new": source(every)}
    found = due_by(sources, [state, new, gone], next_cron=next_cron)
    assert found.keys() <= {"Post"}
    return found["Post"] - NOW


@pytest.mark.parametrize("every", [5 * MINUTE, DAY, "30 * * * *", None])
@pytest.mark.parametrize("failures", [0, 2, 9])
def test_a_plan_that_still_holds_is_not_brought_forward(
    every: timedelta | str | None, failures: int
) -> None:
    for chance in (0.0, 0.5, 1.0):
        at = latest(every, failures=failures)
        assert at is not None
        # By its rhythm, a source of which nothing is known yet is asked at another pace.
        assert every is None or due(every, failures=failures, chance=chance) <= at


def test_another_interval_counts_from_the_last_poll() -> None:
    assert latest(5 * MINUTE) == 5 * MINUTE * (1 + SPREAD)
    assert latest(5 * MINUTE, failures=1) == 10 * MINUTE * (1 + SPREAD)
    assert latest("30 * * * *") == 30 * MINUTE
    assert latest(5 * MINUTE, wait=2 * HOUR) == 2 * HOUR
