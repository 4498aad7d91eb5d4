"""The short way reads plain queries as the grammar does, and leaves all else to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchlists.atoms import _spelled, ways
from watchlists.grammar import Parser
from watchlists.plain import plain
from watchlists.programs import compile_plain, compile_query
from watchlists.query import How, Node, Term, walk

WORDS = st.sampled_from(
    ["Kursk", "troops", "Київ", "été", "G7", "and", "not", "near", "NEAR", "near5", "ORNATE", "ADJ3", "PRE",
     "sentence", "SENTENCE", "AND", "OR", "NOT", "1945", "a", "troop*", "*", "isra*l", "x*y*", "ß", "ONEAR",
     "Straße", "ЄС", "İzmir", "U.S.", "50,000", "e-mail", "title", "title:x", "@dprk", "=US", "-x", "/x/"]
)  # fmt: skip
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
ITEMS = WORDS | PHRASES | st.text(max_size=4)
JOINTS = st.sampled_from([" AND ", " OR ", " ", "  ", " NOT ", " and ", "\n"])


@st.composite
def queries(draw: st.DrawFn) -> str:
    text = draw(ITEMS)
    joint = draw(JOINTS)
    for item in draw(st.lists(ITEMS, max_size=4)):
        text += (joint if draw(st.booleans()) else draw(JOINTS)) + item
    return text


def places(node: Node) -> list[object]:
    return [(each.place.start, each.place.end) for each in walk(node)]


@settings(max_examples=1000)
@given(queries())
def test_what_is_read_the_short_way_is_read_alike_the_long_way(text: str) -> None:
    root = plain(text)
    if root is None:
        assert compile_plain(text, hash) is None
        return
    assert compile_plain(text, hash) == compile_query(root, hash)
    parser = Parser(text)
    assert parser.read() == root
    assert parser.complaints == []
    assert places(Parser(text).read()) == places(root)


@given(st.text(alphabet="aBzUS19 *", max_size=12), st.sampled_from(How))
def test_plain_words_are_spelled_the_short_way_as_the_long_way(text: str, how: How) -> None:
    term = Term(text=" ".join(text.split()), how=how)
    assert ways(term) == _spelled(term.text, how)


@pytest.mark.parametrize(
    "text",
    [
        "Kursk",
        "troop*",
        '"troop*"',
        '"North Korea* troops" OR a1',
        '"North Korean troops"',
        'Kursk AND "North Korea"',
        "a1 OR Київ OR été",
    ],
)
def test_plain_queries_go_the_short_way(text: str) -> None:
    assert plain(text) is not None


@pytest.mark.parametrize(
    "text",
    ["", " ", "two words", "a AND b OR c", "NOT a", "-a", "(a)", "a NEAR/3 b", "title:a", "@a", "=a", "AND", "a AND",
     '"', '""', "*", "a  AND b", "U.S.", "e-mail", "NEAR5", "PRE", "日本", "שלום", "a\nAND b", '"*"', '"a*b"', "x" * 600],
)  # fmt: skip
def test_everything_else_is_left_to_the_grammar(text: str) -> None:
    assert plain(text) is None
