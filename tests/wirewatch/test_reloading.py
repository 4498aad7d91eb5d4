import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from wirewatch.cli.setting import read_file
from wirewatch.config import Config, Problem
from wirewatch.reloading import Edits, difference, follow

GOOD = """\
sources:
  - {{name: Post, feed: "https://post.example/feed"}}
watchlists:
  - {{name: {name}, any: [{word}], notify: [console]}}
channels:
  console: console://
"""


def write(path: Path, name: str = "Ferries", word: str = "ferry") -> None:
    path.write_text(GOOD.format(name=name, word=word), encoding="utf-8")


def config_of(path: Path) -> Config:
    config = read_file(path).config
    assert config is not None
    return config


class Running:
    """Stands where the daemon would: it notes what it is to go on with."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.taken: asyncio.Queue[Config] = asyncio.Queue()
        self.told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def take_up(self, config: Config) -> None:
        self.config = config
        await self.taken.put(config)

    async def tell(self, title: str, body: str) -> None:
        await self.told.put((title, body))


async def following(
    path: Path, running: Running, doubts: Sequence[Problem] = ()
) -> tuple[asyncio.Task[None], asyncio.Event]:
    asked = asyncio.Event()
    task = asyncio.create_task(
        follow(
            running,
            Edits((path,)),
            read=lambda: read_file(path),
            tell=running.tell,
            asked=asked,
            doubts=doubts,
            look=0.01,
        )
    )
    await asyncio.sleep(0)
    return task, asked


def test_an_edit_is_taken_up_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    write(path)

    async def journey() -> None:
        running = Running(config_of(path))
        task, _ = await following(path, running)
        write(path, "Bridges", "bridge")
        taken = await asyncio.wait_for(running.taken.get(), 10)
        assert [each.name for each in taken.watchlists] == ["Bridges"]
        task.cancel()

    asyncio.run(journey())


def test_a_bad_edit_is_told_with_its_place_and_the_last_good_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    write(path)

    async def journey() -> None:
        running = Running(config_of(path))
        task, asked = await following(path, running)
        path.write_text("sources: []\nwatchlist: []\n", encoding="utf-8")
        asked.set()
        title, body = await asyncio.wait_for(running.told.get(), 10)
        assert title == "The edited configuration is not used"
        assert f"{path}:2:1: error: unknown section `watchlist`" in body
        assert running.taken.empty()
        write(path, "Bridges", "bridge")
        await asyncio.wait_for(running.taken.get(), 10)
        task.cancel()

    asyncio.run(journey())


def test_a_warning_is_told_once_wherever_an_edit_moves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.yaml"

    def edit(before: str, *names: str) -> None:
        write(path)
        spare = "".join(f"  {name}: 'json://127.0.0.1:9/{name}'\n" for name in names)
        path.write_text(before + path.read_text(encoding="utf-8") + spare, encoding="utf-8")

    async def journey() -> None:
        edit("", "spare")
        loaded = read_file(path)
        assert loaded.config is not None
        running = Running(loaded.config)
        task, _ = await following(path, running, doubts=loaded.problems)
        for before, names in (("#\n", ["spare"]), ("#\n#\n", ["spare", "other"]), ("", ["other"])):
            edit(before, *names)
            await asyncio.wait_for(running.taken.get(), 10)
        task.cancel()

    asyncio.run(journey())
    told = [line for line in capsys.readouterr().err.splitlines() if " warning: " in line]
    assert len(told) == 1
    assert "`other`" in told[0]


def test_another_archive_needs_a_new_start(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    write(path)

    async def journey() -> None:
        running = Running(config_of(path))
        task, asked = await following(path, running)
        path.write_text("archive: other.db\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
        asked.set()
        _, body = await asyncio.wait_for(running.told.get(), 10)
        assert "other.db" in body
        assert running.taken.empty()
        task.cancel()

    asyncio.run(journey())


def test_a_file_that_is_gone_is_told_and_what_ran_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    write(path)

    async def journey() -> None:
        running = Running(config_of(path))
        task, _ = await following(path, running)
        path.unlink()
        _, body = await asyncio.wait_for(running.told.get(), 10)
        assert "this file cannot be read" in body
        assert not task.done()
        task.cancel()

    asyncio.run(journey())


def test_an_edit_counts_once_and_only_when_it_has_settled(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    write(path)
    edits = Edits((path, tmp_path / ".env"))
    assert not edits.settled()
    write(path, "Half")
    assert not edits.settled()
    write(path, "Whole and longer")
    assert not edits.settled()
    assert edits.settled()
    assert not edits.settled()
    (tmp_path / ".env").write_text("TOKEN=1\n", encoding="utf-8")
    assert [edits.settled(), edits.settled()] == [False, True]
    write(path, "Asked for")
    edits.taken()
    assert [edits.settled(), edits.settled()] == [False, False]


def test_a_pipe_is_no_file_to_watch(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    edits = Edits((pipe,))
    os.utime(pipe, (1, 1))
    assert [edits.settled(), edits.settled()] == [False, False]


@pytest.mark.parametrize(
    ("name", "word", "said"),
    [
        ("Ferries", "ferry", "nothing that is watched or told has changed"),
        ("Ferries", "boat", "1 watchlist changed (Ferries)"),
        ("Boats", "ferry", "1 watchlist new (Boats); 1 watchlist gone (Ferries)"),
    ],
)
def test_what_changed_is_said_in_one_line(tmp_path: Path, name: str, word: str, said: str) -> None:
    path = tmp_path / "config.yaml"
    write(path)
    before = config_of(path)
    write(path, name, word)
    assert difference(before, config_of(path)) == said
