import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spiders.prose import cut, one_line, plain, prose

MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<br>", "<b>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "&#xD800;", "&nbsp;", "&lt;", "<a href='x", "'>", "<", ">", "&", "<?xml", "<?xml version='1.0' encoding='utf-16'?>", "<svg>", "<html>", "</body>", "\x00", "�"]
    )
    | st.text(max_size=5)
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (None, ""),
        ("", ""),
        ("Bridge closed", "Bridge closed"),
        ("3 < 4 and 5 > 2 & so on", "3 < 4 and 5 > 2 & so on"),
        ("AT&T", "AT&T"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<b>B</b>old and <i>it</i>alic", "Bold and italic"),
        ("<p>One\ntwo\n  three</p>", "One two three"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("Fish &amp; chips &#8211; &eacute;", "Fish & chips – é"),
        ("Fish &amp;amp; chips", "Fish &amp; chips"),
        ("<script>alert(1)</script>Quiet<style>p{}</style>", "Quiet"),
        ("<figure><img src=x><figcaption>Caption</figcaption></figure><p>Text</p>", "Text"),
        ("<nav>Menu</nav><p>Text</p>tail", "Text\ntail"),
        ("<p>One<!-- not this --> two</p>", "One two"),
        ("<img src=x onerror=alert(1)>Text", "Text"),
        ("<td>One</td><td>Two</td>", "One\nTwo"),
        ("<p>not closed <b>at all", "not closed at all"),
        ("<?xml version='1.0' encoding='utf-16'?><p>Text</p>", "Text"),
        ("<p>\U0001f600 \u043c\u043e\u0441\u0442</p>", "\U0001f600 \u043c\u043e\u0441\u0442"),
    ],
)
def test_markup_becomes_prose(markup: str | None, text: str) -> None:
    assert prose(markup) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("  a \t b\u00a0c  \n\n\n d ", "a b c\nd"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud800 pair", "half pair"),
        ("e\u0301", "\u00e9"),
        ("\uffff\ufdd0", ""),
    ],
)
def test_plain_text_is_made_safe(text: str, safe: str) -> None:
    assert plain(text) == safe


@settings(max_examples=200)
@given(st.text() | MARKUP)
@example("\u0344\u200b\u0301")
def test_plain_text_is_safe_and_rests(text: str) -> None:
    safe = plain(text)
    assert plain(safe) == safe
    assert not [c for c in safe if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
    assert unicodedata.is_normalized("NFC", safe)
    safe.encode()


@settings(max_examples=200)
@given(st.text() | MARKUP)
def test_any_markup_is_read(markup: str) -> None:
    text = prose(markup)
    assert plain(text) == text
    assert "\n" not in one_line(text)


@settings(max_examples=50)
@given(st.text(), st.integers(1, 20))
def test_a_cut_text_fits(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest
    if len(text) <= longest:
        assert cut(text, longest) == text


def test_a_deep_document_is_read() -> None:
    assert prose("<div>" * 50_000 + "deep") in {"deep", ""}
