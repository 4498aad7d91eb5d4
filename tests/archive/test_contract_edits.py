"""What `Versions` and `Rechecks` of `archive.ports` promise, and what becomes of edits, asked of every archive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from archive.polling import Kept, Revision, Reworded
from archive.rechecks import Ahead, Looked, Recheck
from archive.vocabulary import (
    Alert,
    AlertKind,
    Article,
    Edit,
    EditKind,
    Entry,
    Validators,
    Version,
)
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
    claim,
    hit,
    poll,
    posting,
    prepare,
    story,
)

STEPS = (10 * MINUTE, timedelta(hours=1))
WATCHED = replace(posting(), recheck=STEPS)
TELLING = replace(posting(), alert=Alert(kind=AlertKind.EDIT, watchlist="Bridges", seen=NOW))


async def shelf(archive: Archive) -> list[Article]:
    return [each async for some in archive.articles() for each in some]


async def tell(archive: Archive, *entries: Entry, now: datetime = NOW) -> Kept:
    """Poll once in silence, then find entries that are told."""
    await archive.enrol([POST, TIMES], now=NOW)
    await poll(archive, [])
    claimed = await claim(archive, now=now)
    bare = await prepare(archive, claimed, entries, source=POST, now=now)
    fresh = tuple(replace(one, hits=(hit(),), postings=(WATCHED,)) for one in bare.fresh)
    return await archive.keep(replace(bare, fresh=fresh))


async def relist(
    archive: Archive, *entries: Entry, now: datetime, hits: bool = True
) -> tuple[list[Reworded], Kept]:
    """Poll once more; what reads otherwise is matched and told."""
    claimed = await claim(archive, now=now)
    bare = await prepare(archive, claimed, entries, source=POST, now=now)
    found = [one.reworded for one in bare.listed if one.reworded is not None]
    revised = [
        Revision(
            reworded=one,
            hits=(hit(quote="It reads otherwise."),) if hits else (),
            tellings=(TELLING,) if one.edit else (),
        )
        for one in found
    ]
    return found, await archive.keep(replace(bare, revised=tuple(revised)))


async def outbox(archive: Archive, now: datetime = NOW + timedelta(days=9)) -> list[Alert]:
    alerts = []
    while (found := await archive.claim_delivery("desk", 0, now=now, lease=LEASE)) is not None:
        alerts.append(alert_of(found))
        now += timedelta(microseconds=1)
        if len(alerts) > 20:
            break
    return alerts


async def due(archive: Archive, after: timedelta) -> Sequence[Recheck]:
    return await archive.claim_rechecks(now=NOW + after, limit=10, lease=LEASE)


def kinds(version: Version) -> list[str]:
    return [str(kind) for kind in version.edit.kinds] if version.edit else []


def test_an_entry_listed_with_another_headline_is_a_version_and_no_article(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        edited = replace(story(1), title="5 bridges closed")
        (found,), kept = await relist(archive, edited, now=NOW + MINUTE)
        assert (kept.articles, kept.posted) == (0, 1)
        (article,) = await shelf(archive)
        assert (article.title, article.matches) == ("5 bridges closed", ("Bridges",))
        first, second = await archive.versions(article.id)
        assert (first.number, first.title, first.seen, first.edit) == (
            1,
            "Story number 1",
            NOW,
            None,
        )
        assert (second.number, second.title, second.seen) == (2, edited.title, NOW + MINUTE)
        assert second.edit == found.edit
        assert [one.kind for one in await outbox(archive)] == [AlertKind.ALERT, AlertKind.EDIT]
        assert await relist(archive, edited, now=NOW + 2 * MINUTE) == (
            [],
            replace(kept, posted=0, matches=0),
        )

    archive.live(journey)


def test_versions_give_back_every_text_to_the_letter(archive: Live) -> None:
    texts = [
        PROSE,
        f"{PROSE}\nNobody was hurt – «nobody».",
        PROSE.replace("three", "four") + "\n東京。",
    ]

    async def journey(archive: Archive) -> None:
        await tell(archive, story(1, text=texts[0]))
        for n, text in enumerate(texts[1:], 1):
            await relist(archive, story(1, text=text), now=NOW + n * MINUTE)
        (article,) = await shelf(archive)
        assert article.text == texts[-1]
        versions = await archive.versions(article.id)
        assert [version.text for version in versions] == texts
        assert [kinds(version) for version in versions] == [[], ["text"], ["figures", "text"]]

    archive.live(journey)


def test_what_stands_around_a_text_makes_no_version(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1, text=f"{PROSE}\nUpdated 5 minutes ago"))
        noisy = story(1, text=f"{PROSE}\nUpdated 2 hours ago")
        (found,), kept = await relist(archive, noisy, now=NOW + MINUTE)
        assert (found.edit, kept.posted) == (None, 0)
        (article,) = await shelf(archive)
        assert article.text == noisy.text
        assert await archive.versions(article.id) == []

    archive.live(journey)


def test_going_to_and_fro_makes_no_endless_versions(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        for n in range(1, 12):
            title = "Another headline" if n % 2 else "Story number 1"
            await relist(archive, replace(story(1), title=title), now=NOW + n * MINUTE)
        (article,) = await shelf(archive)
        assert len(await archive.versions(article.id)) == 4
        await relist(archive, replace(story(1), title="A third"), now=NOW + 20 * MINUTE)
        assert (await archive.versions(article.id))[-1].title == "A third"

    archive.live(journey)


def test_a_live_blog_keeps_its_first_and_its_newest_versions(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1, text=PROSE))
        for n in range(1, 61):
            text = f"{PROSE}\n" + "\n".join(f"Town {k} was reached at dawn." for k in range(n))
            await relist(archive, story(1, text=text), now=NOW + n * MINUTE)
        (article,) = await shelf(archive)
        versions = await archive.versions(article.id)
        assert [versions[0].number, versions[1].number, versions[-1].number] == [1, 13, 61]
        assert (len(versions), versions[0].text, versions[-1].text) == (50, PROSE, article.text)

    archive.live(journey)


SAID = "Engineers closed the bridge on Monday. Nobody was hurt in it. The ferry runs until late."


@pytest.mark.parametrize(
    "part", ["", "Engineers closed the bridge on Monday.", "Engineers closed…"]
)
@pytest.mark.parametrize("field", ["summary", "text"])
def test_what_a_source_leaves_out_for_a_while_is_no_edit_and_is_known_again(
    archive: Live, field: str, part: str
) -> None:
    def saying(said: str) -> Entry:
        return replace(story(1), summary=said) if field == "summary" else story(1, text=said)

    whole, less, edited = map(saying, (SAID, part, SAID.replace("Nobody was", "Two were")))

    async def journey(archive: Archive) -> None:
        await tell(archive, whole)
        for n, listed in enumerate((less, whole, less, less, whole), 1):
            found, kept = await relist(archive, listed, now=NOW + n * MINUTE)
            assert ([one.edit for one in found if one.edit], kept.posted) == ([], 0)
            (article,) = await shelf(archive)
            assert getattr(article, field) == SAID
            assert await archive.versions(article.id) == []
        await relist(archive, less, now=NOW + 8 * MINUTE)
        (last,), kept = await relist(archive, edited, now=NOW + 9 * MINUTE)
        assert last.edit is not None
        assert (last.edit.kinds, kept.posted) == (("figures", "text"), 1)
        (article,) = await shelf(archive)
        assert getattr(article, field) == getattr(edited, field)

    archive.live(journey)


def test_a_source_that_leaves_out_a_headline_is_compared_with_it_later(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        await relist(archive, replace(story(1), title=""), now=NOW + MINUTE)
        edited = replace(story(1), title="Another headline")
        (found,), kept = await relist(archive, edited, now=NOW + 2 * MINUTE)
        assert found.edit is not None
        assert (found.edit.kinds, kept.posted) == (("headline", "figures"), 1)

    archive.live(journey)


def test_another_source_with_other_words_makes_no_version(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        for n, title in enumerate(("The same as told by the Times", "And told once more")):
            other = replace(story(1), title=title)
            await poll(archive, [other], source=TIMES, now=NOW + n * MINUTE)
        (article,) = await shelf(archive)
        assert article.title == "Story number 1"
        assert await archive.versions(article.id) == []

    archive.live(journey)


def test_only_those_who_were_told_of_an_article_are_told_of_its_edits(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1)], watchlists=["Bridges"])  # the first poll, in silence
        found, kept = await relist(archive, replace(story(1), title="Other"), now=NOW + MINUTE)
        assert (len(found), kept.posted) == (1, 0)

    archive.live(journey)


def test_a_match_points_into_the_text_as_it_reads_now(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        await relist(archive, replace(story(1), title="Other"), now=NOW + MINUTE, hits=False)
        (article,) = await shelf(archive)
        assert article.matches == ("Bridges",)
        (match,) = await archive.matches_of(article.id)
        assert (match.spans, match.quote) == ((), "The bridge was closed.")
        await relist(archive, replace(story(1), title="Third"), now=NOW + 2 * MINUTE)
        (match,) = await archive.matches_of(article.id)
        assert (len(match.spans), match.quote) == (1, "It reads otherwise.")

    archive.live(journey)


def test_a_match_of_a_watchlist_with_recheck_is_looked_at_again(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1), story(2), now=NOW)
        assert await due(archive, 9 * MINUTE) == []
        first, second = await due(archive, 10 * MINUTE)
        assert (first.steps, first.step, first.failures) == (STEPS, 0, 0)
        assert {first.article.title, second.article.title} == {"Story number 1", "Story number 2"}
        assert await due(archive, 11 * MINUTE) == []  # they are somebody's
        looked = Looked(ahead=Ahead(due=NOW + STEPS[1], step=1), validators=Validators(etag='"2"'))
        assert await archive.settle_recheck(first, looked, now=NOW + 11 * MINUTE) == 0
        again = {one.article.id: one for one in await due(archive, STEPS[1])}
        assert again[first.article.id].validators == Validators(etag='"2"')
        assert again[second.article.id].step == 0  # its claim ran out
        last = replace(looked, ahead=None)
        await archive.settle_recheck(again[first.article.id], last, now=NOW + STEPS[1])
        (left,) = await due(archive, timedelta(days=2))
        assert left.article.id == second.article.id

    archive.live(journey)


def test_planned_looks_and_claims_survive_a_restart(archive: Live) -> None:
    async def first(archive: Archive) -> None:
        await tell(archive, story(1))
        assert len(await due(archive, 10 * MINUTE)) == 1

    async def second(archive: Archive) -> None:
        await archive.release_claims()
        (found,) = await due(archive, 10 * MINUTE)
        await archive.shift_clock(timedelta(hours=-1))
        (moved,) = await due(archive, 20 * MINUTE)
        assert found.began - moved.began == timedelta(hours=1)

    archive.live(first)
    archive.live(second)


def test_a_look_whose_claim_was_taken_over_writes_nothing(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        (slow,) = await due(archive, 10 * MINUTE)
        (quick,) = await due(archive, 10 * MINUTE + LEASE)
        looked = Looked(ahead=None, revision=gone(slow.article))
        assert await archive.settle_recheck(slow, looked, now=NOW) == 0
        assert await archive.versions(slow.article.id) == []
        assert await archive.settle_recheck(quick, looked, now=NOW) == 1
        assert await archive.settle_recheck(quick, looked, now=NOW) == 0

    archive.live(journey)


def gone(article: Article) -> Revision:
    edit = Edit(kinds=(EditKind.GONE,), reason="gone for good (410)")
    return Revision(
        reworded=Reworded(before=article, after=article, edit=edit), tellings=(TELLING,)
    )


def test_an_article_that_is_gone_is_told_once_and_stays(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        posted = []
        for n in range(3):
            (recheck,) = await due(archive, (10 + n) * MINUTE)
            ahead = Ahead(due=NOW + (11 + n) * MINUTE, step=1)
            looked = Looked(ahead=ahead, revision=gone(recheck.article))
            posted.append(await archive.settle_recheck(recheck, looked, now=NOW))
        assert posted == [1, 0, 0]
        (article,) = await shelf(archive)
        assert article.title == "Story number 1"
        assert [kinds(one) for one in await archive.versions(article.id)] == [[], ["gone"]]

    archive.live(journey)


def test_what_matches_only_as_edited_is_news(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await tell(archive, story(1))
        (recheck,) = await due(archive, 10 * MINUTE)
        article = recheck.article
        reworded = Reworded(
            before=article,
            after=replace(article, text=PROSE),
            edit=Edit(kinds=(EditKind.TEXT,), added=(PROSE,)),
        )
        revision = Revision(
            reworded=reworded, hits=(hit(), hit("Ferries")), postings=(posting("Ferries"),)
        )
        looked = Looked(ahead=None, revision=revision)
        assert await archive.settle_recheck(recheck, looked, now=NOW) == 1
        (article,) = await shelf(archive)
        assert (article.matches, article.text) == (("Bridges", "Ferries"), PROSE)
        assert [one.watchlist for one in await outbox(archive)] == ["Bridges", "Ferries"]

    archive.live(journey)


def test_versions_are_forgotten_with_their_article(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [story(1, text=PROSE)])
        changed = story(1, text=f"{PROSE}\nThe mayor resigned on Monday.")
        await relist(archive, changed, now=NOW + MINUTE, hits=False)
        (article,) = await shelf(archive)
        assert len(await archive.versions(article.id)) == 2
        await poll(archive, [], now=NOW + timedelta(days=1))
        assert await archive.prune(before=NOW + timedelta(days=2), limit=9) == 1
        assert await archive.versions(article.id) == []

    archive.live(journey)


def test_a_page_that_was_not_to_be_had_is_looked_at_again_matched_or_not(archive: Live) -> None:
    again = (5 * MINUTE,)

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        claimed = await claim(archive)
        bare = await prepare(archive, claimed, [story(1), story(2)], source=POST, now=NOW)
        one, two = bare.fresh
        told = replace(two, hits=(hit(),), postings=(WATCHED,), again=again)
        await archive.keep(replace(bare, fresh=(replace(one, again=again), told)))
        due = await archive.claim_rechecks(now=NOW + 5 * MINUTE, limit=10, lease=LEASE)
        assert [each.steps for each in due] == [again, (*again, *STEPS)]

    archive.live(journey)
