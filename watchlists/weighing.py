"""How long each watchlist takes, beside what all of them share."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from archive.vocabulary import Hit, Watchlist
from watchlists.document import Document
from watchlists.evaluate import Scene
from watchlists.matcher import Cost, Matcher
from watchlists.programs import Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one watchlist cost over the documents that were weighed."""

    cost: Cost
    own: int
    """Nanoseconds that were spent on it alone: deciding whether it holds, and quoting what held."""


class Scales:
    """Matches documents as a `Matcher` does, and measures; for one thread.

    ``clock`` counts nanoseconds. What all watchlists share, reading the words of a document above all, is
    charged to none of them.
    """

    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        terms: Mapping[str, str] | None = None,
        *,
        clock: Callable[[], int],
    ) -> None:
        self._matcher = _Timed(watchlists, terms, clock)
        self._clock = clock
        self.documents = 0
        self.whole = 0
        """Nanoseconds that all documents took."""

    def weigh(self, document: Document) -> tuple[Hit, ...]:
        """Match one document; what it took counts."""
        start = self._clock()
        hits = self._matcher.match(document)
        self.whole += self._clock() - start
        self.documents += 1
        return hits

    def weights(self) -> tuple[Weight, ...]:
        """Return what each watchlist cost so far, in the watchlists' order."""
        own = self._matcher.own
        return tuple(
            Weight(cost=cost, own=own[number]) for number, cost in enumerate(self._matcher.costs())
        )


class _Timed(Matcher):
    def __init__(
        self,
        watchlists: Sequence[Watchlist],
        terms: Mapping[str, str] | None,
        clock: Callable[[], int],
    ) -> None:
        super().__init__(watchlists, terms)
        self.own: Counter[int] = Counter()
        self._clock = clock

    def _decide(self, number: int, held: AbstractSet[Leaf], scene: Scene) -> bool:
        if not self._programs[number].exact:
            # Or the first one would be charged with what the next ones find done.
            scene.reading.prepare()
        start = self._clock()
        decided = super()._decide(number, held, scene)
        self.own[number] += self._clock() - start
        return decided

    def _told(self, number: int, scene: Scene) -> Hit:
        scene.reading.prepare()
        start = self._clock()
        hit = super()._told(number, scene)
        self.own[number] += self._clock() - start
        return hit
