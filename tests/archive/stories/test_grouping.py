"""Which reports tell of one event: laws of the grouping, and of the numbers that stories keep."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from archive.stories.grouping import (
    APART,
    FAR,
    NEAREST_PART,
    ONE_EVENT,
    WINDOW,
    Report,
    grouped,
    likeness_of,
    moves,
    placed,
)

Table = Mapping[tuple[int, int], float]
"""How alike reports are, by pairs of their names."""


def reports(
    order: Sequence[int], alike: Table, *, at: Mapping[int, int] | None = None, story: int = 0
) -> list[Report]:
    """Return reports that came in an order, each compared with all before it."""
    return [
        Report(
            article=number,
            story=story,
            at=(at or {}).get(name, 0),
            likeness={
                earlier: alike[min(name, other), max(name, other)]
                for earlier, other in enumerate(order[: number - 1], 1)
            },
        )
        for number, name in enumerate(order, 1)
    ]


def names(order: Sequence[int], groups: Sequence[tuple[int, ...]]) -> set[frozenset[int]]:
    return {frozenset(order[article - 1] for article in group) for group in groups}


@st.composite
def tables(draw: st.DrawFn, most: int = 9) -> tuple[int, dict[tuple[int, int], float]]:
    size = draw(st.integers(2, most))
    pairs = list(combinations(range(size), 2))
    # No two alike: which of equals is joined first may depend on the order.
    values = draw(st.lists(st.integers(0, 10**6), min_size=len(pairs), max_size=len(pairs), unique=True))  # fmt: skip
    return size, {pair: value / 2_000_000 for pair, value in zip(pairs, values, strict=True)}


@given(tables(), st.randoms())
def test_the_order_in_which_reports_come_does_not_matter(
    table: tuple[int, dict[tuple[int, int], float]],
    chance: Random,
) -> None:
    size, alike = table
    order = list(range(size))
    base = names(order, grouped(reports(order, alike)))
    chance.shuffle(order)
    assert names(order, grouped(reports(order, alike))) == base


@given(st.integers(1, 8), st.data())
def test_the_groups_are_those_of_the_plain_method(size: int, data: st.DataObject) -> None:
    pairs = list(combinations(range(size), 2))
    # A few values only: of pairs that are as alike, those of the oldest reports are joined first.
    values = st.sampled_from([APART, 0.0, FAR, 0.1, 0.16, ONE_EVENT, 0.2, 0.2, 0.4, 0.9])
    alike = {pair: data.draw(values) for pair in pairs}
    some = reports(range(size), alike)
    assert grouped(some) == plainly(some)


def plainly(some: Sequence[Report]) -> list[tuple[int, ...]]:
    """Join the two groups that are most alike, and work out anew how like the others they are, until none are alike enough."""
    groups = [[report.article] for report in some]
    alike = {
        (one, other): likeness_of(some[one], some[other])
        for one, other in combinations(range(len(some)), 2)
    }
    while alike and max(alike.values()) >= ONE_EVENT:
        one, other = min(pair for pair in alike if alike[pair] == max(alike.values()))
        part = len(groups[one]) / (len(groups[one]) + len(groups[other]))
        del alike[one, other]
        for third in {place for pair in alike for place in pair} - {one, other}:
            ours, theirs = min(one, third), max(one, third)
            near = alike[ours, theirs]
            far = alike.pop((min(other, third), max(other, third)))
            average = part * near + (1 - part) * far
            linked = (1 - NEAREST_PART) * average + NEAREST_PART * max(near, far)
            alike[ours, theirs] = APART if APART in {near, far} else linked
        groups[one] += groups[other]
        groups[other] = []
    return sorted(tuple(sorted(group)) for group in groups if group)


@given(tables(), st.data())
def test_what_must_not_be_together_never_is(
    table: tuple[int, dict[tuple[int, int], float]], data: st.DataObject
) -> None:
    size, alike = table
    apart = data.draw(st.sets(st.sampled_from(sorted(alike))))
    hours = data.draw(st.lists(st.integers(0, 100), min_size=size, max_size=size))
    at = {name: 3600 * hour for name, hour in enumerate(hours)}
    found = grouped(reports(range(size), alike | dict.fromkeys(apart, APART), at=at))
    for one, other in (pair for group in found for pair in combinations(group, 2)):
        assert (one - 1, other - 1) not in apart
        assert abs(at[one - 1] - at[other - 1]) <= WINDOW.total_seconds()


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=12),
    st.lists(st.integers(0, 4), min_size=12, max_size=12),
)
def test_every_story_keeps_its_number_and_no_two_share_one(
    labels: list[int], stories: list[int]
) -> None:
    groups: dict[int, list[int]] = {}
    for article, label in enumerate(labels, 1):
        groups.setdefault(label, []).append(article)
    firsts: dict[int, int] = {}
    before = {a: firsts.setdefault(stories[a - 1], a) for a in range(1, len(labels))}
    after = placed([tuple(group) for group in groups.values()], before)
    assert len({after[group[0]] for group in groups.values()}) == len(groups)
    for group in groups.values():
        assert len({after[article] for article in group}) == 1
    for first in firsts.values():
        # It is the story of its first article, or that one is now in an older story.
        assert after[first] <= first


def test_two_that_are_closer_leave_the_one_that_is_only_near() -> None:
    alike = {(0, 1): 0.2, (0, 2): 0.0, (1, 2): 0.5}
    assert grouped(reports([0, 1], alike)) == [(1, 2)]
    first, second, third = reports([0, 1, 2], alike)
    told = [
        Report(article=one.article, story=1, at=0, likeness=one.likeness) for one in (first, second)
    ]
    (left, new) = moves([*told, third])
    assert (left.article, left.before, left.after) == (2, 1, 2)
    assert (left.alike, left.was_alike) == (0.5, 0.2)
    assert (new.article, new.before, new.after) == (3, 0, 2)


def test_what_was_never_compared_stays_where_it_is() -> None:
    """As reports do that an earlier version put together, of which no likeness is known."""
    old = [
        Report(article=n, story=story, at=0, likeness={}) for n, story in ((1, 1), (2, 1), (3, 3))
    ]
    assert likeness_of(old[0], old[2]) == FAR < ONE_EVENT
    new = Report(article=4, story=0, at=0, likeness={1: 0.3, 2: 0.3, 3: 0.0})
    assert [(one.article, one.after) for one in moves([*old, new])] == [(4, 1)]
