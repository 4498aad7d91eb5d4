"""The short way for plain queries: words and quoted phrases, joined by AND or by OR.

Most queries of a large set are of this kind, and reading them by the whole grammar takes five times as long. What this
module reads, `watchlists.grammar` reads to the same tree; everything else is left to it.
"""

import re

from watchlists.query import And, How, Node, Or, Place, Term

# Letters and digits of scripts whose words stand between spaces; a bare word must not look like an operator.
_LETTERS = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u052f"
_WORD = (
    rf"(?!(?:AND|OR|NOT|SENTENCE|PARAGRAPH|(?i:O?NEAR|PRE|ADJ)\d*)(?![{_LETTERS}]))[{_LETTERS}]+\*?"
)
_PHRASE = rf'"[{_LETTERS}]+\*?(?: [{_LETTERS}]+\*?)*"'
_ITEM = rf"(?:{_PHRASE}|{_WORD})"
_QUERY: dict[type[And] | type[Or], re.Pattern[str]] = {
    And: re.compile(rf"{_ITEM}(?: AND {_ITEM})*"),
    Or: re.compile(rf"{_ITEM}(?: OR {_ITEM})+"),
}
_OPERATOR = {And: " AND ", Or: " OR "}
_EACH = {kind: re.compile(rf"({_ITEM})(?:{operator}|\Z)") for kind, operator in _OPERATOR.items()}
_LONGEST = 500
_MOST_WORDS = 40


def plain(text: str) -> Node | None:
    """Return the tree of a plain query; None when it is another kind of query, or wrong."""
    found = _items(text)
    if found is None:
        return None
    kind, items = found
    terms: list[Node] = []
    at = 0
    for item in items:
        words, how = _term(item)
        terms.append(Term(text=words, how=how, place=Place(start=at, end=at + len(item))))
        at += len(item) + len(_OPERATOR[kind])
    if len(terms) == 1:
        return terms[0]
    return kind(parts=tuple(terms), place=Place(start=0, end=len(text)))


def plain_terms(text: str) -> tuple[type[And] | type[Or], list[tuple[str, How]]] | None:
    """Return how the terms of a plain query are joined, and each of them, without the tree; None as of `plain`."""
    found = _items(text)
    if found is None:
        return None
    kind, items = found
    return kind, [_term(item) for item in items]


def _items(text: str) -> tuple[type[And] | type[Or], list[str]] | None:
    if len(text) > _LONGEST:
        return None
    for kind, whole in _QUERY.items():
        if whole.fullmatch(text):
            items = _EACH[kind].findall(text)
            return None if any(item.count(" ") >= _MOST_WORDS for item in items) else (kind, items)
    return None


def _term(item: str) -> tuple[str, How]:
    return (item[1:-1], How.QUOTED) if item[0] == '"' else (item, How.STEM)
