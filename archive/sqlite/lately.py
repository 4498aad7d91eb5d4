"""What was asked for lately, in memory."""

from collections.abc import Collection
from typing import Generic, TypeVar

T = TypeVar("T")


class Lately(Generic[T]):
    """Values by number, of which those that nobody asked for lately go: so it grows no larger than twice the limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._young: dict[int, T] = {}
        self._old: dict[int, T] = {}

    def get(self, number: int) -> T | None:
        """Return a value; None when it is not here."""
        found = self._young.get(number)
        if found is None and (found := self._old.get(number)) is not None:
            self.put(number, found)
        return found

    def find(self, numbers: Collection[int]) -> dict[int, T]:
        """Return the values of some numbers, as far as they are here."""
        young = self._young
        found = {number: young[number] for number in numbers if number in young}
        if len(found) < len(numbers):
            old = {number: self.get(number) for number in numbers if number in self._old}
            found |= {number: value for number, value in old.items() if value is not None}
        return found

    def put(self, number: int, value: T) -> None:
        """Keep a value, in the place of the one that was there."""
        if len(self._young) >= self._limit:
            self._old, self._young = self._young, {}
        self._young[number] = value

    def drop(self, number: int) -> None:
        """Forget a value."""
        self._young.pop(number, None)
        self._old.pop(number, None)

    def clear(self) -> None:
        """Forget all."""
        self._young, self._old = {}, {}
