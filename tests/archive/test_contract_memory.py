"""What `Watched`, `Shelf` and `Retention` of `archive.ports` promise, asked of every archive."""

from datetime import datetime, timedelta

from archive.vocabulary import Article
from tests.archive.polls import (
    MINUTE,
    NOW,
    POST,
    TIMES,
    Archive,
    Live,
    alert_of,
    hit,
    poll,
    poll_unchanged,
    posting,
    story,
)

DAY = timedelta(days=1)
KEEP = timedelta(days=90)


async def shelf(archive: Archive, since: datetime | None = None, batch: int = 200) -> list[Article]:
    return [each async for some in archive.articles(since=since, batch=batch) for each in some]


async def urls(archive: Archive) -> list[str | None]:
    return [article.url for article in await shelf(archive)]


def test_watchlists_are_new_once(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        assert await archive.new_watchlists(["a"], now=NOW) == []  # nothing to look back on
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        assert await archive.new_watchlists(["a", "c", "b"], now=NOW) == ["c", "b"]
        assert await archive.new_watchlists(["a", "c", "b"], now=NOW) == []

    archive.live(journey)


def test_articles_come_last_seen_first_in_batches(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        for n in range(3):
            await poll(archive, [story(3 * n + k) for k in range(3)], now=NOW + n * DAY)
        batches = [len(batch) async for batch in archive.articles(batch=4)]
        assert batches == [4, 4, 1]
        seen = [article.seen for article in await shelf(archive, batch=4)]
        assert seen == sorted(seen, reverse=True)
        assert len(await shelf(archive, since=NOW + DAY)) == 6
        assert len(await shelf(archive, since=NOW + DAY + MINUTE, batch=1)) == 3
        assert await shelf(archive, since=NOW + 9 * DAY) == []

    archive.live(journey)


def test_articles_that_come_while_one_reads_do_not_disturb(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(k) for k in range(6)])
        read: list[Article] = []
        async for batch in archive.articles(batch=2):
            read += batch
            await poll(archive, [story(100 + len(read))])
        assert len({article.id for article in read}) == len(read) == 6

    archive.live(journey)


def test_matches_found_later_are_added_and_told_once(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        (article,) = await shelf(archive)
        for told in (1, 0):
            later = [hit("Ferries")], [posting("Ferries")]
            assert await archive.add_matches(article, *later, now=NOW) == told
        (article,) = await shelf(archive)
        assert article.matches == ("Ferries",)
        delivery = await archive.claim_delivery("desk", 0, now=NOW, lease=MINUTE)
        assert delivery is not None
        assert alert_of(delivery).article == article.id

    archive.live(journey)


def test_matches_of_a_forgotten_article_are_not_added(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        (article,) = await shelf(archive)
        await archive.enrol([], now=NOW)
        assert await archive.prune(before=NOW + KEEP, limit=10) == 1
        assert await archive.add_matches(article, [hit()], [posting()], now=NOW) == 0
        assert await archive.channels() == []

    archive.live(journey)


def test_old_articles_without_a_match_are_forgotten_slice_by_slice(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        await poll(archive, [story(1)], watchlists=["Bridges"])
        await poll(archive, [story(k) for k in range(2, 7)], now=NOW + MINUTE)
        await poll(archive, [story(7)], now=NOW + KEEP)
        assert await archive.prune(before=NOW, limit=10) == 0
        later = NOW + DAY
        assert [await archive.prune(before=later, limit=2) for _ in range(4)] == [2, 2, 1, 0]
        assert await urls(archive) == [
            "https://post.example/news/7",
            "https://post.example/news/1",
        ]

    archive.live(journey)


def test_what_a_source_still_lists_is_never_forgotten(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        for day in range(0, 200, 50):
            await poll(archive, [story(1), story(2)], now=NOW + day * DAY)
        assert await archive.prune(before=NOW + 149 * DAY, limit=10) == 0
        kept = await poll(archive, [story(1), story(2)], now=NOW + 200 * DAY, watchlists=["a"])
        assert kept.articles == 0

    archive.live(journey)


def test_what_a_source_lists_that_only_says_unchanged_is_never_forgotten(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        for day in range(1, 200, 50):
            await poll_unchanged(archive, now=NOW + day * DAY)
        assert await archive.prune(before=NOW + 199 * DAY, limit=10) == 0
        after = NOW + 200 * DAY
        kept = await poll(archive, [story(1), story(2)], now=after, watchlists=["a"])
        assert kept.articles == 1

    archive.live(journey)


def test_what_one_of_two_sources_still_lists_is_not_forgotten(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [story(1)])
        await poll(archive, [story(1)], source=TIMES, now=NOW + MINUTE)
        await poll(archive, [], now=NOW + DAY)
        assert await archive.prune(before=NOW + KEEP, limit=10) == 0
        await poll(archive, [], source=TIMES, now=NOW + DAY)
        assert await archive.prune(before=NOW + KEEP, limit=10) == 1

    archive.live(journey)


def test_what_a_removed_source_listed_is_forgotten_in_time(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        await archive.enrol([], now=NOW)
        assert await archive.prune(before=NOW, limit=10) == 0
        assert await archive.prune(before=NOW + MINUTE, limit=10) == 1
        await archive.enrol([POST], now=NOW)
        assert (await poll(archive, [story(1)])).articles == 1

    archive.live(journey)


def test_copies_outlive_their_original(archive: Live) -> None:
    text = ("The bridge over the river was closed on Sunday. " * 12).strip()

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [])
        await poll(archive, [story(1, text=text)])
        await poll(archive, [story(2, text=text, host="b.example")], source=TIMES)
        await poll(archive, [], now=NOW + DAY)
        assert await archive.prune(before=NOW + KEEP, limit=10) == 1
        (copy,) = await shelf(archive)
        assert copy.copy_of is None
        third = story(3, text=text, host="c.example")
        assert (await poll(archive, [third], now=NOW + KEEP)).articles == 1

    archive.live(journey)
