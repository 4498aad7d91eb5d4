"""The plain way to put reports of one event together, as a yardstick for the archive's: each is compared with all of the last three days.

TF-IDF of the first words (Salton and Buckley, 1988) and the names among them count half each; a report joins the story to which it is
most alike on average, and stays there. Nothing is written down, and nothing is ever mended.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log, sqrt

from archive.stories.grouping import WINDOW
from archive.stories.openings import Opening, opening_of
from benchmarks.stream import Item, took

ONE_EVENT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """The first words of a report, weighed as they were when it came."""

    at: datetime
    words: dict[int, float]
    """Of length 1."""
    names: frozenset[int]

    def likeness(self, other: "Vector") -> float:
        """Return how alike two reports are, 0 to 1."""
        theirs = other.words
        words = sum(weight * theirs.get(term, 0.0) for term, weight in self.words.items())
        if not self.names or not other.names:
            return words
        both = len(self.names & other.names) / sqrt(len(self.names) * len(other.names))
        return (words + both) / 2


class Plain:
    """All reports in memory, in the order in which they came."""

    def __init__(self, before: Sequence[Item] = ()) -> None:
        self.stories: dict[str, str] = {}
        """By document."""
        self.deciding: list[float] = []
        """Milliseconds of CPU that it took to find the story of each."""
        self._vectors: list[tuple[str, Vector]] = []
        self._in: Counter[int] = Counter()
        self._read = 0
        for item in before:
            self._learn(opening_in(item))

    def send(self, item: Item) -> None:
        """Find the story of a document."""
        opening = opening_in(item)
        self.deciding.append(took(lambda: self._place(item, opening)))

    def _place(self, item: Item, opening: Opening) -> None:
        self._learn(opening)
        vector = self._vector(item, opening)
        alike: dict[str, list[float]] = defaultdict(list)
        for story, other in self._vectors:
            if abs(item.at - other.at) <= WINDOW:
                alike[story].append(vector.likeness(other))
        averages = {story: sum(each) / len(each) for story, each in alike.items()}
        story = max(averages, key=averages.__getitem__, default=item.id)
        if averages.get(story, 0.0) < ONE_EVENT:
            story = item.id
        self.stories[item.id] = story
        self._vectors.append((story, vector))

    def _learn(self, opening: Opening) -> None:
        self._read += 1
        self._in.update(opening.terms)

    def _vector(self, item: Item, opening: Opening) -> Vector:
        weights = {
            term: (1 + log(times)) * log((1 + self._read) / self._in[term])
            for term, times in zip(opening.terms, opening.times, strict=True)
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        words = {term: weight / length for term, weight in weights.items()}
        names = frozenset(opening.terms[: opening.names])
        return Vector(at=item.at, words=words, names=names)


def opening_in(item: Item) -> Opening:
    """Return how a document begins."""
    text = item.entry.text or item.entry.summary
    opening, _ = opening_of(item.entry.title, text, item.language)
    return opening
