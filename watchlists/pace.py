"""Long work in short steps, so that other threads go on between them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

Breathe = Callable[[], None]
"""Called between the steps of long work; a thread that works beside others sleeps a moment in it."""

STEP = 25
"""Small things of one step: a millisecond of work at most."""

T = TypeVar("T")


def hurry() -> None:
    """Go on at once."""


def paced(items: Iterable[T], breathe: Breathe, *, step: int = STEP) -> Iterator[T]:
    """Return the items, with a pause after every ``step`` of them."""
    for count, item in enumerate(items, start=1):
        yield item
        if count % step == 0:
            breathe()


def emptied(container: list[Any] | dict[Any, Any], breathe: Breathe) -> None:
    """Take everything out of a container in small steps: freeing much at once stops all threads."""
    while container:
        if isinstance(container, dict):
            container.popitem()
        else:
            container.pop()
        if len(container) % (20 * STEP) == 0:
            breathe()
