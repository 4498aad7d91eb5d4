"""Queries of other programs: said in our language with the same meaning, or refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlists import Document, Matcher, Watchlist, parse
from watchlists.dialects import DIALECTS, Dialect, translate


@pytest.mark.parametrize(
    ("dialect", "theirs", "ours"),
    [
        ("brandwatch", "logitech NEAR/2f keyboard", '"logitech" ONEAR/2 "keyboard"'),
        ("brandwatch", "(apple OR orange) AND {Windows}", '("apple" OR "orange") AND ="Windows"'),
        ("brandwatch", '"fruit juice"~3', '"fruit" NEAR/3 "juice"'),
        ("brandwatch", "((cake OR pie) AND (tea))~5", '("cake" OR "pie") NEAR/5 "tea"'),
        ("brandwatch", "a1 <<<a note>>> AND site:x.com", '"a1" AND site:"x.com"'),
        ("brandwatch", "apple NOT bitter NOT sour", '"apple" AND NOT "bitter" AND NOT "sour"'),
        ("meltwater", "(“New York” AND mayor) OR GSW", '("New York" AND "mayor") OR "GSW"'),
        ("meltwater", "title:Apple ONEAR/10 watch", 'title:"Apple" ONEAR/10 "watch"'),
        ("talkwalker", "content:(war OR peace) site:bbc.com", 'body:("war" OR "peace") AND site:"bbc.com"'),
        ("google", "Kursk offensive OR attack -football", "Kursk AND (offensive OR attack) AND NOT football"),
        ("google", 'intitle:Kursk | "North Korea"', 'title:Kursk OR "North Korea"'),
        ("lucene", "+powde* +early", '"powde*" AND "early"'),
        ("lucene", "apple banana", '"apple" OR "banana"'),
        ("lucene", "apple -pie", '"apple" AND NOT "pie"'),
        ("lucene", "title:war && !peace", 'title:"war" AND NOT "peace"'),
        ("lucene", '"big cat"~1', '"big" ONEAR/1 "cat"'),
        ("lucene", '"big cat"~3', '"big" ONEAR/3 "cat" OR "cat" ONEAR/1 "big"'),
        ("lucene", "war^3", '"war"'),
        ("lucene", "+or +1890s", '"or" AND "1890s"'),
        ("brandwatch", "(x1 NEAR/3f 9/11) OR 14/88", '"x1" ONEAR/3 "9/11" OR "14/88"'),
        ("google", "gold AROUND(5) price", "gold NEAR/5 price"),
        ("google", "site:.gov OR site:*.gov.uk climate", '(site:"gov" OR site:"gov.uk") AND climate'),
        ("google", 'צה"ל OR רמטכ"ל', "צה״ל OR רמטכ״ל"),
        ("google", '"צה"ל בעזה" ישראל', '"צה״ל בעזה" AND ישראל'),
        ("google", '(a1 b1) OR ("c1 d1" e1 OR f1)', '(a1 AND b1) OR ("c1 d1" AND (e1 OR f1))'),
        ("google", 'site:x.com gold OR "silver price"', 'site:"x.com" AND (gold OR "silver price")'),
        ("google", "vacation london OR paris", "vacation AND (london OR paris)"),
        ("google", "gold ＯＲ\u200b silver", "gold OR silver"),
        ("lucene", "+a1 AND b1", '"a1" AND "b1"'),
        ("lucene", "+a1 b1 AND c1", '"a1" AND "b1" AND "c1"'),
        ("lucene", "a1 AND b1 -c1", '"a1" AND "b1" AND NOT "c1"'),
        ("lucene", "a1 OR b1 NOT c1", '("a1" OR "b1") AND NOT "c1"'),
        ("lucene", "a1 OR NOT b1", '"a1" AND NOT "b1"'),
        ("brandwatch", "a1 OR b1 OR NOT c1", '"a1" OR "b1" OR NOT "c1"'),
        ("meltwater", "Apple ONEAR watch", '"Apple" ONEAR/4 "watch"'),
        ("meltwater", "a1 OR b1 AND c1 NOT d1", '"a1" OR ("b1" AND "c1" AND NOT "d1")'),
        ("talkwalker", "apple watch", '"apple" NEAR/10 "watch"'),
        ("talkwalker", "ABC", '="ABC"'),
        ("talkwalker", "ABC AND x1", '"ABC" AND "x1"'),
        ("talkwalker", 'x1 site:"http://www.wort.lu"', '"x1" AND site:"wort.lu"'),
        ("brandwatch", "url:https://www.bbc.co.uk/news*", 'url:"www.bbc.co.uk/news*"'),
        ("google", "site:vk.com/group Kursk", 'url:"vk.com/group" AND Kursk'),
    ],
)  # fmt: skip
def test_a_query_is_said_in_our_language(dialect: Dialect, theirs: str, ours: str) -> None:
    translation = translate(theirs, dialect)
    assert translation.query == ours
    assert str(parse(ours)) == ours


@pytest.mark.parametrize(
    ("dialect", "theirs", "code", "piece"),
    [
        ("brandwatch", "authorGender:F AND x1", "field", "authorGender"),
        ("brandwatch", "apple OR banana AND juice", "mixed", "juice"),
        ("brandwatch", "NOT a1 NOT b1", "negative", "NOT"),
        ("brandwatch", "apple ~ juice", "fuzzy", "~"),
        ("brandwatch", "apple AND ()", "empty-bracket", "("),
        ("brandwatch", "rating:[3 TO 5]", "range", "[3 TO 5]"),
        ("talkwalker", "Apple ONEAR watch", "distance", "ONEAR"),
        ("lucene", "a1 && b1 || c1", "mixed", "c1"),
        ("lucene", "a1 b1 AND c1", "mixed", "c1"),
        ("lucene", "a1 OR (-b1 -c1)", "negative", "-"),
        ("lucene", "?ord", "wildcard", "?ord"),
        ("lucene", '"North Korea*"', "wildcard", '"North'),
        ("lucene", '"AC\\/DC"', "strange-sign", '"AC'),
        ("brandwatch", "a1 OR b1 NOT c1", "mixed", "NOT"),
        ("brandwatch", "a1 NEAR/ 5 b1", "strange-sign", "NEAR/"),
        ("brandwatch", "a1 and/or b1", "operator", "and/or"),
        ("brandwatch", "a1 EXCEPT b1", "operator", "EXCEPT"),
        ("brandwatch", "a1 Or b1", "lower-case", "Or"),
        ("brandwatch", "a1 –b1", "dash", "–b1"),
        ("brandwatch", "'North Korea'", "single-quotes", "'North"),
        ("google", "‘North Korea’ gold", "single-quotes", "‘North"),
        ("google", "«Северная Корея»", "strange-sign", "«"),
        ("google", "「北朝鮮」 兵士", "strange-sign", "「"),
        ("brandwatch", "apple(pie OR juice)", "operator", "apple"),
        ("brandwatch", '{"US"}', "strange-sign", '{"US"}'),
        ("brandwatch", "(a1 OR b1)~5", "distance", "~5"),
        ("talkwalker", "SENTENCE(a1 b1)", "operator", "SENTENCE"),
        ("talkwalker", "ABC watch", "distance", "ABC"),
        ("talkwalker", "apple watch band", "distance", "apple"),
        ("talkwalker", "x1 site:a.com site:b.com", "two-sites", "site"),
        ("google", "gold around(5) price", "operator", "around"),
        ("google", "a1 -b1 OR c1", "mixed", "c1"),
        ("google", '"largest * in the world"', "wildcard", '"largest'),
        ("brandwatch", "x1 AND language:english", "bad-value", "language:"),
        ("lucene", "title: kursk", "empty-field", "title:"),
        ("google", "x1 (oil price OR gas)", "loose-words", "price"),
        ("google", 'site:x.com gold price OR "gold market"', "loose-words", "price"),
        ("google", 'AWS outage OR "Amazon Web Services" down', "loose-words", "outage"),
        ("google", "(gas OR oil price)", "loose-words", "price"),
        ("google", "(a1 OR b1)c1", "strange-sign", "c1"),
        ("google", "北朝鮮、兵士", "strange-sign", "北"),
        ("google", "$100..$500 camera", "range", "$100..$500"),
        ("google", "%22gold+price%22", "strange-sign", "%22gold"),
        ("google", "gold+price", "strange-sign", "gold+price"),
        ("google", "&quot;gold price&quot;", "strange-sign", "&quot;gold"),
        ("google", "Россия И Китай", "operator", "И"),
        ("google", "источник:ТАСС", "field", "источник"),
        ("google", '"gold price', "open-quote", '"'),
        ("meltwater", "Apple watch", "neighbours", "watch"),
        ("google", "gold when:2d", "field", "when:"),
        ("google", "Kursk 2024..2025", "range", "2024..2025"),
        ("lucene", "roam~", "fuzzy", "~"),
        ("lucene", "/colou?r/", "pattern", "/colou?r/"),
        ("lucene", '"a b c"~4', "distance", "~4"),
        ("talkwalker", "a1 AND", "lacks-operand", "AND"),
        ("google", "", "empty", ""),
        ("google", "gold AROUND price", "operator", "AROUND"),
        ("google", '"рабочие" И (фото OR снимок)', "operator", "И"),
        ("google", "a1 w/5 b1", "operator", "w/5"),
        ("talkwalker", "a1 NEAR/s b1", "operator", "NEAR/s"),
        ("brandwatch", "kosher OR 🕎", "no-word", "🕎"),
    ],
)
def test_what_cannot_be_said_is_named(dialect: Dialect, theirs: str, code: str, piece: str) -> None:
    translation = translate(theirs, dialect)
    assert translation.query == ""
    assert any(
        each.code == code and theirs[each.start : each.end].startswith(piece)
        for each in translation.complaints
    )


def test_terms_without_plus_are_told_to_be_left_away() -> None:
    translation = translate("+war peace", "lucene")
    assert translation.query == '"war"'
    assert [(each.code, each.severity) for each in translation.complaints] == [("optional", "hint")]


@pytest.mark.parametrize(
    ("theirs", "ours", "piece"),
    [
        ("Donald Trump", '"Donald" OR "Trump"', "Trump"),
        ("(Donald Trump) AND election", '("Donald" OR "Trump") AND "election"', "Trump"),
        ("Donald OR Trump", '"Donald" OR "Trump"', ""),
        ("Donald -Trump", '"Donald" AND NOT "Trump"', ""),
    ],
)
def test_terms_side_by_side_are_told_to_be_alternatives(theirs: str, ours: str, piece: str) -> None:
    translation = translate(theirs, "lucene")
    assert translation.query == ours
    hinted = [(each.code, theirs[each.start : each.end]) for each in translation.complaints]
    assert hinted == ([("either", piece)] if piece else [])


def test_an_or_between_phrases_without_quotes_is_told_how_far_it_reaches() -> None:
    translation = translate("nickel price OR nickel market", "google")
    assert translation.query == "nickel AND (price OR nickel) AND market"
    assert [(each.code, each.severity) for each in translation.complaints] == [("or-first", "hint")]


def test_many_hints_end_no_reading() -> None:
    theirs = " ".join(f"x{number}^2" for number in range(60))
    assert translate(theirs, "lucene").query == " OR ".join(f'"x{number}"' for number in range(60))
    assert translate(theirs + " y1~", "lucene").query == ""


def test_after_many_errors_brackets_are_not_said_to_be_open() -> None:
    theirs = "((" + " OR ".join(f"city:x{number}" for number in range(40)) + "))"
    assert {each.code for each in translate(theirs, "brandwatch").complaints} == {"field"}


def test_slop_turns_two_words_round() -> None:
    matcher = Matcher([Watchlist(name="q", query=translate('"big cat"~2', "lucene").query)])
    assert matcher.holding(Document(title="", text="a cat, big"))
    assert not matcher.holding(Document(title="", text="a cat so big"))


@given(
    st.text(alphabet='ab"()+-~^:|&!*?/{}<> \nANDORTNE1“”', max_size=30), st.sampled_from(DIALECTS)
)
def test_any_text_is_said_or_refused(text: str, dialect: Dialect) -> None:
    translation = translate(text, dialect)
    refused = any(each.severity == "error" for each in translation.complaints)
    assert bool(translation.query) != refused
    if translation.query:
        parse(translation.query)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "query", ["a NEAR/# b", "a NEAR/#f b", "a AROUND(#) b", '"a b"~#', '"a b"~#.5']
)
def test_a_distance_of_very_many_digits_is_refused(query: str, dialect: Dialect) -> None:
    found = translate(query.replace("#", "9" * 5_000), dialect)
    assert not found.query
    assert any(each.severity == "error" for each in found.complaints)
