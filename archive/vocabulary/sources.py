"""What is polled, how it is asked, and how it stands."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from archive.vocabulary.rhythm import Rhythm
from archive.vocabulary.secret import Secret


class SourceKind(StrEnum):
    """How a source lists its entries."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    SEARCH = "search"
    SPIDER = "spider"
    """A Scrapy spider of the user's; its address is the dotted path to the class."""
    ADDRESS = "address"
    """An address alone: what it is, is found out on the first poll."""


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
    masked: str = ""
    """Its address with ``***`` for the secrets in it; empty when it has none."""
    render: bool = False
    """Of a page: its scripts are run in a browser first."""
    headers: tuple[tuple[str, Secret], ...] = ()
    """Sent to the server of its address only, never on to another one."""
    auth: Secret | None = None
    """``user:password``, for that server only."""
    proxy: Secret | None = None
    """Through which it is asked; None: as `FetchRules.proxy` says."""

    @property
    def address(self) -> str:
        """Its address as it is stored and shown."""
        return self.masked or self.url


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
    proxy: Secret | None = None
    """For everything that has no proxy of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask «has it changed?» with, byte for byte (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class SourceStanding(StrEnum):
    """One word for the health of a source.

    The last poll decides between `NEW`, `OK`, `FAILING` and `GONE`; the others are judged when somebody looks.
    """

    NEW = "new"
    """Never polled yet."""
    OK = "ok"
    SLOW = "slow"
    """It answers, but late."""
    QUIET = "quiet"
    """It answers, but publishes far less than it used to."""
    MOVED = "moved"
    """It answers at another address, and says that it stays there."""
    FAILING = "failing"
    BLIND = "blind"
    """It has failed so often and for so long that something must be done."""
    GONE = "gone"
    """The server said 410: it is not asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How long the last articles of a source took, in the middle of them."""

    seen: timedelta | None = None
    """From their publication until they were seen; None when that is not known of any."""
    told: timedelta | None = None
    """From then until their message had arrived."""
    articles: int = 0
    messages: int = 0
    """How many of each this is the middle of."""


class Told(StrEnum):
    """What the ops channels were last told of a source."""

    BLIND = "blind"
    NETWORK = "network"
    """With all others: the network was to blame."""
    QUIET = "quiet"
    """It publishes far less than it used to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which entries of a source may have come and gone between two polls."""

    since: datetime
    until: datetime
    repaired: int | None = None
    """Missing entries that were found elsewhere; None: not looked for."""
    outcome: str | None = None
    """Where they were found, or why not; None: they are to be looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address alone turned out to be."""

    kind: SourceKind
    url: str
    """What is polled: the address itself, or the feed that it names."""
    how: str | None = None
    """In words, when that is not the address itself."""


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
    gap: Gap | None = None
    """The last of them."""
    looked: datetime | None = None
    """Until when the last gap was for which something was looked for elsewhere."""
    vain: int = 0
    """Gaps in a row for which nothing was found elsewhere."""
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
    found: Found | None = None
    """Of an address alone; None until its first good poll."""
    rhythm: Rhythm = field(default_factory=Rhythm)
    """When it publishes, as far as it was watched."""
    trouble: float = 0.0
    """Failed polls in a row by their weight: one that may be over soon counts less."""
    took: timedelta | None = None
    """How long its last answer took."""
    dark: datetime | None = None
    """Since when it failed before it recovered, until the ops channels have heard of that."""

    @property
    def kind_found(self) -> SourceKind:
        """The kind that it is read as."""
        known = self.kind is SourceKind.ADDRESS and self.found is not None
        return self.found.kind if known and self.found else self.kind
