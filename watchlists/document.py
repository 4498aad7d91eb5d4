"""What is matched: one text with what is known about it."""

from dataclasses import dataclass

FIELDS = ("title", "lead", "body")
"""The fields that terms are looked for in, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with what is known about it; everything in it is plain, hostile text."""

    title: str
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
    section: str = ""

    def field(self, number: int) -> str:
        """Return the text of a field, counted as in ``FIELDS``."""
        return (self.title, self.lead, self.text)[number]
