"""Where a part of a query looks: everywhere, in one field, or in one sentence or paragraph."""

from dataclasses import dataclass

from watchlists.bits import stretch, united
from watchlists.document import FIELDS, OTHERS
from watchlists.reading import Reading, Starts

ANY, TITLES = -1, -2
"""What a window may name in the place of one field."""


def is_title(field: int) -> bool:
    """Say whether a field is the title, or another title."""
    return field == 0 or field >= OTHERS


@dataclass(frozen=True, slots=True)
class Window:
    """Where to look: one field, or a stretch of characters of it; or every field, or every title."""

    field: int = ANY
    start: int = 0
    end: int = 1 << 60

    def holds(self, field: int, start: int, end: int) -> bool:
        """Say whether a piece lies inside."""
        return self.covers(field) and self.start <= start and end <= self.end

    def covers(self, field: int) -> bool:
        """Say whether a field is one of those to look in."""
        if self.field >= 0:
            return self.field == field
        return self.field == ANY or is_title(field)

    def places(self, reading: Reading) -> int:
        """Return the places of the words inside."""
        if self.field >= 0:
            return reading.inside(self.field, self.start, self.end)
        held = (each for number, each in enumerate(reading.fields) if self.covers(number))
        return united(stretch(each.base, len(each.starts)) for each in held)

    @property
    def part(self) -> bool:
        """Whether it is less than whole fields."""
        return self.start > 0 or self.end < 1 << 60


EVERYWHERE = Window()


def narrowed(window: Window, name: str) -> Window:
    """Return the part of a window that lies in one field; every title is the field ``title``."""
    field = FIELDS.index(name)
    if window.field == ANY:
        return Window(field or TITLES)
    if field == 0 and (window.field == TITLES or is_title(window.field)):
        return window
    return window if window.field == field else Window(field, 0, -1)


def within(starts: Starts, places: int) -> Starts:
    """Return the stretches that lie in one stretch of places, or in some that do not touch."""
    found: Starts = {}
    for count, bits in starts.items():
        # Both ends inside is all of it inside, unless it reaches from one to the next; fields are far apart.
        if held := bits & places & (places >> (count - 1)):
            found[count] = held
    return found
