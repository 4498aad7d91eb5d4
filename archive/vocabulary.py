"""The words every room shares: frozen, keyword-only values; times are aware and in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

ArticleId = NewType("ArticleId", int)


class Secret:
    """A text that never shows itself: ``str`` and ``repr`` hide it, ``reveal`` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself; call this only where it is used."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


class SourceKind(StrEnum):
    """How a source lists its entries."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    SEARCH = "search"
    SPIDER = "spider"


class FullText(StrEnum):
    """Whether an entry's page is fetched for its text."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Obey(StrEnum):
    """Whose requests ask robots.txt first."""

    PAGES = "true"
    """All but those for feeds: a feed that the user lists is the user's own request."""
    ALL = "all"
    NONE = "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that is polled."""

    name: str
    url: str
    kind: SourceKind = SourceKind.FEED
    every: timedelta | str | None = None
    """A fixed interval, a cron line, or None for ``auto``."""
    tags: tuple[str, ...] = ()
    backfill: timedelta = timedelta(0)
    """Entries younger than this alert on the first poll."""
    full_text: FullText = FullText.AUTO
    language: str | None = None
    """BCP 47 tag that the user gave; it wins over what the source says."""
    links: str | None = None
    """Of a page: CSS selector of the links to articles; None: they are found."""
    title: str | None = None
    """Of a page: CSS selector of the headline, in the block around a link."""
    date: str | None = None
    """Of a page: CSS selector of the date, in the block around a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """A named query with where to notify."""

    name: str
    query: str = ""
    """The query text; empty when the list form below is used."""
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    """Names of channels."""
    sources: tuple[str, ...] = ()
    """Only sources with one of these names or tags; empty means all."""
    languages: tuple[str, ...] = ()
    """Only articles in one of these languages (BCP 47); empty means all."""
    backfill: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go: one or more Apprise addresses, each told separately."""

    name: str
    to: tuple[Secret, ...]
    timezone: str | None = None
    """IANA name; None means the configuration's zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRules:
    """How we ask the web for things."""

    user_agent: str = ""
    """Empty means Wirewatch's own, which names the program and the contact."""
    contact: str = ""
    delay: timedelta | None = None
    """Between two requests to one host; None: one second, or none for allowed private addresses."""
    timeout: timedelta = timedelta(seconds=20)
    """For a whole response, not for a read."""
    max_size: int = 10 * 1024 * 1024
    """Bytes of an unpacked body."""
    allow: frozenset[tuple[str, int]] = frozenset()
    """Private addresses that may be asked: host as written (lower case), port."""
    robots: Obey = Obey.PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a source lists: plain text only, no markup, cleaned of control characters."""

    title: str = ""
    url: str | None = None
    """Absolute http(s) address without credentials, or None."""
    guid: str | None = None
    guid_is_global: bool = False
    """The guid is an address, a UUID or a tag URI, so other sources may share it."""
    summary: str = ""
    text: str = ""
    """The article's own text where the source carries it; paragraphs are separated by newlines."""
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    tags: tuple[str, ...] = ()
    outlet: str | None = None
    """The name of the site the entry comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of an article that satisfied a term.

    ``start`` and ``end`` count characters (code points) of the field's original text, end excluded.
    """

    field: str
    start: int
    end: int
    term: str
    """The term as the user wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One watchlist that one text satisfies."""

    watchlist: str
    spans: tuple[Span, ...]
    quote: str
    """The sentence that matched, cut from the original text."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where the terms stand inside the quote: start and end in characters."""


class CopyKind(StrEnum):
    """How an article's text relates to the one it copies."""

    EXACT = "exact"
    REPRINT = "reprint"
    TRUNCATED = "truncated"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document at one canonical address, as the archive keeps it."""

    id: ArticleId
    url: str | None
    title: str
    outlet: str
    source: str
    """Name of the source that listed it first."""
    published: datetime | None
    seen: datetime
    language: str | None
    authors: tuple[str, ...]
    summary: str
    text: str
    tags: tuple[str, ...] = ()
    story: int
    """The story it belongs to."""
    copy_of: ArticleId | None = None
    copy_kind: CopyKind | None = None
    copy_reason: str | None = None
    matches: tuple[str, ...] = ()
    """Names of the watchlists it satisfied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One article that satisfies one watchlist."""

    watchlist: str
    article: ArticleId
    url: str | None
    title: str
    spans: tuple[Span, ...]
    quote: str
    found: datetime


class AlertKind(StrEnum):
    """What a message is about."""

    ALERT = "alert"
    """A story for a watchlist."""
    NOTICE = "notice"
    """The service's own health: a source went blind, a channel failed."""
    TEST = "test"
    """A sample that the user asked for."""


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
    body: str = ""
    """The words of a notice or a test."""


class DeliveryState(StrEnum):
    """Where a message stands."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way to one target of one channel, claimed from the outbox."""

    id: int
    key: str
    """Idempotency key: the same for every attempt of this message."""
    channel: str
    target: int
    """Which address of the channel, counted from 0."""
    alert: Alert
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask «has it changed?» with, byte for byte (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class SourceStanding(StrEnum):
    """One word for the health of a source."""

    NEW = "new"
    """Never polled yet."""
    OK = "ok"
    FAILING = "failing"
    GONE = "gone"
    """The server said 410: it is not asked again."""


class Told(StrEnum):
    """What the ops channels were last told of a source."""

    BLIND = "blind"
    NETWORK = "network"
    """With all others: the network was to blame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the archive remembers of a source between two polls."""

    name: str
    kind: SourceKind
    url: str
    standing: SourceStanding = SourceStanding.NEW
    since: datetime | None = None
    """When the standing began."""
    reason: str | None = None
    entries: int = 0
    """Entries that the last successful poll listed."""
    articles: int = 0
    """Articles stored from this source."""
    last_poll: datetime | None = None
    next_poll: datetime | None = None
    interval: timedelta | None = None
    error: str | None = None
    gaps: int = 0
    failures: int = 0
    """Failed polls in a row."""
    baseline: datetime | None = None
    """When its first entries were taken in silence; None until its first successful poll."""
    validators: Validators = field(default_factory=Validators)
    body_hash: str | None = None
    last_full: datetime | None = None
    """When its entries were last read, not merely found unchanged."""
    wait_until: datetime | None = None
    """The server asked us to stay away until then."""
    told: Told | None = None
    asked_whole: datetime | None = None
    """When it was last asked without conditions: now and then, whatever it says of itself."""
    lying: bool = False
    """Its validators stayed the same while its document changed: they are not sent any more."""
    moved_to: str | None = None
    """Where it redirects for good."""
    moved_times: int = 0
    """Polls in a row that were redirected there."""


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
