"""Conditions on what is known about an article: where it comes from, its language, its length."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from watchlists.lexer import DOUBLE, Kind, Symbol
from watchlists.patterns import MOST_STARS
from watchlists.query import Fact, Node, Or, Place

if TYPE_CHECKING:
    from watchlists.grammar import Parser

PLACES = ("title", "lead", "body")
"""Fields that terms are looked for in."""
FACTS = ("url", "site", "author", "lang", "source", "tag", "section", "words")
"""Fields that hold facts."""

_NAMES = ("author", "source", "tag", "section")
"""Facts whose values may be several words."""

_OTHERS = {
    "headline": "title", "intitle": "title", "subject": "title", "summary": "lead",
    "description": "lead", "intro": "lead", "text": "body", "content": "body", "intext": "body",
    "domain": "site", "host": "site", "outlet": "site", "publisher": "site", "inurl": "url",
    "link": "url", "byline": "author", "by": "author", "language": "lang", "feed": "source",
    "tags": "tag", "label": "tag", "category": "section", "wordcount": "words", "length": "words",
}  # fmt: skip
_RANGE = re.compile(r"(?:(>=|<=|>|<|=)?(\d{1,7})|(\d{1,7})\.\.(\d{1,7}))$")


@lru_cache(maxsize=1000)
def field_mend(name: str) -> tuple[str, str]:
    """Return what is wrong with an unknown field's name and what was meant."""
    known = (*PLACES, *FACTS)
    close = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    meant = _OTHERS.get(name.lower()) or (close[0] if close else "")
    if meant:
        return f"There is no field {name}:.", f"Did you mean {meant}: ?"
    return f"There is no field {name}:.", (
        f"Fields are {', '.join(f'{each}:' for each in known)}; put the text in quotes to search for it."
    )


def read_fact(parser: Parser, field: Symbol) -> Node:
    """Read the value of a field of facts: one word, one quoted text, or an OR of them in brackets."""
    name = field.text.lower()
    if parser.now().kind is not Kind.OPEN:
        value = parser.now()
        fact = _fact(parser, name, field.start)
        if name in _NAMES and value.kind is Kind.WORD and parser.now().kind is Kind.WORD:
            parser.complain(
                "field-words", value.start, parser.now().end,
                "A field takes one word, and this could mean one word or the phrase.",
                f'Write {name}:"{value.text} …" in quotes, or AND between.',
            )  # fmt: skip
        return fact
    opening = parser.take()
    found: list[Node] = []
    while parser.now().kind in {Kind.WORD, Kind.QUOTED}:
        found.append(_fact(parser, name, parser.now().start))
        if parser.now().kind is not Kind.OR:
            break
        parser.take()
    if parser.now().kind is not Kind.CLOSE or not found:
        parser.complain(
            "fact-list", opening.start, parser.now().end, f"{field.text}: takes one value, or values joined by OR.",
            f"Write {name}:(a OR b); put values of several words in quotes.",
        )  # fmt: skip
        while parser.now().kind not in {Kind.CLOSE, Kind.END}:
            parser.take()
    end = parser.take().end
    place = Place(start=field.start, end=end)
    if len(found) == 1:
        return found[0]
    return Or(parts=tuple(found), place=place) if found else Fact(name=name, text="", place=place)


def _fact(parser: Parser, name: str, start: int) -> Fact:
    symbol = parser.take()
    text = DOUBLE.sub("*", " ".join(symbol.text.split()))
    fact = Fact(name=name, text=text, place=Place(start=start, end=symbol.end))
    if trouble := _trouble(name, text, symbol):
        parser.complain("bad-value", start, symbol.end, *trouble)
    return fact


def _trouble(name: str, text: str, symbol: Symbol) -> tuple[str, str] | None:
    if symbol.kind not in {Kind.WORD, Kind.QUOTED} or not text.strip("*"):
        return f"{name}: has no value.", f'Write it after the colon, for example {name}:"…".'
    if text.count("*") > MOST_STARS:
        return f"A value has at most {MOST_STARS} wildcards.", "Write more of its letters."
    if name == "words" and not _RANGE.match(text):
        return "words: takes a number of words.", "Write words:>200, words:<=900 or words:200..900."
    if name == "site" and ("/" in text or " " in text):
        return "site: takes a host such as bbc.co.uk.", "Use url: for a part of an address."
    if name == "lang" and not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*", text):
        return "lang: takes a language tag.", "Write lang:en, lang:uk or lang:pt-BR."
    return None


def in_range(count: int, text: str) -> bool:
    """Say whether a number lies in a range as ``words:`` takes it."""
    least, most = _range(text)
    return least <= count <= most


@lru_cache(maxsize=5_000)
def _range(text: str) -> tuple[int, int]:
    found = _RANGE.match(text)
    if found is None:
        return 1, 0
    sign, number, low, high = found.groups()
    if low is not None:
        return int(low), int(high)
    bound, endless = int(number), 1 << 60
    return {
        ">": (bound + 1, endless), ">=": (bound, endless), "<": (0, bound - 1), "<=": (0, bound),
    }.get(sign or "=", (bound, bound))  # fmt: skip
