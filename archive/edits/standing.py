"""What stands on a page still, though it was not found in reading the article: nothing that an outlet took out."""

from collections import defaultdict

from archive.edits.differences import sentence_changes
from archive.edits.wording import sentences_of
from archive.edits.words import folded

MOST = 200
"""Sentences that are looked for; an article that lacks more reads otherwise."""


def restored(before: str, after: str, whole: str) -> str:
    """Return the text ``after`` with what it lacks of ``before`` put back where that stands in ``whole``, all of the page.

    What is around an article decides what of a page is taken for the article, and may change while the article stays.
    A sentence that was reworded is not put back beside what it became: a correction may quote it somewhere.
    """
    removed = set(sentence_changes(sentences_of(before), sentences_of(after))[0])
    lines = after.splitlines()
    places = {line: place for place, line in enumerate(lines, 1)}
    there, standing = _letters(after), _letters(whole)
    back: dict[int, list[str]] = defaultdict(list)
    place = looked = 0
    for line in before.splitlines():
        if line in places:
            place = places[line]
            continue
        lost = [one.text for one in sentences_of(line) if one.text in removed]
        looked += len(lost)
        if looked > MOST:
            break
        if left := [text for text in lost if _stands(_letters(text), there, standing)]:
            back[place].append(" ".join(left))
    return "\n".join(
        each for place, line in enumerate(["", *lines]) for each in (line, *back[place]) if each
    )


def _stands(said: str, there: str, standing: str) -> bool:
    return said not in there and said in standing


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))
