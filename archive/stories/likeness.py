"""How alike two reports are, and whether they tell of one event: pure decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import sqrt

from archive.stories.lexicon import Lexicon
from archive.stories.openings import Opening

ONE_EVENT = 0.18
"""Likeness to the nearer half of a story above which an article reports it."""
WITHOUT_NAMES = 0.25
"""The same where there are no names to compare."""
ONE_STORY = 0.25
"""Likeness between the nearer reports of two stories above which they are one."""
AS_CLOSE = 0.5
"""And so much of what the reports of a story are like one another: in a close story, who is only near is another."""
WORTH_A_LOOK = 0.16
WINDOW = timedelta(hours=72)
"""From the first report of a story to the last: what comes later is news again."""
TELLING = 16
"""Terms by which a report is looked for."""
SHARED = 3
"""Terms that two reports of one event have in common, at least."""
SURE = 0.08
"""The part of the terms of the shorter of two reports from which on what they have in common counts in full."""
SAME_WORDS, FIGURES, FIGURES_SHARED = 0.40, 4, 0.34
"""Reports as alike as the first are no reports of one event if they have that many figures and share so few of them: they
are the weather, or the markets, of two days."""
FEWEST = 10
"""Terms without which an opening says too little to find others by it."""
NAMED = 5
"""Names from which on they count as much as all words together; fewer, were they all shared, say little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An opening with the weights that its words have now."""

    opening: Opening
    weights: Mapping[int, float]
    """By term; names first."""
    figures: frozenset[int]
    named: frozenset[int]
    size: float
    """The length of the vector of all weights."""
    names_size: float
    """The length of that of the names, were they `NAMED` at least."""

    def telling(self) -> list[int]:
        """Return the terms that say most; names say more than their rarity."""
        weights, named = self.weights, self.named
        ranked = sorted(weights, key=lambda t: (-weights[t] * (1.5 if t in named else 1), t))
        return ranked[:TELLING]

    def likeness(self, other: "Weighed") -> float:
        """Return how alike two reports are, 0 to 1: by all words, and up to half by names, where both have some."""
        mine, theirs = self.weights, other.weights
        common = mine.keys() & theirs.keys()
        if len(common) < SHARED:
            return 0.0
        words = sum([mine[term] * theirs[term] for term in common]) / (self.size * other.size)
        if words > SAME_WORDS and _other_figures(self.figures, other.figures):
            return 0.0
        sure = min(1.0, len(common) / (SURE * min(len(mine), len(theirs))))
        part = 0.5 * min(1.0, min(len(self.named), len(other.named)) / NAMED)
        if not part:
            return sure * words
        both = common & self.named & other.named
        names = sum([mine[term] * theirs[term] for term in both]) / (
            self.names_size * other.names_size
        )
        return sure * ((1 - part) * words + part * names)

    @property
    def enough(self) -> float:
        """The likeness above which it reports the event of a story."""
        return ONE_EVENT if self.named else WITHOUT_NAMES

    def in_common(self, other: "Weighed") -> list[int]:
        """Return the terms that say most of those that both have."""
        both = self.weights.keys() & other.weights.keys()
        return sorted(both, key=lambda term: (-self.weights[term], term))[:4]


def _other_figures(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    fewer = min(len(ours), len(theirs))
    return fewer >= FIGURES and len(ours & theirs) < FIGURES_SHARED * fewer


def weighed(opening: Opening, lexicon: Lexicon) -> Weighed:
    """Weigh the words of an opening."""
    weights = lexicon.weights(opening)
    squares = [weight * weight for weight in weights]
    names = opening.names
    return Weighed(
        opening=opening,
        weights=dict(zip(opening.terms, weights, strict=True)),
        figures=frozenset(opening.terms[: opening.figures]),
        named=frozenset(opening.terms[:names]),
        size=sqrt(sum(squares)) or 1.0,
        names_size=sqrt(sum(squares[:names]) * max(1.0, NAMED / max(1, names))) or 1.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Why an article, or a story, joins a story."""

    story: int
    likeness: float
    reason: str


def join(
    report: Weighed, stories: Mapping[int, Sequence[Weighed]], words: Mapping[int, str]
) -> Joining | None:
    """Decide which story a report joins, if any; ``words`` are its own, by number."""
    for alike, story in _ranked([report], stories):
        if alike < report.enough:
            break
        if alike >= AS_CLOSE * _closeness(stories[story]):
            nearest = max(stories[story], key=report.likeness)
            told = ", ".join(words[term] for term in report.in_common(nearest) if term in words)
            reason = f"{told}: {100 * alike:.0f} % alike"
            return Joining(story=story, likeness=alike, reason=reason)
    return None


def unite(report: Weighed, own: int, stories: Mapping[int, Sequence[Weighed]]) -> Sequence[Joining]:
    """Decide which other stories are the one that a report joined: it may be the link between two."""
    members = (*stories.get(own, ()), report)
    others = {
        story: theirs
        for story, theirs in stories.items()
        if story != own and _nearer([report], theirs) >= WORTH_A_LOOK
    }
    return [
        Joining(
            story=story,
            likeness=alike,
            reason=f"the reports of both became {100 * alike:.0f} % alike",
        )
        for alike, story in _ranked(members, others)
        if alike >= max(ONE_STORY, report.enough)
        and alike >= AS_CLOSE * min(_closeness(members), _closeness(others[story]))
    ]


def _ranked(
    reports: Sequence[Weighed], stories: Mapping[int, Sequence[Weighed]]
) -> list[tuple[float, int]]:
    found = [(_nearer(reports, theirs), story) for story, theirs in stories.items()]
    return sorted(found, key=lambda one: (-one[0], one[1]))


def _nearer(ours: Sequence[Weighed], theirs: Sequence[Weighed]) -> float:
    """Return the average likeness over the nearer half of all pairs: a story has more sides than one."""
    return _nearer_half([one.likeness(other) for one in ours for other in theirs])


def _closeness(reports: Sequence[Weighed]) -> float:
    """Return how alike the nearer half of the pairs of a story's reports is; 0 where there are too few to tell."""
    if len(reports) < 3:
        return 0.0
    return _nearer_half([one.likeness(other) for one, other in combinations(reports, 2)])


def _nearer_half(alike: Sequence[float]) -> float:
    nearer = sorted(alike, reverse=True)[: (len(alike) + 1) // 2]
    return sum(nearer) / len(nearer)
