"""When a key is not believed: headline and text say that an entry is another article."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.recognition import Reading, alike
from archive.vocabulary import ArticleId, Entry
from tests.archive.polls import MINUTE, NOW, POST, TIMES, Archive, Live, poll

FERRY = (
    "The ferry to the islands runs again from Tuesday after three weeks in the dock, the harbour office said, with a new engine"
    " and a captain who has sailed the route for thirty years. Tickets cost what they cost before, and bicycles travel free of charge."
)
MUSEUM = (
    "Visitors to the museum of bread may bake their own loaf on Sundays, in an oven that was built in 1740 and has been used ever since."
    " Children under six need a grown-up with them; whoever burns the crust, says the curator, has to eat it on the steps outside."
)
STRIKE = (
    "Tram drivers walked out on Friday over night shifts, and the depot stayed dark until noon while the union and the city argued about"
    " eleven minutes of unpaid time a day. A second strike is called for the week before the carnival unless an offer comes first."
)
TEXTS = (FERRY, MUSEUM, STRIKE)
DAY = timedelta(days=1)


async def stored(archive: Archive) -> list[str]:
    return sorted(
        [article.text or article.summary async for batch in archive.articles() for article in batch]
    )


def polled(archive: Live, rounds: list[list[Entry]], *, again: bool = True) -> list[str]:
    """Return the texts in the archive after these polls; each entry is listed once more, and must make nothing new."""

    async def journey(archive: Archive) -> list[str]:
        await archive.enrol([POST], now=NOW)
        turns = [*rounds, *rounds] if again else rounds
        for n, entries in enumerate(turns):
            await poll(archive, entries, now=NOW + 15 * n * MINUTE)
        return await stored(archive)

    return archive.live(journey)


@pytest.mark.parametrize("own", ["/news", "/column-0", "/article.php"])
def test_letters_to_the_editor_whose_pages_all_name_one_address_stay_apart(
    archive: Live, own: str
) -> None:
    letters = [
        Entry(
            title="Letters to the editor",
            url=f"https://post.example/column-{n}",
            aliases=(f"https://post.example{own}",),
            text=text,
            published=NOW - n * DAY,
        )
        for n, text in enumerate(TEXTS)
    ]
    assert polled(archive, [letters]) == sorted(TEXTS)
    assert polled(archive, [[letter] for letter in letters]) == sorted(TEXTS)


def test_a_series_without_texts_is_told_apart_by_its_days(archive: Live) -> None:
    weather = [
        Entry(
            title="Weather",
            url=f"https://post.example/weather-{n}",
            aliases=("https://post.example/weather",),
            summary=f"Day {n}",
            published=NOW - n * DAY,
        )
        for n in range(3)
    ]
    assert polled(archive, [[day] for day in weather]) == ["Day 0", "Day 1", "Day 2"]


@pytest.mark.parametrize("guid", ["top-story-1", "https://post.example/", "urn:uuid:1"])
def test_a_guid_that_each_story_has_in_its_turn_names_none(archive: Live, guid: str) -> None:
    titles = ("Ferry runs again", "Bake your own loaf", "Tram drivers walk out")
    slots = [
        Entry(
            title=title,
            url=f"https://post.example/story-{n}",
            guid=guid,
            guid_is_global=guid.startswith(("urn:", "https:")),
            summary=text,
        )
        for n, (title, text) in enumerate(zip(titles, TEXTS, strict=True))
    ]
    assert polled(archive, [[slot] for slot in slots]) == sorted(TEXTS)


@pytest.mark.parametrize("guids", [("a-1", "a-2", "a-3"), ("warning-1", "warning-1", "warning-1")])
def test_an_address_that_shows_the_latest_warning_keeps_those_apart_that_have_a_guid_of_their_own(
    archive: Live, guids: tuple[str, ...]
) -> None:
    titles = ("Ferry runs again", "Bake your own loaf", "Tram drivers walk out")
    warnings = [
        Entry(title=title, url="https://post.example/warning", guid=guid, summary=text)
        for title, text, guid in zip(titles, TEXTS, guids, strict=True)
    ]
    # Without one, it is a page that was edited.
    for rounds in ([[one] for one in warnings], [[one, one] for one in warnings]):
        assert len(polled(archive, rounds, again=False)) == len(set(guids))


def test_what_has_only_the_guid_of_others_is_known_by_its_headline_from_then_on(
    archive: Live,
) -> None:
    titles = ("Ferry runs again", "Bake your own loaf", "Tram drivers walk out")
    slots = [
        Entry(title=title, guid="top-story-1", summary=text)
        for title, text in zip(titles, TEXTS, strict=True)
    ]
    assert polled(archive, [[slot] for slot in slots for _ in range(2)]) == sorted(TEXTS)


def test_an_article_keeps_its_identity_through_edits_a_new_guid_and_a_new_address(
    archive: Live,
) -> None:
    first = Entry(
        title="Ferry to the islands runs again",
        url="https://post.example/ferry-1",
        guid="ferry-0001",
        summary=FERRY,
        published=NOW,
    )
    edited = replace(first, title="Islands: the ferry is back", summary=f"{FERRY} {MUSEUM[:60]}")
    moved = replace(edited, url="https://post.example/ferry-is-back-1")
    hourly = [
        replace(first, guid=f"ferry-{n}", published=NOW + n * MINUTE, title=f"Ferry runs again {n}")
        for n in range(3)
    ]
    assert len(polled(archive, [[first], [edited], [moved], *([one] for one in hourly)])) == 1


def rewritten(number: int, **changes: object) -> Entry:
    """An entry that reads quite otherwise from its third poll on."""
    title, text = ("Ferry runs again", FERRY) if number < 2 else ("Bake your own loaf", MUSEUM)
    one = Entry(title=title, url="https://post.example/ferry", guid="ferry-0001", summary=text)
    return replace(one, **changes)  # type: ignore[arg-type]


def test_nothing_grows_with_each_poll_where_keys_change_and_all_was_rewritten(
    archive: Live,
) -> None:
    """A guid that changes with each poll says nothing; one that an address changes beside names another article at most once."""
    guids = [[rewritten(n, guid=f"ferry-guid-{n}")] for n in range(6)]
    assert len(polled(archive, guids, again=False)) == 1
    links = [
        [rewritten(n, url=f"https://other.example/ferry-{n}", guid="other-0001")] for n in range(6)
    ]
    assert len(polled(archive, links, again=False)) == 1 + 2


def test_guids_that_change_with_each_poll_are_kept_to_a_number(archive: Live) -> None:
    async def journey(archive: Archive) -> tuple[int, int]:
        await archive.enrol([POST], now=NOW)
        for n in range(70):
            await poll(archive, [rewritten(0, guid=f"ferry-guid-{n}")], now=NOW + n * MINUTE)
        found = await archive.dossier(ArticleId(1))
        assert found is not None
        return len(await stored(archive)), len(found.known_as)

    assert archive.live(journey) == (1, 50)


def test_an_address_that_two_sources_list_in_their_own_words_is_one_article(archive: Live) -> None:
    async def journey(archive: Archive) -> int:
        await archive.enrol([POST, TIMES], now=NOW)
        for n in range(5):
            now = NOW + 15 * n * MINUTE
            ours = rewritten(0, guid=f"ours-guid-{n}")
            theirs = rewritten(9, guid=f"theirs-guid-{n}")
            await poll(archive, [ours], now=now)
            await poll(archive, [theirs], source=TIMES, now=now)
        return len(await stored(archive))

    assert archive.live(journey) == 1


def test_a_short_summary_that_stays_says_that_it_is_the_same_article(archive: Live) -> None:
    first = rewritten(0, summary="Seven are missing.", guid="urn-uuid-123456789")
    moved = replace(first, title="Bake your own loaf", url="https://post.example/bread")
    assert len(polled(archive, [[first], [moved]])) == 1


def test_warnings_under_like_headlines_at_one_address_are_told_apart(archive: Live) -> None:
    rivers = ("Harn at Vell", "Moss at Kesh", "Anse at Dorn")
    warnings = [
        Entry(
            title=f"Flood warning issued for river {river}",
            url="https://post.example/warnings/latest",
            guid=f"warning-{n}",
            summary=text,
        )
        for n, (river, text) in enumerate(zip(rivers, TEXTS, strict=True))
    ]
    assert polled(archive, [[warning] for warning in warnings]) == sorted(TEXTS)


def test_one_page_under_two_addresses_is_one_article_however_much_it_was_edited(
    archive: Live,
) -> None:
    full = Entry(title="Ferry runs again", url="https://post.example/ferry", text=FERRY)
    light = replace(
        full,
        url="https://post.example/x/77",
        aliases=("https://post.example/ferry",),
        text=f"{FERRY} {STRIKE}",
        published=NOW - 3 * DAY,
    )
    assert len(polled(archive, [[full], [light]])) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        (Entry(text=FERRY), Reading(title="", text=FERRY), True),
        (Entry(text=FERRY), Reading(title="", text=MUSEUM), False),
        (Entry(text=FERRY, summary="x"), Reading(title="", summary=FERRY[:110]), True),
        (Entry(text=FERRY), Reading(title="", summary=MUSEUM), None),
        (Entry(summary=FERRY), Reading(title="", summary=STRIKE), False),
        (Entry(summary="Too short to tell."), Reading(title="", summary=STRIKE), None),
        (Entry(), Reading(title=""), None),
        (
            Entry(text="港の橋は、二本の橋脚にひびが見つかったため、月曜日から通行止めとなっている。"),
            Reading(title="", text="市電の運転士が夜勤をめぐって金曜日に職場を離れ、車庫は正午まで暗いままだった。"),
            False,
        ),
    ],
)  # fmt: skip
def test_texts_are_compared_with_their_like(
    ours: Entry, theirs: Reading, found: bool | None
) -> None:
    assert alike(ours, theirs) is found
