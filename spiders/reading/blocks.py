"""Blocks of a page that are marked up as what they are not, or as adverts: they are told by names, so names are put right.

trafilatura prunes by names as well, but not what holds most of a page's text: whether a block «widget» goes depends on
how long the teasers around the article are, so that one edition of a page is read whole and the next is not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import lru_cache

from spiders.reading.tree import Element, HtmlElement

MARK = "data-wirewatch-advert"
MOST = 0.5
"""Share of a page's paragraphs; what holds more is the article, whatever its name says."""
PARAGRAPH = 60
"""Characters of a paragraph outside links."""
WIDGET = "widget"
"""In content systems made of blocks each paragraph of an article is in a «widget»."""
_BLOCKS = ("div", "section", "aside", "ins", "article", "ul", "figure", "center")
_HINT = re.compile(r"(?i)ad|sponsor|promo|werbung|anzeige|publici|reklam")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")
_ADVERT_WORDS = (
    "ad ads advert adverts advertisement advertisements advertising advertorial sponsor sponsored promo promos promoted"
    " adslot adunit adbox adblock adcontainer adwrapper adbanner adsense adsbygoogle werbung anzeige anzeigen publicite"
    " publicidad publicidade pubblicita reklama reklame reklam"
)
_ADVERT = frozenset(_ADVERT_WORDS.split())
_PLACES_WORDS = (
    "slot slots container wrapper wrap box block unit banner holder placeholder inline in mid middle article content story"
    " post body native google dfp gpt leaderboard mpu rectangle billboard skyscraper sticky top bottom left right center"
    " desktop mobile tablet sidebar section label area space zone frame module component widget item card row col large"
    " medium small responsive outer inner paragraph aside message text link links"
)
_PLACES = frozenset(_PLACES_WORDS.split())
_LABEL = re.compile(
    r"(?i)\s*(?:ads?|advert(?:isement|ising)?s?|sponsored(?: content)?|anzeige|werbung|publicité|publicidade?|pubblicità"
    r"|reklam[ae]?|реклама|广告|廣告|広告|광고)\s*"
)


@contextmanager
def put_right(tree: HtmlElement) -> Iterator[bool]:
    """Let a tree be read with its blocks put right; the tree is left as it was.

    Yields whether adverts were marked with `MARK`.
    """
    marked, renamed = _misnamed(tree)
    try:
        for each in marked:
            each.set(MARK, "")
        for each, name in renamed.items():
            each.set("class", " ".join(word for word in name.split() if WIDGET not in word))
        yield bool(marked)
    finally:
        for each in marked:
            each.attrib.pop(MARK, "")
        for each, name in renamed.items():
            each.set("class", name)


def _misnamed(tree: HtmlElement) -> tuple[list[Element], dict[Element, str]]:
    """Return the adverts of a page, and the widgets that are its article with the names of their classes."""
    adverts, widgets = [], {}
    for block in tree.iter(*_BLOCKS):
        for name, value in block.items():
            if _is_advert(name, value):
                adverts.append(block)
                break
            if name == "class" and WIDGET in value:
                widgets[block] = value
    if not adverts and not widgets:
        return [], {}
    total, held = _paragraphs(tree, {*adverts, *widgets})
    if _share(adverts, held, total) >= MOST:
        adverts = []
    if _share(widgets, held, total) < MOST:
        widgets = {}
    return adverts, {each: name for each, name in widgets.items() if held[each]}


def _is_advert(name: str, value: str) -> bool:
    """Say whether a block with this attribute calls itself an advert."""
    if name in {"class", "id"}:
        return _HINT.search(value) is not None and any(map(_names_advert, value.split()))
    if name == "aria-label":
        return _LABEL.fullmatch(value) is not None
    return name == "data-ad" or name.startswith("data-ad-")


@lru_cache(maxsize=1024)
def _names_advert(name: str) -> bool:
    """Tell «inline-ad-slot» and «adContainer» from «ad-free», «has-ads» and «headline»."""
    words = [word.lower() for word in _WORDS.findall(name)]
    return not _ADVERT.isdisjoint(words) and all(
        word in _ADVERT or word in _PLACES or word.isdecimal() for word in words
    )


def _paragraphs(tree: HtmlElement, blocks: AbstractSet[Element]) -> tuple[int, Counter[Element]]:
    """Return how long the paragraphs of a page are together, and how long those in each of some blocks."""
    total, held = 0, Counter[Element]()
    for paragraph in tree.iter("p"):
        size = len((paragraph.text or "").strip())
        size += sum(len((each.tail or "").strip()) for each in paragraph)
        if size < PARAGRAPH:
            continue
        total += size
        for each in paragraph.iterancestors():
            if each in blocks:
                held[each] += size
    return total, held


def _share(blocks: Iterable[Element], held: Counter[Element], total: int) -> float:
    """Return which share of the paragraphs is in some blocks; what is in one inside another counts once."""
    known = set(blocks)
    outer = (each for each in known if known.isdisjoint(each.iterancestors()))
    return sum(held[each] for each in outer) / total if total else 0.0
