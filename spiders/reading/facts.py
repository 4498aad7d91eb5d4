"""Who wrote it, what it is called, and the rest that a page says of its article."""

import re
from dataclasses import dataclass

from archive.address import host_of
from spiders.prose import one_line
from spiders.reading.authors import read_authors
from spiders.reading.linked import Object, text
from spiders.reading.meta import Meta
from spiders.reading.tree import Element, elements, text_of, unhyphenated

SEPARATORS = re.compile(r"\s+[|•·‹›»«–—\-:]+\s+|\s*[|｜»«]\s*|\s*[-_–—]{2,}\s*|\s+[/]\s+")
LIKE = 0.25
"""How alike a heading must be to another title to be the article's."""
TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "title")
MOST_HEADINGS = 20


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
        authors=read_authors(tree, meta, article, outlet=outlet),
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
    headline = one_line(unhyphenated(text(article.get("headline")) or text(article.get("name"))))
    headline = without_site(headline, outlet=outlet, host=host)
    og = one_line(unhyphenated(meta.first(*TITLES)))
    whole = next((text_of(each) for each in elements(tree, "title")), "")
    bare = without_site(whole, outlet=outlet, host=host)
    og = without_site(og, outlet=outlet, host=host)
    heading = _heading(tree, [each for each in (headline, og, bare, hint) if each])
    # By measure, the headline in JSON-LD goes before the heading, where kickers stand, too.
    candidates = (headline, heading, og, bare, hint)
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


def _image(meta: Meta, article: Object) -> str | None:
    pictures = article.get("image")
    linked = text(pictures.get("url") if isinstance(pictures, dict) else pictures)
    candidates = (
        *meta.all("og:image", "og:image:url", "og:image:secure_url", "twitter:image"),
        linked,
    )
    return next((found for each in candidates if each and (found := meta.absolute(each))), None)
