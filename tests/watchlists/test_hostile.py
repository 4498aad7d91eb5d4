"""Hostile texts cost time in proportion to their length, whatever the query."""

import random
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import cast

import pytest

from watchlists import Document, Matcher, QueryError, Watchlist, check
from watchlists.dialects import DIALECTS, Dialect, translate
from watchlists.wordwise import Wordwise

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


TOO_MUCH = {
    "near": (" NEAR/3 ".join(f"w{number}" for number in range(2000)), "many-nears"),
    "near in brackets": ("(" * 39 + "a1" + " NEAR/1 b1)" * 39 + " NEAR/2 c1" * 130, "many-nears"),
    "nested near": (" OR ".join("(a1 NEAR/2 b1 NEAR/2 c1)" for _ in range(31)), "many-nested"),
    "near in counts": (" OR ".join("ATLEAST/2(a1 NEAR/2 b1)" for _ in range(31)), "many-nested"),
    "not": ("NOT " * 300 + "a1", "too-deep"),
    "brackets": ("(" * 20_000, "too-many"),
    "words": ("(a1)" * 5_000, "too-many"),
    "phrase": ("‘" * 2_000, "long-phrase"),
    "regular expressions": (" OR ".join(f"/a{number}/" for number in range(21)), "many-regexes"),
}


@pytest.mark.parametrize(("query", "code"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_is_refused_by_name_and_breaks_nothing(query: str, code: str) -> None:
    found = check(query)
    assert code in [each.code for each in found]
    assert all(each.mend for each in found)
    with pytest.raises(QueryError):
        Matcher([Watchlist(name="q", query=query)])


def test_what_is_nearly_too_deep_can_be_matched_and_explained() -> None:
    query = " NEAR/1 ".join(["a1"] + ["(b1 OR c1)"] * 8)
    matcher = Matcher([Watchlist(name="q", query=f"NOT ({query})")])
    document = Document(title="", text="a1 b1 c1")
    assert matcher.match(document)
    assert str(matcher.explain(document, "q"))


@pytest.mark.parametrize("query", ["] " * 9_000, "a1 OR " * 900, "‘’" * 900, "tittle:a1 " * 900])
def test_a_query_of_mistakes_tells_the_first_ones(query: str) -> None:
    assert 1 <= len(check(query)) <= 60
    for dialect in DIALECTS:
        assert len(translate(query, cast("Dialect", dialect)).complaints) <= 100


PATTERNS = " OR ".join(f"/a{number}/" for number in range(15))
FIELDS = " OR ".join(f"title:a{number}" for number in range(1_200))
CHAIN = " NEAR/9 ".join(f"a{number}" for number in range(9))


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"a": "@b OR @c", "b": "@a"}, "circle"),
        ({f"n{n}": f"@n{n + 1} OR @n{n + 1}" for n in range(20)} | {"n20": "x1", "a": "@n0"}, "too-large"),
        ({f"n{n}": f"NOT (@n{n + 1} AND x{n})" for n in range(90)} | {"n90": "x", "a": "@n0"}, "too-deep"),
        ({"a": "@b OR @c", "b": PATTERNS, "c": PATTERNS.replace("a", "b")}, "many-regexes"),
        ({"a": " OR ".join(f"@b NEAR/{n} c1" for n in range(31)), "b": "a1 NEAR/1 b1"}, "many-nested"),
        ({"a": "@b OR @c", "b": FIELDS, "c": FIELDS}, "many-looks"),
        ({"a": "@b NEAR/9 c1", "b": CHAIN}, "many-nears"),
    ],
)  # fmt: skip
def test_names_cannot_grow_without_bound(terms: dict[str, str], code: str) -> None:
    with pytest.raises(QueryError) as caught:
        Matcher([Watchlist(name="q", query="@a")], terms)
    assert [each.code for each in caught.value.complaints] == [code]
    assert [each.code for each in check("@a", terms)] == [code]


def test_one_name_that_stands_often_is_no_more_than_itself() -> None:
    terms = {"a": PATTERNS, "b": "a1 NEAR/1 b1 NEAR/1 c1"}
    query = " OR ".join(f"(@a AND w{number}) OR (@b NOT c{number})" for number in range(15))
    assert check(query, terms) == ()
    assert Matcher([Watchlist(name="q", query=query)], terms)


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        (Watchlist(name="q", any=tuple(f"/a{number}/" for number in range(21))), "many-regexes"),
        (Watchlist(name="q", all=("a1",), none=("a1 NEAR/1 b1 NEAR/1 c1",) * 31), "many-nested"),
    ],
)
def test_lists_may_ask_for_no_more_than_a_query(lists: Watchlist, code: str) -> None:
    with pytest.raises(QueryError, match="lists") as caught:
        Matcher([lists])
    assert [each.code for each in caught.value.complaints] == [code]


FUZZ = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/fuzz_queries.py"))
WRONG_ONCE = (
    "@other+b1+c1", '/a+/ url:«x1 ＂ NEAR/3 y1»', "/\ud800(/", "OR‘", "a1 OR‘b1’", "@name‘x’", "a1\u200b*", '="*a"', "=/s x1/",
    "@other\u200bNEARNEAR/3",
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


SHAPES = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/hostile_shapes.py"))["SHAPES"]
KNOWN = Document(
    title="The word", text="w1 the of a1 word. Kursk 북한군 b1\nw2 the 北朝鮮", language="en"
)


def calls(work: Callable[[], object]) -> int:
    """Count the calls that a piece of work makes: the same on every machine, unlike time."""
    count = 0

    def counting(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_for_a_query_grows_with_its_length(shape: str) -> None:
    text = SHAPES[shape][:5_000].rpartition(" ")[0] or SHAPES[shape][:5_000]

    def work() -> None:
        for complaint in check(text):
            str(complaint)
        try:
            Matcher([Watchlist(name="q", query=text)], {"name": "Kursk"}).match(KNOWN)
        except QueryError:
            return

    # The most that any takes is half of this; what grows with the square takes ten times as much.
    assert calls(work) < 200 * len(text)


TALE = " ".join(
    f"{'the of Kursk word of the'} a{number % 7} b{number % 5}{'.' if number % 4 == 3 else ''}"
    for number in range(100)
)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_for_a_text_is_bounded(shape: str) -> None:
    try:
        matcher = Matcher([Watchlist(name="q", query=SHAPES[shape])], {"name": "Kursk"})
    except QueryError:
        return
    document = Document(title="The word", text=TALE, language="en", url="http://a.b/c")
    matcher.holding(document)
    # The most that any takes is 130,000: counts of NEARs in NEARs.
    assert calls(lambda: matcher.holding(document)) < 200_000


def test_very_many_matches_of_a_regular_expression_lose_no_match() -> None:
    queries = (r"/[a-z]+/ ONEAR/0 zebra", r"/\w \w/ ONEAR/0 zebra", r"SENTENCE(/[a-z] zebra/)", "ATLEAST/1000(/a b/)")  # fmt: skip
    matcher = Matcher([Watchlist(name=query, query=query) for query in queries])
    assert matcher.holding(Document(title="", text="a b " * 19_000 + "zebra")) == queries


@pytest.mark.parametrize(
    ("query", "text", "said"),
    [
        (r"/\w \w/ NEAR/1 zebra", "a b " * 30_000 + "zebra", "first 20,000 places in a field"),
        (r"(/\w \w/ OR /\w, \w/) NEAR/1 zebra", "a b " * 11_000 + "zebra", "first 10,000 places in a field"),
        (r"/\w \w/ NEAR/1 zebra", "a b " * 100_000 + "zebra", "first 9,999 places in a field"),
        ("/a*b|a/ NEAR/1 zebra", "a" * 25_000 + " zebra", "first 8,000 places in a field"),
        ('(a1 NEAR/1000 b1) NEAR/0 "c1 a1 zebra"', "a1 b1 " * 3_000 + "x c1 a1 zebra", "first 5,000 places of a part"),
    ],
)  # fmt: skip
def test_what_was_not_looked_at_is_said(query: str, text: str, said: str) -> None:
    found = Matcher([Watchlist(name="q", query=query)]).explain(Document(title="", text=text), "q")
    assert said in str(found)
    assert said not in str(
        Matcher([Watchlist(name="q", query=query)]).explain(
            Document(title="", text=text[-100:]), "q"
        )
    )


def test_interwoven_parts_are_found_behind_very_many_others() -> None:
    query = "((a1 OR a2) NEAR/1 (b1 OR b2)) NEAR/0 (c1 NEAR/1 d1)"
    document = Document(title="", text="a1 b1 " * 6_000 + "z " * 9 + "a2 c1 b2 d1")
    (hit,) = Matcher([Watchlist(name="q", query=query)]).match(document)
    assert {span.term for span in hit.spans} == {"a2", "b2", "c1", "d1"}


def test_very_many_pairs_lose_no_match() -> None:
    words = "a1 b1 " * 3_000
    queries = {
        "(a1 NEAR/1000 b1) NEAR/0 c1": True,
        "(a1 NEAR/1000 b1) ONEAR/0 c1": True,
        "c1 ONEAR/0 (a1 NEAR/1000 b1)": False,
        "(a1 NEAR/1000 b1) ONEAR/0 (c1 ONEAR/9 d1)": True,
        "(a1 NEAR/1000 b1) NEAR/8 d1": False,
        "ATLEAST/1000(b1 NEAR/1000 c1)": False,
        "ATLEAST/500(b1 NEAR/1000 c1)": True,
    }
    matcher = Matcher([Watchlist(name=query, query=query) for query in queries])
    document = Document(title="", text=f"{words}c1{' x' * 9} d1", language="en")
    held = set(matcher.holding(document))
    assert {query: query in held for query in queries} == queries


def test_a_regular_expression_in_a_very_long_word_is_looked_for_in_bounded_time() -> None:
    queries = ("kursk NEAR/3 /a*b|a/", "SENTENCE(kursk /a*b|a/)", "ATLEAST/1000(/a*b|a/)")
    matcher = Matcher([Watchlist(name=query, query=query) for query in queries])
    document = Document(title="", text="kursk " + "a" * 1_000_000)
    start = time.process_time()
    assert matcher.holding(document) == queries[:2]
    # Without a bound it takes an hour.
    assert time.process_time() - start < 20


@pytest.mark.parametrize("pattern", [r"[a.]*b|\b", r"[a. ]*b|\b"])
def test_matches_of_no_character_are_looked_at_in_bounded_time_too(pattern: str) -> None:
    matcher = Matcher([Watchlist(name="q", query=f"kursk NEAR/3 /{pattern}/")])
    document = Document(title="kursk", text="a." * 30_000)
    assert not matcher.holding(document)
    assert "places in a field only" in str(matcher.explain(document, "q"))


def test_the_words_of_a_long_chunk_are_read_once_for_all_matches_in_it() -> None:
    expression = Wordwise("[北朝鮮]", exact=False)
    expression.found(["北朝鮮"])
    # To read the words for each match takes millions of calls.
    assert calls(lambda: expression.found(["北朝鮮" * 600])) < 200_000


def test_what_is_remembered_of_a_regular_expression_is_bounded() -> None:
    expression = Wordwise("x[0-9]", exact=False)
    for first in range(0, 40_000, 20_000):
        found = expression.found([f"x{number}" for number in range(first, first + 20_000)])
        assert len(found) == 20_000
        assert len(expression._known) <= 5_000  # noqa: SLF001 -- nothing else shows it


@pytest.mark.parametrize("sign", [" ", "-"])
def test_a_text_is_gone_through_once_for_the_words_that_lead_to_phrases(sign: str) -> None:
    def work(count: int) -> int:
        words = [f"w{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(count)]
        matcher = Matcher(
            [
                Watchlist(name=f"{one} {other}", query=f"{one} {other}")
                for one, other in zip(words, words[2:], strict=False)
            ]
        )
        document = Document(title="", text=sign.join(words), language="cs")
        assert matcher.holding(document) == ()
        return calls(lambda: matcher.holding(document))

    # In Czech one of its words leads to every phrase. To go through the text for each of them takes 11 to 15 times as much.
    assert work(600) < 6 * work(150)


def test_a_long_chunk_is_read_once_for_all_patterns_in_it() -> None:
    def work(count: int) -> int:
        words = [f"w{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(count)]
        queries = [f"{one}* {other}*" for one, other in zip(words, words[2:], strict=False)]
        matcher = Matcher([Watchlist(name=query, query=query) for query in queries])
        document = Document(title="", text="-".join(words * 3), language="en")
        assert matcher.holding(document) == ()
        return calls(lambda: matcher.holding(document))

    # To read it for each pattern takes 18 times as much for four times the words.
    assert work(400) < 6 * work(100)
