"""The kind of source that is a sitemap, or an index of sitemaps of which the newest are read."""

import logging
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit

from archive.vocabulary import Entry, Source, SourceState, Validators
from spiders.errors import (
    BrokenError,
    FetchLaterError,
    ListingError,
    SpiderError,
    StatusError,
    WorkerError,
)
from spiders.feeds import ask_for, check_status, moved_to, tells_nothing_new
from spiders.listing import Listed
from spiders.refresh import answer_refresh
from spiders.robots import Robots
from spiders.sitemap import EARLIEST, MOST_ADDRESSES, Child, Sitemap, read_sitemap, same_site
from spiders.web import Answer, Ask, Fetcher, manners_of
from spiders.workers import Workers

log = logging.getLogger(__name__)

MOST_READ = 20
"""Sitemaps of one index that are read in a poll."""
LARGEST_KEPT = 2 * 1024 * 1024
"""Bytes, packed, of a child that is kept to be read again when its server says «not changed»."""
ASKED_EVERY = timedelta(hours=1)
"""A child whose date in the index did not move is asked again after this, in case the date does not tell the truth."""
REACH = timedelta(days=7)
"""How much older than the first poll an entry of an index may be and still be news."""
MOST_OTHER_SITES = 5
NEWEST_NAMES = re.compile(r"(?i)news|latest|recent|today|current")
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A child as it was when it was last asked."""

    body: bytes
    """Packed."""
    url: str
    content_type: str | None
    validators: Validators
    modified: datetime | None
    asked: datetime


class SitemapSpider:
    """Lists the entries of sitemaps, the newest first."""

    def __init__(
        self, fetcher: Fetcher, workers: Workers, robots: Robots, *, now: Callable[[], datetime]
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._robots = robots
        self._now = now
        self._kept: dict[str, dict[str, _Kept]] = {}
        self._told: set[tuple[str, str]] = set()

    async def entries(self, source: Source, state: SourceState) -> Listed:
        """See `spiders.listing.Lister.entries`."""
        asked = ask_for(source, state, now=self._now())
        answer = await self._fetcher.fetch(asked)
        whole = asked.validators == Validators()
        seen = Listed(
            asked_whole=whole,
            lying=state.lying,
            moved_to=moved_to(answer, source),
            refresh=answer_refresh(answer.headers),
            took=answer.took,
        )
        if answer.status == HTTPStatus.NOT_MODIFIED and not whole:
            return replace(
                seen, unchanged=True, validators=state.validators, body_hash=state.body_hash
            )
        check_status(answer, now=self._now())
        body_hash = sha256(answer.body).hexdigest()
        if body_hash == state.body_hash:
            return replace(seen, unchanged=True, validators=answer.validators, body_hash=body_hash)
        read = await self._read(answer.body, answer.url, answer.headers.get("content-type"))
        if read.children:
            return await self._index(source, state, seen, answer.url, read)
        entries = await self._of_this_site(read.entries, answer.url, source)
        return replace(
            seen,
            entries=entries,
            unreadable=read.unreadable + len(read.entries) - len(entries),
            # As with feeds: half a sitemap is not the sitemap.
            validators=answer.validators if read.whole else Validators(),
            body_hash=body_hash if read.whole else None,
            lying=state.lying or tells_nothing_new(answer, state),
        )

    async def _read(self, body: bytes, url: str, content_type: str | None) -> Sitemap:
        return await self._workers.run(read_sitemap, body, url=url, content_type=content_type)

    async def _index(
        self, source: Source, state: SourceState, seen: Listed, url: str, index: Sitemap
    ) -> Listed:
        """Read the newest children of an index; what they hold together is the source's document.

        An index gets no validators: a child may have news while the index stays as it is.
        """
        found = await self._children(source, index, url, first=state.baseline is None)
        entries = [entry for sitemap in found for entry in sitemap.entries]
        unreadable = sum(sitemap.unreadable for sitemap in found)
        own = await self._of_this_site(entries, url, source)
        unreadable += len(entries) - len(own)
        news = sorted(self._in_reach(own, state), key=_age, reverse=True)[:MOST_ADDRESSES]
        body_hash = sha256(repr(news).encode("utf-8", "replace")).hexdigest()
        if body_hash == state.body_hash:
            return replace(seen, unchanged=True, body_hash=body_hash)
        return replace(seen, entries=tuple(news), unreadable=unreadable, body_hash=body_hash)

    async def _children(
        self, source: Source, index: Sitemap, url: str, *, first: bool
    ) -> list[Sitemap]:
        """Return the newest children, indexes inside the index included, at most 20 documents in all.

        One that cannot be read costs only itself, except on the first poll if it may do better later: what it holds
        would then look new.
        """
        before, kept = self._kept.get(source.name, {}), dict[str, _Kept]()
        waiting, done, found = newest(index.children, MOST_READ), {url}, list[Sitemap]()
        failure: SpiderError | None = None
        while waiting and len(done) <= MOST_READ:
            child = waiting.pop(0)
            if child.url in done:
                continue
            done.add(child.url)
            try:
                kept[child.url] = await self._ask(source, child, before.get(child.url), url)
                sitemap = await self._unpack(kept[child.url])
                found.append(sitemap)
                waiting = [*newest(sitemap.children, MOST_READ), *waiting]
            except SpiderError as error:
                failure = self._borne(source, child, error, first=first)
        if failure is not None and not found:
            raise failure
        self._kept[source.name] = {
            name: each for name, each in kept.items() if len(each.body) <= LARGEST_KEPT
        }
        return found

    def _borne(
        self, source: Source, child: Child, error: SpiderError, *, first: bool
    ) -> SpiderError:
        """Return the error of a child as one of its index, or raise it if the poll cannot do without the child."""
        wait = error.wait if isinstance(error, StatusError) else None
        failure = StatusError(f"a sitemap of this index, {child.url}: {error}", wait=wait)
        if wait or (first and isinstance(error, FetchLaterError | WorkerError)):
            raise failure from error
        told = (source.name, str(failure))
        log.log(logging.DEBUG if told in self._told else logging.WARNING, "%s: %s", *told)
        self._told.add(told)
        return failure

    async def _unpack(self, kept: _Kept) -> Sitemap:
        return await self._read(zlib.decompress(kept.body), kept.url, kept.content_type)

    async def _ask(self, source: Source, child: Child, kept: _Kept | None, index: str) -> _Kept:
        if not same_site(child.url, index):
            raise ListingError("it belongs to another site and is left out")
        now = self._now()
        if (
            kept
            and child.modified
            and child.modified == kept.modified
            and now - kept.asked < ASKED_EVERY
        ):
            return kept
        validators = kept.validators if kept else Validators()
        answer: Answer = await self._fetcher.fetch(
            Ask(url=child.url, validators=validators, manners=manners_of(source))
        )
        if kept and answer.status == HTTPStatus.NOT_MODIFIED and validators != Validators():
            return replace(kept, modified=child.modified, asked=now)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise BrokenError(f"the server answers with an error ({answer.status})")
        check_status(answer, now=now)
        return _Kept(
            body=zlib.compress(answer.body, 1),
            url=answer.url,
            content_type=answer.headers.get("content-type"),
            validators=answer.validators,
            modified=child.modified,
            asked=now,
        )

    def _in_reach(self, entries: Iterable[Entry], state: SourceState) -> Iterable[Entry]:
        """Leave out what is older than the source's first poll.

        An index moves: the sitemap of an old year comes back to the front when one of its articles is edited, and a
        thousand articles that were there all the time would look new.
        """
        if state.baseline is None:
            return entries
        oldest = state.baseline - REACH
        return [entry for entry in entries if entry.published is None or entry.published >= oldest]

    async def _of_this_site(
        self, entries: Iterable[Entry], url: str, source: Source
    ) -> tuple[Entry, ...]:
        """Return the entries that this sitemap may speak for.

        Those are of its own site, and of others whose robots.txt names it (sitemaps.org, «Sitemaps & Cross Submits»).
        """
        trusting: dict[str, bool] = {}
        own: list[Entry] = []
        for entry in entries:
            host = urlsplit(entry.url or "").netloc
            if host not in trusting:
                trusting[host] = same_site(entry.url, url) or (
                    len(trusting) < MOST_OTHER_SITES
                    and url in await self._robots.sitemaps(entry.url or "", proxy=source.proxy)
                )
            if trusting[host]:
                own.append(entry)
        if trusting and not own:
            raise ListingError(
                f"every address in this sitemap belongs to another site, {one_host(trusting)}"
            )
        return tuple(own)


def newest(sitemaps: Iterable[Child], most: int) -> list[Child]:
    """Return the children of an index that most likely hold the newest articles, the likeliest first.

    By their dates; without dates, those whose name speaks of news, then by the numbers in their names, from either end
    in turn, as some sites count up and others down.
    """
    children = list(dict.fromkeys(sitemaps))
    dated = sorted((c for c in children if c.modified), key=_modified, reverse=True)
    undated = [child for child in children if not child.modified]
    named = [c for c in undated if NEWEST_NAMES.search(urlsplit(c.url).path)]
    rest = sorted((c for c in undated if c not in set(named)), key=_numbers, reverse=True)
    turns = [
        rest[turn // 2] if turn % 2 == 0 else rest[-1 - turn // 2] for turn in range(len(rest))
    ]
    return [*dated, *named, *turns][:most]


def one_host(hosts: Iterable[str]) -> str:
    """Return one of some hosts, for a message."""
    return next(iter(hosts)).rpartition("@")[2]


def _modified(child: Child) -> datetime:
    return child.modified or EARLIEST


def _numbers(child: Child) -> list[int]:
    return [int(number[:18]) for number in NUMBERS.findall(urlsplit(child.url).path)]


def _age(entry: Entry) -> datetime:
    return entry.published or EARLIEST
