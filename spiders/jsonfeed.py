"""JSON Feed, versions 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from archive.address import host_of, web_address
from archive.vocabulary import Entry, primary_language
from spiders.carried import carried_text
from spiders.entries import MOST_AUTHORS, MOST_TAGS, Feed, is_global
from spiders.errors import FeedError
from spiders.prose import LONGEST_SUMMARY, LONGEST_TEXT, cut, one_line, plain
from spiders.reading.language import in_their_languages
from spiders.when import moment_of

VERSION = "https://jsonfeed.org/version/1"


def looks_like_json(body: bytes) -> bool:
    """Say whether a document can only be JSON."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def read_json_feed(body: bytes, *, url: str) -> Feed:
    """Read a JSON Feed; one bad item never costs the feed.

    Raises `FeedError` when it is no JSON, or no feed.
    """
    try:
        record = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FeedError("the server sent JSON that cannot be read") from error
    if not isinstance(record, dict) or not str(record.get("version", "")).startswith(VERSION):
        raise FeedError("the server sent JSON, but no JSON Feed")
    items = record.get("items")
    if not isinstance(items, list):
        raise FeedError("the server sent a JSON Feed without a list of items")
    outlet = one_line(_text(record.get("title"))) or host_of(url)
    language = primary_language(_text(record.get("language")))
    entries, unreadable = [], 0
    for item in items:
        if isinstance(item, dict):
            entries.append(_entry(item, url=url, outlet=outlet, language=language))
        else:
            unreadable += 1
    return Feed(
        title=outlet,
        language=language,
        entries=in_their_languages(entries),
        whole=True,
        unreadable=unreadable,
    )


def _entry(item: Mapping[str, Any], *, url: str, outlet: str, language: str | None) -> Entry:
    text = cut(
        carried_text(_text(item.get("content_html"))) or plain(_text(item.get("content_text"))),
        LONGEST_TEXT,
    )
    summary = cut(plain(_text(item.get("summary"))), LONGEST_SUMMARY)
    guid = one_line(_text(item.get("id")), LONGEST_SUMMARY) or None
    return Entry(
        title=one_line(_text(item.get("title"))),
        url=_link(item.get("url"), url) or _link(item.get("external_url"), url),
        guid=guid,
        guid_is_global=is_global(guid),
        summary="" if summary == text else summary,
        text=text,
        published=_moment(item.get("date_published")) or _moment(item.get("date_modified")),
        authors=_authors(item),
        language=primary_language(_text(item.get("language"))) or language,
        tags=_names(item.get("tags"), MOST_TAGS),
        outlet=outlet,
    )


def _link(value: object, base: str) -> str | None:
    try:
        return web_address(urljoin(base, _text(value))) if value else None
    except ValueError:
        return None


def _text(value: object) -> str:
    """Take texts, and numbers where texts belong (ids, most often); nothing else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    authors = item.get("authors") or [item.get("author")]
    if not isinstance(authors, list):
        return ()
    return _names([each.get("name") for each in authors if isinstance(each, dict)], MOST_AUTHORS)


def _names(values: object, most: int) -> tuple[str, ...]:
    if not isinstance(values, Sequence) or isinstance(values, str):
        return ()
    names = (one_line(_text(value), 200) for value in values[:most])
    return tuple(dict.fromkeys(name for name in names if name))


def _moment(value: object) -> datetime | None:
    """Read an RFC 3339 time, or what else some write in its place; one without a zone is taken for UTC."""
    return moment_of(_text(value))
