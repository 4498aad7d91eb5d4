"""A whole showing with a stand-in for the daemon: what is said, the exit code, and what is left behind."""

import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from wirewatch.demo.content import Content, load_content
from wirewatch.demo.screen import Screen
from wirewatch.demo.stage import Stage, stop_on_signals

PRETENDER = Path(__file__).with_name("pretend_daemon.py")


def acting(manner: str) -> Callable[[Path], Sequence[str]]:
    return lambda config: (sys.executable, str(PRETENDER), str(config), manner)


class Told(io.StringIO):
    """What is on the screen; says when a text has appeared."""

    def __init__(self, wait_for: str, then: Callable[[], None]) -> None:
        super().__init__()
        self._wait_for = wait_for
        self._then = then

    def write(self, text: str) -> int:
        count = super().write(text)
        if self._wait_for and self._wait_for in self.getvalue():
            self._wait_for = ""
            self._then()
        return count


def show(
    manner: str,
    *,
    until: str = "",
    limit: timedelta | None = None,
    content: Content | None = None,
    interrupt: Callable[[threading.Event], None] = threading.Event.set,
) -> tuple[int, str]:
    with stop_on_signals() as stop:
        out = Told(until, lambda: interrupt(stop))
        screen = Screen(out, color=False, columns=100)
        stage = Stage(screen, content or load_content(), stop=stop, command=acting(manner))
        return stage.show(limit), out.getvalue()


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def first_cue_only() -> Content:
    content = load_content()
    return replace(content, cues=content.cues[:1])


def test_the_sample_story_is_told_and_nothing_is_left_behind(own_temporary_folder: Path) -> None:
    code, told = show("well", until="A chat message arrives")
    assert code == 0
    assert "Northern Post publishes: 50,000 Russian and North Korean troops" in told
    assert "An e-mail arrives" in told
    assert "«North Korean troops»" in told
    assert "told to mail once, chat once" in told
    assert "daemon │ watching 8 sources" in told
    assert told.index("Every feed was polled once") < told.index("Northern Post publishes")
    assert "wirewatch check" in told
    assert list(own_temporary_folder.iterdir()) == []


def test_a_showing_with_an_end_says_whether_the_story_was_told_once() -> None:
    code, told = show("well", limit=timedelta(seconds=3), content=first_cue_only())
    assert code == 0
    assert "That was the last story of the demo" in told


def test_a_story_told_twice_is_a_failure() -> None:
    code, told = show("repeat", limit=timedelta(seconds=3), content=first_cue_only())
    assert code == 3
    assert "told to mail twice, chat twice" in told


def test_a_story_never_told_is_a_failure() -> None:
    code, told = show("well", limit=timedelta(0))
    assert code == 3
    assert "told to mail never, chat never" in told


def test_a_daemon_that_dies_is_shown_with_its_last_words(own_temporary_folder: Path) -> None:
    code, told = show("die")
    assert code == 3
    assert "The daemon ended with exit code 1" in told
    assert told.count("config.yaml:3:1: something is wrong") == 2
    assert list(own_temporary_folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_the_showing_in_order(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    code, told = show(
        "well", until="Every feed was polled", interrupt=lambda stop: os.kill(os.getpid(), number)
    )
    assert code == 0
    assert "The demo stops the daemon" in told
    assert signal.getsignal(number) is before
