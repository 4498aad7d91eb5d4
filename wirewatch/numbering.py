"""The addresses of the channels as the archive knows them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from alerts import mark
from archive.addresses import Mark
from archive.ports import Addresses
from archive.vocabulary import Channel
from scheduler.desk import Desk


async def numbered(desk: Desk, archive: Addresses) -> Desk:
    """Return a desk whose channels know the numbers of their addresses; the archive remembers which are there now."""
    salt = await archive.salt()
    # Digests are slow on purpose.
    marks = await asyncio.to_thread(_marks, desk.channels, salt)
    numbers = await archive.number_addresses(marks)
    channels = {
        name: replace(channel, numbers=numbers[name]) for name, channel in desk.channels.items()
    }
    return replace(desk, channels=channels)


def _marks(channels: Mapping[str, Channel], salt: bytes) -> dict[str, Sequence[Mark]]:
    return {
        name: [mark(address, salt) for address in channel.to] for name, channel in channels.items()
    }
