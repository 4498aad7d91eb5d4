import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alerts.text import SUBJECT_CHARS, SUBJECT_OCTETS, clean, pieces, safe_url
from tests.alerts.stories import HOSTILE

MENTION = re.compile(r"@(everyone|here|channel|room|all)\b", re.IGNORECASE)


def harmless(text: str) -> None:
    assert not MENTION.search(text)
    assert "=?" not in text
    assert "](" not in text
    for character in text:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), hex(ord(character))
        assert unicodedata.bidirectional(character) not in (
            ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        )


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_title_becomes_one_short_harmless_line(title: str) -> None:
    line = clean(title, octets=SUBJECT_OCTETS)
    harmless(line)
    assert len(line) <= SUBJECT_CHARS + line.count("\u2060") + line.count("= ?") + line.count("] (")
    assert len(line.splitlines()) <= 1
    line.encode()


@given(st.text(st.characters(exclude_categories=())))
@example("=\x00?utf-8")
@example("@\u200beveryone")
@example("]\u2060(")
def test_any_text_becomes_harmless(text: str) -> None:
    harmless(clean(text))


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_what_people_read_in_plain_text_stays(text: str, chars: int) -> None:
    plain = re.sub(r"[^a-zA-Zа-яіїєґ0-9 ]", "", text)
    whole = " ".join(plain.split())
    line = clean(plain, chars=chars)
    assert line == whole or (line.endswith("…") and whole.startswith(line[:-1]))


def test_a_mention_is_broken_however_a_service_writes_it() -> None:
    for said in ("@**all**", "@_**Everyone**", "@all"):
        assert clean(said) == said.replace("@", "@\u2060")
    # The hit of a query is a run of its own.
    found = pieces("hey @everyone", [(5, 13)])
    assert "".join(piece.text for piece in found) == "hey @\u2060everyone"


def test_joiners_stay_where_they_shape_letters() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert clean(family) == family
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("tro\u200cops") == "troops"


@given(
    st.text(max_size=80),
    st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=5),
    st.integers(10, 100),
)
def test_pieces_hold_the_cleaned_words_whatever_the_marks(
    text: str, marks: list[tuple[int, int]], chars: int
) -> None:
    found = pieces(text, marks, chars=chars)
    for piece in found:
        harmless(piece.text)
    if len(text) <= chars and text.isascii() and text.isprintable():
        joined = re.sub(r"\W", "", "".join(piece.text for piece in found))
        assert joined == re.sub(r"\W", "", text)


def test_a_hit_keeps_its_place() -> None:
    found = pieces("the  harbour\nbridge would close", [(5, 19)])
    assert [(piece.text, piece.hit) for piece in found] == [
        ("the ", False),
        ("harbour bridge", True),
        (" would close", False),
    ]


def test_a_long_quotation_is_cut_around_its_hit() -> None:
    text = "before " * 200 + "bridge" + " after" * 200
    found = pieces(text, [(1400, 1406)], chars=200)
    assert "bridge" in [piece.text for piece in found if piece.hit]
    assert found[0].text.startswith("…")
    assert found[-1].text.endswith("…")
    assert sum(len(piece.text) for piece in found) <= 203
    words = "".join(piece.text for piece in found).strip("…").split()
    assert set(words) == {"before", "bridge", "after"}


def test_a_quotation_without_spaces_is_cut_anywhere() -> None:
    found = pieces("北" * 300, [(100, 102)], chars=100)
    assert sum(len(piece.text) for piece in found) == 102


@pytest.mark.parametrize(
    "url",
    [
        None,
        "javascript:alert(1)",
        "data:text/html,x",
        "https://user:password@news.example/",
        "https:///nowhere",
        "//news.example/",
        "https://news.example/\u202egnp",
        "https://[::1",
        "https://news.example/" + "a" * 2000,
    ],
)
def test_what_is_no_plain_web_address_is_no_link(url: str | None) -> None:
    assert safe_url(url) is None


def test_an_address_is_escaped_so_that_no_markup_can_end_it() -> None:
    url = safe_url('https://news.example/a>|b"c `d` <e>?q=мост&x=1#f')
    assert url is not None
    assert not set(url) & set('<>|"` \\^[]{}')
    assert safe_url("https://news.example/a?x=1&y=%20#z") == "https://news.example/a?x=1&y=%20#z"


def test_an_address_mentions_nobody() -> None:
    assert safe_url("https://news.example/@everyone/1") == "https://news.example/%40everyone/1"
    assert safe_url("https://news.example/@reporter/1") == "https://news.example/@reporter/1"
