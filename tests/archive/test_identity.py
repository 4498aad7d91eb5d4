from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.identity import entry_keys, identify, text_key
from archive.recognition import Known, Reading, recognise
from archive.vocabulary import Entry
from tests.archive.polls import MINUTE, NOW, POST, PROSE, TIMES, Archive, Live, poll, story

FIVE = range(1, 6)
Round = Callable[[int], list[Entry]]
"""Gives what a feed lists in poll 0, 1, 2…"""


def each(change: Callable[[Entry, int], Entry]) -> Round:
    """Return a feed of five stories of which ``change`` says how they look in each poll."""
    return lambda n: [change(story(k), n) for k in FIVE]


def bare(entry: Entry) -> Entry:
    return replace(entry, guid=None, guid_is_global=False, url=None)


def session_id(entry: Entry, n: int) -> Entry:
    return replace(entry, url=f"{entry.url}?sid={n}{entry.url}")


def vanishing(n: int) -> list[Entry]:
    return [story(k) for k in FIVE if n % 2 == 0 or k % 2]


def numbered(n: int) -> list[Entry]:
    return [replace(story(k), guid=str(k), guid_is_global=False) for k in FIVE]


def homepage_for_all(n: int) -> list[Entry]:
    return [replace(story(k), url="https://post.example/") for k in FIVE]


def bare_homepage_for_all(n: int) -> list[Entry]:
    return [replace(bare(story(k)), url="https://post.example/") for k in FIVE]


def guids_by_position(n: int) -> list[Entry]:
    """List five stories, the newest first; each poll brings a new one. Guids count the places."""
    numbers = range(n + 5, n, -1)
    return [
        replace(story(k), guid=str(place), guid_is_global=False)
        for place, k in enumerate(numbers, 1)
    ]


def bare_guids_by_position(n: int) -> list[Entry]:
    return [replace(entry, guid=None) for entry in guids_by_position(n)]


STRANGE: dict[str, tuple[Round, int]] = {
    "well kept": (each(lambda e, n: e), 5),
    "guid changes each poll": (each(lambda e, n: replace(e, guid=f"{e.guid}&poll={n}")), 5),
    "local guid changes each poll": (
        each(lambda e, n: replace(e, guid=f"{n}-{e.title}", guid_is_global=False)),
        5,
    ),
    "link changes with a session": (each(session_id), 5),
    "tracking changes in the link": (each(lambda e, n: replace(e, url=f"{e.url}?fbclid={n}")), 5),
    "http becomes https": (
        each(lambda e, n: replace(e, guid=None, url=f"http{'s' * (n % 2)}://post.example/{e.title[-1]}")),
        5,
    ),
    "titles are edited": (each(lambda e, n: replace(e, title=f"{e.title}, edited {n} times")), 5),
    "dates are always now": (
        each(lambda e, n: replace(e, published=NOW + timedelta(minutes=n))),
        5,
    ),
    "the order changes": (lambda n: [story(1 + (k + n) % 5) for k in FIVE], 5),
    "entries vanish and return": (vanishing, 5),
    "one is filled in at the end": (lambda n: [story(k) for k in range(1, 6 + (n > 2))], 6),
    "no guid": (each(lambda e, n: replace(e, guid=None)), 5),
    "no link": (each(lambda e, n: replace(e, url=None)), 5),
    "no link, guid of its own": (
        each(lambda e, n: replace(e, url=None, guid=e.title, guid_is_global=False)),
        5,
    ),
    "neither guid nor link": (each(lambda e, n: bare(e)), 5),
    "no guid, link or date": (each(lambda e, n: bare(replace(e, published=None))), 5),
    "only titles": (each(lambda e, n: Entry(title=e.title)), 5),
    "only summaries": (each(lambda e, n: Entry(summary=e.summary)), 5),
    "nothing at all": (lambda n: [Entry() for _ in FIVE], 0),
    "one title for all, no guid or link, other days": (
        each(lambda e, n: bare(replace(e, title="Weather", published=NOW - timedelta(days=int(e.title[-1]))))),
        5,
    ),
    "one guid for all": (each(lambda e, n: replace(e, guid="same", guid_is_global=False)), 5),
    "one address as guid for all": (each(lambda e, n: replace(e, guid="https://post.example/")), 5),
    "one guid for all, no link": (
        each(lambda e, n: replace(e, url=None, guid="same", guid_is_global=False)),
        5,
    ),
    "each twice": (lambda n: [story(k) for k in [*FIVE, *FIVE]], 5),
    "guids that differ in case": (
        lambda n: [
            replace(story(k), url=None, guid=guid, guid_is_global=False)
            for k, guid in enumerate(["abc", "ABC", "def", "DEF"])
        ],
        4,
    ),
    "guids of 100 kB": (
        each(lambda e, n: replace(e, url=None, guid="g" * 100_000 + e.title, guid_is_global=False)),
        5,
    ),
    "small numbers as guids": (numbered, 5),
    "the homepage as link of all": (homepage_for_all, 5),
    "the homepage as link of all, no guid": (bare_homepage_for_all, 5),
    "guids count the places": (guids_by_position, 9),
    "nothing but the link to tell": (bare_guids_by_position, 9),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_five_polls_of_a_strange_feed(name: str, archive: Live) -> None:
    feed, articles = STRANGE[name]
    assert _kept_of(archive, [feed(n) for n in range(5)]) == articles


def test_twenty_five_spellings_of_an_address_are_one_article(archive: Live) -> None:
    marks = [
        "",
        "?utm_source=rss",
        "?fbclid=1",
        "?gclid=2",
        "#top",
        "/",
        "?ref=home",
        "?CMP=share_btn_tw",
    ]
    spellings = [
        f"{scheme}://{host}/news/1{mark}"
        for scheme in ("http", "https")
        for host in ("post.example", "www.post.example")
        for mark in marks
    ][:25]
    feed = [[Entry(title="Bridge closed", url=url)] for url in spellings]
    assert _kept_of(archive, feed) == 1


def test_one_address_in_two_sources_is_one_article(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        assert (await poll(archive, [story(1)])).articles == 1
        same = replace(story(1), guid="17", guid_is_global=False)
        assert (await poll(archive, [same], source=TIMES)).articles == 0

    archive.live(journey)


def test_a_number_as_guid_is_another_in_each_source(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        entry = Entry(title="Bridge closed", guid="17")
        assert (await poll(archive, [entry])).articles == 1
        assert (await poll(archive, [entry], source=TIMES)).articles == 1

    archive.live(journey)


def test_entries_with_nothing_to_know_them_by_are_counted() -> None:
    listing = identify([Entry(), story(1), Entry(url="javascript:void(0)")], source=POST.url)
    assert len(listing.candidates) == 1
    assert listing.dropped == 2


def test_keys_are_short_and_best_first() -> None:
    entry = replace(story(1), url="https://post.example/" + "a" * 5_000)
    address, guid = entry_keys(entry, source=POST.url)
    assert address.startswith("addr:sha256:")
    assert len(address) < 100
    assert guid == "guid:https://post.example/?p=1"


LINES = PROSE.replace(". ", ".\n")


@pytest.mark.parametrize(
    "other",
    [
        PROSE.upper(),
        PROSE.replace(",", "").replace(".", "!"),
        LINES,
        "   " + PROSE.replace(" ", " \u00a0"),
        f"{PROSE}\nContinue reading",
        f"{PROSE}\nThe post Bridge closed appeared first on The Example Post.",
        f"{PROSE}\nSubscribe to our newsletter to read more stories like this one.",
        f"Photo: A. Nother\n{PROSE}\nPublished on Sunday",
        PROSE.replace("fi", "\ufb01"),
    ],
)
def test_the_same_prose_has_the_same_key(other: str) -> None:
    assert text_key(PROSE) is not None
    assert text_key(other) == text_key(PROSE)


@pytest.mark.parametrize(
    "other",
    [
        PROSE.replace("three", "four"),
        PROSE.replace("two", "2"),
        f"{PROSE} The mayor was not amused.",
        PROSE[: PROSE.index("Engineers")],
    ],
)
def test_other_prose_has_another_key(other: str) -> None:
    assert text_key(other) != text_key(PROSE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Officials said more was to come.",
        "No sentence ends here " * 40,
        "\n".join(["Read more about the bridge and the ferry over the river."] * 20),
        "\n".join(["Short line."] * 100),
        "大雨で川が増水した。",
    ],
)
def test_too_little_prose_says_nothing(text: str) -> None:
    assert text_key(text) is None


def test_closing_lines_do_not_stand_for_a_text_without_full_stops() -> None:
    results = "Lowick 3, Weller 1; Port Grey 0, Aldmoor 0; Ferrytown 2, Tarnmouth 2; Wend 1, Lindow 4; Harrow against Mere put off"
    assert text_key(f"{results}\n{PROSE}") is None
    assert text_key(f"A bridge in the morning, seen from the south bank\n{PROSE}") == text_key(
        PROSE
    )


def test_scripts_without_spaces_have_keys() -> None:
    text = (
        "国境の町の当局者は日曜日、検査で橋脚二本に亀裂が見つかったため、川に架かる橋を閉鎖したと述べた。"
        * 2
    )
    assert text_key(text) is not None
    assert text_key(text.replace("、", "")) == text_key(text)
    assert text_key(text.replace("日曜日", "土曜日")) != text_key(text)


BOILERPLATE = st.sampled_from(
    [
        "Continue reading",
        "Read more: the bridge, in pictures, and what happens next.",
        "The post Bridge closed appeared first on The Example Post.",
        "Follow us on every network that there is to follow us on.",
        "Photo: A. Nother",
        "Published on 22 November",
        "ADVERTISEMENT",
        "",
        "* * *",
        "Share.",
    ]
)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 3), BOILERPLATE), max_size=6))
def test_boilerplate_never_changes_the_key(extra: Sequence[tuple[int, str]]) -> None:
    lines = LINES.split("\n")
    for place, line in extra:
        lines.insert(place, line)
    assert text_key("\n".join(lines)) == text_key(PROSE)


@settings(max_examples=100)
@given(st.text())
def test_any_text_may_be_asked_for_its_key(text: str) -> None:
    assert text_key(text) == text_key(text + "\n")


def _kept_of(archive: Live, rounds: Sequence[Sequence[Entry]]) -> int:
    async def journey(archive: Archive) -> int:
        await archive.enrol([POST], now=NOW)
        polls = [
            await poll(archive, entries, now=NOW + 15 * n * MINUTE)
            for n, entries in enumerate(rounds)
        ]
        return sum(kept.articles for kept in polls)

    return archive.live(journey)


PAGE = Entry(
    title="Bridge closed",
    url="https://post.example/a-1",
    aliases=("https://post.example/bridge-closed-20261122",),
)
PLAIN = Entry(title="Bridge closed", url="https://post.example/bridge-closed-20261122")


def known_as(first: Entry, second: Entry) -> Known:
    """Say what a second entry is to an archive that holds the first."""
    (stored,), (found,) = (
        identify([entry], source=POST.url).candidates for entry in (first, second)
    )
    asked = {*found.keys, *found.hints}
    known: dict[str, int | None] = {key: 1 for key in stored.keys if key in asked}
    return recognise(found, known, lambda _: reading_of(first)).known


def reading_of(entry: Entry) -> Reading:
    return Reading(
        title=entry.title,
        titles=entry.titles,
        summary=entry.summary,
        text=entry.text,
        published=entry.published,
    )


@pytest.mark.parametrize(("first", "second"), [(PAGE, PLAIN), (PLAIN, PAGE)])
def test_what_a_page_calls_itself_finds_the_article_whichever_came_first(
    first: Entry, second: Entry
) -> None:
    assert known_as(first, second) is Known.PAGE


@pytest.mark.parametrize(("first", "second"), [(PAGE, PLAIN), (PLAIN, PAGE)])
def test_a_page_that_calls_itself_another_article_merges_nothing(
    first: Entry, second: Entry
) -> None:
    assert known_as(first, replace(second, title="Ferry runs again")) is Known.NEW


def test_two_pages_that_name_one_address_are_one_under_one_headline_only() -> None:
    mobile = replace(PAGE, url="https://post.example/b-2")
    assert known_as(PAGE, mobile) is Known.PAGE
    assert known_as(PAGE, replace(mobile, title="Weather")) is Known.NEW
    assert known_as(PAGE, replace(mobile, title="x", titles=("Bridge closed",))) is Known.PAGE
