"""A term as the words it asks for: each atom decides about one word of a text."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from watchlists.letters import lower
from watchlists.patterns import wildcards
from watchlists.query import How, Term
from watchlists.stems import Stemming
from watchlists.words import UNSPACED, Word, words

# Wildcards go through the reading of words as letters that no news text uses.
_STAR, _ONE = "ꙮ", "ᚠ"
_HYPHENS = "-‐‑‒"
_MOST_WAYS = 8
SIGN = re.compile(r"[\d&.+#@]")
"""Signs that make a word compare as written: there is no ending to take off."""


class Kind(StrEnum):
    """What an atom compares."""

    STEM = "stem"
    """The word without its ending, in the language of the text."""
    WORD = "word"
    """The folded word."""
    ALSO = "also"
    """The second form of a word: ``u.s.``, ``#ukraine``."""
    EXACT = "exact"
    """The word as written."""
    WILD = "wild"
    """A pattern over the folded word, or over the second form when it has a sign."""
    SHAPE = "shape"
    """A pattern over the word as written."""
    ANY = "any"
    """Whatever word."""


class Atom(NamedTuple):
    """One word that a term asks for; a tuple, because a large set of queries makes and compares very many."""

    kind: Kind
    value: str
    """The form to compare; for patterns with ``*`` and ``?``."""
    begins: bool = True
    """In Hangul: whether a written word has to begin here."""


Way = tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of a query, before it is known how it is compared."""

    word: Word
    free: bool = False
    """``*`` stood before a word that is written without spaces, or inside one of Hangul."""


def satisfies(atom: Atom, word: Word, stemming: Stemming) -> bool:
    """Say whether one word of a text is what the atom asks for."""
    if atom.begins and not word.begins and atom.kind is not Kind.ANY:
        return False
    match atom.kind:
        case Kind.STEM:
            return not set(stemming.keys(atom.value)).isdisjoint(stemming.keys(word.stemmable))
        case Kind.WORD:
            return word.folded == atom.value
        case Kind.ALSO:
            return word.also == atom.value
        case Kind.EXACT:
            return word.written == atom.value
        case Kind.WILD:
            form = word.also if atom.value[0] in "#@" else word.folded
            return wildcards(atom.value)(form)
        case Kind.SHAPE:
            return wildcards(atom.value)(word.written)
        case Kind.ANY:
            return True


def ways(term: Term) -> tuple[Way, ...]:
    """Return the sequences of words that satisfy a term; empty when it holds no word.

    There is more than one way where spelling varies: ``e-mail`` is also *email*, ``50,000`` is also
    *50 000*. An ``=`` term has one way only.
    """
    return ways_of(term.text, term.how)


def ways_of(text: str, how: How) -> tuple[Way, ...]:
    """Return the ways of a term by what it is made of."""
    if text.isascii() and text.replace(" ", "").replace("*", "").isalnum():
        # Plain words are spelled in one way; most terms are made of them.
        return (tuple([_plain(word, how) for word in text.split()]),)
    return _spelled(text, how)


@lru_cache(maxsize=50_000)
def _plain(word: str, how: How) -> Atom:
    """Return what a word of ASCII letters, digits and stars asks for: ``_atom`` of it, found faster."""
    if "*" not in word:
        if how is How.EXACT:
            return Atom(Kind.EXACT, word, False)
        as_written = how is How.QUOTED or len(word) == 1 or not word.isalpha()
        kind = Kind.WORD if as_written else Kind.STEM
        return Atom(kind, word.lower(), False)
    value = re.sub(r"\*+", "*", word)
    if value == "*":
        return Atom(Kind.ANY, value)
    if how is How.EXACT:
        return Atom(Kind.SHAPE, value, False)
    return Atom(Kind.WILD, value.lower(), False)


@lru_cache(maxsize=20_000)
def _spelled(text: str, how: How) -> tuple[Way, ...]:
    choices: list[tuple[tuple[_Part, ...], ...]] = []
    for piece in text.split():
        spellings = _spellings(piece, exact=how is How.EXACT)
        if spellings:
            choices.append(spellings)
    while len(choices) > 1 and _count(choices) > _MOST_WAYS:
        widest = max(range(len(choices)), key=lambda index: len(choices[index]))
        choices[widest] = choices[widest][:1]
    found = {
        tuple(_atom(part, how) for spelling in chosen for part in spelling): None
        for chosen in product(*choices)
    }
    return tuple(way for way in found if way and any(atom.kind is not Kind.ANY for atom in way))


def _count(choices: list[tuple[tuple[_Part, ...], ...]]) -> int:
    total = 1
    for choice in choices:
        total *= len(choice)
    return total


def _spellings(piece: str, *, exact: bool) -> tuple[tuple[_Part, ...], ...]:
    """Read one spaceless piece of a term in every way it may be spelled."""
    first = _parts(piece)
    if not first:
        return ()
    if exact:
        return (first,)
    joined = re.sub(rf"(?<=\w)[{_HYPHENS}](?=\w)", "", piece)
    if joined != piece and len(first) > 1 and not any(part.word.special for part in first):
        return (first, _parts(joined))
    groups = re.split(r"(?<=\d)[.,](?=\d{3}(?!\d))", piece)
    if len(first) == 1 and len(groups) > 1 and first[0].word.folded == "".join(groups):
        return (first, tuple(part for group in groups for part in _parts(group)))
    return (first,)


def _parts(piece: str) -> tuple[_Part, ...]:
    hidden = re.sub(
        r"(?<=\w)\?+(?=\w)", lambda found: _ONE * len(found[0]), piece.replace("*", _STAR)
    )
    found: list[_Part] = []
    free = False
    read = list(words(hidden))
    for index, word in enumerate(read):
        if set(word.folded) == {_STAR} and len(read) > 1 and _beside_unspaced(read, index):
            free = True
            continue
        found.append(_Part(word, free))
        free = False
    return tuple(found)


def _beside_unspaced(read: list[Word], index: int) -> bool:
    """A star beside a word of one character stands for what its script does not separate anyway."""
    beside = read[max(0, index - 1) : index] + read[index + 1 : index + 2]
    return any(UNSPACED.match(word.written) or _hangul(word.written) for word in beside)


def _hangul(written: str) -> bool:
    return "\uac00" <= written[:1] <= "\ud7a3"


def _atom(part: _Part, how: How) -> Atom:
    word = part.word
    begins = word.begins and _hangul(word.written) and not part.free
    if set(word.folded) == {_STAR}:
        return Atom(Kind.ANY, "*")
    if _STAR in word.folded or _ONE in word.folded:
        form = word.written if how is How.EXACT else word.also if word.special else word.folded
        kind = Kind.SHAPE if how is How.EXACT else Kind.WILD
        return Atom(kind, re.sub(r"\*+", "*", form.replace(_STAR, "*").replace(_ONE, "?")), begins)
    if how is How.EXACT:
        return Atom(Kind.EXACT, word.written, begins)
    if word.special:
        return Atom(Kind.ALSO, word.also, begins)
    if how is How.QUOTED or len(word.folded) == 1 or SIGN.search(word.folded):
        return Atom(Kind.WORD, word.folded, begins)
    return Atom(Kind.STEM, lower(word.stemmable), begins)
