"""Every word of the demo fits the terminal, and none of it needs colour."""

import io
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from wirewatch.demo.content import load_content
from wirewatch.demo.memory import Memory
from wirewatch.demo.narration import Narrator
from wirewatch.demo.received import read_chat
from wirewatch.demo.screen import Screen, width

CONTENT = load_content()
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:8801"


def told(columns: int, *, color: bool = False) -> str:
    out = io.StringIO()
    narrator = Narrator(Screen(out, color=color, columns=columns), CONTENT)
    narrator.welcome(BASE)
    narrator.starting(NOW)
    narrator.log("a very long line of the log " * 20)
    narrator.opened(NOW, 40)
    for cue in CONTENT.cues:
        story = CONTENT.outlet(cue.outlet).story(cue.story)
        narrator.publishes(NOW, cue, cue.title or story.title)
        message = read_chat(f"**{cue.watchlist}**\n{story.title}\n\n“a **{story.paragraphs[0]}**”")
        narrator.arrives(NOW, message, timedelta(seconds=1.234))
        narrator.arrives(NOW, message, None, brief=True)
        if cue.note:
            narrator.stays_silent(NOW, cue)
    narrator.goes_on(NOW, BASE, ends=False)
    narrator.still_here(NOW, 123)
    narrator.died(-9, ["the last\x1b[2J line"])
    memory = Memory(entries=59, articles=58, matches=8, copies=frozenset({"x"}))
    narrator.summary(
        first=timedelta(seconds=5),
        polls=240,
        memory=memory,
        messages=Counter(mail=6),
        sample=Counter(mail=1),
        copies=1,
    )
    narrator.what_next()
    return out.getvalue()


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    lines = told(columns).splitlines()
    assert max(width(line) for line in lines) <= columns
    assert not any(line != line.rstrip() for line in lines)


def test_without_colour_no_escape_is_written_even_when_the_log_has_some() -> None:
    assert "\x1b" not in told(80)
    assert "\x1b[1m" in told(80, color=True)


def test_it_names_every_outlet_watchlist_and_next_step() -> None:
    words = told(100)
    for outlet in CONTENT.outlets:
        assert outlet.name in words
    for step in (
        "wirewatch init",
        "wirewatch check",
        "wirewatch run",
        "entries listed",
        "by signal 9",
    ):
        assert step in words


def test_a_long_line_of_the_log_is_cut() -> None:
    assert told(80).count("a very long line") <= 6


def test_the_copy_is_explained_with_the_name_of_its_outlet() -> None:
    assert "Harbour Daily republishes it under another headline" in told(100)
