"""`outbox`: the messages on their way, and putting a hand to them."""

import asyncio
import contextlib
import json
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from archive.sqlite import SqliteArchive
from archive.vocabulary import WAITING, AlertKind, DeliveryState, Standing, Verdict
from scheduler.report import clock, count
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.reading import open_archive
from wirewatch.cli.screen import DIM, GREEN, RED, YELLOW, Screen
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config
from wirewatch.lock import LockedError, only_one

OPEN = (
    DeliveryState.READY,
    DeliveryState.HELD,
    DeliveryState.MUTED,
    DeliveryState.SENDING,
    DeliveryState.DEAD,
)
"""What `list` shows unless asked for a state: whatever has not arrived."""
STRANDED = "nobody sends it: its channel, or its address there, is not configured any more"
BEING_SENT = "it is being sent now. Ask again when that has ended, in a minute or so"
TONES = {DeliveryState.SENT: GREEN, DeliveryState.DEAD: RED, DeliveryState.HELD: YELLOW}


def outbox(options: Namespace) -> int:
    """Run the act that stands behind `outbox`."""
    config = setting.configured(options, sends=False)
    acts: dict[str, Callable[[Config, Namespace], Awaitable[int]]] = {
        "list": _list,
        "show": _show,
        "retry": _retry,
        "drop": _drop,
    }
    if options.act in ("list", "show") and (
        options.dead or (options.act == "list" and options.ids)
    ):
        wrong = "--dead goes with retry and drop" if options.dead else "list takes no numbers"
        raise Trouble(f"{wrong}. `wirewatch outbox --help` tells more")
    return asyncio.run(acts[options.act](config, options))  # type: ignore[arg-type]


async def _list(config: Config, options: Namespace) -> int:
    screen = Screen(sys.stdout)
    shown = 0
    async with _archive(config) as archive:
        async for message in _chosen(archive, options, config):
            if options.json:
                print(json.dumps(records.delivery(message), ensure_ascii=False))
            else:
                _line(screen, message, config.timezone)
            shown += 1
    if not shown and not options.json:
        print("No message waits, and none is dead.", file=sys.stderr)
    return 0


async def _show(config: Config, options: Namespace) -> int:
    screen = Screen(sys.stdout)
    async with _archive(config) as archive:
        for number in _numbers(options):
            message = await _known(archive, number, config)
            log = await archive.verdicts_of_message(number)
            if options.json:
                record = records.delivery(message) | {"log": [records.verdict(one) for one in log]}
                print(json.dumps(record, ensure_ascii=False))
                continue
            _line(screen, message, config.timezone)
            for verdict in log:
                _log_line(screen, verdict, config.timezone)
    return 0


async def _retry(config: Config, options: Namespace) -> int:
    def refused(message: Standing) -> str:
        return {
            DeliveryState.SENT: "it was sent already",
            DeliveryState.SENDING: BEING_SENT,
            DeliveryState.MERGED: f"it is told in the digest of message {message.digest}",
        }.get(message.state, message.reason or "it waits for its time")

    def done(message: Standing) -> str:
        if not message.stranded:
            return "will be sent again"
        if message.channel in {channel.name for channel in config.channels}:
            return f"will be sent again, once channel {message.channel} has its address again"
        return f"will be sent again, once there is a channel {message.channel} again"

    return await _each(config, options, done, refused, SqliteArchive.retry_message)


async def _drop(config: Config, options: Namespace) -> int:
    def refused(message: Standing) -> str:
        return {
            DeliveryState.SENDING: BEING_SENT,
            DeliveryState.MERGED: f"it is told in the digest of message {message.digest}",
        }.get(message.state, f"it is {message.state} already")

    return await _each(config, options, lambda _: "dropped", refused, SqliteArchive.drop_message)


async def _each(
    config: Config,
    options: Namespace,
    done: Callable[[Standing], str],
    refused: Callable[[Standing], str],
    act: Callable[..., Awaitable[bool]],
) -> int:
    failed = False
    async with _archive(config) as archive:
        numbers = _numbers(options)
        if options.dead:
            options.state = [DeliveryState.DEAD]
            # Listed the newest first; what is sent again goes in its old order.
            numbers = sorted([message.id async for message in _chosen(archive, options, config)])
        await _give_back(archive, config, numbers)
        for number in numbers:
            changed = await act(archive, number, now=datetime.now(UTC))
            message = await _known(archive, number, config)
            failed |= not changed
            if options.json:
                print(json.dumps(records.delivery(message), ensure_ascii=False))
            elif changed:
                print(f"message {number}: {done(message)}")
            if not changed:
                print(f"wirewatch: message {number}: {refused(message)}", file=sys.stderr)
    if options.dead and not numbers and not options.json:
        print("No message is dead.", file=sys.stderr)
    return 1 if failed else 0


async def _give_back(archive: SqliteArchive, config: Config, numbers: Sequence[int]) -> None:
    """Let go of what was being sent when Wirewatch was killed, as its next start would: now nobody sends it."""
    messages = [await archive.message(number) for number in numbers]
    if any(message and message.state is DeliveryState.SENDING for message in messages):
        with contextlib.suppress(LockedError, OSError), only_one(config.archive):
            await archive.recover_deliveries(now=datetime.now(UTC))


async def _chosen(
    archive: SqliteArchive, options: Namespace, config: Config
) -> AsyncIterator[Standing]:
    await _known_channel(archive, options.channel, config)
    states = tuple(options.state or OPEN)
    async for batch in archive.messages(
        states=states, channel=options.channel, since=options.since
    ):
        for message in batch:
            yield _as_configured(message, config)


async def _known_channel(archive: SqliteArchive, name: str | None, config: Config) -> None:
    """Refuse a channel that is nowhere; one that left the configuration may have messages still."""
    names = [channel.name for channel in config.channels]
    if name is None or name in names or name in [one.name for one in await archive.channels()]:
        return
    raise Trouble(f"no channel {name}. Channels: {', '.join(names) or 'none'}")


def _numbers(options: Namespace) -> list[int]:
    if not options.ids and not options.dead:
        raise Trouble(f"which message? `wirewatch outbox` lists them: outbox {options.act} 12")
    return list(options.ids)


async def _known(archive: SqliteArchive, number: int, config: Config) -> Standing:
    message = await archive.message(number)
    if message is None:
        raise Trouble(f"there is no message {number}. `wirewatch outbox` lists them")
    return _as_configured(message, config)


def _as_configured(message: Standing, config: Config) -> Standing:
    """Note of a message whether its channel is there still; whether its address is, the archive knows."""
    gone = message.channel not in {channel.name for channel in config.channels}
    return replace(message, stranded=message.stranded or (gone and message.state in WAITING))


@asynccontextmanager
async def _archive(config: Config) -> AsyncIterator[SqliteArchive]:
    archive = open_archive(config)
    try:
        yield archive
    finally:
        await archive.close()


def _line(screen: Screen, message: Standing, zone: ZoneInfo) -> None:
    state = screen.paint(f"{message.state:<8}", TONES.get(message.state, ""))
    about = message.title or "(no headline)"
    if message.kind is AlertKind.DIGEST:
        about = f"digest of {count(len(message.articles), 'alert', 'alerts')}"
    name = f"{message.watchlist}: " if message.watchlist else ""
    screen.line(f"{message.id:>6} {state} {message.channel}{_which(message)}  {name}{about}")
    parts = [f"written {clock(message.created, zone)}"]
    if message.attempts:
        parts.append(count(message.attempts, "attempt", "attempts"))
    if message.next_try:
        parts.append(f"next {clock(message.next_try, zone)}")
    if not message.sure:
        sent = message.state is DeliveryState.SENT
        parts.append("may have arrived twice" if sent else "may have arrived")
    if message.digest is not None:
        parts.append(f"told in message {message.digest}")
    screen.line(screen.paint(f"       {', '.join(parts)}", DIM))
    for why in (message.reason, STRANDED if message.stranded else None):
        if why:
            screen.line(screen.paint(f"       {why}", DIM))


def _which(message: Standing) -> str:
    """Say which address of its channel a message is for, if that has several."""
    number, of = message.address or (1, 1)
    return f" (address {number} of {of})" if of > 1 else ""


def _log_line(screen: Screen, verdict: Verdict, zone: ZoneInfo) -> None:
    screen.line(f"       {clock(verdict.at, zone)}  {verdict.ruling}: {verdict.reason}")
