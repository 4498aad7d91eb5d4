"""Hostile texts cost time in proportion to their length, whatever the query."""

import time

import pytest

from watchlists import Document, Matcher, Watchlist

QUERIES = (
    "a1 NEAR/1000 b1 NEAR/1000 c1", '"x * * * * y"', "*a*a*a*a*a*a*b", "SENTENCE(a1 b1 NOT c1)",
    "PARAGRAPH(a1 c1)", "/(a|aa)+$/", "ATLEAST/1000(a1)", "url:a*a*a*a*a*a*a*b",
)  # fmt: skip
TEXTS = (
    "a1 b1 c1 ", "a", "x ", "北", "a.", "l'", "a&", "1,", "1.", "a\u0301", 'א"', "A. ", "a1 b1\n", "\u200b",
    "'", "\u1100", "\u1100\u1161\u11a8", ".!? ", " \n", "a-", "#", "a1 b1. ",
)  # fmt: skip


@pytest.mark.parametrize("piece", TEXTS)
def test_time_grows_with_length(piece: str) -> None:
    matcher = Matcher([Watchlist(name=query, query=query) for query in QUERIES])
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    matcher.match(Document(title="", text=text, url="a" * 5000))
    # A quadratic reading of 60,000 characters takes minutes.
    assert time.process_time() - start < 10
