"""Which language a text is in: what the page says, unless its script says otherwise; the one place that imports py3langid."""

import re
import unicodedata

from spiders.entries import primary_language
from spiders.reading.meta import Meta
from spiders.reading.tree import Element, attribute

SAMPLE = 3_000
"""Characters that are looked at."""
ENOUGH = 12
"""Letters below which nothing is guessed."""
MOSTLY = 0.7
"""Share of Latin letters that a text in one of these languages has at least."""
LATIN = frozenset(
    "af az bs ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv ms mt nl nb nn no pl pt ro sk sl sq sv sw tl tr vi zu".split()  # noqa: SIM905
)
"""Languages that are written in Latin letters only."""


def read_language(tree: Element, meta: Meta, text: str, *, linked: str) -> str | None:
    """Return the language of ``text`` as a primary subtag of BCP 47; None when nothing tells.

    The page's word goes first: ``lang``, then its metadata, then JSON-LD. A page that says English and is written
    in Cyrillic was made from a template that nobody changed.
    """
    said = _said(tree, meta, linked)
    sample = text[:SAMPLE]
    if said is not None and not (said in LATIN and _other_script(sample)):
        return said
    return guess(sample) or said


def guess(text: str) -> str | None:
    """Return the most likely language of a text; None when it is too short to tell."""
    if sum(map(str.isalpha, text[:200])) < ENOUGH:
        return None
    from py3langid import classify  # type: ignore[import-untyped,unused-ignore]  # 0.1 s, and numpy with it

    return primary_language(classify(re.sub(r"\s+", " ", text))[0])


def _said(tree: Element, meta: Meta, linked: str) -> str | None:
    candidates = (
        attribute(tree, "lang"),
        attribute(tree, "xml:lang"),
        *meta.all("og:locale", "content-language", "dc.language", "language", "inlanguage"),
        linked,
    )
    return next((found for each in candidates if (found := primary_language(each))), None)


def _other_script(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < ENOUGH:
        return False
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters[:500])
    return latin < MOSTLY * len(letters[:500])
