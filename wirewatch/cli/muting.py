"""`mute`: not to hear of a watchlist or a story for a while."""

import asyncio
import json
import sys
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.sqlite import SqliteArchive
from archive.vocabulary import Beat
from scheduler.report import clock
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.arguments import whole
from wirewatch.cli.reading import open_archive
from wirewatch.cli.screen import Screen
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config


def mute(options: Namespace) -> int:
    """Mute, end a mute, or tell what is muted."""
    config = setting.configured_in_part(options)
    if options.name is None and (options.duration or options.until or options.end):
        raise Trouble("mute what? Give the name of a watchlist, or the number of a story")
    return asyncio.run(_mute(config, options))


async def _mute(config: Config, options: Namespace) -> int:
    archive = open_archive(config)
    now = datetime.now(UTC)
    try:
        if options.name is None:
            return await _list(config, options, archive, now)
        watchlist, story = _what(config, options.name)
        name = watchlist or f"story {story}"
        digests = any(one.when.beat is not Beat.AT_ONCE for one in config.channels)
        later = ", or in the next digest" if digests else ""
        if options.end:
            if not await archive.unmute(watchlist=watchlist, story=story, now=now):
                raise Trouble(f"{name} is not muted")
            _say(options, f"{name}: the mute has ended; what was withheld is told now{later}")
            return 0
        if story is not None and await archive.coverage(story) is None:
            numbers = "Messages name theirs, and so does `wirewatch search --stories`"
            raise Trouble(f"no story {story} in the archive. {numbers}")
        until = _until(options, now, config.timezone)
        await archive.mute(watchlist=watchlist, story=story, now=now, until=until)
        end = clock(until, config.timezone)
        _say(options, f"{name} is muted until {end}; what it withholds is told then{later}")
        return 0
    finally:
        await archive.close()


async def _list(config: Config, options: Namespace, archive: SqliteArchive, now: datetime) -> int:
    mutes = await archive.mutes(now=now)
    if options.json:
        for one, withheld in mutes:
            print(json.dumps(records.mute(one, withheld), ensure_ascii=False))
        return 0
    Screen(sys.stdout).mutes(mutes, zone=config.timezone)
    if not mutes:
        print("Nothing is muted.", file=sys.stderr)
    return 0


def _what(config: Config, name: str) -> tuple[str | None, int | None]:
    """Return the watchlist or the story that a name means; a watchlist may be called like a number."""
    if any(watchlist.name == name for watchlist in config.watchlists):
        return name, None
    if (number := whole(name)) is not None:
        return None, number
    names = ", ".join(watchlist.name for watchlist in config.watchlists) or "none"
    raise Trouble(f"no watchlist {name}, and a story is a number. Watchlists: {names}")


def _until(options: Namespace, now: datetime, zone: ZoneInfo) -> datetime:
    if not options.until and options.duration is None:
        raise Trouble("for how long? wirewatch mute NAME --for 2h")
    try:
        until = _moment(options.until, now, zone) if options.until else now + options.duration
    except OverflowError:
        until = datetime.max.replace(tzinfo=UTC)
    if until.year in (1, 9999):
        # Somewhere on earth it is another year, which no calendar here has.
        raise Trouble("that is beyond the calendar; write 2h, 7d, or a date such as 2026-11-30")
    if until <= now:
        raise Trouble(f"{clock(until, zone)} is over already")
    return until


def _moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a time of day, today or tomorrow, or a date with or without one, in the configuration's zone."""
    local = now.astimezone(zone)
    try:
        if ":" in text and "-" not in text:
            hour, minute = (int(part) for part in text.split(":"))
            at = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
            return (at if at > local else at + timedelta(days=1)).astimezone(UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"«{text}» is no time; write 18:00, 2026-11-30 or 2026-11-30T18:00"
        raise Trouble(message) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _say(options: Namespace, text: str) -> None:
    print(text, file=sys.stderr if options.json else sys.stdout)
