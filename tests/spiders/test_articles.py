"""Reading the pages of entries: what is asked, what is followed, and what a failure costs."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from archive.vocabulary import Entry, Source, SourceKind
from spiders import Answer, Ask, Workers
from spiders.articles import MOST_STEPS, REST, SPARE, ArticleReader
from spiders.errors import PrivateAddressError, RobotsError, TooSlowError
from tests.spiders.webs import Clock, Here, Page, Web

SITE = "https://post.example"
URL = f"{SITE}/bridge"
TITLE = "Harbour bridge is closed"
POST = Source(name="Post", url=f"{SITE}/feed")
ENTRY = Entry(title=TITLE, url=URL, summary="Cracks were found.")
BODY = "".join(
    f"<p>Divers found crack number {n} in the piers of the old bridge.</p>" for n in range(9)
)


def article(head: str = "", title: str = TITLE) -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{BODY}</article>"


def refresh(url: str, seconds: int = 0) -> str:
    return f'<meta http-equiv="refresh" content="{seconds}; url={url}">'


class Desk:
    """A reader over a web that the test makes."""

    def __init__(self, **pages: str | Page) -> None:
        self.web = Web({f"{SITE}/{name}": _page(page) for name, page in pages.items()})
        self.clock = Clock()
        self.reader = ArticleReader(self.web, cast("Workers", Here()), now=self.clock, limit=SPARE)

    def read(self, entry: Entry = ENTRY, source: Source = POST) -> Entry:
        return asyncio.run(self.reader.read(entry, source))

    @property
    def paths(self) -> list[str]:
        return [url.removeprefix(SITE) for url in self.web.urls]


def _page(page: str | Page) -> Page:
    return Page(page) if isinstance(page, str) else page


def test_a_page_gives_its_entry_the_text() -> None:
    read = Desk(bridge=article()).read()
    assert read.text.startswith("Divers found crack number 0")
    assert read.partial is None


@pytest.mark.parametrize(
    ("page", "why", "unread"),
    [
        (
            Page("", 404),
            "its page could not be read: the server has nothing at this address (404)",
            False,
        ),
        (Page("", 403), "its page could not be read: the server refuses us (403)", False),
        (Page("", 500), "its page could not be read: the server answers with an error (500)", True),
        (Page(error=TooSlowError("slow")), "its page could not be read: slow", True),
        (Page(error=RobotsError("robots")), "its page could not be read: robots", False),
        (Page(b"%PDF-1.7"), "a PDF document, not a web page", False),
        (Page(""), "the page is empty", False),
    ],
)
def test_a_failing_page_leaves_the_entry_as_it_was(page: Page, why: str, unread: bool) -> None:
    """And what may do better later is to be looked at again."""
    assert Desk(bridge=page).read() == replace(ENTRY, partial=why, unread=unread)


def test_a_page_that_never_comes_is_given_up() -> None:
    class Silent:
        async def fetch(self, ask: Ask) -> Answer:
            await asyncio.Event().wait()
            raise AssertionError

    limit = timedelta(seconds=0.01)
    reader = ArticleReader(Silent(), cast("Workers", Here()), now=Clock(), limit=limit)
    read = asyncio.run(reader.read(ENTRY, POST))
    assert read == replace(ENTRY, partial="its page did not come within 0.01 s", unread=True)


def test_a_refresh_is_followed_and_a_late_one_is_not() -> None:
    desk = Desk(bridge=refresh(f"{SITE}/new"), new=article())
    assert desk.read().text
    assert desk.read().aliases == (f"{SITE}/new",)
    desk = Desk(bridge=article(refresh(f"{SITE}/home", 300)))
    assert desk.read().text
    assert desk.paths == ["/bridge"]


def test_refreshes_end() -> None:
    desk = Desk(bridge=article(refresh(f"{SITE}/a")), a=article(refresh(URL)))
    assert desk.read().text
    assert desk.paths == ["/bridge", "/a"]
    pages = {f"n{n}": article(refresh(f"{SITE}/n{n + 1}")) for n in range(20)}
    desk = Desk(**pages)
    desk.read(replace(ENTRY, url=f"{SITE}/n0"))
    assert len(desk.paths) == MOST_STEPS


def test_a_refresh_to_a_place_that_is_refused_leaves_the_page_itself() -> None:
    refused = PrivateAddressError("127.0.0.2:80 is a private address")
    desk = Desk(bridge=article(refresh(f"{SITE}/inside")), inside=Page(error=refused))
    assert desk.read().text
    for scheme in ("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x"):
        desk = Desk(bridge=article(refresh(scheme)))
        assert desk.read().text
        assert desk.paths == ["/bridge"]


def test_a_wall_behind_a_refresh_does_not_cost_the_article() -> None:
    desk = Desk(bridge=article(refresh(f"{SITE}/wall")), wall="<title>Before you continue</title>")
    assert desk.read().text


def test_another_hosts_canonical_address_is_neither_asked_nor_believed() -> None:
    head = '<link rel="canonical" href="https://times.example/stolen">'
    desk = Desk(bridge=article(head))
    read = desk.read()
    assert (read.url, read.aliases) == (URL, ())
    assert desk.paths == ["/bridge"]


class TestRedirectors:
    source = replace(POST, kind=SourceKind.SEARCH, url="https://search.example/rss")
    entry = replace(ENTRY, url="https://search.example/click/1")

    def read(
        self, page: Page | str, url: str = "https://search.example/click/1"
    ) -> tuple[Entry, Desk]:
        desk = Desk(bridge=article())
        desk.web.pages[url] = _page(page)
        return desk.read(replace(self.entry, url=url), self.source), desk

    @pytest.mark.parametrize(
        "page",
        [
            Page(article(), moved_to=URL),
            refresh(URL),
            f'<link rel="canonical" href="{URL}"><script>go()</script>',
            f'<meta property="og:url" content="{URL}"><p>Opening…</p>',
        ],
    )
    def test_resolve_to_the_publisher(self, page: Page | str) -> None:
        read, _ = self.read(page)
        assert (read.url, read.aliases) == (URL, (self.entry.url,))
        assert read.text
        assert read.partial is None

    def test_the_address_inside_an_address_is_asked_at_once(self) -> None:
        read, desk = self.read("", f"https://search.example/go?url={URL}")
        assert read.url == URL
        assert desk.web.urls == [URL]

    def test_one_that_does_not_say_is_kept_and_marked(self) -> None:
        read, _ = self.read("<script>go()</script>")
        assert read == replace(
            self.entry, partial="unresolved: search.example does not say where its address leads"
        )


def test_a_host_that_fails_again_and_again_is_left_alone_for_a_while() -> None:
    desk = Desk(**{f"n{n}": Page(error=TooSlowError("slow")) for n in range(9)})
    reads = [desk.read(replace(ENTRY, url=f"{SITE}/n{n}")) for n in range(5)]
    assert desk.paths == ["/n0", "/n1", "/n2"]
    assert reads[4].partial == (
        "its host is left alone for a while: its page could not be read: slow"
    )
    desk.clock.now += REST
    desk.read(replace(ENTRY, url=f"{SITE}/n8"))
    assert desk.paths[3:] == ["/n8"]


def test_what_is_gone_says_nothing_of_its_host_and_busy_hosts_are_left_alone() -> None:
    desk = Desk(busy=Page("", 429, {"retry-after": "900"}), bridge=article())
    for n in range(5):
        desk.read(replace(ENTRY, url=f"{SITE}/gone{n}"))
    assert desk.read().text
    desk.read(replace(ENTRY, url=f"{SITE}/busy"))
    desk.clock.now += timedelta(seconds=890)
    assert desk.read().text == ""
    desk.clock.now += timedelta(seconds=20)
    assert desk.read().text


def test_a_headline_made_of_an_address_is_no_hint() -> None:
    addressed = Entry(title="Bridge in the harbour", url=f"{SITE}/bridge-in-the-harbour")
    read = Desk(**{"bridge-in-the-harbour": article()}).read(addressed)
    assert (read.title, read.titles) == (TITLE, (TITLE, addressed.title))
