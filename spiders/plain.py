"""The kind of source that is an address alone: what it is, is found out on the first poll and remembered."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from archive.vocabulary import Found, Source, SourceKind, SourceState, Validators
from spiders.discovery import COMMENTS, Lead, read_leads
from spiders.errors import FeedError, GoneError, ListingError, SpiderError, StatusError
from spiders.feeds import address_of, check_status
from spiders.listing import Listed, Lister
from spiders.web import Answer, Ask, Fetcher, manners_of
from spiders.workers import Workers

log = logging.getLogger(__name__)

Listers = Callable[[Fetcher], Mapping[SourceKind, Lister]]
"""Makes the kinds of source that an address can turn out to be, on a way to ask the web."""

MOST_FEEDS = 3
"""Feeds named by a page that are tried."""
LOST_AFTER = 5
"""Failed polls in a row after which we look again: an error page must not become a source of «articles»."""


class AddressSpider:
    """Lists what an address holds: a feed, a sitemap, the feed that a page names, or the articles that it links to."""

    def __init__(
        self, fetcher: Fetcher, workers: Workers, listers: Listers, *, now: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._make = listers
        self._listers = listers(fetcher)
        self._now = now

    async def entries(self, source: Source, state: SourceState) -> Listed:
        """See `spiders.listing.Lister.entries`."""
        if state.found is None:
            return await self._find(source, state)
        try:
            known = replace(state, url=state.found.url)
            listed = await self._listers[state.found.kind].entries(source, known)
        except (FeedError, ListingError, StatusError) as error:
            # `failures` counts those before this one.
            if state.failures + 1 < LOST_AFTER or isinstance(error, GoneError):
                raise
            return await self._find_again(source, state, error)
        return replace(listed, found=state.found)

    async def _find_again(self, source: Source, state: SourceState, error: SpiderError) -> Listed:
        """Look what the address is now; when that is nothing either, the first trouble is the one to tell."""
        try:
            listed = await self._find(source, _anew(state, state.url))
        except SpiderError:
            raise error from None
        # What is listed elsewhere begins in silence, as on a first poll.
        return replace(listed, anew=listed.found != state.found)

    async def _find(self, source: Source, state: SourceState) -> Listed:
        """Find out what the address is.

        The user named it, so it is asked for whatever robots.txt says; as a page or a sitemap it must be allowed.
        """
        url = address_of(source, state)
        answer = await self._fetcher.fetch(Ask(url=url, manners=manners_of(source)))
        check_status(answer, now=self._now())
        given = self._make(_Given(self._fetcher, url, answer))
        for kind in (SourceKind.FEED, SourceKind.SITEMAP):
            try:
                listed = await given[kind].entries(source, _anew(state, state.url))
            except (FeedError, ListingError):
                continue
            if kind is SourceKind.FEED or listed.entries:
                return replace(listed, found=Found(kind=kind, url=state.url))
        feed = await self._named_feed(source, state, answer)
        if feed is not None:
            return feed
        try:
            listed = await given[SourceKind.PAGE].entries(source, _anew(state, state.url))
        except ListingError as error:
            what = (
                "neither a feed nor a sitemap, and as a page it names no feed and lists no articles"
            )
            raise ListingError(f"{what}; try `wirewatch discover`") from error
        return replace(listed, found=Found(kind=SourceKind.PAGE, url=state.url))

    async def _named_feed(
        self, source: Source, state: SourceState, answer: Answer
    ) -> Listed | None:
        """Return what the feed that a page names lists; None when it names none that can be read."""
        kind = answer.headers.get("content-type")
        named, _ = await self._workers.run(
            read_leads, answer.body, url=answer.url, content_type=kind
        )
        for lead in [lead for lead in named if not _of_comments(lead)][:MOST_FEEDS]:
            try:
                listed = await self._listers[SourceKind.FEED].entries(
                    source, _anew(state, lead.url)
                )
            except SpiderError as error:
                log.debug("%s: the feed %s that it names: %s", source.name, lead.url, error)
                continue
            how = f"a page; read by the feed that it names, {lead.url}"
            return replace(listed, found=Found(kind=SourceKind.FEED, url=lead.url, how=how))
        return None


def _of_comments(lead: Lead) -> bool:
    return COMMENTS.search(f"{lead.url} {lead.title}") is not None


def _anew(state: SourceState, url: str) -> SourceState:
    """Return the state of a source that was never read."""
    return replace(
        state,
        url=url,
        validators=Validators(),
        body_hash=None,
        asked_whole=None,
        moved_to=None,
        moved_times=0,
    )


class _Given:
    """A way to ask the web on which one answer is there already."""

    def __init__(self, fetcher: Fetcher, url: str, answer: Answer) -> None:
        self._fetcher = fetcher
        self._url = url
        self._answer = answer

    async def fetch(self, ask: Ask) -> Answer:
        """See `spiders.web.Fetcher.fetch`."""
        return self._answer if ask.url == self._url else await self._fetcher.fetch(ask)
