"""A problem of a query is shown where the query is written, in whatever style."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wirewatch.config.reading import read
from tests.wirewatch.config.test_bad_files import BASE
from wirewatch.config.report import Place
from wirewatch.config.spots import spots_of
from wirewatch.config.tree import Scalar


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("query: Kursk OR BAD", (12, 21)),
        ("query: 'it''s OR BAD'", (12, 22)),
        ('query: "\\"North Korea\\" OR \\u0042AD"', (12, 32)),
        ('query: "a OR\n      b OR BAD"', (13, 12)),
        ("query: >-\n      Kursk OR\n      Sumy OR BAD\n      OR x", (14, 15)),
        ("query: |  # why\n      Kursk OR\n\n        BAD", (15, 9)),
        ("query: >\n\n      (DPRK) OR\n\n      文 OR BAD\n", (16, 12)),
        ("query: Kursk OR\n      Sumy OR BAD", (13, 15)),
        ("query: &q Kursk OR BAD", (12, 24)),
        ("query: ${Q} OR BAD", (12, 20)),
        ("query: x$$y OR BAD", (12, 20)),
        ("query: x OR ${B}", (12, 17)),
    ],
)
def test_a_place_in_a_query_is_a_place_in_the_file(
    query: str, where: tuple[int, int], tmp_path: Path
) -> None:
    text = BASE.replace("any: [Kursk, Pyongyang]", query)
    loaded = read(text, tmp_path, {"Q": "a very long query in itself", "B": "BAD"})
    assert [(p.line, p.column) for p in loaded.problems if p.code == "bad-word"] == [where]


WORDS = st.lists(
    st.text(alphabet="ab'\"\\:#é文 \n\t-[]{}&*!|>%@`,?", min_size=1, max_size=8),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200)
@given(
    words=WORDS, style=st.sampled_from(["'", '"', "|", ">", None]), width=st.sampled_from([10, 80])
)
def test_characters_are_found_where_they_are_written(
    words: list[str], style: str | None, width: int
) -> None:
    value = " ".join(words)
    text = yaml.safe_dump({"key": value}, default_style=style, width=width, allow_unicode=True)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    _, node = root.value[0]
    place = Place(node.start_mark.index, node.end_mark.index)
    spots = spots_of(Scalar(place=place, text=node.value, plain=False), text)
    assert len(spots) == len(node.value) + 1
    assert all(place.start <= spot <= place.end for spot in spots)
    for char, spot in zip(node.value, spots, strict=False):
        if not char.isspace():
            # A quote or a backslash may be written by an escape, which starts one character before.
            assert text[spot] == char or (text[spot] == "\\" and text[spot + 1] == char)
