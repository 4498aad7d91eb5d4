"""Who wrote it, what it is called, and the rest that a page says of its article."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.address import host_of
from spiders.entries import MOST_AUTHORS
from spiders.prose import one_line
from spiders.reading.linked import Object, is_article, text, texts
from spiders.reading.meta import Meta
from spiders.reading.phrases import BY, JOINED, NO_AUTHOR
from spiders.reading.tree import Element, attribute, elements, text_of

SEPARATORS = re.compile(r"\s+[|•·‹›»«–—\-:]+\s+|\s*[|｜»«]\s*|\s*[-_–—]{2,}\s*|\s+[/]\s+")
LONGEST_NAME = 80
LIKE = 0.25
"""How alike a heading must be to another title to be the article's."""
MOST_HEADINGS = 20
AUTHOR_NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article.author",
    "authors",
    "citation_author",
    "creator",
)
BYLINE = re.compile(
    r"(?i)(?:^|[\s_-])(?:by-?line|authors?(?:[_-]?names?)?|autor(?:es|en)?|writer|reporter)(?=$|[\s_-])"
)
ADDRESS = re.compile(r"(?i)https?:|www\.|@\w+\.\w|\w\.(?:com|org|net|de)\b/?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says of its article, as plain text."""

    titles: tuple[str, ...]
    authors: tuple[str, ...]
    outlet: str | None
    section: str | None
    image: str | None


def read_facts(tree: Element, meta: Meta, article: Object, *, url: str, hint: str) -> Facts:
    """Return the facts of a page; ``hint`` is the title in the feed, "" when there is none."""
    outlet = one_line(meta.first("og:site_name", "application-name"), 200) or one_line(
        text(article.get("publisher")), 200
    )
    return Facts(
        titles=_titles(tree, meta, article, outlet=outlet, host=host_of(url), hint=hint),
        authors=_authors(tree, meta, article, outlet=outlet),
        outlet=outlet or None,
        section=one_line(
            text(article.get("articleSection")) or meta.first("article:section", "section"), 200
        )
        or None,
        image=_image(meta, article),
    )


def _titles(
    tree: Element, meta: Meta, article: Object, *, outlet: str, host: str, hint: str
) -> tuple[str, ...]:
    headline = one_line(text(article.get("headline")) or text(article.get("name")))
    og = one_line(meta.first("og:title", "twitter:title", "dc.title", "parsely-title", "title"))
    whole = next((text_of(each) for each in elements(tree, "title")), "")
    bare = without_site(whole, outlet=outlet, host=host)
    og = without_site(og, outlet=outlet, host=host)
    heading = _heading(tree, [each for each in (headline, og, bare, hint) if each])
    # By measure, metadata name the article more often than the heading, where kickers and sections stand, too.
    candidates = (headline, og, heading, bare, hint)
    return tuple(dict.fromkeys(each for each in candidates if each))


def _heading(tree: Element, known: list[str]) -> str:
    """Return the first-level heading that is the article's: the one most like what else is known of its title."""
    headings = []
    for element in elements(tree, "h1"):
        if (said := text_of(element)) and len(said) < 400:
            headings.append(said)
        if len(headings) >= MOST_HEADINGS:
            break
    if not headings:
        return ""
    likeness = [max((alike(each, one) for one in known), default=0.0) for each in headings]
    best = max(range(len(headings)), key=likeness.__getitem__)
    # A heading that shares nothing with any other title is the site's name or a section's.
    return headings[best] if likeness[best] >= LIKE or not known else ""


def alike(one: str, other: str) -> float:
    """Return how alike two lines are: shared letter pairs over all, from 0 to 1."""
    a, b = (_pairs(each) for each in (one, other))
    return len(a & b) / max(1, min(len(a), len(b))) if a and b else 0.0


def _pairs(line: str) -> set[str]:
    flat = "".join(filter(str.isalnum, line.casefold()))
    return {flat[n : n + 3] for n in range(max(1, len(flat) - 2))}


def without_site(title: str, *, outlet: str, host: str) -> str:
    """Return a title without the name of the site or its section at either end."""
    if not (pieces := list(SEPARATORS.finditer(title))):
        return title
    own = [
        name for name in (outlet.casefold(), host.split(".")[-2] if "." in host else host) if name
    ]

    def is_site(piece: str) -> bool:
        flat = "".join(filter(str.isalnum, piece.casefold()))
        return bool(flat) and any(
            flat == name or (len(name) > 3 and name in flat and len(flat) < 2.5 * len(name))
            for name in ("".join(filter(str.isalnum, each)) for each in own)
        )

    for mark in pieces:
        head, tail = title[: mark.start()], title[mark.end() :]
        if is_site(tail) or (is_site(SEPARATORS.split(tail)[-1]) and len(tail) < 0.6 * len(head)):
            return head.strip()
    if is_site(title[: pieces[0].start()]):
        return title[pieces[0].end() :].strip()
    head, tail = title[: pieces[-1].start()], title[pieces[-1].end() :]
    # An unknown short piece at the end after a bar is a site's name all the same.
    bar = pieces[-1][0].strip() in {"|", "｜", "»", "•"}
    return head.strip() if bar and len(tail) < len(head) else title


def _authors(tree: Element, meta: Meta, article: Object, *, outlet: str) -> tuple[str, ...]:
    """Return the authors from the most trustworthy place that names any."""
    places: tuple[Iterable[str], ...] = (
        texts(article.get("author")) if is_article(article) else (),
        meta.all(*AUTHOR_NAMES),
        texts(article.get("creator")),
        _marked(tree),
        _bylines(tree),
    )
    found: tuple[str, ...] = ()
    for place in places:
        names = dict.fromkeys(name for each in place for name in names_in(each))
        kept = tuple(names)[:MOST_AUTHORS]
        if any(not _is_outlet(name, outlet) for name in kept):
            return kept
        # A site that signs for its people goes last: they may be named elsewhere in the page.
        found = found or kept
    return found


def _is_outlet(name: str, outlet: str) -> bool:
    one, other = ("".join(filter(str.isalnum, each.casefold())) for each in (name, outlet))
    return bool(one) and (one in other or (len(other) > 2 and other in one))


def names_in(value: str) -> list[str]:
    """Return the names in a byline: «By A and B» is A and B."""
    line = BY.sub("", one_line(value, 500)).strip(" ,;|")
    if ADDRESS.search(line):
        return []
    names = (
        piece.strip(" ,;|.–-") if not piece.strip().endswith("r.") else piece.strip()
        for piece in JOINED.split(line)
    )
    return [
        name for name in names if 1 < len(name) <= LONGEST_NAME and not NO_AUTHOR.fullmatch(name)
    ]


def _marked(tree: Element) -> Iterator[str]:
    for element in elements(tree, "a", "span", "div", "p", "address", "meta"):
        if "author" in attribute(element, "itemprop").lower().split():
            named = next(
                (each for each in element.iter() if attribute(each, "itemprop") == "name"), element
            )
            yield attribute(named, "content") or text_of(named)
        elif element.tag == "a" and "author" in attribute(element, "rel").lower().split():
            yield text_of(element)


def _bylines(tree: Element) -> Iterator[str]:
    for element in elements(tree, "a", "span", "div", "p", "address", "cite", "li"):
        if BYLINE.search(attribute(element, "class")) or BYLINE.search(attribute(element, "id")):
            said = text_of(element)
            if said and len(said) <= LONGEST_NAME and not re.search(r"\d{3}", said):
                yield said
                return


def _image(meta: Meta, article: Object) -> str | None:
    pictures = article.get("image")
    linked = text(pictures.get("url") if isinstance(pictures, dict) else pictures)
    candidates = (
        *meta.all("og:image", "og:image:url", "og:image:secure_url", "twitter:image"),
        linked,
    )
    return next((found for each in candidates if each and (found := meta.absolute(each))), None)
