from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.hours import digest_key, last_digest, next_digest, quiet_until
from archive.vocabulary import AT_ONCE, Beat, Quiet, When
from scheduler.clockwork import cron_in

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC", "Europe/Berlin", "Europe/Kyiv", "America/New_York", "America/St_Johns", "Asia/Kolkata",
        "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca",
    )
]  # fmt: skip
START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.integers(0, 12 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
zones = st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def within(local: time, quiet: Quiet) -> bool:
    """Say what a clock on the wall says."""
    if quiet.start < quiet.end:
        return quiet.start <= local < quiet.end
    return local >= quiet.start or local < quiet.end


def changes_near(moment: datetime, zone: ZoneInfo) -> bool:
    """Say whether the zone's clock is changed within some hours."""
    offsets = {(moment + n * HOUR).astimezone(zone).utcoffset() for n in range(-4, 5)}
    return len(offsets) > 1


NIGHT = Quiet(start=time(22), end=time(7))


def test_a_night_is_quiet_over_midnight() -> None:
    assert quiet_until(NIGHT, at("2026-11-25T21:59:59"), BERLIN) is None
    for when in ("2026-11-25T22:00", "2026-11-26T00:00", "2026-11-26T06:59:59"):
        assert quiet_until(NIGHT, at(when), BERLIN) == at("2026-11-26T07:00")
    assert quiet_until(NIGHT, at("2026-11-26T07:00"), BERLIN) is None
    assert quiet_until(None, at("2026-11-26T00:00"), BERLIN) is None


def test_the_same_night_is_another_time_elsewhere() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    assert quiet_until(NIGHT, at("2026-11-25T20:30", kyiv), kyiv) is None
    assert quiet_until(NIGHT, at("2026-11-25T21:30"), kyiv) == at("2026-11-26T07:00", kyiv)


def test_clocks_that_are_changed_make_quiet_hours_longer_never_shorter() -> None:
    # On 29 March 2026 there is no 02:30 in Berlin; on 25 October it comes twice.
    short = Quiet(start=time(1), end=time(2, 30))
    assert quiet_until(short, at("2026-03-29T01:30"), BERLIN) == at("2026-03-29T03:30")
    again = at("2026-10-25T02:30", fold=1)
    for fold in (0, 1):
        assert quiet_until(short, at("2026-10-25T02:10", fold=fold), BERLIN) == again
    assert quiet_until(short, again, BERLIN) is None


@given(zones, moments, times, times)
def test_quiet_is_what_the_clock_on_the_wall_says(
    zone: ZoneInfo, now: datetime, start: time, end: time
) -> None:
    if start == end:
        return
    quiet = Quiet(start=start, end=end)
    until = quiet_until(quiet, now, zone)
    if within(now.astimezone(zone).time(), quiet):
        assert until is not None, "an hour that the user calls quiet"
    elif until is not None:
        assert changes_near(now, zone) or changes_near(until, zone)
    if until is not None:
        assert now < until <= now + timedelta(hours=26)
        assert quiet_until(quiet, until, zone) is None or changes_near(until, zone)


def daily(text: str) -> When:
    return When(beat=Beat.DAILY, at=time.fromisoformat(text))


def dues(when: When, zone: ZoneInfo, after: datetime, number: int) -> list[datetime]:
    found = []
    for _ in range(number):
        following = next_digest(when, after, zone, cron_in(zone))
        assert following is not None
        assert following > after
        found.append(following)
        after = following
    return found


@given(zones, moments, times)
def test_a_daily_digest_is_due_once_on_every_local_date(
    zone: ZoneInfo, now: datetime, at: time
) -> None:
    when = When(beat=Beat.DAILY, at=at)
    found = dues(when, zone, now, 4)
    keys = [digest_key(when, due, zone) for due in found]
    dates = [due.astimezone(zone).date() for due in found]
    assert len(set(keys)) == 4
    assert dates == sorted(set(dates))
    # Samoa left a whole day out in 2011 only: in these years every date has its digest.
    assert (dates[-1] - dates[0]).days == 3


@pytest.mark.parametrize("line", ["30 2 * * *", "daily"])
def test_half_past_two_comes_once_when_the_clock_says_it_twice_or_never(line: str) -> None:
    when = daily("02:30") if line == "daily" else When(beat=Beat.CRON, cron=line)
    spring = dues(when, BERLIN, at("2026-03-28T12:00"), 2)
    autumn = dues(when, BERLIN, at("2026-10-24T12:00"), 2)
    assert autumn == [at("2026-10-25T02:30"), at("2026-10-26T02:30")]
    assert spring == [at("2026-03-29T03:30"), at("2026-03-30T02:30")]


def test_an_hourly_digest_comes_25_times_on_the_long_day() -> None:
    found = dues(When(beat=Beat.HOURLY), BERLIN, at("2026-10-25T00:00"), 25)
    assert found[-1] == at("2026-10-26T00:00")
    assert {later - earlier for earlier, later in pairwise(found)} == {HOUR}


def test_hours_begin_where_the_local_clock_says_so() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    (due,) = dues(When(beat=Beat.HOURLY), kolkata, at("2026-11-25T10:10", kolkata), 1)
    assert due.astimezone(kolkata).time() == time(11)


def last(when: When, after: str, now: str) -> datetime | None:
    return last_digest(when, at(after), at(now), BERLIN, cron_in(BERLIN))


def test_of_several_that_were_missed_the_last_one_counts() -> None:
    assert last(daily("07:30"), "2026-11-20T07:30", "2026-11-25T07:29") == at("2026-11-24T07:30")
    assert last(daily("07:30"), "2026-11-24T07:30", "2026-11-25T07:29") is None
    minutely = When(beat=Beat.CRON, cron="* * * * *")
    assert last(minutely, "2026-09-01T00:00", "2026-11-25T12:00:30") == at("2026-11-25T12:00")
    yearly = When(beat=Beat.CRON, cron="0 0 1 1 *")
    assert last(yearly, "2025-12-01T00:00", "2026-11-25T12:00") == at("2026-01-01T00:00")


def test_a_channel_that_is_told_at_once_has_no_digest() -> None:
    assert next_digest(AT_ONCE, at("2026-11-25T12:00"), BERLIN, cron_in(BERLIN)) is None
