"""One poll of one source, from the request to the outbox."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from alerts import route
from archive.identity import Listing, candidate_of, entry_keys, identify
from archive.polling import Claim, Fresh, Kept, Poll, Posting, Recognition, Revision
from archive.ports import Health, Polls, Rechecks, Watched
from archive.rechecks import Looked, Recheck
from archive.vocabulary import CANARY, Alert, Entry, Gap, Hit, Source, SourceKind, SourceState
from scheduler.desk import Desk
from scheduler.documents import document_of, is_news, outlet_of
from scheduler.health import after_failure, after_success
from scheduler.lookback import LookBack
from scheduler.mending import gap_of, gap_words, with_gap, with_repair
from scheduler.pages import AGAIN, SLICE, Choice, Pages, Rest, choose, in_batches
from scheduler.report import together, untold, words_of
from scheduler.revisions import relayed_by, revisions_of
from scheduler.rhythm import NextCron, Plan, due_by, planned, unchanged, with_times
from spiders import GoneError, Listed, Lister, SpiderError, StatusError
from spiders.mending import Mender, Missing

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""A poll, or a part of one, that takes longer than this is given up and may be claimed again."""

NOTHING = Kept(articles=0, matches=0, posted=0, copies=())


class Enrolment(Polls, Watched, Protocol):
    """What taking up a configuration asks of the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How one poll went."""

    source: str
    state: SourceState
    kept: Kept = NOTHING
    error: SpiderError | None = None
    untold: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Matches that the first poll took in silence, by channel and watchlist."""
    listed: tuple[Entry, ...] = ()


class Cycle:
    """Polls sources: list, recognise, match, write in one transaction."""

    def __init__(
        self,
        *,
        desk: Desk,
        archive: Polls,
        listers: Mapping[SourceKind, Lister],
        now: Callable[[], datetime],
        next_cron: NextCron,
        chance: Callable[[], float] = random.random,
        pages: Pages | None = None,
        wake: Callable[[], None] = lambda: None,
        mender: Mender | None = None,
    ) -> None:
        """``pages`` reads those of new entries, None no page; ``wake`` hears of alerts before a poll is done."""
        self._desk = desk
        self._archive = archive
        self._listers = listers
        self._now = now
        self._next_cron = next_cron
        self._chance = chance
        self._pages = pages
        self._wake = wake
        self._mender = mender
        self.reading = 0
        """Polls that are past listing, and read pages."""
        # From recognising to writing, one poll at a time: two sources may list the same article at once.
        self._writing = asyncio.Lock()
        self._back = LookBack(writing=self._writing, now=now)

    async def take_up(
        self,
        desk: Desk,
        listers: Mapping[SourceKind, Lister],
        archive: Enrolment,
        *,
        next_cron: NextCron,
        pages: Pages | None = None,
        mender: Mender | None = None,
    ) -> None:
        """Go on with what the user configures now; polls under way are matched by the new watchlists.

        Between two polls, so that an article is matched by the old watchlists or by the new ones, never by none.
        """
        async with self._writing:
            await archive.enrol(tuple(desk.sources.values()), now=self._now())
            self._desk, self._listers, self._pages = desk, listers, pages
            self._mender, self._next_cron = mender, next_cron
        await self.catch_up(archive)

    async def hasten(self, archive: Health) -> None:
        """Let no source wait longer than what is configured now says: it was planned by what was then."""
        states = await archive.sources()
        due = due_by(self._desk.sources, states, next_cron=self._next_cron)
        await self._archive.bring_forward(due)

    async def catch_up(self, archive: Watched) -> None:
        """Match what is in the archive against new watchlists that ask for it (``backfill``)."""
        await self._back.catch_up(archive, self._desk)

    async def untold(self, archive: Watched) -> Mapping[tuple[str, str], int]:
        """Count, once, what new watchlists match that do not ask for it."""
        return await self._back.untold(archive, self._desk)

    async def settle(
        self, recheck: Recheck, conclude: Callable[[Desk], Looked], archive: Rechecks
    ) -> int:
        """Decide what a look at an article means and write it, between two polls; return how many alerts that makes."""
        async with self._writing:
            looked = await asyncio.to_thread(conclude, self._desk)
            return await archive.settle_recheck(recheck, looked, now=self._now())

    def source(self, name: str) -> Source | None:
        """Return a source as it is configured now."""
        return self._desk.sources.get(name)

    async def poll(self, claim: Claim) -> Report:
        """Poll one source; what goes wrong with it becomes its state."""
        source = self._desk.sources[claim.state.name]
        try:
            listed = await self._listers[claim.state.kind].entries(source, claim.state)
        except SpiderError as error:
            return await self._failed(claim, source, error)
        if listed.anew:
            claim = replace(claim, state=replace(claim.state, baseline=None))
        if listed.unchanged:
            async with self._writing:
                before = unchanged(claim.state)
                state = after_success(before, listed, now=self._now(), **self._plan(source, before))
                poll = Poll(claim=claim, state=state, now=self._now())
                await self._archive.keep(poll)
            for line in words_of(claim.state, poll, NOTHING):
                log.info("%s: %s", source.name, line)
            return Report(source=source.name, state=state)
        listing = await asyncio.to_thread(identify, listed.entries, source=source.address)
        async with self._writing:
            now = self._now()
            poll, rest = await self._begin(claim, source, listed, listing, now)
            kept = await self._archive.keep(poll)
        if rest and not kept.void:
            poll, kept = await self._read_on(poll, source, rest, kept)
        level = logging.DEBUG if source.name == CANARY else logging.INFO
        for line in words_of(claim.state, poll, kept):
            log.log(level, "%s: %s", source.name, line)
        return Report(
            source=source.name,
            state=poll.state,
            kept=kept,
            listed=listed.entries,
            untold=untold(poll, self._desk.watchlists),
        )

    async def mend(self, report: Report, *, lease: timedelta) -> Kept:
        """Look for what slipped by before a poll, if it is to be looked for; what is found is new like any other."""
        gap = report.state.gap
        if self._mender is None or gap is None or gap.outcome is not None or not report.listed:
            return NOTHING
        known = self._desk.sources.get(report.source)
        if known is None:
            return NOTHING
        found = await self._mender.missing(report.listed, known, since=gap.since, until=gap.until)
        claims = await self._archive.claim_due(
            now=self._now(), limit=1, lease=lease, names=[report.source]
        )
        source = self._desk.sources.get(report.source)
        if source is None or not claims:
            # It is being polled again; a poll that shows the gap looks for it again.
            await self._archive.release(claims)
            return NOTHING
        return await self._fill(claims[0], source, gap, found)

    async def _fill(self, claim: Claim, source: Source, gap: Gap, found: Missing) -> Kept:
        listing = await asyncio.to_thread(identify, found.entries, source=source.address)
        async with self._writing:
            known = await self._archive.recognise(source.name, listing.candidates)
            news = [each for each in known if each.article is None]
            gap = replace(gap, repaired=len(news), outcome=found.outcome)
            poll = Poll(claim=claim, state=with_repair(claim.state, gap), now=self._now(), gap=gap)
            poll, rest = await self._divided(poll, source, news)
            kept = await self._archive.keep(poll)
        if rest and not kept.void:
            _, kept = await self._read_on(poll, source, rest, kept)
        log.info("%s: gap %s", source.name, gap_words(gap, UTC))
        return kept

    async def _begin(
        self, claim: Claim, source: Source, listed: Listed, listing: Listing, now: datetime
    ) -> tuple[Poll, Rest]:
        """Return what is written at once of what a source listed, and what is left for later."""
        known = await self._archive.recognise(source.name, listing.candidates)
        before = with_times(claim.state, listed, known, now=now)
        before = replace(before, entries=len(listed.entries))
        plan = self._plan(source, before)
        state = after_success(before, listed, now=now, nameless=listing.dropped, **plan)
        # The canary is another one each time: nothing slips by there.
        gap = None if source.name == CANARY else gap_of(claim.state, known, now=now)
        state = with_gap(state, gap, listed=len(known)) if gap else state
        poll = Poll(claim=claim, state=state, now=now, ambiguous=listing.ambiguous, gap=gap)
        return await self._divided(poll, source, known)

    async def _divided(
        self, poll: Poll, source: Source, known: Sequence[Recognition]
    ) -> tuple[Poll, Rest]:
        """Return what of a poll is written at once, and what is left for later."""
        chosen = Choice(rest=tuple(found for found in known if is_news(found)))
        if self._pages is not None:
            chosen = await asyncio.to_thread(self._choose, self._pages, source, chosen.rest, poll)
        old = [found for found in known if not is_news(found)]
        # The oldest first, and others get their turn in between: a flood of entries takes seconds.
        at_once, later = chosen.rest[-SLICE:], chosen.rest[:-SLICE]
        poll = await self._part(poll, source, (*at_once, *old))
        rest = Rest(later=tuple(found.candidate.entry for found in later), unread=chosen.unread)
        return replace(poll, until=poll.now + LEASE if rest else None), rest

    def _choose(
        self, pages: Pages, source: Source, news: Sequence[Recognition], poll: Poll
    ) -> Choice:
        matcher = self._desk.matcher
        since = None
        if poll.claim.state.baseline is None:
            lists = self._desk.watchlists.values()
            reach = max((source.backfill, *(one.backfill for one in lists)))
            if not reach:
                return Choice(rest=tuple(news))
            since = poll.now - reach
        return choose(
            news,
            source,
            since=since,
            body_asked=matcher.asks_for_bodies(source.name, source.tags),
            likely=lambda entry: bool(matcher.holding(document_of(entry, source))),
        )

    async def _read_on(
        self, poll: Poll, source: Source, rest: Rest, kept: Kept
    ) -> tuple[Poll, Kept]:
        """Write the other new entries, part by part as their pages come, and last the source; return all together."""
        self.reading += 1
        try:
            async with aclosing(in_batches(rest, source, self._pages)) as batches:
                async for entries in batches:
                    async with self._writing:
                        part = await self._known_again(poll, source, entries)
                        kept = together(kept, await self._archive.keep(part))
                    poll = replace(poll, fresh=(*poll.fresh, *part.fresh))
                    if kept.void:
                        return poll, kept
                    if kept.posted:
                        self._wake()
        finally:
            self.reading -= 1
        done = Poll(claim=poll.claim, state=poll.state, now=poll.now)
        return poll, together(kept, await self._archive.keep(done))

    async def _known_again(self, poll: Poll, source: Source, entries: Sequence[Entry]) -> Poll:
        """Return the part of a poll that entries make whose pages were read: some may turn out to be known."""
        without = frozenset(poll.ambiguous)
        candidates = [
            candidate_of(entry, entry_keys(entry, source=source.address, without=without))
            for entry in entries
        ]
        known = await self._archive.recognise(source.name, candidates)
        part = await self._part(poll, source, known)
        return replace(part, ambiguous=(), until=self._now() + LEASE)

    async def _failed(self, claim: Claim, source: Source, error: SpiderError) -> Report:
        wait = error.wait if isinstance(error, StatusError) else None
        plan = self._plan(source, claim.state, failures=claim.state.failures + 1, wait=wait)
        state = after_failure(claim.state, error, now=self._now(), **plan)
        await self._archive.keep(Poll(claim=claim, state=state, now=self._now()))
        first = claim.state.standing is not state.standing
        log.log(logging.WARNING if first else logging.DEBUG, "%s: %s", source.name, error)
        if isinstance(error, GoneError):
            log.warning("%s: it is not asked again", source.name)
        return Report(source=source.name, state=state, error=error)

    def _plan(
        self,
        source: Source,
        state: SourceState,
        *,
        failures: int = 0,
        wait: timedelta | None = None,
    ) -> Plan:
        # It may have been edited while it was polled.
        source = self._desk.sources.get(source.name, source)
        now, chance, cron = self._now(), self._chance(), self._next_cron
        return planned(
            source, state, now=now, failures=failures, wait=wait, chance=chance, next_cron=cron
        )

    async def _part(self, poll: Poll, source: Source, known: Sequence[Recognition]) -> Poll:
        """Return a poll with what is news of ``known``, matched, and what is not."""
        news = [found for found in known if is_news(found)]
        first = poll.claim.state.baseline is None
        hits = await asyncio.to_thread(self._match, source, news)
        fresh = [
            self._fresh(source, found, of, now=poll.now, first=first)
            # Feeds list the newest first; the oldest is told first.
            for found, of in reversed(list(zip(news, hits, strict=True)))
        ]
        listed = [found for found in known if not is_news(found)]
        revised = await asyncio.to_thread(self._revised, source, listed, poll.now, first=first)
        return replace(poll, fresh=tuple(fresh), listed=tuple(listed), revised=revised)

    def _revised(
        self, source: Source, listed: Sequence[Recognition], now: datetime, *, first: bool
    ) -> tuple[Revision, ...]:
        """Return what follows for known articles: some read otherwise, some are new to this source."""
        desk = self._desk
        reworded = revisions_of([found.reworded for found in listed if found.reworded], desk, now)
        relayed = (
            relayed_by(
                source,
                found.relayed,
                desk,
                now=now,
                tells=partial(self._tells, source, found.candidate.entry, now, first),
            )
            for found in listed
            if found.relayed
        )
        return (*reworded, *filter(None, relayed))

    def _match(self, source: Source, news: Sequence[Recognition]) -> list[tuple[Hit, ...]]:
        """Match new entries; the canary is matched by its own watchlist alone, and that by nothing else."""
        matched = (
            self._desk.matcher.match(document_of(found.candidate.entry, source)) for found in news
        )
        canary = source.name == CANARY
        return [
            tuple(hit for hit in hits if (hit.watchlist == CANARY) is canary) for hits in matched
        ]

    def _fresh(
        self,
        source: Source,
        found: Recognition,
        hits: tuple[Hit, ...],
        *,
        now: datetime,
        first: bool,
    ) -> Fresh:
        entry = found.candidate.entry
        told = [hit for hit in hits if self._tells(source, entry, now, first, hit)]
        return Fresh(
            recognition=found,
            outlet=outlet_of(entry, source),
            language=source.language or entry.language,
            hits=hits,
            postings=self._postings(source, entry, told, now),
            silent=first and not told,
            again=AGAIN if entry.unread else (),
        )

    def _postings(
        self, source: Source, entry: Entry, hits: Sequence[Hit], now: datetime
    ) -> tuple[Posting, ...]:
        facts = Alert(
            title=entry.title,
            url=entry.url,
            outlet=outlet_of(entry, source),
            source=source.name,
            published=entry.published,
            seen=now,
            language=source.language or entry.language,
            partial=entry.partial or "",
        )
        return route(
            hits, facts=facts, watchlists=self._desk.watchlists, channels=self._desk.channels
        )

    def _tells(self, source: Source, entry: Entry, now: datetime, first: bool, hit: Hit) -> bool:
        """Say whether anybody is told of a hit: of a first poll, entries that are young enough; undated ones are not."""
        if not first:
            return True
        reach = max(source.backfill, self._desk.watchlists[hit.watchlist].backfill)
        return bool(reach and entry.published and now - entry.published <= reach)
