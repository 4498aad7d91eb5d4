"""Which language a text is in: what its source says, unless the text says otherwise; the one place that imports py3langid."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from archive.vocabulary import Entry, primary_language
from spiders.reading.meta import Meta
from spiders.reading.tree import Element, attribute

SAMPLE = 600
"""Characters that are looked at."""
OF_AN_ENTRY = 300
"""The same of an entry of a feed, and of a text whose language is said."""
ENOUGH = 12
"""Letters below which nothing is guessed."""
SURE = 0.9
"""Probability from which on a guess is believed. A wrong one would hide an article from watchlists of its language; none hides it from none."""
HARDLY_SO = 0.02
"""Probability below which a text is not in a language, though nobody is sure which it is in: Croatian and Serbian are never told apart."""
TO_CONTRADICT = 40
"""Letters from which on a guess goes before what a template says."""
MOSTLY = 0.7
"""Share of Latin letters that a text in a language of Latin letters has at least."""
HARDLY = 0.95
"""And from which on it is in none of another script."""
_GUESSED = (
    "af am ar as az ba be bg bn br bs ca cs cy da de el en es et eu fa fi fo fr fy ga gd gl gu ha he hi hr ht hu hy id ig is it ja ka kk km kn"
    " ko ku ky lb lo lt lv mg mk ml mn mr ms mt my ne nl nn no oc or pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta te tg th tk tl tr tt ug uk"
    " ur uz vi xh yo zh zu"
)
GUESSED = frozenset(_GUESSED.split())
"""Languages that news is written in. Those that the model knows beside them are seldom more than a headline taken for them."""
OFTEN_WRONG = {
    "en": GUESSED,
    "br": frozenset({"pt"}),
    "ch": frozenset({"de", "fr", "it"}),
    "ee": frozenset({"et"}),
    "se": frozenset({"sv"}),
}
"""What sources say that are in one of these languages: templates that nobody changed, English, and others a country for a language."""
_LATIN = (
    "af az br bs ca ch cs cy da de ee en es et eu fi fr ga gl gn ha hr ht hu id ig is it la lb lt lv mg ms mt nb nl nn no pl pt qu ro rw se sk"
    " sl sn so sq st su sv sw tl tr tw vi xh yo zu"
)
LATIN = frozenset(_LATIN.split())
"""Languages that are written in Latin letters only."""
_NOT_LATIN = "am ar as be bg bn dv dz el fa gu he hi hy ja ka km kn ko lo mk ml mr my ne or pa ps ru sd si ta te th ti ug uk ur yi zh"
NOT_LATIN = frozenset(_NOT_LATIN.split())
"""And in hardly any."""
_ELSEWHERE = re.compile("[\u0370-\u1cff\u3040-\ud7a3]")
"""A letter of another script: an entry with one in its headline may be in another language than its feed."""
_LATIN_LETTER = re.compile(
    "[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1eff]"
)


def read_language(tree: Element, meta: Meta, text: str, *, linked: str) -> str | None:
    """Return the language of a page's ``text`` as a primary subtag of BCP 47; None when nothing tells.

    The page's word is looked for in ``lang``, then in its metadata, then in JSON-LD.
    """
    return language_of(text, said=_said(tree, meta, linked))


def language_of(text: str, *, said: str | None) -> str | None:
    """Return the language of a text as a primary subtag of BCP 47; None when nothing tells for sure.

    What its source said of it goes first, but for two cases: the text is in another script; or it said what is `OFTEN_WRONG`,
    and the text is surely in another language.
    """
    sample = text[:OF_AN_ENTRY]
    if said is None or _in_another_script(sample, said):
        return guess(text[:SAMPLE])
    if said in OFTEN_WRONG and sum(map(str.isalpha, sample)) >= TO_CONTRADICT:
        return _instead(sample, said)
    return said


def _instead(sample: str, said: str) -> str | None:
    """Return the language of a text that may be in another than is said of it; None where it is surely not that, and not surely another."""
    found, probability = _likeliest(sample)
    if found == said or found not in OFTEN_WRONG[said]:
        return said
    if probability >= SURE:
        return found
    return said if dict(_model().rank(sample)).get(said, 0.0) >= HARDLY_SO else None


def in_their_languages(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a feed, each with its language, where the feed says none or what cannot be.

    A headline too short to be sure of is in the language of the whole feed, if that is the likeliest for it.
    """
    together: dict[str | None, list[str]] = {}
    for entry in entries:
        together.setdefault(entry.language, []).append(_beginning(entry))
    whole = {}
    for said, texts in together.items():
        share = max(OF_AN_ENTRY // 10, SAMPLE // len(texts))
        whole[said] = language_of("\n".join(text[:share] for text in texts), said=said)
    return tuple(
        entry
        if entry.language is not None
        and whole[entry.language] == entry.language
        and not _ELSEWHERE.search(entry.title)
        else replace(entry, language=_of_entry(entry, whole[entry.language]))
        for entry in entries
    )


def _of_entry(entry: Entry, whole: str | None) -> str | None:
    text = _beginning(entry)
    # Of a feed that is not in the language that it says, no entry is for that word alone.
    said = entry.language if whole == entry.language else None
    found = language_of(text, said=said)
    if found is None and whole is not None and _likeliest(text)[0] == whole:
        return whole
    return found


def _beginning(entry: Entry) -> str:
    return f"{entry.title}\n{entry.text or entry.summary}"[:OF_AN_ENTRY]


def guess(text: str) -> str | None:
    """Return the language of a text; None when it is too short to be sure."""
    if sum(map(str.isalpha, text)) < ENOUGH:
        return None
    found, probability = _likeliest(text)
    return found if probability >= SURE and found in GUESSED else None


def _likeliest(text: str) -> tuple[str, float]:
    found, probability = _model().classify(re.sub(r"\s+", " ", text))
    return found, probability


@cache
def _model() -> Any:
    # 0.4 s, 75 MB, and numpy with it. To limit it to some languages would copy most of that.
    from py3langid.langid import (  # type: ignore[import-untyped,unused-ignore]
        MODEL_FILE,
        LanguageIdentifier,
    )

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _said(tree: Element, meta: Meta, linked: str) -> str | None:
    candidates = (
        attribute(tree, "lang"),
        attribute(tree, "xml:lang"),
        *meta.all("og:locale", "content-language", "dc.language", "language", "inlanguage"),
        linked,
    )
    return next((found for each in candidates if (found := primary_language(each))), None)


def _in_another_script(sample: str, said: str) -> bool:
    letters = sum(map(str.isalpha, sample))
    if letters < ENOUGH or not (said in LATIN or said in NOT_LATIN):
        return False
    latin = len(_LATIN_LETTER.findall(sample))
    return latin < MOSTLY * letters if said in LATIN else latin >= HARDLY * letters
