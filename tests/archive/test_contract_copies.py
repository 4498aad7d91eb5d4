"""What archives make of texts that are nearly the same, asked of every archive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from archive.copies import other_figures
from archive.vocabulary import Article, CopyKind, Entry
from tests.archive.polls import MINUTE, NOW, POST, TIMES, Archive, Live, poll, story
from tests.archive.texts import BRIDGE, FERRY, FORECAST

DAY = timedelta(days=1)


def entry(number: int, text: str, *, host: str = "", hours: float = 0) -> Entry:
    one = story(number, text=text, host=host or f"site{number}.example")
    return replace(one, published=NOW - timedelta(hours=hours))


async def shelf(archive: Archive) -> list[Article]:
    found = [each async for batch in archive.articles() for each in batch]
    return sorted(found, key=lambda article: article.id)


def kept(archive: Live, *entries: Entry) -> list[Article]:
    """Return what becomes of entries that come one after the other."""

    async def journey(archive: Archive) -> list[Article]:
        await archive.enrol([POST], now=NOW)
        for n, each in enumerate(entries):
            await poll(archive, [each], now=NOW + n * MINUTE)
        return await shelf(archive)

    return archive.live(journey)


def test_a_reprint_with_changed_sentences_is_a_copy(archive: Live) -> None:
    reprint = (
        "Town news\n" + BRIDGE.replace("three weeks", "most of a month") + "\nMore in our app."
    )
    first, second = kept(archive, entry(1, BRIDGE), entry(2, reprint))
    assert (second.copy_of, second.copy_kind) == (first.id, CopyKind.REPRINT)
    assert second.story == first.story
    assert second.copy_reason is not None
    assert "% of the shorter text is in the other" in second.copy_reason


def test_a_quarter_of_the_text_is_a_truncated_copy(archive: Live) -> None:
    cut = BRIDGE[: len(BRIDGE) // 4] + "…\nRead on in the app"
    first, second = kept(archive, entry(1, BRIDGE), entry(2, cut))
    assert (second.copy_of, second.copy_kind) == (first.id, CopyKind.TRUNCATED)


def test_the_whole_text_after_its_beginning_is_an_update(archive: Live) -> None:
    first, second = kept(archive, entry(1, BRIDGE[: len(BRIDGE) // 2]), entry(2, BRIDGE))
    assert (second.copy_of, second.copy_kind) == (first.id, CopyKind.UPDATE)


def test_copies_of_copies_are_copies_of_the_first(archive: Live) -> None:
    second = BRIDGE.replace("engineers", "experts")
    third = second.replace("three weeks", "a month")
    articles = kept(archive, entry(1, BRIDGE), entry(2, second), entry(3, third))
    assert [article.copy_of for article in articles] == [None, 1, 1]


def test_different_reports_are_no_copies(archive: Live) -> None:
    first, second = kept(archive, entry(1, BRIDGE), entry(2, FERRY))
    assert (first.copy_of, second.copy_of) == (None, None)


def test_forecasts_in_the_same_words_are_no_copies(archive: Live) -> None:
    days = [
        FORECAST.format(*figures) for figures in ((11, 4, 23, 7), (12, 6, 41, 8), (9, 2, 17, 3))
    ]
    articles = kept(archive, *(entry(n, text) for n, text in enumerate(days, 1)))
    assert [article.copy_of for article in articles] == [None, None, None]


def test_notices_in_the_same_characters_are_no_copies(archive: Live) -> None:
    notice = (
        "{}日{}時{}分ごろ、{}を震源とする地震がありました。震源の深さは約{}キロ、地震の規模を示すマグニチュードは{}と推定されます。"
        "この地震による津波の心配はありません。気象庁は、揺れの強かった地域では今後一週間ほど、同じ程度の揺れを伴う地震に注意するよう"
        "呼びかけています。"
    )
    quakes = ((18, 1, 33, "熊本県熊本地方", 90, "4.9"), (3, 7, 55, "茨城県南部", 30, "3.1"))
    articles = kept(archive, *(entry(n, notice.format(*q)) for n, q in enumerate(quakes, 1)))
    assert [article.copy_of for article in articles] == [None, None]


CLOSING = """
You can leave this list at any time by following the link at the foot of the message that brought you here.
The press group and its partners store small files on your device to measure how often its pages are read.
Have you seen something that others should know about? Send pictures to the desk at any hour of the day.
Our reporters keep to the code of the press council, which also hears complaints about what they write.
The group sells no page of this bulletin to advertisers, and marks as such what others paid to have printed."""


def test_briefs_of_other_news_over_the_same_closing_lines_are_no_copies(archive: Live) -> None:
    briefs = (
        "Divers found the bell of a ship that sank off Lowick in 1790, the museum said. It will be shown to visitors from May on.",
        "The owners of the paper mill in Weller will close it in autumn, which costs ninety people their work, a union told members.",
    )
    articles = kept(archive, *(entry(n, text + CLOSING) for n, text in enumerate(briefs, 1)))
    assert [article.copy_of for article in articles] == [None, None]


@pytest.mark.parametrize(
    ("ours", "theirs", "other"),
    [
        ("Weather for Monday", "Weather for Tuesday", True),
        ("Погода на среду", "Погода на четверг", True),
        ("طقس الاثنين", "طقس الثلاثاء", True),
        ("Quake of 5.1", "Quake of 6.4", True),
        ("Wetter am Montag", "Das Wetter: der Montag wird nass", False),
        ("Drivers to strike", "Drivers to strike on Monday", False),
    ],
)
def test_headlines_of_a_series_name_another_figure_or_day(
    ours: str, theirs: str, other: bool
) -> None:
    assert other_figures(ours, theirs) is other


COLUMN = (
    "Every morning our newsroom gathers what matters in the county before the first train leaves: the weather on the coast, the works on"
    " the roads, the meetings of the council, the sports results of the evening before and a picture that one of our readers took on a walk."
)


def test_a_column_with_one_long_summary_is_another_each_day(archive: Live) -> None:
    days = [
        replace(entry(n, "", host="a.example", hours=24 * (3 - n)), summary=COLUMN, title="Before the first train")
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert [article.copy_of for article in kept(archive, *days)] == [None, None, None]


FIRE = "Two people died in a fire at a hotel in Lund on Friday, police said."
ARREST = "Police said a man has been arrested and inquiries are continuing into the incident."
BLURB = "Read the latest from the Lagos newsroom, with pictures and reports."
JAPANESE = "ルンドのホテルで金曜日に火災があり、二人が死亡したと警察が発表した。"


@pytest.mark.parametrize(
    ("text", "titles", "hosts", "hours", "copies"),
    [
        (FIRE, ("Fire in Lund kills two",) * 2, ("a.example", "b.example"), 1, True),
        (FIRE, ("Fire in Lund kills two", "FIRE IN LUND KILLS TWO!"), ("a.example", "b.example"), 1, True),
        (ARREST, ("Man arrested after robbery in Hull", "Man arrested after robbery in Leeds"), ("a.example", "b.example"), 1, False),
        (JAPANESE, ("ルンドで火災",) * 2, ("a.example", "b.example"), 1, True),
        (FIRE, ("Fire in Lund kills two",) * 2, ("a.example", "a.example"), 1, False),
        (FIRE, ("Fire in Lund kills two",) * 2, ("a.example", "b.example"), 99, False),
        (BLURB, ("Lagos floods kill three", "Lagos bank robbed"), ("a.example", "b.example"), 1, False),
        (BLURB, ("Storm over Ibadan",) * 2, ("a.example", "b.example"), 1, False),
        ("More to come.", ("More to come from Lund",) * 2, ("a.example", "b.example"), 1, False),
    ],
)  # fmt: skip
def test_briefs_to_the_letter_are_copies_where_the_headlines_speak_of_them(
    archive: Live,
    text: str,
    titles: tuple[str, str],
    hosts: tuple[str, str],
    hours: int,
    copies: bool,
) -> None:
    for in_the_summary in (False, True):
        briefs = []
        for n, (title, host) in enumerate(zip(titles, hosts, strict=True)):
            one = replace(entry(n, text, host=host, hours=hours * (1 - n)), title=title)
            briefs.append(replace(one, text="", summary=text) if in_the_summary else one)
        first, second = kept(archive, *briefs)
        assert second.copy_of == (first.id if copies else None)
        if copies:
            assert (second.copy_kind, second.story) == (CopyKind.EXACT, first.story)


@pytest.mark.parametrize(
    ("second", "copy"), [("Lund to look after the money", None), ("Gdansk: Nordwerk wins order", 1)]
)
def test_releases_over_what_a_company_says_of_itself_are_two_under_two_headlines(
    archive: Live, second: str, copy: int | None
) -> None:
    leads = (
        "Nordwerk will build forty engines for the yard of Gdansk, worth a good deal.",
        "Maria Lund becomes head of finance; she follows Jens Ott, who retires in spring.",
    )
    titles = ("Nordwerk wins order from Gdansk", second)
    releases = [
        replace(entry(n, f"{lead}\n{BRIDGE}"), title=title)
        for n, (lead, title) in enumerate(zip(leads, titles, strict=True), 1)
    ]
    assert [article.copy_of for article in kept(archive, *releases)] == [None, copy]


def test_the_same_text_after_a_lead_in_other_words_is_a_copy(archive: Live) -> None:
    lead, _, rest = BRIDGE.partition("\n")
    other = (
        "Cracks in two pillars have shut the Tarn bridge: since Sunday no traffic may cross the river, after an inspection of which "
        "the mayor told the press.\n"
    )
    first, second = kept(archive, entry(1, BRIDGE), entry(2, other + rest))
    assert lead not in other
    assert (second.copy_of, second.copy_kind) == (first.id, CopyKind.REPRINT)


def test_what_a_site_puts_under_every_article_makes_no_copies(archive: Live) -> None:
    lines = (
        "Sign up for our free newsletter and have the morning's news in your inbox before breakfast each day.\n"
        "You can support the work of our reporters with a gift of any size, once or each month, on our page.\n"
        "Comments are open for subscribers until the end of the week; be kind to each other as you would at home.\n"
    )
    results = (
        ("Ann", "race"), ("Bert", "quiz"), ("Cora", "cup"), ("Dan", "vote"), ("Eve", "prize"), ("Fay", "match"),
    )  # fmt: skip
    short = [f"{who} won the {what} on Sunday before a crowd.\n{lines}" for who, what in results]
    entries = [
        replace(entry(n, text, host="post.example"), title=f"{who} wins the {what}")
        for n, (text, (who, what)) in enumerate(zip(short, results, strict=True), 1)
    ]

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        told = (await poll(archive, entries[:3], now=NOW + MINUTE, watchlists=["Town"])).posted
        linked = [article.copy_of for article in await shelf(archive)]
        assert linked.count(None) < 3  # until four have had the lines, nobody can know
        assert told < 3
        told += (await poll(archive, entries[3:], now=NOW + 2 * MINUTE, watchlists=["Town"])).posted
        articles = await shelf(archive)
        assert {article.copy_of for article in articles} == {None}
        assert len({article.story for article in articles}) == 6
        assert told == 6  # what was not, being a copy, is told when it turns out to be none

    archive.live(journey)


@pytest.mark.parametrize("text", [BRIDGE, "Officials said more was to come at the harbour.", ""])
def test_articles_of_a_series_are_each_told_whatever_text_their_site_shows(
    archive: Live, text: str
) -> None:
    numbers = range(1, 5)
    parts = [
        replace(
            entry(n, text, host="post.example"),
            title=f"Heavy fighting near the old harbour bridge of Ferrytown goes on, report {n}",
            published=NOW,
        )
        for n in numbers
    ]
    articles = kept(archive, *parts)
    assert {article.copy_of for article in articles} == {None}
    assert len({article.story for article in articles}) == len(numbers)


def test_one_text_under_another_headline_of_the_site_is_a_copy(archive: Live) -> None:
    renamed = replace(
        entry(2, BRIDGE, host="post.example"), title="Why the 2 engineers were not heard"
    )
    again = replace(entry(3, BRIDGE, host="post.example"), title="Bridge with 2 flaws closed")
    _, second, third = kept(
        archive, replace(entry(1, BRIDGE), title="A bridge is closed"), renamed, again
    )
    assert (second.copy_of, third.copy_of) == (1, 1)


def test_an_update_of_an_old_text_is_news(archive: Live) -> None:
    more = BRIDGE + "\n" + FERRY

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [entry(1, BRIDGE)])
        for n, days in enumerate((2, 5), 2):
            later = replace(entry(n, more + f"\nPart {n}."), published=NOW + days * DAY)
            await poll(archive, [later], now=NOW + days * DAY)
        first, soon, late = await shelf(archive)
        assert (soon.copy_of, soon.copy_kind, soon.story) == (1, CopyKind.UPDATE, first.story)
        assert late.copy_of == 1
        assert late.story == soon.story  # the second says what the first update said

    archive.live(journey)


def test_texts_older_than_a_month_are_forgotten_for_copies(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [entry(1, BRIDGE)], watchlists=["Bridges"])
        at = NOW + 29 * DAY
        near = BRIDGE.replace("three weeks", "most of a month")
        await poll(archive, [replace(entry(2, near), published=at)], now=at)
        at = NOW + 62 * DAY
        assert await archive.tidy(now=at, limit=1) == 1
        assert await archive.tidy(now=at, limit=9) == 1
        assert await archive.tidy(now=at, limit=9) == 0
        await poll(
            archive,
            [
                replace(
                    entry(3, near.replace("fishermen", "angler").replace("fisherman", "angler")),
                    published=at,
                )
            ],
            now=at,
        )
        articles = await shelf(archive)
        assert [article.copy_of for article in articles] == [None, 1, None]

    archive.live(journey)


def test_the_same_summary_on_the_same_day_is_a_copy(archive: Live) -> None:
    summary = (
        "Officials in the border town closed the bridge over the river Tarn on Sunday after an inspection found cracks "
        "in two of its pillars; repairs take weeks."
    )

    def blurb(number: int, title: str, *, host: str, hours: float) -> Entry:
        one = entry(number, "", host=host, hours=hours)
        return replace(one, title=title, summary=summary)

    first = blurb(1, "Bridge closed", host="a.example", hours=30)
    later = blurb(2, "Cracks close Tarn bridge", host="a.example", hours=25)
    column = blurb(3, "Bridge closed again", host="a.example", hours=1)
    numbered = blurb(4, "Bridge closed, part 2", host="c.example", hours=3)
    (_, near, far, part) = kept(archive, first, later, column, numbered)
    assert near.copy_of == 1
    assert far.copy_of is None
    assert part.copy_of in (1, 3)


def test_short_lines_are_never_compared(archive: Live) -> None:
    articles = kept(archive, entry(1, "More follows shortly."), entry(2, "More follows shortly."))
    assert [article.copy_of for article in articles] == [None, None]


def test_two_sources_that_bring_copies_at_once_make_one_story(archive: Live) -> None:
    async def journey(archive: Archive) -> None:
        await archive.enrol([POST, TIMES], now=NOW)
        for source in (POST, TIMES):
            await poll(archive, [], source=source)
        near = BRIDGE.replace("three weeks", "most of a month")
        kept = await poll(archive, [entry(1, BRIDGE), entry(2, near)], watchlists=["Bridges"])
        assert (kept.articles, kept.posted, len(kept.copies)) == (2, 1, 1)
        (copy,) = kept.copies
        assert (copy.kind, copy.of) == (CopyKind.REPRINT, "Story number 1")

    archive.live(journey)


def renamed(number: int, slug: str, title: str, summary: str) -> Entry:
    one = story(number, text="")
    return replace(one, url=f"https://post.example/{slug}", title=title, summary=summary)


DRONES = renamed(
    1,
    "mayor-says-twelve-drones-were-seen-a86966",
    "Mayor says twelve drones were seen",
    "Twelve drones flew over the harbour of Tarnmouth, the mayor said, and two ships were hit before dawn.",
)
MORE_DRONES = renamed(
    2,
    "thirty-drones-over-tarnmouth-a86966",
    "Thirty drones over Tarnmouth",
    "At least thirty drones were over Tarnmouth; the harbour stays closed.",
)


def test_a_new_headline_in_the_address_with_the_old_number_is_an_update(archive: Live) -> None:
    first, second = kept(archive, DRONES, MORE_DRONES)
    assert (second.copy_of, second.copy_kind) == (first.id, CopyKind.UPDATE)
    assert second.story == first.story
    assert second.copy_reason == "its address ends with the same number, and it tells of the same"


@pytest.mark.parametrize(
    "other",
    [
        replace(MORE_DRONES, url="https://times.example/thirty-drones-over-tarnmouth-a86966"),
        replace(MORE_DRONES, url="https://post.example/thirty-drones-over-tarnmouth-a86967"),
        replace(MORE_DRONES, published=NOW - timedelta(days=9)),
        replace(MORE_DRONES, title="Potato prices fall", summary="Farmers expect a poor year."),
    ],
    ids=["another site", "another number", "another week", "other words"],
)
def test_a_number_alone_makes_no_update(archive: Live, other: Entry) -> None:
    _, second = kept(archive, DRONES, other)
    assert second.copy_of is None


def test_a_number_that_many_addresses_end_with_says_nothing(archive: Live) -> None:
    def part(number: int) -> Entry:
        slug = f"drones-over-tarnmouth-part-{number}-a86966"
        return renamed(number, slug, f"Part {number}", f"{MORE_DRONES.summary} {number}")

    articles = kept(archive, DRONES, *map(part, range(2, 8)))
    assert [article.copy_of for article in articles].count(articles[0].id) == 3


def test_how_a_copy_of_a_copy_stands_to_the_first(archive: Live) -> None:
    """The first had only a quarter; the text of the third is that of the second to the letter."""
    cut = BRIDGE[: len(BRIDGE) // 4] + "…"
    other = BRIDGE.replace("three weeks", "most of a month")
    articles = kept(archive, entry(1, cut), entry(2, BRIDGE), entry(3, BRIDGE), entry(4, other))
    assert [article.copy_of for article in articles] == [None, 1, 1, 1]
    assert {article.copy_kind for article in articles[1:]} == {CopyKind.UPDATE}
    assert articles[2].copy_reason == articles[1].copy_reason
