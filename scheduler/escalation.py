"""Stories that nobody claims in time are told to further channels, once."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from archive.ports import Outbox, UnclaimedStories
from archive.vocabulary import Alert, AlertKind, Channel, Unclaimed, Watchlist

log = logging.getLogger(__name__)


class EscalationArchive(UnclaimedStories, Outbox, Protocol):
    """What escalating needs of the archive."""


class Escalations:
    """Looks for stories that were told and that nobody has claimed."""

    def __init__(
        self,
        *,
        watchlists: Mapping[str, Watchlist],
        channels: Mapping[str, Channel],
        archive: EscalationArchive,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._archive = archive
        self._now = now
        self._wake = wake
        self.take_up(watchlists, channels)

    def take_up(self, watchlists: Mapping[str, Watchlist], channels: Mapping[str, Channel]) -> None:
        """Go by other rules from now on."""
        self._rules = {
            watchlist.name: watchlist.escalate
            for watchlist in watchlists.values()
            if watchlist.escalate is not None
        }
        self._channels = channels

    async def look(self) -> None:
        """Tell what was not claimed in time."""
        if not self._rules:
            return
        after = {name: rule.after for name, rule in self._rules.items()}
        unclaimed = await self._archive.unclaimed(after, now=self._now())
        if not unclaimed:
            return
        try:
            for one in unclaimed:
                await self._tell(one)
        finally:
            # Not sooner: many are one message.
            self._wake()

    async def _tell(self, one: Unclaimed) -> None:
        rule = self._rules[one.watchlist]
        alert = escalated(one, rule.after)
        # The same key whatever happens between here and the note below: a crash repeats nothing.
        key = hashlib.sha256(f"escalation\n{one.watchlist}\n{one.story}".encode()).hexdigest()[:32]
        for name in rule.to:
            for target in self._channels[name].targets:
                await self._archive.post(
                    alert, channel=name, target=target, key=key, now=self._now()
                )
        await self._archive.remember_escalation(one, now=self._now())
        log.info("%s: story %d was not claimed, others are told", one.watchlist, one.story)


def escalated(one: Unclaimed, after: timedelta) -> Alert:
    """Return the message for the further channels; pure."""
    minutes = round(after.total_seconds() / 60)
    span = f"{minutes} minutes" if minutes > 1 else f"{round(after.total_seconds())} seconds"
    return replace(
        one.alert,
        kind=AlertKind.ESCALATION,
        claim_by=None,
        body=f"Nobody claimed it within {span}. To claim it now: wirewatch claim {one.story}",
    )
