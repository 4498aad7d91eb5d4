"""Which address of a channel is which, when the list of them changes; pure.

The archive knows the addresses of a channel by numbers. A number stays with its address wherever that stands in the
list, so that what waits goes to whom it was written for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """By what an address is known again; nothing of the address can be read from it."""

    whole: str
    """Stands for all of it but passwords."""
    stem: str
    """Stands for what no new secret changes: service, host, user, recipient."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An address that a channel has, or had."""

    number: int
    mark: Mark
    place: int | None
    """Where it stood in the list when that was last read, from 0; None: it was taken out."""


def number(marks: Sequence[Mark], known: Sequence[Known], *, free: int) -> tuple[int, ...]:
    """Return the number of each address of a channel, in the order of the list.

    The number of an address is that of the one that is the same; or else of the one that differs in its secrets only, if there
    are no two of them; or else a new one, from ``free`` on. Where no address is an old one and there are as many as
    before, each takes the place of the one before it: the channel was moved.
    """
    if not known:
        return tuple(range(len(marks)))
    found = _same(marks, known)
    found |= _but_for_secrets(marks, known, found)
    before = sorted((one for one in known if one.place is not None), key=lambda one: one.place or 0)
    if not found and len(before) == len(marks):
        return tuple(one.number for one in before)
    new = iter(range(free, free + len(marks)))
    return tuple(found[place] if place in found else next(new) for place in range(len(marks)))


def _same(marks: Sequence[Mark], known: Sequence[Known]) -> dict[int, int]:
    """Return by place the numbers of addresses that are known as they are."""
    numbers: dict[str, list[int]] = {}
    for one in sorted(known, key=lambda one: -one.number):
        numbers.setdefault(one.mark.whole, []).append(one.number)
    return {
        place: numbers[mark.whole].pop()
        for place, mark in enumerate(marks)
        if numbers.get(mark.whole)
    }


def _but_for_secrets(
    marks: Sequence[Mark], known: Sequence[Known], found: Mapping[int, int]
) -> dict[int, int]:
    """Return by place the numbers of further addresses that are known but for their secrets."""
    taken = set(found.values())
    former = [one for one in known if one.number not in taken]
    latter = {place: mark.stem for place, mark in enumerate(marks) if place not in found}
    once = Counter(one.mark.stem for one in former), Counter(latter.values())
    numbers = {one.mark.stem: one.number for one in former}
    return {
        place: numbers[stem]
        for place, stem in latter.items()
        if all(stems[stem] == 1 for stems in once)
    }
