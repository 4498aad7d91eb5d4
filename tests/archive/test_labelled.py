"""Floors under how well the labelled texts of the repository are told apart: a change may raise them, never fall below."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.copies import Score
from benchmarks.identity import addresses, score_of, sent
from benchmarks.labelled import documents
from benchmarks.orders import send
from benchmarks.stream import Item, Stream, b_cubed

COPIES = {
    "exact": 1.0,
    "headline": 1.0,
    "boilerplate": 1.0,
    "credit": 1.0,
    "truncated": 0.93,
    "update": 0.81,
}
"""The part of each kind that is found."""
COPIES_F1 = 0.975
STORIES_B3 = 0.98
ANY_ORDER = {"coalesce(original, id)": 0.98, "story": 0.94}
"""How far copies and stories agree (B3 F1) with those of the order of publication, at least."""


@pytest.fixture(scope="module")
def found() -> list[Item]:
    return documents()


@pytest.fixture(scope="module")
def stream(found: list[Item], tmp_path_factory: pytest.TempPathFactory) -> Stream:
    folder: Path = tmp_path_factory.mktemp("labelled")
    return sent(folder, found)


@pytest.fixture(scope="module")
def score(stream: Stream, found: list[Item]) -> Score:
    return score_of(stream, found)


def test_the_set_is_what_it_says(found: list[Item]) -> None:
    assert len({item.id for item in found}) == len(found) == 256
    assert len({item.language for item in found}) == 8
    kinds = Counter(item.labels["kind"] for item in found)
    assert kinds == dict.fromkeys([*COPIES, "report", "forecast"], 32)


@pytest.mark.parametrize("kind", COPIES)
def test_copies_are_found(score: Score, kind: str) -> None:
    row = score.table[kind]
    assert row["right"] / row["documents"] >= COPIES[kind], score.missed


def test_what_is_no_copy_is_taken_for_none(score: Score) -> None:
    """Other reports of the event, translations, forecasts in the same words."""
    assert score.wrong == []
    assert score.figures()[2] >= COPIES_F1


def test_reports_of_one_event_are_one_story(stream: Stream, found: list[Item]) -> None:
    true = {item.id: item.labels["story"] for item in found}
    assert b_cubed(stream.column("story"), true)[2] >= STORIES_B3


@pytest.mark.parametrize(("seed", "polled"), [(1, 7), (5, 7), (6, 50)])
def test_in_any_order_nearly_the_same_comes_out(
    found: list[Item], tmp_path: Path, seed: int, polled: int
) -> None:
    first = sorted(found, key=lambda item: item.at)
    usual = send(tmp_path / "usual.db", first, seed=None, size=50)
    other = send(tmp_path / "other.db", found, seed=seed, size=polled)
    for column, floor in ANY_ORDER.items():
        assert b_cubed(other.column(column), usual.column(column))[2] >= floor


def test_no_address_is_taken_for_another(found: list[Item]) -> None:
    one, of, wrong = addresses(found)
    assert (one, wrong) == (of, 0)
