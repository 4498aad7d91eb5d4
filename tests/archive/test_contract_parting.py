"""What was taken for a part of a story, and is none, is told after all: asked of every archive."""

from datetime import timedelta

from archive.vocabulary import Entry, Stage, StoryEventKind
from tests.archive.polls import NOW, POST, Archive, Live, alert_of, poll
from tests.archive.test_contract_outbox import taken
from tests.archive.test_contract_reports import HOUR, entry, shelf
from tests.archive.words import mixed, words

SHARED, OWN = words("s", 12), words("o", 30)
"""What the first two reports have in common; and, much more, the second and the third."""
FERRY = entry(1, "Ferry", f"{SHARED} {words('a', 38)}")
LIFT = entry(2, "Lift", f"{SHARED} {OWN} {words('b', 8)}")
LIFTS = entry(3, "Lifts", f"{OWN} {words('c', 20)}")
PIER = entry(4, "Pier", f"{words('a', 30)} {words('d', 20)}")
WATCHED = ["Boats"]


async def come(archive: Archive, hour: int, one: Entry, watchlists: list[str]) -> int:
    return (await poll(archive, [one], now=NOW + hour * HOUR, watchlists=watchlists)).posted


async def begun(archive: Archive) -> None:
    await archive.enrol([POST], now=NOW)
    await poll(archive, [])


def test_a_report_that_leaves_a_told_story_is_told(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begun(archive)
        posted = [
            await come(archive, hour, one, WATCHED)
            for hour, one in enumerate((FERRY, LIFT, LIFTS), 1)
        ]
        # The third shows that the second was of no story that was told; with the second, the third is told.
        assert posted == [1, 0, 1]
        ferry, lift, lifts = await shelf(archive)
        assert (ferry.story, lift.story, lifts.story) == (ferry.id, lift.id, lift.id)
        told = [await taken(archive, timedelta(hours=5)) for _ in range(2)]
        assert [alert_of(one).article for one in told] == [ferry.id, lift.id]
        assert told[1].coverage is not None
        assert [one.article for one in told[1].coverage.reports] == [lift.id, lifts.id]
        grouped = (await archive.verdicts_of_message(told[1].id))[1]
        assert (grouped.stage, "taken for a part" in grouped.reason) == (Stage.GROUP, True)

    archive.live(journey)


def test_a_watchlist_that_is_gone_is_not_told(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begun(archive)
        assert await come(archive, 1, FERRY, WATCHED) == 1
        assert await come(archive, 2, LIFT, WATCHED) == 0
        await archive.new_watchlists(["Trains"], now=NOW)
        assert await come(archive, 3, LIFTS, []) == 0

    archive.live(journey)


def test_both_stories_say_what_happened(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begun(archive)
        for hour, one in enumerate((FERRY, LIFT, LIFTS), 1):
            await come(archive, hour, one, [])
        ferry, lift, lifts = await shelf(archive)
        joined, left = await archive.story_events(ferry.id)
        assert (joined.kind, joined.article) == (StoryEventKind.JOINED, lift.id)
        assert (left.kind, left.article, left.other) == (StoryEventKind.LEFT, lift.id, lift.id)
        came, linked = await archive.story_events(lift.id)
        assert (came.kind, came.article, came.other) == (StoryEventKind.SPLIT, lift.id, ferry.id)
        assert came.reason == left.reason
        assert came.reason.endswith("% like the others of story 1")
        assert (linked.kind, linked.article) == (StoryEventKind.JOINED, lifts.id)

    archive.live(journey)


def test_whoever_was_told_of_it_before_it_left_hears_of_it_no_more(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await begun(archive)
        assert await come(archive, 1, FERRY, []) == 0
        assert await come(archive, 2, LIFT, WATCHED) == 1
        await archive.claim_story(1, now=NOW + 2 * HOUR)
        await archive.unclaimed({"Boats": HOUR}, now=NOW)
        assert await come(archive, 3, LIFTS, WATCHED) == 0
        # And what stays in the story under whose name it was told is news to them.
        assert await come(archive, 4, PIER, WATCHED) == 1
        ferry, lift, lifts, pier = await shelf(archive)
        assert (ferry.story, pier.story, lifts.story) == (ferry.id, ferry.id, lift.id)
        told = [await taken(archive, timedelta(hours=5)) for _ in range(2)]
        assert [alert_of(one).article for one in told] == [lift.id, pier.id]
        # It was claimed as what it was taken for.
        again = await archive.claim_story(lift.id, now=NOW + 5 * HOUR)
        assert again is not None
        assert again.before == NOW + 2 * HOUR

    archive.live(journey)


def test_a_copy_leaves_with_its_original(archive: Live) -> None:
    copy = entry(5, "Lift again", LIFT.text)

    async def journey(archive: Archive) -> None:
        await begun(archive)
        posted = [
            await come(archive, hour, one, WATCHED)
            for hour, one in enumerate((FERRY, LIFT, copy, LIFTS), 1)
        ]
        assert posted == [1, 0, 0, 1]
        ferry, lift, again, lifts = await shelf(archive)
        assert again.copy_of == lift.id
        assert lift.story == again.story == lifts.story != ferry.story
        # The copy says so too, and why.
        first, copied = [await archive.dossier(one.id) for one in (lift, again)]
        assert first is not None
        assert copied is not None
        (went,), (moved,) = first.moves, copied.moves
        assert (moved.before, moved.after, moved.at) == (ferry.story, lift.story, went.at)
        assert moved.reason == f"with article {lift.id}, which it copies: {went.reason}"
        assert (first.joined, copied.joined) == (went.reason, None)
        for story, kind in ((ferry.id, StoryEventKind.LEFT), (lift.id, StoryEventKind.SPLIT)):
            events = await archive.story_events(story)
            assert {one.article for one in events if one.kind is kind} == {lift.id, again.id}

    archive.live(journey)


def test_stories_that_became_one_may_part_again(archive: Live) -> None:
    """The number of a story that was a part of another leads to where its first article is."""
    own = OWN.split()
    link = entry(6, "Link", f"{words('a', 38)} {' '.join(own[:20])} {words('e', 2)}")
    others = f"{' '.join(own[20:])} {words('c', 20)}"

    async def journey(archive: Archive) -> None:
        await begun(archive)
        posted = []
        for hour, one in enumerate((PIER, LIFTS, link), 1):
            posted.append(await come(archive, hour, one, WATCHED))
        pier, lifts, _ = await shelf(archive)
        assert pier.story == lifts.story == pier.id
        for hour, step in enumerate((7, 11, 13, 17, 19), 4):
            more = entry(step, f"Lifts {step}", f"{mixed(others, step)} {words(f'f{step}', 9)}")
            posted.append(await come(archive, hour, more, WATCHED))
        lifts = (await shelf(archive))[1]
        assert lifts.story == lifts.id
        coverage = await archive.coverage(lifts.id)
        assert coverage is not None
        assert coverage.story == lifts.id
        # Both were told before they became one.
        assert posted == [1, 1, 0, 0, 0, 0, 0, 0]

    archive.live(journey)
