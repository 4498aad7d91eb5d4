"""What was said of a story holds when it turns out to be a part of another one, asked of every archive."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from archive.vocabulary import Outcome, OutcomeKind, Ruling, Stage
from tests.archive.polls import NOW, POST, Archive, Live, poll
from tests.archive.test_contract_deciding import Script
from tests.archive.test_contract_outbox import LEASE, taken
from tests.archive.test_contract_reports import HOUR, entry, shelf
from tests.archive.texts import BRIDGE, CLOSURE, MILK

EARLY = entry(1, "Cracks in pillars of Tarn bridge", BRIDGE.split("\n")[0])
LATE = entry(2, "Farmers fear for milk", MILK)
LINK = entry(3, "Bridge shut, farmers fear for milk", CLOSURE)


async def became_one(
    archive: Archive, before: Callable[[int], Awaitable[object]]
) -> tuple[int, int]:
    """Tell two stories, which then turn out to be one; return the number that is left, and the other."""
    await archive.enrol([POST], now=NOW)
    await poll(archive, [])
    for number, each in enumerate((EARLY, LATE), 1):
        await poll(archive, [each], now=NOW + number * HOUR, watchlists=["Bridges"])
    one, other = await shelf(archive)
    await before(other.story)
    await poll(archive, [LINK], now=NOW + 3 * HOUR, watchlists=["Bridges"])
    assert {article.story for article in await shelf(archive)} == {one.story}
    return one.story, other.story


def test_a_mute_follows_its_story(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        async def mute(story: int) -> None:
            await archive.mute(watchlist=None, story=story, now=NOW, until=NOW + 24 * HOUR)

        story, former = await became_one(archive, mute)
        now = NOW + 4 * HOUR
        script = Script()
        await archive.claim_delivery("desk", 0, now=now, lease=LEASE, decide=script)
        (queue,) = script.asked
        assert [mute.story for mute in queue.mutes] == [story]
        assert [one.story for one in queue.waiting] == [story, story]
        await archive.mute(watchlist=None, story=former, now=now, until=NOW + 9 * HOUR)
        ((mute_now, _),) = await archive.mutes(now=now)
        assert (mute_now.story, mute_now.until) == (story, NOW + 9 * HOUR)
        assert await archive.unmute(watchlist=None, story=former, now=now)

    archive.live(journey)


def test_a_claim_holds_by_any_number_of_its_story(archive: Live) -> None:
    rule = {"Bridges": HOUR}

    async def journey(archive: Archive) -> None:
        await archive.unclaimed(rule, now=NOW)
        claimed: list[int] = []

        async def claim(story: int) -> None:
            assert await archive.claim_story(story, now=NOW + 2 * HOUR)
            claimed.append(story)

        story, former = await became_one(archive, claim)
        assert claimed == [former]
        assert await archive.unclaimed(rule, now=NOW + 9 * HOUR) == []
        again = await archive.claim_story(story, now=NOW + 9 * HOUR)
        assert again is not None
        assert again.before == NOW + 2 * HOUR

    archive.live(journey)


def test_an_escalation_keeps_the_number_of_its_story(archive: Live) -> None:
    rule = {"Bridges": HOUR}

    async def journey(archive: Archive) -> None:
        async def nothing(_: int) -> None:
            pass

        await archive.unclaimed(rule, now=NOW)
        story, _ = await became_one(archive, nothing)
        one, *_ = await archive.unclaimed(rule, now=NOW + 9 * HOUR)
        assert one.alert.story == one.story == story
        await archive.post(one.alert, channel="chief", target=0, key="k", now=NOW + 9 * HOUR)
        delivery = await archive.claim_delivery("chief", 0, now=NOW + 9 * HOUR, lease=LEASE)
        assert delivery is not None
        assert delivery.coverage is not None
        assert await archive.story_of_message(delivery.id) == story

    archive.live(journey)


def test_it_is_written_down_that_a_message_was_not_in_the_users_words(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        async def nothing(_: int) -> None:
            pass

        await became_one(archive, nothing)
        delivery = await taken(archive, timedelta(hours=4))
        sent = Outcome(kind=OutcomeKind.SENT, reason="accepted", remark="words/subject.txt:1: no")
        await archive.settle_delivery(delivery, sent, now=NOW + 4 * HOUR)
        *_, rendered, told, settled = await archive.verdicts_of_message(delivery.id)
        assert (rendered.stage, rendered.ruling) == (Stage.RENDER, Ruling.OWN_WORDS)
        assert rendered.reason.endswith("words/subject.txt:1: no")
        assert (told.stage, settled.stage) == (Stage.SEND, Stage.SETTLE)

    archive.live(journey)
