"""Errors and hints: the code, the piece of the text, and how to mend it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlists import QueryError, caret, check, parse


@pytest.mark.parametrize(
    ("query", "code", "piece", "mend"),
    [
        ("", "empty", "", "Write a word"),
        ("(a1", "open-bracket", "(", "Close it"),
        ("a1)", "stray-bracket", ")", "Remove it"),
        ("a1 AND ()", "empty-bracket", "()", "Remove them"),
        ('"a1', "open-quote", '"', "Close it"),
        ("/a1", "open-regex", "/", "Write /pattern/"),
        ("/a(/", "bad-regex", "/a(/", "RE2"),
        ("/a*/", "bad-regex", "/a*/", "+ instead of *"),
        (r"/(a)\1/", "bad-regex", r"/(a)\1/", "no back-references"),
        ("a1 OR", "lacks-operand", "OR", "Add a term after it"),
        ("ATLEAST(a1 b1)", "foreign-sign", "ATLEAST", "ATLEAST/n"),
        ("source:Kyiv Independent", "field-words", "Kyiv Independent", 'source:"Kyiv'),
        ("“a1” b1”", "open-quote", "”", "Close it"),
        ("a1 / b1", "open-regex", "/", "OR between alternatives"),
        ("a1 = b1", "lone-equals", "=", 'Write ="US"'),
        ("a1 =", "lone-equals", "=", 'Write ="US"'),
        ("=(a1)", "lone-equals", "=", 'Write ="US"'),
        ("OR a1", "lacks-operand", "OR", "Add a term before it"),
        ("a1 AND OR b1", "lacks-operand", "AND", "Add a term after it"),
        ("NEAR/3 a1", "lacks-operand", "NEAR/3", "Add a term before it"),
        ("a1 NEAR b1", "distance-operator", "NEAR", "Write NEAR/10"),
        ("a1 w/5 b1", "distance-operator", "w/5", "Write NEAR/5"),
        ("a1 PRE/2 b1", "distance-operator", "PRE/2", "Write ONEAR/2"),
        ("a1 adj3 b1", "distance-operator", "adj3", "Write NEAR/2 (at most"),
        ("a1 NEAR/2f b1", "distance-operator", "NEAR/2f", "Write NEAR/2"),
        ("a1 NEAR/5000 b1", "far", "NEAR/5000", "Write AND"),
        ("a1 NEAR/5 (b1 AND c1)", "not-near", "NEAR/5", "(a NEAR/5 c) AND"),
        ("ATLEAST/0(a1)", "bad-count", "ATLEAST/0", "ATLEAST/3(troops)"),
        ("ATLEAST/2(a1 AND b1)", "not-counted", "ATLEAST/2", "Give every term its own"),
        ("tittle:a1", "unknown-field", "tittle:", "Did you mean title: ?"),
        ("headline:a1", "unknown-field", "headline:", "Did you mean title: ?"),
        ("when:2d", "unknown-field", "when:", "Fields are title:"),
        ("title: AND a1", "empty-field", "title:", "directly after the colon"),
        ("title:North Korea", "field-words", "North Korea", "Write"),
        ("title:(body:a1)", "field-in-field", "title:", "AND body:"),
        ("site:bbc.com/news", "bad-value", "site:bbc.com/news", "Use url:"),
        ("words:many", "bad-value", "words:many", "words:>200"),
        ("lang:english!", "bad-value", "lang:english!", "lang:en"),
        ("*", "no-word", "*", "Write letters beside"),
        ('"…"', "no-word", '"…"', "Write a word"),
        ("a1 || b1", "strange-sign", "||", "Write OR"),
        ("a1 && b1", "strange-sign", "&&", "Write AND"),
        ("+a1", "strange-sign", "+", "Leave + away"),
        ("a1, b1", "strange-sign", ",", "Write OR between alternatives"),
        ("[a1]", "strange-sign", "[", "Use ( and )"),
        ('"a1 b1"~3', "strange-sign", "~", "NEAR/n"),
        ("a1^2", "strange-sign", "^", "no weights"),
        ("a1 - b1", "lone-minus", "-", "-word"),
        ('"road$"', "foreign-sign", '"road$"', "Write * for any ending"),
        ("TS=(a1)", "foreign-sign", "TS=", "Fields are written"),
        ("(a1 OR b1).tw.", "foreign-sign", ".tw.", "title:(…)"),
        ("ATLEAST/3 troops", "foreign-sign", "ATLEAST/3", "Write ATLEAST/3(…)"),
        ("ATLEAST5(troops)", "foreign-sign", "ATLEAST5", "ATLEAST/n(…)"),
        ("gold AROUND(5) price", "foreign-sign", "AROUND", "NEAR/n"),
        ("heart ADJ attack", "foreign-sign", "ADJ", "NEAR/n"),
        ("climat! OR protest", "foreign-sign", "climat!", "Write * for any ending"),
        ('"a1" И (b1 OR c1)', "foreign-sign", "И", "Write AND"),
        ("a1 ODER (b1)", "foreign-sign", "ODER", "Write OR"),
        ("a1 /3 b1 AND c1 /3 d1", "distance-operator", "/3", "Write NEAR/3"),
        ('"a1 b1"/5', "distance-operator", "/5", "Write NEAR/5"),
        ("a1 W/S b1", "distance-operator", "W/S", "Write SENTENCE(a b)"),
        ("a1 /p b1", "distance-operator", "/p", "Write PARAGRAPH(a b)"),
        ("\u200b", "empty", "\u200b", "Write a word"),
        ("Kursk or Kyiv", "foreign-sign", "or", "Write OR"),
        ('Kursk or "Kyiv city"', "foreign-sign", "or", "Write OR"),
        ('"a1" and (b1 OR c1)', "foreign-sign", "and", "Write AND"),
        ('"a1" Not "b1"', "foreign-sign", "Not", "Write NOT"),
        ("Россия И Китай", "foreign-sign", "И", "Write AND"),
        ("Russland UND China", "foreign-sign", "UND", "Write AND"),
        ("a1 AND/OR b1", "foreign-sign", "AND/OR", "Write OR"),
        ("a1 EXCEPT b1", "foreign-sign", "EXCEPT", "Write NOT"),
        ("a1 XOR b1", "foreign-sign", "XOR", "Write OR"),
        ("TITLE-ABS-KEY(climate change)", "foreign-sign", "TITLE-ABS-KEY", "Write title:(…)"),
        ("TITLE ( climate )", "foreign-sign", "TITLE", "Write title:(…)"),
        ('MH "heart attack"', "foreign-sign", "MH", "Write title:(…)"),
        ("allcaps(US)", "foreign-sign", "allcaps", "AND before the bracket"),
        ('"a1" AND PUBYEAR AFT 2015', "foreign-sign", "PUBYEAR", "Fields are written"),
        ("#1-#4", "foreign-sign", "#1-#4", "terms:"),
        ("#1 AND #2", "foreign-sign", "#1", "terms:"),
        ('"heart" N5 "attack"', "foreign-sign", "N5", "Write NEAR/5"),
        ('"heart" W5 "attack"', "foreign-sign", "W5", "Write ONEAR/5"),
        ("a1 w/seg b1", "distance-operator", "w/seg", "Write SENTENCE(a b)"),
        ("atleast5 troops", "foreign-sign", "atleast5", "ATLEAST/n(…)"),
        ("'heart attack'/exp", "foreign-sign", "attack'/exp", "Write title:(…)"),
        ("'heart':ti", "foreign-sign", "'heart':ti", "Write title:(…)"),
        ('DE "alcohol"', "foreign-sign", "DE", "Write title:(…)"),
        ("dis$3", "foreign-sign", "dis$3", "Write * for any ending"),
        ('"?ord"', "foreign-sign", '"?ord"', "Write * for any ending"),
        ("4 not 5", "foreign-sign", "not", "terms:"),
        ("a1 BEFORE/5 b1", "distance-operator", "BEFORE/5", "Write NEAR/5"),
        ("http://x.com/a", "foreign-sign", "http://x.com/a", 'Write url:"x.com/a"'),
        ('"colo$r"', "foreign-sign", '"colo$r"', "Write * for any ending"),
        ("wom#n", "foreign-sign", "wom#n", "? for one letter"),
        ("sm%th", "foreign-sign", "sm%th", "Write * for any letters"),
        ("%22North%20Korea%22", "foreign-sign", "%22North%20Korea%22", "quotation mark for %22"),
        ("$100..$500", "foreign-sign", "$100..$500", "joined by OR"),
        ("источник:ТАСС", "foreign-sign", "источник:ТАСС", "Fields are written"),
        ("&quot;a1&quot;", "strange-sign", "&quot;", "quotation mark"),
        ("R&amp;D", "strange-sign", "&amp;", "Write the sign itself"),
        ("heart[tiab]", "strange-sign", "[tiab]", "Write title:(…)"),
        ('"a1"[Mesh:NoExp]', "strange-sign", "[Mesh:NoExp]", "Write title:(…)"),
        ('"airline" tone<-5', "strange-sign", "tone<-5", "words:>200"),
        ("(a1 OR b1).ti,ab,kw.", "foreign-sign", ".ti,ab,kw.", "title:(…)"),
        ("heart attack*.ti,ab", "foreign-sign", "attack*.ti,ab", "title:(…)"),
        ("Carie$.mp. " + "b1 " * 90, "foreign-sign", "Carie$.mp.", "Write * for any ending"),
        ("2020..2025", "foreign-sign", "2020..2025", "joined by OR"),
        ("*a" * 11, "many-wildcards", "*a" * 11, "more of its letters"),
        ("url:" + "*a" * 11, "bad-value", "url:" + "*a" * 11, "more of its letters"),
        ("a1\nb1", "two-lines", "a1\nb1", "Write OR or AND"),
        ("(" * 50 + "a1" + ")" * 50, "too-deep", "(", "terms:"),
    ],
)  # fmt: skip
def test_an_error_says_where_what_and_how(query: str, code: str, piece: str, mend: str) -> None:
    found = [each for each in check(query) if each.code == code]
    assert found, check(query)
    assert query[found[0].start : found[0].end] == piece
    assert mend in found[0].mend
    with pytest.raises(QueryError):
        parse(query)


@pytest.mark.parametrize(
    ("query", "code", "piece"),
    [
        ("Kursk and Kyiv", "lower-case", "and"),
        ('Kursk "Kyiv city"', "neighbours", 'Kursk "Kyiv city"'),
        ("Kursk und Kyiv", "lower-case", "und"),
        ("Kursk AND troops OR soldiers", "mixed", "OR"),
        ("Kursk OR Kyiv NOT football", "mixed", "NOT"),
        ('"Kursk" Russia photo 2022', "loose-words", "Russia photo 2022"),
        ("Kursk AND guards photo Russia 2023", "loose-words", "guards photo Russia 2023"),
        ("NOT Kursk", "no-word-needed", "NOT Kursk"),
        ("Kursk OR NOT Kyiv", "no-word-needed", "Kursk OR NOT Kyiv"),
        ("a", "one-letter", "a"),
        ("the", "common-word", "the"),
        ("US", "common-word", "US"),
        ("15 AND 25", "numbers", "15 AND 25"),
        ("(S1 OR S2) AND S3", "numbers", "(S1 OR S2) AND S3"),
        ('"рабочие /3 завод"', "quoted-operator", '"рабочие /3 завод"'),
        ('"Kursk OR Kyiv"', "quoted-operator", '"Kursk OR Kyiv"'),
        ("`North Korea`", "single-quotes", "`North Korea`"),
        ("ab*", "short-wildcard", "ab*"),
        ('"troops" OR troop*', "covered", '"troops"'),
        ('Korea OR "North Korea"', "covered", ""),
        ("'North Korea'", "single-quotes", "'North Korea'"),
    ],
)
def test_a_slip_is_hinted_at(query: str, code: str, piece: str) -> None:
    found = [each for each in check(query) if each.code == code]
    if not piece:
        assert not [each for each in found if query[each.start : each.end] == "Korea"]
        return
    assert found, check(query)
    assert found[0].severity == "hint"
    assert query[found[0].start : found[0].end] == piece
    parse(query)


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("the", "«the» stands"),
        ('"the"', '"the" stands'),
        ("US", "«US» also matches the word «us», which"),
        ("a", "«a» is one letter"),
        ("ab*", "«ab*» matches"),
        ('"troops" OR troop*', '"troops" finds nothing that «troop*»'),
        ("Kursk OR Kursk", "«Kursk» stands here twice"),
    ],
)
def test_a_hint_sets_words_apart_by_quotation_marks(query: str, begins: str) -> None:
    assert [each for each in check(query) if each.message.startswith(begins)], check(query)


def test_good_queries_get_no_hint() -> None:
    for query in (
        "Kursk",
        '="US"',
        "U.S.",
        '"the Kremlin"',
        "Kursk NOT football",
        "title:(a1 OR b1)",
        "ВОЙНА И МИР",
        "Yahoo! OR Generation Y",
        '("marine park" OR reef) AND (plastic OR debris) NOT film',
        "(Kursk AND troops) OR (Kyiv AND troops) OR (Lviv NOT opera)",
        "Kursk NOT football AND NOT opera",
        '"Crimean bridge" OR ((DPRK OR Pyongyang) NEAR/10 (troop* OR soldier*))',
    ):
        assert check(query) == ()


def test_what_only_looks_foreign_is_a_word() -> None:
    for query in (
        "#ukraine OR #1maidan", "100%", "spiegel.de OR publico.com", "10:30", "war and peace",
        "ВОЙНА И МИР", "A*Star OR M&S", '="Ke$ha"', "N95 mask", "北朝鮮(兵士 OR 軍)", "title:(a1 OR b1)",
    ):  # fmt: skip
        assert not [each for each in check(query) if each.severity == "error"], query


def test_characters_without_width_do_not_hide_operators() -> None:
    for mark in "\u200b\u200e\u200f\ufeff\u2060":
        assert str(parse(f'Kursk OR{mark} Kyiv{mark} AND {mark}"a1"')) == 'Kursk OR (Kyiv AND "a1")'
        assert str(parse(f"@dprk{mark}Kursk")) == "@dprk AND Kursk"
    assert str(parse("sol\u200bdier")) == "sol\u200bdier"


def test_what_follows_a_stray_bracket_is_no_second_error() -> None:
    assert [each.code for each in check("(a1 OR b1)) AND c1")] == ["stray-bracket"]


def test_a_caret_counts_wide_letters_twice() -> None:
    assert caret("北朝鮮 tittle:x", 4, 11) == "北朝鮮 tittle:x\n       ^^^^^^^"
    assert caret("é x", 2, 3).splitlines()[1] == "  ^"
    assert caret("a" * 300 + "!" + "b" * 300, 300, 301).splitlines()[1].index("^") == 51


@given(st.text(max_size=40))
def test_check_never_raises(text: str) -> None:
    complaints = check(text)
    errors = [each for each in complaints if each.severity == "error"]
    for each in complaints:
        assert 0 <= each.start <= each.end <= len(text)
    if errors:
        with pytest.raises(QueryError):
            parse(text)
    else:
        assert parse(str(parse(text))) == parse(text)


@given(st.text(alphabet="ab\"()=*?:/@-–.,#'’«»„”「」 \nANDORTNE/15titlewords>", max_size=30))
def test_check_never_raises_on_what_looks_like_a_query(text: str) -> None:
    test_check_never_raises.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "query", ["a NEAR/# b", "a ONEAR/# b", "a W/# b", "a ADJ# b", "ATLEAST/#(a)", "ATLEAST/# a"]
)
def test_a_number_of_very_many_digits_is_an_error_of_the_query(query: str) -> None:
    found = check(query.replace("#", "9" * 5_000))
    assert any(each.severity == "error" for each in found)
    assert all(len(str(each)) < 200 for each in found)


@pytest.mark.parametrize("query", ["a NEAR/# b", "a ONEAR/# b", "a W/# b", "a ADJ# b"])
def test_a_distance_of_many_digits_is_too_far_and_not_another_operator(query: str) -> None:
    (found,) = check(query.replace("#", "9" * 80))
    assert found.code == "far"


def test_noughts_before_a_number_do_not_change_it() -> None:
    (found,) = check(f"alpha W/{'0' * 5_000}5 beta")
    assert found.mend.startswith("Write NEAR/5 ")


def test_of_very_many_mistakes_the_first_are_told() -> None:
    told = check("И ODER " * 100)
    assert len(told) == 25
    assert max(each.start for each in told) < 200


def test_of_very_many_slips_of_a_kind_the_first_are_told() -> None:
    told = [each.code for each in check('="a"' * 100)]
    assert told.count("neighbours") == told.count("one-letter") == 25


def test_an_error_behind_very_many_slips_is_told() -> None:
    assert [each.code for each in check('="a"' * 100 + " tittle:x")] == ["unknown-field"]
