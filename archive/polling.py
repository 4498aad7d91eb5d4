"""What a poll brings home, and what the archive makes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.identity import Candidate
from archive.recognition import Known
from archive.vocabulary import (
    Alert,
    Article,
    ArticleId,
    CopyKind,
    Edit,
    FollowUp,
    Gap,
    Group,
    Hit,
    SourceState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A source that is ours to poll until the lease ends."""

    state: SourceState
    token: str
    """Fences the writes of this poll: a later claim makes it void."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What the archive knows of a candidate."""

    candidate: Candidate
    known: Known
    article: ArticleId | None = None
    overlooked: bool = False
    """The article was taken in silence with another source's first poll, and this source, watched since before
    that, lists it for the first time: to this source it is news."""
    reworded: "Reworded | None" = None
    """It reads otherwise than when this source listed it last."""
    said: str = ""
    """What the source is to be known by to have said of it, where it now says less than that; else what it says."""
    listed: bool = False
    """This source has listed the article before."""
    relayed: Article | None = None
    """The article, where another source brought it and this one lists it for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One alert for one target of one channel, before it has a place in the outbox."""

    channel: str
    target: int
    watchlist: str
    alert: Alert
    group: Group = Group.STORY
    """What the watchlist hears of once."""
    wait: timedelta = timedelta(0)
    """How long it waits for what else comes."""
    follow_up: FollowUp | None = None
    """When it hears of it again."""
    recheck: tuple[timedelta, ...] = ()
    """How long after it was seen the article is looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A known article that reads otherwise now."""

    before: Article
    after: Article
    edit: Edit | None
    """None when it differs in nothing that a reader would call an edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A known article that reads otherwise now, and what follows from that."""

    reworded: Reworded
    hits: tuple[Hit, ...] = ()
    """Of the watchlists that it satisfied before, as it reads now, and of those that it satisfies only now."""
    postings: tuple[Posting, ...] = ()
    """For watchlists that it satisfies only now: to them it is news."""
    tellings: tuple[Posting, ...] = ()
    """Of the edit: those are told that were told of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """An entry that becomes an article, with the watchlists it satisfies and the alerts that causes."""

    recognition: Recognition
    outlet: str
    language: str | None
    hits: tuple[Hit, ...]
    postings: tuple[Posting, ...]
    silent: bool
    """Nobody is told: it belongs to the first poll of its source."""
    again: tuple[timedelta, ...] = ()
    """After how long its page is looked at again, because it was not to be had this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """All that one poll writes in one transaction: all of the poll, or a part of one that goes on."""

    claim: Claim
    state: SourceState
    """The source as it stands after this poll."""
    now: datetime
    fresh: tuple[Fresh, ...] = ()
    listed: tuple[Recognition, ...] = ()
    """Known articles that the source still lists, so that they are not forgotten meanwhile."""
    ambiguous: tuple[str, ...] = ()
    until: datetime | None = None
    """Of a part: how long the claim holds from now on. The source stays as it was, so that a crash before the last
    part has it polled again, and what is not written yet is still new."""
    revised: tuple[Revision, ...] = ()
    """Those of ``listed`` that read otherwise now."""
    gap: Gap | None = None
    """A gap that was found, or what came of looking for what is missing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article whose text the archive had already."""

    title: str
    of: str
    """The title of the article it copies."""
    outlet: str
    kind: CopyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a poll."""

    articles: int
    matches: int
    posted: int
    copies: tuple[Copy, ...]
    void: bool = False
    """Somebody else had claimed the source meanwhile; nothing was written."""
