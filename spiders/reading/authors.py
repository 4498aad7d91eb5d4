"""Who wrote an article, from the most trustworthy place in its page that says so."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from spiders.entries import MOST_AUTHORS
from spiders.prose import one_line
from spiders.reading.linked import Object, is_article, texts
from spiders.reading.meta import Meta
from spiders.reading.phrases import BY, JOINED, NO_AUTHOR
from spiders.reading.tree import Element, attribute, elements, letters, text_of

LONGEST_NAME = 80
MOST_BYLINES = 20
NAMES = (
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
PROFILE = re.compile(
    r"(?i)/(?:authors?|autor(?:en|es|i)?|auteurs?|contributors?|staff|people|journalists?|reporter|forfatter)/[^/?#]{3,}"
)
WEB = re.compile(r"(?i)https?:|www\.|@\w+\.\w|\w\.(?:com|org|net)/")
AFTER = re.compile(
    r"\s+@\w+.*$|\s+(?:is|ist|est|es|skrifar|writes|for|für|pour)\s.*$|\s*\(.*$|\s*\d.*$"
)
"""What follows a name in a byline: a handle, a role, a date."""
DATED = re.compile(r"\s*[,|·–-]\s+[^,|]*\d.*$")
SLUG = re.compile(r"[a-z\d]+(?:[-_][a-z\d]+)+")
NAMED = ("a", "span", "div", "p", "address")
NEAR = 3
"""Levels above the first author that another author of the same article may stand in."""


def read_authors(tree: Element, meta: Meta, article: Object, *, outlet: str) -> tuple[str, ...]:
    """Return the authors of a page, people before the site that signs for them."""
    linked = article.get("author") if is_article(article) else None
    sites = {outlet, *_organisations(linked)}
    told: tuple[Iterable[str], ...] = (
        texts(linked),
        meta.all(*NAMES),
        texts(article.get("creator")),
    )
    shown = (_near(tree, _marks_author), _near(tree, _links_author), _bylines(tree))
    found: tuple[str, ...] = ()
    for place in told:
        kept = _names(place)
        if kept and not _is_site(kept[0], sites):
            return kept
        # A site that signs for its people goes last: they may be named elsewhere in the page.
        found = found or kept
    for place in shown:
        kept = _names(place)
        if kept and _is_person(kept[0]) and not _is_site(kept[0], sites):
            return kept
    return found or _names(_near(tree, _marks_author))


def _names(place: Iterable[str]) -> tuple[str, ...]:
    names = dict.fromkeys(name for each in place for name in names_in(each))
    return tuple(names)[:MOST_AUTHORS]


def _is_person(name: str) -> bool:
    """Say whether a line reads like a person's name: a few capitalised words, or a few letters without case."""
    words = name.split()
    if not name[0].isupper():
        return not name[0].islower() and len(letters(name)) <= 12
    return 2 <= len(words) <= 5 and words[-1][0].isupper() and not name.isupper()


def names_in(value: str) -> list[str]:
    """Return the names in a byline: «By A and B» is A and B."""
    line = DATED.sub("", BY.sub("", one_line(value, 500))).strip(" ,;|")
    if WEB.search(line):
        return []
    return [name for piece in JOINED.split(line) if (name := _name(piece))]


def _name(piece: str) -> str:
    name = AFTER.sub("", BY.sub("", piece.strip(" ,;|–-"))).strip(" ,;|–-")
    if not re.search(r"(?i)\b[js]r\.$", name):
        name = name.rstrip(".")
    fits = 1 < len(name) <= LONGEST_NAME and not NO_AUTHOR.fullmatch(name)
    return name if fits and not SLUG.fullmatch(name) else ""


def _organisations(authors: object) -> Iterator[str]:
    for each in authors if isinstance(authors, list) else [authors]:
        if isinstance(each, Mapping) and "Organization" in str(each.get("@type")):
            yield from texts(each)


def _is_site(name: str, sites: set[str]) -> bool:
    one = letters(name)
    others = (letters(each) for each in sites)
    return any(one in other or (len(other) > 2 and other in one) for other in others if other)


def _near(tree: Element, kind: Callable[[Element], bool]) -> Iterator[str]:
    """Go through the elements of a kind that stand together with the first of them.

    Those elsewhere in the page wrote comments and other articles.
    """
    first = next((each for each in elements(tree, *NAMED) if kind(each)), None)
    if first is None:
        return
    around = first
    for _ in range(NEAR):
        parent = around.getparent()
        around = (
            around
            if parent is None or parent.tag in {"body", "html", "article", "main"}
            else parent
        )
    for each in elements(around, *NAMED):
        if kind(each):
            named = next((one for one in each.iter() if attribute(one, "itemprop") == "name"), each)
            yield attribute(named, "content") or text_of(named)


def _marks_author(element: Element) -> bool:
    return "author" in attribute(element, "itemprop").lower().split() or (
        element.tag == "a" and "author" in attribute(element, "rel").lower().split()
    )


def _links_author(element: Element) -> bool:
    return element.tag == "a" and PROFILE.search(attribute(element, "href")) is not None


def _bylines(tree: Element) -> Iterator[str]:
    """Go through the first few elements whose class says that they name the author."""
    found = 0
    for element in elements(tree, *NAMED, "cite", "li"):
        if BYLINE.search(attribute(element, "class")) or BYLINE.search(attribute(element, "id")):
            said = text_of(element)
            if 0 < len(said) <= 2 * LONGEST_NAME and names_in(said):
                yield said
                return
            found += 1
            if found > MOST_BYLINES:
                return
