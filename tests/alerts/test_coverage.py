"""Who else carries a story, in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts import Kind, render
from alerts.coverage import carried
from archive.vocabulary import AlertKind, Coverage
from tests.alerts.stories import NOW, ZONE, alert, coverage, report


def line(known: Coverage | None, **changes: object) -> str:
    shown = carried(known, alert(**changes), zone=ZONE)
    return shown.line if shown else ""


def test_an_alert_says_who_else_has_it_and_who_was_first() -> None:
    assert line(coverage()) == (
        "Also at 9 outlets, 2 of them independent; first at Coast Wire, 20:03"
    )


def test_a_first_one_says_so_and_a_time_of_another_day_has_its_date() -> None:
    assert line(coverage(), article=1).endswith("; this one was first")
    early = (report(1, "Coast Wire", minutes=-60 * 24), report(7, "Aldmoor Post"))
    two = coverage(reports=early, outlets=2, independent=1, copies=1)
    assert line(two) == "Also at 1 outlet, not independent; first at Coast Wire, Sat 21 Nov, 21:05"


@pytest.mark.parametrize(
    ("outlet", "said"),
    [("חדשות הנמל", "first at חדשות הנמל, at 20:03"), ("港口日报", "港口日报, 20:03")],
)
def test_digits_are_kept_behind_a_name_that_is_written_from_right_to_left(
    outlet: str, said: str
) -> None:
    first, *rest = coverage().reports
    assert line(coverage(reports=(replace(first, outlet=outlet), *rest))).endswith(said)


def test_a_follow_up_counts_independent_reports_and_copies() -> None:
    told = alert(kind=AlertKind.FOLLOW_UP, article=1)
    shown = carried(coverage(), told, zone=ZONE)
    assert shown is not None
    assert shown.line == (
        "Now 10 outlets: the first, 7 copies, 2 independent of it; first at Coast Wire, 20:03"
    )
    assert render(told, Kind.SHORT, zone=ZONE, coverage=coverage()).body.startswith(
        "Harbour: Harbour bridge closes for a week (now 10 outlets)"
    )


def test_a_follow_up_counts_outlets_and_not_their_articles() -> None:
    told = alert(kind=AlertKind.FOLLOW_UP, article=1)
    several = coverage(outlets=4, copies=9, copying=2, independent=2)
    assert line(several, kind=told.kind, article=1).startswith(
        "Now 4 outlets: the first, 2 copies, 1 independent of it;"
    )


def test_the_outlets_of_a_follow_up_add_up() -> None:
    several = coverage(outlets=4, copies=1, copying=1, independent=2)
    assert line(several, kind=AlertKind.FOLLOW_UP, article=1).startswith(
        "Now 4 outlets: the first, 1 copy, 1 independent of it, 1 of the same owner or agency;"
    )


def test_nothing_is_said_where_nobody_else_is_known() -> None:
    assert line(None) == ""
    assert line(coverage(reports=(), outlets=0, independent=0, copies=0)) == ""
    alone = coverage(reports=(report(7, "Aldmoor Post"),), outlets=1, independent=1, copies=0)
    assert line(alone) == ""


def test_an_impossible_date_does_not_make_an_article_first() -> None:
    late = report(1, "Coast Wire", published=NOW + timedelta(days=400))
    assert line(coverage(reports=(late, report(7, "Post")))).endswith("first at Coast Wire, 21:06")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SHORT])
def test_every_kind_names_others_and_guesses_the_origin(kind: Kind) -> None:
    words = render(alert(), kind, zone=ZONE, coverage=coverage())
    said = (words.body + str(dict(words.facts))).replace("\\", "")
    assert "Also at 9 outlets, 2 of them independent" in said
    assert "Probably from Coast Wire: credited in the text: With Coast Wire" in said
    assert "Copy 1" in said


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SHORT])
def test_every_kind_says_that_only_a_summary_is_known(kind: Kind) -> None:
    words = render(alert(partial="the page asks for a login"), kind, zone=ZONE)
    assert "Headline and summary only: the page asks for a login" in words.body
    assert "summary only" not in render(alert(), kind, zone=ZONE).body
