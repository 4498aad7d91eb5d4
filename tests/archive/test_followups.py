from datetime import timedelta

import pytest

from archive.followups import TOGETHER, Before, follow_up
from archive.vocabulary import Coverage, FollowUp
from tests.archive.polls import NOW

HOUR = timedelta(hours=1)


def due(
    rule: FollowUp,
    outlets: int,
    *,
    before: int = 1,
    after: timedelta = HOUR,
    wait: timedelta = timedelta(0),
) -> timedelta | None:
    """Return how long after a story was told it is told again."""
    coverage = Coverage(story=1, reports=(), outlets=outlets, independent=1, copies=0, copying=0)
    told = Before(at=NOW, outlets=before)
    found = follow_up(rule, coverage, before=told, now=NOW + after, wait=wait)
    if found is None:
        return None
    assert found.name == f"outlets {outlets}"
    return found.due - NOW


@pytest.mark.parametrize(
    ("before", "outlets", "again"),
    [(1, 3, False), (1, 4, True), (1, 10, True), (4, 6, False), (4, 7, True), (10, 11, False)],
)
def test_a_story_is_told_again_when_so_many_more_carry_it_than_were_told_of(
    before: int, outlets: int, again: bool
) -> None:
    assert (due(FollowUp(outlets=3), outlets, before=before) == HOUR + TOGETHER) is again


@pytest.mark.parametrize("hours", [0, 1, 23])
def test_a_story_that_grew_within_a_day_is_told_again_at_its_end(hours: int) -> None:
    assert due(FollowUp(daily=True), 2, after=hours * HOUR) == 24 * HOUR


@pytest.mark.parametrize("hours", [24, 47, 300])
def test_a_story_that_grows_later_is_told_again_then(hours: int) -> None:
    assert due(FollowUp(daily=True), 2, after=hours * HOUR) == hours * HOUR + TOGETHER


def test_what_comes_together_is_told_together() -> None:
    rule, minute = FollowUp(outlets=1), timedelta(minutes=1)
    assert due(rule, 2, after=HOUR, wait=minute) == HOUR + minute
    assert due(rule, 2, after=HOUR, wait=TOGETHER / 2) == HOUR + TOGETHER


def test_who_carried_it_already_makes_nothing_new() -> None:
    assert due(FollowUp(daily=True), 2, before=2, after=100 * HOUR) is None
    assert due(FollowUp(outlets=1), 2, before=2) is None


def test_a_story_of_which_nothing_is_left_is_not_told_again() -> None:
    rule = FollowUp(outlets=1)
    assert follow_up(rule, None, before=Before(at=NOW, outlets=1), now=NOW) is None
