import pytest

from archive.numbers import number_of

SITE = "https://www.post.example"


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (f"{SITE}/2024/11/10/russia-downs-34-drones-a86966", "post.example/a86966"),
        (f"{SITE}/city/marchers-gather-in-the-square-st8174328?source=rss", "post.example/st8174328"),
        (f"{SITE}/news/ferry-runs-every-half-hour_N123456.html", "post.example/n123456"),
        (f"{SITE}/news/ferry-runs-every-half-hour-20241110", None),  # a day
        (f"{SITE}/collections/ukraine-russia-intl-030122/", None),  # a day, too
        (f"{SITE}/a86966", None),  # no headline before it
        (f"{SITE}/news/new-jet-a320-flies-over-alps", None),
        (f"{SITE}/news/article-on-boeing737800", None),
        ("no address", None),
        (None, None),
    ],
)  # fmt: skip
def test_the_number_behind_a_headline(url: str | None, number: str | None) -> None:
    assert number_of(url) == number
