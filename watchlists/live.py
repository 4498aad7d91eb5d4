"""The matcher in use, and how another takes its place while texts are matched."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from archive.vocabulary import Hit, Watchlist
from watchlists.document import Document
from watchlists.matcher import Matcher
from watchlists.pace import Breathe, hurry


class Live:
    """The matcher in use: any number of threads match by it, and one puts another in its place.

    Every document is matched, wholly by the former set of watchlists or wholly by the new one::

        live = Live(Matcher(config.watchlists, config.terms))
        hits = await asyncio.to_thread(live.match, document)
        ...
        await asyncio.to_thread(live.replace, new.watchlists, new.terms, breathe=breathe)
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._users: list[Matcher] = []

    def match(self, document: Document) -> tuple[Hit, ...]:
        """Return one hit for each watchlist that the document satisfies."""
        with self.using() as matcher:
            return matcher.match(document)

    def holding(self, document: Document) -> tuple[str, ...]:
        """Return the names of the watchlists that the document satisfies."""
        with self.using() as matcher:
            return matcher.holding(document)

    def replace(
        self,
        watchlists: Sequence[Watchlist],
        terms: Mapping[str, str] | None = None,
        *,
        breathe: Breathe = hurry,
    ) -> None:
        """Match by other watchlists from now on; one thread at a time may ask for it.

        The new matcher is built aside and learns what the former one knows about texts, so that its
        first documents are as fast; then one attribute is assigned. Raises ``QueryError``, and leaves
        everything as it was, when a query cannot be read. ``breathe`` is called between short steps:
        sleep a moment in it once a millisecond, so that other threads need not wait for Python's lock.
        """
        former = self._matcher
        self._matcher = successor(former, watchlists, terms, breathe=breathe)
        while former in self._users:
            breathe()
        former.leavings()(breathe)

    @contextmanager
    def using(self) -> Iterator[Matcher]:
        """Return the matcher in use, for its costs and explanations; it stays whole inside the ``with``."""
        matcher = self._matcher
        self._users.append(matcher)
        while matcher is not self._matcher:
            # Another took its place before we could say that we use it.
            self._users.remove(matcher)
            matcher = self._matcher
            self._users.append(matcher)
        try:
            yield matcher
        finally:
            self._users.remove(matcher)


def successor(
    former: Matcher,
    watchlists: Sequence[Watchlist],
    terms: Mapping[str, str] | None = None,
    *,
    breathe: Breathe,
) -> Matcher:
    """Return a matcher for other watchlists that knows what the former one learned about texts.

    For a thread beside others: the work is done in short steps, and Python's collector stays away from it.
    Raises ``QueryError``.
    """
    with _uncollected():
        return Matcher(watchlists, terms, after=former, breathe=breathe)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python's collector from walking through what is built, now and later.

    It stops every thread while it walks: a tenth of a second for fifty thousand queries.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collecting:
            gc.enable()
