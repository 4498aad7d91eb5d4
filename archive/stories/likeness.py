"""How alike two reports are, and whether they tell of one event: pure decisions."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice, repeat
from math import log, sqrt
from operator import gt, mul

from archive.stories.lexicon import Lexicon
from archive.stories.openings import Opening

WITHOUT_NAMES = 0.9
"""What likeness is worth where there are no names to compare: it comes of words alone, and is higher."""
WORTH_A_LOOK = 0.1
"""Less alike are no reports of one event, whatever else is known."""
TELLING = 16
"""Terms by which a report is looked for."""
SHARED = 3
"""Terms that two reports of one event have in common, at least."""
SURE, IN_COMMON = 0.08, 4
"""The part of the terms of the shorter of two reports from which on what they have in common counts in full; and the number."""
SAME_FORM = 0.65
"""The part of the words, neither names nor figures, of the shorter of two reports from which on they are one form, filled in twice: events
are told in other words, but the weather, the markets and the results of two days in the same."""
MUCH_IN_COMMON = 0.25
"""The part of all terms in common below which that is not looked at: it takes time."""
FIGURES, FIGURES_SHARED = 3, 0.5
"""Reports of one form with so many figures, of which they share a smaller part, tell of two events."""
WHOLE_FORM, SOME_FIGURES, FORM_SHARED = 0.9, 4, 0.65
"""Nearly all words in common, in a form that has figures of its own («6 of 49, ticket offices close at 18.59»): so many, and a larger part."""
FACTS, FACTS_SHARED = 4, 0.34
"""The same of names and figures together."""
FILLED, OWN_FACTS, OWN_HALF = 0.8, 3, 2
"""A form of which so many words are the same, and each has so many facts that the other has not, names among them, or fewer if they are all
names and half of the facts: it was filled in for two events («a man, 34, of Harehills Road», «a man, 41, of Burley Street»). A toll that
rises has other figures, and the names of before."""
FEWEST = 10
"""Terms without which an opening says too little to find others by it."""
NAMED = 5
"""Names from which on they count as much as all words together; fewer, were they all shared, say little."""
NAMES_FIRST = 1.5
"""How much more than its rarity a name says, where it is to be found by it."""
SAID_AGAIN = 2
"""Saying a word more often than that adds nothing: what an article is about is not yet what happened."""
_AGAIN = log(SAID_AGAIN)
"""What saying a word again adds to it, in parts of what it is worth said once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An opening as it was when it came: by its length, it is compared without all of its words being weighed again."""

    opening: Opening
    size: float
    """The length of the vector of all weights."""
    names_size: float
    """The length of that of the names, were they `NAMED` at least."""
    again: Sequence[int]
    """The terms that it says more than once."""
    names_again: Sequence[int]
    """Those of them that are names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An opening with the weights that its words have now."""

    opening: Opening
    ranked: Sequence[int]
    """Its terms, those that say most first; names say more than their rarity."""
    worth: Mapping[int, float]
    """By term: what it adds to the product with an opening that says it once."""
    named: Mapping[int, float]
    """The same of its names alone."""
    size: float
    names_size: float
    """As of `Remembered`."""

    def telling(self, known: Callable[[int], bool] = bool) -> list[int]:
        """Return the terms that say most, of those that are ``known``."""
        return list(islice(filter(known, self.ranked), TELLING))

    def likeness(self, other: Remembered) -> float:
        """Return how alike two reports are, 0 to 1: by all words, and up to half by names, where both have some."""
        worth, named, theirs = self.worth, self.named, other.opening
        terms, names = theirs.terms, theirs.names
        # No term is worth nothing, so only those go that are not common.
        common = [*filter(None, map(worth.get, terms))]
        number = len(common)
        if number < SHARED:
            return 0.0
        common_names = [*filter(None, map(named.get, terms[:names]))] if named and names else []
        shorter = min(len(worth), len(terms))
        if number > MUCH_IN_COMMON * shorter and _of_one_form(
            self.opening, theirs, number - len(common_names)
        ):
            return 0.0
        words = _product(common, worth, other.again) / (self.size * other.size)
        enough = max(IN_COMMON, SURE * shorter)
        sure = number / enough if number < enough else 1.0
        fewer = min(len(named), names)
        if not fewer:
            return min(1.0, WITHOUT_NAMES * sure * words)
        part = 0.5 * fewer / NAMED if fewer < NAMED else 0.5
        alike = _product(common_names, named, other.names_again) if common_names else 0.0
        alike /= self.names_size * other.names_size
        return min(1.0, sure * ((1 - part) * words + part * alike))

    def in_common(self, other: Opening) -> list[int]:
        """Return the terms that say most of those that both have."""
        both = set(other.terms)
        return list(islice((term for term in self.ranked if term in both), 4))


def _product(common: Sequence[float], worth: Mapping[int, float], again: Sequence[int]) -> float:
    return sum(common) + _AGAIN * sum(filter(None, map(worth.get, again)))


def _of_one_form(one: Opening, other: Opening, most: int) -> bool:
    """Say whether two reports are one form that was filled in with other facts; ``most``: the words that they may have in common."""
    begin, began = max(one.figures, one.names), max(other.figures, other.names)
    shorter = min(len(one.terms) - begin, len(other.terms) - began)
    if most < SAME_FORM * shorter:
        return False
    common = len(set(one.terms[begin:]).intersection(other.terms[began:]))
    if common < SAME_FORM * shorter:
        return False
    figures = one.terms[: one.figures], other.terms[: other.figures]
    return (
        _differ(*figures, FIGURES, FIGURES_SHARED)
        or (common >= WHOLE_FORM * shorter and _differ(*figures, SOME_FIGURES, FORM_SHARED))
        or (common >= FILLED * shorter and _own_facts(one, other))
        or _differ(one.terms[: one.names], other.terms[: other.names], FACTS, FACTS_SHARED)
    )


def _differ(one: Sequence[int], other: Sequence[int], fewest: int, shared: float) -> bool:
    fewer = min(len(one), len(other))
    return fewer >= fewest and len(set(one) & set(other)) < shared * fewer


def _own_facts(one: Opening, other: Opening) -> bool:
    """Say whether each of two forms has facts that the other has not, and names among them."""
    names = _own(one.terms[one.figures : one.names], other.terms[other.figures : other.names])
    facts = _own(one.terms[: one.names], other.terms[: other.names])
    fewer = min(one.names, other.names)
    return names > 0 and (facts >= OWN_FACTS or (names >= OWN_HALF and 2 * names >= fewer))


def _own(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many terms each has at least that the other has not."""
    return min(len(one), len(other)) - len(set(one) & set(other))


def weighed(opening: Opening, lexicon: Lexicon) -> Weighed:
    """Weigh the words of an opening."""
    terms, names = list(opening.terms), opening.names
    rarity = lexicon.rarity(opening)
    weights = [
        rare if n < SAID_AGAIN else rare + _AGAIN * rare
        for rare, n in zip(rarity, opening.times, strict=True)
    ]
    first = dict(zip(terms, weights, strict=True))
    for term in terms[:names]:
        first[term] *= NAMES_FIRST
    squares = list(map(mul, weights, weights))
    worth = list(map(mul, weights, rarity))
    return Weighed(
        opening=opening,
        # Of equals, in all openings the same: they are found by what they have in common.
        ranked=sorted(sorted(terms), key=first.__getitem__, reverse=True),
        worth=dict(zip(terms, worth, strict=True)),
        named=dict(zip(terms[:names], worth[:names], strict=True)),
        size=sqrt(sum(squares)) or 1.0,
        names_size=sqrt(sum(squares[:names]) * max(1.0, NAMED / max(1, names))) or 1.0,
    )


def remembered(report: Weighed) -> Remembered:
    """Return what is remembered of a report."""
    return remembered_of(report.opening, report.size, report.names_size)


def remembered_of(opening: Opening, size: float, names_size: float) -> Remembered:
    """Return what is remembered of a report by its opening and its lengths."""
    again = list(map(gt, opening.times, repeat(1)))
    terms, names = opening.terms, opening.names
    return Remembered(
        opening=opening,
        size=size,
        names_size=names_size,
        again=array("I", compress(terms, again)),
        names_again=array("I", compress(terms[:names], again)),
    )
