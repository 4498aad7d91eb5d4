"""What the matcher remembers, learns and counts changes no answer."""

import random

import pytest

from tests.watchlists.oracle import holds
from watchlists import Document, Matcher, Watchlist, index, matcher
from watchlists.atoms import Way
from watchlists.hanging import Hanging
from watchlists.reading import Reading

WORDS = [f"w{number}" for number in range(60)]


def stream(count: int, seed: int) -> list[Document]:
    """Return texts in which low-numbered words are frequent."""
    chance = random.Random(seed)  # noqa: S311 -- a fixed stream
    weights = [1 / (1 + number) for number in range(len(WORDS))]
    return [
        Document(title="", text=" ".join(chance.choices(WORDS, weights, k=12)), language="en")
        for _ in range(count)
    ]


LISTS = [
    Watchlist(name=f"{a} {b}", query=f"{WORDS[a]} AND {WORDS[b]} NOT {WORDS[(a + b) % 60]}")
    for a in range(0, 60, 3)
    for b in range(0, 60, 2)
    if a != b
]

CHOICES = [
    Watchlist(
        name=f"{a} {b}", query=f"({WORDS[a]} OR {WORDS[a - 1]}) AND ({WORDS[b]} OR {WORDS[b - 1]})"
    )
    for a in range(0, 60, 3)
    for b in range(0, 60, 2)
    if a != b
]
"""Queries without a word that they all need: only where they hang spares a look."""


def test_hanging_queries_anew_changes_no_answer_and_saves_looks() -> None:
    matcher = Matcher(CHOICES)
    documents = stream(700, 1)
    for document in documents:
        matcher.holding(document)
    before = sum(each.looked for each in matcher.costs())
    for document in documents[:8]:
        expected = tuple(each.name for each in CHOICES if holds(each, document))
        assert matcher.holding(document) == expected
    learned = sum(each.looked for each in matcher.costs()) - before
    fresh = Matcher(CHOICES)
    for document in documents[:8]:
        fresh.holding(document)
    assert learned < 0.9 * sum(each.looked for each in fresh.costs())


def test_a_successor_keeps_what_was_learned() -> None:
    matcher = Matcher(CHOICES)
    documents = stream(300, 2)
    for document in documents:
        matcher.holding(document)
    successor = Matcher(CHOICES[5:], after=matcher)
    fresh = Matcher(CHOICES[5:])
    for document in documents:
        assert successor.holding(document) == fresh.holding(document)
    looked = [sum(each.looked for each in one.costs()) for one in (successor, fresh)]
    assert looked[0] < 0.9 * looked[1]


@pytest.mark.parametrize("language", ["en", "de", "cs", "ar", ""])
def test_phrases_that_ask_for_the_same_stems_or_share_words_are_all_found(language: str) -> None:
    phrases = (
        "korean troop", "Korean troops", "koreans troop", '"korean troops"', '"Korean Troops"', '="Korean troops"',
        "north korean troop", "north koreans troops", '"north korean troops"', '"north korean" troops', "n* korean troops",
    )  # fmt: skip
    watchlists = [Watchlist(name=phrase, query=phrase) for phrase in phrases]
    matcher = Matcher(watchlists)
    for text in (
        "Korean troops",
        "the north korean troop",
        "North Korean troops",
        "North, Korean TROOPS.",
        "troops",
    ):
        document = Document(title="", text=text, language=language or None)
        expected = tuple(each.name for each in watchlists if holds(each, document))
        assert matcher.holding(document) == expected


def test_many_phrases_that_share_a_pair_are_told_apart_without_reading_word_by_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matcher = Matcher(
        [Watchlist(name=str(number), query=f'"new york x{number}"') for number in range(500)]
    )
    asked: list[Way] = []
    monkeypatch.setattr(Reading, "beginnings", lambda _, way: asked.append(way))
    document = Document(title="", text="New York x7. " + "other words " * 50, language="en")
    assert matcher.holding(document) == ("7",)
    assert asked == []


@pytest.mark.parametrize("language", ["en", "ar", "el", "ru", None])
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("FBI director", "قال لـFBI Directors"),
        ("FBI director says", "الـFBI director says"),
        ("FBI 5", "الـFBI 5"),
        ("ευρωπαικη ενωση", "Ευρωπαϊκή Ένωση"),
        ("μαιου 2024", "Μαΐου 2024"),
    ],
)
def test_phrases_find_words_of_several_stems_whatever_the_language(
    query: str, text: str, language: str | None
) -> None:
    watchlist = Watchlist(name="q", query=query)
    document = Document(title="", text=text, language=language)
    matcher = Matcher([watchlist])
    assert bool(matcher.holding(document)) == holds(watchlist, document)
    assert bool(matcher.match(document)) == holds(watchlist, document)


def test_a_query_is_looked_at_only_when_a_text_holds_another_word_that_it_needs() -> None:
    matcher = Matcher(
        [Watchlist(name="both", query="w1 AND w2"), Watchlist(name="near", query="w1 NEAR/2 w3")]
    )
    for text in ("w1", "w2", "w3", "w1 w4 w4", "w4 w2"):
        assert matcher.holding(Document(title="", text=text)) == ()
    assert [each.looked for each in matcher.costs()] == [0, 0]
    assert matcher.holding(Document(title="", text="w1 w2 w3")) == ("both", "near")


def test_forgetting_chunks_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_CHUNKS", 5)
    matcher, whole = Matcher(LISTS), Matcher(LISTS)
    for document in stream(50, 3):
        forgetful = matcher.holding(document)
        monkeypatch.setattr(index, "MOST_CHUNKS", 100_000)
        assert forgetful == whole.holding(document)
        monkeypatch.setattr(index, "MOST_CHUNKS", 5)


def test_long_chunks_are_not_remembered() -> None:
    matcher = Matcher([Watchlist(name="q", query="war")])
    chunk = "/".join(["war"] * 50)
    assert matcher.holding(Document(title="", text=chunk, language="en")) == ("q",)
    assert matcher.holding(Document(title="", text=chunk, language="en")) == ("q",)
    assert chunk not in matcher._indexes["en"].memo  # noqa: SLF001


def test_costs_tell_looks_reads_and_hits() -> None:
    matcher = Matcher(
        [
            Watchlist(name="word", query="war"),
            Watchlist(name="near", query="war NEAR/1 peace"),
            Watchlist(name="rare", query="zebra AND war"),
        ]
    )
    matcher.holding(Document(title="", text="war and more and peace", language="en"))
    word, near, rare = matcher.costs()
    assert (word.looked, word.read, word.held) == (0, 0, 1)
    assert (near.looked, near.read, near.held) == (1, 1, 0)
    assert (rare.looked, rare.read, rare.held) == (0, 0, 0)


def test_a_query_without_words_is_looked_at_always() -> None:
    matcher = Matcher([Watchlist(name="long", query="words:>2 AND site:x.com")])
    assert isinstance(matcher._hanging, Hanging)  # noqa: SLF001
    assert matcher.holding(Document(title="", text="one two three", url="https://x.com/a"))
    assert not matcher.holding(Document(title="", text="one two", url="https://x.com/a"))


def test_a_long_sentence_is_cut_around_its_terms() -> None:
    text = f"{'before ' * 100}Kursk stands near Kyiv {'after ' * 100}."
    (hit,) = Matcher([Watchlist(name="q", query="Kursk AND Kyiv")]).match(
        Document(title="", text=text, language="en")
    )
    assert len(hit.quote) <= 310
    assert hit.quote.startswith("…before")
    assert hit.quote.endswith("after…")
    assert [hit.quote[start:end] for start, end in hit.marks] == ["Kursk", "Kyiv"]


def test_what_is_known_decides_alone() -> None:
    matcher = Matcher([Watchlist(name="q", query="Kursk", languages=("uk",))])
    document = Document(title="Kursk", text="", language="en")
    explanation = matcher.explain(document, "q")
    assert not explanation.holds
    assert explanation.parts[0].holds
    with pytest.raises(KeyError):
        matcher.explain(document, "other")


def test_a_phrase_is_found_in_any_title_and_quoted_from_there() -> None:
    document = Document(
        title="Moscow gathers a force",
        text="Officials said more was to come.",
        titles=("The force at the border", "North Korean troops near Kursk"),
    )
    matcher = Matcher(
        [
            Watchlist(name="anywhere", query='"North Korean troops"'),
            Watchlist(name="title", query="title:(Moscow AND Kursk)"),
            Watchlist(name="across", query='"border North"'),
            Watchlist(name="near", query="force NEAR/20 Korean"),
            Watchlist(name="body", query="body:Kursk"),
            Watchlist(name="not", query="Moscow NOT title:Kursk"),
            Watchlist(name="sentence", query='SENTENCE(title:"Korean troops" AND Kursk)'),
        ]
    )
    hits = {hit.watchlist: hit for hit in matcher.match(document)}
    assert set(hits) == {"anywhere", "title", "sentence"}
    (span,) = hits["anywhere"].spans
    assert (span.field, span.start, span.end) == ("titles.1", 0, 19)
    assert hits["anywhere"].quote == "North Korean troops near Kursk"
    assert "in title: «Kursk»" in str(matcher.explain(document, "title"))


def test_a_section_is_any_of_those_given() -> None:
    document = Document(title="Cup", text="", sections=("World", "Sports"))
    matcher = Matcher(
        [Watchlist(name="a", query="section:sports"), Watchlist(name="b", query="section:city")]
    )
    assert matcher.holding(document) == ("a",)


def test_a_watchlist_that_speaks_of_the_body_is_known_with_its_sources() -> None:
    asks = Matcher([Watchlist(name="a", query="body:kursk", sources=("city",))]).asks_for_bodies
    assert asks("Post", ["city"])
    assert not asks("Post", ["world"])
    assert not Matcher([Watchlist(name="a", query="kursk")]).asks_for_bodies("Post", [])


def test_queries_whose_trees_are_not_kept_hold_and_are_quoted_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queries = ("w1", '"w1 w2"', "w1 AND w2", '"w2 w3" OR w5 OR w4*', "w1 NEAR/2 w3", "w1 NOT w9")
    lists = [Watchlist(name=query, query=query) for query in queries]
    lists.append(Watchlist(name="lists", any=("w1", "w2"), none=("w3",)))
    kept = Matcher(lists)
    monkeypatch.setattr(matcher, "_KEPT", 0)
    unkept = Matcher(lists)
    for document in stream(60, 3):
        assert unkept.holding(document) == kept.holding(document)
    monkeypatch.setattr(matcher, "_KEPT", 3)
    for document in stream(60, 4):
        assert unkept.match(document) == kept.match(document)


@pytest.mark.parametrize(
    ("wanted", "written", "taken"),
    [("no", "nb", True), ("no", "nn-NO", True), ("nb", "no", True), ("nb", "nn", False), ("zh", "yue-HK", True),
     ("de", "nl", False), ("de", None, True)],
)  # fmt: skip
def test_a_watchlist_for_a_language_takes_all_that_it_is_called(
    wanted: str, written: str | None, taken: bool
) -> None:
    watched = Matcher([Watchlist(name="Bridge", query="bridge", languages=(wanted,))])
    document = Document(title="bridge", text="", language=written)
    assert bool(watched.match(document)) is taken
    asked = Matcher([Watchlist(name="Bridge", query=f"lang:{wanted}")])
    assert bool(asked.match(document)) is (taken and written is not None)
