"""`status` and `search`: the archive as a reader sees it."""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence

from archive.sqlite import ArchiveError, SqliteArchive
from archive.vocabulary import Article, ChannelState, Hit, SourceState, Watchlist
from scheduler.cycle import article_document
from watchlists import Matcher, QueryError, render
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.screen import Screen
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config

QUERY = "query"


def open_archive(config: Config) -> SqliteArchive:
    """Open the archive to read in it.

    Raises `Trouble` when there is none yet, or it cannot be opened.
    """
    if not config.archive.exists():
        raise Trouble(f"{config.archive}: there is no archive yet. Start `wirewatch run` first")
    try:
        return SqliteArchive(config.archive)
    except ArchiveError as error:
        raise Trouble(str(error)) from error


def status(options: Namespace) -> int:
    """Tell how every source and channel stands."""
    config = setting.configured(options)
    sources, channels = asyncio.run(_states(config))
    if options.json:
        for record in (*map(records.source, sources), *map(records.channel, channels)):
            print(json.dumps(record, ensure_ascii=False))
    else:
        screen = Screen(sys.stdout)
        screen.sources(sources, zone=config.timezone)
        screen.channels(channels, zone=config.timezone)
    return 0


def search(options: Namespace) -> int:
    """Find articles that satisfy a query, last seen first."""
    config = setting.configured(options)
    query = " ".join(options.query)
    try:
        matcher = Matcher([Watchlist(name=QUERY, query=query)])
    except QueryError as error:
        raise Trouble(f"the query cannot be read\n{render(error.text, error.complaints)}") from error
    screen = Screen(sys.stdout)
    found = asyncio.run(_search(config, options, matcher))
    for article, hit in found:
        if options.json:
            print(json.dumps(records.article(article, text=options.text), ensure_ascii=False))
        else:
            screen.article(article, hit, zone=config.timezone)
    if not found and not options.json:
        print("Nothing in the archive matches.", file=sys.stderr)
    return 0


async def _states(config: Config) -> tuple[Sequence[SourceState], Sequence[ChannelState]]:
    """Return the state of what is configured now; what the archive has not met yet is new."""
    new = {
        source.name: SourceState(name=source.name, kind=source.kind, url=source.url)
        for source in config.sources
    }
    if not config.archive.exists():
        return list(new.values()), ()
    archive = open_archive(config)
    try:
        known = {state.name: state for state in await archive.sources()}
        return [known.get(name, state) for name, state in new.items()], await archive.channels()
    finally:
        await archive.close()


async def _search(
    config: Config, options: Namespace, matcher: Matcher
) -> list[tuple[Article, Hit]]:
    archive = open_archive(config)
    found: list[tuple[Article, Hit]] = []
    try:
        async for batch in archive.articles(since=options.since):
            found += _hits(matcher, batch)
            if len(found) >= options.limit:
                break
    finally:
        await archive.close()
    return found[: options.limit]


def _hits(matcher: Matcher, articles: Iterable[Article]) -> list[tuple[Article, Hit]]:
    return [
        (article, hit) for article in articles for hit in matcher.match(article_document(article))
    ]
