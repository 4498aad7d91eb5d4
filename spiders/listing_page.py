"""Pages that list articles, read into entries: by the user's CSS selectors, or by what links to articles look like.

Runs in a worker process.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit

from archive.address import canonical_address, host_of, web_address
from archive.vocabulary import Entry, primary_language
from spiders.errors import ListingError
from spiders.markup import (
    Element,
    ancestors,
    attribute,
    name_of,
    read_html,
    selector,
    within,
    words_of,
)
from spiders.prose import one_line
from spiders.sitemap import same_site
from spiders.when import date_in_address, moment_of

MOST_ENTRIES = 1_000
ENOUGH = 4
"""Points that make a link one to an article."""
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
ASIDE = frozenset(["nav", "footer", "aside", "header", "form", "menu", "dialog"])
ASIDE_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav\w*|menu|footer|breadcrumbs?|pagination|pager|cookie\w*|social|share)(?:$|[\s_-])"
)
ASIDE_ROLES = frozenset(["navigation", "contentinfo", "menu", "menubar", "search", "banner"])
NO_ARTICLE = re.compile(
    r"(?ix) /(?:tags?|topics?|categor(?:y|ies)|authors?|people|search|login|signin|register|subscri\w*|account|about|contact\w*"
    r"|privacy\w*|terms|imprint|impressum|archive|page|help|jobs|careers|advertis\w*|newsletters?|rss|feeds?)(?:/[^/]*)?/?$"
)
FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|svg|pdf|mp3|mp4|zip|xml|json|css|js|ics)$")
NUMBER = re.compile(r"\d{4,}")
WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that write without spaces, or say in one what others say in several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a page lists, in its order."""

    title: str
    language: str | None
    entries: tuple[Entry, ...]
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user said of a page, as CSS selectors."""

    links: str | None = None
    title: str | None = None
    date: str | None = None


def read_listing(
    body: bytes, *, url: str, content_type: str | None = None, wanted: Wanted | None = None
) -> Listing:
    """Read a page that lists articles.

    Raises `ListingError` when it is no page or holds no such links, `WrongSelectorError` for a selector that is none.
    """
    wanted = wanted or Wanted()
    root = read_html(body, content_type=content_type)
    if root is None:
        raise ListingError("the server sent an empty page")
    base = base_of(root, url)
    links = _chosen(root, wanted.links) if wanted.links else list(_likely(root, base, url))
    title = next((words_of(each) for each in within(root, ["title"])), "") or host_of(url)
    language = primary_language(attribute(root, "lang"))
    found: dict[str, Entry] = {}
    picks = _Picks(links, wanted, base)
    for link in links[: 10 * MOST_ENTRIES]:
        entry = picks.entry(link, outlet=host_of(url), language=language)
        key = canonical_address(entry.url) if entry else None
        # A picture and a headline often lead to the same article; the one with more words is the headline.
        if entry and key and len(entry.title) > len(found[key].title if key in found else ""):
            found[key] = entry
    if not found:
        raise ListingError(_nothing(wanted))
    return Listing(title=title, language=language, entries=tuple(found.values())[:MOST_ENTRIES])


def base_of(root: Element, url: str) -> str:
    """Return what the relative addresses of a page count from: its first `<base href>`, else its own address."""
    for element in within(root, ["base"]):
        if href := attribute(element, "href").strip():
            return absolute(href, url) or url
    return url


def absolute(href: str, base: str) -> str | None:
    """Return the web address that a link leads to, or None."""
    try:
        return web_address(urljoin(base, href.strip()))
    except ValueError:
        return None


def _nothing(wanted: Wanted) -> str:
    if wanted.links:
        return f"the selector `{wanted.links}` finds nothing on this page"
    return "no links to articles were found on this page; say where they are with `links:`, such as `main h2 a`"


def _chosen(root: Element, css: str) -> list[Element]:
    """Return the links that a selector means: those it finds, around what it finds, or first inside it."""
    links: dict[Element, None] = {}
    for element in selector(css)(root):
        near = (element, *ancestors(element)) if name_of(element) != "a" else (element,)
        link = next((each for each in near if _is_link(each)), None)
        link = link if link is not None else next(filter(_is_link, within(element, ["a"])), None)
        if link is not None:
            links[link] = None
    return list(links)


def _is_link(element: Element) -> bool:
    return name_of(element) == "a" and bool(attribute(element, "href").strip())


def _likely(root: Element, base: str, url: str) -> Iterator[Element]:
    """Yield the links that look as if they led to articles."""
    here = canonical_address(url)
    for link in within(root, ["a"]):
        address = absolute(attribute(link, "href"), base) if _is_link(link) else None
        if (
            address
            and same_site(address, url)
            and canonical_address(address) != here
            and not FILE.search(urlsplit(address).path)
            and not NO_ARTICLE.search(urlsplit(address).path)
            and not any(_is_aside(each) for each in ancestors(link))
            and _points(link, address) >= ENOUGH
        ):
            yield link


def _is_aside(element: Element) -> bool:
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}"[:500]
    if name_of(element) in {"html", "body", "main", "article"}:
        return False
    return (
        name_of(element) in ASIDE
        or attribute(element, "role").lower() in ASIDE_ROLES
        or ASIDE_NAMES.search(names) is not None
    )


def _points(link: Element, address: str) -> int:
    """Say how much a link looks like one to an article: by its words, its place and its address."""
    words = words_of(link)
    around = {name_of(each) for each in ancestors(link)}
    inside = {name_of(each) for each in link.iter()}
    path = urlsplit(address).path
    last = unquote(path.rstrip("/").rpartition("/")[2])
    long = len(words) >= 25 or len(words.split()) >= 4 or len(WIDE.findall(words)) >= 8
    return (
        (2 if long else 0)
        + (2 if HEADINGS & (around | inside) else 0)
        + (1 if "article" in around | inside else 0)
        + (2 if date_in_address(address) else 0)
        + (1 if NUMBER.search(path) or NUMBER.search(urlsplit(address).query) else 0)
        + (2 if len(re.split(r"[-_]", last)) >= 4 else 0)
        - (3 if len(words) < 2 else 0)
    )


class _Picks:
    """Finds headline and date of each link, in the block that belongs to it alone."""

    def __init__(self, links: Iterable[Element], wanted: Wanted, base: str) -> None:
        self._base = base
        self._title = selector(wanted.title) if wanted.title else None
        self._date = selector(wanted.date) if wanted.date else None
        # How many different articles each element leads to: the block of a link ends where another's begins.
        self._leads: dict[Element, set[str]] = {}
        for link in links:
            href = attribute(link, "href").strip()
            for element in (link, *ancestors(link)):
                self._leads.setdefault(element, set()).add(href)

    def entry(self, link: Element, *, outlet: str, language: str | None) -> Entry | None:
        """Return the entry of a link; None when it leads nowhere."""
        address = absolute(attribute(link, "href"), self._base)
        if address is None:
            return None
        block = self._block(link)
        return Entry(
            title=self._headline(link, block),
            url=address,
            published=self._moment(block) or date_in_address(address),
            language=primary_language(attribute(link, "hreflang")) or language,
            outlet=outlet,
        )

    def _block(self, link: Element) -> Element:
        block = link
        for element in ancestors(link):
            if len(self._leads.get(element, ())) > 1 or name_of(element) in {
                "body",
                "html",
                "main",
            }:
                break
            block = element
        return block

    def _headline(self, link: Element, block: Element) -> str:
        if self._title is not None:
            said = (words_of(each) for each in self._title(block))
            if found := next(filter(None, said), ""):
                return found
        heading = next(filter(None, (words_of(each) for each in within(link, HEADINGS))), "")
        pictures = (one_line(attribute(each, "alt")) for each in within(link, ["img"]))
        return (
            heading
            or words_of(link)
            or one_line(attribute(link, "aria-label") or attribute(link, "title"))
            or next(filter(None, pictures), "")
        )

    def _moment(self, block: Element) -> datetime | None:
        dates = self._date(block) if self._date is not None else within(block, ["time"])
        for element in dates:
            for text in (
                attribute(element, "datetime"),
                attribute(element, "content"),
                words_of(element),
            ):
                if moment := moment_of(text):
                    return moment
        return None
