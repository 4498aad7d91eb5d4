from dataclasses import replace
from datetime import timedelta

import pytest

from archive.followups import follow_up
from archive.polling import Posting
from archive.vocabulary import Alert, AlertKind, Coverage, FollowUp
from tests.archive.polls import NOW

POSTING = Posting(channel="desk", target=0, watchlist="Bridges", alert=Alert(title="The bridge"))


def due(rule: FollowUp | None, outlets: int, *, after: timedelta = timedelta(0)) -> str | None:
    coverage = Coverage(story=1, reports=(), outlets=outlets, independent=1, copies=0)
    posting = replace(POSTING, follow_up=rule)
    found = follow_up(posting, coverage, told=NOW, now=NOW + after)
    if found is None:
        return None
    assert found[0].alert.kind is AlertKind.FOLLOW_UP
    assert found[0].alert.title == "The bridge"
    return found[1]


@pytest.mark.parametrize(
    ("outlets", "what"),
    [(1, None), (2, None), (3, "outlets 3"), (5, "outlets 3"), (6, "outlets 6")],
)
def test_a_story_is_told_again_at_every_so_many_outlets(outlets: int, what: str | None) -> None:
    assert due(FollowUp(outlets=3), outlets) == what


@pytest.mark.parametrize(
    ("hours", "what"), [(0, None), (23, None), (24, "day 1"), (47, "day 1"), (49, "day 2")]
)
def test_a_story_is_told_again_once_a_day(hours: int, what: str | None) -> None:
    assert due(FollowUp(daily=True), 2, after=timedelta(hours=hours)) == what


def test_without_a_rule_or_a_story_nothing_is_told_again() -> None:
    assert due(None, 100, after=timedelta(days=9)) is None
    posting = replace(POSTING, follow_up=FollowUp(outlets=1))
    assert follow_up(posting, None, told=NOW, now=NOW) is None
