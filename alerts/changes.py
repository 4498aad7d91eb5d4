"""What an edit changed, as a reader wants it: lines of before and after; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from alerts.text import clean
from archive.vocabulary import Edit, EditKind

MOST = 45
"""Lines of one edit."""
SENTENCE_CHARS = 400


class Side(StrEnum):
    """Which of the two wordings a line is from."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an edit, cleaned but not yet escaped for anything."""

    side: Side
    label: str
    text: str

    def __str__(self) -> str:
        """Write it as plain text."""
        return f"{self.label}: {self.text}" if self.label else self.text


def lines_of(
    edit: Edit | None, *, most: int = MOST, chars: int = SENTENCE_CHARS
) -> tuple[Line, ...]:
    """Return an edit as at most ``most`` lines, what matters most first."""
    if edit is None or not most:
        return ()
    first, *rest = list(_changes(edit)) or [()]
    # However little room there is, how it reads now stands there.
    lines = [*first[-most:]]
    left = len(rest)
    for change in rest:
        # What was before says nothing without what is now.
        if len(lines) + len(change) > most:
            break
        lines += change
        left -= 1
    if more := edit.more + left:
        lines.append(_line(Side.BOTH, "", f"and {more} more"))
    return tuple(
        Line(side=line.side, label=line.label, text=clean(line.text, chars=chars)) for line in lines
    )


def tail_of(edit: Edit | None) -> str:
    """Say in a word for the subject what happened."""
    kinds = edit.kinds if edit is not None else ()
    return next((str(kind) for kind in (EditKind.GONE, EditKind.BACK) if kind in kinds), "edited")


def _changes(edit: Edit) -> Iterator[tuple[Line, ...]]:
    """Yield the lines of one change after the other."""
    if edit.reason:
        label = "Back" if EditKind.BACK in edit.kinds else "Gone"
        yield (_line(Side.BOTH, label, edit.reason),)
    if edit.headline is not None:
        yield (
            _line(Side.BEFORE, "Headline before", edit.headline.before),
            _line(Side.AFTER, "Headline now", edit.headline.after),
        )
    for figure in edit.figures:
        yield (_line(Side.BOTH, "Figures", f"{figure.before or '–'} → {figure.after or '–'}"),)
    for change in edit.reworded:
        yield _line(Side.BEFORE, "Before", change.before), _line(Side.AFTER, "Now", change.after)
    for text in edit.removed:
        yield (_line(Side.BEFORE, "Removed", text),)
    for text in edit.added:
        yield (_line(Side.AFTER, "Added", text),)


def _line(side: Side, label: str, text: str) -> Line:
    return Line(side=side, label=label, text=text)
