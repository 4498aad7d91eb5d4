"""What happens to a start in which somebody stops it, asks for the configuration, or edits it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Does something at the moment in which a module is about to be loaded: a start has many, and no sleep hits one for sure.
BEGIN = """
import os, signal, sys
from importlib.abc import MetaPathFinder

class Meanwhile(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == moment:
            sys.meta_path.remove(self)
            exec(act)

moment, act = sys.argv[1:3]
del sys.argv[1:3]
sys.meta_path.insert(0, Meanwhile())
# A shell lets what it runs in the background ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
from wirewatch.__main__ import main
main()
"""
MOMENTS = ["wirewatch.install", "apprise", "wirewatch.wiring", "spiders.crawl.fetcher"]
CONFIG = """
sources: [{name: post, feed: 'http://127.0.0.1:9/feed', every: 6h}]
watchlists: [{name: Troops, any: [Pyongyang], notify: [desk]}]
channels: {desk: 'json://127.0.0.1:9/'}
fetch: {allow: ['127.0.0.1:9']}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def start(folder: Path, moment: str, act: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", BEGIN, moment, act, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_start_that_is_stopped_has_not_failed(
    folder: Path, moment: str, sign: signal.Signals
) -> None:
    child = start(folder, moment, f"os.kill(os.getpid(), {sign:d})", "run")
    out, log = child.communicate(timeout=60)
    assert (child.returncode, out) == (0, "")
    assert log.endswith("wirewatch: stopped while it was starting; nothing is lost\n")
    assert "Traceback" not in log


@pytest.mark.parametrize(
    ("words", "moment", "sign", "code"),
    [
        (("status",), "wirewatch.cli", signal.SIGINT, -signal.SIGINT),
        (("status",), "wirewatch.cli.reading", signal.SIGINT, -signal.SIGINT),
        (("run", "--once"), "apprise", signal.SIGINT, 130),
        (("run", "--once"), "apprise", signal.SIGTERM, -signal.SIGTERM),
        (("test", "run"), "apprise", signal.SIGTERM, -signal.SIGTERM),
        (("test", "run"), "apprise", signal.SIGINT, 130),
    ],
)
def test_what_was_to_end_by_itself_and_did_not_is_not_done(
    folder: Path, words: tuple[str, ...], moment: str, sign: signal.Signals, code: int
) -> None:
    child = start(folder, moment, f"os.kill(os.getpid(), {sign:d})", *words)
    out, log = child.communicate(timeout=60)
    assert (child.returncode, out) == (code, "")
    assert "Traceback" not in log


def test_a_command_ignores_what_it_was_told_to_ignore(folder: Path) -> None:
    act = f"print(signal.getsignal({signal.SIGHUP:d}).name, file=sys.stderr)"
    nohup = f"import signal; signal.signal({signal.SIGHUP:d}, signal.SIG_IGN)"
    code = BEGIN.replace("from wirewatch.__main__", f"{nohup}\nfrom wirewatch.__main__")
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "apprise", act, "test", "run"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[0] == "SIG_IGN"


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (f"os.kill(os.getpid(), {signal.SIGHUP:d})", "nothing that is watched or told has changed"),
        (
            "text = open('config.yaml').read();"
            " open('config.yaml', 'w').write(text.replace('Troops', 'Soldiers'))",
            "1 watchlist new (Soldiers); 1 watchlist gone (Troops)",
        ),
    ],
    ids=["asked", "edited"],
)
def test_what_is_asked_or_edited_while_it_starts_is_taken_up(
    folder: Path, act: str, says: str
) -> None:
    child = start(folder, "wirewatch.wiring", act, "run")
    assert child.stderr is not None
    lines = []
    for line in child.stderr:
        lines.append(line)
        if "taken up" in line:
            break
    os.kill(child.pid, signal.SIGTERM)
    _, rest = child.communicate(timeout=60)
    assert says in lines[-1], lines
    assert (child.returncode, "stopped; nothing is lost" in rest) == (0, True)


@pytest.mark.parametrize("moment", ["wirewatch.signals", "wirewatch.install"])
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_who_stops_it_twice_spoils_nothing(folder: Path, moment: str, sign: signal.Signals) -> None:
    again = f"import atexit; atexit.register(os.kill, os.getpid(), {sign:d})"
    child = start(folder, moment, again, "run")
    assert child.stderr is not None
    while "watching 1 source" not in child.stderr.readline():
        assert child.poll() is None
    child.send_signal(sign)
    _, rest = child.communicate(timeout=60)
    assert (child.returncode, "stopped; nothing is lost" in rest) == (0, True)
    assert "Traceback" not in rest
