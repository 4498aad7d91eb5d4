"""Whether what is known about an article, beside its words, is as a query asks."""

import re
from functools import lru_cache

from archive.vocabulary import languages_like
from watchlists.atoms import Way, ways
from watchlists.facts import in_range
from watchlists.letters import fold
from watchlists.patterns import wildcards
from watchlists.query import Fact, How, Term
from watchlists.reading import Reading
from watchlists.stems import primary


def fact_holds(node: Fact, reading: Reading) -> bool:
    """Say whether a condition on what is known about the article holds."""
    document, value = reading.document, node.text
    match node.name:
        case "words":
            return in_range(len(reading.fields[2].starts), value)
        case "lang":
            return _same_language(document.language or "", value)
        case "site":
            host = (document.site or _host(document.url)).lower().removeprefix("www.")
            wanted = value.lower().removeprefix("www.")
            return _alike(host, wanted) or _alike(host, f"*.{wanted}")
        case "url":
            return _alike(reading.url, f"*{value.lower()}*")
        case "author":
            return any(author.beginnings(way) for author in reading.authors for way in _name(value))
        case "tag":
            return any(_alike(fold(tag), fold(value)) for tag in document.tags)
        case "section":
            return any(_alike(fold(section), fold(value)) for section in document.sections)
        case _:
            return _alike(fold(document.source), fold(value))


@lru_cache(maxsize=5_000)
def _name(value: str) -> tuple[Way, ...]:
    return ways(Term(text=value, how=How.QUOTED))


def _same_language(held: str, wanted: str) -> bool:
    held, wanted = held.lower().replace("_", "-"), wanted.lower().replace("_", "-")
    return (
        held == wanted or held.startswith(f"{wanted}-") or primary(held) in languages_like(wanted)
    )


_HOST = re.compile(r"[A-Za-z][\w+.-]*://(?:[^/?#@]*@)?([^/?#:]*)")


def _host(url: str) -> str:
    found = _HOST.match(url)
    return found.group(1) if found else ""


def _alike(text: str, wanted: str) -> bool:
    return wildcards(wanted, "")(text)
