import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.vocabulary import Entry, SourceStanding, Validators, Watchlist
from scheduler.pages import SLICE
from spiders import GoneError, Listed, StatusError
from spiders.errors import FeedError, TooSlowError
from tests.scheduler.desks import (
    BRIDGES,
    DAY,
    HOUR,
    MINUTE,
    NOW,
    POST,
    PROSE,
    TIMES,
    World,
    backfilling,
    entry,
    live,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def test_the_first_poll_is_silent_and_what_comes_after_is_told(path: Path) -> None:
    async def journey(world: World) -> None:
        first = await world.poll("Post", entry(2), entry(1))
        assert (first.kept.articles, first.kept.matches, first.kept.posted) == (2, 2, 0)
        await world.poll("Post", entry(4), entry(3), entry(2), entry(1))
        assert await world.titles() == ["The bridge is closed (3)", "The bridge is closed (4)"]
        assert len(await world.articles()) == 4

    live(path, journey)


def test_the_first_entry_of_an_empty_feed_is_news(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post")
        await world.poll("Post", entry(1))
        assert await world.titles() == ["The bridge is closed (1)"]

    live(path, journey)


def test_who_looks_at_one_source_hears_of_what_another_brought_first(path: Path) -> None:
    of_times = replace(BRIDGES, name="Of the Times", sources=("Times",))
    of_post = replace(BRIDGES, name="Of the Post", sources=("Post",))

    async def journey(world: World) -> None:
        await world.poll("Times", entry(9))
        await world.poll("Post")
        await world.poll("Post", entry(9), entry(1))
        assert sorted((alert.watchlist, alert.title) for alert in await world.told()) == [
            ("Of the Post", "The bridge is closed (1)"),
            ("Of the Post", "The bridge is closed (9)"),
        ]
        for _ in range(2):
            await world.poll("Times", entry(1), entry(9))
        assert [(alert.watchlist, alert.source) for alert in await world.told()] == [
            ("Of the Times", "Times")
        ]
        assert {article.title: set(article.matches) for article in await world.articles()} == {
            "The bridge is closed (9)": {"Of the Times", "Of the Post"},
            "The bridge is closed (1)": {"Of the Times", "Of the Post"},
        }

    live(path, journey, watchlists=(of_times, of_post))


def test_the_first_poll_is_silent_of_what_another_source_brought_too(path: Path) -> None:
    of_times = replace(BRIDGES, sources=("Times",))

    async def journey(world: World) -> None:
        await world.poll("Post")
        await world.poll("Post", entry(1))
        await world.poll("Times", entry(1))
        assert await world.titles() == []

    live(path, journey, watchlists=(of_times,))


def test_a_first_poll_that_failed_is_no_first_poll(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.fail("Post", TooSlowError("slow"))
        assert (await world.poll("Post", entry(1))).kept.posted == 0
        assert (await world.poll("Post", entry(2), entry(1))).kept.posted == 1

    live(path, journey)


def test_an_alert_says_what_why_and_where(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post")
        await world.poll("Post", replace(entry(1), outlet="The Wire", language="en"))
        (alert,) = await world.told()
        assert alert.title == "The bridge is closed (1)"
        assert (alert.watchlist, alert.query, alert.terms) == ("Bridges", "bridge", ("bridge",))
        assert (alert.outlet, alert.source, alert.language) == ("The Wire", "Post", "en")
        assert (alert.published, alert.seen) == (NOW - HOUR, NOW)
        (article,) = await world.articles()
        assert (alert.article, alert.story) == (article.id, article.story)

    live(path, journey)


def test_entries_that_match_nothing_are_kept_in_silence(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post")
        report = await world.poll("Post", entry(1, "The ferry runs"))
        assert (report.kept.articles, report.kept.matches, report.kept.posted) == (1, 0, 0)

    live(path, journey)


@pytest.mark.parametrize("on", ["source", "watchlist"])
def test_a_first_poll_tells_what_is_young_enough_for_backfill(path: Path, on: str) -> None:
    async def journey(world: World) -> None:
        young, old = entry(1, age=HOUR), entry(2, age=DAY + MINUTE)
        undated, ahead = entry(3, age=None), entry(4, age=-HOUR)
        await world.poll("Post", undated, young, old, ahead)
        assert sorted(await world.titles()) == [
            "The bridge is closed (1)",
            "The bridge is closed (4)",
        ]

    if on == "source":
        live(path, journey, sources=[backfilling(DAY)])
    else:
        live(path, journey, sources=[POST], watchlists=[replace(BRIDGES, backfill=DAY)])


def test_backfill_is_for_the_first_poll_only(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post")
        await world.poll("Post", entry(1, age=30 * DAY), entry(2, age=None))
        assert len(await world.titles()) == 2

    live(path, journey, sources=[backfilling(DAY)])


def test_a_failing_source_recovers_and_loses_nothing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post", entry(1))
        for failures in (1, 2, 3):
            report = await world.fail("Post", TooSlowError("post.example is slow"))
            assert report.error is not None
            assert report.state.failures == failures
            assert report.state.standing is SourceStanding.FAILING
            assert report.state.next_poll == world.now + 5 * MINUTE * 2**failures
            world.now += HOUR
        report = await world.poll("Post", entry(2), entry(1))
        assert report.state.standing is SourceStanding.OK
        assert report.kept.posted == 1
        assert world.sources.asked[-1].validators == Validators()

    with caplog.at_level(logging.INFO):
        live(path, journey)
    lines = [record.getMessage() for record in caplog.records if record.name == "scheduler.cycle"]
    assert lines.count("Post: post.example is slow") == 1
    assert "Post: works again after 3 failed polls" in lines


def test_a_server_that_asks_for_peace_gets_it(path: Path) -> None:
    async def journey(world: World) -> None:
        report = await world.fail("Post", StatusError("busy (429)", wait=2 * HOUR))
        assert report.state.next_poll == report.state.wait_until == NOW + 2 * HOUR
        world.now += HOUR
        claims = await world.archive.claim_due(now=world.now, limit=9, lease=HOUR, names=["Post"])
        assert claims == []

    live(path, journey)


def test_a_source_that_is_gone_is_told_and_left_alone(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def journey(world: World) -> None:
        report = await world.fail("Post", GoneError("gone for good (410)"))
        assert report.state.standing is SourceStanding.GONE
        world.now += 365 * DAY
        due = await world.archive.claim_due(now=world.now, limit=9, lease=HOUR)
        assert [claim.state.name for claim in due] == ["Times"]

    live(path, journey)
    assert "Post: it is not asked again" in caplog.text


def test_an_unchanged_source_is_asked_again_with_what_it_gave(path: Path) -> None:
    async def journey(world: World) -> None:
        validators = Validators(etag='"1"')
        world.sources.say["Post"] = Listed(
            entries=(entry(1),), validators=validators, body_hash="1"
        )
        await world.poll_again("Post")
        world.sources.say["Post"] = Listed(unchanged=True, validators=validators, body_hash="1")
        world.now += 5 * MINUTE
        report = await world.poll_again("Post")
        assert world.sources.asked[-1].validators == validators
        assert (report.state.entries, report.state.last_full) == (1, NOW)
        assert report.kept.articles == 0

    live(path, journey)


def test_one_source_taken_in_silence_hides_nothing_from_another(path: Path) -> None:
    async def before(world: World) -> None:
        await world.poll("Times")

    async def after(world: World) -> None:
        assert (await world.poll("Post", entry(1))).kept.posted == 0
        world.now += MINUTE
        assert (await world.poll("Times", entry(1))).kept.posted == 1
        assert (await world.poll("Post", entry(1))).kept.posted == 0

    live(path, before, sources=[TIMES])
    live(path, after, now=NOW + HOUR)


def test_a_copy_is_told_once_and_its_kinship_logged(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def journey(world: World) -> None:
        await world.poll("Post")
        await world.poll("Times")
        await world.poll("Post", entry(1, "Bridge shut", text=PROSE))
        copied = entry(2, "River crossing", text=PROSE.upper(), host="times.example")
        report = await world.poll("Times", copied)
        assert (report.kept.matches, report.kept.posted) == (1, 0)
        assert await world.titles() == ["Bridge shut (1)"]
        newest, oldest = await world.articles()
        assert newest.copy_of == oldest.id

    with caplog.at_level(logging.INFO):
        live(path, journey)
    assert "«River crossing (2)» has the text of «Bridge shut (1)»: kept as its copy" in caplog.text


def test_an_entry_that_comes_again_is_not_told_again(path: Path) -> None:
    edited = replace(entry(1), title="The bridge, edited")
    rounds: list[list[Entry]] = [[], [entry(1)], [], [entry(1)], [edited]]
    told: list[str] = []

    async def journey(world: World) -> None:
        for entries in rounds:
            await world.poll("Post", *entries)
        told.extend(await world.titles())

    live(path, journey)
    live(path, journey)  # after a restart
    assert told == ["The bridge is closed (1)"]


def test_a_watchlist_sees_only_its_sources(path: Path) -> None:
    only = replace(BRIDGES, sources=("city",))
    tagged = replace(TIMES, tags=("city",))

    async def journey(world: World) -> None:
        for name in ("Post", "Times"):
            await world.poll(name)
        await world.poll("Post", entry(1))
        await world.poll("Times", entry(2))
        assert await world.titles() == ["The bridge is closed (2)"]

    live(path, journey, sources=[POST, tagged], watchlists=[only])


def test_a_new_watchlist_looks_back_as_far_as_it_asks(path: Path) -> None:
    ferries = Watchlist(name="Ferries", query="ferry", notify=("desk",), backfill=DAY)
    trams = Watchlist(name="Trams", query="ferry", notify=("desk",))

    async def before(world: World) -> None:
        await world.cycle.catch_up(world.archive)
        await world.poll("Post")
        await world.poll("Post", entry(1, "The ferry runs"))
        world.now += 2 * DAY
        await world.poll("Post", entry(2, "The ferry waits"), entry(3))
        assert len(await world.told()) == 1

    async def after(world: World) -> None:
        for _ in range(2):
            await world.cycle.catch_up(world.archive)
        found = await world.told()
        assert [(alert.title, alert.watchlist) for alert in found] == [
            ("The ferry waits (2)", "Ferries")
        ]
        assert found[0].seen == NOW + 2 * DAY

    live(path, before)
    live(path, after, watchlists=[BRIDGES, ferries, trams], now=NOW + 2 * DAY + HOUR)


def test_the_watchlists_of_a_new_archive_are_not_new(path: Path) -> None:
    async def journey(world: World) -> None:
        await world.cycle.catch_up(world.archive)
        await world.poll("Post", entry(1))
        await world.cycle.catch_up(world.archive)
        assert await world.told() == []

    live(path, journey)


def test_a_cron_line_is_kept_and_a_poll_is_logged_in_plain_words(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def journey(world: World) -> None:
        report = await world.poll("Post", entry(1), entry(2, "The ferry runs"))
        assert report.state.next_poll == NOW + 30 * MINUTE
        assert report.state.interval == timedelta(minutes=30)
        world.now += HOUR
        await world.poll("Post", entry(3), entry(1))

    with caplog.at_level(logging.INFO):
        live(path, journey, sources=[replace(POST, every="30 * * * *")])
    lines = [record.getMessage() for record in caplog.records if record.name == "scheduler.cycle"]
    assert lines == [
        "Post: first poll, 2 entries taken in silence; 1 would have matched (Bridges 1)",
        "Post: 1 new of 2 entries, 1 match (Bridges 1)",
    ]


def test_a_document_that_is_no_feed_fails_with_its_words(path: Path) -> None:
    async def journey(world: World) -> None:
        report = await world.fail("Post", FeedError("the server sent a web page, not a feed"))
        post, _ = await world.archive.sources()
        assert post.error == "the server sent a web page, not a feed"
        assert report.state.standing is SourceStanding.FAILING

    live(path, journey)


def test_a_flood_is_written_in_parts_and_others_get_their_turn(path: Path) -> None:
    number = 3 * SLICE + 7

    async def journey(world: World) -> None:
        await world.poll("Post")
        await world.poll("Times")
        world.sources.say["Post"] = [entry(n) for n in range(number, 0, -1)]
        world.sources.say["Times"] = [entry(0, host="times.example")]
        flood, other = await asyncio.gather(world.poll_again("Post"), world.poll_again("Times"))
        assert (flood.kept.articles, flood.kept.posted) == (number, number)
        assert (other.kept.articles, flood.state.entries) == (1, number)
        articles = [article.title for article in reversed(await world.articles())]
        titles = [f"The bridge is closed ({n})" for n in range(1, number + 1)]
        assert articles.index("The bridge is closed (0)") <= 2 * SLICE
        articles.remove("The bridge is closed (0)")
        assert articles == titles

    live(path, journey, watchlists=[replace(BRIDGES, sources=("Post", "Times"))])


def test_a_flood_at_the_first_poll_is_silent_to_its_last_entry(path: Path) -> None:
    async def journey(world: World) -> None:
        first = await world.poll("Post", *(entry(n) for n in range(SLICE + 9)))
        assert (first.kept.articles, first.kept.posted) == (SLICE + 9, 0)
        assert (await world.poll("Post", *(entry(n) for n in range(SLICE + 9)))).kept.articles == 0

    live(path, journey)
