"""What `story` and `explain` say of who carries a story."""

from tests.alerts.stories import coverage
from wirewatch import records
from wirewatch.cli.stories import carriers


def test_all_outlets_of_a_story_are_accounted_for() -> None:
    assert (
        carriers(coverage())
        == "10 articles (7 copies) at 10 outlets: 3 independent, 7 with copies only"
    )
    some = coverage(outlets=4, independent=2, copies=1, copying=1)
    assert carriers(some) == (
        "10 articles (1 copy) at 4 outlets: 2 independent, 1 of the same owner or agency, 1 with copies only"
    )
    record = records.story(some)
    assert record["outlets"] == record["independent"] + record["same_owner"] + record["copying"]


def test_a_story_of_one_outlet_is_told_without_others() -> None:
    one = coverage(reports=coverage().reports[:1], outlets=1, independent=1, copies=0, copying=0)
    assert carriers(one) == "1 article at 1 outlet: 1 independent"
