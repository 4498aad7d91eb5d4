"""An edit as lines: what was before never stands without what is now."""

import pytest

from alerts.changes import lines_of
from archive.vocabulary import Change, Edit, EditKind, Figure

EDIT = Edit(
    kinds=(EditKind.HEADLINE, EditKind.FIGURES),
    headline=Change(before="Troops cross", after="Troops crossed"),
    figures=(Figure(before="11,000", after="12,000", sentence="Some 12,000 were seen."),),
    reworded=(Change(before="About 11,000 were seen.", after="Some 12,000 were seen."),),
    added=("None of them spoke.",),
    more=2,
)
WHOLE = (
    "Headline before: Troops cross",
    "Headline now: Troops crossed",
    "Figures: 11,000 → 12,000",
    "Before: About 11,000 were seen.",
    "Now: Some 12,000 were seen.",
    "Added: None of them spoke.",
)


@pytest.mark.parametrize(
    ("most", "lines", "more"),
    [
        (45, WHOLE, 2),
        (6, WHOLE, 2),
        (5, WHOLE[:5], 3),
        (4, WHOLE[:3], 4),
        (2, WHOLE[:2], 5),
        (1, WHOLE[1:2], 5),
    ],
)
def test_a_change_is_shown_whole_or_counted(most: int, lines: tuple[str, ...], more: int) -> None:
    assert tuple(map(str, lines_of(EDIT, most=most))) == (*lines, f"and {more} more")


def test_without_room_or_a_change_nothing_is_shown() -> None:
    assert lines_of(EDIT, most=0) == lines_of(None) == ()
    assert lines_of(Edit(kinds=())) == ()
