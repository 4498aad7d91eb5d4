"""What mutes held back is told at their end, and what nobody told for a day is stale."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.lateness import STALE, earliest, still_told
from tests.archive.polls import NOW

HOUR = timedelta(hours=1)
HOURS = st.integers(-300, 0)
MUTES = st.lists(st.tuples(HOURS, HOURS).map(lambda pair: (min(pair), max(pair))), max_size=6)


def told(due: int, *mutes: tuple[int, int]) -> bool:
    """Say whether what was due so many hours ago is told now, after mutes from one hour to another."""
    held = [(NOW + since * HOUR, NOW + until * HOUR) for since, until in mutes]
    return still_told(NOW + due * HOUR, held, now=NOW)


def test_what_was_due_for_a_day_is_stale_unless_a_mute_held_it_back() -> None:
    assert told(-24)
    assert not told(-25)
    assert told(-60, (-61, -1))
    assert told(-60, (-50, -1))
    assert not told(-60, (-61, -25))
    # It was stale before anybody muted it.
    assert not told(-60, (-30, -1))


def test_mutes_that_follow_one_another_are_as_one() -> None:
    assert told(-200, (-201, -100), (-101, -1))
    assert told(-200, (-101, -1), (-201, -100))
    assert not told(-200, (-201, -100), (-70, -1))


@given(HOURS, MUTES)
def test_nothing_is_told_that_was_due_before_the_earliest(
    due: int, mutes: list[tuple[int, int]]
) -> None:
    held = [(NOW + since * HOUR, NOW + until * HOUR) for since, until in mutes]
    first = earliest(held, now=NOW)
    assert first <= NOW - STALE
    assert NOW + due * HOUR >= first or not told(due, *mutes)
