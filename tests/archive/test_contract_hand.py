"""What `archive.ports.Hand`, `Journal` and `Changes` promise, asked of every archive."""

from dataclasses import replace
from datetime import timedelta

from archive.polling import Poll
from archive.telling import Decision, Pace
from archive.vocabulary import (
    Alert,
    AlertKind,
    ArticleId,
    DeliveryState,
    FollowUp,
    Outcome,
    OutcomeKind,
    Ruling,
    Source,
    Standing,
)
from tests.archive.polls import (
    MINUTE,
    NOW,
    POST,
    PROSE,
    TIMES,
    Archive,
    Live,
    alert_of,
    claim,
    poll,
    prepare,
    story,
)
from tests.archive.test_contract_deciding import Script, bundle, held
from tests.archive.test_contract_outbox import LEASE, SENT, post, taken

ALL = tuple(DeliveryState)
DEAD = Outcome(kind=OutcomeKind.DEAD, reason="no such channel")
HOUR = timedelta(hours=1)


async def listed(archive: Archive, *states: DeliveryState, channel: str | None = None) -> list[int]:
    return [
        message.id
        async for batch in archive.messages(states=states or ALL, channel=channel, batch=2)
        for message in batch
    ]


async def standing(archive: Archive, number: int) -> Standing:
    message = await archive.message(number)
    assert message is not None
    return message


def following_up(brought: Poll, rule: FollowUp) -> Poll:
    return replace(
        brought,
        fresh=tuple(
            replace(fresh, postings=tuple(replace(each, follow_up=rule) for each in fresh.postings))
            for fresh in brought.fresh
        ),
    )


async def rulings(archive: Archive, number: int) -> list[Ruling]:
    """Return what was ruled, in order; of the same moment, what other articles said comes last."""
    return [one.ruling for one in await archive.verdicts_of_message(number)]


def test_messages_are_listed_newest_first_by_state_and_channel(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b", "c")
        await post(archive, "a", channel="slack")
        await archive.settle_delivery(await taken(archive), SENT, now=NOW)
        assert await listed(archive) == [4, 3, 2, 1]
        assert await listed(archive, DeliveryState.READY) == [4, 3, 2]
        assert await listed(archive, DeliveryState.READY, channel="desk") == [3, 2]
        one = await standing(archive, 1)
        assert (one.key, one.title, one.attempts, one.next_try) == ("a", "a", 1, None)
        assert await archive.message(99) is None

    archive.live(journey)


def test_a_dead_message_can_be_sent_again(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        await archive.settle_delivery(await taken(archive), DEAD, now=NOW)
        later = NOW + 100 * HOUR
        assert await archive.retry_message(1, now=later)
        delivery = await archive.claim_delivery("desk", 0, now=later, lease=LEASE)
        assert delivery is not None
        assert (await standing(archive, 1)).reason is None  # what it died of is over
        # Its 72 hours begin anew.
        assert (delivery.attempts, delivery.created) == (2, later)
        assert not await archive.retry_message(1, now=later)
        await archive.settle_delivery(delivery, SENT, now=later)
        assert not await archive.retry_message(1, now=later)
        assert not await archive.retry_message(99, now=later)
        assert await rulings(archive, 1) == [
            Ruling.ROUTED, Ruling.GROUPED, Ruling.DEAD, Ruling.SETTLED, Ruling.RETRIED, Ruling.SENT, Ruling.SETTLED
        ]  # fmt: skip

    archive.live(journey)


def test_a_message_that_waits_for_another_try_can_be_sent_at_once(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        later = Outcome(kind=OutcomeKind.LATER, reason="busy", due=NOW + HOUR)
        await archive.settle_delivery(await taken(archive, MINUTE), later, now=NOW)
        assert await archive.retry_message(1, now=NOW + MINUTE)
        assert (await taken(archive, MINUTE)).created == NOW

    archive.live(journey)


def test_when_the_next_try_is_due_is_told_without_a_zone(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        for wait, said in ((HOUR, "in 60 min"), (0 * HOUR, "")):
            later = Outcome(kind=OutcomeKind.LATER, reason="busy", due=NOW + wait)
            await archive.settle_delivery(await taken(archive), later, now=NOW)
            *_, last = await archive.verdicts_of_message(1)
            assert last.reason == f"another try is due {said}".rstrip()

    archive.live(journey)


def test_what_waits_is_counted_by_address(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        for key, target in (("a", 0), ("b", 2), ("c", 2), ("d", 1)):
            await archive.post(Alert(title=key), channel="desk", target=target, key=key, now=NOW)
        assert await archive.drop_message(2, now=NOW)
        assert await archive.drop_message(4, now=NOW)
        (state,) = await archive.channels()
        assert (state.addresses, state.waiting) == ({0: 1, 2: 1}, 2)

    archive.live(journey)


def test_a_dropped_message_is_never_sent_and_its_story_not_told_again(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b")
        await archive.settle_delivery(await taken(archive), DEAD, now=NOW)
        assert await archive.drop_message(1, now=NOW)
        assert await archive.drop_message(2, now=NOW)
        assert not await archive.drop_message(2, now=NOW)
        assert await archive.claim_delivery("desk", 0, now=NOW + HOUR, lease=LEASE) is None
        (state,) = await archive.channels()
        assert (state.error, state.oldest, state.counts[DeliveryState.DROPPED]) == (None, None, 2)
        again = Alert(title="b")
        assert not await archive.post(again, channel="desk", target=0, key="b", now=NOW + HOUR)
        assert (await rulings(archive, 2))[-1] is Ruling.TOLD_ALREADY

    archive.live(journey)


def test_a_message_under_way_or_merged_is_left_alone(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", "b")
        script = Script()
        script.answer = Decision(bundles=(bundle(1),), pace=Pace())
        await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=script)
        for number in (1, 3):
            assert not await archive.retry_message(number, now=NOW)
            assert not await archive.drop_message(number, now=NOW)
        digest = await standing(archive, 3)
        assert (digest.kind, digest.state) == (AlertKind.DIGEST, DeliveryState.SENDING)
        assert (await standing(archive, 1)).digest == 3

    archive.live(journey)


def test_a_mute_is_seen_by_the_next_decision_and_its_end_lets_what_it_held_be_decided(
    archive: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a")
        await archive.mute(watchlist="Bridges", story=None, now=NOW, until=NOW + HOUR)
        script = Script()
        script.answer = Decision(each=(held(1, NOW + HOUR),), pace=Pace())
        await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE, decide=script)
        (mute,) = script.asked[-1].mutes
        assert (mute.watchlist, mute.story, mute.until) == ("Bridges", None, NOW + HOUR)
        await archive.mute(watchlist="Bridges", story=None, now=NOW, until=NOW + 2 * HOUR)
        await archive.mute(watchlist=None, story=7, now=NOW, until=NOW + HOUR)
        mutes = [one for one, _ in await archive.mutes(now=NOW)]
        assert [(m.watchlist, m.story, m.until - NOW) for m in mutes] == [
            ("Bridges", None, 2 * HOUR),
            (None, 7, HOUR),
        ]
        assert await archive.unmute(watchlist="Bridges", story=None, now=NOW + MINUTE)
        assert not await archive.unmute(watchlist="Bridges", story=None, now=NOW + MINUTE)
        assert len(await archive.mutes(now=NOW + MINUTE)) == 1
        assert not await archive.mutes(now=NOW + HOUR)

    archive.live(journey)


def test_what_others_write_is_noticed_once(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.touched()
        await post(archive, "a")
        assert not await archive.touched()
        command = live.another()
        await post(command, "b")
        await command.close()
        assert await archive.touched()
        assert not await archive.touched()

    live = archive
    archive.live(journey)


def test_of_an_article_it_is_known_whom_it_was_for_and_what_became_of_that(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        for source in (POST, TIMES):
            await poll(archive, [story(9)], source=source, now=NOW)
        await poll(archive, [story(1, text=PROSE)], now=NOW, watchlists=["Bridges"])
        copy = story(2, text=PROSE, host="times.example")
        await poll(archive, [copy], source=TIMES, now=NOW, watchlists=["Bridges"])
        await archive.settle_delivery(await taken(archive), SENT, now=NOW)
        first, second = [2, 3]
        told = await archive.verdicts_of_article(ArticleId(first))
        way = [Ruling.ROUTED, Ruling.GROUPED, Ruling.SENT, Ruling.SETTLED]
        assert [one.ruling for one in told] == way
        again = await archive.verdicts_of_article(ArticleId(second))
        assert [one.ruling for one in again] == [*way, Ruling.TOLD_ALREADY]
        assert {one.message for one in again} == {1}
        # What became of a message is known for as long as the message.
        assert await archive.prune_verdicts(before=NOW + MINUTE, limit=2) == 1
        assert len(await archive.verdicts_of_article(ArticleId(first))) == len(way)
        assert await archive.verdicts_of_article(ArticleId(second)) == []

    archive.live(journey)


async def reported(archive: Archive, *sources: Source, rule: FollowUp) -> None:
    """Let sources carry the same story, one after the other."""
    for number, source in enumerate(sources):
        host = "post.example" if source is POST else "times.example"
        claimed = await claim(archive, source)
        entries = [story(number, text=PROSE, host=host)]
        brought = await prepare(
            archive, claimed, entries, source=source, now=NOW, watchlists=["Bridges"]
        )
        await archive.keep(following_up(brought, rule))


async def begin(archive: Archive) -> None:
    await archive.enrol([POST, TIMES], now=NOW)
    for source in (POST, TIMES):
        await poll(archive, [story(9)], source=source, now=NOW)


def test_a_story_that_grows_is_told_again_to_those_who_ask_for_it(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begin(archive)
        rule = FollowUp(outlets=1)
        await reported(archive, POST, rule=rule)
        first = await taken(archive)
        assert alert_of(first).kind is AlertKind.ALERT
        await archive.settle_delivery(first, SENT, now=NOW)
        await reported(archive, POST, TIMES, TIMES, rule=rule)
        assert await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE) is None
        await archive.hasten(now=NOW)
        again = await taken(archive, 0 * HOUR)
        assert alert_of(again).kind is AlertKind.FOLLOW_UP
        assert again.coverage is not None
        assert (again.coverage.outlets, again.coverage.copies) == (2, 2)
        await archive.settle_delivery(again, SENT, now=NOW)
        later = NOW + HOUR
        assert await archive.claim_delivery("desk", 0, now=later, lease=LEASE) is None

    archive.live(journey)


def test_a_story_that_grew_is_told_again_a_day_later_though_nothing_more_comes(
    archive: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await begin(archive)
        rule = FollowUp(daily=True)
        await reported(archive, POST, rule=rule)
        await archive.settle_delivery(await taken(archive), SENT, now=NOW)
        await reported(archive, POST, TIMES, TIMES, rule=rule)
        assert await archive.next_delivery("desk", 0) == NOW + 24 * HOUR
        waiting = await standing(archive, 2)
        assert (waiting.kind, waiting.state) == (AlertKind.FOLLOW_UP, DeliveryState.HELD)
        await archive.decide_anew("desk", 0, now=NOW)
        assert await archive.next_delivery("desk", 0) == NOW + 24 * HOUR
        script = Script()
        for later in (24 * HOUR - MINUTE, 24 * HOUR):
            at = NOW + later
            await archive.claim_delivery("desk", 0, now=at, lease=LEASE, decide=script)
        assert [[one.id for one in queue.waiting] for queue in script.asked] == [[], [2]]

    archive.live(journey)


def test_what_joins_a_story_before_it_is_told_is_told_with_it(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begin(archive)
        await reported(archive, POST, TIMES, rule=FollowUp(outlets=2))
        only = await taken(archive)
        assert only.coverage is not None
        assert only.coverage.outlets == 2
        later = NOW + HOUR
        assert await archive.claim_delivery("desk", 0, now=later, lease=LEASE) is None

    archive.live(journey)


def test_an_address_that_works_does_not_hide_one_that_refuses(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await post(archive, "a", target=1)
        await post(archive, "b", "c", target=0)
        refused = await archive.claim_delivery("desk", 1, now=NOW, lease=LEASE)
        assert refused is not None
        await archive.settle_delivery(refused, DEAD, now=NOW)
        await archive.settle_delivery(await taken(archive), SENT, now=NOW + MINUTE)
        (state,) = await archive.channels()
        assert state.error == DEAD.reason
        await post(archive, "d", target=1)
        again = await archive.claim_delivery("desk", 1, now=NOW + HOUR, lease=LEASE)
        assert again is not None
        await archive.settle_delivery(again, SENT, now=NOW + HOUR)
        (state,) = await archive.channels()
        assert state.error is None

    archive.live(journey)
