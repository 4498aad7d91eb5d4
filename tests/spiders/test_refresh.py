"""How often a source says that it changes."""

from datetime import timedelta

import pytest

from spiders.refresh import LONGEST, SHORTEST, answer_refresh, feed_refresh

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("feed", "refresh"),
    [
        ({}, None),
        ({"ttl": "60"}, HOUR),
        ({"ttl": " 5 "}, 5 * MINUTE),
        ({"ttl": "0"}, None),
        ({"ttl": "-5"}, None),
        ({"ttl": "soon"}, None),
        ({"ttl": "999999"}, LONGEST),
        ({"sy_updateperiod": "hourly"}, HOUR),
        ({"sy_updateperiod": " Hourly\n", "sy_updatefrequency": "4"}, 15 * MINUTE),
        ({"sy_updateperiod": "daily", "sy_updatefrequency": "x", "ttl": "5"}, 24 * HOUR),
        ({"sy_updateperiod": "hourly", "sy_updatefrequency": "999"}, SHORTEST),
        ({"sy_updateperiod": "sometimes", "ttl": "5"}, 5 * MINUTE),
    ],
)
def test_what_a_feed_says(feed: dict[str, str], refresh: timedelta | None) -> None:
    assert feed_refresh(feed) == refresh


@pytest.mark.parametrize(
    ("value", "refresh"),
    [
        ("", None),
        ("no-store", None),
        ("max-age=0, private", None),
        ("public, max-age=300", 5 * MINUTE),
        ('MAX-AGE="600"', 10 * MINUTE),
        ("s-maxage=900", None),
        ("max-age=99999999999", LONGEST),
        ("max-age=5", SHORTEST),
    ],
)
def test_what_an_answer_says(value: str, refresh: timedelta | None) -> None:
    assert answer_refresh({"cache-control": value} if value else {}) == refresh
