"""The kind of source that is a feed: fetched conditionally, read off the loop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus

from archive.vocabulary import Source, SourceState, Validators
from spiders.errors import GoneError, StatusError
from spiders.feed import read_feed
from spiders.full_text import forwarded
from spiders.listing import MOVED_FOR_GOOD, Listed
from spiders.refresh import answer_refresh
from spiders.web import Answer, Ask, Fetcher, manners_of
from spiders.workers import Workers

LONGEST_WAIT = timedelta(days=1)
"""However long a server asks us to stay away."""

WHOLE_EVERY, WHOLE_POLLS = timedelta(hours=12), 100
"""How often a document is asked for whatever its validators say: so often, or after so many polls if that is sooner."""

PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}

MEANING = {
    401: "asks for a user name and password (401)",
    402: "asks for payment (402)",
    403: "refuses us (403)",
    404: "has nothing at this address (404)",
    407: "is behind a proxy that asks for a user name and password (407)",
    406: "does not serve feeds to us (406)",
    429: "says that we ask too often (429)",
    503: "is overloaded or being repaired (503)",
}


class FeedSpider:
    """Lists the entries of RSS, RDF and Atom feeds."""

    def __init__(self, fetcher: Fetcher, workers: Workers, *, now: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._now = now

    async def entries(self, source: Source, state: SourceState) -> Listed:
        """See `spiders.listing.Lister.entries`."""
        asked = ask_for(source, state, now=self._now())
        answer = await self._fetcher.fetch(asked)
        whole = asked.validators == Validators()
        if answer.status == HTTPStatus.NOT_MODIFIED and not whole:
            return Listed(
                unchanged=True,
                validators=state.validators,
                body_hash=state.body_hash,
                moved_to=moved_to(answer, source),
                took=answer.took,
            )
        check_status(answer, now=self._now())
        body_hash = sha256(answer.body).hexdigest()
        unchanged = body_hash == state.body_hash
        seen = Listed(
            unchanged=unchanged,
            validators=answer.validators,
            body_hash=body_hash,
            asked_whole=whole,
            lying=state.lying or (not unchanged and tells_nothing_new(answer, state)),
            moved_to=moved_to(answer, source),
            refresh=answer_refresh(answer.headers),
            took=answer.took,
        )
        return seen if unchanged else await self._read(answer, seen, source)

    async def _read(self, answer: Answer, seen: Listed, source: Source) -> Listed:
        feed = await self._workers.run(
            read_feed, answer.body, url=answer.url, content_type=answer.headers.get("content-type")
        )
        return replace(
            seen,
            entries=tuple(forwarded(entry, source) for entry in feed.entries),
            unreadable=feed.unreadable,
            broken=not feed.whole,
            says_moved_to=feed.moved_to,
            refresh=feed.refresh or seen.refresh,
            # Half a feed is not the feed: with its validators or hash kept, the other half would never be seen.
            validators=seen.validators if feed.whole else Validators(),
            body_hash=seen.body_hash if feed.whole else None,
        )


def ask_for(source: Source, state: SourceState, *, now: datetime) -> Ask:
    """Return the request for a source: where it is now, and with conditions unless they prove nothing.

    Now and then the whole document is asked for all the same: some servers say «not changed» for ever.
    """
    moved = state.moved_to if state.moved_times >= MOVED_FOR_GOOD else None
    rest = min(WHOLE_EVERY, WHOLE_POLLS * (state.interval or WHOLE_EVERY))
    trusted = state.asked_whole is not None and now - state.asked_whole < rest
    conditional = trusted and not state.lying and not source.render
    return Ask(
        url=moved or address_of(source, state),
        validators=state.validators if conditional else Validators(),
        manners=manners_of(source),
        render=source.render,
    )


def address_of(source: Source, state: SourceState) -> str:
    """Return what to ask for: the state has the address as it is stored, perhaps without its secrets."""
    return source.url if state.url == source.address else state.url


def moved_to(answer: Answer, source: Source) -> str | None:
    """Return where a document has moved for good: every redirect on the way says so (RFC 9110, 15.4.2 and 15.4.9)."""
    statuses = {status for _, status in answer.redirects}
    # A new address may hold the secrets of the old one, and would be stored.
    kept = bool(statuses) and statuses <= PERMANENT and not source.masked
    return answer.url if kept else None


def tells_nothing_new(answer: Answer, state: SourceState) -> bool:
    """Say whether a document that did change came with the validators of the old one."""
    return answer.validators != Validators() and answer.validators == state.validators


def check_status(answer: Answer, *, now: datetime) -> None:
    """Raise `StatusError` unless the answer is a document."""
    status = answer.status
    if status == HTTPStatus.GONE:
        raise GoneError("the server says that this is gone for good (410)")
    if status == HTTPStatus.NOT_MODIFIED:
        raise StatusError("the server says «not changed» to somebody who never asked before (304)")
    if 300 <= status < 400:
        raise StatusError(f"the server sends us to an address that is not http or https ({status})")
    if not 200 <= status < 300:
        said = MEANING.get(status, f"answers with an error ({status})")
        raise StatusError(
            f"the server {said}",
            wait=retry_after(answer.headers.get("retry-after"), now=now),
            status=status,
        )


def retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """Read a Retry-After header: seconds or a date (RFC 9110, section 10.2.3).

    At most a day; None when it is absent, unreadable or in the past.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        wait = timedelta(seconds=min(int(value[:12]), LONGEST_WAIT.total_seconds()))
    else:
        try:
            until = parsedate_to_datetime(value)
        except (ValueError, TypeError, OverflowError):
            return None
        if until.tzinfo is None:
            return None
        wait = until - now
    return min(wait, LONGEST_WAIT) if wait > timedelta(0) else None
