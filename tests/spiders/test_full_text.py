"""Whether a page is read, and what an entry and its page come to together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.vocabulary import Entry, FullText, Source, SourceKind
from spiders.full_text import Wish, forwarded, is_cut, target_in, wish_for, with_page, without_page
from spiders.page import Page
from spiders.reading.dates import DateSource
from spiders.reading.verdict import CONSENT_WALL, PAYWALLED

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://post.example/2026/11/22/bridge-20261122"
POST = Source(name="Post", url="https://post.example/feed")
SEARCH = replace(POST, kind=SourceKind.SEARCH, url="https://search.example/rss?q={query}")
LINE = "Divers found cracks in two of the piers of the bridge. "
ENTRY = Entry(title="Harbour bridge is closed", url=URL, summary="Cracks were found.")
PAGE = Page(
    text=LINE * 20,
    title="Cracks close the harbour bridge",
    titles=("Cracks close the harbour bridge", "Harbour bridge is closed"),
    authors=("Ann Lind",),
    published=NOON,
    dated_by=DateSource.LINKED,
    language="en",
    section="City",
    image="https://post.example/bridge.jpg",
    credit="(Reuters)",
    outlet="The Post",
    aliases=("https://post.example/b/7",),
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish.SHORT),
        (LINE * 3, Wish.SHORT),
        (LINE * 30, Wish.ENOUGH),
        (LINE * 30 + "And then […]", Wish.CUT),
        (LINE * 30 + "And then...", Wish.CUT),
        (LINE * 30 + "\nContinue reading →", Wish.CUT),
        (LINE * 30 + "\nЧитать далее", Wish.CUT),
        ("橋は閉鎖された。" * 70, Wish.ENOUGH),
        ("橋は閉鎖された。" * 30, Wish.SHORT),
    ],
)
def test_auto_reads_pages_of_what_is_short_or_cut_off(text: str, wish: Wish) -> None:
    assert wish_for(replace(ENTRY, text=text), POST) is wish
    assert wish.read is (wish is not Wish.ENOUGH)


def test_a_watchlist_that_asks_for_the_body_wants_more() -> None:
    half, whole = (replace(ENTRY, text=LINE * times) for times in (30, 60))
    assert wish_for(half, POST, body_asked=True) is Wish.ASKED
    assert wish_for(whole, POST, body_asked=True) is Wish.ENOUGH


def test_always_and_never_are_kept() -> None:
    whole = replace(ENTRY, text=LINE * 60)
    assert wish_for(whole, replace(POST, full_text=FullText.ALWAYS)) is Wish.ALWAYS
    assert wish_for(ENTRY, replace(POST, full_text=FullText.NEVER)) is Wish.NEVER
    assert (
        wish_for(replace(whole, url=None), replace(POST, full_text=FullText.ALWAYS))
        is Wish.NO_ADDRESS
    )


def test_redirectors_are_followed_whatever_they_carry() -> None:
    found = replace(ENTRY, text=LINE * 60, url="https://search.example/click/1")
    assert wish_for(found, SEARCH) is Wish.ELSEWHERE
    assert wish_for(found, POST) is Wish.ENOUGH
    known = replace(found, url="https://news.google.com/rss/articles/abc")
    assert wish_for(known, POST) is Wish.ELSEWHERE
    assert (
        target_in("https://bing.com/x?a=1&url=https%3a%2f%2fpost.example%2f1")
        == "https://post.example/1"
    )
    assert target_in("https://bing.com/x?url=file%3a%2f%2f%2fetc&u=/relative") is None


def test_an_address_that_carries_another_is_that_one_without_a_request() -> None:
    click = "https://www.bing.com/news/apiclick.aspx?url=https%3a%2f%2fpost.example%2f1"
    found = forwarded(replace(ENTRY, url=click), POST)
    assert (found.url, found.aliases) == ("https://post.example/1", (click,))
    inner = "https://search.example/go?url=https://post.example/1"
    assert forwarded(replace(ENTRY, url=inner), SEARCH).url == "https://post.example/1"
    for url in (inner, "https://t.co/abc", None):
        entry = replace(ENTRY, url=url)
        assert forwarded(entry, POST) is entry


@pytest.mark.parametrize(
    "click",
    [
        "https://www.google.com/url?rct=j&sa=t&url={}&ct=ga&cd=CAIyGj&usg=AOv",
        "https://www.google.co.uk/url?q={}&sa=D",
        "https://nam02.safelinks.protection.outlook.com/?url={}&data=05%7C01&reserved=0",
        "https://l.facebook.com/l.php?u={}&h=AT0",
        "https://l.instagram.com/?u={}&e=AT0",
        "https://www.youtube.com/redirect?event=video_description&q={}",
        "https://www.linkedin.com/redir/redirect?url={}&urlhash=abc",
        "https://vk.com/away.php?to={}&cc_key=",
        "https://duckduckgo.com/l/?uddg={}&rut=abc",
        "https://t.umblr.com/redirect?z={}&t=abc",
    ],
)
def test_redirectors_that_carry_their_address(click: str) -> None:
    entry = replace(ENTRY, url=click.format("https%3A%2F%2Fpost.example%2F1%3Fid%3D5"))
    assert forwarded(entry, POST).url == "https://post.example/1?id=5"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=abc&q=https://post.example/1",
        "https://www.google.com/search?q=https://post.example/1",
        "https://translate.google.com/translate?u=https://post.example/1",
        "https://vk.com/wall-1_2?to=https://post.example/1",
        "http://[::1/url?q=https://post.example/1",
    ],
)
def test_pages_that_only_mention_an_address_are_themselves(url: str) -> None:
    entry = replace(ENTRY, url=url)
    assert forwarded(entry, POST) is entry


def test_what_feeds_end_with_is_known() -> None:
    assert is_cut("Officials said on Sunday…")
    assert not is_cut("“Who knows…” she said.")


def test_an_entry_takes_what_its_page_knows_better() -> None:
    read = with_page(ENTRY, PAGE, source=POST, final=URL)
    assert read.text == PAGE.text
    assert read.partial is None
    assert read.title == "Harbour bridge is closed"
    assert read.titles == ("Harbour bridge is closed", "Cracks close the harbour bridge")
    assert (read.url, read.aliases) == (URL, ("https://post.example/b/7",))
    assert (read.authors, read.published, read.language) == (("Ann Lind",), NOON, "en")
    assert (read.section, read.image, read.credit) == ("City", PAGE.image, "(Reuters)")
    assert read.outlet is None
    own = replace(ENTRY, authors=("Bo",), published=NOON - timedelta(hours=2), text=LINE * 60)
    read = with_page(own, PAGE, source=POST, final=URL)
    assert (read.authors, read.published, read.text) == (("Bo",), own.published, own.text)


@pytest.mark.parametrize(
    ("named", "first_at"),
    [
        ("https://wire.example/b/7", "https://wire.example/b/7"),
        ("https://wire.example/", None),
        ("https://m.post.example/b/7", None),
        (None, None),
    ],
)
def test_a_page_may_name_an_original_on_another_site(
    named: str | None, first_at: str | None
) -> None:
    read = with_page(ENTRY, replace(PAGE, elsewhere=named), source=POST, final=URL)
    assert (read.url, read.first_at) == (URL, first_at)


@pytest.mark.parametrize("title", ["Harbour bridge is closed", ""])
def test_a_headline_made_of_an_address_gives_way(title: str) -> None:
    url = "https://post.example/harbour-bridge-is-closed"
    read = with_page(
        Entry(title=title, url=url), replace(PAGE, titles=PAGE.titles[:1]), source=POST, final=url
    )
    assert read.title == "Cracks close the harbour bridge"
    assert read.titles == (PAGE.title, title)[: 1 + bool(title)]


def test_a_headline_that_is_cut_off_is_made_whole() -> None:
    short = replace(ENTRY, title="Cracks close the har…")
    assert with_page(short, PAGE, source=POST, final=URL).title == PAGE.title


def test_the_date_of_a_day_gets_its_hour_and_that_of_a_sitemap_is_the_pages() -> None:
    day = replace(ENTRY, published=NOON.replace(hour=0))
    assert with_page(day, PAGE, source=POST, final=URL).published == NOON
    edited = replace(ENTRY, published=NOON + timedelta(days=9, hours=1))
    assert with_page(edited, PAGE, source=POST, final=URL).published == edited.published
    sitemap = replace(POST, kind=SourceKind.SITEMAP)
    assert with_page(edited, PAGE, source=sitemap, final=URL).published == NOON
    guessed = replace(PAGE, dated_by=DateSource.GUESS)
    assert with_page(edited, guessed, source=sitemap, final=URL).published == edited.published


def test_behind_a_paywall_only_the_summary_is_kept() -> None:
    walled = replace(PAGE, partial=PAYWALLED, text="The first lines.\nAnd a second.")
    read = with_page(ENTRY, walled, source=POST, final=URL)
    assert (read.text, read.summary, read.partial) == ("", "Cracks were found.", PAYWALLED)
    assert read.section == "City"


def test_a_wall_gives_nothing_but_its_reason() -> None:
    read = with_page(
        ENTRY, Page(partial=CONSENT_WALL), source=POST, final="https://consent.example/"
    )
    assert read == replace(ENTRY, partial=CONSENT_WALL)


def test_who_carries_the_text_needs_no_label() -> None:
    whole = replace(ENTRY, text=LINE * 30)
    assert without_page(whole, "robots.txt") == whole
    assert without_page(ENTRY, "robots.txt").partial == "robots.txt"


def test_an_address_that_leads_to_another_page_gives_nothing() -> None:
    section = replace(PAGE, titles=("All the news of today",), title="All the news of today")
    read = with_page(ENTRY, section, source=POST, final="https://post.example/news")
    assert read == replace(ENTRY, partial="its address leads to a page with another headline")
    edited = with_page(ENTRY, section, source=POST, final=URL + "?utm_source=rss")
    assert edited.text == PAGE.text


def test_where_an_address_leads_is_where_the_article_is() -> None:
    click = replace(ENTRY, url="https://search.example/click/1", outlet=None)
    read = with_page(click, PAGE, source=SEARCH, final=URL)
    assert read.url == URL
    assert read.aliases == ("https://search.example/click/1", "https://post.example/b/7")
    assert read.outlet == "The Post"
    moved = with_page(ENTRY, PAGE, source=POST, final=f"{URL}-2")
    assert (moved.url, moved.aliases[0]) == (URL, f"{URL}-2")
