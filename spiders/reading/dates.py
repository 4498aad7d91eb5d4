"""When an article was published and changed, from whatever a page says; the one place that imports htmldate."""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from spiders.reading.linked import Object, text
from spiders.reading.meta import Meta
from spiders.reading.tree import Element, HtmlElement, attribute, elements

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""There were no article pages before; earlier dates are the events'."""

PUBLISHED = [
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dc.created",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_time_telegram",
    "publishdate",
    "published_at",
    "published-date",
    "pubdate",
    "pub_date",
    "date_published",
    "originalpublicationdate",
    "ptime",
    "publishedtime",
    "published",
    "datecreated",
    "article_date_original",
    "article.published",
    "article:post_date",
    "bt:pubdate",
    "rnews:datepublished",
    "last-published",
    "citation_date",
    "citation_publication_date",
    "dc.date",
    "dcterms.date",
    "date",
    "weibo:article:create_at",
]
MODIFIED = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "article:updated_time",
    "updated_time",
    "article.updated",
    "bt:moddate",
    "rnews:datemodified",
]
SPOKEN = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?!\d)(?:[T ]*(\d\d?):(\d\d)(?::(\d\d))?)?"
)
GERMAN = re.compile(
    r"(?<!\d)(\d\d?)\.\s?(\d\d?)\.\s?((?:19|20)\d\d)(?!\d)(?:\D{1,6}(\d\d?):(\d\d))?"
)
IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/.\-_]|$)|(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)"
)
ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|Z)$")


class DateSource(StrEnum):
    """Where a date was found: the first are the most trustworthy."""

    LINKED = "linked data"
    META = "metadata"
    MARKUP = "markup"
    ADDRESS = "address"
    GUESS = "guess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When an article was published and changed, in UTC, and where the first was found."""

    published: datetime | None = None
    modified: datetime | None = None
    dated_by: DateSource | None = None


def read_dates(tree: HtmlElement, meta: Meta, article: Object, *, url: str, now: datetime) -> Dates:
    """Return the dates of a page; those later than two days after ``now`` are not believed."""
    sources: tuple[tuple[DateSource, Iterable[str]], ...] = (
        (DateSource.LINKED, _linked(article, "datePublished", "dateCreated", "uploadDate")),
        (DateSource.META, meta.all(*PUBLISHED)),
        (DateSource.MARKUP, _marked(tree, "datepublished", "pubdate", "published", "datecreated")),
        (DateSource.MARKUP, _times(tree)),
        (DateSource.ADDRESS, _in_address(url)),
    )
    modified = _first(_linked(article, "dateModified"), now) or _first(meta.all(*MODIFIED), now)
    modified = modified or _first(_marked(tree, "datemodified", "updated"), now)
    for source, values in (*sources, (DateSource.GUESS, _guessed(tree, url))):
        if (published := _first(values, now)) is not None:
            return Dates(published=published, modified=modified, dated_by=source)
    return Dates(modified=modified)


def moment(value: str) -> datetime | None:
    """Read a date as pages write it: ISO 8601, RFC 5322, seconds since 1970, or with a day that can be told.

    Without a time zone it is taken as UTC.
    """
    value = value.strip()[:100]
    for read in (_iso, _mail, _seconds, _spoken):
        try:
            found = read(value)
            if found is not None:
                return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError, TypeError):
            continue
    return None


def _first(values: Iterable[str], now: datetime) -> datetime | None:
    for value in values:
        found = moment(value)
        if found is not None and EARLIEST <= found <= now + timedelta(days=2):
            return found
    return None


def _guessed(tree: HtmlElement, url: str) -> Iterator[str]:
    """Ask htmldate, last of all: it reads dates in sentences, too, and those may be the events'."""
    from htmldate import find_date  # slow to import, and seldom needed

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(tree, url=url, original_date=True, extensive_search=False)
    except Exception:  # noqa: BLE001 - it promises nothing about hostile pages, and without a date the page still reads
        return
    if found:
        yield found


def _linked(article: Object, *names: str) -> Iterator[str]:
    return (found for name in names if (found := text(article.get(name))))


def _marked(tree: Element, *names: str) -> Iterator[str]:
    """Go through the dates in microdata and in ``time`` elements of these names or classes."""
    for element in elements(tree, "time", "span", "p", "div", "abbr", "meta"):
        properties = attribute(element, "itemprop").lower().split()
        if element.tag == "time" and element.get("pubdate") is not None:
            properties.append("pubdate")
        if element.tag in {"time", "abbr"}:
            properties += attribute(element, "class").lower().split()
        if any(name in properties for name in names):
            yield from _written(element)


def _times(tree: Element) -> Iterator[str]:
    """Go through ``time`` elements, those in the article or its head first."""
    times = list(elements(tree, "time"))[:50]
    inside = [each for each in times if _of_article(each)]
    for element in (*inside, *times):
        yield from _written(element)


def _of_article(element: Element) -> bool:
    names = {parent.tag for parent in element.iterancestors()}
    return bool(names & {"article", "main"}) and not names & {"aside", "nav", "footer"}


def _written(element: Element) -> Iterator[str]:
    for value in (
        attribute(element, "datetime"),
        attribute(element, "content"),
        attribute(element, "title"),
    ):
        if value:
            yield value
    if said := "".join(str(piece) for piece in element.itertext())[:100].strip():
        yield said


def _in_address(url: str) -> Iterator[str]:
    for found in IN_ADDRESS.finditer(url):
        year, month, day = (found[n] or found[n + 3] for n in (1, 2, 3))
        yield f"{year}-{int(month):02}-{int(day):02}"


def _iso(value: str) -> datetime | None:
    value = re.sub(r"\s*(?:UTC|GMT)$", "Z", value)
    value = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", value)
    return datetime.fromisoformat(value) if value[:4].isdigit() and len(value) >= 8 else None


def _mail(value: str) -> datetime | None:
    return parsedate_to_datetime(value)


def _seconds(value: str) -> datetime | None:
    if not re.fullmatch(r"\d{10}(?:\d{3})?", value):
        return None
    return datetime.fromtimestamp(int(value[:10]), UTC)


def _spoken(value: str) -> datetime | None:
    if found := SPOKEN.search(value):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    if found := GERMAN.search(value):
        day, month, year, hour, minute = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    return None
