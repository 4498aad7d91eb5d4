"""The difference between two wordings: sentences that went, came or were reworded, and figures that changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from archive.edits.figures import changed
from archive.edits.wording import Sentence, Wording, headline_words
from archive.edits.words import is_number, same_words
from archive.vocabulary.edits import Change, Edit, EditKind, Figure

ALIKE = 0.5
"""Share of words that two sentences have in common when one is the other, reworded; which number stands there does not count."""
SHOWN = 8
"""Sentences of each sort that an edit shows; what is beyond is counted."""
LONGEST_SENTENCE = 400
MOST_SENTENCES = 200
"""Changed sentences that are compared with one another."""


def edit_between(before: Wording, after: Wording) -> Edit | None:
    """Return what changed from one wording to the other; None when nothing did that a reader would call an edit.

    The order of sentences does not count, nor do case, accents, signs and misspellings.
    """
    headline = headline_change(before, after)
    removed, added, reworded = sentence_changes(before.sentences, after.sentences)
    figures = _figures([headline] if headline else [], reworded)
    kinds = [
        kind
        for kind, there in (
            (EditKind.HEADLINE, headline),
            (EditKind.FIGURES, figures),
            (EditKind.TEXT, removed or added or reworded),
        )
        if there
    ]
    if not kinds:
        return None
    return Edit(
        kinds=tuple(kinds),
        headline=headline,
        figures=figures[:SHOWN],
        reworded=tuple(_shown(change) for change in reworded[:SHOWN]),
        removed=tuple(map(_cut, removed[:SHOWN])),
        added=tuple(map(_cut, added[:SHOWN])),
        more=sum(max(0, len(each) - SHOWN) for each in (reworded, removed, added)),
    )


def headline_change(before: Wording, after: Wording) -> Change | None:
    """Return the headlines if they differ; one may have gone by several, and any of them is no change."""
    new = headline_words(after.title, after.outlet)
    old = [headline_words(title, before.outlet) for title in (before.title, *before.titles)]
    if not new or not any(old) or any(same_words(one, new) for one in old):
        return None
    return Change(before=before.title, after=after.title)


def sentence_changes(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> tuple[list[str], list[str], list[Change]]:
    """Return the sentences that went, those that came, and those that were reworded."""
    gone, come = _without(before, after), _without(after, before)
    pairs = _pairs(gone[:MOST_SENTENCES], come[:MOST_SENTENCES])
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    reworded = [
        Change(before=gone[i].text, after=come[j].text)
        for i, j in pairs
        if not same_words(gone[i].words, come[j].words)
    ]
    removed = [one.text for i, one in enumerate(gone) if i not in left]
    added = [one.text for j, one in enumerate(come) if j not in right]
    return removed, added, reworded


def _without(these: Sequence[Sentence], those: Sequence[Sentence]) -> list[Sentence]:
    """Return those of ``these`` that are not among ``those``; what stands twice counts twice."""
    rest = Counter(one.words for one in those)
    left = []
    for one in these:
        if rest[one.words]:
            rest[one.words] -= 1
        else:
            left.append(one)
    return left


def _pairs(gone: Sequence[Sentence], come: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Pair each sentence with the one it became: the most alike first; in the order of the text."""
    bags = [_bag(one) for one in come]
    holding: dict[str, list[int]] = defaultdict(list)
    for j, bag in enumerate(bags):
        for word in bag:
            holding[word].append(j)
    found = []
    for i, one in enumerate(gone):
        bag = _bag(one)
        for j in {j for word in bag for j in holding[word]}:
            score = 2 * (bag & bags[j]).total() / (bag.total() + bags[j].total())
            if score >= ALIKE:
                found.append((-score, i + j, i, j))
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(found):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _bag(sentence: Sentence) -> Counter[str]:
    return Counter("#" if is_number(word) else word for word in sentence.words)


def _figures(headlines: Iterable[Change], reworded: Iterable[Change]) -> tuple[Figure, ...]:
    found = [
        Figure(before=old, after=new, sentence=_cut(change.after))
        for change in (*headlines, *reworded)
        for old, new in changed(change.before, change.after)
    ]
    return tuple(dict.fromkeys(found))


def _shown(change: Change) -> Change:
    return Change(before=_cut(change.before), after=_cut(change.after))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_SENTENCE:
        return text
    return "".join(islice(text, LONGEST_SENTENCE - 1)).rstrip() + "…"
