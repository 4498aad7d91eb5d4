from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.when import date_in_address, moment_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", (2026, 11, 22)),
        ("2026-11-22T10:30:15.123456789+02:00", (2026, 11, 22, 8, 30, 15)),
        ("2026-11-22 10:30 UTC", (2026, 11, 22, 10, 30)),
        ("2026-11-22T10:30:00+0200", (2026, 11, 22, 8, 30)),
        ("Published: 2026-11-22T10:30Z by staff", (2026, 11, 22, 10, 30)),
        ("Sun, 22 Nov 2026 10:30:00 +0200", (2026, 11, 22, 8, 30)),
        ("22.11.2026, 10:30", (2026, 11, 22, 10, 30)),
        ("22 November 2026", (2026, 11, 22)),
        ("Sunday 22nd Nov. 2026 at 10:30", (2026, 11, 22, 10, 30)),
        ("Nov 22, 2026 9:05 pm", (2026, 11, 22, 21, 5)),
        ("12/11/2026", None),  # in November here, in December there
        ("2026-13-45", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("May 2026", None),
        ("two hours ago", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_they_are_written(
    text: str | None, moment: tuple[int, ...] | None
) -> None:
    read = moment_of(text)
    wanted = datetime(*moment, tzinfo=UTC) if moment else None  # type: ignore[arg-type, misc]
    assert (read.replace(microsecond=0) if read else None) == wanted


@given(st.text(max_size=60) | st.from_regex(r"\d{1,4}[-. ]\w{1,4}[-. ]\d{1,5}.{0,20}"))
def test_any_text_has_a_date_in_utc_or_none(text: str) -> None:
    read = moment_of(text)
    assert read is None or read.tzinfo is UTC


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/11/22/bridge", 22),
        ("/news/2026-11-22-bridge", 22),
        ("/bridge-20261122.html", 22),
        ("/2026/11/bridge", None),
        ("/2026/02/31/bridge", None),
        ("/id/1202611229", None),
    ],
)
def test_the_day_in_an_address_is_found(path: str, day: int | None) -> None:
    found = date_in_address(f"https://post.example{path}")
    assert (found.day if found else None) == day
