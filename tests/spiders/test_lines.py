"""Which lines of what a page carries are its article's."""

import pytest

from spiders.reading.lines import article_lines, is_noise

NEWS = [
    f"The bridge over the river was closed on day {day} after an inspection found cracks in two of its pillars, and the mayor of "
    "the border town told reporters that engineers would need at least three weeks to mend them."
    for day in range(1, 7)
]
PLAN = [
    "Drink half an hour before you run",
    "One cup of berries, two eggs, a slice of bread with butter",
]


def lines(*text: str) -> list[str]:
    return article_lines("\n".join(text), titles=())


def test_a_text_that_a_page_carries_several_times_is_read_once() -> None:
    assert lines(*NEWS, "Ten things to know", *NEWS, *NEWS) == [*NEWS, "Ten things to know"]


def test_what_an_author_says_again_stays() -> None:
    days = [*NEWS[:2], *PLAN, "Tuesday", *PLAN, "Wednesday", *PLAN]
    assert lines(*days) == days


def test_many_lines_that_are_there_again_and_again_are_read_in_time() -> None:
    """Runs of short lines that end differently each time would be compared to their end, from each of their lines."""
    short = [line for n in range(1_000) for line in [*["a", "b"] * 499, f"end {n}"]]
    assert len(lines(*short)) <= len(short)


@pytest.mark.parametrize(
    "line",
    [
        "https://post.example/news/article/cat-found-14848175.php",
        "2019-11-19T08:57:40+01:00",
        "2025-11-19T08:57Z",
    ],
)
def test_lines_for_programs_are_dropped(line: str) -> None:
    assert lines(NEWS[0], line, NEWS[1]) == NEWS[:2]
    assert lines(f"{NEWS[0]} {line}") == [f"{NEWS[0]} {line}"]


@pytest.mark.parametrize(
    ("line", "noise"),
    [
        ("Would you like to comment on this article?", True),
        ("Sign up (it's quick and free) or sign in now.", True),
        ("Please read our Comment Policy before commenting.", True),
        ("Would you like to comment on the war, the minister was asked.", False),
        ("Please read our report.", False),
    ],
)
def test_what_asks_for_comments_is_noise(line: str, noise: bool) -> None:
    assert is_noise(line) is noise


@pytest.mark.parametrize(
    "line",
    [
        "Thanks for signing up!",
        "Keep an eye on your inbox for the latest sports news.",
        "Sorry!",
        "There was an error processing your subscription.",
        "Vielen Dank für Ihre Anmeldung!",
    ],
)
def test_what_newsletter_forms_answer_is_noise(line: str) -> None:
    assert is_noise(line)


@pytest.mark.parametrize(
    "line", ["Sorry seems to be the hardest word, he said", "Thanks for nothing, voters told them"]
)
def test_what_people_say_is_no_noise(line: str) -> None:
    assert not is_noise(line)


def test_what_a_paywall_sells_is_cut_and_that_it_is_there_stays_known() -> None:
    wall, offer = (
        "この記事は会員限定です。",
        ["会員向け記事が読み放題", "各種メールマガジンで最新情報をお届け"],
    )
    assert lines(*NEWS[:3], wall, *offer) == [*NEWS[:3], wall]
    assert lines(NEWS[0], wall, *NEWS[1:]) == [NEWS[0], wall, *NEWS[1:]]


def test_a_date_in_characters_above_a_text_is_dropped() -> None:
    assert lines("2025年1月14日 01時28分 (1月14日 01時40分更新)", *NEWS) == NEWS
