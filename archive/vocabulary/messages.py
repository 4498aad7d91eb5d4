"""Whom to tell what, and how the telling stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from archive.vocabulary.articles import ArticleId
from archive.vocabulary.edits import Edit
from archive.vocabulary.rules import AT_ONCE, Limit, Quiet, When
from archive.vocabulary.secret import Secret
from archive.vocabulary.stories import Coverage
from archive.vocabulary.watchlists import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go: one or more Apprise addresses, each told separately."""

    name: str
    to: tuple[Secret, ...]
    timezone: str | None = None
    """IANA name; None means the configuration's zone."""
    when: When = AT_ONCE
    quiet: Quiet | None = None
    limit: Limit | None = None
    template: str | None = None
    """A file, or a folder, with words of the user's own; an absolute path."""
    numbers: tuple[int, ...] | None = None
    """By which the archive knows the addresses; None: by their places."""

    @property
    def targets(self) -> Mapping[int, Secret]:
        """The addresses by their numbers."""
        numbers = range(len(self.to)) if self.numbers is None else self.numbers
        return dict(zip(numbers, self.to, strict=True))


class AlertKind(StrEnum):
    """What a message is about."""

    ALERT = "alert"
    """A story for a watchlist."""
    FOLLOW_UP = "follow-up"
    """A story that was told, and that more outlets carry now."""
    EDIT = "edit"
    """An article that was told, and that reads otherwise now."""
    ESCALATION = "escalation"
    """A story that was told, and that nobody claimed in time."""
    NOTICE = "notice"
    """The service's own health: a source went blind, a channel failed."""
    TEST = "test"
    """A sample that the user asked for."""
    DIGEST = "digest"
    """Several alerts in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """The facts of one message; rendering turns them into words for a channel.

    Everything in here that came from a source is plain, hostile text.
    """

    kind: AlertKind = AlertKind.ALERT
    watchlist: str = ""
    query: str = ""
    """The query as the user wrote it: why it matched."""
    title: str = ""
    url: str | None = None
    outlet: str = ""
    source: str = ""
    published: datetime | None = None
    seen: datetime | None = None
    language: str | None = None
    quote: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    spans: tuple[Span, ...] = ()
    terms: tuple[str, ...] = ()
    """The terms that held, each once."""
    article: int | None = None
    story: int | None = None
    partial: str = ""
    """Why only headline and summary are known; empty when they are not all there is, or no page was read."""
    edit: Edit | None = None
    """Of an edit: what reads otherwise."""
    claim_by: datetime | None = None
    """Until when somebody has to claim it; then others are told."""
    body: str = ""
    """The words of a notice, a test or an escalation."""


class DigestReason(StrEnum):
    """Why several alerts come as one message."""

    SCHEDULE = "schedule"
    """The channel wants them so: hourly, daily, by a cron line."""
    QUIET = "quiet"
    """They were held back during quiet hours."""
    LIMIT = "limit"
    """There were more than the channel's limit."""
    MUTED = "muted"
    """They were withheld by a mute that has ended."""
    BACKLOG = "backlog"
    """Many at once: a first poll, a long outage of the channel or of ours, a restored backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """A source that could not be read when a digest was made."""

    source: str
    since: datetime | None
    reason: str
    read: bool = False
    """It was read before that, while the digest was collected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An alert of a digest that is not told, only counted."""

    watchlist: str
    kind: AlertKind = AlertKind.ALERT
    story: int | None = None
    article: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Several alerts in one message, or the word that there were none, and what was watched meanwhile."""

    reason: DigestReason
    since: datetime
    until: datetime
    alerts: tuple[Alert, ...] = ()
    """Told one by one, in order; at most as many as a reader would read."""
    more: tuple[Counted, ...] = ()
    """The others."""
    muted: int = 0
    """Stories and edits that matched, and that a mute holds back from whom it is for."""
    watched: int = 0
    """Sources that were read at least once meanwhile."""
    blind: tuple[Blind, ...] = ()
    coverage: Mapping[int, Coverage] = field(default_factory=dict)
    """Who carries the stories, by their numbers as its alerts have them."""


Message = Alert | Digest
"""What is sent."""


class DeliveryState(StrEnum):
    """Where a message stands."""

    READY = "ready"
    """It waits for its first decision, or may be sent when it is due."""
    HELD = "held"
    """It waits for the end of quiet hours, for the next digest, or for the limit."""
    MUTED = "muted"
    """It waits for the end of a mute."""
    MERGED = "merged"
    """It is told as a part of a digest."""
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"
    """The user gave it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way to one target of one channel, claimed from the outbox."""

    id: int
    key: str
    """Idempotency key: the same for every attempt of this message."""
    channel: str
    target: int
    """Which address of the channel, by its number."""
    message: Message
    coverage: Coverage | None = None
    """Who carries the story of an alert now; None when it is not known, or the message is a digest."""
    attempts: int
    """Attempts so far, this one included."""
    sure: bool
    """False when an earlier attempt may have arrived: the message then says so."""
    created: datetime


class OutcomeKind(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    LATER = "later"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What to write down after an attempt."""

    kind: OutcomeKind
    reason: str = ""
    """One line without secrets."""
    due: datetime | None = None
    """When to try again, for LATER."""
    sure: bool = True
    """False when the service may have kept the message although it did not say so."""
    words: str = ""
    """In what form, and in whose words, it was put."""
    remark: str = ""
    """Why it was not told in the user's own words, although there are some."""


WAITING = (
    DeliveryState.READY,
    DeliveryState.HELD,
    DeliveryState.MUTED,
    DeliveryState.SENDING,
)
"""Of messages that have neither arrived nor been given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """How the messages of one channel stand."""

    name: str
    counts: Mapping[DeliveryState, int]
    unsure: int
    """Messages not yet sent that may have arrived already."""
    oldest: datetime | None
    """When the oldest message that still waits was written."""
    error: str | None
    """Why the last failed attempt failed."""
    why: str | None = None
    """What the oldest message that waits waits for; None when it only waits for its turn."""
    addresses: Mapping[int, int] = field(default_factory=dict)
    """How many messages wait for each of its addresses, by the number of that."""
    stranded: int = 0
    """How many of them nobody sends: they wait for addresses that were taken out of it."""

    @property
    def waiting(self) -> int:
        """How many messages have neither arrived nor been given up."""
        return sum(self.counts.get(state, 0) for state in WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One message in the outbox, as its user sees it."""

    id: int
    key: str
    channel: str
    target: int
    kind: AlertKind
    title: str
    watchlist: str
    story: int | None
    articles: tuple[ArticleId, ...]
    """Those that it tells of; a digest tells of several."""
    state: DeliveryState
    attempts: int
    sure: bool
    next_try: datetime | None
    """When it is due, or decided anew; None when it waits for nothing."""
    digest: int | None
    """The message that tells it, when it was merged into a digest."""
    reason: str | None
    """Why it waits, or failed."""
    created: datetime
    settled: datetime | None
    stranded: bool = False
    """Its address was taken out of its channel, so that nobody sends it."""
    address: tuple[int, int] | None = None
    """Which address of its channel it is for, from 1, and of how many; None if that is not known, or it was taken out."""
