"""What `archive.ports.Outbox` promises of digests, asked of every archive."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from archive.polling import Poll
from archive.telling import Decided, Decision, Pace, Queue
from archive.vocabulary import (
    DeliveryState,
    Digest,
    DigestReason,
    Outcome,
    OutcomeKind,
    SourceStanding,
)
from tests.archive.polls import MINUTE, NOW, POST, TIMES, Archive, Live, claim, poll, story
from tests.archive.test_contract_deciding import Script, bundle, held
from tests.archive.test_contract_outbox import LEASE, SENT, post

HOUR = timedelta(hours=1)


def test_a_digest_says_how_many_stories_its_channel_does_not_hear_of(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        await poll(archive, [story(1), story(2)], watchlists=["Bridges"])
        await archive.mute(watchlist="Bridges", story=None, now=NOW, until=NOW + HOUR)
        first = await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=withholding)
        assert first is not None
        assert isinstance(first.message, Digest)
        assert (first.message.alerts, first.message.muted) == ((), 2)

    def withholding(queue: Queue) -> Decision:
        muted = [
            Decided(message=one.id, state=DeliveryState.MUTED, until=NOW + HOUR, reason="muted")
            for one in queue.waiting
        ]
        return Decision(each=tuple(muted), bundles=(bundle(),), pace=Pace(told=NOW))

    archive.live(journey)


def test_what_a_digest_tells_is_not_said_to_be_muted_still(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b", "c")
        script = Script()
        muted = Decided(message=1, state=DeliveryState.MUTED, until=NOW + MINUTE, reason="muted")
        each = tuple(replace(muted, message=number) for number in (1, 2, 3))
        script.answer = Decision(each=each, pace=Pace())
        assert await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=script) is None
        script.answer = Decision(bundles=(bundle(1, 2),), pace=Pace())
        freed = await archive.claim_delivery(
            "desk", 0, now=NOW + MINUTE, lease=LEASE, decide=script
        )
        assert freed is not None
        assert isinstance(freed.message, Digest)
        assert (len(freed.message.alerts), freed.message.muted) == (2, 1)

    archive.live(journey)


def test_what_is_held_until_a_mute_has_begun_and_not_ended_is_withheld_by_it(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        await poll(archive, [story(1), story(2)], watchlists=["Bridges"])
        script = Script()
        script.answer = Decision(each=(held(1), held(2, NOW + HOUR)), pace=Pace())
        assert await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=script) is None
        for end, number in ((HOUR, 1), (2 * HOUR, 2)):
            await archive.mute(watchlist="Bridges", story=None, now=NOW, until=NOW + end)
            ((_, withheld),) = await archive.mutes(now=NOW)
            assert withheld == number

    archive.live(journey)


def test_digests_of_one_moment_have_keys_of_their_own(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        script = Script()
        script.answer = Decision(bundles=(bundle(),), pace=Pace(told=NOW))
        keys = []
        for channel, target in (("desk", 0), ("desk", 1), ("mail", 0)):
            for _ in range(2):  # a second attempt, after the first was lost
                sent = await archive.claim_delivery(
                    channel, target, now=NOW, lease=LEASE, decide=script
                )
                assert sent is not None
                again = Outcome(kind=OutcomeKind.LATER, due=NOW, reason="the service is down")
                await archive.settle_delivery(sent, again, now=NOW)
                keys.append(sent.key)
        assert all(key.startswith(f"{bundle().key} ") for key in keys)
        assert keys[::2] == keys[1::2]
        assert len(set(keys)) == 3

    archive.live(journey)


def test_an_empty_digest_is_made_once_and_says_what_was_watched_and_what_was_not(
    archive: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [story(1)], now=NOW)
        script = Script()
        script.answer = Decision(bundles=(bundle(),), pace=Pace(told=NOW))
        delivery = await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=script)
        assert delivery is not None
        assert isinstance(delivery.message, Digest)
        assert (delivery.message.alerts, delivery.message.watched) == ((), 1)
        assert delivery.message.muted == 0
        await archive.settle_delivery(delivery, SENT, now=NOW)
        assert await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=script) is None
        assert script.asked[-1].pace == Pace(told=NOW)

    archive.live(journey)


@pytest.mark.parametrize(
    ("reason", "since", "watched", "read"),
    [
        (DigestReason.SCHEDULE, NOW, 2, True),
        (DigestReason.SCHEDULE, NOW + MINUTE, 1, False),
        (DigestReason.SCHEDULE, NOW + HOUR, 0, False),
        (DigestReason.BACKLOG, NOW + HOUR, 1, False),
    ],
)
def test_a_source_that_only_failed_meanwhile_was_not_read(
    archive: Live, reason: DigestReason, since: datetime, watched: int, read: bool
) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [story(1)], source=TIMES, now=NOW)
        await poll(archive, [story(2)], now=NOW + 50 * MINUTE)
        claimed = await claim(archive, TIMES, now=NOW + HOUR)
        failed = replace(
            claimed.state,
            standing=SourceStanding.FAILING,
            since=NOW + HOUR,
            last_poll=NOW + HOUR,
        )
        await archive.keep(Poll(claim=claimed, state=failed, now=NOW + HOUR))
        script = Script()
        made = replace(bundle(), digest=reason, since=since)
        script.answer = Decision(bundles=(made,), pace=Pace(told=NOW))
        delivery = await archive.claim_delivery(
            "desk", 0, now=NOW + HOUR, lease=LEASE, decide=script
        )
        assert delivery is not None
        assert isinstance(delivery.message, Digest)
        assert delivery.message.watched == watched
        assert [one.read for one in delivery.message.blind] == [read]

    archive.live(journey)
