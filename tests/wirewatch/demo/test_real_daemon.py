"""The demo as a new user sees it: the real daemon, the sample story, its copy, one message a channel."""

import io
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from wirewatch.demo.content import Content, Expect, load_content
from wirewatch.demo.screen import Screen
from wirewatch.demo.stage import Stage


def sample_and_copy() -> Content:
    """The first story; when a busy computer has polled it too, its copy and a near miss."""
    content = load_content()
    first, copy = content.cues[0], next(c for c in content.cues if c.expect is Expect.COPY)
    miss = next(c for c in content.cues if c.note and c.expect is Expect.SILENCE)
    soon = timedelta(seconds=10)
    return replace(content, cues=(first, replace(copy, at=soon), replace(miss, at=soon)))


class Ending(io.StringIO):
    """The screen; stops the demo when its last words are out."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop

    def write(self, text: str) -> int:
        if "That was the last story" in text:
            self._stop.set()
        return super().write(text)


def test_the_first_thing_a_new_user_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stop = threading.Event()
    out = Ending(stop)
    begun = time.monotonic()
    stage = Stage(Screen(out, color=False, columns=100), sample_and_copy(), stop=stop)
    code = stage.show(timedelta(seconds=90))
    told = " ".join(out.getvalue().split())
    assert stop.is_set(), told
    assert code == 0, told
    assert time.monotonic() - begun < 90
    assert "told to mail once, chat once" in told
    assert told.count("«North Korean troops»") == 2, told
    assert "recognised as a copy, nobody is told twice" in told
    assert "the watchlist says none: [football]. Nobody is told." in told
    assert "copies not repeated 1" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []
