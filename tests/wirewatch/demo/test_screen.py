"""Lines fit the terminal, in every script, with and without colour."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.demo.screen import END, HIT, Screen, clean, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("地震", 4),
        ("Курськ", 6),
        ("e\u0301", 1),
        (f"{HIT}a{END}", 1),
        ("ﾊﾝ", 2),
        ("", 0),
    ],
)
def test_width_is_in_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))), st.integers(4, 60))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_japanese_breaks_between_its_characters_but_not_before_a_full_stop() -> None:
    assert wrap("市場では列を作った。", 8) == ["市場では", "列を作っ", "た。"]


def test_a_highlight_over_a_line_end_is_closed_and_opened_again() -> None:
    out = io.StringIO()
    Screen(out, color=True, columns=40).frame(
        "f", [f"{'x' * 22} {HIT}North Korean troops{END} end"]
    )
    inside = out.getvalue().splitlines()[1:-1]
    assert len(inside) == 2
    assert all(line.count("\x1b[1;30;43m") == 1 and line.count("\x1b[0m") == 1 for line in inside)


def test_without_colour_hits_stand_between_marks_and_no_escape_is_written() -> None:
    out = io.StringIO()
    screen = Screen(out, color=False, columns=80)
    screen.frame("heading", [f"of {HIT}Kursk{END} now"])
    screen.say("words", style="bold")
    assert "of «Kursk» now" in out.getvalue()
    assert "\x1b" not in out.getvalue()


@pytest.mark.parametrize("columns", [1, 40, 80, 500])
def test_frames_keep_to_the_width(columns: int) -> None:
    out = io.StringIO()
    screen = Screen(out, color=False, columns=columns)
    screen.frame("e-mail to desk@newsroom.example", ["Schiff " * 30, "地震" * 60, ""])
    assert max(width(line) for line in out.getvalue().splitlines()) <= screen.columns


def test_a_terminal_that_knows_no_unicode_gets_question_marks() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    Screen(out, color=False, columns=80).say("地震 in Kursk")
    assert raw.getvalue() == b"?? in Kursk\n"


def test_control_characters_are_taken_out() -> None:
    assert clean("a\x1b[31mb\tc\nd\x9b") == "a[31mb c d"
