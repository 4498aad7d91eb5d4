"""Pages that nobody wrote for readers: only `PageError` may come out, and soon."""

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.vocabulary import Entry
from spiders.errors import PageError
from spiders.page import Page, read_page

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "pages").glob("*.html"))]
URL = "https://post.example/2025/02/11/harbour-bridge"
TEXT = b"The bridge stays closed until March, the authority said on Tuesday. " * 20
BRACKETS = b"[" * 100_000
PIECES = st.sampled_from(
    [b"<", b">", b"</p>", b"<p>", b"<article>", b"</article>", b"<script type='application/ld+json'>", b"</script>", b"{", b"[", b'"@type": "NewsArticle",', b"<!--", b"]]>", b"&#0;", b"&#xD800;", b"\xff\xfe", b"\x00", b"\xf0\x9f", b"<base href='//['>", b"<link rel=canonical href='http://[::1'>", b"<meta property='og:url' content='http://a:99999/'>", b"<meta http-equiv=refresh content='0;url=http://[x'>", b"<html lang='\xe2\x80\xae'>", b"<svg>", b"<math>", b"<table><tr><td>", b"<time datetime='9999-99-99T99:99:99+99:99'>", b"<h1>", b"<a rel=author>"]
)  # fmt: skip


def read(body: bytes, content_type: str | None = "text/html") -> Page:
    return read_page(body, url=URL, content_type=content_type)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return one of our pages with pieces cut out, doubled and put in."""
    body = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 400)))
        middle = draw(
            st.lists(PIECES | st.binary(max_size=4) | st.just(body[start:end]), max_size=4)
        )
        body = body[:start] + b"".join(middle) + body[end:]
    return body


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(body=mutated(), content_type=st.sampled_from([None, "text/html", "text/html; charset=utf-16", "text/html; charset=x-klingon"]))  # fmt: skip
def test_mutated_pages_raise_nothing_else(body: bytes, content_type: str | None) -> None:
    try:
        page = read(body, content_type)
    except PageError:
        return
    texts = (page.text, page.title, *page.titles, *page.authors, page.credit or "")
    assert not any("\0" in each or "\u202e" in each for each in texts)
    for address in (page.canonical, *page.aliases, page.meta_refresh, page.image):
        assert address is None or address.startswith(("http://", "https://"))
    assert page.published is None or page.published.utcoffset() is not None


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_bytes_raise_nothing_else(body: bytes) -> None:
    with contextlib.suppress(PageError):
        assert "\n" not in (read(body, None).partial or "")


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000 + TEXT + b"</div>" * 100_000,
        b"<b>" * 100_000 + TEXT,
        b"<p " + b"x" * 5_000_000 + b"='1'>" + TEXT,
        b"<p class='" + b"x " * 2_500_000 + b"'>" + TEXT,
        b"<p>" + b"a" * 200_000 + b"!" + b"\t" * 200_000,
        b"<script type='application/ld+json'>" + BRACKETS + b"</script><p>" + TEXT,
        b"<script type='application/ld+json'>" + b'{"@graph":' * 50_000 + b"</script><p>" + TEXT,
        b"<h1>" * 20_000 + TEXT,
        b"<a href=/author/x>Ann Lind</a>" * 20_000,
        b"<meta property=og:title content='" + b"| - " * 50_000 + b"'>" + TEXT,
        b"<title>" + b"- " * 100_000 + b"</title>" + TEXT,
        b"<p>" + b"&nbsp;" * 200_000 + TEXT,
        b"<p>By " + b"A, " * 100_000,
        b"(" * 100_000 + TEXT,
    ],
    ids=range(14),
)
def test_costly_pages_end_in_time(body: bytes) -> None:
    start = time.process_time()
    with contextlib.suppress(PageError):
        read(body)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("body", "content_type", "partial"),
    [
        (b"", "text/html", "the page is empty"),
        (b" \r\n\0", None, "the page is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "text/html", "a PDF document, not a web page"),
        (b"whatever", "application/pdf", "application/pdf, not a web page"),
        (b"\x89PNG\r\n\x1a\n", None, "a picture, not a web page"),
        (bytes(range(256)) * 400, "text/html", "binary data, not a web page"),
        (b"<html></html>", "text/html", "no article was found in the page"),
        (b"{}", "application/json\r\nX: y", "application/jsonXy, not a web page"),
    ],
)
def test_what_is_no_page(body: bytes, content_type: str | None, partial: str) -> None:
    assert read(body, content_type) == Page(partial=partial)


def test_the_title_in_the_feed_is_the_last_candidate() -> None:
    body = b"<html><title>Bridge closed - The Post</title><p>" + TEXT
    page = read_page(
        body, url=URL, content_type="text/html", hint=Entry(title="Cracks close the bridge")
    )
    assert page.titles[-1] == "Cracks close the bridge"
    assert page.text


def test_a_date_in_the_future_is_not_believed() -> None:
    head = b"<meta property='article:published_time' content='2999-01-01T00:00:00Z'>"
    assert read_page(head + TEXT, url="https://post.example/a", content_type=None).published is None


def test_what_cannot_be_read_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("spiders.page.article_text", broken)
    with pytest.raises(PageError, match="nested too deeply"):
        read(b"<p>" + TEXT)
