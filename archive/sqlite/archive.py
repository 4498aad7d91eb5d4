"""The archive's ports over one SQLite connection that lives on a thread of its own."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from archive.addresses import Mark
from archive.identity import Candidate
from archive.polling import Claim, Kept, Poll, Posting, Recognition
from archive.rechecks import Looked, Recheck
from archive.sqlite import (
    addresses,
    articles,
    canary,
    delays,
    dossiers,
    escalations,
    messages,
    mutes,
    outbox,
    rechecks,
    relooking,
    sources,
    stories,
    uses,
    verdicts,
    versions,
)
from archive.sqlite.connection import connect, connect_to_read, data_version, explained, held
from archive.sqlite.recent import Recent
from archive.stories import Outlets
from archive.telling import Decide, Mute
from archive.vocabulary import (
    Alert,
    Article,
    ArticleId,
    ChannelState,
    Claimed,
    Coverage,
    Delays,
    Delivery,
    DeliveryState,
    Dossier,
    Flight,
    Hit,
    Match,
    Outcome,
    Source,
    SourceState,
    Standing,
    StoryEvent,
    Told,
    Unclaimed,
    Verdict,
    Version,
)

P = ParamSpec("P")
T = TypeVar("T")


class SqliteArchive:
    """Answers `archive.ports` from one file; every call leaves the loop, and they run one after the other.

    Errors of SQLite come out as `ArchiveError`.
    """

    def __init__(
        self, path: Path, *, outlets: Outlets | None = None, to_read: bool = False
    ) -> None:
        """``to_read``: nothing is written, not even to bring an older file up to date."""
        self._path = path
        self.outlets = outlets or Outlets()
        """Who owns which; another table may take its place at any time."""
        self._recent = Recent()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self._db = self._thread.submit(connect_to_read if to_read else connect, path).result()
        self._version = 0

    async def close(self) -> None:
        """Finish what runs and close the file."""
        await self._run(Database.close)
        self._thread.shutdown()

    # -- Polls

    async def enrol(self, sources_: Sequence[Source], *, now: datetime) -> None:
        """See `archive.ports.Polls.enrol`."""
        await self._run(sources.enrol, sources_, now)

    async def claim_due(
        self, *, now: datetime, limit: int, lease: timedelta, names: Sequence[str] | None = None
    ) -> Sequence[Claim]:
        """See `archive.ports.Polls.claim_due`."""
        return await self._run(sources.claim_due, now, limit, lease, names)

    async def release(self, claims: Sequence[Claim]) -> None:
        """See `archive.ports.Polls.release`."""
        await self._run(sources.release, claims)

    async def release_claims(self) -> None:
        """At start, under the archive's lock: claims of a process that is gone are void."""
        await self._run(sources.release_claims)
        await self._run(rechecks.release)

    async def recognise(
        self, source: str, candidates: Sequence[Candidate]
    ) -> Sequence[Recognition]:
        """See `archive.ports.Polls.recognise`."""
        return await self._run(articles.recognise_all, source, candidates)

    async def keep(self, poll: Poll) -> Kept:
        """See `archive.ports.Polls.keep`."""
        return await self._run(articles.keep, self._recent, poll, self.outlets)

    async def next_due(self) -> datetime | None:
        """See `archive.ports.Polls.next_due`."""
        return await self._run(sources.next_due)

    async def bring_forward(self, due: Mapping[str, datetime]) -> None:
        """See `archive.ports.Polls.bring_forward`."""
        await self._run(sources.bring_forward, due)

    async def shift_clock(self, by: timedelta) -> None:
        """See `archive.ports.Polls.shift_clock`."""
        await self._run(sources.shift_clock, by)

    # -- Versions, Rechecks

    async def versions(self, article: ArticleId) -> Sequence[Version]:
        """See `archive.ports.Versions.versions`."""
        return await self._run(versions.of_article, article)

    async def claim_rechecks(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> Sequence[Recheck]:
        """See `archive.ports.Rechecks.claim_rechecks`."""
        return await self._run(relooking.claim, now, limit, lease)

    async def settle_recheck(self, recheck: Recheck, looked: Looked, *, now: datetime) -> int:
        """See `archive.ports.Rechecks.settle_recheck`."""
        return await self._run(relooking.settle, recheck, looked, self.outlets, now)

    # -- Watched, Retention

    async def new_watchlists(self, names: Sequence[str], *, now: datetime) -> Sequence[str]:
        """See `archive.ports.Watched.new_watchlists`."""
        return await self._run(articles.new_watchlists, names, now)

    async def add_matches(
        self,
        article: Article,
        hits: Sequence[Hit],
        postings: Sequence[Posting],
        *,
        now: datetime,
    ) -> int:
        """See `archive.ports.Watched.add_matches`."""
        return await self._run(articles.add_matches, article, hits, postings, self.outlets, now)

    async def prune(self, *, before: datetime, limit: int) -> int:
        """See `archive.ports.Retention.prune`."""
        return await self._run(articles.prune, before, limit)

    async def tidy(self, *, now: datetime, limit: int) -> int:
        """See `archive.ports.Retention.tidy`."""
        return await self._run(articles.tidy, now, limit)

    # -- Shelf

    async def articles(
        self, *, since: datetime | None = None, batch: int = 200
    ) -> AsyncIterator[Sequence[Article]]:
        """See `archive.ports.Shelf.articles`."""
        below: int | None = None
        while found := await self._run(articles.page, since, below, batch):
            yield found
            below = found[-1].id

    async def matches_of(self, article: ArticleId) -> Sequence[Match]:
        """Return what one article matched."""
        return await self._run(articles.matches_of, article)

    # -- Dossiers

    async def known_by(self, keys: Sequence[str]) -> ArticleId | None:
        """See `archive.ports.Dossiers.known_by`."""
        return await self._run(dossiers.known_by, keys)

    async def dossier(self, article: ArticleId) -> Dossier | None:
        """See `archive.ports.Dossiers.dossier`."""
        return await self._run(dossiers.dossier, ArticleId(held(article)), self.outlets)

    async def sources(self) -> Sequence[SourceState]:
        """See `archive.ports.Shelf.sources`."""
        return await self._run(sources.states)

    async def remember_told(self, names: Sequence[str], told: Told | None) -> None:
        """See `archive.ports.Health.remember_told`."""
        await self._run(sources.remember_told, names, told)

    async def channels(self) -> Sequence[ChannelState]:
        """See `archive.ports.Shelf.channels`."""
        return await self._run(outbox.channels)

    # -- Stories

    async def coverage(self, story: int) -> Coverage | None:
        """See `archive.ports.Stories.coverage`."""
        return await self._run(stories.coverage, held(story), self.outlets)

    async def story_events(self, story: int) -> Sequence[StoryEvent]:
        """See `archive.ports.Stories.story_events`."""
        return await self._run(stories.events, held(story))

    # -- Log, Hand

    async def verdicts_of_article(self, article: ArticleId) -> Sequence[Verdict]:
        """See `archive.ports.Journal.verdicts_of_article`."""
        return await self._run(verdicts.of_article, article)

    async def verdicts_of_message(self, message: int) -> Sequence[Verdict]:
        """See `archive.ports.Journal.verdicts_of_message`."""
        return await self._run(verdicts.of_message, held(message))

    async def prune_verdicts(self, *, before: datetime, limit: int) -> int:
        """See `archive.ports.Retention.prune_verdicts`."""
        return await self._run(verdicts.prune, before, limit)

    async def messages(
        self,
        *,
        states: Sequence[DeliveryState],
        channel: str | None = None,
        since: datetime | None = None,
        batch: int = 200,
    ) -> AsyncIterator[Sequence[Standing]]:
        """See `archive.ports.Hand.messages`."""
        below: int | None = None
        while found := await self._run(messages.standing, channel, states, since, below, batch):
            yield found
            below = found[-1].id

    async def message(self, number: int) -> Standing | None:
        """See `archive.ports.Hand.message`."""
        return await self._run(messages.one, held(number))

    async def retry_message(self, number: int, *, now: datetime) -> bool:
        """See `archive.ports.Hand.retry_message`."""
        return await self._run(messages.retry, held(number), now)

    async def drop_message(self, number: int, *, now: datetime) -> bool:
        """See `archive.ports.Hand.drop_message`."""
        return await self._run(messages.drop, held(number), now)

    async def mute(
        self, *, watchlist: str | None, story: int | None, now: datetime, until: datetime
    ) -> Mute:
        """See `archive.ports.Hand.mute`."""
        return await self._run(mutes.mute, watchlist, story, now, until)

    async def unmute(self, *, watchlist: str | None, story: int | None, now: datetime) -> bool:
        """See `archive.ports.Hand.unmute`."""
        return await self._run(mutes.unmute, watchlist, story and held(story), now)

    async def mutes(self, *, now: datetime) -> Sequence[tuple[Mute, int]]:
        """See `archive.ports.Hand.mutes`."""
        return await self._run(mutes.withholding, now)

    async def touched(self) -> bool:
        """See `archive.ports.Changes.touched`."""
        version = await self._run(data_version)
        changed, self._version = version != self._version, version
        return changed

    async def flight(self) -> Flight:
        """See `archive.ports.Shelf.flight`."""
        return await self._run(canary.flight)

    async def delays(self, names: Sequence[str]) -> Mapping[str, Delays]:
        """See `archive.ports.Shelf.delays`."""
        return await self._run(delays.of_all, names)

    # -- Claims

    async def unclaimed(
        self, rules: Mapping[str, timedelta], *, now: datetime
    ) -> Sequence[Unclaimed]:
        """See `archive.ports.UnclaimedStories.unclaimed`."""
        return await self._run(escalations.unclaimed, rules, now)

    async def remember_escalation(self, one: Unclaimed, *, now: datetime) -> None:
        """See `archive.ports.UnclaimedStories.remember_escalation`."""
        await self._run(escalations.remember, one, now)

    async def claim_story(self, story: int, *, now: datetime) -> Claimed | None:
        """See `archive.ports.Claims.claim_story`."""
        return await self._run(escalations.claim, held(story), now)

    async def story_of_message(self, message: int) -> int | None:
        """See `archive.ports.Claims.story_of_message`."""
        return await self._run(escalations.story_of, held(message))

    # -- Flights

    async def harvest(self, *, now: datetime) -> Flight:
        """See `archive.ports.Flights.harvest`."""
        return await self._run(canary.harvest, now)

    async def remember_flight(self, told: datetime | None) -> None:
        """See `archive.ports.Flights.remember_flight`."""
        await self._run(canary.remember, told)

    # -- Uses

    async def used_until(self) -> datetime | None:
        """See `archive.ports.Uses.used_until`."""
        return await self._run(uses.until)

    async def note_use(self, *, now: datetime) -> None:
        """See `archive.ports.Uses.note_use`."""
        await self._run(uses.note, now)

    # -- Outbox

    async def salt(self) -> bytes:
        """See `archive.ports.Addresses.salt`."""
        return await self._run(addresses.salt)

    async def number_addresses(
        self, channels: Mapping[str, Sequence[Mark]]
    ) -> Mapping[str, tuple[int, ...]]:
        """See `archive.ports.Addresses.number_addresses`."""
        return await self._run(addresses.take, channels)

    async def claim_delivery(
        self,
        channel: str,
        target: int,
        *,
        now: datetime,
        lease: timedelta,
        decide: Decide | None = None,
    ) -> Delivery | None:
        """See `archive.ports.Outbox.claim_delivery`."""
        return await self._run(outbox.claim, channel, target, now, lease, decide, self.outlets)

    async def settle_delivery(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
        """See `archive.ports.Outbox.settle_delivery`."""
        await self._run(outbox.settle, delivery, outcome, now)

    async def recover_deliveries(self, *, now: datetime) -> int:
        """See `archive.ports.Outbox.recover_deliveries`."""
        return await self._run(outbox.recover, now)

    async def give_up(
        self, channel: str, target: int, *, before: datetime, reason: str, now: datetime
    ) -> int:
        """See `archive.ports.Outbox.give_up`."""
        return await self._run(messages.give_up, channel, target, before, reason, now)

    async def decide_anew(self, channel: str, target: int, *, now: datetime) -> None:
        """See `archive.ports.Outbox.decide_anew`."""
        await self._run(outbox.decide_anew, channel, target, now)

    async def hasten(self, *, now: datetime) -> None:
        """See `archive.ports.Outbox.hasten`."""
        await self._run(outbox.hasten, now)

    async def next_delivery(self, channel: str, target: int) -> datetime | None:
        """See `archive.ports.Outbox.next_delivery`."""
        return await self._run(outbox.next_due, channel, target)

    async def post(
        self, alert: Alert, *, channel: str, target: int, key: str, now: datetime
    ) -> bool:
        """See `archive.ports.Outbox.post`."""
        posting = Posting(channel=channel, target=target, watchlist=alert.watchlist, alert=alert)
        return await self._run(outbox.post, posting, key, now)

    async def _run(
        self, act: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, lambda: act(self._db, *args, **kwargs))
        except sqlite3.Error as error:
            raise explained(error, self._path) from error
