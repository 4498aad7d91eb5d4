"""Whether another look at an article found an edit, and if not, what it found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from archive.edits.differences import edit_between, headline_change
from archive.edits.wording import Sentence, Wording, ends_sentence, headline_words
from archive.edits.words import words_of
from archive.vocabulary.edits import Edit

LEFT = 0.5
"""A text of which no more than this is left, and only its beginning, was cut off: by a wall, or in being read."""
SHARED_WORDS = 0.25
"""Share of words that headlines of one article have in common."""
ENOUGH = 3
"""Sentences without which nothing can be said of whether a page is another article."""

_ELLIPSIS = re.compile(r"\s*[\[(]?(?:…|\.\.\.)[\])]?\s*$")


class Verdict(StrEnum):
    """What another look found, in words for the log."""

    SAME = "nothing changed"
    EDITED = "edited"
    COMPLETED = "its text is known now"
    CUT = "only the beginning of the text is there"
    ANOTHER = "another article stands at its address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to make of another look."""

    verdict: Verdict
    wording: Wording
    """What the article reads now, as far as we know: where only its beginning was found, the text stays."""
    edit: Edit | None = None


def compare(before: Wording, after: Wording, *, listed: bool = False) -> Decision:
    """Decide what another look at an article found.

    A summary is never compared with a text: it says less, and that is no edit. ``listed``: a source that lists the
    article says so, not a page, at whose address another may stand by now, or an error.
    """
    if before.text and not after.text:
        if not listed and _unlike(before, after):
            return Decision(verdict=Verdict.ANOTHER, wording=before)
        return _headlines(before, replace(after, text=before.text), Verdict.SAME)
    if after.text and not before.text:
        return _headlines(before, after, Verdict.COMPLETED)
    if listed and _only_repeats(after) and not _only_repeats(before):
        after = replace(after, summary="")
    old, new = before.sentences, after.sentences
    if is_cut(old, new) or breaks_off(before.body, after.body):
        return _headlines(before, _with_body(after, before), Verdict.CUT)
    if breaks_off(after.body, before.body):
        return _headlines(before, after, Verdict.COMPLETED)
    if not listed and _is_another(before, after, old, new):
        return Decision(verdict=Verdict.ANOTHER, wording=before)
    edit = edit_between(before, after)
    verdict = Verdict.EDITED if edit else Verdict.SAME
    return Decision(verdict=verdict, wording=after, edit=edit)


def is_cut(before: Sequence[Sentence], after: Sequence[Sentence]) -> bool:
    """Say whether a text is the beginning of the one before it."""
    if not before or len(after) > LEFT * len(before):
        return False
    return all(one.words == other.words for one, other in zip(before, after, strict=False))


def breaks_off(whole: str, part: str) -> bool:
    """Say whether a text is the beginning of another and ends within a sentence: «Officials said on Sunday…»."""
    found = _ELLIPSIS.search(part)
    if not found and (not ends_sentence(whole) or ends_sentence(part)):
        return False
    old, new = words_of(whole), words_of(part[: found.start()] if found else part)
    if not new or len(new) > len(old) or new == old:
        return False
    *said, last = new
    return tuple(said) == old[: len(said)] and old[len(said)].startswith(last)


def _only_repeats(wording: Wording) -> bool:
    """Say whether a summary is the headline once more, as feeds write that have none at hand."""
    return not wording.text and words_of(wording.summary) == words_of(wording.title)


def _with_body(wording: Wording, other: Wording) -> Wording:
    if other.text:
        return replace(wording, text=other.text)
    return replace(wording, text="", summary=other.summary)


def _headlines(before: Wording, after: Wording, otherwise: Verdict) -> Decision:
    """Compare headlines only, where the texts say nothing."""
    edit = edit_between(replace(before, summary="", text=""), replace(after, summary="", text=""))
    return Decision(verdict=Verdict.EDITED if edit else otherwise, wording=after, edit=edit)


def _is_another(
    before: Wording, after: Wording, old: Sequence[Sentence], new: Sequence[Sentence]
) -> bool:
    """Say whether neither headline nor any sentence is left: an address that shows the latest of something, an error."""
    if len(old) < ENOUGH or headline_change(before, after) is None:
        return False
    if {one.words for one in old} & {one.words for one in new}:
        return False
    return _unlike(before, after)


def _unlike(before: Wording, after: Wording) -> bool:
    mine, other = set(headline_words(before.title)), set(headline_words(after.title))
    return 2 * len(mine & other) < SHARED_WORDS * (len(mine) + len(other))
