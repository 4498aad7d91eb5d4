"""Entries of which only a headline and a summary are known: when two of them are one text."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.copies.tokens import is_number, tokens_of
from archive.copies.verdict import Verdict

ONE_SITTING = timedelta(hours=12)
"""A site does not write two articles under one summary within half a day; its columns repeat one daily."""
NEARLY_WHOLE = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article besides its text."""

    title: str
    site: str
    at: datetime
    blurb: bool
    """There is only a summary."""


def believed(verdict: Verdict, ours: Facts, theirs: Facts) -> bool:
    """Decide whether a verdict holds where a summary stands for the text: there, a miss is better than a mistake.

    Within a site the two must be half a day apart at most, and their titles must not differ in numbers alone
    («Morning news, part 2»). Between sites nearly all of the summary must be in the other text.
    """
    if not (ours.blurb or theirs.blurb):
        return True
    if ours.site != theirs.site:
        return verdict.overlap.containment >= NEARLY_WHOLE
    return abs(ours.at - theirs.at) <= ONE_SITTING and not _numbered(ours.title, theirs.title)


def _numbered(ours: str, theirs: str) -> bool:
    """Say whether two titles are the same but for numbers."""
    mine, other = tokens_of(ours).words, tokens_of(theirs).words
    differ = [(a, b) for a, b in zip(mine, other, strict=False) if a != b]
    return (
        len(mine) == len(other)
        and bool(differ)
        and all(is_number(a) and is_number(b) for a, b in differ)
    )
