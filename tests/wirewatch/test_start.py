"""What a start loads: a command waits for nothing that it has no use for."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import alerts
import spiders
import watchlists

FOREIGN = {
    "apprise",
    "feedparser",
    "jinja2",
    "numpy",
    "requests",
    "scrapy",
    "trafilatura",
    "twisted",
}
"""What takes long to load."""
ROOMS = [alerts, spiders, watchlists]
RUN = """
import sys
from wirewatch.cli import run
code = run(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(
        "sources: [{name: post, feed: 'https://post.example/feed'}]\n"
        "watchlists: [{name: Troops, query: '\"North Korean troops\" OR Pyongyang', notify: [desk]}]\n"
        "channels: {desk: {to: 'json://hook.example/', template: words}}\n"
    )
    (tmp_path / "words").mkdir()
    (tmp_path / "words/json.txt").write_text("{{ title }}\n")
    return tmp_path


def loaded(folder: Path, *words: str) -> set[str]:
    """Run a command and return every module that it has loaded."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", RUN, *words],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("status",),
        ("outbox",),
        ("mute",),
        ("story", "1"),
        ("search", "Pyongyang"),
        ("explain", "https://post.example/1"),
        ("watchlists",),
        ("export",),
    ],
    ids=lambda words: words[0],
)
def test_who_only_reads_loads_nothing_that_fetches_or_sends(
    folder: Path, words: tuple[str, ...]
) -> None:
    modules = loaded(folder, *words)
    assert "wirewatch.cli.main" in modules
    assert not modules & FOREIGN


def test_check_loads_the_services_that_are_written_to_and_no_other(folder: Path) -> None:
    modules = loaded(folder, "check")
    assert {"apprise", "apprise.plugins.custom_json"} <= modules
    assert "apprise.plugins.twitter" not in modules
    assert not modules & {"feedparser", "scrapy", "trafilatura", "twisted"}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_a_room_opens_to_every_name_that_it_shows(room: ModuleType) -> None:
    assert room.__file__ is not None
    here = Path(room.__file__)
    shown = [
        (statement.module, name.name)
        for statement in ast.walk(ast.parse(here.read_text()))
        if isinstance(statement, ast.ImportFrom)
        for name in statement.names
        if name.asname
    ]
    assert shown
    for module, name in shown:
        assert getattr(room, name) is getattr(import_module(str(module)), name)
        assert not (here.parent / f"{name}.py").exists()


def test_a_room_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="module 'spiders' has no attribute 'Spider'"):
        _ = spiders.Spider  # type: ignore[attr-defined]
