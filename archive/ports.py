"""What the rooms ask of the archive: one narrow port for each user, so that another database can answer."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from archive.addresses import Mark
from archive.identity import Candidate
from archive.polling import Claim, Kept, Poll, Posting, Recognition
from archive.rechecks import Looked, Recheck
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


class Outbox(Protocol):
    """Messages on their way; asked by the deliverer."""

    async def claim_delivery(
        self,
        channel: str,
        target: int,
        *,
        now: datetime,
        lease: timedelta,
        decide: Decide | None = None,
    ) -> Delivery | None:
        """Take the oldest message that is due for one target; it is ours until the lease ends.

        First ``decide`` is asked what becomes of the messages that wait, and its answer is carried out
        in the same transaction: each is ready, held, muted, or merged into a digest, which is a message
        itself. Without it, whatever is ready may go. The claim is on disk before this returns. A message
        whose lease ran out, or that a crash left half sent, is given again with ``sure=False``.
        """
        ...

    async def settle_delivery(self, delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
        """Write down how an attempt ended; it is on disk before this returns."""
        ...

    async def give_up(
        self, channel: str, target: int, *, before: datetime, reason: str, now: datetime
    ) -> int:
        """Let die what is ready for a target and was written by ``before``; return how many."""
        ...

    async def recover_deliveries(self, *, now: datetime) -> int:
        """At start: put back what a crash left half sent, as not sure; return how many."""
        ...

    async def decide_anew(self, channel: str, target: int, *, now: datetime) -> None:
        """Let what is held or muted be decided at the next claim: the rules of its channel may be others now."""
        ...

    async def hasten(self, *, now: datetime) -> None:
        """Let go what was never tried and only waits for other reports of its story: no more come for now."""
        ...

    async def next_delivery(self, channel: str, target: int) -> datetime | None:
        """Return when a waiting message of a target is next due, or to be decided anew; None when none waits."""
        ...

    async def post(
        self, alert: Alert, *, channel: str, target: int, key: str, now: datetime
    ) -> bool:
        """Put one message into the outbox, once per key and target; False when it is there already."""
        ...


class Polls(Protocol):
    """Sources, what is due, and what polls bring home; asked by the polling cycle."""

    async def enrol(self, sources: Sequence[Source], *, now: datetime) -> None:
        """Make the configured sources known; those no longer configured are kept but not polled.

        A source with a new address starts anew; one with a new name but a known address goes on.
        """
        ...

    async def claim_due(
        self, *, now: datetime, limit: int, lease: timedelta, names: Sequence[str] | None = None
    ) -> Sequence[Claim]:
        """Take at most ``limit`` sources whose next poll is due, the longest due first.

        With ``names`` those sources are taken, due or not, unless their server asked us to stay away.
        """
        ...

    async def release(self, claims: Sequence[Claim]) -> None:
        """Give claims back whose polls could not be written: the sources are due again."""
        ...

    async def recognise(
        self, source: str, candidates: Sequence[Candidate]
    ) -> Sequence[Recognition]:
        """Say of each candidate, in order, whether it is an article that the archive has."""
        ...

    async def keep(self, poll: Poll) -> Kept:
        """Write a poll, or a part of one, in one transaction: source, articles, matches and outbox, all or nothing."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the next source is due; None when there is none."""
        ...

    async def bring_forward(self, due: Mapping[str, datetime]) -> None:
        """Ask the sources of some names no later than then; those that are due sooner stay so."""
        ...

    async def shift_clock(self, by: timedelta) -> None:
        """Move every planned time: the wall clock was set back or forth by so much."""
        ...


class Versions(Protocol):
    """How articles read before; asked by whoever shows an article."""

    async def versions(self, article: ArticleId) -> Sequence[Version]:
        """Return the versions of an article, oldest first; empty when it was never edited."""
        ...


class Rechecks(Protocol):
    """Articles that are looked at again; asked by whoever looks."""

    async def claim_rechecks(
        self, *, now: datetime, limit: int, lease: timedelta
    ) -> Sequence[Recheck]:
        """Take at most ``limit`` articles that are due, the longest due first; they are ours until the lease ends."""
        ...

    async def settle_recheck(self, recheck: Recheck, looked: Looked, *, now: datetime) -> int:
        """Write what came of a look in one transaction: version, matches, outbox and the next look, all or nothing.

        Returns how many alerts that made; nothing is written when somebody else has claimed the article meanwhile.
        """
        ...


class Watched(Protocol):
    """Which watchlists were there before; asked when the daemon starts."""

    async def new_watchlists(self, names: Sequence[str], *, now: datetime) -> Sequence[str]:
        """Note the watchlists and return those never seen before; all are old in an archive without articles."""
        ...

    def articles(
        self, *, since: datetime | None = None, batch: int = 200
    ) -> AsyncIterator[Sequence[Article]]:
        """Go through the articles, last seen first; ``since`` bounds when they were seen."""
        ...

    async def add_matches(
        self, article: Article, hits: Sequence[Hit], postings: Sequence[Posting], *, now: datetime
    ) -> int:
        """Write matches found later and the alerts they cause; return how many alerts were new."""
        ...


class Shelf(Protocol):
    """The archive as a reader sees it; asked by commands and pages."""

    def articles(
        self, *, since: datetime | None = None, batch: int = 200
    ) -> AsyncIterator[Sequence[Article]]:
        """Go through the articles, last seen first; ``since`` bounds when they were seen."""
        ...

    async def sources(self) -> Sequence[SourceState]:
        """Return the state of every source that is polled, by name."""
        ...

    async def channels(self) -> Sequence[ChannelState]:
        """Return how the messages of each channel stand, by name."""
        ...

    async def flight(self) -> Flight:
        """Return how the canary fared."""
        ...

    async def delays(self, names: Sequence[str]) -> Mapping[str, Delays]:
        """Return how long the last articles of each of these sources took to be seen and told."""
        ...


class Dossiers(Protocol):
    """Everything about one article; asked by `explain`."""

    async def known_by(self, keys: Sequence[str]) -> ArticleId | None:
        """Return the article that the first of some keys with an owner belongs to (`archive.identity.keys_of_address`)."""
        ...

    async def dossier(self, article: ArticleId) -> Dossier | None:
        """Return what is known of an article and what was decided about it; None when there is none."""
        ...


class Stories(Protocol):
    """The articles that report one event; asked by whoever tells of a story."""

    async def coverage(self, story: int) -> Coverage | None:
        """Return who carries a story now, by any number it ever had; None when nothing of it is left."""
        ...

    async def story_events(self, story: int) -> Sequence[StoryEvent]:
        """Return what happened to a story, by any number it ever had, the oldest first."""
        ...


class Health(Protocol):
    """How sources and channels are, and what was told of it; asked by the watch over them."""

    async def sources(self) -> Sequence[SourceState]:
        """Return the state of every source that is polled, by name."""
        ...

    async def remember_told(self, names: Sequence[str], told: Told | None) -> None:
        """Note what the ops channels were told of some sources; None when they are well."""
        ...

    async def channels(self) -> Sequence[ChannelState]:
        """Return how the messages of each channel stand that has any, by name."""
        ...


class Addresses(Protocol):
    """Knows the addresses of channels by numbers, which stay theirs wherever they stand in the list."""

    async def salt(self) -> bytes:
        """Return what goes into the marks of addresses in this archive."""

    async def number_addresses(
        self, channels: Mapping[str, Sequence[Mark]]
    ) -> Mapping[str, tuple[int, ...]]:
        """Remember the addresses of all channels that are configured, and return their numbers in the same order.

        `archive.addresses.number` says how. What waits for others is stranded until they are back.
        """


class Hand(Protocol):
    """What the user does with messages; asked by commands, while a daemon may be running."""

    def messages(
        self,
        *,
        states: Sequence[DeliveryState],
        channel: str | None = None,
        since: datetime | None = None,
        batch: int = 200,
    ) -> AsyncIterator[Sequence[Standing]]:
        """Go through the messages in some states, newest first; ``since`` bounds when they were written."""
        ...

    async def message(self, number: int) -> Standing | None:
        """Return one message; None when there is none of that number."""
        ...

    async def retry_message(self, number: int, *, now: datetime) -> bool:
        """Let a dead or dropped message, or one that waits for another try, be sent now; False for any other."""
        ...

    async def drop_message(self, number: int, *, now: datetime) -> bool:
        """Give up a message that waits or is dead; False for one that is sent, being sent, or told in a digest."""
        ...

    async def mute(
        self, *, watchlist: str | None, story: int | None, now: datetime, until: datetime
    ) -> Mute:
        """Mute a watchlist or a story; one that is muted already gets the new end."""
        ...

    async def unmute(self, *, watchlist: str | None, story: int | None, now: datetime) -> bool:
        """End a mute now; False when there is none."""
        ...

    async def mutes(self, *, now: datetime) -> Sequence[tuple[Mute, int]]:
        """Return the mutes that have not ended, with how many stories each withholds."""
        ...


class Changes(Protocol):
    """What others do to the archive meanwhile; asked by the daemon every second."""

    async def touched(self) -> bool:
        """Say whether somebody else wrote to the archive since this was last asked: a command, most likely."""
        ...


class Journal(Protocol):
    """Why an article was told, or was not; asked by those who explain."""

    async def verdicts_of_article(self, article: ArticleId) -> Sequence[Verdict]:
        """Return what was decided of an article, oldest first, and of the messages that tell its story."""
        ...

    async def verdicts_of_message(self, message: int) -> Sequence[Verdict]:
        """Return what was decided of a message, oldest first: its log."""
        ...


class UnclaimedStories(Protocol):
    """Stories that nobody took up; asked by whoever escalates."""

    async def unclaimed(
        self, rules: Mapping[str, timedelta], *, now: datetime
    ) -> Sequence[Unclaimed]:
        """Return what each of these watchlists told longer ago than its time, and nobody claimed.

        What was told before the watchlist had a rule, or was escalated already, is left out.
        """
        ...

    async def remember_escalation(self, one: Unclaimed, *, now: datetime) -> None:
        """Note that the further channels were told: it is not unclaimed any more."""
        ...


class Claims(Protocol):
    """Stories that somebody takes up; asked by `claim`."""

    async def claim_story(self, story: int, *, now: datetime) -> Claimed | None:
        """Claim a story for all watchlists; None when none of that number was told."""
        ...

    async def story_of_message(self, message: int) -> int | None:
        """Return the story that a message tells; None when there is none."""
        ...


class Flights(Protocol):
    """How the canary fares; asked by the watch over it."""

    async def harvest(self, *, now: datetime) -> Flight:
        """Note the last arrival, and clear everything away that the canary left in the archive."""
        ...

    async def remember_flight(self, told: datetime | None) -> None:
        """Note when the ops channels were told that none comes; None when one came again."""
        ...


class Uses(Protocol):
    """Until when the archive was in use; asked at the start, to know an older copy of it."""

    async def used_until(self) -> datetime | None:
        """Return until when the archive was in use; None when that was never noted."""
        ...

    async def note_use(self, *, now: datetime) -> None:
        """Note that the archive is in use now; it is on disk before this returns."""
        ...


class Retention(Protocol):
    """Forgetting; asked once in a while."""

    async def prune_verdicts(self, *, before: datetime, limit: int) -> int:
        """Forget at most ``limit`` verdicts from before a moment; return how many."""
        ...

    async def prune(self, *, before: datetime, limit: int) -> int:
        """Forget at most ``limit`` articles without a match, not listed since ``before``; return how many."""
        ...

    async def tidy(self, *, now: datetime, limit: int) -> int:
        """Forget, for at most ``limit`` articles, what finds copies and is too old for it; return how many."""
        ...
