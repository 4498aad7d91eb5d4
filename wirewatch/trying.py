"""One poll of a source, or one page, tried: each step is told, nothing is stored and nothing is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from urllib.parse import urlsplit

from archive.identity import identify
from archive.polling import Recognition
from archive.ports import Polls
from archive.recognition import Known
from archive.vocabulary import Entry, FullText, Hit, Source, SourceKind, SourceState
from scheduler.desk import Desk
from scheduler.documents import document_of, is_news
from spiders import Answer, Ask, Fetcher, Lister, SpiderError, Workers
from spiders.articles import ArticleReader
from spiders.errors import FeedError, ListingError
from spiders.feed import read_feed
from spiders.feeds import check_status
from spiders.full_text import Wish, wish_for
from spiders.sitemap import read_sitemap


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request and how it ended."""

    ask: Ask
    seconds: float
    answer: Answer | None = None
    error: str | None = None
    """Why no answer came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One entry: whether it would be new, and what matches it as its source lists it."""

    entry: Entry
    known: Known
    new: bool
    wish: Wish
    """Whether its page would be read, and why."""
    watchlists: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a poll lists."""

    source: Source
    entries: tuple[Tried, ...] = ()
    error: str | None = None
    """Why the source cannot be read."""
    silent: bool = False
    """It was never polled: what it lists now would be taken in silence."""
    archive: str | None = None
    """Why nothing is known of what would be new; every entry counts as new then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A match of an article, and the channels that would be told."""

    hit: Hit
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article in full, with what would become of it."""

    entry: Entry
    told: tuple[Told, ...]


Step = Request | Listing | Read
Tell = Callable[[Step], None]


class Witness:
    """A fetcher that tells every request; what it got once for an address it gives again instead of asking twice."""

    def __init__(self, fetcher: Fetcher, tell: Tell) -> None:
        self._fetcher = fetcher
        self._tell = tell
        self._had: dict[str, Answer] = {}

    async def fetch(self, ask: Ask) -> Answer:
        """See `spiders.web.Fetcher.fetch`."""
        if (had := self._had.get(ask.url)) is not None:
            return had
        began = monotonic()
        try:
            answer = await self._fetcher.fetch(ask)
        except SpiderError as error:
            self._tell(Request(ask=ask, seconds=monotonic() - began, error=str(error)))
            raise
        self._tell(Request(ask=ask, seconds=monotonic() - began, answer=answer))
        self._had[ask.url] = answer
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a trial works with."""

    desk: Desk
    listers: Mapping[SourceKind, Lister]
    articles: ArticleReader
    fetcher: Fetcher
    workers: Workers
    archive: Polls | None
    states: Mapping[str, SourceState]
    """What the archive knows of sources, by name."""
    no_archive: str | None
    now: Callable[[], datetime]
    tell: Tell


async def try_source(source: Source, tools: Tools, *, most: int) -> bool:
    """Poll a source and read the pages of at most ``most`` entries, new ones first; False when it cannot be read."""
    state = tools.states.get(source.name)
    fresh = SourceState(name=source.name, kind=source.kind, url=source.address)
    # As on a first poll: asked in full, whatever was there the last time.
    asked = (
        replace(fresh, moved_to=state.moved_to, moved_times=state.moved_times) if state else fresh
    )
    try:
        listed = await tools.listers[source.kind].entries(source, asked)
    except SpiderError as error:
        tools.tell(Listing(source=source, error=str(error)))
        return False
    silent = state is None or state.baseline is None
    tried = await _tried(source, listed.entries, tools)
    tools.tell(Listing(source=source, entries=tried, silent=silent, archive=tools.no_archive))
    for one in sorted(tried, key=lambda one: not one.new)[:most]:
        read = await tools.articles.read(one.entry, source) if one.wish.read else one.entry
        tools.tell(_read(read, source, tools))
    return True


async def try_address(url: str, tools: Tools, *, most: int) -> bool:
    """Find out what is at an address, and try it as a source or as an article; False when neither can be read."""
    name = (urlsplit(url).hostname or url).removeprefix("www.")
    source = Source(name=name, url=url, full_text=FullText.ALWAYS)
    try:
        kind = await _kind_of(url, tools)
    except SpiderError as error:
        tools.tell(Listing(source=source, error=str(error)))
        return False
    if kind is not None:
        return await try_source(Source(name=name, url=url, kind=kind), tools, most=most)
    read = await tools.articles.read(Entry(url=url), source)
    tools.tell(_read(read, source, tools))
    return read.text != ""


async def _kind_of(url: str, tools: Tools) -> SourceKind | None:
    """Return what kind of source is at an address, None for a page; raises `SpiderError` when nothing is there."""
    answer = await tools.fetcher.fetch(Ask(url=url))
    check_status(answer, now=tools.now())
    content_type = answer.headers.get("content-type")
    try:
        await tools.workers.run(read_feed, answer.body, url=answer.url, content_type=content_type)
    except FeedError:
        pass
    else:
        return SourceKind.FEED
    try:
        await tools.workers.run(
            read_sitemap, answer.body, url=answer.url, content_type=content_type
        )
    except ListingError:
        return None
    return SourceKind.SITEMAP


async def _tried(source: Source, entries: Sequence[Entry], tools: Tools) -> tuple[Tried, ...]:
    candidates = identify(entries, source=source.address).candidates
    known: Sequence[Recognition] = [
        Recognition(candidate=candidate, known=Known.NEW) for candidate in candidates
    ]
    if tools.archive is not None:
        known = await tools.archive.recognise(source.name, candidates)
    asked = tools.desk.matcher.asks_for_bodies(source.name, source.tags)
    return tuple(
        Tried(
            entry=found.candidate.entry,
            known=found.known,
            new=is_news(found),
            wish=wish_for(found.candidate.entry, source, body_asked=asked),
            watchlists=tools.desk.matcher.holding(document_of(found.candidate.entry, source)),
        )
        for found in known
    )


def _read(entry: Entry, source: Source, tools: Tools) -> Read:
    desk = tools.desk
    told = tuple(
        Told(
            hit=hit,
            channels=tuple(
                name
                for name in dict.fromkeys(desk.watchlists[hit.watchlist].notify)
                if name in desk.channels
            ),
        )
        for hit in desk.matcher.match(document_of(entry, source))
    )
    return Read(entry=entry, told=told)
