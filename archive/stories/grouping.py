"""Which reports tell of one event, all of them seen together: pure decisions.

Groups are joined from single reports on, first the two that are most alike, for as long as any two are alike enough: between average and
single linkage (Lance and Williams, 1967). So what comes out hardly depends on the order in which the reports came, and a first
impression can be mended: what was joined when little was known is parted when more is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from typing import NamedTuple

ONE_EVENT = 0.165
"""Likeness from which on two groups of reports tell of one event."""
NEAREST_PART = 0.25
"""How much the nearer of two groups counts when they are joined; the rest is their average. A story has more sides than one."""
WINDOW = timedelta(hours=72)
"""From the first report of a story to the last: what comes later is news again."""
APART = -1.0
"""The likeness of two reports, and of all groups that they are in, that must not be in one story."""
FAR = 0.05
"""What two reports of different stories are taken for that were never compared."""
NEAR = 0.25
"""And two of the same: what nothing speaks against stays together."""
_WINDOW = WINDOW.total_seconds()
_NEVER = -inf
"""`APART` where groups are joined: it stays, whatever it is averaged with."""


class Report(NamedTuple):
    """An article that copies no other, among those that may report the same event."""

    article: int
    story: int
    """The one that it is in; 0: none yet."""
    at: int
    """When it appeared, in seconds."""
    likeness: Mapping[int, float]
    """How like it is to those reports before it that it was compared with, by article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What becomes of a report."""

    article: int
    before: int
    after: int
    """The stories."""
    alike: float | None
    """How like it is to the others of the story that it is in now, on average; None where it is alone."""
    was_alike: float | None
    """The same of those that it left."""


def grouped(reports: Sequence[Report]) -> list[tuple[int, ...]]:
    """Return the articles of each story, in order; ``reports`` come in the order of their numbers."""
    likeness, least = _table(reports)
    if reports and least >= ONE_EVENT:
        # However groups of such reports are joined, no two of them become less alike than that.
        return [tuple(sorted(report.article for report in reports))]
    groups = [[report.article] for report in reports]
    # How like each is to that which is most like it. To be joined makes no group more like a third than the nearer of them was:
    # so it is looked for anew only where it was one of those two.
    nearest = list(map(max, likeness))
    while (alike := max(nearest, default=_NEVER)) >= ONE_EVENT:
        # Of equals the oldest come first.
        one = nearest.index(alike)
        other = likeness[one].index(alike)
        joined = _linked(likeness[one], likeness[other], len(groups[one]), len(groups[other]))
        likeness[one] = joined
        groups[one] += groups.pop(other)
        del likeness[other], nearest[other]
        for each, row in enumerate(likeness):
            was = row[one], row.pop(other)
            row[one] = joined[each]
            if nearest[each] in was:
                nearest[each] = max(row)
        nearest[one] = max(joined)
    return sorted(tuple(sorted(group)) for group in groups)


def _table(reports: Sequence[Report]) -> tuple[list[list[float]], float]:
    """Return how like all reports are to all others, and how like those two that are least alike."""
    table = [[_NEVER] * len(reports) for _ in reports]
    least = inf
    for place, one in enumerate(reports):
        row = table[place]
        for before, other in enumerate(reports[:place]):
            alike = likeness_of(other, one)
            if alike > APART:
                row[before] = table[before][place] = alike
            if alike < least:
                least = alike
    return table, least


def _linked(
    ours: Sequence[float], theirs: Sequence[float], size: int, their_size: int
) -> list[float]:
    """Return how like a group, joined of two of so many reports, is to all others."""
    part = size / (size + their_size)
    rest, average = 1 - part, 1 - NEAREST_PART
    return [
        average * (part * one + rest * other) + NEAREST_PART * (one if one > other else other)  # noqa: FURB136 - to call `max` takes twice as long
        for one, other in zip(ours, theirs, strict=True)
    ]


def likeness_of(one: Report, other: Report) -> float:
    """Return how alike two reports are, as far as it is known; ``one`` is the earlier."""
    if not -_WINDOW <= one.at - other.at <= _WINDOW:
        return APART
    alike = other.likeness.get(one.article)
    if alike is None:
        return NEAR if one.story == other.story else FAR
    return alike


def placed(groups: Sequence[tuple[int, ...]], before: Mapping[int, int]) -> dict[int, int]:
    """Return the story of each article, by those in which they were ``before``; new ones were in none.

    A story stays with the article that began it, or else with the oldest of its articles. A group is the oldest story that stays with it,
    or begins one, which is called after its oldest article.
    """
    oldest: dict[int, int] = {}
    for article, story in sorted(before.items()):
        oldest.setdefault(story, article)
    with_ = {story: story if story in before else article for story, article in oldest.items()}
    after: dict[int, int] = {}
    for group in groups:
        stay = [story for story, article in with_.items() if article in group]
        after |= dict.fromkeys(group, min(stay, default=group[0]))
    return after


def moves(reports: Sequence[Report]) -> list[Move]:
    """Return which articles are in another story than before, now that all of them are seen together."""
    before = {report.article: report.story for report in reports if report.story}
    after = placed(grouped(reports), before)

    def alike(report: Report, stories: Mapping[int, int], story: int) -> float | None:
        place = reports.index(report)
        earlier = [
            likeness_of(other, report)
            for other in reports[:place]
            if stories.get(other.article) == story
        ]
        later = [
            likeness_of(report, other)
            for other in reports[place + 1 :]
            if stories.get(other.article) == story
        ]
        others = [max(0.0, each) for each in earlier + later]
        return sum(others) / len(others) if others else None

    return [
        Move(
            article=report.article,
            before=report.story,
            after=after[report.article],
            alike=alike(report, after, after[report.article]),
            was_alike=alike(report, before, report.story) if report.story else None,
        )
        for report in reports
        if after[report.article] != report.story
    ]
