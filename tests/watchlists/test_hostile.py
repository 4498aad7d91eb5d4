"""Hostile texts cost time in proportion to their length, whatever the query."""

import random
import runpy
import time
from pathlib import Path
from typing import cast

import pytest

from watchlists import Document, Matcher, QueryError, Watchlist, check
from watchlists.dialects import DIALECTS, Dialect, translate

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


DEEP = {
    "near": " NEAR/3 ".join(f"w{number}" for number in range(2000)),
    "not": "NOT " * 300 + "a1",
    "groups": "(" * 39 + "a1" + " NEAR/1 b1)" * 39 + " NEAR/2 c1" * 130,
}


@pytest.mark.parametrize("query", DEEP.values(), ids=DEEP)
def test_what_is_too_deep_is_refused_and_breaks_nothing(query: str) -> None:
    assert "too-deep" in [each.code for each in check(query)]
    with pytest.raises(QueryError):
        Matcher([Watchlist(name="q", query=query)])


def test_what_is_nearly_too_deep_can_be_matched_and_explained() -> None:
    query = " NEAR/1 ".join(["a1"] + ["(b1 OR c1)"] * 75)
    matcher = Matcher([Watchlist(name="q", query=f"NOT ({query})")])
    document = Document(title="", text="a1 b1 c1")
    assert matcher.match(document)
    assert str(matcher.explain(document, "q"))


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"a": "@b OR @c", "b": "@a"}, "circle"),
        ({f"n{n}": f"@n{n + 1} OR @n{n + 1}" for n in range(20)} | {"n20": "x1", "a": "@n0"}, "too-large"),
        ({f"n{n}": f"NOT (@n{n + 1} AND x{n})" for n in range(90)} | {"n90": "x", "a": "@n0"}, "too-deep"),
    ],
)  # fmt: skip
def test_names_cannot_grow_without_bound(terms: dict[str, str], code: str) -> None:
    with pytest.raises(QueryError) as caught:
        Matcher([Watchlist(name="q", query="@a")], terms)
    assert [each.code for each in caught.value.complaints] == [code]
    assert check("@a", terms)


FUZZ = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/fuzz_queries.py"))
WRONG_ONCE = (
    "@other+b1+c1", '/a+/ url:«x1 ＂ NEAR/3 y1»', "/\ud800(/", "@name‘x’", "a1\u200b*", '="*a"', "=/s x1/",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_random_queries_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- to be repeated
    for text in (*WRONG_ONCE, *(FUZZ["grown"](chance) for _ in range(80))):
        FUZZ["tried"](FUZZ["mutated"](text, chance) if chance.random() < 0.5 else text, chance)


HYPHENS, RANGES = "-".join("a" * 2_000), "[ TO " * 4_000


@pytest.mark.parametrize(
    "text", [HYPHENS, RANGES, " NEAR/1 ".join("a" * 2_000)], ids=["hyphens", "ranges", "near"]
)
def test_no_query_is_read_without_end(text: str) -> None:
    assert any(each.severity == "error" for each in check(text))
    for dialect in DIALECTS:
        assert not translate(text, cast("Dialect", dialect)).query


def test_half_a_character_breaks_no_pattern() -> None:
    matcher = Matcher([Watchlist(name="q", query="/k.rsk/ AND (*x*y* OR x) AND url:a*b*c")])
    document = Document(title="\ud800 Kursk x\ud800y", text="", url="a\ud800bc", language="en")
    (hit,) = matcher.match(document)
    assert (hit.spans[0].start, hit.spans[0].end) == (2, 7)
