"""Feeds: RSS, RDF and Atom as feedparser reads them, guarded against what it cannot bear; and JSON Feed.

Runs in a worker process: parsing takes about a millisecond an entry and would hold up the loop.
"""

import calendar
import io
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

import feedparser

from archive.address import host_of, web_address
from archive.vocabulary import Entry, primary_language
from spiders.carried import carried_text
from spiders.entries import MOST_AUTHORS, MOST_TAGS, Feed, is_global
from spiders.errors import BrokenFeedError, FeedError
from spiders.jsonfeed import looks_like_json, read_json_feed
from spiders.prose import (
    LONGEST_SUMMARY,
    cut,
    one_line,
    plain,
    prose,
)
from spiders.reading.language import in_their_languages
from spiders.refresh import feed_refresh
from spiders.when import moment_of

CHARACTER_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,12})|([0-9]{1,12}));?")
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
OPENS = re.compile(rb"<(?:item|entry)[\s>]")
FEED_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|item|entry)[\s>/:]", re.IGNORECASE)
LOOKED_AT = 100_000
"""Bytes of a web page in which its feeds are looked for."""
LINK = re.compile(rb"(?i)<link\b[^<>]{0,2000}>")
FEED_TYPE = re.compile(rb"(?i)type\s*=\s*[\"']?application/(?:rss|atom|feed)\+(?:xml|json)")
ADDRESS = re.compile(rb"(?i)\bhref\s*=\s*[\"']?([^\"'\s<>]{1,2000})")
PASSWORD = re.compile(rb"(?i)<input\b[^<>]{0,500}\b(?:type|name)\s*=\s*[\"']?password")
LAST_TAGS = (b"</rss>", b"</feed>", b"</rdf:rdf>", b"</channel>", b":feed>", b":rss>")


def read_feed(body: bytes, *, url: str, content_type: str | None) -> Feed:
    """Read a feed document.

    Raises `FeedError` when it is empty or no feed.
    """
    if not body.strip(b" \t\r\n\0"):
        raise FeedError("the server sent an empty page")
    if looks_like_json(body):
        return read_json_feed(body, url=url)
    if _is_page(body):
        # Feedparser would read all of it to find nothing: seconds for a page that nests deeply.
        raise FeedError(_what_it_is(body, url))
    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    parsed = _parse(body, headers)
    whole = not parsed.get("bozo") or _ends(body)
    if not whole and _breaks_off_in_an_entry(body):
        # Half an entry would be known by its address, and its other half never be read.
        parsed.entries = parsed.entries[:-1]
    if not parsed.get("version") and not parsed.entries:
        raise FeedError(_what_it_is(body, url))
    if not whole and not parsed.entries:
        raise BrokenFeedError("the document breaks off before its first entry")
    language = primary_language(parsed.feed.get("language"))
    outlet = one_line(prose(parsed.feed.get("title"))) or host_of(url)
    entries, unreadable = [], 0
    for raw in parsed.entries:
        try:
            entries.append(_entry(raw, url=url, outlet=outlet, language=language))
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            # One bad entry never costs the feed.
            unreadable += 1
    return Feed(
        title=outlet,
        language=language,
        entries=in_their_languages(entries),
        whole=whole,
        unreadable=unreadable,
        moved_to=web_address(str(parsed.feed.get("itunes_new-feed-url") or "")),
        refresh=feed_refresh(parsed.feed),
    )


def _parse(body: bytes, headers: dict[str, str]) -> Any:
    """Parse, and once more without what makes feedparser 6.0.14 raise (its issues 599 and 590)."""
    repairs: tuple[Callable[[bytes], bytes], ...] = (
        lambda b: b,
        lambda b: CHARACTER_REFERENCE.sub(_legal_reference, b),
        lambda b: DOCTYPE.sub(b"", CHARACTER_REFERENCE.sub(_legal_reference, b)),
    )
    for repair in repairs:
        try:
            return feedparser.parse(
                # A stream: feedparser would open a text that looks like an address or a path.
                io.BytesIO(repair(body)),
                response_headers=headers,
                # Markup becomes plain text here, so making it safe for display would be work for nothing.
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except Exception as error:  # noqa: BLE001 - any of its errors means that it cannot bear the document
            problem = error
    raise FeedError(f"the feed cannot be read ({type(problem).__name__})")


def _legal_reference(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return b"&#xFFFD;"
    return found[0]


def _ends(body: bytes) -> bool:
    tail = body[-2_000:].replace(b"\0", b"").lower()
    return any(tag in tail for tag in LAST_TAGS)


def _breaks_off_in_an_entry(body: bytes) -> bool:
    end = max(body.rfind(end) for end in (b"</item>", b"</entry>"))
    return OPENS.search(body, end + 1) is not None


def _is_page(body: bytes) -> bool:
    start = body[:2_000].lstrip().lower()
    html = b"<html" in start or b"<!doctype html" in start
    return html and FEED_TAG.search(body) is None


def _what_it_is(body: bytes, url: str) -> str:
    start = body[:2_000].lstrip().lower()
    if b"<html" not in start and b"<!doctype html" not in start:
        return "what the server sent is not a feed"
    if PASSWORD.search(body[:LOOKED_AT]):
        return "the server sent a page to log in, not a feed"
    words = "the server sent a web page, not a feed"
    for link in LINK.findall(body[:LOOKED_AT]):
        address = ADDRESS.search(link) if FEED_TYPE.search(link) else None
        feed = (
            web_address(_joined(url, unescape(address[1].decode("utf-8", "replace"))))
            if address
            else None
        )
        if feed is not None:
            return f"{words}. It names one: {feed}"
    return words


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _entry(raw: dict[str, Any], *, url: str, outlet: str, language: str | None) -> Entry:
    summary = cut(prose(raw.get("summary")), LONGEST_SUMMARY)
    text = _text(raw)
    guid = plain(raw.get("id")).replace("\n", " ") or None
    return Entry(
        title=one_line(prose(raw.get("title"))),
        url=_link(raw, url),
        guid=guid,
        guid_is_global=is_global(guid),
        summary="" if summary == text else summary,
        text=text,
        published=_moment(raw.get("published_parsed"))
        or _moment(dict.get(raw, "updated_parsed"))  # past feedparser's alias, which warns
        or _moment(raw.get("created_parsed"))
        # Feedparser knows days and months in English only.
        or moment_of(str(raw.get("published") or dict.get(raw, "updated") or "")),
        authors=_authors(raw),
        language=_language(raw) or language,
        tags=_tags(raw),
        outlet=one_line(prose((raw.get("source") or {}).get("title")), 200) or outlet,
    )


def _link(raw: Mapping[str, Any], base: str) -> str | None:
    """Return the entry's address: FeedBurner's original one, its link, or the first alternate."""
    alternates = [
        link.get("href")
        for link in raw.get("links", ())
        if link.get("rel", "alternate") == "alternate"
    ]
    for address in (raw.get("feedburner_origlink"), raw.get("link"), *alternates):
        if address and (found := web_address(address)) is not None:
            return found
    return None


def _text(raw: Mapping[str, Any]) -> str:
    texts = (carried_text(part.get("value")) for part in raw.get("content", ()))
    return max(texts, key=len, default="")


def _moment(parsed: Any) -> datetime | None:
    """Turn feedparser's UTC tuple into a moment; None for dates that no calendar has."""
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _authors(raw: Mapping[str, Any]) -> tuple[str, ...]:
    names = [author.get("name") for author in raw.get("authors", ()) if author]
    lines = (one_line(prose(name), 200) for name in names[:MOST_AUTHORS])
    return tuple(dict.fromkeys(line for line in lines if line))


def _language(raw: Mapping[str, Any]) -> str | None:
    details = [raw.get("title_detail"), *raw.get("content", ())]
    for detail in details:
        if detail and (found := primary_language(detail.get("language"))):
            return found
    return primary_language(raw.get("dc_language") or raw.get("language"))


def _tags(raw: Mapping[str, Any]) -> tuple[str, ...]:
    terms = (tag.get("label") or tag.get("term") for tag in raw.get("tags", ())[:MOST_TAGS])
    lines = (one_line(prose(term), 100) for term in terms if term)
    return tuple(dict.fromkeys(line for line in lines if line))
