"""Telling the ops channels how the service itself is: through the outbox, so that nothing of it is lost."""

import hashlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from archive.ports import Health, Outbox
from archive.vocabulary import Alert, AlertKind, Channel
from scheduler.notices import Notice, lively, notices
from scheduler.report import count

log = logging.getLogger(__name__)

NOBODY: Mapping[str, Collection[int]] = {}


class OpsArchive(Health, Outbox, Protocol):
    """What telling needs of the archive."""


class Ops:
    """Writes notices into the outbox for the channels under ``ops``."""

    def __init__(
        self,
        *,
        names: Sequence[str],
        channels: Mapping[str, Channel],
        archive: OpsArchive,
        now: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._names = names
        self._channels = channels
        self._archive = archive
        self._now = now
        self._zone = zone
        self.wake: Callable[[], None] = lambda: None
        """Called after something was written; the deliverer's."""

    def take_up(
        self, names: Sequence[str], channels: Mapping[str, Channel], *, zone: tzinfo
    ) -> None:
        """Tell other channels, or in another zone, from now on."""
        self._names, self._channels, self._zone = names, channels, zone

    async def say(self, title: str, body: str) -> None:
        """Tell something once."""
        await self._post(Notice(title=title, body=body, sources=(), told=None), self._now())

    async def look_at_sources(self) -> None:
        """Tell of sources that went blind, recovered or became quiet since the last look."""
        now = self._now()
        states = await self._archive.sources()
        for notice in notices(states, now=now, zone=self._zone):
            await self._post(notice, now)
            await self._archive.remember_told(notice.sources, notice.told)
        if names := lively(states, now=now):
            await self._archive.remember_told(names, None)

    async def channel_failed(self, channel: str, failing: Collection[int], what: str) -> None:
        """Tell that an address gave up a message, or that nothing gets through to it.

        Those of its channel that are ``failing`` with it are not told: with the server that all of them share,
        each would hear of every other one when that is back.
        """
        now = self._now()
        notice = Notice(
            title=f"Channel {channel} does not deliver",
            body=f"{what.rstrip('.')}. `wirewatch outbox --channel {channel}` lists what waits or was given up;"
            f" `wirewatch outbox retry --dead --channel {channel}` sends what was given up again.",
            sources=(),
            told=None,
        )
        # Once an hour is enough, whatever restarts in between.
        since = now.replace(minute=0, second=0, microsecond=0)
        await self._post(notice, since, without={channel: failing})

    async def look_at_channels(self) -> None:
        """Tell of messages that nothing sends, once a day: their channel, or its address, is not configured."""
        for state in await self._archive.channels():
            channel = self._channels.get(state.name)
            served = channel.targets if channel else {}
            waiting = sum(n for address, n in state.addresses.items() if address not in served)
            if not waiting:
                continue
            notice = _stranded(state.name, waiting, known=channel is not None)
            log.warning("%s. %s", notice.title, notice.body)
            await self._post(notice, _midnight(self._now()))

    async def template_failed(self, channel: str, reason: str) -> None:
        """Tell that a template of the user's own does not work; once a day, whatever restarts."""
        now = self._now()
        notice = Notice(
            title=f"The template of channel {channel} does not work",
            body=f"{reason.rstrip('.')}.\nThe message was sent in Wirewatch's own words. `wirewatch test {channel}` tries it.",
            sources=(),
            told=None,
        )
        await self._post(notice, _midnight(now))

    async def say_to(self, channel: str, title: str, body: str) -> None:
        """Tell one channel something, whether it is one of ours or not."""
        if channel in self._channels:
            await self._write(
                [channel], Notice(title=title, body=body, sources=(), told=None), self._now()
            )

    async def _post(
        self, notice: Notice, since: datetime, *, without: Mapping[str, Collection[int]] = NOBODY
    ) -> None:
        await self._write(self._names, notice, since, without=without)

    async def _write(
        self,
        names: Sequence[str],
        notice: Notice,
        since: datetime,
        *,
        without: Mapping[str, Collection[int]] = NOBODY,
    ) -> None:
        """Tell something, once ``since`` then, to the addresses of some channels, but not to all of them."""
        alert = Alert(kind=AlertKind.NOTICE, title=notice.title, body=notice.body, seen=self._now())
        digest = hashlib.sha256(f"{notice.title}\n{notice.body}\n{since.isoformat()}".encode())
        for name in names:
            for target in self._channels[name].targets:
                if target in without.get(name, ()):
                    continue
                await self._archive.post(
                    alert, channel=name, target=target, key=digest.hexdigest()[:32], now=self._now()
                )
        self.wake()


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _stranded(channel: str, waiting: int, *, known: bool) -> Notice:
    wait = "waits" if waiting == 1 else "wait"
    whom = f"an address of channel {channel} that" if known else f"channel {channel}, which"
    until = (
        "the channel has that address again"
        if known
        else "there is a channel of that name under `channels` again"
    )
    return Notice(
        title=f"{count(waiting, 'message', 'messages')} {wait} for {whom} is not configured",
        body=f"Nothing sends {'it' if waiting == 1 else 'them'} until {until}."
        f" `wirewatch outbox --channel {channel}` lists what waits; `wirewatch outbox drop` gives it up.",
        sources=(),
        told=None,
    )
