"""Finding the sources of a site: what its page names, what its robots.txt names, and what lies where it usually lies."""

import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from archive.address import canonical_address, host_of, web_address
from archive.vocabulary import Entry, SourceKind
from spiders.errors import FeedError, ListingError, RobotsError, SpiderError
from spiders.feed import read_feed
from spiders.feeds import check_status
from spiders.listing_page import absolute, base_of, read_listing
from spiders.markup import Element, attribute, read_html, within, words_of
from spiders.prose import one_line
from spiders.robots import Robots
from spiders.sitemap import EARLIEST, read_sitemap, same_site
from spiders.web import Answer, Ask, Fetcher
from spiders.workers import Workers

FEED_TYPES = re.compile(
    r"(?i)^(?:application|text)/(?:(?:rss|atom|rdf)\+xml|x-?rss|x-?atom|feed\+json)$"
)
JSON_TYPE = re.compile(r"(?i)^application/json$")
COMMENTS = re.compile(
    r"(?i)/comments?/feed|/feed/comments|comments for|kommentare zu|[?&]feed=comments"
)
FEED_WORDS = re.compile(r"(?i)(?:^|[^a-z])(?:rss|atom|feeds?)(?:[^a-z]|$)")
FEED_PATHS = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/feeds",
    "/feed.json",
)
SITEMAP_PATHS = ("/news-sitemap.xml", "/sitemap_news.xml", "/sitemap_index.xml", "/sitemap.xml")
MOST_LINKS = 15
"""Feeds of one page that are looked at."""
MOST_ASKED = 30
"""Requests for one site, robots.txt apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address that may be a source."""

    url: str
    title: str = ""
    how: str
    """Where it came from, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A source that is there, with what it holds now."""

    kind: SourceKind
    url: str
    title: str
    how: str
    entries: int
    newest: datetime | None
    language: str | None
    sitemaps: int = 0
    """Of an index: how many sitemaps it names; their entries are not counted."""
    same_as: frozenset[str] = frozenset()
    """Canonical addresses of its entries."""


class Progress(Protocol):
    """Somebody who wants to know what is tried."""

    def __call__(self, url: str, outcome: str) -> None:
        """Tell that ``url`` was tried and what came of it, in a few words."""
        ...


def feeds_of(root: Element, url: str) -> tuple[Lead, ...]:
    """Return the feeds that a page names in its `<link>` elements, feeds of comments last.

    The rules are those of RSS autodiscovery: `rel` has the word «alternate» (or «feed»), `type` is that of a feed.
    """
    base = base_of(root, url)
    found: dict[str, Lead] = {}
    for link in within(root, ["link"]):
        rels = attribute(link, "rel").lower().split()
        kind = attribute(link, "type").strip().partition(";")[0].strip()
        is_feed = "feed" in rels or ("alternate" in rels and FEED_TYPES.match(kind))
        # A page in JSON is an alternate, too; only its address says that it is a feed.
        is_feed = is_feed or (
            "alternate" in rels and JSON_TYPE.match(kind) and "feed" in attribute(link, "href")
        )
        href = attribute(link, "href").strip()
        address = absolute(href, base) if href and is_feed and "stylesheet" not in rels else None
        if address:
            title = one_line(attribute(link, "title"), 200)
            found.setdefault(address, Lead(url=address, title=title, how="named by the page"))
    return tuple(
        sorted(found.values(), key=lambda lead: bool(COMMENTS.search(f"{lead.url} {lead.title}")))
    )


def linked_feeds(root: Element, url: str) -> tuple[Lead, ...]:
    """Return the addresses behind links of a page that speak of feeds."""
    base = base_of(root, url)
    found: dict[str, Lead] = {}
    for link in within(root, ["a"]):
        address = absolute(attribute(link, "href"), base) if attribute(link, "href") else None
        if not address or not same_site(address, url):
            continue
        words = words_of(link)
        if FEED_WORDS.search(urlsplit(address).path) or (
            len(words) < 40 and FEED_WORDS.search(words)
        ):
            found.setdefault(address, Lead(url=address, title=words, how="linked by the page"))
    return tuple(found.values())[:MOST_LINKS]


def read_leads(
    body: bytes, *, url: str, content_type: str | None
) -> tuple[tuple[Lead, ...], tuple[Lead, ...]]:
    """Return the feeds that a page names, and those that it links to."""
    root = read_html(body, content_type=content_type)
    if root is None:
        return (), ()
    named = feeds_of(root, url)
    return named[:MOST_LINKS], linked_feeds(root, url)


def read_finding(body: bytes, *, lead: Lead, url: str, content_type: str | None) -> Finding:
    """Read a document as a feed or as a sitemap.

    Raises `ListingError` when it is neither.
    """
    try:
        feed = read_feed(body, url=url, content_type=content_type)
        title, language = feed.title, feed.language
        return _finding(SourceKind.FEED, lead, url, title, language, feed.entries)
    except FeedError:
        sitemap = read_sitemap(body, url=url, content_type=content_type)
    if not sitemap.entries and not sitemap.children and b"<urlset" not in body[:2_000]:
        raise ListingError("neither a feed nor a sitemap")
    return _finding(
        SourceKind.SITEMAP, lead, url, "", None, sitemap.entries, sitemaps=len(sitemap.children)
    )


def read_page(body: bytes, *, lead: Lead, url: str, content_type: str | None) -> Finding:
    """Read a page as a list of articles.

    Raises `ListingError` when it has none.
    """
    listing = read_listing(body, url=url, content_type=content_type)
    return _finding(SourceKind.PAGE, lead, url, listing.title, listing.language, listing.entries)


def _finding(
    kind: SourceKind,
    lead: Lead,
    url: str,
    title: str,
    language: str | None,
    entries: tuple[Entry, ...],
    *,
    sitemaps: int = 0,
) -> Finding:
    dates = [entry.published for entry in entries if entry.published]
    languages = [entry.language for entry in entries if entry.language]
    return Finding(
        kind=kind,
        url=url,
        title=title or lead.title or host_of(url),
        how=lead.how,
        entries=len(entries),
        newest=max(dates, default=None),
        language=language or (max(set(languages), key=languages.count) if languages else None),
        sitemaps=sitemaps,
        same_as=frozenset(canonical_address(entry.url) or "" for entry in entries[:200]),
    )


class Discovery:
    """Looks for the sources of a site, within the rules of its robots.txt."""

    def __init__(
        self,
        fetcher: Fetcher,
        workers: Workers,
        robots: Robots,
        *,
        now: Callable[[], datetime],
        progress: Progress,
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._robots = robots
        self._now = now
        self._progress = progress
        self._asked: set[str] = set()

    async def discover(self, url: str) -> list[Finding]:
        """Return the sources of the site at ``url``, the best first; without any, the page itself if it lists articles.

        Raises `SpiderError` when ``url`` itself cannot be read.
        """
        self._asked = {url}
        answer = await self._fetcher.fetch(Ask(url=url))
        check_status(answer, now=self._now())
        start = Lead(url=url, how="the address itself")
        itself = await self._read(answer, start)
        if itself is not None:
            return [itself]
        site = answer.url
        kind = answer.headers.get("content-type")
        named, linked = await self._workers.run(
            read_leads, answer.body, url=site, content_type=kind
        )
        found = [finding async for finding in self._follow(named)]
        if not found:
            found = [finding async for finding in self._follow(linked)]
        if not found:
            found = [finding async for finding in self._follow(_usual(site, FEED_PATHS))]
        maps = [finding async for finding in self._follow(await self._named_sitemaps(site))]
        if not maps:
            maps = [finding async for finding in self._follow(_usual(site, SITEMAP_PATHS))]
        best = ranked([*found, *maps])
        return best or await self._page(answer, start)

    async def _page(self, answer: Answer, lead: Lead) -> list[Finding]:
        kind = answer.headers.get("content-type")
        try:
            return [
                await self._workers.run(
                    read_page, answer.body, lead=lead, url=answer.url, content_type=kind
                )
            ]
        except ListingError as error:
            self._progress(answer.url, str(error))
            return []

    async def _named_sitemaps(self, site: str) -> list[Lead]:
        try:
            named = await self._robots.sitemaps(site)
        except SpiderError:
            return []
        return [
            Lead(url=each, how="named by robots.txt") for each in named if same_site(each, site)
        ]

    async def _follow(self, leads: Iterable[Lead]) -> AsyncIterator[Finding]:
        for lead in leads:
            if lead.url in self._asked or len(self._asked) > MOST_ASKED:
                continue
            self._asked.add(lead.url)
            try:
                answer = await self._fetcher.fetch(Ask(url=lead.url))
                check_status(answer, now=self._now())
            except SpiderError as error:
                self._progress(lead.url, str(error))
                continue
            finding = await self._read(answer, lead)
            if finding is None:
                self._progress(lead.url, "neither a feed nor a sitemap")
            else:
                self._progress(lead.url, f"a {finding.kind.value}")
                yield finding

    async def _read(self, answer: Answer, lead: Lead) -> Finding | None:
        kind = answer.headers.get("content-type")
        try:
            return await self._workers.run(
                read_finding, answer.body, lead=lead, url=answer.url, content_type=kind
            )
        except (ListingError, RobotsError):
            return None


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, the best first, each once: two addresses with the same entries are one source.

    Those with entries before those without, feeds before sitemaps, feeds of comments last, then the newer ones.
    """
    once: list[Finding] = []
    for finding in findings:
        address = canonical_address(finding.url)
        if not any(
            canonical_address(other.url) == address
            or (other.kind is finding.kind and finding.same_as and other.same_as == finding.same_as)
            for other in once
        ):
            once.append(finding)
    return sorted(once, key=_rank)


def _rank(finding: Finding) -> tuple[bool, bool, bool, float]:
    return (
        not (finding.entries or finding.sitemaps),
        COMMENTS.search(f"{finding.url} {finding.title}") is not None,
        finding.kind is not SourceKind.FEED,
        -(finding.newest or EARLIEST).timestamp() if finding.newest else 0.0,
    )


def _usual(site: str, paths: Iterable[str]) -> list[Lead]:
    addresses = (web_address(urljoin(site, path)) for path in paths)
    return [Lead(url=address, how="found where it usually is") for address in addresses if address]
