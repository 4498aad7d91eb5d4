"""Does news still come through? An article of our own says so, again and again.

It comes from a feed on loopback (`scheduler.nest`), as a source like any other: it is due, fetched, parsed, matched and
written by the daemon itself, with its message in the same transaction, and a lane of its own takes it as far as
sending. There it ends. Whatever breaks on that way, for whatever reason, the ops channels hear of it.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from archive.ports import Flights
from archive.vocabulary import (
    CANARY,
    Channel,
    Flight,
    Limit,
    Secret,
    Source,
    SourceKind,
    Watchlist,
)
from archive.vocabulary.sources import FullText
from scheduler.report import clock

log = logging.getLogger(__name__)

ADDRESS = "canary://"
"""What `alerts` takes and sends nowhere."""
LONGEST_FLIGHT = timedelta(minutes=5)
SHORTEST = timedelta(seconds=30)
ASLEEP = timedelta(minutes=1)
"""When it was not looked for longer, the computer slept or its clock was set: nothing could fly meanwhile."""
LATE = 0.25
"""Share of the interval by which a canary may leave later than planned."""


def source(url: str, every: timedelta) -> Source:
    """Return the source that the canary comes from."""
    return Source(
        name=CANARY,
        url=url,
        kind=SourceKind.FEED,
        every=every,
        backfill=timedelta(days=1),
        full_text=FullText.NEVER,
    )


WATCHLIST = Watchlist(name=CANARY, query=f'"{CANARY}"', notify=(CANARY,), sources=(CANARY,))
CHANNEL = Channel(
    name=CANARY,
    to=(Secret(ADDRESS),),
    # However often it flies: what is held back by a limit would look like what is lost.
    limit=Limit(number=10_000, per=timedelta(seconds=1)),
)


class Verdict(StrEnum):
    """What is to be told now."""

    NOTHING = "nothing"
    LOST = "lost"
    """It left and did not arrive in time."""
    OVERDUE = "overdue"
    """None left although one was due: sources are not polled."""
    BACK = "back"
    """It was told that none comes, and now one came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is known when the canary is looked for."""

    every: timedelta
    since: datetime
    """When this began to watch for it, or woke: what was due before is nobody's fault."""
    released: datetime | None
    flight: Flight


def verdict(watch: Watch, now: datetime) -> Verdict:
    """Decide what is to be told of the canary; pure."""
    arrived, told = watch.flight.arrived, watch.flight.told
    if told is not None:
        return Verdict.BACK if arrived is not None and arrived > told else Verdict.NOTHING
    patience = max(SHORTEST, min(LONGEST_FLIGHT, watch.every))
    flying = watch.released is not None and (arrived is None or arrived < watch.released)
    last = max(watch.since, watch.released or watch.since)
    if flying:
        return Verdict.LOST if now - last > patience else Verdict.NOTHING
    # The next one is planned when the last has been read, however long that took.
    last = max(last, arrived or last)
    overdue = now - last > watch.every * (1 + LATE) + patience
    return Verdict.OVERDUE if overdue else Verdict.NOTHING


Tell = Callable[[str, str], Awaitable[None]]
"""Tells the ops channels a title and what there is to say."""


class Canary:
    """Looks whether the canary arrives, and tells once when it does not, and once when it does again."""

    def __init__(
        self,
        *,
        archive: Flights,
        every: timedelta | None,
        released: Callable[[], datetime | None],
        tell: Tell,
        now: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._archive = archive
        self._every = every
        self._released = released
        self._tell = tell
        self._now = now
        self._zone = zone
        self._since = self._looked = now()
        self._arrived: datetime | None = None

    def take_up(self, every: timedelta | None, *, zone: tzinfo) -> None:
        """Expect canaries at another interval from now on; None: expect none."""
        self._zone = zone
        if every != self._every:
            self._every, self._since = every, self._now()

    async def look(self) -> None:
        """Clear away what has arrived, and tell what is to be told."""
        if self._every is None:
            return
        now = self._now()
        if abs(now - self._looked) > ASLEEP:
            self._since = now
        self._looked = now
        flight = await self._archive.harvest(now=now)
        watch = Watch(
            every=self._every, since=self._since, released=self._released(), flight=flight
        )
        if flight.arrived != self._arrived:
            self._arrived = flight.arrived
            log.debug("the canary has arrived")
        found = verdict(watch, now)
        if found is Verdict.NOTHING:
            return
        title, body = words(found, watch, now, zone=self._zone)
        log.log(logging.INFO if found is Verdict.BACK else logging.ERROR, "%s: %s", title, body)
        await self._tell(title, body)
        await self._archive.remember_flight(None if found is Verdict.BACK else now)


def words(found: Verdict, watch: Watch, now: datetime, *, zone: tzinfo) -> tuple[str, str]:
    """Say what became of the canary: title and body."""
    last = watch.flight.arrived
    came = f"The last one came at {clock(last, zone)}." if last else "None has come yet."
    if found is Verdict.BACK:
        return "News comes through again", "The test article has arrived at the stage of sending."
    if found is Verdict.OVERDUE:
        body = f"A test article is due every {_said(watch.every)}, and none was fetched: sources are not polled. {came}"
    else:
        left = watch.released or now
        body = (
            f"A test article was fetched at {clock(left, zone)} and did not arrive at the stage of sending"
            f" within {_said(now - left)}. Alerts may not arrive either. {came}"
        )
    return "News may not come through", f"{body} `wirewatch status` and the log may tell why."


def _said(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    if seconds >= 7200:
        return f"{round(seconds / 3600)} hours"
    return f"{round(seconds / 60)} minutes" if seconds >= 120 else f"{seconds} seconds"
