"""Whether one text is a copy of another, which kind, and why: a pure decision."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from archive.copies.prints import SHINGLE, Prints
from archive.copies.tokens import is_number, telling, weight
from archive.vocabulary import CopyKind

MANY, ENOUGH = 60, 0.50
"""Shared shingles, and the part of the shorter text that they are, above which two texts are copies."""
FEW, NEARLY_ALL = 15, 0.75
"""The same for short texts, which share much by chance."""
SOME, IN_ONE_PIECE = 30, 25
"""In between, half of the shorter text is enough if so many words stand in one piece and no number was changed."""
NUMBERS, TEMPLATE, SHORT_TEMPLATE = 6, 0.60, 0.30
"""Forecasts, markets and lotteries are the same words with other numbers: the part of them that was changed."""
FEWER_NUMBERS = 5
"""So many are enough where every one was changed."""
PATCH = 12
"""Words (or twice as many characters where these are tokens); a shorter gap is a change in place, a longer one is text that the other does not have."""
OPENING, OF_TEXT, SAME_EVENT = 20, 0.15, 0.25
"""Tokens before the first words that both texts have, and the part of the shorter text that they are, with which two articles
differ although they end alike: unless so many of these words are in both openings, as when only the lead was rewritten."""
SHORT_OPENING = 9
"""The same, where the headlines have nothing in common either: `archive.copies.believed`."""
EXACT = 0.97
SHORTER = 0.80
"""A copy is truncated if it is that much shorter; one that is as much longer is an update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What two texts share."""

    shared: int
    """Shingles."""
    ours: int
    theirs: int
    numbers: int
    """Number tokens of the shorter text."""
    changed: int
    """Those of them that were changed in place."""
    longest: int
    """Tokens in one piece that both have."""
    opening: int
    """Tokens with which the shorter text begins before it has anything in common with the other, which begins with other news; else 0."""

    @property
    def containment(self) -> float:
        """The part of the shorter text that is in the longer."""
        return self.shared / max(1, min(self.ours, self.theirs))

    @property
    def likeness(self) -> float:
        """What is shared, of all that either says (Jaccard)."""
        return self.shared / max(1, self.ours + self.theirs - self.shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A copy: its kind, and why."""

    kind: CopyKind
    overlap: Overlap
    reason: str


def overlap_of(ours: Prints, theirs: Prints) -> Overlap:
    """Compare two texts shingle by shingle."""
    mine, other = frozenset(ours.shingles), frozenset(theirs.shingles)
    shared = mine & other
    shorter = ours if len(mine) <= len(other) else theirs
    covered = _covered(shorter, shared)
    words: Sequence[str] = shorter.tokens.words
    gaps = (words[a:z] for a, z in _runs(covered, 0) if z - a <= 2 * PATCH)
    patches = [gap for gap in gaps if weight(gap) <= PATCH]
    return Overlap(
        shared=len(shared),
        ours=len(mine),
        theirs=len(other),
        numbers=sum(map(is_number, words)),
        changed=sum(is_number(word) for gap in patches for word in gap),
        longest=max((z - a for a, z in _runs(covered, 1)), default=0),
        opening=_other_news(shorter, theirs if shorter is ours else ours, shared),
    )


def judge(overlap: Overlap) -> Verdict | None:
    """Decide whether a text copies another that was there before; None when it does not."""
    if not _same(overlap):
        return None
    kind = _kind(overlap)
    return Verdict(kind=kind, overlap=overlap, reason=_reason(kind, overlap))


def _same(overlap: Overlap) -> bool:
    # Briefs of other news over the same closing lines, which may be longer than what is told above them.
    least = max(OPENING, OF_TEXT * min(overlap.ours, overlap.theirs))
    if overlap.opening >= least:
        return False
    changed = overlap.changed / overlap.numbers if overlap.numbers else 0.0
    if overlap.shared >= MANY:
        least = FEWER_NUMBERS if overlap.changed == overlap.numbers else NUMBERS
        template = overlap.numbers >= least and changed > TEMPLATE
        return overlap.containment >= ENOUGH and not template
    if overlap.shared >= FEW and overlap.containment >= NEARLY_ALL:
        return changed < SHORT_TEMPLATE
    whole = overlap.shared >= SOME and overlap.longest >= IN_ONE_PIECE
    return whole and overlap.containment >= ENOUGH and not overlap.changed


def _kind(overlap: Overlap) -> CopyKind:
    if overlap.likeness >= EXACT:
        return CopyKind.EXACT
    if overlap.ours < SHORTER * overlap.theirs:
        return CopyKind.TRUNCATED
    if overlap.theirs < SHORTER * overlap.ours or overlap.likeness < ENOUGH:
        return CopyKind.UPDATE
    return CopyKind.REPRINT


def _reason(kind: CopyKind, overlap: Overlap) -> str:
    part = f"{100 * overlap.containment:.0f} %"
    if kind is CopyKind.EXACT:
        return "the same text but for punctuation and a few words"
    if kind is CopyKind.TRUNCATED:
        length = 100 * overlap.ours / overlap.theirs
        return f"{part} of it is in the other text, which is longer; it has {length:.0f} % of the length"
    if kind is CopyKind.UPDATE and overlap.ours > overlap.theirs:
        more = 100 * (overlap.ours - overlap.theirs) / overlap.theirs
        return f"it has {part} of the other text and {more:.0f} % more"
    return f"{part} of the shorter text is in the other"


def _other_news(shorter: Prints, longer: Prints, shared: AbstractSet[int]) -> int:
    mine, other = (_opening(text, shared) for text in (shorter, longer))
    if min(len(mine), len(other)) < SHORT_OPENING:
        return 0
    told, also = telling(mine), telling(other)
    in_both = len(told & also) / max(1, min(len(told), len(also)))
    return min(len(mine), len(other)) if in_both < SAME_EVENT else 0


def _opening(text: Prints, shared: AbstractSet[int]) -> Sequence[str]:
    """Return the tokens before the first that another text has, too."""
    first = next((n for n, shingle in enumerate(text.shingles) if shingle in shared), 0)
    return text.tokens.words[:first]


def _covered(text: Prints, shared: AbstractSet[int]) -> bytes:
    """Mark the tokens that stand in a shared shingle: 1 for each that does, 0 for each that does not."""
    covered = bytearray(len(text.tokens.words))
    for position, shingle in enumerate(text.shingles):
        if shingle in shared:
            covered[position : position + SHINGLE] = b"\x01" * SHINGLE
    return bytes(covered)


def _runs(marks: bytes, value: int) -> Iterator[tuple[int, int]]:
    """Yield where marks of one value stand in one piece: start and end."""
    for run in re.finditer(b"\x01+" if value else b"\x00+", marks):
        yield run.span()
