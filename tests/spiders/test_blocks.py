"""Blocks of a page by their names: adverts go, the article stays, whatever its blocks are called."""

import pytest
from lxml import html

from spiders.page import read_page
from spiders.reading.blocks import put_right
from spiders.reading.tree import parse

LINES = (
    "Officials in the border town said on Sunday that the bridge over the river had been closed.",
    "An inspection found cracks in two of its pillars, which were built in the last century.",
    "Engineers were expected to need at least three weeks for the repair of the damage.",
    "The ferry runs every half hour until then, the mayor told reporters in the town hall.",
)
ADVERT = "Sofas and beds for the whole family are at half the price in our shops until Saturday."
URL = "https://post.example/2026/11/29/bridge"


def text_of(body: str, *, whole: str = "{}") -> list[str]:
    page = f"<html lang=en><head><title>Bridge closed</title></head><body>{whole.format(body)}</body></html>"
    return read_page(page.encode(), url=URL, content_type="text/html; charset=utf-8").text.split(
        "\n"
    )


def article(*between: str) -> str:
    """Return an article with something between its paragraphs."""
    first, *rest = (f"<p>{line}</p>" for line in LINES)
    return f"<main><article><h1>Bridge closed</h1>{first}{''.join(between)}{''.join(rest)}</article></main>"


@pytest.mark.parametrize(
    "names",
    [
        'class="ad"',
        'class="ad advertisement"',
        'class="Advertisement"',
        'class="advert"',
        'class="ad-slot"',
        'class="ad-container ad-container--mid"',
        'class="adContainer"',
        'class="article__ad"',
        'class="inline-ad-3"',
        'class="sponsored"',
        'class="sponsored-content"',
        'class="promo"',
        'class="article-promo-box"',
        'class="werbung"',
        'id="ad-slot-2"',
        'id="advertisement"',
        "data-ad",
        'data-ad-unit="/1234/mid"',
        'aria-label="Advertisement"',
        'aria-label="Anzeige"',
        'aria-label="広告"',
    ],
)
@pytest.mark.parametrize("tag", ["div", "section"])
def test_a_block_that_calls_itself_an_advert_is_none_of_the_article(names: str, tag: str) -> None:
    advert = f"<{tag} {names}><p>{ADVERT}</p></{tag}>"
    assert text_of(article(advert)) == [*LINES]
    assert text_of(article(advert, advert)) == [*LINES]


@pytest.mark.parametrize(
    "names",
    [
        'class="adapt"',
        'class="headline"',
        'class="shadow"',
        'class="loaded"',
        'class="article-advice"',
        'class="article-address"',
        'class="has-ads"',
        'class="ads-enabled"',
        'class="promotion-round"',
        'data-admin="1"',
        'data-ads-free="1"',
        'aria-label="Advertisement rules explained"',
    ],
)
def test_other_names_are_no_adverts(names: str) -> None:
    said = "The mayor of the town spoke of a heavy blow for shops and schools on both sides."
    assert said in text_of(article(f"<div {names}><p>{said}</p></div>"))


@pytest.mark.parametrize(
    "names",
    [
        'class="ad-container"',
        'class="sponsored"',
        'class="article-promo"',
        'data-ad-unit="/1"',
        'aria-label="Advertisement"',
    ],
)
def test_what_holds_most_of_the_text_is_no_advert(names: str) -> None:
    for whole in (f"<div {names}>{{}}</div>", f"<div class=page><div {names}>{{}}</div></div>"):
        assert text_of(article(), whole=whole) == [*LINES]


def test_a_paragraph_in_each_of_many_adverts_is_the_article() -> None:
    blocks = "".join(f'<div data-ad-position="{n}"><p>{line}</p></div>' for n, line in enumerate(LINES))  # fmt: skip
    assert text_of(f"<article><h1>Bridge closed</h1>{blocks}</article>") == [*LINES]


@pytest.mark.parametrize("teasers", [0, 1, 2, 3, 4, 6, 9, 15])
def test_an_article_in_widgets_is_whole_however_many_teasers_follow(teasers: int) -> None:
    said = [f"{line[:-1]}, as was said {n + 1} times." for n in range(4) for line in LINES]
    blocks = (
        f'<div class="article-widget article-widget-text"><div class="text"><p>{line}</p></div></div>'
        for line in said
    )
    others = (
        f"<div><a href=/{n}><h3>The minister opens the school number {n}</h3></a>"
        f"<p>Some words about what was done by the minister in school number {n}</p></div>"
        for n in range(teasers)
    )
    body = f"<div class=article-left><h1>Bridge closed</h1><div class=article-widgets>{''.join(blocks)}</div>"
    assert text_of(f"<div id=article>{body}{''.join(others)}</div></div>")[: len(said)] == said


def test_a_page_is_left_as_it_was() -> None:
    page = article(f'<div class="ad widget"><p>{ADVERT}</p></div>').replace(
        "<article>", '<article class="a widget-text">'
    )
    tree = parse(page)
    before = html.tostring(tree)
    with put_right(tree) as marked:
        assert marked
        assert html.tostring(tree) != before
    assert html.tostring(tree) == before
