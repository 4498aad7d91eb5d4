"""`run` and `demo`."""

import asyncio
import logging
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from archive.errors import ArchiveError
from scheduler.report import count
from wirewatch import signals
from wirewatch.cli import setting
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config, Problem
from wirewatch.lock import LockedError, only_one
from wirewatch.reloading import Edits, follow

log = logging.getLogger(__name__)


def run(options: Namespace) -> int:
    """Watch: for ever, or for one round."""
    path = setting.find(options)
    # Before it is read: what is edited while this starts is an edit.
    edits = Edits((path, path.parent / ".env"))
    config, doubts = setting.configured_with_doubts(options)
    if not config.sources:
        raise Trouble(
            f"{config.path}: no source that this version can poll. Add one under `sources:`"
        )
    from spiders.crawl import loop  # late: Scrapy takes half a second

    try:
        with only_one(config.archive):
            return loop.run(
                lambda: _once(config) if options.once else _for_ever(config, doubts, options, edits)
            )
    except (ArchiveError, LockedError) as error:
        raise Trouble(str(error)) from error
    except OSError as error:
        raise Trouble(f"{config.archive}: {error.strerror or error}") from error


def demo(options: Namespace) -> int:
    """Show the real daemon at work on a bundled newsroom."""
    from wirewatch.demo import run_demo

    seconds = options.duration.total_seconds() if options.duration else None
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return run_demo(seconds=seconds, out=sys.stdout, color=color)


async def _once(config: Config) -> int:
    from wirewatch.wiring import daemon

    # One round shows at once whether news comes through.
    async with daemon(replace(config, canary=None)) as running:
        done = await running.daemon.once()
    failed = [report.source for report in done.reports if report.error is not None]
    log.info(
        "polled %s, %s; %s",
        count(len(done.reports) + done.unexpected, "source", "sources"),
        _how_many_failed(failed, unexpected=done.unexpected),
        "every message that was due is delivered"
        if done.delivered
        else "some messages failed: see wirewatch status",
    )
    return 0 if done.clean else 3


def _how_many_failed(names: Sequence[str], *, unexpected: int) -> str:
    if unexpected:
        return f"{len(names) + unexpected} failed, {unexpected} of them by a bug that is told above"
    return f"{len(names)} failed ({', '.join(names)})" if names else "none failed"


async def _for_ever(
    config: Config, doubts: Sequence[Problem], options: Namespace, edits: Edits
) -> int:
    from wirewatch.wiring import daemon

    async with daemon(config) as running:
        # Not sooner: bringing a large archive up to date takes long, and may be cut off at any moment.
        stop, edited = _heard()
        log.info(
            "watching %s with %s (%s); Ctrl-C ends it",
            count(len(config.sources), "source", "sources"),
            count(len(config.watchlists), "watchlist", "watchlists"),
            config.path,
        )
        following = asyncio.create_task(
            follow(
                running,
                edits,
                read=lambda: setting.read_file(config.path),
                tell=running.daemon.tell,
                asked=edited,
                doubts=doubts,
                verbose=getattr(options, "verbose", False),
            )
        )
        await running.daemon.run(stop)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    log.info("stopped; nothing is lost")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().remove_signal_handler(number)
    signals.at_end()
    return 0


def _heard() -> tuple[asyncio.Event, asyncio.Event]:
    """Return what is set when somebody stops the process, or asks to have the configuration read."""
    stop, edited = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, edited.set)
    if signals.asked_early():
        edited.set()
    return stop, edited
