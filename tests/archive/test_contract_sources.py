"""What `archive.ports.Polls` promises of sources that come, go and move, and of the clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.polling import Poll
from archive.vocabulary import SourceKind, SourceStanding, Validators
from tests.archive.polls import (
    LEASE,
    MINUTE,
    NOW,
    POST,
    TIMES,
    Archive,
    Live,
    answered,
    claim,
    names_due,
    poll,
    story,
)


def test_sources_that_are_not_configured_are_not_polled_but_remembered(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [story(1)])
        await archive.enrol([TIMES], now=NOW)
        assert [state.name for state in await archive.sources()] == ["Times"]
        assert await names_due(archive, timedelta(days=1)) == ["Times"]
        await archive.enrol([POST], now=NOW + timedelta(days=1))
        (state,) = await archive.sources()
        assert state.baseline == NOW
        assert state.articles == 1

    archive.live(journey)


def test_a_source_with_a_new_name_goes_on(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        new = replace(POST, name="The Post", kind=SourceKind.SEARCH)
        await archive.enrol([new], now=NOW + MINUTE)
        (state,) = await archive.sources()
        assert (state.name, state.kind, state.baseline) == ("The Post", SourceKind.SEARCH, NOW)
        assert state.articles == 1
        kept = await poll(archive, [story(1), story(2)], source=new, watchlists=["Bridges"])
        assert (kept.articles, kept.posted) == (1, 1)

    archive.live(journey)


def test_a_source_that_takes_the_name_of_another_goes_on_too(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [story(1)])
        await archive.enrol([replace(POST, name="Times")], now=NOW + MINUTE)
        (state,) = await archive.sources()
        assert (state.name, state.url, state.baseline) == ("Times", POST.url, NOW)

    archive.live(journey)


def test_a_second_source_with_the_same_address_takes_nothing_over(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        await archive.enrol([replace(POST, name="Again"), POST], now=NOW + MINUTE)
        again, post = await archive.sources()
        assert (again.name, again.baseline) == ("Again", None)
        assert (post.name, post.baseline) == ("Post", NOW)

    archive.live(journey)


def test_a_source_with_a_new_address_starts_anew(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        await archive.enrol([replace(POST, url="https://post.example/rss")], now=NOW + MINUTE)
        (state,) = await archive.sources()
        assert (state.baseline, state.validators) == (None, Validators())
        assert state.standing is SourceStanding.NEW

    archive.live(journey)


def test_a_source_is_brought_forward_but_never_put_off(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [])
        planned = (await archive.sources())[0].next_poll
        assert planned == NOW + 15 * MINUTE
        for by, due in ((16, 15), (15, 15), (3, 3), (9, 3)):
            later = NOW + by * MINUTE
            await archive.bring_forward({"Post": later, "Times": later, "unknown": later})
            post, times = await archive.sources()
            assert (post.next_poll, times.next_poll) == (NOW + due * MINUTE, NOW)

    archive.live(journey)


@pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(hours=2)])
def test_every_plan_moves_with_the_clock(archive: Live, by: timedelta) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [])
        await poll(archive, [story(1)], watchlists=["Bridges"])
        claimed = await claim(archive, TIMES)
        away = replace(answered(claimed.state, NOW), wait_until=NOW + 30 * MINUTE)
        await archive.keep(Poll(claim=claimed, state=away, now=NOW))
        await archive.shift_clock(by)
        assert await archive.next_due() == NOW + 15 * MINUTE + by
        assert await archive.next_delivery("desk", 0) == NOW + by
        assert (await archive.sources())[1].wait_until == NOW + 30 * MINUTE + by
        await claim(archive, POST, now=NOW + by)
        await archive.shift_clock(-by)
        early = NOW + LEASE - MINUTE
        assert not await archive.claim_due(now=early, limit=1, lease=LEASE, names=["Post"])
        await claim(archive, POST, now=NOW + LEASE)

    archive.live(journey)
