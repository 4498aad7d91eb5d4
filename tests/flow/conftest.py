"""A press, a mailbox and a web hook, and the program as a user runs it."""

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.press import Press
from wirewatch.cli import run
from wirewatch.install import ROOMS


@pytest.fixture
def press() -> Iterator[Press]:
    press = Press()
    yield press
    press.close()


@pytest.fixture
def mail() -> Iterator[MailSink]:
    sink = MailSink()
    yield sink
    sink.close()


@pytest.fixture
def hook() -> Iterator[HookSink]:
    sink = HookSink()
    yield sink
    sink.close()


class Desk:
    """A folder with a configuration, and the program run in it."""

    def __init__(self, folder: Path, press: Press, mail: MailSink, hook: HookSink) -> None:
        self.folder = folder
        self.press = press
        self.environ = {
            **os.environ,
            "HOOK_ADDRESS": hook.address().reveal(),
            "MAIL_ADDRESS": mail.address().reveal(),
            "COLUMNS": "100",
        }

    def configure(
        self, *feeds: str, query: str = '"North Korean troops"', extra: str = "", source: str = ""
    ) -> None:
        """Write a configuration that watches the feeds, as fast as own servers may be asked."""
        sources = "".join(
            f"  - name: {name}\n    feed: {self.press.base}/{name}.xml\n    every: 1s\n"
            f"    full_text: never\n{source}"
            for name in feeds
        )
        (self.folder / "config.yaml").write_text(
            f"archive: wirewatch.db\ntimezone: Europe/Kyiv\nsources:\n{sources}"
            f"watchlists:\n  - name: Troops\n    query: '{query}'\n    notify: [mail, hook]\n"
            "channels:\n  mail: ${MAIL_ADDRESS}\n  hook: ${HOOK_ADDRESS}\n"
            f'fetch:\n  allow: ["127.0.0.1:{self.press.port}"]\n{extra}',
            encoding="utf-8",
        )

    def run(self, *words: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run `wirewatch` to its end and check its exit code; None for any."""
        done = subprocess.run(
            self.command(*words),
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            encoding="utf-8",
            timeout=90,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        if code is not None:
            assert done.returncode == code, done.stdout + done.stderr
        return done

    def ask(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command that only reads, or refuses, within this process: what it says is the same, and it starts at once."""
        out, err = io.StringIO(), io.StringIO()
        with (
            as_before(),
            pytest.MonkeyPatch.context() as patch,
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            for name, value in self.environ.items():
                patch.setenv(name, value)
            ended = run(words)
        assert "Traceback" not in err.getvalue(), err.getvalue()
        assert ended == code, out.getvalue() + err.getvalue()
        return subprocess.CompletedProcess(words, ended, out.getvalue(), err.getvalue())

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start `wirewatch` and leave it running; its log can be read from ``stderr``."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    @staticmethod
    def command(*words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "wirewatch", *words]

    def records(self, *words: str) -> list[dict[str, Any]]:
        """Run a command with `--json` and read what it prints."""
        done = self.run(*words, "--json")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def asked(self, *words: str) -> list[dict[str, Any]]:
        """`records` of a command that only reads, as in `ask`."""
        done = self.ask(*words, "--json")
        return [json.loads(line) for line in done.stdout.splitlines()]


@contextlib.contextmanager
def as_before() -> Iterator[None]:
    """Leave the loggers as they were: a command sets them up for a process of its own."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    loggers = [root, *map(logging.getLogger, ROOMS), logging.getLogger("wirewatch")]
    levels = [logger.level for logger in loggers]
    yield
    root.handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def desk(tmp_path: Path, press: Press, mail: MailSink, hook: HookSink) -> Desk:
    return Desk(tmp_path, press, mail, hook)
