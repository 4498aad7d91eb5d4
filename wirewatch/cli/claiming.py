"""`claim`: somebody takes up a story."""

import asyncio
import json
from argparse import Namespace
from datetime import UTC, datetime

from archive.vocabulary import Claimed
from scheduler.report import clock
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.reading import open_archive
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config


def claim(options: Namespace) -> int:
    """Claim a story, so that nobody further is told of it."""
    config = setting.configured_in_part(options)
    now = datetime.now(UTC)
    done = asyncio.run(_claim(config, options, now))
    if options.json:
        print(json.dumps(records.claimed(done, now), ensure_ascii=False))
        return 0
    zone = config.timezone
    said = f"story {done.story} ({done.title or 'no headline'})"
    if done.before is not None:
        print(f"{said} was claimed at {clock(done.before, zone)} already")
    elif done.escalated is not None:
        print(f"{said} is claimed; others were told at {clock(done.escalated, zone)} already")
    else:
        print(f"{said} is claimed; nobody further is told of it")
    return 0


async def _claim(config: Config, options: Namespace, now: datetime) -> Claimed:
    archive = open_archive(config)
    try:
        story: int | None = options.story
        if options.message is not None:
            story = await archive.story_of_message(options.message)
            if story is None:
                raise Trouble(f"message {options.message} tells no story, or there is none")
        if story is None:
            raise Trouble("which story? Write its number, or --message and the number of a message")
        done = await archive.claim_story(story, now=now)
        if done is None:
            raise Trouble(
                f"no story {story} was told. Messages name theirs; --message takes their own numbers, which `wirewatch outbox list` shows"
            )
        return done
    finally:
        await archive.close()
