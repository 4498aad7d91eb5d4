"""OPML, the lists in which feed readers exchange subscriptions (http://opml.org/spec2.opml)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from archive.address import canonical_address, web_address
from archive.vocabulary import Source, SourceKind
from spiders.errors import ListingError
from spiders.markup import Element, ancestors, attribute, name_of, read_xml
from spiders.prose import one_line

MOST = 20_000
"""Subscriptions that are read of one file."""
LONGEST = 200
KINDS = {
    SourceKind.FEED: "rss",
    SourceKind.SITEMAP: "sitemap",
    SourceKind.PAGE: "page",
    SourceKind.ADDRESS: "rss",
}
"""What `type` says; readers pass over those they do not know. Searches and spiders mean nothing to another program."""
BROKEN = re.compile(r"[,/]")
"""Signs that a tag cannot have in `category`, which is divided by them: such tags are written as folders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One source of a list."""

    kind: SourceKind
    name: str
    url: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """What a list holds."""

    title: str
    found: tuple[Subscription, ...]
    left_out: tuple[str, ...]
    """What was left out and why, a line each."""


def read_opml(body: bytes) -> Subscriptions:
    """Read a list of subscriptions: folders and categories become tags, and each address counts once.

    Raises `ListingError` when it is no OPML.
    """
    root = read_xml(body)
    if root is None or name_of(root) not in {"opml", "outlinedocument", "body", "outline"}:
        raise ListingError("this is not OPML")
    found: dict[str, Subscription] = {}
    left_out: list[str] = []
    outlines = (each for each in root.iter() if name_of(each) == "outline")
    for outline in outlines:
        written = attribute(outline, "xmlurl") or _link(outline)
        if not written.strip():
            continue
        name = _name(outline)
        address = web_address(_feed_scheme(written))
        key = canonical_address(address)
        if address is None or key is None:
            left_out.append(f"{name or 'one without a name'}: its address is no web address")
        elif key in found:
            left_out.append(f"{name or address}: the same address as {found[key].name or address}")
        elif len(found) >= MOST:
            left_out.append(f"{name or address}: the list has more than {MOST} sources")
        else:
            found[key] = Subscription(
                kind=_kind(outline), name=name, url=address, tags=tuple(_tags(outline))
            )
    heading = next((each for each in root.iter() if name_of(each) == "title"), None)
    title = one_line(heading.text if heading is not None else "", LONGEST)
    return Subscriptions(title=title, found=tuple(found.values()), left_out=tuple(left_out))


def write_opml(sources: Iterable[Source], *, title: str = "Wirewatch") -> str:
    """Write sources as a list of subscriptions; addresses lose user names and passwords."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(title)}</title></head>",
        "  <body>",
    ]
    for folders, inside in groupby(sources, key=lambda source: _folders(source.tags)):
        lines += [f"    <outline text={quoteattr(folder)}>" for folder in folders]
        lines += [_outline(source) for source in inside if source.kind in KINDS]
        lines += ["    </outline>" for _ in folders]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(source: Source) -> str:
    name = quoteattr(source.name)
    category = ",".join(tag for tag in source.tags if not BROKEN.search(tag))
    written = f" category={quoteattr(category)}" if category else ""
    address = quoteattr(web_address(source.url) or "")
    return f'    <outline type="{KINDS[source.kind]}" text={name} title={name} xmlUrl={address}{written}/>'


def _folders(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(tag for tag in tags if BROKEN.search(tag))


def _name(outline: Element) -> str:
    # Readers disagree which of the two is shown; `text` is the one that the specification demands.
    return one_line(attribute(outline, "title") or attribute(outline, "text"), LONGEST)


def _link(outline: Element) -> str:
    """Return the address of an outline that is a feed by its type and has it elsewhere, as old files do."""
    if attribute(outline, "type").lower() in {"rss", "rss1", "rss2", "atom", "pie"}:
        return attribute(outline, "url") or attribute(outline, "href")
    return ""


def _feed_scheme(address: str) -> str:
    """Return a web address for the «feed:» ones that browsers once had."""
    bare = re.sub(r"(?i)^feed:(?=https?:)", "", address.strip())
    return re.sub(r"(?i)^feed:(?=//)", "http:", bare)


def _kind(outline: Element) -> SourceKind:
    said = attribute(outline, "type").lower()
    return next((kind for kind, word in KINDS.items() if word == said), SourceKind.FEED)


def _tags(outline: Element) -> Iterator[str]:
    """Yield the folders that a subscription lies in, the outermost first, and its categories, each once."""
    around = [each for each in ancestors(outline) if name_of(each) == "outline"]
    folders = [_name(each) for each in reversed(around)]
    categories = re.split(r"[,/]", attribute(outline, "category"))
    words = (one_line(word, 100) for word in (*folders, *categories))
    seen: set[str] = set()
    for word in words:
        if word and word.casefold() not in seen:
            seen.add(word.casefold())
            yield word
