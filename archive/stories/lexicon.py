"""How common words are in the stream of the last articles: what is in all of them tells none from another."""

from array import array
from collections import Counter, deque
from math import log

from archive.stories.openings import Opening

LEARNED = 5000
"""Openings that count; older ones are unlearned."""
UNSEEN = 500
"""As if so many had been read that have none of the words: with few articles, nothing is known to be common."""
_BITS = 20
_MASK = (1 << _BITS) - 1
_LOGS = tuple(log(n + 0.5) for n in range(2 * LEARNED))


class Lexicon:
    """Counts in how many of the last openings each word stands; two megabytes, whatever is read."""

    def __init__(self) -> None:
        self._learned: deque[Opening] = deque()
        self.forget()

    def forget(self) -> None:
        """Begin anew: what it learned last was not written."""
        self._counts = array("H", bytes(2 << _BITS))
        self._languages: Counter[str] = Counter()
        self._learned.clear()
        self.until = 0
        """The last article that it learned from."""

    def learn(self, opening: Opening, article: int) -> None:
        """Count the opening of an article; articles come in the order of their numbers."""
        self.until = article
        self._count(opening, 1)
        self._learned.append(opening)
        if len(self._learned) > LEARNED:
            self._count(self._learned.popleft(), -1)

    def shared(self, term: int) -> bool:
        """Say whether more than one opening has a term."""
        return self._counts[term & _MASK] > 1

    def rarity(self, opening: Opening) -> list[float]:
        """Return how rare each term of an opening is, 0 to 1."""
        all_ = 1 / log(self._languages[opening.language] + UNSEEN)
        counts, logs, mask = self._counts, _LOGS, _MASK
        return [1 - all_ * logs[counts[term & mask]] for term in opening.terms]

    def _count(self, opening: Opening, by: int) -> None:
        self._languages[opening.language] += by
        counts = self._counts
        for term in opening.terms:
            # Two words may share a place; then both seem a little more common than they are.
            counts[term & _MASK] += by
