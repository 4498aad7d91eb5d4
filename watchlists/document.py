"""What is matched: one text with what is known about it."""

from dataclasses import dataclass

FIELDS = ("title", "lead", "body")
"""The fields that terms are looked for in, in reading order; a text's other titles are counted after them."""
OTHERS = len(FIELDS)
"""The number of the first of its other titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with what is known about it; everything in it is plain, hostile text."""

    title: str
    titles: tuple[str, ...] = ()
    """Other headlines of the same text, each as good as ``title``."""
    text: str
    """The body; paragraphs are separated by newlines."""
    lead: str = ""
    """The summary."""
    url: str = ""
    site: str = ""
    """The host; taken from ``url`` when empty."""
    authors: tuple[str, ...] = ()
    language: str | None = None
    """BCP 47 tag; None: the script decides which endings are known."""
    source: str = ""
    tags: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def field(self, number: int) -> str:
        """Return the text of a field, counted as in ``FIELDS``, and on from there the other titles."""
        if number >= OTHERS:
            return self.titles[number - OTHERS]
        return (self.title, self.lead, self.text)[number]

    @property
    def longest(self) -> int:
        """How many characters the longest field has."""
        return max(len(self.field(number)) for number in self.fields)

    @property
    def fields(self) -> range:
        """The numbers of all its fields."""
        return range(OTHERS + len(self.titles))


def field_of(number: int) -> str:
    """Return the name of a field as spans have it: ``title``, ``lead``, ``body``, ``titles.0``…"""
    return FIELDS[number] if number < OTHERS else f"titles.{number - OTHERS}"


def place_of(number: int) -> str:
    """Return how people call a field; one title is as good as another."""
    return FIELDS[number] if number < OTHERS else FIELDS[0]
