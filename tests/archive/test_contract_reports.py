"""What archives make of reports of one event in different words, asked of every archive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.vocabulary import Article, Entry, StoryEventKind
from tests.archive.polls import MINUTE, NOW, POST, Archive, Live, poll, story
from tests.archive.texts import BRIDGE, CLOSURE, FORECAST, HARVEST, MILK, QUAKE

HOUR = timedelta(hours=1)


def entry(number: int, title: str, text: str, *, hours: float = 0) -> Entry:
    one = story(number, text=text, host=f"site{number}.example")
    return replace(one, title=title, outlet=f"Site {number}", published=NOW + hours * HOUR)


def first(hours: float = 0) -> Entry:
    return entry(1, "Cracks close bridge over the Tarn", BRIDGE, hours=hours)


def second(hours: float = 1) -> Entry:
    return entry(2, "Tarn bridge shut for weeks", CLOSURE, hours=hours)


async def shelf(archive: Archive) -> list[Article]:
    found = [each async for batch in archive.articles() for each in batch]
    return sorted(found, key=lambda article: article.id)


def kept(archive: Live, *entries: Entry, apart: timedelta = MINUTE) -> list[Article]:
    """Return what becomes of entries that come one after the other."""

    async def journey(archive: Archive) -> list[Article]:
        await archive.enrol([POST], now=NOW)
        for n, each in enumerate(entries):
            await poll(archive, [each], now=NOW + n * apart)
        return await shelf(archive)

    return archive.live(journey)


def test_a_report_in_other_words_joins_the_story_and_says_why(archive: Live) -> None:
    one, other = kept(archive, first(), second(), apart=2 * HOUR)
    assert (other.story, other.copy_of) == (one.story, None)

    async def look(archive: Archive) -> None:
        (event,) = await archive.story_events(one.story)
        assert (event.kind, event.article, event.other) == (StoryEventKind.JOINED, other.id, None)
        assert "tarn" in event.reason
        coverage = await archive.coverage(one.story)
        assert coverage is not None
        assert (coverage.outlets, coverage.independent, coverage.copies) == (2, 2, 0)
        began, joined = [await archive.dossier(each.id) for each in (one, other)]
        assert began is not None
        assert joined is not None
        assert (began.joined, joined.joined) == (None, event.reason)

    archive.live(look)


def test_other_news_begins_stories_of_its_own(archive: Live) -> None:
    quake, harvest = entry(3, "Quake in Aldmoor", QUAKE), entry(4, "Poor harvest", HARVEST)
    articles = kept(archive, first(), quake, harvest)
    assert len({article.story for article in articles}) == 3


def test_a_report_three_days_later_is_a_new_story(archive: Live) -> None:
    one, other = kept(archive, first(), second(hours=80), apart=80 * HOUR)
    assert other.story == other.id != one.story


def test_forecasts_for_two_days_are_two_stories(archive: Live) -> None:
    days = [FORECAST.format(*figures) for figures in ((11, 4, 23, 7), (12, 6, 41, 8))]
    one, other = kept(archive, *(entry(n, f"Weather, day {n}", t) for n, t in enumerate(days, 1)))
    assert one.story != other.story


def test_languages_do_not_mix(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        for each in (first(), replace(second(), language="nl-BE")):
            await poll(archive, [each], now=NOW + 2 * HOUR)
        assert len({article.story for article in await shelf(archive)}) == 2

    archive.live(journey)


@pytest.mark.parametrize("restarts", [False, True])
def test_a_story_is_told_once_however_many_report_it(archive: Live, restarts: bool) -> None:
    async def begin(archive: Archive) -> int:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        return (await poll(archive, [first()], watchlists=["Bridges"])).posted

    async def go_on(archive: Archive) -> int:
        kept = await poll(archive, [second()], now=NOW + 2 * HOUR, watchlists=["Bridges"])
        assert (kept.articles, kept.matches) == (1, 1)
        return kept.posted

    async def both(archive: Archive) -> tuple[int, int]:
        return await begin(archive), await go_on(archive)

    told = (archive.live(begin), archive.live(go_on)) if restarts else archive.live(both)
    assert told == (1, 0)


def test_two_stories_that_turn_out_to_be_one_are_told_no_more(archive: Live) -> None:
    """The link between two reports comes last."""
    early = entry(1, "Cracks in pillars of Tarn bridge", BRIDGE.split("\n")[0])
    late = entry(2, "Farmers fear for milk", MILK)
    link = entry(3, "Bridge shut, farmers fear for milk", CLOSURE)

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        posted = [
            (await poll(archive, [each], now=NOW + n * HOUR, watchlists=["Bridges"])).posted
            for n, each in enumerate((early, late, link), 1)
        ]
        assert posted == [1, 1, 0]
        one, other, _ = await shelf(archive)
        assert one.story == other.story == one.id
        (merged,) = [
            event
            for event in await archive.story_events(other.id)
            if event.kind is StoryEventKind.MERGED
        ]
        assert (merged.other, merged.article) == (other.id, 3)
        coverage = await archive.coverage(other.id)
        assert coverage is not None
        assert (coverage.story, len(coverage.reports)) == (one.id, 3)
        became = await archive.dossier(other.id)
        assert became is not None
        (move,) = became.moves
        assert (move.before, move.after, move.reason) == (other.id, one.id, merged.reason)

    archive.live(journey)


def test_openings_are_forgotten_after_a_week(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [first()])
        assert await archive.tidy(now=NOW + 6 * 24 * HOUR, limit=10) == 0
        assert await archive.tidy(now=NOW + 8 * 24 * HOUR, limit=10) == 1
        assert await archive.tidy(now=NOW + 8 * 24 * HOUR, limit=10) == 0

    archive.live(journey)
