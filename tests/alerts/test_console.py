import io
from dataclasses import replace

import pytest

from alerts import console
from alerts.answers import Fate
from archive.vocabulary import AlertKind, Change, Edit, EditKind, Figure
from tests.alerts.stories import HOSTILE, ZONE, alert


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_an_alert_is_one_block_of_plain_words() -> None:
    out = io.StringIO()
    answer = console.show(alert(), zone=ZONE, sure=False, stream=out)
    assert answer.fate is Fate.SENT
    assert out.getvalue() == (
        "● Harbour: Harbour bridge closes for a week\n"
        "  Aldmoor Post · Sun 22 Nov 2026, 21:04 (Europe/Kyiv)\n"
        "  https://news.example/harbour?a=1&b=2\n"
        "  “Officials in Aldmoor said the new harbour bridge would close for a week.”\n"
        "  why: found “harbour bridge”\n"
        '  query: "harbour bridge" OR ferr*\n'
        "  (may be a repeat)\n"
        "\n"
    )


def test_a_terminal_shows_the_hit_highlighted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    console.show(alert(), zone=ZONE, stream=out)
    assert "\x1b[1;33mharbour bridge\x1b[0m" in out.getvalue()


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    console.show(alert(), zone=ZONE, stream=out)
    assert "\x1b" not in out.getvalue()


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_title_reaches_the_terminal(title: str) -> None:
    out = io.StringIO()
    console.show(alert(title=title, quote=title, outlet=title, query=title), zone=ZONE, stream=out)
    assert not any(ord(c) < 32 and c != "\n" for c in out.getvalue())
    assert not any(0x7F <= ord(c) <= 0x9F for c in out.getvalue())
    assert sum(line.startswith("●") for line in out.getvalue().splitlines()) == 1


def test_a_narrow_encoding_costs_letters_not_the_alert() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    assert console.show(alert(title="Міст"), zone=ZONE, stream=out).fate is Fate.SENT
    assert b"Harbour: ????" in raw.getvalue()


def test_a_closed_stream_is_tried_again() -> None:
    out = io.StringIO()
    out.close()
    answer = console.show(alert(), zone=ZONE, stream=out)
    assert answer.fate is Fate.LATER


def test_an_edit_shows_what_was_there_before_and_what_is_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edit = Edit(
        kinds=(EditKind.HEADLINE, EditKind.FIGURES),
        headline=Change(before="Bridge closes", after="Bridge to close for a month"),
        figures=(
            Figure(before="6,000 people", after="9,400 people", sentence="9,400 people left."),
        ),
    )
    told = replace(alert(), kind=AlertKind.EDIT, edit=edit)
    out = io.StringIO()
    console.show(told, zone=ZONE, stream=out)
    assert "● Harbour: Harbour bridge closes for a week (edited)\n" in out.getvalue()
    assert (
        "  Headline before: Bridge closes\n"
        "  Headline now: Bridge to close for a month\n"
        "  Figures: 6,000 people → 9,400 people\n"
    ) in out.getvalue()
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    console.show(told, zone=ZONE, stream=terminal)
    assert "\x1b[31mHeadline before: Bridge closes\x1b[0m" in terminal.getvalue()
