"""What `archive.ports.Claims` and `UnclaimedStories` promise, asked of every archive."""

from datetime import timedelta

import pytest

from archive.telling import Decision, Pace
from archive.vocabulary import Outcome, OutcomeKind, Unclaimed
from tests.archive.polls import MINUTE, NOW, POST, Archive, Live, poll, story
from tests.archive.test_contract_deciding import Script, bundle, held
from tests.archive.test_contract_deciding import claim as decided

LEASE = timedelta(minutes=2)
DAY = timedelta(days=1)
SENT = Outcome(kind=OutcomeKind.SENT)
RULE = {"Bridges": 15 * MINUTE}


async def unclaimed(archive: Archive, minutes: int) -> list[Unclaimed]:
    return list(await archive.unclaimed(RULE, now=NOW + minutes * MINUTE))


async def tell(archive: Archive, number: int, *, at: int, send: bool = True) -> int:
    """Let a watchlist find a story, and send it a minute later; return its number."""
    await poll(archive, [story(number)], now=NOW + at * MINUTE, watchlists=["Bridges"])
    articles = [a async for batch in archive.articles() for a in batch]
    if send:
        late = NOW + (at + 1) * MINUTE
        delivery = await archive.claim_delivery("desk", 0, now=late, lease=LEASE)
        assert delivery is not None
        await archive.settle_delivery(delivery, SENT, now=late)
    return articles[0].story


async def start(archive: Archive) -> None:
    await archive.enrol([POST], now=NOW)
    assert await unclaimed(archive, 0) == []
    await poll(archive, [story(90)])


def test_a_story_is_unclaimed_after_its_time_and_once(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        number = await tell(archive, 1, at=16)
        assert await unclaimed(archive, 31) == []
        (one,) = await unclaimed(archive, 32)
        assert (one.watchlist, one.story) == ("Bridges", number)
        assert one.told == NOW + 17 * MINUTE
        assert one.alert.title == "The bridge"
        await archive.remember_escalation(one, now=NOW + 32 * MINUTE)
        await archive.remember_escalation(one, now=NOW + 33 * MINUTE)
        assert await unclaimed(archive, 40) == []

    archive.live(journey)


def test_a_claim_stops_it_and_says_what_was_before(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        number = await tell(archive, 1, at=16)
        assert await archive.story_of_message(1) == number
        assert await archive.story_of_message(99) is None
        assert await archive.claim_story(999, now=NOW) is None
        done = await archive.claim_story(number, now=NOW + 20 * MINUTE)
        assert done is not None
        assert (done.title, done.before, done.escalated) == ("The bridge", None, None)
        assert await unclaimed(archive, 40) == []
        again = await archive.claim_story(number, now=NOW + 50 * MINUTE)
        assert again is not None
        assert again.before == NOW + 20 * MINUTE

    archive.live(journey)


def test_what_no_service_took_counts_from_when_it_was_written(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        await tell(archive, 1, at=16, send=False)
        assert await unclaimed(archive, 30) == []
        (one,) = await unclaimed(archive, 31)
        assert one.told == NOW + 16 * MINUTE

    archive.live(journey)


def test_what_a_digest_tells_counts_from_when_that_has_arrived(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        number = await tell(archive, 1, at=16, send=False)
        script = Script()
        late = NOW + 40 * MINUTE
        script.answer = Decision(each=(held(1, late),), pace=Pace())
        assert await decided(archive, script, NOW + 16 * MINUTE) is None
        assert await unclaimed(archive, 39) == []
        script.answer = Decision(bundles=(bundle(1),), pace=Pace())
        digest = await decided(archive, script, late)
        assert digest is not None
        await archive.settle_delivery(digest, SENT, now=NOW + 41 * MINUTE)
        assert await unclaimed(archive, 55) == []
        (one,) = await unclaimed(archive, 56)
        assert (one.story, one.told) == (number, NOW + 41 * MINUTE)
        assert one.alert.title == "The bridge"

    archive.live(journey)


@pytest.mark.parametrize("what", ["watchlist", "story"])
def test_what_is_muted_is_escalated_when_the_mute_is_over(archive: Live, what: str) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        number = await tell(archive, 1, at=16)
        watchlist, muted = ("Bridges", None) if what == "watchlist" else (None, number)
        until = NOW + 3 * DAY
        await archive.mute(watchlist=watchlist, story=muted, now=NOW + 20 * MINUTE, until=until)
        assert await unclaimed(archive, 40) == []
        assert await archive.unclaimed(RULE, now=NOW + 2 * DAY) == []
        (one,) = await archive.unclaimed(RULE, now=until + MINUTE)
        assert (one.story, one.told) == (number, NOW + 17 * MINUTE)
        assert await archive.unclaimed(RULE, now=until + 2 * DAY) == []

    archive.live(journey)


def test_mutes_that_overlap_make_nothing_stale(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        number = await tell(archive, 1, at=16)
        first, second, third = (NOW + days * DAY for days in (3, 5, 9))
        await archive.mute(watchlist=None, story=number, now=NOW + 20 * MINUTE, until=first)
        await archive.mute(watchlist="Bridges", story=None, now=first - MINUTE, until=second)
        assert await archive.unclaimed(RULE, now=first + MINUTE) == []
        # Between the two nobody looked.
        await archive.mute(watchlist=None, story=number, now=second + MINUTE, until=third)
        (one,) = await archive.unclaimed(RULE, now=third + MINUTE)
        assert (one.story, one.told) == (number, NOW + 17 * MINUTE)
        assert await archive.unclaimed(RULE, now=third + 2 * DAY) == []

    archive.live(journey)


def test_a_mute_of_something_else_makes_nothing_late_that_is_stale(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        number = await tell(archive, 1, at=16)
        other = await tell(archive, 2, at=18)
        later = NOW + 3 * DAY
        await archive.mute(watchlist=None, story=other, now=NOW + 20 * MINUTE, until=later)
        # Nothing ran meanwhile.
        assert [one.story for one in await archive.unclaimed(RULE, now=later)] == [other]
        await archive.mute(watchlist=None, story=number, now=NOW + 20 * MINUTE, until=later)
        assert {one.story for one in await archive.unclaimed(RULE, now=later)} == {number, other}

    archive.live(journey)


def test_what_was_held_for_days_counts_from_when_it_was_told(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await start(archive)
        number = await tell(archive, 1, at=16, send=False)
        script = Script()
        late = NOW + 5 * DAY
        script.answer = Decision(each=(held(1, late),), pace=Pace())
        assert await decided(archive, script, NOW + 16 * MINUTE) is None
        script.answer = Decision(bundles=(bundle(1),), pace=Pace())
        digest = await decided(archive, script, late)
        assert digest is not None
        await archive.settle_delivery(digest, SENT, now=late)
        (one,) = await archive.unclaimed(RULE, now=late + 15 * MINUTE)
        assert (one.story, one.told) == (number, late)

    archive.live(journey)


def test_what_was_told_before_the_rule_or_long_ago_is_left_alone(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(90)])
        await tell(archive, 1, at=16)
        assert await unclaimed(archive, 17) == []
        assert await unclaimed(archive, 60) == []
        number = await tell(archive, 2, at=61)
        assert [one.story for one in await unclaimed(archive, 90)] == [number]
        assert await unclaimed(archive, 61 + 60 * 25) == []
        # A rule that went and came back begins anew.
        assert await archive.unclaimed({}, now=NOW + 91 * MINUTE) == []
        assert await unclaimed(archive, 92) == []

    archive.live(journey)
