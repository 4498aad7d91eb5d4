"""The doors of the package: what others wire."""

import pytest

from watchlists import Document, Matcher, QueryError, Watchlist, check, parse, render


def hits(query: str, text: str, *, title: str = "", language: str | None = "en") -> list[str]:
    """Return the pieces of text that satisfied a query."""
    document = Document(title=title, text=text, language=language)
    found = Matcher([Watchlist(name="one", query=query)]).match(document)
    fields = {"title": title, "body": text, "lead": ""}
    return [fields[span.field][span.start : span.end] for hit in found for span in hit.spans]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('"North Korean troops"', "North-Korean troops arrived.", ["North-Korean troops"]),
        ("soldier", "Two soldiers’ graves", ["soldiers"]),
        ('"soldier"', "Two soldiers’ graves", []),
        ("Kursk OR Kurakhove", "In Kurakhove.", ["Kurakhove"]),
        ("Kursk AND offensive", "The Kursk offensive", ["Kursk", "offensive"]),
        ("Kursk -football", "Kursk football", []),
        ("Kursk NOT (football OR chess)", "Kursk", ["Kursk"]),
        ("DPRK NEAR/2 troop*", "DPRK has sent troops", ["DPRK", "troops"]),
        ("DPRK NEAR/1 troop*", "DPRK has sent troops", []),
        ('="US"', "It is us. It is the US.", ["US"]),
        ("U.S.", "They told us. The US said.", ["US"]),
    ],
)
def test_a_query_finds_its_words(query: str, text: str, found: list[str]) -> None:
    assert hits(query, text) == found


def test_lists_are_joined() -> None:
    matcher = Matcher(
        [Watchlist(name="k", any=("Kursk", "Kurakhove"), all=("offensive",), none=("football",))]
    )
    assert matcher.match(Document(title="Kursk", text="An offensive."))
    assert not matcher.match(Document(title="Kursk", text="An offensive in football."))
    assert not matcher.match(Document(title="Kyiv", text="An offensive."))


def test_sources_and_languages_come_first() -> None:
    matcher = Matcher(
        [Watchlist(name="k", query="Kursk", sources=("ukraine",), languages=("en", "uk"))]
    )
    text = "Kursk"
    assert matcher.match(Document(title="", text=text, tags=("Ukraine",), language="en-GB"))
    assert matcher.match(Document(title="", text=text, source="ukraine", language=None))
    assert not matcher.match(Document(title="", text=text, source="other", language="en"))
    assert not matcher.match(Document(title="", text=text, source="ukraine", language="de"))


def test_the_quote_is_the_sentence_with_most_terms() -> None:
    matcher = Matcher([Watchlist(name="k", query="Kursk AND offensive")])
    text = "Kursk is a city. The offensive near Kursk goes on. Kursk again."
    (hit,) = matcher.match(Document(title="News", text=text))
    assert hit.quote == "The offensive near Kursk goes on."
    assert [hit.quote[start:end] for start, end in hit.marks] == ["offensive", "Kursk"]


def test_a_bad_query_names_its_watchlist() -> None:
    with pytest.raises(QueryError, match=r"watchlist 'bad': There is no field tittle:\. Did you"):
        Matcher([Watchlist(name="bad", query="tittle:x")])


def test_check_tells_everything_at_once() -> None:
    text = "(tittle:x OR || y"
    assert [each.code for each in check(text)] == ["open-bracket", "unknown-field", "strange-sign"]
    assert "  (tittle:x OR || y\n   ^^^^^^^" in render(text, check(text))


def test_a_name_stands_for_a_query() -> None:
    matcher = Matcher(
        [Watchlist(name="k", query="@dprk NEAR/3 troop*")], {"dprk": 'DPRK OR "North Korea"'}
    )
    assert matcher.match(Document(title="", text="North Korea’s troops"))
    with pytest.raises(QueryError, match="no term named @other"):
        Matcher([Watchlist(name="k", query="@other")], {})
    assert str(parse("@dprk OR x")) == "@dprk OR x"
