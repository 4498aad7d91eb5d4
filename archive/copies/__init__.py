"""Which articles carry (nearly) the same text: pure decisions with their reasons."""

from archive.copies.headlines import Facts, believed, one_brief, other_figures
from archive.copies.prints import Prints, prints_of, uncommon
from archive.copies.verdict import Overlap, Verdict, judge, overlap_of

__all__ = [
    "Facts",
    "Overlap",
    "Prints",
    "Verdict",
    "believed",
    "judge",
    "one_brief",
    "other_figures",
    "overlap_of",
    "prints_of",
    "uncommon",
]
