"""Explanations name what is there, what is missing, and how close the text came."""

import pytest

from watchlists import Document, Matcher, Watchlist

TEXT = "In North Korea, they said to us, there are many soldiers. Kursk is a town."


def explain(query: str, text: str = TEXT, *, languages: tuple[str, ...] = ()) -> str:
    matcher = Matcher([Watchlist(name="one", query=query, languages=languages)])
    document = Document(title="Football", text=text, language="en")
    explanation = matcher.explain(document, "one")
    assert explanation.holds == bool(matcher.match(document))
    return str(explanation)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("soldier", "✓ soldier: found once in body: «soldiers»"),
        ('"soldier"', "«soldiers» in the body differs in its ending or form"),
        ('="US"', "«us» in the body differs in case or accents"),
        ('"North soldiers"', "not side by side (8 words between at the closest)"),
        ('"North Korean"', "no word matches «korean»"),
        ("title:Kursk", "not here, but in the body"),
        ("Korea NEAR/3 soldiers", "the closest pair has 7 words between, at most 3 are allowed"),
        ("soldiers ONEAR/9 Korea", "both are there, but in the other order"),
        ("Football NEAR/9 Korea", "both are there, but in different fields"),
        ("Paris NEAR/9 Korea", "one side is not there"),
        ("Paris NEAR/9 Rome", "neither side is there"),
        ("Korea NOT football", "✗ NOT football: present, but excluded"),
        ("ATLEAST/3(Kursk)", "found once, asked for 3"),
        ("SENTENCE(soldiers Kursk)", "no one sentence holds it"),
        ("Kursk AND Paris", "1 of 2 parts hold; all are needed"),
        ("words:>100", "no: the body has 15 words"),
        ("lang:de", "no: the language is en"),
        ("soldiering", "✓ soldiering: found once in body: «soldiers»"),
        ("Kurskaya", "not found; close: «Kursk»"),
    ],
)
def test_a_part_says_what_the_text_holds(query: str, said: str) -> None:
    assert said in explain(query)


def test_a_watchlist_says_which_articles_it_looks_at() -> None:
    assert explain("Kursk", languages=("uk", "de")).startswith(
        "✗ watchlist one: looks at articles in uk, de only; this one is in en"
    )
