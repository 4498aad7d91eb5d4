"""The language of a text: what its source says, and when the text goes before that."""

import pytest

from archive.vocabulary import Entry, languages_like, primary_language
from spiders.feed import read_feed
from spiders.reading.language import in_their_languages, language_of

ENGLISH = (
    "The harbour bridge was closed on Monday after inspectors found cracks in two of its pillars."
)
GERMAN = (
    "Die Hafenbrücke ist seit Montag gesperrt, weil Prüfer Risse in zwei Pfeilern gefunden haben."
)
FRENCH = (
    "Le pont du port est fermé depuis lundi, des fissures ayant été découvertes dans deux piliers."
)
PORTUGUESE = (
    "A ponte do porto está fechada desde segunda-feira, depois que fissuras foram encontradas."
)
RUSSIAN = "Портовый мост закрыт с понедельника: инспекторы нашли трещины в двух опорах."
JAPANESE = "港の橋は、二本の橋脚にひびが見つかったため、月曜日から通行止めとなっている。"


@pytest.mark.parametrize(
    ("tag", "language"),
    [("eng", "en"), ("zh-Hans", "zh"), ("cmn", "zh"), ("jp", "ja"), ("ua", "uk"), ("iw", "he"), ("ckb", "ckb"),
     ("us", None), ("mul", None), ("und", None), ("rss", None), ("utf-8", None)],
)  # fmt: skip
def test_a_code_is_the_shortest_of_a_language_or_none(tag: str, language: str | None) -> None:
    assert primary_language(tag) == language


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        (ENGLISH, None, "en"),
        (GERMAN, None, "de"),
        (JAPANESE, None, "ja"),
        (GERMAN, "de", "de"),
        (GERMAN, "en", "de"),
        (ENGLISH, "en", "en"),
        (RUSSIAN, "en", "ru"),
        (RUSSIAN, "fr", "ru"),
        (ENGLISH, "ja", "en"),
        (PORTUGUESE, "br", "pt"),
        (ENGLISH, "br", "br"),
        (GERMAN, "nl", "nl"),
        ("Kursk", None, None),
        ("Bundestag", "en", "en"),
        ("", None, None),
    ],
)
def test_what_is_said_goes_first_unless_the_text_says_otherwise(
    text: str, said: str | None, language: str | None
) -> None:
    assert language_of(text, said=said) == language


def test_headlines_are_in_the_language_of_their_feed_if_that_is_likely() -> None:
    headlines = [GERMAN, "Hafenbrücke bleibt gesperrt", "Kursk", JAPANESE, FRENCH]
    entries = in_their_languages(
        [Entry(title=title, summary=GERMAN if title == GERMAN else "") for title in headlines]
    )
    assert [entry.language for entry in entries] == ["de", "de", None, "ja", "fr"]


def test_short_headlines_of_a_german_feed_are_german_whatever_its_template_says() -> None:
    headlines = [GERMAN, "Brückeneinsturz in Harn", "Kanzler reist nach Paris", "AKW 2"]
    entries = in_their_languages([Entry(title=title, language="en") for title in headlines])
    assert [entry.language for entry in entries] == ["de", "de", "de", None]


def test_an_entry_in_another_script_is_told_from_the_rest_of_its_feed() -> None:
    said = [
        Entry(title=title, language="en") for title in (ENGLISH, ENGLISH[:30], ENGLISH, RUSSIAN)
    ]
    assert [entry.language for entry in in_their_languages(said)] == ["en", "en", "en", "ru"]


def test_what_is_surely_not_english_is_of_unknown_language_where_two_are_alike() -> None:
    croatian = "Most u luci zatvoren je od ponedjeljka jer su inspektori pronašli pukotine u dva stupa mosta."
    assert language_of(croatian, said="en") in {None, "hr", "bs"}
    assert language_of(croatian, said="hr") == "hr"


def test_a_feed_whose_word_is_good_is_not_looked_at_entry_by_entry() -> None:
    said = [Entry(title=title, language="de") for title in (GERMAN, "Kursk", ENGLISH)]
    assert in_their_languages(said) == tuple(said)
    assert in_their_languages([]) == ()


RSS = """<rss version="2.0"><channel><title>Post</title>{}
<item><title>{}</title><description>{}</description><link>https://post.example/1</link></item></channel></rss>"""


@pytest.mark.parametrize(
    "said",
    ["", "<language>en-US</language>", "<language>mul</language>", "<language>de</language>"],
)
def test_a_german_feed_is_german_whatever_its_template_says(said: str) -> None:
    document = RSS.format(said, "Hafenbrücke gesperrt", GERMAN).encode()
    (entry,) = read_feed(document, url="https://post.example/feed", content_type=None).entries
    assert entry.language == "de"


def test_a_json_feed_without_a_language_is_in_that_of_its_text() -> None:
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"id": "1", "content_text": "{FRENCH}"}}]}}'
    feed = read_feed(body.encode(), url="https://post.example/feed", content_type=None)
    assert [entry.language for entry in feed.entries] == ["fr"]


def test_norwegian_is_one_language_in_two_forms() -> None:
    assert languages_like("no") == {"no", "nb", "nn"}
    assert languages_like("nn") == {"no", "nn"}
    assert languages_like("de") == {"de"}
