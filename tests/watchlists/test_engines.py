"""What search engines are asked for on behalf of watchlists: never less than the query means, unless it is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vocabulary import Watchlist
from tests.docs.pages import code, sections, tables
from tests.docs.pages import read as page
from watchlists import Searches, compose, parse, searches
from watchlists.engines import LONGEST, MOST_SEARCHES


def asked(query: str) -> tuple[str, ...]:
    return searches(parse(query).root).texts


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Kursk", "Kursk"),
        ('"North Korean troops"', '"North Korean troops"'),
        ("North Korean troops", "North Korean troops"),
        ('="US"', '"US"'),
        ("Kursk AND offensive", "Kursk offensive"),
        ("Kursk OR Kurakhove", "Kursk OR Kurakhove"),
        ("(Kursk OR Kurakhove) AND offensive", "(Kursk OR Kurakhove) offensive"),
        ("Kursk NEAR/5 offensive", "Kursk offensive"),
        ("(DPRK OR Pyongyang) ONEAR/3 (troops OR soldiers)", "(DPRK OR Pyongyang) (troops OR soldiers)"),
        ("title:Kursk", "Kursk"),
        ("ATLEAST/3(Kursk)", "Kursk"),
        ("SENTENCE(Kursk AND offensive)", "Kursk offensive"),
        ("Kursk AND site:post.example", "Kursk"),
        ("Kursk AND lang:en AND words:>200", "Kursk"),
        ("Kursk AND /offens(e|ive)/", "Kursk"),
        ("Kursk NOT football", "Kursk -football"),
        ('Kursk NOT (football OR "ice hockey")', 'Kursk -football -"ice hockey"'),
        ("Kursk AND troop*", "Kursk"),
        ("Kursk AND (soldier OR troop*)", "Kursk"),
        ("Курськ OR 北朝鮮", "Курськ OR 北朝鮮"),
        ("Covid-19", '"Covid-19"'),
        ('"or" AND Kursk', '"or" Kursk'),
    ],
)  # fmt: skip
def test_a_query_is_said_in_the_words_of_engines(query: str, text: str) -> None:
    assert searches(parse(query).root) == Searches(texts=(text,))


@pytest.mark.parametrize(
    "query",
    ['Kursk NOT ="US"', "Kursk NOT foot*", "Kursk NOT (a1 AND b1)", "Kursk NOT title:football"],
)
def test_what_an_engine_would_leave_out_too_much_of_is_not_left_out(query: str) -> None:
    assert asked(query) == ("Kursk",)


def test_alternatives_that_one_search_cannot_say_are_several_searches() -> None:
    assert asked("(Kursk AND offensive) OR (Kherson AND flood) OR Bakhmut OR Avdiivka") == (
        "Bakhmut OR Avdiivka",
        "Kursk offensive",
        "Kherson flood",
    )


def test_too_many_alternatives_are_widened_into_few_searches() -> None:
    query = " OR ".join(f"(place{n} AND word{n})" for n in range(20))
    (text,) = asked(query)
    assert set(re.findall(r"place\d+|word\d+", text)) == {f"word{n}" for n in range(20)}


def test_many_keywords_are_divided() -> None:
    words = [f"keyword{n}" for n in range(100)]
    texts = searches(compose(Watchlist(name="W", any=tuple(words))).root).texts
    assert 1 < len(texts) <= MOST_SEARCHES
    assert all(len(text) <= LONGEST for text in texts)
    assert [word for text in texts for word in text.split(" OR ")] == words


def test_more_keywords_than_searches_hold_are_told() -> None:
    words = tuple(f"keyword-number-{n}" for n in range(500))
    found = searches(compose(Watchlist(name="W", any=words)).root)
    assert len(found.texts) == MOST_SEARCHES
    assert found.left_out > 0


def test_wildcards_that_cannot_be_dropped_are_told() -> None:
    found = searches(
        parse('(DPRK OR "North Korea*" OR Pyongyang) NEAR/10 (troop* OR soldier*)').root
    )
    assert found.texts == ('DPRK OR "North Korea" OR Pyongyang',)
    assert found.guessed == ('"North Korea"',)


@pytest.mark.parametrize(
    "query", ["site:post.example", "/a+/", "Kursk OR lang:uk", "(Kursk OR words:>9) AND lang:uk"]
)
def test_what_cannot_be_said_is_not_asked(query: str) -> None:
    assert searches(parse(query).root) == Searches(texts=())


def test_named_terms_stand_for_what_they_mean() -> None:
    root = compose(
        Watchlist(name="W", query="@army AND Kursk"), {"army": "troops OR soldiers"}
    ).root
    assert searches(root).texts == ("(troops OR soldiers) Kursk",)


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon"])
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from([" AND ", " OR "]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda pair: f"({pair[0].join(pair[1])})"
        ),
        inner.map(lambda one: f"(zeta AND NOT {one})"),
    ),
    max_leaves=8,
)


def engine_holds(text: str, words: set[str]) -> bool:
    """Say whether an engine finds a text of these words: blanks are AND, brackets hold OR, a minus forbids."""
    parts = re.findall(r"\([^)]*\)|\S+(?: OR \S+)*", text)
    for part in parts:
        if part.startswith("-"):
            if part[1:] in words:
                return False
        elif not words & set(part.strip("()").split(" OR ")):
            return False
    return True


def query_holds(query: str, words: set[str]) -> bool:
    names = {"AND": "and", "OR": "or", "NOT": "not"}
    code = re.sub(r"[A-Za-z]+", lambda found: names.get(found[0], str(found[0] in words)), query)
    return bool(eval(code))  # noqa: S307 - made of True, False and operators


@given(
    query=QUERIES,
    words=st.sets(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta"])),
)
def test_an_engine_finds_whatever_the_query_means(query: str, words: set[str]) -> None:
    found = searches(parse(query).root)
    if query_holds(query, words) and not found.left_out:
        assert not found.texts or any(engine_holds(text, words) for text in found.texts)


def test_the_examples_of_the_documentation_are_what_is_asked() -> None:
    (table,) = tables(sections(page("how-to/ask-search-engines.md"))["What is asked for"])
    told = {code(row[0])[0]: tuple(code(row[1])) for row in table}
    assert len(told) == 6
    assert {query: asked(query) for query in told} == told
