"""The matcher gives the oracle's answers, whatever the query and the text."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.vocabulary import Watchlist
from tests.watchlists.oracle import holds
from watchlists import Document, Matcher, nearness, parse
from watchlists.matches import Matches
from watchlists.query import Regex
from watchlists.reading import Reading
from watchlists.stems import Stemming
from watchlists.wordwise import is_wordwise

VOCABULARY = (
    "north", "North", "Korea", "Korean", "Koreans", "korea’s", "troop", "troops", "US", "us", "U.S.",
    "e-mail", "email", "mail", "50,000", "50", "000", "#korea", "Häuser", "Haus", "haus", "l’Ukraine",
    "Ukraine", "войска", "войсками", "الجيش", "والجيش", "جيش", "북한", "북한군", "탈북한", "北朝鮮", "北", "朝鮮の",
    "ไทย", "králové", "kralove", "צה\"ל",
)  # fmt: skip
PLAIN = tuple(word for word in VOCABULARY if '"' not in word)
GAPS = (" ", " ", " ", "\n", ". ", ", ", "-", "\u00a0", "。", "")

texts = st.lists(st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(GAPS)), max_size=9).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
documents = st.builds(
    lambda title, lead, text, titles, language, tags: Document(
        title=title, lead=lead, text=text, titles=titles, language=language, tags=tags
    ),
    texts,
    texts,
    texts,
    st.one_of(st.just(()), st.lists(texts, max_size=2).map(tuple)),
    st.sampled_from(["en", "de", "cs", "ar", "ru", "ko", "fr", None]),
    st.sampled_from([(), ("a",), ("a", "b")]),
)
phrases = st.lists(
    st.sampled_from((*PLAIN, "troop*", "N*h", "*북한", "*", "Kor*", "h?us")), min_size=1, max_size=3
).map(" ".join)
bare = phrases.filter(lambda text: text.strip("* ") != "")
quoted = bare.map(lambda text: f'"{text}"')
exact = bare.map(lambda text: f'="{text}"')
REGEXES = (
    r"/[a-z]+/", r"/\bus\b/", r"/kor\w*/", r"=/[A-Z]\w*/", r"/[a-z.]+/", r"/,?[a-z]{2}/", r"/\p{Cyrillic}+/", r"/[군의]/", r"/\b/",
    r"/[.,]/", r"/\w+\W+\w+/", r"/n.*k/", r"/^\w/", r"/[^ ]+/", r"/\S+\s/", r"/\b(|us|50)/",
)  # fmt: skip
"""Half of them match inside words only; some match nothing but signs, or nothing at all."""
term = st.one_of(bare, bare, quoted, exact, st.sampled_from(REGEXES))
countable = st.recursive(
    term,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} OR {p[1]})"),
        st.tuples(inner, st.sampled_from(["NEAR/0", "NEAR/2", "ONEAR/1", "ONEAR/5"]), inner).map(
            lambda p: f"({p[0]} {p[1]} {p[2]})"
        ),
    ),
    max_leaves=4,
)
FACTS = ("tag:a", "lang:en", "words:>3", "/[Kk]ore/", "title:/ail/")
whole = st.recursive(
    st.one_of(countable, countable, st.sampled_from(FACTS)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda p: f"({' AND '.join(p)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: f"({' OR '.join(p)})"),
        inner.map(lambda p: f"NOT ({p})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} NOT {p[1]})"),
        inner.map(lambda p: f"SENTENCE(({p}))"),
        inner.map(lambda p: f"PARAGRAPH(({p}))"),
        st.tuples(st.sampled_from(["title", "lead", "body"]), countable).map(
            lambda p: f"{p[0]}:({p[1]})"
        ),
        st.tuples(st.sampled_from([1, 2, 3]), countable).map(lambda p: f"ATLEAST/{p[0]}({p[1]})"),
    ),
    max_leaves=5,
)
watchlists = st.lists(
    st.tuples(whole, st.sampled_from([(), (), ("a",)]), st.sampled_from([(), (), ("en", "ko")])),
    min_size=1,
    max_size=8,
).map(
    lambda found: [
        Watchlist(name=str(number), query=query, sources=sources, languages=languages)
        for number, (query, sources, languages) in enumerate(found)
    ]
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(watchlists, st.lists(documents, min_size=1, max_size=3))
def test_the_matcher_answers_as_the_oracle(found: list[Watchlist], texts: list[Document]) -> None:
    matcher = Matcher(found)
    again = Matcher(found, after=matcher)
    for document in texts:
        expected = [each.name for each in found if holds(each, document)]
        assert list(matcher.holding(document)) == expected
        assert [hit.watchlist for hit in again.match(document)] == expected


similar = st.lists(
    st.sampled_from(("north", "North", "Korea", "Korean", "Koreans", "troop", "troops", "koně", "kone", "북한", "군", "جيش", "والجيش")),
    min_size=1,
    max_size=3,
).map(" ".join)  # fmt: skip
spelled = st.tuples(
    st.sampled_from(["{}", '"{}"', '="{}"', "{} troops", '"{}" OR north*']), similar
).map(lambda found: found[0].format(found[1]))
sayings = st.lists(similar, min_size=1, max_size=6).map(", ".join)


@settings(max_examples=150)
@given(
    st.lists(spelled, min_size=5, max_size=25, unique=True),
    st.lists(sayings, min_size=1, max_size=4),
    st.sampled_from(["en", "de", "cs", "ar", "ko", None]),
)
def test_phrases_that_share_words_and_stems_do_not_hide_one_another(
    queries: list[str], texts: list[str], language: str | None
) -> None:
    found = [Watchlist(name=query, query=query) for query in queries]
    matcher = Matcher(found)
    for text in texts:
        document = Document(title="", text=text, language=language)
        expected = tuple(each.name for each in found if holds(each, document))
        assert matcher.holding(document) == expected


nested = st.recursive(
    st.sampled_from(("a1", "b1", "c1", '"a1 b1"', "(b1 OR c1)", "/[ab]1/", "title:a1")),
    lambda inner: st.tuples(
        inner, st.sampled_from(["NEAR/0", "NEAR/1", "ONEAR/0", "ONEAR/2", "OR"]), inner
    ).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
    max_leaves=5,
)
letters = st.lists(st.sampled_from(["a1", "b1", "c1", "x", "x."]), max_size=30).map(" ".join)


@settings(max_examples=150)
@given(nested, letters, letters)
def test_nears_in_one_another_are_found_piece_by_piece(query: str, text: str, title: str) -> None:
    document = Document(title=title, text=text, language="en")
    counts = [f"ATLEAST/{count}({query})" for count in (1, 2, 3, 5, 9)]
    queries = (query, *counts, *(f"SENTENCE(({each}))" for each in (query, *counts)))
    found = [Watchlist(name=each, query=each) for each in queries]
    expected = [each.name for each in found if holds(each, document)]
    for step in (1, 200):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(nearness, "_STEP", step)
            matcher = Matcher(found)
            assert [hit.watchlist for hit in matcher.match(document)] == expected
            assert all(matcher.explain(document, name).holds for name in expected)


pieces = st.lists(
    st.tuples(st.sampled_from((*VOCABULARY, "x", "\ud800", "İ")), st.sampled_from((*GAPS, "\x1c", "’", "\u2003"))),
    max_size=20,
).map(lambda pairs: "".join(word + gap for word, gap in pairs))  # fmt: skip


@settings(max_examples=300)
@given(st.sampled_from([each for each in REGEXES if is_wordwise(each.strip("=/"))]), pieces, pieces)
def test_what_matches_inside_words_is_found_chunk_by_chunk(
    regex: str, text: str, title: str
) -> None:
    document = Document(title=title, text=text, language="en")
    node = Regex(pattern=regex.strip("=/"), exact=regex.startswith("="))
    matches = Matches(Reading(document, Stemming("en")), node, 1)
    assert matches.wordwise
    assert matches.starts == matches.reading.stretches(matches.touched)
    found = [
        (field, start + inside.start, start + inside.end)
        for chunk, each in matches.chunks.items()
        for field, start, _ in matches.reading.chunks[chunk]
        for inside in each
    ]
    assert sorted(found) == matches.pieces


@settings(max_examples=300)
@given(whole, documents)
@example(r"/\S+\s/", Document(title="", text="north ", language="en"))
@example(r"/^n.*$/", Document(title="", text="north Korea " * 60, language="en"))
def test_spans_and_marks_cut_the_original(query: str, document: Document) -> None:
    fields = {"title": document.title, "lead": document.lead, "body": document.text}
    fields |= {f"titles.{number}": title for number, title in enumerate(document.titles)}
    for hit in Matcher([Watchlist(name="q", query=query)]).match(document):
        for span in hit.spans:
            assert 0 <= span.start < span.end <= len(fields[span.field])
        shown = hit.quote.strip("…")
        assert any(shown in text for text in fields.values())
        assert all(0 <= start < end <= len(hit.quote) for start, end in hit.marks)
        assert bool(hit.marks) == bool(hit.spans)


@settings(max_examples=500)
@given(whole)
def test_a_query_prints_back_to_itself(query: str) -> None:
    read = parse(query)
    assert str(parse(str(read))) == str(read)
    assert parse(str(read)) == read
