"""The kind of source that is a page with links to articles."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus

from archive.vocabulary import Source, SourceState, Validators
from spiders.feeds import ask_for, check_status, moved_to
from spiders.listing import Listed
from spiders.listing_page import Wanted, read_listing
from spiders.refresh import answer_refresh
from spiders.web import Fetcher
from spiders.workers import Workers


class ListingPageSpider:
    """Lists the articles that a page links to."""

    def __init__(self, fetcher: Fetcher, workers: Workers, *, now: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._now = now

    async def entries(self, source: Source, state: SourceState) -> Listed:
        """See `spiders.listing.Lister.entries`."""
        wanted = Wanted(links=source.links, title=source.title, date=source.date)
        said = sha256(repr(wanted).encode()).hexdigest()[:16]
        asked = ask_for(source, state, now=self._now())
        if not (state.body_hash or "").startswith(said):
            # The selectors changed: the page must be read again even if it is still the same.
            asked = replace(asked, validators=Validators())
        answer = await self._fetcher.fetch(asked)
        whole = asked.validators == Validators()
        seen = Listed(
            asked_whole=whole,
            lying=state.lying,
            moved_to=moved_to(answer, source),
            refresh=answer_refresh(answer.headers),
            took=answer.took,
        )
        if answer.status == HTTPStatus.NOT_MODIFIED and not whole:
            return replace(
                seen, unchanged=True, validators=state.validators, body_hash=state.body_hash
            )
        check_status(answer, now=self._now())
        listing = await self._workers.run(
            read_listing,
            answer.body,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
            wanted=wanted,
        )
        # Pages change with every request, in their advertisements and keys; what they list does not.
        body_hash = f"{said}{sha256(repr(listing.entries).encode('utf-8', 'replace')).hexdigest()}"
        seen = replace(seen, validators=answer.validators, body_hash=body_hash)
        if body_hash == state.body_hash:
            return replace(seen, unchanged=True)
        return replace(seen, entries=listing.entries)
