"""What `archive.ports.Flights` and the delays of sources promise, asked of every archive."""

from dataclasses import replace
from datetime import timedelta

from archive.vocabulary import (
    CANARY,
    Alert,
    AlertKind,
    Delays,
    Delivery,
    Flight,
    Outcome,
    OutcomeKind,
    Source,
)
from tests.archive.polls import (
    MINUTE,
    NOW,
    POST,
    Archive,
    Live,
    claim,
    poll,
    posting,
    prepare,
    story,
)

LEASE = timedelta(minutes=2)
SENT = Outcome(kind=OutcomeKind.SENT)
NEST = Source(name=CANARY, url="http://127.0.0.1:1/canary.xml")


async def fly(archive: Archive, number: int, at: timedelta = timedelta(0)) -> None:
    """Let a canary come as far as the outbox."""
    claimed = await claim(archive, NEST, now=NOW + at)
    entry = replace(story(number), published=NOW + at)
    written = await prepare(
        archive, claimed, [entry], source=NEST, now=NOW + at, watchlists=[CANARY]
    )
    (fresh,) = written.fresh
    fresh = replace(fresh, postings=(posting(CANARY, channel=CANARY),), silent=False)
    assert (await archive.keep(replace(written, fresh=(fresh,)))).posted == 1


async def land(archive: Archive, at: timedelta, channel: str = CANARY) -> Delivery:
    delivery = await archive.claim_delivery(channel, 0, now=NOW + at, lease=LEASE)
    assert delivery is not None
    await archive.settle_delivery(delivery, SENT, now=NOW + at)
    return delivery


def test_an_arrival_is_noted_and_nothing_of_it_stays(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, NEST], now=NOW)
        assert await archive.harvest(now=NOW) == Flight()
        await fly(archive, 1)
        assert await archive.harvest(now=NOW) == Flight()
        await land(archive, MINUTE)
        assert (await archive.harvest(now=NOW + MINUTE)).arrived == NOW + MINUTE
        # The same entry is new again: the archive has forgotten it.
        await fly(archive, 1, 2 * MINUTE)
        await land(archive, 3 * MINUTE)
        assert (await archive.harvest(now=NOW + 4 * MINUTE)).arrived == NOW + 3 * MINUTE
        assert (await archive.harvest(now=NOW + 5 * MINUTE)).arrived == NOW + 3 * MINUTE

    archive.live(journey)


def test_nobody_sees_it_while_it_flies(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, NEST], now=NOW)
        await poll(archive, [story(1)], source=POST)
        await fly(archive, 2)
        assert [a.source async for batch in archive.articles() for a in batch] == ["Post"]
        assert [state.name for state in await archive.sources()] == ["Post"]
        assert await archive.channels() == []

    archive.live(journey)


def test_one_that_is_lost_is_cleared_away_after_a_day(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([NEST], now=NOW)
        await fly(archive, 1)
        await archive.harvest(now=NOW + timedelta(hours=25))
        assert await archive.claim_delivery(CANARY, 0, now=NOW, lease=LEASE) is None

    archive.live(journey)


def test_what_was_told_of_it_outlives_a_restart(archive: Live) -> None:
    async def tell(archive: Archive) -> None:
        await archive.remember_flight(NOW)

    async def look(archive: Archive) -> None:
        assert await archive.harvest(now=NOW) == Flight(told=NOW)
        await archive.remember_flight(None)
        assert await archive.harvest(now=NOW) == Flight()

    archive.live(tell)
    archive.live(look)


def test_delays_are_the_middle_of_the_last_articles(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(90)])
        times = {1: 4, 2: 10, 3: 60}
        entries = [
            replace(story(n), published=NOW + timedelta(minutes=60 - m)) for n, m in times.items()
        ]
        undated = replace(story(4), published=None)
        old = replace(story(5), published=NOW - timedelta(days=9))
        ahead = replace(story(6), published=NOW + timedelta(days=9))
        await poll(
            archive, [*entries, undated, old, ahead], now=NOW + timedelta(hours=1), watchlists=["B"]
        )
        known = await archive.delays(["Post", "Nobody"])
        assert known["Nobody"] == Delays()
        assert (known["Post"].seen, known["Post"].articles) == (10 * MINUTE, 3)
        assert known["Post"].told is None
        # Those that follow later say nothing of how fast it is, and are sent before the others here.
        for kind in (AlertKind.EDIT, AlertKind.FOLLOW_UP, AlertKind.ESCALATION):
            late = Alert(kind=kind, title="Later", article=2, story=2)
            await archive.post(late, channel="chief", target=0, key=kind, now=NOW)
            await land(archive, timedelta(hours=9), "chief")
        for seconds in (5, 7, 60):
            await land(archive, timedelta(hours=1, seconds=seconds), "desk")
        known = await archive.delays(["Post"])
        assert (known["Post"].told, known["Post"].messages) == (timedelta(seconds=7), 3)

    archive.live(journey)  # fmt: skip
