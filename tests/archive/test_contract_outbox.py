"""What `archive.ports.Outbox` promises, asked of every archive, and of the outbox in memory with which sending is tested."""

from datetime import timedelta

from archive.vocabulary import (
    Alert,
    AlertKind,
    Delivery,
    DeliveryState,
    Outcome,
    OutcomeKind,
    Span,
)
from tests.archive.polls import MINUTE, NOW, Archive, Live, alert_of

LEASE = timedelta(minutes=2)
READY = DeliveryState.READY
SENT = Outcome(kind=OutcomeKind.SENT)


async def post(archive: Archive, *keys: str, channel: str = "desk", target: int = 0) -> None:
    for n, key in enumerate(keys):
        assert await archive.post(
            Alert(title=key), channel=channel, target=target, key=key, now=NOW + n * MINUTE
        )


async def take(
    archive: Archive, at: timedelta = timedelta(hours=1), *, channel: str = "desk", target: int = 0
) -> Delivery | None:
    return await archive.claim_delivery(channel, target, now=NOW + at, lease=LEASE)


async def taken(archive: Archive, at: timedelta = timedelta(hours=1)) -> Delivery:
    delivery = await take(archive, at)
    assert delivery is not None
    return delivery


async def counts(archive: Archive) -> dict[DeliveryState, int]:
    (state,) = await archive.channels()
    return {key: number for key, number in state.counts.items() if number}


def test_messages_come_oldest_first_and_each_once(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b", "c")
        claimed = [await taken(archive) for _ in range(3)]
        assert [each.key for each in claimed] == ["a", "b", "c"]
        assert [alert_of(each).title for each in claimed] == ["a", "b", "c"]
        assert all(each.sure and each.attempts == 1 for each in claimed)
        assert claimed[1].created == NOW + MINUTE
        assert await take(archive) is None

    outbox.live(journey)


def test_a_message_is_posted_once_per_key_channel_and_target(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        for channel in ("desk", "slack"):
            for target in (0, 1):
                await post(archive, "a", channel=channel, target=target)
        again = Alert(title="again")
        assert not await archive.post(again, channel="desk", target=1, key="a", now=NOW)
        for channel in ("desk", "slack"):
            for target in (0, 1):
                delivery = await take(archive, channel=channel, target=target)
                assert delivery is not None
                assert (delivery.channel, delivery.target) == (channel, target)
                assert alert_of(delivery).title == "a"
        assert await take(archive, channel="other") is None

    outbox.live(journey)


def test_a_key_that_was_sent_is_never_posted_again(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        await archive.settle_delivery(await taken(archive), SENT, now=NOW)
        assert not await archive.post(Alert(), channel="desk", target=0, key="a", now=NOW)
        assert await counts(archive) == {DeliveryState.SENT: 1}

    outbox.live(journey)


def test_the_facts_of_an_alert_come_back_whole(outbox: Live) -> None:
    alert = Alert(
        kind=AlertKind.ALERT,
        watchlist="Brücken",
        query='"bridge" NEAR/5 closed',
        title="Мост «закрыт»",
        url="https://post.example/1",
        outlet="Post",
        source="post",
        published=NOW,
        seen=NOW + MINUTE,
        language="ru",
        quote="The bridge was closed.",
        marks=((4, 10), (15, 21)),
        spans=(Span(field="title", start=0, end=4, term="мост"),),
        terms=("bridge", "closed"),
    )

    async def journey(archive: Archive) -> None:
        await archive.post(alert, channel="desk", target=0, key="a", now=NOW)
        assert (await taken(archive)).message == alert

    outbox.live(journey)


def test_a_message_waits_until_it_is_due(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        assert await archive.next_delivery("desk", 0) == NOW
        assert await take(archive, -MINUTE) is None
        later = Outcome(kind=OutcomeKind.LATER, reason="busy", due=NOW + 10 * MINUTE)
        await archive.settle_delivery(await taken(archive, 0 * MINUTE), later, now=NOW)
        assert await archive.next_delivery("desk", 0) == NOW + 10 * MINUTE
        assert await take(archive, 9 * MINUTE) is None
        again = await taken(archive, 10 * MINUTE)
        assert (again.attempts, again.sure) == (2, True)
        (state,) = await archive.channels()
        assert (state.error, state.unsure, state.oldest) == ("busy", 0, NOW)

    outbox.live(journey)


def test_what_has_waited_too_long_dies_at_once(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b", "c")
        await post(archive, "a", target=1)
        assert (await taken(archive)).key == "a"
        before, now = NOW + MINUTE, NOW + 5 * MINUTE
        for number in (1, 0):
            given_up = await archive.give_up("desk", 0, before=before, reason="late", now=now)
            # Neither what is being sent, nor what is younger or for another address.
            assert given_up == number
        assert await counts(archive) == {DeliveryState.SENDING: 1, READY: 2, DeliveryState.DEAD: 1}
        (state,) = await archive.channels()
        assert state.error == "late"

    outbox.live(journey)


def test_doubt_stays_with_a_message(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        lost = Outcome(kind=OutcomeKind.LATER, reason="no answer", due=NOW, sure=False)
        await archive.settle_delivery(await taken(archive), lost, now=NOW)
        (state,) = await archive.channels()
        assert state.unsure == 1
        sure = Outcome(kind=OutcomeKind.LATER, reason="busy", due=NOW)
        for _ in range(2):
            delivery = await taken(archive)
            assert not delivery.sure
            await archive.settle_delivery(delivery, sure, now=NOW)

    outbox.live(journey)


def test_a_message_whose_lease_ran_out_is_given_again_as_not_sure(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        first = await taken(archive, 0 * MINUTE)
        assert await archive.next_delivery("desk", 0) == NOW + LEASE
        assert await take(archive, LEASE - MINUTE) is None
        second = await taken(archive, LEASE)
        assert (second.id, second.attempts, second.sure) == (first.id, 2, False)

    outbox.live(journey)


def test_a_late_answer_of_an_earlier_attempt_changes_nothing(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        late = await taken(archive, 0 * MINUTE)
        current = await taken(archive, LEASE)
        dead = Outcome(kind=OutcomeKind.DEAD, reason="too late")
        await archive.settle_delivery(late, dead, now=NOW)
        assert await counts(archive) == {DeliveryState.SENDING: 1}
        await archive.settle_delivery(current, SENT, now=NOW)
        await archive.settle_delivery(late, dead, now=NOW)
        await archive.settle_delivery(current, dead, now=NOW)
        assert await counts(archive) == {DeliveryState.SENT: 1}
        assert await take(archive, timedelta(days=1)) is None

    outbox.live(journey)


def test_what_a_crash_left_half_sent_comes_back_as_not_sure(outbox: Live) -> None:
    async def crash(archive: Archive) -> None:
        await post(archive, "a", "b", "c")
        await archive.settle_delivery(await taken(archive), SENT, now=NOW)
        await taken(archive)

    async def start(archive: Archive) -> None:
        assert await archive.recover_deliveries(now=NOW) == 1
        assert await archive.recover_deliveries(now=NOW) == 0
        again, untouched = await taken(archive), await taken(archive)
        assert (again.key, again.sure, again.attempts) == ("b", False, 2)
        assert (untouched.key, untouched.sure, untouched.attempts) == ("c", True, 1)

    outbox.live(crash)
    outbox.live(start)


def test_an_answer_that_comes_after_the_recovery_changes_nothing(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        late = await taken(archive)
        await archive.recover_deliveries(now=NOW)
        await archive.settle_delivery(late, SENT, now=NOW)
        assert await counts(archive) == {DeliveryState.READY: 1}

    outbox.live(journey)


def test_channels_tell_what_waits_and_why(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        assert await archive.channels() == []
        await post(archive, "a", "b", "c", "d")
        await post(archive, "a", channel="slack")
        dead = Outcome(kind=OutcomeKind.DEAD, reason="no such channel")
        await archive.settle_delivery(await taken(archive), SENT, now=NOW)
        await archive.settle_delivery(await taken(archive), dead, now=NOW)
        await taken(archive)
        desk, slack = await archive.channels()
        assert (desk.name, slack.name) == ("desk", "slack")
        one_of_each = (READY, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DEAD)
        assert {state for state, number in desk.counts.items() if number == 1} == set(one_of_each)
        assert (desk.error, desk.oldest) == ("no such channel", NOW + 2 * MINUTE)
        assert (slack.error, slack.unsure) == (None, 0)

    outbox.live(journey)


def test_next_delivery_is_that_of_one_target(outbox: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", target=1)
        assert await archive.next_delivery("desk", 0) is None
        assert await archive.next_delivery("desk", 1) == NOW
        assert await archive.next_delivery("slack", 1) is None

    outbox.live(journey)
