"""What a page says of itself in ``meta`` and ``link`` elements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from archive.address import web_address
from spiders.reading.tree import Element, attribute, elements

MOST = 1_000
"""Elements that are looked at."""
REFRESH = re.compile(r"(?is)\s*(\d{0,9})[\d.]*\s*[;,]?\s*url\s*=\s*(.*)")
LONGEST_DELAY = 10
"""Seconds; what comes later moves readers who stay, mostly to the front page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """Names are in lower case; values are raw and in the order of the page."""

    values: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    """Addresses as written, by each word of ``rel``."""
    refresh: str | None = None
    base: str = ""
    """What relative addresses are relative to."""

    def all(self, *names: str) -> Iterator[str]:
        """Go through the values of these names, name by name."""
        for name in names:
            yield from self.values.get(name, ())

    def first(self, *names: str) -> str:
        """Return the first value of the first of these names that has one."""
        return next(self.all(*names), "")

    def absolute(self, address: str) -> str | None:
        """Return an address of the page as a web address, or None."""
        try:
            return web_address(urljoin(self.base, address.strip()))
        except ValueError:
            return None


def read_meta(tree: Element, *, url: str) -> Meta:
    """Read the ``meta``, ``link`` and ``base`` elements of a page that was fetched from ``url``."""
    values: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    refresh = None
    base = url
    for count, element in enumerate(elements(tree, "meta", "link", "base")):
        if count >= MOST:
            break
        if element.tag == "base":
            base = _join(url, attribute(element, "href")) if base == url else base
        elif element.tag == "link":
            for word in attribute(element, "rel").lower().split():
                links.setdefault(word, []).append(attribute(element, "href"))
        elif attribute(element, "http-equiv").lower() == "refresh":
            refresh = refresh or _refresh(element)
        else:
            _remember(element, values)
    return Meta(values=values, links=links, refresh=refresh, base=base)


def _remember(element: Element, values: dict[str, list[str]]) -> None:
    # Some pages write ``value`` for it.
    content = attribute(element, "content") or attribute(element, "value")
    if not content:
        return
    names = {attribute(element, each).lower() for each in ("property", "name", "itemprop")}
    for name in names - {""}:
        values.setdefault(name, []).append(content)


def _refresh(element: Element) -> str | None:
    """Return the address of a refresh that comes soon; one inside ``noscript`` is for browsers without scripts."""
    if any(parent.tag == "noscript" for parent in element.iterancestors()):
        return None
    found = REFRESH.match(attribute(element, "content"))
    if not found or int(found[1] or 0) > LONGEST_DELAY:
        return None
    return found[2].strip().strip("\"'") or None


def _join(url: str, address: str) -> str:
    try:
        return urljoin(url, address)
    except ValueError:
        return url
