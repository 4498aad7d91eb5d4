"""Polls as the cycle makes them, with the deciding left to the test."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from archive.identity import identify
from archive.polling import Claim, Fresh, Kept, Poll, Posting, Recognition
from archive.ports import (
    Addresses,
    Changes,
    Claims,
    Dossiers,
    Flights,
    Hand,
    Journal,
    Outbox,
    Polls,
    Rechecks,
    Retention,
    Shelf,
    Stories,
    UnclaimedStories,
    Versions,
    Watched,
)
from archive.vocabulary import (
    Alert,
    ArticleId,
    Delivery,
    Entry,
    Hit,
    Match,
    Source,
    SourceStanding,
    SourceState,
    Span,
    Validators,
)

T = TypeVar("T")

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
POST = Source(name="Post", url="https://post.example/feed")
TIMES = Source(name="Times", url="https://times.example/rss")
PROSE = (
    "Officials in the border town said on Sunday that the bridge over the river had been closed after an inspection "
    "found cracks in two of its pillars. Engineers were expected to need at least three weeks for the repair, and the "
    "ferry would run every half hour until then."
)


def alert_of(delivery: Delivery) -> Alert:
    """Return what a delivery tells, where it is one alert."""
    assert isinstance(delivery.message, Alert)
    return delivery.message


class Archive(
    Polls,
    Watched,
    Shelf,
    Stories,
    Versions,
    Rechecks,
    Retention,
    Outbox,
    Addresses,
    Hand,
    Journal,
    Changes,
    Claims,
    UnclaimedStories,
    Dossiers,
    Flights,
    Protocol,
):
    """Every port of the archive, answered by one object."""

    async def close(self) -> None: ...

    async def release_claims(self) -> None: ...

    async def matches_of(self, article: ArticleId) -> Sequence[Match]: ...


class Live:
    """Opens one archive, again and again."""

    def __init__(self, make: Callable[[], Archive]) -> None:
        self._make = make

    def another(self) -> Archive:
        """Open the same archive as another program would, a command, while it is lived in."""
        return self._make()

    def live(self, journey: Callable[[Archive], Awaitable[T]]) -> T:
        """Open the archive as a program would that starts, go through ``journey``, and close it."""

        async def main() -> T:
            archive = self._make()
            try:
                return await journey(archive)
            finally:
                await archive.close()

        return asyncio.run(main())


def story(number: int, *, text: str = "", host: str = "post.example") -> Entry:
    """Return an entry like those that well-kept feeds carry."""
    return Entry(
        title=f"Story number {number}",
        url=f"https://{host}/news/{number}",
        guid=f"https://{host}/?p={number}",
        guid_is_global=True,
        summary=f"What happened in case {number}.",
        text=text,
        published=NOW - timedelta(hours=number),
    )


def hit(watchlist: str = "Bridges", quote: str = "The bridge was closed.") -> Hit:
    span = Span(field="body", start=4, end=10, term="bridge")
    return Hit(watchlist=watchlist, spans=(span,), quote=quote, marks=((4, 10),))


def posting(watchlist: str = "Bridges", *, channel: str = "desk", target: int = 0) -> Posting:
    return Posting(
        channel=channel,
        target=target,
        watchlist=watchlist,
        alert=Alert(watchlist=watchlist, title="The bridge", seen=NOW),
    )


async def names_due(archive: Archive, at: timedelta, limit: int = 10) -> list[str]:
    claims = await archive.claim_due(now=NOW + at, limit=limit, lease=LEASE)
    return [claim.state.name for claim in claims]


async def claim(archive: Polls, source: Source = POST, *, now: datetime = NOW) -> Claim:
    (claim,) = await archive.claim_due(now=now, limit=1, lease=LEASE, names=[source.name])
    return claim


def answered(state: SourceState, now: datetime, *, unchanged: bool = False) -> SourceState:
    return replace(
        state,
        standing=SourceStanding.OK,
        since=state.since or now,
        baseline=state.baseline or now,
        last_poll=now,
        last_full=state.last_full if unchanged else now,
        next_poll=now + 15 * MINUTE,
        interval=15 * MINUTE,
        validators=Validators(etag='W/"1"', last_modified="Sun, 22 Nov 2026 12:00:00 GMT"),
    )


async def prepare(
    archive: Polls,
    claim: Claim,
    entries: Sequence[Entry],
    *,
    source: Source,
    now: datetime,
    watchlists: Sequence[str] = (),
) -> Poll:
    """Return what a poll writes when each new entry satisfies ``watchlists``."""
    listing = identify(entries, source=source.url)
    known = await archive.recognise(source.name, listing.candidates)
    silent = claim.state.baseline is None

    def fresh(found: Recognition) -> Fresh:
        return Fresh(
            recognition=found,
            outlet=found.candidate.entry.outlet or source.name,
            language=found.candidate.entry.language or "en",
            hits=tuple(hit(name) for name in watchlists),
            postings=() if silent else tuple(posting(name) for name in watchlists),
            silent=silent,
        )

    news = [found for found in known if found.article is None or found.overlooked]
    return Poll(
        claim=claim,
        state=answered(claim.state, now),
        now=now,
        fresh=tuple(fresh(found) for found in news),
        listed=tuple(found for found in known if found not in news),
        ambiguous=listing.ambiguous,
    )


async def poll(
    archive: Polls,
    entries: Sequence[Entry],
    *,
    source: Source = POST,
    now: datetime = NOW,
    watchlists: Sequence[str] = (),
) -> Kept:
    claimed = await claim(archive, source, now=now)
    return await archive.keep(
        await prepare(archive, claimed, entries, source=source, now=now, watchlists=watchlists)
    )


async def poll_unchanged(archive: Polls, *, source: Source = POST, now: datetime) -> Kept:
    """Poll a source that answers «not changed»."""
    claimed = await claim(archive, source, now=now)
    state = answered(claimed.state, now, unchanged=True)
    return await archive.keep(Poll(claim=claimed, state=state, now=now))
