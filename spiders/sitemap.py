"""Sitemaps as documents (sitemaps.org, with Google's news extension): XML, lists of addresses, indexes, and feeds.

Runs in a worker process.
"""

import re
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin, urlsplit

from archive.address import host_of, web_address
from archive.vocabulary import Entry, primary_language
from spiders.entries import MOST_TAGS
from spiders.errors import FeedError, ListingError
from spiders.feed import read_feed
from spiders.markup import Element, children, decode, name_of, read_xml
from spiders.prose import one_line, plain
from spiders.when import date_in_address, moment_of

LARGEST = 10 * 1024 * 1024
"""Bytes of one sitemap, unpacked."""
MOST_ADDRESSES = 50_000
MOST_CHILDREN = 50_000
GZIP = b"\x1f\x8b"
EARLIEST = datetime.min.replace(tzinfo=UTC)
ROOTS = frozenset(["urlset", "sitemapindex"])
A_PAGE = re.compile(rb"(?i)\s*<(?:!doctype\s+html|html)[\s>]")
FEEDS = frozenset(["rss", "rdf", "feed"])
A_WORD = re.compile(r"[^\W\d_]{2,}")
ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml|stm|amp)$", re.IGNORECASE)
CODE = re.compile(r"(?i)^(?:[a-z]{0,4}\d[\da-f]*|[\da-f]{8,})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index names."""

    url: str
    modified: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one document says: entries, the newest first, or of an index its children."""

    entries: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()
    unreadable: int = 0
    whole: bool = True
    """False when the document breaks off or is longer than we read."""


def read_sitemap(body: bytes, *, url: str, content_type: str | None = None) -> Sitemap:
    """Read a sitemap in any of its forms.

    Raises `ListingError` when it is empty or no sitemap.
    """
    body, whole = _unpacked(body)
    if not body.strip(b" \t\r\n\0"):
        raise ListingError("the server sent an empty sitemap")
    root = read_xml(body) if b"<" in body[:1_000] else None
    name = "" if root is None else name_of(root)
    if name in FEEDS:
        return _feed(body, url=url, content_type=content_type)
    if A_PAGE.match(body[:1_000]) or name == "html":
        raise ListingError("the server sent a web page, not a sitemap")
    read = _lines(body, content_type=content_type) if root is None else _tree(root, url)
    # A news sitemap may be empty for days; what has neither name nor content is something else.
    if not (read.entries or read.children) and (read.unreadable or name not in ROOTS):
        raise ListingError("what the server sent is not a sitemap")
    ends = root is None or _ends(body, name, empty=not (read.entries or read.children))
    entries = sorted(read.entries, key=_age, reverse=True)[:MOST_ADDRESSES]
    return replace(read, entries=tuple(entries), whole=whole and read.whole and ends)


def words_of_address(url: str) -> str:
    """Return the last words of an address as a headline, or nothing when they are not words.

    «/2026/11/22/army-gathers-near-kursk-10231.html» is «Army gathers near kursk»: what sitemaps without headlines are
    matched by until the page itself is read. At least three words count, since shorter ones name sections.
    """
    try:
        segments = [part for part in unquote(urlsplit(url).path).split("/") if part]
    except ValueError:
        return ""
    for segment in reversed(segments[-2:]):
        words = re.split(r"[-_+ ]+", ENDING.sub("", plain(segment).replace("\n", " ")))
        while words and (not words[-1] or CODE.match(words[-1])):
            words.pop()
        while words and (not words[0] or CODE.match(words[0])):
            words = words[1:]
        if sum(bool(A_WORD.search(word)) for word in words) >= 3:
            return one_line(" ".join(words)[:1].upper() + " ".join(words)[1:])
    return ""


def _ends(body: bytes, root: str, *, empty: bool) -> bool:
    """Say whether a document has its end; a remark of the program that made it may follow."""
    tail = body[-1_000:].replace(b"\0", b"").lower()
    closed = re.search(rb"</(?:[\w.-]{1,40}:)?" + re.escape(root.encode()) + rb"\s*>", tail)
    return closed is not None or (empty and b"/>" in tail)


def _age(entry: Entry) -> datetime:
    return entry.published or EARLIEST


def _unpacked(body: bytes) -> tuple[bytes, bool]:
    """Return the document itself, and whether it is all of it; gzip is known by its first bytes, not by a name."""
    if not body.startswith(GZIP):
        return body[:LARGEST], len(body) <= LARGEST
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain_body = unpacker.decompress(body, LARGEST)
    except zlib.error as error:
        raise ListingError("the sitemap is packed in a way that cannot be read") from error
    return plain_body, unpacker.eof


def _lines(body: bytes, *, content_type: str | None) -> Sitemap:
    """Read a text sitemap: an address a line."""
    lines = decode(body, content_type=content_type).split("\n")
    named = [line.strip() for line in lines if line.strip()]
    if not (named and re.match(r"(?i)https?://", named[0])):
        raise ListingError("what the server sent is not a sitemap")
    found = [web_address(line) for line in named[:MOST_ADDRESSES]]
    return Sitemap(
        entries=tuple(_listed(address, None) for address in found if address),
        unreadable=found.count(None),
        whole=len(named) <= MOST_ADDRESSES,
    )


def _feed(body: bytes, *, url: str, content_type: str | None) -> Sitemap:
    """Read a feed: the protocol lets sitemaps be feeds."""
    try:
        feed = read_feed(body, url=url, content_type=content_type)
    except FeedError as error:
        raise ListingError(str(error)) from error
    return Sitemap(entries=feed.entries, unreadable=feed.unreadable, whole=feed.whole)


def _tree(root: Element, base: str) -> Sitemap:
    entries: list[Entry] = []
    inner: list[Child] = []
    unreadable = 0
    for element in root.iter():
        name = name_of(element)
        if name not in {"url", "sitemap"} or len(entries) + unreadable >= MOST_ADDRESSES:
            continue
        facts = _facts(element)
        address = _address(facts.get("loc"), base)
        if name == "sitemap" and address and len(inner) < MOST_CHILDREN:
            inner.append(Child(url=address, modified=moment_of(facts.get("lastmod"))))
        elif name == "url" and address:
            entries.append(_entry(element, address, facts))
        elif name == "url":
            unreadable += 1
    return Sitemap(entries=tuple(entries), children=tuple(inner), unreadable=unreadable)


def _facts(element: Element) -> dict[str, str]:
    """Return the texts directly inside an element by name; the first of each counts."""
    facts: dict[str, str] = {}
    for child in children(element):
        facts.setdefault(name_of(child), "".join(str(text) for text in child.itertext()).strip())
    return facts


def _address(text: str | None, base: str) -> str | None:
    try:
        # Nearly all are whole, and joining takes as long as all the rest.
        whole = text is not None and text.startswith(("https://", "http://"))
        return web_address(text if whole else urljoin(base, text)) if text else None
    except ValueError:
        return None


def _listed(url: str, modified: datetime | None) -> Entry:
    return Entry(
        title=words_of_address(url),
        url=url,
        # A day in the address is the article's own; lastmod also moves when it is edited.
        published=date_in_address(url) or modified,
        outlet=host_of(url),
    )


def _entry(element: Element, address: str, facts: dict[str, str]) -> Entry:
    entry = _listed(address, moment_of(facts.get("lastmod")))
    news = next((child for child in children(element) if name_of(child) == "news"), None)
    if news is None:
        return entry
    said = _facts(news)
    paper = next((child for child in children(news) if name_of(child) == "publication"), None)
    named = _facts(paper) if paper is not None else {}
    words = re.split(r"[,;\n]", said.get("keywords", ""))[:MOST_TAGS]
    return replace(
        entry,
        title=one_line(said.get("title")) or entry.title,
        published=moment_of(said.get("publication_date")) or entry.published,
        language=primary_language(named.get("language") or said.get("language")),
        tags=tuple(dict.fromkeys(word for each in words if (word := one_line(each, 100)))),
        outlet=one_line(named.get("name"), 200) or entry.outlet,
    )


def same_site(address: str | None, other: str | None) -> bool:
    """Say whether two addresses are of one site: one host, or one inside the other's domain; «www.» does not count."""
    one, two = host_of(address), host_of(other)
    return bool(one and two) and (one == two or one.endswith(f".{two}") or two.endswith(f".{one}"))
