import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.vocabulary import Source, SourceKind, SourceState, Validators
from spiders import StatusError, Workers
from spiders.errors import ListingError
from spiders.listing_page import Wanted, read_listing
from spiders.listing_pages import ListingPageSpider
from spiders.markup import WrongSelectorError, selector
from tests.spiders.webs import NOW, Clock, Here, Page, Web

URL = "https://post.example/world/"
PAGE = """\
<!doctype html><html lang="uk-UA"><head><title>Harbour Post</title></head><body>
<header><a href="/"><h1>The Harbour Post, a daily newspaper</h1></a></header>
<nav><ul><li><a href="/section/2026/the-world-as-it-is">All the news of the wide world</a></ul></nav>
<main>
 <div class="card"><a href="/2026/11/22/bridge"><img alt="A bridge at night"></a>
  <h2><a href="/2026/11/22/bridge#top">The bridge is <b>open</b>ed</a></h2><span class=date>21 November 2026, 10:30</span></div>
 <div class="card"><h2><a href="pier">The pier</a></h2><time datetime="2026-11-20T08:00:00+02:00">then</time></div>
 <div class="card"><a href="//other.example/2026/11/22/x"><h3>Somebody else says this of the pier</h3></a></div>
 <p><a href="/tag/harbour">More of the harbour and its many ships</a> <a href="?page=2">2</a>
</main>
<footer><a href="/2020/01/01/how-we-work">How we work and what we believe in</a></footer></body></html>"""


def titles(page: str, wanted: Wanted | None = None, url: str = URL) -> dict[str, str]:
    listing = read_listing(page.encode(), url=url, wanted=wanted)
    return {entry.url or "": entry.title for entry in listing.entries}


def test_links_to_articles_are_found_by_their_looks() -> None:
    short = '<h2><a href="/2026/11/19/a-b-c-d">x</a></h2></main>'
    assert titles(PAGE.replace("</main>", short)) == {
        "https://post.example/2026/11/22/bridge": "The bridge is opened",
        "https://post.example/2026/11/19/a-b-c-d": "x",
    }


@pytest.mark.parametrize("links", ["main h2 a", "main h2", ".card h2 > a", "h2 b, h2 a"])
def test_a_selector_may_mean_the_link_or_what_it_is_in(links: str) -> None:
    found = titles(PAGE, Wanted(links=links))
    assert list(found.values()) == ["The bridge is opened", "The pier"]
    assert list(found)[1] == "https://post.example/world/pier"


def test_the_selector_decides_alone_what_is_an_article() -> None:
    found = titles(PAGE, Wanted(links="main a"))
    assert "https://other.example/2026/11/22/x" in found
    assert "https://post.example/tag/harbour" in found


def test_headline_and_date_come_from_the_block_of_the_link() -> None:
    listing = read_listing(
        PAGE.encode(), url=URL, wanted=Wanted(links=".card > a, .card h2 a", title="h2", date=".date")
    )  # fmt: skip
    bridge, pier, _ = listing.entries
    assert (bridge.title, pier.title) == ("The bridge is opened", "The pier")
    assert bridge.published == datetime(2026, 11, 22, tzinfo=UTC)
    assert pier.published is None
    assert (bridge.language, bridge.outlet, listing.title) == ("uk", "post.example", "Harbour Post")


def test_a_date_is_taken_from_the_block_and_else_from_the_address() -> None:
    card = '<li><h2><a href="/{0}">{0} {0} {0} {0}</a></h2>{1}</li>'
    page = card.format("a", "<time>2026-11-21 10:00</time>") + card.format("2026/11/19/b", "")
    listing = read_listing(page.encode(), url=URL)
    assert [entry.published for entry in listing.entries] == [
        datetime(2026, 11, 21, 10, tzinfo=UTC),
        datetime(2026, 11, 19, tzinfo=UTC),
    ]


def test_addresses_count_from_the_base_of_the_page() -> None:
    page = '<base href="/uk/"><h2><a href="a b">Війська біля мосту стоять</a></h2>'
    assert titles(page) == {"https://post.example/uk/a%20b": "Війська біля мосту стоять"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<meta charset=windows-1251>{}".encode("cp1251"), "text/html"),
        ("{}".encode("cp1251"), "text/html; charset=windows-1251"),
        (b"<meta charset=utf-16>{}", "text/html"),
        ("\ufeff{}".encode("utf-16-le"), "text/html; charset=latin-1"),
        (b'<?xml version="1.0" encoding="koi8-u"?>{}', "application/xhtml+xml"),
        (b"{}", "text/html; charset=no-such-thing"),
    ],
)
def test_pages_are_read_in_their_encoding(body: bytes, content_type: str) -> None:
    link = '<h2><a href="/a">Війська біля мосту стоять</a></h2>'
    if b"\0" in body:
        whole = b"\xff\xfe" + link.encode("utf-16-le")
    else:
        encoding = "cp1251" if "1251" in content_type + body.decode() else "utf-8"
        whole = body.replace(b"{}", link.encode(encoding))
    (entry,) = read_listing(whole, url=URL, content_type=content_type).entries
    assert entry.title == "Війська біля мосту стоять"


@pytest.mark.parametrize(
    ("page", "wanted", "why"),
    [
        (PAGE, Wanted(links=".teaser a"), r"the selector `\.teaser a` finds nothing on this page"),
        ("<p>Hello <a href=/about>about us</a>", Wanted(), "no links to articles were found"),
        ("", Wanted(), "empty page"),
    ],
)
def test_nothing_found_is_a_clear_failure(page: str, wanted: Wanted, why: str) -> None:
    with pytest.raises(ListingError, match=why):
        titles(page, wanted)


@pytest.mark.parametrize(
    "css", ["a >> b", "a::text", "[", "a:nope", "", "x" * 2_000, "a:has(", "a|b"]
)
def test_a_selector_that_is_none_is_told(css: str) -> None:
    with pytest.raises(WrongSelectorError):
        selector(css)


@settings(max_examples=200)
@given(st.text(max_size=60) | st.text("ab.#[]=\"':()>+~* ,-", max_size=20))
def test_any_selector_is_understood_or_refused(css: str) -> None:
    try:
        find = selector(css)
    except WrongSelectorError:
        return
    with pytest.raises(ListingError):
        titles("<p>nothing", Wanted(links=css))
    assert callable(find)


@settings(max_examples=200)
@given(st.text(max_size=80) | st.text("<>/=ahrefhtml2 \"'p&;", max_size=80))
def test_any_page_is_read_beside_its_good_links(noise: str) -> None:
    page = f"<h2><a href='/2026/11/22/a'>One two three four</a></h2><div>{noise}"
    assert "https://post.example/2026/11/22/a" in titles(page)


SOURCE = Source(name="Post", url=URL, kind=SourceKind.PAGE)
STATE = SourceState(name="Post", kind=SourceKind.PAGE, url=URL, asked_whole=NOW)


def spider(web: Web) -> ListingPageSpider:
    return ListingPageSpider(web, cast("Workers", Here()), now=Clock())


def test_a_page_that_lists_the_same_is_unchanged() -> None:
    web = Web({URL: Page(PAGE, etag='"1"')})
    first = asyncio.run(spider(web).entries(SOURCE, STATE))
    assert [entry.title for entry in first.entries] == ["The bridge is opened"]
    state = replace(STATE, validators=first.validators, body_hash=first.body_hash)
    assert asyncio.run(spider(web).entries(SOURCE, state)).unchanged
    web.pages[URL] = Page(PAGE.replace("</main>", "</main><!-- advertisement 7 -->"))
    again = asyncio.run(spider(web).entries(SOURCE, state))
    assert (again.unchanged, again.entries) == (True, ())


def test_other_selectors_read_the_same_page_anew() -> None:
    web = Web({URL: Page(PAGE, etag='"1"')})
    first = asyncio.run(spider(web).entries(SOURCE, STATE))
    state = replace(STATE, validators=first.validators, body_hash=first.body_hash)
    listed = asyncio.run(spider(web).entries(replace(SOURCE, links="main h2 a"), state))
    assert web.asked[-1].validators == Validators()
    assert len(listed.entries) == 2


def test_an_error_of_the_server_is_told() -> None:
    with pytest.raises(StatusError, match="404"):
        asyncio.run(spider(Web()).entries(SOURCE, STATE))
