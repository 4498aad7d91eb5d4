"""Until when a message says that its story has to be claimed: as that is when it is sent."""

from dataclasses import replace
from datetime import datetime

import pytest

from archive.telling import Decided, Decision, Pace
from archive.vocabulary import (
    Alert,
    AlertKind,
    DeliveryState,
    Digest,
    Outcome,
    OutcomeKind,
    Unclaimed,
)
from tests.archive.polls import MINUTE, NOW, Archive, Live
from tests.archive.test_contract_claims import LEASE, SENT, start, tell, unclaimed
from tests.archive.test_contract_deciding import Script, bundle, held
from tests.archive.test_contract_deciding import claim as decided


def follow_up(story: int, *, at: int) -> Alert:
    """Return what an article adds to a story; its own time to be claimed would begin with it."""
    seen = NOW + at * MINUTE
    return Alert(
        kind=AlertKind.FOLLOW_UP,
        watchlist="Bridges",
        title="The bridge",
        story=story,
        seen=seen,
        claim_by=seen + 15 * MINUTE,
    )


async def said(archive: Archive, story: int, *, at: int) -> datetime | None:
    """Send a follow-up and return until when it asks to claim its story."""
    now = NOW + at * MINUTE
    alert = follow_up(story, at=at)
    assert await archive.post(alert, channel="chief", target=0, key=f"at {at}", now=now)
    delivery = await archive.claim_delivery("chief", 0, now=now, lease=LEASE)
    assert delivery is not None
    await archive.settle_delivery(delivery, SENT, now=now)
    assert isinstance(delivery.message, Alert)
    return delivery.message.claim_by


@pytest.mark.parametrize("done", ["claimed", "escalated", "late"])
def test_a_follow_up_asks_what_its_story_asks_and_nothing_when_that_is_over(
    archive: Live, done: str
) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        story = await tell(archive, 1, at=16)
        assert await said(archive, story, at=20) == NOW + 32 * MINUTE
        if done == "claimed":
            await archive.claim_story(story, now=NOW + 21 * MINUTE)
        if done == "escalated":
            one = Unclaimed(watchlist="Bridges", story=story, told=NOW, alert=Alert())
            await archive.remember_escalation(one, now=NOW + 21 * MINUTE)
        assert await said(archive, story, at=40 if done == "late" else 22) is None

    archive.live(journey)


def test_a_first_alert_that_was_held_back_gives_all_its_time(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        await tell(archive, 1, at=16, send=False)
        alert = replace(follow_up(7, at=17), kind=AlertKind.ALERT)
        assert await archive.post(alert, channel="desk", target=0, key="other", now=NOW)
        script = Script()
        script.answer = Decision(bundles=(bundle(1, 2),), pace=Pace())
        late = NOW + 50 * MINUTE
        digest = await decided(archive, script, late)
        assert digest is not None
        assert isinstance(digest.message, Digest)
        assert [one.claim_by for one in digest.message.alerts] == [None, late + 15 * MINUTE]

    archive.live(journey)


def test_an_alert_that_was_above_the_limit_gives_all_its_time_unless_no_service_takes_it(
    archive: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        first, late = NOW + 17 * MINUTE, NOW + 50 * MINUTE
        for story in (7, 8):
            alert = replace(follow_up(story, at=17), kind=AlertKind.ALERT)
            assert await archive.post(alert, channel="desk", target=0, key=f"{story}", now=first)
        script = Script()
        script.answer = Decision(each=(held(1, late), held(2, late)), pace=Pace())
        assert await decided(archive, script, first) is None
        assert await unclaimed(archive, 49) == []
        go = [Decided(message=n, state=DeliveryState.READY, reason="let go") for n in (1, 2)]
        script.answer = Decision(each=tuple(go), pace=Pace())
        delivery = await decided(archive, script, late)
        assert delivery is not None
        assert isinstance(delivery.message, Alert)
        assert delivery.message.claim_by == late + 15 * MINUTE
        assert await unclaimed(archive, 51) == []
        refused = Outcome(kind=OutcomeKind.LATER, due=late + 5 * MINUTE, reason="no")
        await archive.settle_delivery(delivery, refused, now=late)
        assert [one.story for one in await unclaimed(archive, 51)] == [7]
        assert [one.story for one in await unclaimed(archive, 65)] == [7, 8]

    archive.live(journey)
