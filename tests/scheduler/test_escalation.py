"""Stories that nobody claims are told to further channels, once, whatever restarts."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from alerts import Kind, render
from alerts.routing import alert_of
from archive.vocabulary import (
    Alert,
    AlertKind,
    Channel,
    Escalate,
    Hit,
    Secret,
    Unclaimed,
    Watchlist,
)
from scheduler.escalation import Escalations, escalated
from tests.alerts.outboxes import MemoryOutbox
from tests.alerts.stories import NOW, ZONE, alert

AFTER = timedelta(minutes=15)
RULE = Escalate(after=AFTER, to=("chief", "night"))
WATCHLIST = Watchlist(name="Harbour", any=("x",), notify=("desk",), escalate=RULE)
CHANNELS = {
    "chief": Channel(name="chief", to=(Secret("json://localhost"), Secret("json://127.0.0.1"))),
    "night": Channel(name="night", to=(Secret("json://localhost"),)),
}
ONE = Unclaimed(watchlist="Harbour", story=3, told=NOW, alert=alert(claim_by=NOW + AFTER))


class Archive(MemoryOutbox):
    """An outbox in memory, with stories that nobody claimed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [ONE]
        self.fails = False

    async def unclaimed(
        self, rules: Mapping[str, timedelta], *, now: object
    ) -> Sequence[Unclaimed]:
        assert rules == {"Harbour": AFTER}
        return list(self.open)

    async def remember_escalation(self, one: Unclaimed, *, now: object) -> None:
        if self.fails:
            raise OSError("killed")
        self.open.remove(one)


def escalations(archive: Archive) -> Escalations:
    return Escalations(
        watchlists={"Harbour": WATCHLIST},
        channels=CHANNELS,
        archive=archive,
        now=lambda: NOW,
        wake=lambda: None,
    )


def test_every_target_is_told_once_whatever_is_killed_in_between() -> None:
    archive = Archive()

    async def journey() -> None:
        archive.fails = True
        try:
            await escalations(archive).look()
        except OSError:
            archive.fails = False
        watch = escalations(archive)
        await watch.look()
        await watch.look()

    asyncio.run(journey())
    told = [
        (row.channel, row.target, row.alert.kind)
        for row in archive.rows
        if isinstance(row.alert, Alert)
    ]
    assert sorted(told) == [
        ("chief", 0, AlertKind.ESCALATION),
        ("chief", 1, AlertKind.ESCALATION),
        ("night", 0, AlertKind.ESCALATION),
    ]


def test_no_rule_asks_nothing() -> None:
    archive = Archive()
    watch = escalations(archive)
    watch.take_up({"Harbour": replace(WATCHLIST, escalate=None)}, CHANNELS)
    asyncio.run(watch.look())
    assert archive.open == [ONE]


def test_the_first_alert_says_how_to_claim_and_the_second_that_nobody_did() -> None:
    facts = Alert(title="Harbour bridge closes", seen=NOW, story=3)
    first = alert_of(Hit(watchlist="Harbour", spans=(), quote=""), facts=facts, watchlist=WATCHLIST)
    body = render(first, Kind.PLAIN, zone=ZONE).body
    assert "To claim it by 21:20, before others are told too: wirewatch claim 3" in body
    second = render(escalated(ONE, AFTER), Kind.PLAIN, zone=ZONE)
    assert second.title == "Harbour: Harbour bridge closes for a week (not claimed)"
    assert "Nobody claimed it within 15 minutes. To claim it now: wirewatch claim 3" in second.body
    assert "by 21:20" not in second.body
