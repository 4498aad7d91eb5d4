"""What publishing times teach, and how long a source is left alone for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vocabulary import HOURS_OF_WEEK, Rhythm
from scheduler.learning import (
    expected_between,
    exposures,
    fading,
    hour_of_week,
    learned,
    rates,
)
from scheduler.pace import LONGEST, SHORTEST, pace

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
NOW = MONDAY + timedelta(weeks=3)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def watched(times: list[datetime], until: datetime, *, every: timedelta = HOUR) -> Rhythm:
    """Return what somebody knows who polled every so often from the first of ``times`` on."""
    rhythm, last = Rhythm(), times[0]
    rhythm = learned(rhythm, times[:5], since=None, now=last)
    rest = times[1:]
    while last < until:
        now = last + every
        news = [at for at in rest if last < at <= now]
        if news:
            rhythm = learned(rhythm, news, since=last, now=now)
        last = now
    return rhythm


def office_hours(weeks: int = 3, *, apart: timedelta = 10 * MINUTE) -> list[datetime]:
    """Return the publishing times of a desk that works from 8 to 16 UTC, Monday to Friday."""
    times = []
    for day in range(weeks * 7):
        start = MONDAY + day * DAY + 8 * HOUR
        if start.weekday() < 5:
            times += [start + n * apart for n in range(int(8 * HOUR / apart))]
    return times


def wait(rhythm: Rhythm, now: datetime, **more: float) -> timedelta:
    return pace(rates(rhythm, now=now), now=now, **more).interval  # type: ignore[arg-type]


def test_the_hours_of_a_week_begin_on_monday() -> None:
    assert hour_of_week(MONDAY) == 0
    assert hour_of_week(MONDAY + 26.5 * HOUR) == 26
    assert hour_of_week(MONDAY - MINUTE) == HOURS_OF_WEEK - 1


@pytest.mark.parametrize(("every", "about"), [(10 * MINUTE, 6.0), (HOUR, 1.0), (6 * HOUR, 1 / 6)])
def test_an_even_rhythm_is_found(every: timedelta, about: float) -> None:
    times = [MONDAY + n * every for n in range(int(21 * DAY / every))]
    found = rates(watched(times, NOW), now=NOW)
    assert found.mean == pytest.approx(about, rel=0.15)
    assert expected_between(found, NOW - 7 * DAY, NOW) == pytest.approx(168 * about, rel=0.2)


def test_the_first_poll_learns_from_the_dates_of_what_is_listed() -> None:
    times = [NOW - n * 5 * MINUTE for n in range(30)]
    rhythm = learned(Rhythm(), times, since=None, now=NOW)
    assert rates(rhythm, now=NOW).mean == pytest.approx(12, rel=0.2)
    assert wait(rhythm, NOW) < wait(Rhythm(), NOW)


def test_old_entries_that_stay_at_the_top_do_not_slow_a_source_down() -> None:
    times = [NOW - n * 5 * MINUTE for n in range(288)] + [NOW - 1000 * DAY]
    rhythm = learned(Rhythm(), times, since=None, now=NOW)
    assert rates(rhythm, now=NOW).mean > 0.3


def test_dates_that_all_say_now_teach_nothing() -> None:
    assert learned(Rhythm(), [NOW] * 45, since=None, now=NOW).hours == Rhythm().hours
    assert learned(Rhythm(), [None] * 45, since=None, now=NOW).hours == Rhythm().hours


def test_a_day_without_an_hour_may_be_any_of_its_hours() -> None:
    days = [MONDAY + n * DAY for n in range(14)]
    found = rates(learned(Rhythm(), days, since=None, now=NOW - 6 * DAY), now=NOW - 6 * DAY)
    assert max(found.hours) < 2 * min(found.hours)


def test_nights_and_weekends_are_slept_through_and_mornings_are_not_missed() -> None:
    rhythm = watched(office_hours(), NOW)
    morning, midnight = NOW + 8 * HOUR + MINUTE, NOW + 23 * HOUR
    assert wait(rhythm, morning) < 5 * MINUTE
    assert wait(rhythm, midnight) > 25 * MINUTE
    assert wait(rhythm, NOW + 5 * DAY + 12 * HOUR) > 20 * MINUTE
    # Asked shortly before the desk opens, it is asked again soon after.
    assert wait(rhythm, NOW + 7.9 * HOUR) < 12 * MINUTE


def test_a_burst_is_followed_and_fades() -> None:
    usual = watched([MONDAY + n * HOUR for n in range(21 * 24)], NOW)
    burst = learned(usual, [NOW - n * 3 * MINUTE for n in range(20)], since=NOW - HOUR, now=NOW)
    assert wait(burst, NOW) < wait(usual, NOW) / 2
    later = NOW + 12 * HOUR
    assert wait(burst, later) > wait(usual, NOW) / 2


def test_what_came_up_since_the_last_poll_was_published_since_then() -> None:
    rhythm = learned(Rhythm(began=MONDAY, at=MONDAY), [NOW - 9 * DAY], since=NOW - HOUR, now=NOW)
    (hour,) = [hour for hour, weight in enumerate(rhythm.hours) if weight]
    assert hour == hour_of_week(NOW - HOUR)
    ahead = learned(Rhythm(began=MONDAY, at=MONDAY), [NOW + 9 * DAY], since=NOW - HOUR, now=NOW)
    assert ahead.hours[hour_of_week(NOW)] == 1.0


def test_a_hint_is_believed_until_the_source_shows_better() -> None:
    hourly, weekly = Rhythm(hint=HOUR), Rhythm(hint=7 * DAY)
    assert wait(weekly, NOW) > wait(hourly, NOW)
    busy = learned(weekly, [NOW - n * 5 * MINUTE for n in range(30)], since=None, now=NOW)
    assert wait(busy, NOW) <= wait(replace(busy, hint=None), NOW) + MINUTE
    quiet = watched([MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY], NOW)
    assert wait(replace(quiet, hint=MINUTE), NOW) > 2 * HOUR


def test_a_window_that_was_replaced_is_looked_at_sooner() -> None:
    rhythm = watched([MONDAY + n * HOUR for n in range(21 * 24)], NOW)
    assert wait(rhythm, NOW, unseen=1.0) < wait(rhythm, NOW, unseen=0.4) == wait(rhythm, NOW)
    # Half of a short window may not be replaced meanwhile.
    busy = watched([MONDAY + n * 5 * MINUTE for n in range(21 * 288)], NOW)
    assert wait(busy, NOW, window=1) <= wait(busy, NOW)


def test_a_reason_is_given() -> None:
    rhythm = watched(office_hours(), NOW)
    words = pace(rates(rhythm, now=NOW + 12 * HOUR), now=NOW + 12 * HOUR).reason
    assert words == "about 6 entries an hour at this hour of the week"
    once = pace(rates(Rhythm(hint=7 * DAY), now=NOW), now=NOW, unseen=0.8).reason
    assert once == "about 1 entry a week at this hour of the week; 80% of what it listed was new"


@given(
    st.lists(st.timedeltas(min_value=timedelta(0), max_value=40 * DAY), max_size=80),
    st.timedeltas(min_value=-400 * DAY, max_value=400 * DAY),
    st.none() | st.timedeltas(min_value=MINUTE, max_value=30 * DAY),
    st.integers(0, 1000),
    st.floats(0, 1),
)
def test_every_source_is_asked_within_bounds(
    ages: list[timedelta],
    later: timedelta,
    hint: timedelta | None,
    window: int,
    unseen: float,
) -> None:
    rhythm = learned(Rhythm(hint=hint), [NOW - age for age in ages], since=None, now=NOW)
    rhythm = learned(rhythm, [NOW], since=NOW, now=NOW)
    after = NOW + later
    assert SHORTEST <= wait(rhythm, after, window=window, unseen=unseen) <= LONGEST


def test_weights_are_those_of_the_hours_that_were_watched() -> None:
    assert sum(exposures(10 * HOUR, NOW)) == pytest.approx(10, rel=0.1)
    assert sum(exposures(timedelta(weeks=400), NOW)) == pytest.approx(727, rel=0.01)
    assert fading(21 * DAY, 21 * DAY) == 0.5


@given(
    st.lists(
        st.timedeltas(min_value=MINUTE, max_value=20 * DAY), min_size=9, max_size=60, unique=True
    )
)
def test_more_news_never_means_fewer_polls(ages: list[timedelta]) -> None:
    times = sorted(NOW - age for age in ages)
    fewer, more = (
        replace(learned(Rhythm(), some, since=None, now=NOW), began=times[0])
        for some in (times[::3], times)
    )
    assert rates(more, now=NOW).mean >= rates(fewer, now=NOW).mean
