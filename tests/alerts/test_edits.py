"""Who is told of an edit."""

import pytest

from alerts.edits import wants
from archive.vocabulary import Edit, EditKind, OnEdit


@pytest.mark.parametrize("kind", [EditKind.GONE, EditKind.BACK])
def test_who_hears_that_an_article_is_gone_hears_that_it_is_back(kind: EditKind) -> None:
    edit = Edit(kinds=(kind,), reason="the server says so")
    assert [one for one in OnEdit if wants(one, edit)] == [
        OnEdit.HEADLINE,
        OnEdit.FIGURES,
        OnEdit.ANY,
    ]


def test_other_edits_are_told_to_those_who_asked_for_their_kind() -> None:
    edit = Edit(kinds=(EditKind.FIGURES, EditKind.TEXT))
    assert [one for one in OnEdit if wants(one, edit)] == [OnEdit.FIGURES, OnEdit.ANY]
