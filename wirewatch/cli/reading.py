"""`status` and `search`: the archive as a reader sees it."""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from archive.errors import ArchiveError
from archive.sqlite import SqliteArchive
from archive.stories import Outlets
from archive.telling import Mute
from archive.vocabulary import (
    Article,
    ChannelState,
    Delays,
    DeliveryState,
    Flight,
    Hit,
    SourceState,
    Watchlist,
)
from scheduler.documents import article_document
from scheduler.judging import judged
from scheduler.report import count
from scheduler.rhythm import rhythm_words
from watchlists import Document, Matcher, QueryError, render
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.screen import Screen
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config

QUERY = "query"
WHAT_TO_DO = "`wirewatch outbox --channel {}` lists what waits, `wirewatch outbox drop` gives it up"


def open_archive(config: Config) -> SqliteArchive:
    """Open the archive to read in it.

    Raises `Trouble` when there is none yet, or it cannot be opened.
    """
    if not config.archive.exists():
        raise Trouble(f"{config.archive}: there is no archive yet. Start `wirewatch run` first")
    try:
        return SqliteArchive(config.archive, outlets=Outlets(config.owners))
    except ArchiveError as error:
        raise Trouble(str(error)) from error


def status(options: Namespace) -> int:
    """Tell how every source and channel stands."""
    config = setting.configured_in_part(options)
    known = asyncio.run(_states(config))
    now = datetime.now(UTC)
    sources = [judged(state, now=now) for state in known.sources]
    if options.json:
        lines = [records.source(one, known.delays.get(one.name)) for one in sources]
        lines += map(records.channel, known.channels)
        lines += [records.mute(one, withheld) for one, withheld in known.mutes]
        for record in lines:
            print(json.dumps(record, ensure_ascii=False))
        return 0
    screen = Screen(sys.stdout)
    rhythms = _rhythms(config, sources, now)
    screen.sources(sources, known.delays, rhythms, zone=config.timezone)
    screen.channels(known.channels, zone=config.timezone)
    screen.mutes(known.mutes, zone=config.timezone)
    if config.canary is not None:
        screen.canary(known.flight, zone=config.timezone)
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What `status` shows."""

    sources: Sequence[SourceState]
    channels: Sequence[ChannelState]
    mutes: Sequence[tuple[Mute, int]] = ()
    delays: Mapping[str, Delays] = field(default_factory=dict)
    flight: Flight = field(default_factory=Flight)


def _rhythms(config: Config, states: Sequence[SourceState], now: datetime) -> dict[str, str]:
    """Return why sources without an `every` of their own are asked as often as they are, by name."""
    automatic = {source.name for source in config.sources if source.every is None}
    return {
        state.name: words
        for state in states
        if state.name in automatic and (words := rhythm_words(state, now=now))
    }


def search(options: Namespace) -> int:
    """Find articles that satisfy a query, last seen first."""
    config = setting.configured_in_part(options)
    query = " ".join(options.query)
    if not query.strip():
        raise Trouble("the query is empty. Write what to look for: wirewatch search troops")
    try:
        matcher = Matcher([Watchlist(name=QUERY, query=query)], config.terms)
    except QueryError as error:
        raise Trouble(
            f"the query cannot be read\n{render(error.text, error.complaints)}"
        ) from error
    screen = Screen(sys.stdout)
    found = asyncio.run(_search(config, options, matcher))
    if options.stories:
        from wirewatch.cli.stories import show_found  # which needs this module

        show_found(config, found, as_json=options.json)
    for article, hit in () if options.stories else found:
        if options.json:
            print(json.dumps(records.article(article, text=options.text), ensure_ascii=False))
        else:
            screen.article(article, hit, zone=config.timezone)
    if not found and not options.json:
        print("Nothing in the archive matches.", file=sys.stderr)
    return 0


async def _states(config: Config) -> Known:
    """Return the state of what is configured now, of channels that still have messages, and what is muted."""
    new = {
        source.name: SourceState(name=source.name, kind=source.kind, url=source.address)
        for source in config.sources
    }
    unused = {
        channel.name: ChannelState(
            name=channel.name,
            counts=dict.fromkeys(DeliveryState, 0),
            unsure=0,
            oldest=None,
            error=None,
        )
        for channel in config.channels
    }
    if not config.archive.exists():
        return Known(sources=list(new.values()), channels=list(unused.values()))
    archive = open_archive(config)
    try:
        known = {state.name: state for state in await archive.sources()}
        used = {state.name: state for state in await archive.channels()}
        return Known(
            sources=[known.get(name, state) for name, state in new.items()],
            channels=[_served(state, unused) for state in (unused | used).values()],
            mutes=await archive.mutes(now=datetime.now(UTC)),
            delays=await archive.delays(tuple(new)),
            flight=await archive.flight(),
        )
    finally:
        await archive.close()


def _served(state: ChannelState, configured: Container[str]) -> ChannelState:
    """Say why nobody sends what waits for a channel, or for an address of it, that is not configured any more."""
    gone = state.name not in configured
    stranded = state.waiting if gone else state.stranded
    if not stranded:
        return state
    wait = f"{count(stranded, 'message', 'messages')} {'waits' if stranded == 1 else 'wait'}"
    why = (
        f"{wait} for this channel, which is not configured any more: nothing is sent until a channel has this name again"
        if gone
        else f"{wait} for an address that was taken out of this channel: nothing is sent there until it has that address again"
    )
    error = f"{why}. {WHAT_TO_DO.format(state.name)}"
    if state.error and not gone:
        error = f"{error}. What else fails: {state.error}"
    return replace(state, stranded=stranded, error=error)


async def _search(
    config: Config, options: Namespace, matcher: Matcher
) -> list[tuple[Article, Hit]]:
    archive = open_archive(config)
    found: list[tuple[Article, Hit]] = []
    document = reader_of(config)
    try:
        async for batch in archive.articles(since=options.since):
            found += [
                (article, hit) for article in batch for hit in matcher.match(document(article))
            ]
            if len(found) >= options.limit:
                break
    finally:
        await archive.close()
    return found[: options.limit]


def reader_of(config: Config) -> Callable[[Article], Document]:
    """Return what reads an article as watchlists do, with the tags that its source has now."""
    tags = {source.name: source.tags for source in config.sources}
    return lambda article: article_document(article, tags=tags.get(article.source, ()))
