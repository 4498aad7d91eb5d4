"""Stories that a digest tells: it says who carries them, and that is what counts for being told again. Asked of every archive."""

from datetime import timedelta

from archive.telling import Decision, Pace
from archive.vocabulary import (
    Alert,
    AlertKind,
    Counted,
    Delivery,
    DeliveryState,
    Digest,
    FollowUp,
    Outcome,
    OutcomeKind,
)
from tests.archive.polls import NOW, POST, TIMES, Archive, Live, alert_of
from tests.archive.test_contract_deciding import Script, bundle
from tests.archive.test_contract_hand import HOUR, begin, listed, reported
from tests.archive.test_contract_outbox import LEASE, SENT, taken

BUSY = Outcome(kind=OutcomeKind.LATER, reason="busy", due=NOW + 2 * HOUR)


async def bundled(archive: Archive, *messages: int, at: timedelta = HOUR) -> Delivery:
    """Claim what is due; of messages, if there are any, a digest is made."""
    script = Script()
    bundles = (bundle(*messages),) if messages else ()
    script.answer = Decision(bundles=bundles, pace=Pace())
    delivery = await archive.claim_delivery("desk", 0, now=NOW + at, lease=LEASE, decide=script)
    assert delivery is not None
    return delivery


def outlets_of(delivery: Delivery) -> list[int]:
    assert isinstance(delivery.message, Digest)
    return [one.outlets for one in delivery.message.coverage.values()]


def test_what_a_digest_does_not_tell_it_counts_with_its_story(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        for n in range(102):
            edit = AlertKind.EDIT if n == 101 else AlertKind.ALERT
            one = Alert(kind=edit, watchlist="Harbour", story=3, article=n + 7)
            assert await archive.post(one, channel="desk", target=0, key=f"{n}", now=NOW)
        digest = (await bundled(archive, *range(1, 103))).message
        assert isinstance(digest, Digest)
        assert len(digest.alerts) == 100
        assert digest.more == (
            Counted(watchlist="Harbour", story=3, article=107),
            Counted(watchlist="Harbour", kind=AlertKind.EDIT, story=3, article=108),
        )

    archive.live(journey)


def test_a_digest_says_who_carries_a_story_and_nothing_is_told_twice(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begin(archive)
        rule = FollowUp(outlets=1)
        await reported(archive, POST, TIMES, rule=rule)
        digest = await bundled(archive, 1)
        assert outlets_of(digest) == [2]
        await archive.settle_delivery(digest, SENT, now=NOW + HOUR)
        await reported(archive, POST, TIMES, rule=rule)
        assert await listed(archive, DeliveryState.READY, DeliveryState.HELD) == []

    archive.live(journey)


def test_while_a_digest_waits_it_will_say_who_else_carries_its_stories(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begin(archive)
        rule = FollowUp(outlets=1)
        await reported(archive, POST, rule=rule)
        digest = await bundled(archive, 1)
        assert outlets_of(digest) == [1]
        await archive.settle_delivery(digest, BUSY, now=NOW + HOUR)
        await reported(archive, TIMES, rule=rule)
        again = await bundled(archive, at=24 * HOUR)
        assert (again.id, outlets_of(again)) == (digest.id, [2])

    archive.live(journey)


def test_a_story_that_was_told_in_a_digest_is_told_again_when_it_grows(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begin(archive)
        rule = FollowUp(outlets=1)
        await reported(archive, POST, rule=rule)
        await archive.settle_delivery(await bundled(archive, 1), SENT, now=NOW + HOUR)
        await reported(archive, TIMES, rule=rule)
        again = await taken(archive, 2 * HOUR)
        assert alert_of(again).kind is AlertKind.FOLLOW_UP

    archive.live(journey)
