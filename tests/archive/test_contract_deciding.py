"""What `archive.ports.Outbox` promises of decisions, asked of every archive, and of the outbox in memory with which sending is tested."""

from datetime import datetime, timedelta

import pytest

from archive.telling import Bundle, Decided, Decision, Pace, Queue
from archive.vocabulary import (
    AlertKind,
    Delivery,
    DeliveryState,
    Digest,
    DigestReason,
    Outcome,
    OutcomeKind,
    Stage,
)
from tests.archive.polls import MINUTE, NOW, Archive, Live
from tests.archive.test_contract_outbox import LEASE, SENT, counts, post

READY, HELD, MUTED, MERGED = (
    DeliveryState.READY,
    DeliveryState.HELD,
    DeliveryState.MUTED,
    DeliveryState.MERGED,
)


class Script:
    """Decides as the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Queue] = []
        self.answer = Decision(pace=Pace())

    def __call__(self, queue: Queue) -> Decision:
        self.asked.append(queue)
        return self.answer


async def claim(archive: Archive, script: Script, now: datetime = NOW) -> Delivery | None:
    return await archive.claim_delivery("desk", 0, now=now, lease=LEASE, decide=script)


def held(message: int, until: datetime = NOW + 10 * MINUTE) -> Decided:
    return Decided(
        message=message, state=HELD, until=until, cause=DigestReason.QUIET, reason="quiet hours"
    )


def bundle(*messages: int, key: str = "night") -> Bundle:
    return Bundle(
        key=key, digest=DigestReason.QUIET, since=None, messages=messages, reason="quiet hours"
    )


def test_a_decision_is_asked_with_what_waits_and_carried_out_at_once(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b")
        script = Script()
        script.answer = Decision(each=(held(1),), pace=Pace(tokens=2.5, filled=NOW))
        delivery = await claim(archive, script, NOW + MINUTE)
        assert delivery is not None
        assert delivery.key == "b"
        (queue,) = script.asked
        assert [one.id for one in queue.waiting] == [1, 2]
        assert queue.waiting[0].kind is AlertKind.ALERT
        assert queue.pace == Pace()
        assert await archive.next_delivery("desk", 0) == NOW + MINUTE + LEASE
        await archive.settle_delivery(delivery, SENT, now=NOW)
        assert await counts(archive) == {HELD: 1, DeliveryState.SENT: 1}
        assert await archive.next_delivery("desk", 0) == NOW + 10 * MINUTE

    outbox.live(journey)


def test_what_is_held_is_asked_again_when_its_time_has_come_or_the_rules_have_changed(
    outbox: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        script = Script()
        script.answer = Decision(each=(held(1),), pace=Pace())
        assert await claim(archive, script) is None
        script.answer = Decision(pace=Pace())
        assert await claim(archive, script, NOW + 9 * MINUTE) is None
        assert not script.asked[-1].waiting
        assert await claim(archive, script, NOW + 10 * MINUTE) is None
        one = script.asked[-1].waiting[0]
        assert (one.state, one.cause) == (HELD, DigestReason.QUIET)
        script.answer = Decision(each=(held(1, NOW + 90 * MINUTE),), pace=Pace())
        await claim(archive, script, NOW + 10 * MINUTE)
        await archive.decide_anew("desk", 0, now=NOW + 11 * MINUTE)
        ready = Decided(message=1, state=READY, reason="at once")
        script.answer = Decision(each=(ready,), pace=Pace())
        assert await claim(archive, script, NOW + 11 * MINUTE)

    outbox.live(journey)


def test_merged_messages_are_told_as_one_and_only_so(outbox: Live) -> None:
    async def merge(archive: Archive) -> None:
        await post(archive, "a", "b", "c")
        script = Script()
        script.answer = Decision(bundles=(bundle(1, 2, 3),), pace=Pace())
        delivery = await claim(archive, script, NOW + 5 * MINUTE)
        assert delivery is not None
        assert isinstance(delivery.message, Digest)
        assert [one.title for one in delivery.message.alerts] == ["a", "b", "c"]
        assert delivery.message.reason is DigestReason.QUIET
        assert (delivery.message.since, delivery.message.until) == (NOW, NOW + 5 * MINUTE)
        assert delivery.sure
        assert await counts(archive) == {MERGED: 3, DeliveryState.SENDING: 1}

    async def again(archive: Archive) -> None:
        await archive.recover_deliveries(now=NOW)
        script = Script()
        delivery = await claim(archive, script, NOW + 9 * MINUTE)
        assert delivery is not None
        assert isinstance(delivery.message, Digest)
        assert len(delivery.message.alerts) == 3
        assert not delivery.sure
        await archive.settle_delivery(delivery, SENT, now=NOW)
        assert await claim(archive, script, NOW + 99 * MINUTE) is None

    outbox.live(merge)
    outbox.live(again)


def test_a_digest_with_a_part_that_may_have_arrived_may_be_a_repeat(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b")
        first = await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE)
        assert first is not None
        lost = Outcome(kind=OutcomeKind.LATER, reason="no answer", due=NOW, sure=False)
        await archive.settle_delivery(first, lost, now=NOW)
        script = Script()
        script.answer = Decision(bundles=(bundle(1, 2),), pace=Pace())
        delivery = await claim(archive, script, NOW + 5 * MINUTE)
        assert delivery is not None
        assert not delivery.sure

    outbox.live(journey)


def test_messages_find_a_digest_even_when_its_name_is_taken(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        script = Script()
        for message, key in ((1, "a"), (3, "b")):
            await post(archive, key)
            script.answer = Decision(bundles=(bundle(message),), pace=Pace())
            delivery = await claim(archive, script, NOW + 5 * MINUTE)
            assert delivery is not None
            assert isinstance(delivery.message, Digest)
            assert len(delivery.message.alerts) == 1
            await archive.settle_delivery(delivery, SENT, now=NOW)

    outbox.live(journey)


def test_a_decision_that_fails_changes_nothing(outbox: Live) -> None:
    def broken(queue: Queue) -> Decision:
        raise ValueError(queue)

    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        with pytest.raises(ValueError, match="Queue"):
            await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=broken)
        assert await counts(archive) == {READY: 1}
        assert await claim(archive, Script(), NOW + timedelta(days=1))

    outbox.live(journey)


async def stages(archive: Archive, number: int) -> list[Stage]:
    return [one.stage for one in await archive.verdicts_of_message(number)]


def test_every_stage_leaves_a_verdict_in_the_row_of_its_message(archive: Live) -> None:
    way = [Stage.ROUTE, Stage.GROUP, Stage.MUTE, Stage.DECIDE]

    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b", "c")
        script = Script()
        script.answer = Decision(each=(held(3),), bundles=(bundle(1, 2),), pace=Pace())
        delivery = await claim(archive, script, NOW + 5 * MINUTE)
        assert delivery is not None
        sent = Outcome(kind=OutcomeKind.SENT, reason="accepted", words="as e-mail, x")
        await archive.settle_delivery(delivery, sent, now=NOW + 6 * MINUTE)
        assert [await stages(archive, number) for number in (1, 2, 3)] == [way] * 3
        assert await stages(archive, delivery.id) == [
            Stage.DECIDE, Stage.RENDER, Stage.SEND, Stage.SETTLE
        ]  # fmt: skip
        # They go with their messages: there is nothing else to forget.
        assert await archive.prune_verdicts(before=NOW + 10**6 * MINUTE, limit=99) == 0

    archive.live(journey)


def test_what_is_tried_again_is_said_to_be_rendered_once_and_to_be_let_go_once(
    archive: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        script = Script()
        ready = Decided(message=1, state=READY, reason="at once")
        script.answer = Decision(each=(ready,), pace=Pace())
        for attempt in range(1, 4):
            now = NOW + 10 * attempt * MINUTE
            delivery = await claim(archive, script, now)
            assert delivery is not None
            later = Outcome(kind=OutcomeKind.LATER, reason="busy", due=now, words="as e-mail, x")
            await archive.settle_delivery(delivery, later, now=now)
            script.answer = Decision(pace=Pace())
        said = await stages(archive, 1)
        wanted = {Stage.MUTE: 1, Stage.DECIDE: 1, Stage.RENDER: 1, Stage.SEND: 3, Stage.SETTLE: 3}
        assert {stage: said.count(stage) for stage in wanted} == wanted

    archive.live(journey)
