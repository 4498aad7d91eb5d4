"""The public table of how texts and queries compare; users add to it."""

from pathlib import Path

import pytest

from watchlists import Document, Matcher, Watchlist

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases.tsv").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("# ")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {row[-1]}")
def test_a_case(row: list[str]) -> None:
    language, query, text, pieces, _reason = row
    document = Document(title="", text=text, language=None if language == "-" else language)
    hits = Matcher([Watchlist(name="case", query=query)]).match(document)
    found = [text[span.start : span.end] for hit in hits for span in hit.spans]
    assert found == ([] if pieces == "-" else pieces.split(" | "))


def test_the_table_is_wide() -> None:
    assert len(ROWS) >= 150
    assert len({row[0] for row in ROWS} - {"-"}) >= 20
