"""What a page says of itself in JSON-LD (https://www.w3.org/TR/json-ld11/, in the words of schema.org)."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.address import canonical_address
from spiders.reading.tree import Element, attribute, elements

LONGEST_SCRIPT = 2_000_000
MOST_OBJECTS = 500
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;)\s*$"
)
ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review|AnalysisNewsArticle)$")
INNER = ("@graph", "mainEntity", "mainEntityOfPage")

Object = Mapping[str, Any]


def linked_objects(tree: Element) -> list[Object]:
    """Return the objects of a page's JSON-LD, flattened: lists, graphs and main entities."""
    found: list[Object] = []
    for script in elements(tree, "script"):
        if "ld+json" in attribute(script, "type").lower() and script.text:
            found += _flat(_read(script.text))
        if len(found) >= MOST_OBJECTS:
            break
    return found[:MOST_OBJECTS]


def linked_article(objects: list[Object], *, url: str, titles: tuple[str, ...] = ()) -> Object:
    """Return the object that describes the page's article; an empty one when none does.

    Pages describe neighbouring articles, too: one that has the page's address or title goes first.
    """
    articles = [each for each in objects if is_article(each)]
    here = canonical_address(url)
    known = {title.casefold() for title in titles}

    def rank(each: Object) -> tuple[bool, bool, bool]:
        addresses = {canonical_address(each_url) for each_url in _addresses(each)}
        headline = text(each.get("headline")) or text(each.get("name"))
        return (
            here is not None and here in addresses,
            headline.casefold() in known if headline else False,
            "headline" in each,
        )

    return max(articles, key=rank, default={})


def is_article(thing: Object) -> bool:
    """Say whether an object describes an article."""
    return any(ARTICLES.search(kind) for kind in texts(thing.get("@type")))


def text(value: object) -> str:
    """Return a value as text: strings, numbers, the name or value of an object, the first of a list."""
    return next(texts(value), "")


def texts(value: object) -> Iterator[str]:
    """Go through the texts in a value, without empty ones."""
    if isinstance(value, str):
        # Many content systems escape for HTML what stands in a script.
        if stripped := html.unescape(value).strip():
            yield stripped
    elif isinstance(value, Mapping):
        for name in ("name", "@value", "url"):
            if isinstance(value.get(name), str):
                yield from texts(value[name])
                return
    elif isinstance(value, list):
        for each in value[:100]:
            if not isinstance(each, list):
                yield from texts(each)


def _addresses(thing: Object) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        value = thing.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from (str(value[key]) for key in ("@id", "url") if key in value)


def _read(script: str) -> object:
    if len(script) > LONGEST_SCRIPT:
        return None
    bare = WRAPPING.sub("", WRAPPING.sub("", script)).strip()
    for attempt in (bare, html.unescape(bare)):
        try:
            # Not strict: raw line breaks inside strings are the most frequent error.
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: object) -> list[Object]:
    found: list[Object] = []
    waiting = [value]
    while waiting and len(found) < MOST_OBJECTS:
        each = waiting.pop(0)
        if isinstance(each, list):
            waiting += each[:MOST_OBJECTS]
        elif isinstance(each, Mapping):
            found.append(each)
            waiting += [each[name] for name in INNER if name in each]
    return found
