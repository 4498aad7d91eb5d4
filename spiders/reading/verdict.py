"""Why a page's text may not be the article's: walls, errors, scripts, things that are no page."""

import re

from spiders.reading.linked import Object, is_article, text
from spiders.reading.meta import Meta
from spiders.reading.phrases import CHALLENGE, CONSENT, ERROR, NOT_FOUND, PAYWALL
from spiders.reading.tree import Element, elements

PAYWALLED = "behind a paywall: only its beginning can be read"
CONSENT_WALL = "a consent wall stands before the article"
CHALLENGED = "the site asked for a proof of being human"
ERROR_PAGE = "an error page, though the server said it was found"
ONLY_SCRIPTS = "the text comes by script only"
EMPTY = "the page is empty"
NO_ARTICLE = "no article was found in the page"

SHORT = 1_500
"""Characters: walls and error pages are shorter; a longer page that speaks of errors is an article about them."""
LITTLE = 250
"""Characters that a page without an article shows at most."""
MAGIC = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a recording",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "compressed data",
    b"\x00\x00\x00\x18ftyp": "a film",
    b"ID3": "a recording",
    b"\xd0\xcf\x11\xe0": "an office document",
}
PAGES = re.compile(
    r"(?i)^\s*(?:$|text/|application/(?:xhtml|xml|octet-stream|x-unknown)|\*/\*|unknown)"
)
CONTROL = bytes(n for n in range(32) if n not in b"\t\n\f\r\x1b")
LOCKED = re.compile(r"(?i)paywall|locked|premium|subscri|paid|hard")


def no_page(body: bytes, content_type: str | None) -> str | None:
    """Return what a body is that is no web page; None when it may be one."""
    for start, name in MAGIC.items():
        if body.startswith(start):
            return f"{name}, not a web page"
    if content_type and not PAGES.match(content_type):
        kind = re.sub(r"[^\w/+.-]", "", content_type.split(";")[0])[:60]
        return f"{kind}, not a web page"
    if not body.strip(b" \t\r\n\0"):
        return EMPTY
    start = body[:4_000]
    # UTF-16 has zeros and control bytes in plenty; a mark or many zeros tell it.
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")) and start.count(0) < len(start) // 5:
        controls = len(start) - len(start.translate(None, CONTROL))
        if controls > len(start) // 50:
            return "binary data, not a web page"
    return None


def judge(
    tree: Element,
    meta: Meta,
    article: Object,
    *,
    titles: tuple[str, ...],
    lines: list[str],
    seen: str,
) -> str | None:
    """Return why the text is not the article's; None when it is.

    ``seen`` is all text that a reader would see, the beginning of it.
    """
    length = sum(map(len, lines))
    if length < SHORT:
        said = f"{' '.join(titles[:2])} {seen[:SHORT]}"
        if wall := _wall(titles, said, length):
            return wall
    asks = PAYWALL.search(" ".join(lines[-3:])) is not None
    if is_locked(meta, article) and (asks or length < SHORT or _cut_short(article, lines)):
        return PAYWALLED
    if asks and length < SHORT:
        return PAYWALLED
    # What is read and not seen stands in «noscript».
    hidden = not lines or (length < LITTLE and lines[0][:40] not in seen)
    if hidden and len(seen) < LITTLE and next(elements(tree, "script"), None) is not None:
        return ONLY_SCRIPTS
    return None if lines else NO_ARTICLE


def _wall(titles: tuple[str, ...], said: str, length: int) -> str | None:
    names = " ".join(titles)
    if NOT_FOUND.search(names) or ERROR.search(names):
        return ERROR_PAGE
    if CHALLENGE.search(names) or (length < LITTLE and CHALLENGE.search(said)):
        return CHALLENGED
    if CONSENT.search(names) or (length < LITTLE and len(CONSENT.findall(said)) > 1):
        return CONSENT_WALL
    if length < LITTLE and NOT_FOUND.search(said[:LITTLE]):
        return ERROR_PAGE
    return None


def is_locked(meta: Meta, article: Object) -> bool:
    """Say whether the page declares that its article is not free to read."""
    if (
        is_article(article)
        and str(article.get("isAccessibleForFree", "")).strip().lower() == "false"
    ):
        return True
    tiers = meta.all(
        "article:content_tier",
        "cxenseparse:pageclass",
        "content_tier",
        "paywall",
        "cxenseparse:paywall",
    )
    return any(LOCKED.search(tier) is not None for tier in tiers)


def _cut_short(article: Object, lines: list[str]) -> bool:
    said = text(str(article.get("wordCount", "")))
    words = sum(len(line.split()) for line in lines)
    return said.isdigit() and int(said) > 2 * words
