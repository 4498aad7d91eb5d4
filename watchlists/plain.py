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
_QUERY = {
    And: re.compile(rf"{_ITEM}(?: AND {_ITEM})*"),
    Or: re.compile(rf"{_ITEM}(?: OR {_ITEM})+"),
}
_NEXT = re.compile(_ITEM)
_OPERATOR = {And: " AND ", Or: " OR "}
_LONGEST = 500
_MOST_WORDS = 40


def plain(text: str) -> Node | None:
    """Return the tree of a plain query; None when it is another kind of query, or wrong."""
    if len(text) > _LONGEST:
        return None
    for kind in (And, Or):
        if _QUERY[kind].fullmatch(text):
            return _tree(text, kind)
    return None


def _tree(text: str, kind: type[And] | type[Or]) -> Node | None:
    terms: list[Node] = []
    at = 0
    while (found := _NEXT.match(text, at)) is not None:
        item = found.group()
        if item.count(" ") >= _MOST_WORDS:
            return None
        terms.append(_term(item, Place(start=at, end=found.end())))
        at = found.end() + len(_OPERATOR[kind])
    if len(terms) == 1:
        return terms[0]
    return kind(parts=tuple(terms), place=Place(start=0, end=len(text)))


def _term(item: str, place: Place) -> Term:
    if item[0] == '"':
        return Term(text=item[1:-1], how=How.QUOTED, place=place)
    return Term(text=item, how=How.STEM, place=place)
