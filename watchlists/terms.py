"""The words of a query as a term, and what keeps a text from being searched for them."""

import re
from collections.abc import Iterator

from watchlists.atoms import ways
from watchlists.foreign import foreign_ending
from watchlists.lexer import DOUBLE
from watchlists.limits import MOST_PIECES, MOST_WORDS
from watchlists.patterns import MOST_STARS
from watchlists.query import How, Place, Term

Trouble = tuple[str, str, str]
"""Code, message and how to mend it."""

_WORD = r"\*?[A-Za-z0-9]+\*?"
_SURE = re.compile(rf"{_WORD}(?: {_WORD}){{0,{MOST_WORDS - 1}}}")
"""A term that can be searched for, however its words are compared."""
_LONG = ("long-phrase", f"A phrase has at most {MOST_WORDS} words.", "Use the few words that identify it.")  # fmt: skip


def term_of(text: str, how: How, place: Place) -> tuple[Term, tuple[Trouble, ...]]:
    """Return the term that words stand for, and what is wrong with it."""
    if _SURE.fullmatch(text):
        return Term(text=text, how=how, place=place), ()
    if how is not How.STEM:
        # A double quote that is left inside stands in a Hebrew abbreviation.
        text = DOUBLE.sub("״", text)
    term = Term(text=" ".join(text.split()), how=how, place=place)
    return term, tuple(_troubles(text, term))


def _troubles(text: str, term: Term) -> Iterator[Trouble]:
    if term.how is not How.STEM and (trouble := foreign_ending(text, exact=term.how is How.EXACT)):
        yield ("foreign-sign", *trouble)
    if term.text.count(" ") >= MOST_PIECES:
        yield _LONG
        return
    found = ways(term)
    if not found and "*" in text:
        yield "no-word", "This matches every text.", "Write letters beside the *."
    elif not found:
        yield "no-word", "There is no word in this.", "Write a word to look for, or remove it."
    elif any(piece.count("*") + piece.count("?") > MOST_STARS for piece in text.split()):
        yield "many-wildcards", f"A word has at most {MOST_STARS} wildcards.", "Write more of its letters."  # fmt: skip
    elif len(found[0]) > MOST_WORDS:
        yield _LONG
