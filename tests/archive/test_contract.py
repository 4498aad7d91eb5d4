"""What `archive.ports.Polls` promises, asked of every archive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.identity import identify
from archive.polling import Poll
from archive.recognition import Known
from archive.vocabulary import CopyKind, Entry, SourceStanding, Validators
from tests.archive.polls import (
    LEASE,
    MINUTE,
    NOW,
    POST,
    PROSE,
    TIMES,
    Archive,
    Live,
    alert_of,
    answered,
    claim,
    hit,
    names_due,
    poll,
    posting,
    prepare,
    story,
)


async def waiting(archive: Archive) -> int:
    return sum(sum(channel.counts.values()) for channel in await archive.channels())


async def titles(archive: Archive) -> list[str]:
    return [article.title async for batch in archive.articles() for article in batch]


def test_a_new_source_is_due_at_once_and_polled_by_one(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        assert await archive.next_due() == NOW
        assert await names_due(archive, -MINUTE) == []
        assert await names_due(archive, 0 * MINUTE, limit=1) == ["Post"]
        assert await names_due(archive, 0 * MINUTE) == ["Times"]
        assert await names_due(archive, LEASE - MINUTE) == []
        assert await names_due(archive, LEASE) == ["Post", "Times"]

    archive.live(journey)


def test_the_longest_due_goes_first(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [], source=TIMES, now=NOW)
        await poll(archive, [], source=POST, now=NOW + MINUTE)
        assert await archive.next_due() == NOW + 15 * MINUTE
        assert await names_due(archive, 15 * MINUTE) == ["Times"]
        assert await names_due(archive, 16 * MINUTE) == ["Post"]

    archive.live(journey)


def test_named_sources_are_taken_before_their_time_unless_asked_to_stay_away(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        claimed = await claim(archive, POST)
        away = replace(answered(claimed.state, NOW), wait_until=NOW + 5 * MINUTE)
        await archive.keep(Poll(claim=claimed, state=away, now=NOW))
        both = {"limit": 10, "lease": LEASE, "names": ("Post", "Times", "Nobody")}
        claims = await archive.claim_due(now=NOW + MINUTE, **both)  # type: ignore[arg-type]
        assert [each.state.name for each in claims] == ["Times"]
        claims = await archive.claim_due(now=NOW + 5 * MINUTE, **both)  # type: ignore[arg-type]
        assert [each.state.name for each in claims] == ["Post"]

    archive.live(journey)


def test_a_source_that_is_gone_is_not_asked_again(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        claimed = await claim(archive)
        gone = replace(answered(claimed.state, NOW), standing=SourceStanding.GONE)
        await archive.keep(Poll(claim=claimed, state=gone, now=NOW))
        assert await archive.next_due() is None
        assert await names_due(archive, timedelta(days=365)) == []
        (state,) = await archive.sources()
        assert state.standing is SourceStanding.GONE

    archive.live(journey)


def test_a_poll_whose_claim_was_taken_over_writes_nothing(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        late = await claim(archive)
        slow = await prepare(archive, late, [story(1)], source=POST, now=NOW, watchlists=["a"])
        await poll(archive, [story(2)], now=NOW + LEASE)
        before = await archive.sources()
        kept = await archive.keep(slow)
        assert kept.void
        assert (kept.articles, kept.matches, kept.posted) == (0, 0, 0)
        assert await titles(archive) == ["Story number 2"]
        assert await archive.sources() == before
        assert await waiting(archive) == 0

    archive.live(journey)


def test_a_claim_is_good_for_one_write(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        claimed = await claim(archive)
        written = await prepare(archive, claimed, [story(1)], source=POST, now=NOW)
        assert not (await archive.keep(written)).void
        assert (await archive.keep(written)).void

    archive.live(journey)


def test_the_state_of_a_source_comes_back_as_it_was_written(archive: Live) -> None:
    async def write(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        claimed = await claim(archive)
        state = replace(
            answered(claimed.state, NOW),
            standing=SourceStanding.FAILING,
            reason="the server is «busy»",
            error="the server is «busy»",
            entries=20,
            gaps=2,
            failures=3,
            validators=Validators(etag='W/"\u00e9\\"', last_modified="yesterday, about noon"),
            body_hash="0" * 64,
            wait_until=NOW + timedelta(hours=1, microseconds=1),
        )
        await archive.keep(Poll(claim=claimed, state=state, now=NOW))
        assert await archive.sources() == [state]

    async def read(archive: Archive) -> None:
        (state,) = await archive.sources()
        assert state.validators.etag == 'W/"\u00e9\\"'
        assert state.wait_until == NOW + timedelta(hours=1, microseconds=1)

    archive.live(write)
    archive.live(read)


def test_articles_matches_and_messages_are_kept_together(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        kept = await poll(archive, [story(1), story(2)], watchlists=["Bridges", "Ferries"])
        assert (kept.articles, kept.matches, kept.posted) == (2, 4, 4)
        (batch,) = [batch async for batch in archive.articles()]
        assert {article.matches for article in batch} == {("Bridges", "Ferries")}
        delivery = await archive.claim_delivery("desk", 0, now=NOW, lease=LEASE)
        assert delivery is not None
        assert alert_of(delivery).article == alert_of(delivery).story == batch[1].id

    archive.live(journey)


def test_what_an_article_says_is_kept_to_the_letter(archive: Live) -> None:
    entry = replace(
        story(1),
        title="Брат «мій» \U0001f600 O'Neill \\ % _ \"",
        authors=("A. Nother", "Ž"),
        tags=("x,y",),
        summary="line\nline",
        text="Ünï\ncode",
    )

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [entry])
        ((article,),) = [batch async for batch in archive.articles()]
        assert article.title == entry.title
        assert article.authors == entry.authors
        assert article.tags == entry.tags
        assert (article.summary, article.text) == (entry.summary, entry.text)
        assert (article.published, article.seen) == (entry.published, NOW)
        assert (article.url, article.source, article.outlet) == (entry.url, "Post", "Post")

    archive.live(journey)


def test_a_poll_that_cannot_be_written_whole_is_not_written_at_all(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        claimed = await claim(archive)
        good = await prepare(
            archive, claimed, [story(1), story(2)], source=POST, now=NOW, watchlists=["Bridges"]
        )
        naive = replace(posting().alert, seen=NOW.replace(tzinfo=None))
        first, second = good.fresh
        bad = replace(second, postings=(replace(posting(), alert=naive),))
        with pytest.raises(ValueError, match="without a zone"):
            await archive.keep(replace(good, fresh=(first, bad)))
        assert await titles(archive) == []
        assert await waiting(archive) == 0
        assert (await archive.keep(good)).articles == 2

    archive.live(journey)


def test_known_entries_are_recognised_in_order(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)])
        moved = replace(story(1), url="https://post.example/moved/1")
        listing = identify([story(2), moved, story(3)], source=POST.url)
        known = await archive.recognise("Post", listing.candidates)
        assert [found.known for found in known] == [Known.NEW, Known.GUID, Known.NEW]

    archive.live(journey)


def test_two_polls_that_bring_the_same_article_make_one(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [])
        await poll(archive, [], source=TIMES)
        polls = [
            await prepare(
                archive,
                await claim(archive, source),
                [story(1)],
                source=source,
                now=NOW,
                watchlists=["Bridges"],
            )
            for source in (POST, TIMES)
        ]
        kept = [await archive.keep(each) for each in polls]
        assert [each.articles for each in kept] == [1, 0]
        assert [each.posted for each in kept] == [1, 0]

    archive.live(journey)


def test_a_silent_first_poll_hides_nothing_from_a_source_watched_since_before(
    archive: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([TIMES], now=NOW)
        await poll(archive, [], source=TIMES)
        await archive.enrol([TIMES, POST], now=NOW + MINUTE)
        silent = await poll(archive, [story(1)], now=NOW + MINUTE, watchlists=["Bridges"])
        assert (silent.articles, silent.posted) == (1, 0)
        later = NOW + 2 * MINUTE
        news = await poll(archive, [story(1)], source=TIMES, now=later, watchlists=["Bridges"])
        assert (news.articles, news.posted) == (0, 1)
        for source in (POST, TIMES):
            again = await poll(
                archive, [story(1)], source=source, now=later + MINUTE, watchlists=["Bridges"]
            )
            assert again.posted == 0

    archive.live(journey)


def test_what_was_old_when_a_source_was_added_stays_old(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        await poll(archive, [story(1)])
        await poll(archive, [story(1)], source=TIMES, now=NOW + MINUTE)
        for n, source in enumerate((POST, TIMES), 2):
            kept = await poll(
                archive, [story(1)], source=source, now=NOW + n * MINUTE, watchlists=["Bridges"]
            )
            assert kept.posted == 0

    archive.live(journey)


def copy(number: int) -> Entry:
    return story(number, text=PROSE, host=f"site{number}.example")


def test_the_same_text_elsewhere_is_a_copy_and_told_once(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        for source in (POST, TIMES):
            await poll(archive, [], source=source)
        first = await poll(archive, [copy(1)], watchlists=["Bridges"])
        assert (first.articles, first.posted, first.copies) == (1, 1, ())
        second = await poll(archive, [copy(2)], source=TIMES, watchlists=["Bridges"])
        assert (second.articles, second.matches, second.posted) == (1, 1, 0)
        (found,) = second.copies
        assert (found.title, found.of) == ("Story number 2", "Story number 1")
        ((later, original),) = [batch async for batch in archive.articles()]
        assert (later.copy_of, later.copy_kind) == (original.id, CopyKind.EXACT)
        assert later.story == original.story == original.id

    archive.live(journey)


def test_a_copy_is_told_to_those_who_were_not_told_of_the_original(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [copy(1)], watchlists=["Bridges"])  # in silence
        assert (await poll(archive, [copy(2)], watchlists=["Bridges"])).posted == 1
        assert (await poll(archive, [copy(3)], watchlists=["Bridges", "Ferries"])).posted == 1

    archive.live(journey)


def test_a_story_is_told_once_per_watchlist_channel_and_target(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        postings = [
            posting(watchlist, channel=channel, target=target)
            for watchlist in ("Bridges", "Ferries")
            for channel in ("desk", "slack")
            for target in (0, 1)
        ]
        for entry, posted in ((copy(1), 8), (copy(2), 0)):
            claimed = await claim(archive)
            bare = await prepare(archive, claimed, [entry], source=POST, now=NOW)
            (fresh,) = bare.fresh
            told = replace(fresh, hits=(hit(),), postings=(*postings, *postings))
            assert (await archive.keep(replace(bare, fresh=(told,)))).posted == posted

    archive.live(journey)


def test_what_a_page_said_is_kept_with_its_article(archive: Live) -> None:
    said = {
        "titles": ("The bridge is shut", "Bridge closed"),
        "section": "City",
        "image": "https://post.example/bridge.jpg",
        "credit": "(Reuters)",
        "partial": "behind a paywall",
    }

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [replace(story(1), **said), story(2)])  # type: ignore[arg-type]
        bare, full = [article async for batch in archive.articles() for article in batch]
        assert {name: getattr(full, name) for name in said} == said
        assert (bare.titles, bare.section, bare.partial) == ((), None, None)

    archive.live(journey)


def test_the_parts_of_a_poll_are_kept_one_by_one_and_the_source_with_the_last(
    archive: Live,
) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        claimed = await claim(archive, now=NOW + LEASE)
        begun = NOW + LEASE
        (before,) = await archive.sources()
        first = await prepare(
            archive, claimed, [story(1)], source=POST, now=begun, watchlists=["a"]
        )
        kept = await archive.keep(replace(first, until=begun + 2 * LEASE))
        assert (kept.articles, kept.matches, kept.posted) == (1, 1, 1)
        (between,) = await archive.sources()
        assert between == replace(before, articles=1)
        assert await names_due(archive, 2 * LEASE) == []
        last = await prepare(
            archive, claimed, [story(2), story(1)], source=POST, now=begun, watchlists=["a"]
        )
        assert len(last.fresh) == 1
        assert (await archive.keep(last)).posted == 1
        (after,) = await archive.sources()
        assert (after.last_poll, after.articles) == (begun, 2)
        assert (await archive.keep(replace(last, until=begun + LEASE))).void

    archive.live(journey)


def test_a_part_of_a_poll_whose_claim_was_taken_over_writes_nothing(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        late = await claim(archive)
        part = await prepare(archive, late, [story(1)], source=POST, now=NOW, watchlists=["a"])
        await claim(archive, now=NOW + LEASE)
        assert (await archive.keep(replace(part, until=NOW + 3 * LEASE))).void
        assert await titles(archive) == []
        assert await waiting(archive) == 0

    archive.live(journey)
