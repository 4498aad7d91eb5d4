import asyncio
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.errors import ArchiveBusyError, ArchiveError
from archive.sqlite import SqliteArchive, connection
from archive.sqlite.connection import connect
from archive.sqlite.schema import VERSION
from tests.archive.polls import NOW, POST, Live, poll, story

ROOT = Path(__file__).parents[3]


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        yield conn


def refused(path: Path) -> str:
    with pytest.raises(ArchiveError) as caught:
        SqliteArchive(path)
    return str(caught.value)


def made(path: Path) -> Path:
    asyncio.run(SqliteArchive(path).close())
    return path


def test_a_new_archive_is_for_its_owner_only(tmp_path: Path) -> None:
    path = made(tmp_path / "archive.db")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_archive_is_opened_again_and_again(tmp_path: Path) -> None:
    live = Live(lambda: SqliteArchive(tmp_path / "archive.db"))
    live.live(lambda archive: archive.enrol([POST], now=NOW))
    assert len(live.live(lambda archive: archive.sources())) == 1


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with opened(path) as conn:
        conn.execute("CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    assert refused(path) == (
        f"{path}: this is a database of another program. Choose another file as `archive:`"
    )
    assert path.read_bytes() == before


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "archive.db")
    with opened(path) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert refused(path) == (
        f"{path}: written by a newer Wirewatch (layout {VERSION + 1}, this one knows {VERSION}). Upgrade Wirewatch"
    )


@pytest.mark.parametrize("content", [b"sources:\n  - https://post.example/\n", b"\x89PNG" * 500])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(content)
    message = refused(path)
    assert message.startswith(f"{path}: the archive is damaged or no archive")
    assert message.endswith("Restore a backup, or move it away")
    assert path.read_bytes() == content


def test_a_damaged_archive_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "archive.db")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    async def journey() -> None:
        archive = SqliteArchive(path)
        try:
            await archive.enrol([POST], now=NOW)
        finally:
            await archive.close()

    with pytest.raises(ArchiveError, match="the archive is damaged"):
        asyncio.run(journey())


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == f"{tmp_path}: this is a folder. Give a file as `archive:`"


def test_a_missing_folder_is_named_with_the_mend(tmp_path: Path) -> None:
    folder = tmp_path / "no" / "such"
    assert refused(folder / "archive.db") == (
        f"{folder}: there is no such folder. Make it: mkdir -p {folder}"
    )


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_named(what: str) -> None:
    # Nothing is forbidden to root: there the program is run as somebody else.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = made(folder / "archive.db")
        path.chmod(0o444)
        folder.chmod(0o777 if what == "file" else 0o555)
        if what == "folder":
            path.chmod(0o666)
        done = subprocess.run(
            [sys.executable, "-c", OPEN, str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        folder.chmod(0o755)
    named = path if what == "file" else folder
    assert done.stdout.startswith(f"{named}: ")
    assert done.stdout.endswith("Check its owner and mode\n")


OPEN = """
import os, sys
from pathlib import Path
from archive.errors import ArchiveError
from archive.sqlite import SqliteArchive
if os.geteuid() == 0:
    os.setuid(65534)  # nobody
try:
    SqliteArchive(Path(sys.argv[1]))
except ArchiveError as error:
    print(error)
"""


def test_programs_that_start_together_make_one_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    start = threading.Barrier(4)

    def begin() -> int:
        start.wait()
        db = connect(path)
        tables: int = db.execute("SELECT count(*) FROM sources").fetchone()[0]
        db.close()
        return tables

    with ThreadPoolExecutor(4) as pool:
        assert [each.result() for each in [pool.submit(begin) for _ in range(4)]] == [0] * 4


def test_a_locked_archive_is_waited_for(tmp_path: Path) -> None:
    path = made(tmp_path / "archive.db")

    async def journey() -> None:
        archive = SqliteArchive(path)
        await archive.enrol([POST], now=NOW)
        with opened(path) as other:
            other.execute("BEGIN IMMEDIATE")
            writing = asyncio.create_task(poll(archive, [story(1)]))
            done, _ = await asyncio.wait({writing}, timeout=0.3)
            assert not done
            other.execute("COMMIT")
            assert (await writing).articles == 1
        await archive.close()

    asyncio.run(journey())


def test_an_archive_that_stays_locked_is_told_and_works_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "archive.db")
    monkeypatch.setattr(connection, "BUSY", 20)

    async def journey() -> None:
        archive = SqliteArchive(path)
        with opened(path) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ArchiveBusyError) as caught:
                await archive.enrol([POST], now=NOW)
            other.execute("ROLLBACK")
        assert str(caught.value) == (
            f"{path}: another program keeps the archive locked. Close it, or wait"
        )
        await archive.enrol([POST], now=NOW)
        assert len(await archive.sources()) == 1
        await archive.close()

    asyncio.run(journey())


def test_two_programs_write_by_turns(tmp_path: Path) -> None:
    path = made(tmp_path / "archive.db")

    async def journey() -> None:
        one, other = SqliteArchive(path), SqliteArchive(path)
        await one.enrol([POST], now=NOW)
        lists = [[f"{n}-{k}" for k in range(20)] for n in range(2)]
        await asyncio.gather(
            *(one.new_watchlists([name], now=NOW) for name in lists[0]),
            *(other.new_watchlists([name], now=NOW) for name in lists[1]),
        )
        await poll(one, [story(1)])
        assert await other.new_watchlists([*lists[0], *lists[1], "new"], now=NOW) == ["new"]
        await one.close()
        await other.close()

    asyncio.run(journey())


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "archive.db")
    db = connect(path)
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        with connection.transaction(db):
            for n in range(1000):
                db.execute("INSERT INTO watchlists VALUES (?, '')", [f"{n}" * 50])

    with pytest.raises(sqlite3.OperationalError) as caught:
        fill()
    assert "the disk is full" in str(connection.explained(caught.value, path))
    assert db.execute("SELECT count(*) FROM watchlists").fetchone()[0] == 0
    db.close()


def test_what_a_long_look_by_another_program_made_of_the_log_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LARGEST_LOG", 100_000)
    path, log = tmp_path / "archive.db", tmp_path / "archive.db-wal"
    db = connect(path)

    def write(size: int) -> None:
        db.execute("INSERT INTO salts VALUES (zeroblob(?))", [size])

    with opened(path) as backup:
        backup.execute("BEGIN")
        backup.execute("SELECT count(*) FROM salts").fetchone()
        for _ in range(10):
            write(500_000)
        assert log.stat().st_size > 5_000_000
        backup.rollback()
    for _ in range(3):
        write(10)
    assert log.stat().st_size <= 100_000
    db.close()
