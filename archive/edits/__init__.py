"""What counts as an edit of an article: pure decisions with their reasons."""

from archive.edits.decision import Decision, Verdict, compare
from archive.edits.differences import edit_between
from archive.edits.listing import listed_again, reading, said_of, wording_of
from archive.edits.pages import reread
from archive.edits.wording import Wording

__all__ = [
    "Decision",
    "Verdict",
    "Wording",
    "compare",
    "edit_between",
    "listed_again",
    "reading",
    "reread",
    "said_of",
    "wording_of",
]
