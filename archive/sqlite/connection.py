"""Opening the file: safely, or with one clear line that says why not."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.errors import ArchiveBusyError, ArchiveError
from archive.sqlite.schema import APPLICATION_ID, VERSION, migrations

BUSY = 10_000
"""Milliseconds to wait for another program's lock before giving up."""

LARGEST_LOG = 16 * 1024 * 1024
"""Bytes of the file ``-wal`` that stay when it begins anew; it grows as long as another program reads, for a backup say."""

LARGEST_NUMBER = 2**63 - 1
"""SQLite's integers end here."""


def connect(path: Path) -> Database:
    """Open the archive at ``path``, making or upgrading it as needed.

    Raises `ArchiveError` when the file is not ours, is newer than this program, is damaged, or cannot be written.
    """
    _look_at(path)
    try:
        conn = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        db = Database(conn)
        _check_ours(db, path)
        _set_up(db)
        _migrate(db, path)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return db


def connect_to_read(path: Path) -> Database:
    """Open the archive at ``path`` without writing to it; raises `ArchiveError` when it cannot be read as it is."""
    try:
        address = f"{path.absolute().as_uri()}?mode=rw"
        db = Database(
            sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
        )
        _check_ours(db, path)
        db.execute(f"PRAGMA busy_timeout = {BUSY}")
        db.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise explained(error, path) from error
    if db.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        raise ArchiveError(f"{path}: written by an older Wirewatch. Start `wirewatch run` once")
    return db


@contextmanager
def transaction(db: Database) -> Iterator[Database]:
    """Write all of what happens inside, or nothing.

    The lock is taken at the start: a transaction that began by reading could find itself unable to write
    (SQLITE_BUSY_SNAPSHOT), however long it waits.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.rollback()
        raise
    db.commit()


def held(number: int) -> int:
    """Return the number of a row as SQLite can be asked for it; what is larger than its integers is that of none, as 0."""
    return number if number <= LARGEST_NUMBER else 0


def data_version(db: Database) -> int:
    """Return a number that changes when another program writes to the file."""
    number: int = db.execute("PRAGMA data_version").fetchone()[0]
    return number


def explained(error: sqlite3.Error, path: Path) -> ArchiveError:
    """Turn SQLite's words into ours."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return ArchiveBusyError(
            f"{path}: another program keeps the archive locked. Close it, or wait"
        )
    if "full" in text or "disk I/O" in text:
        return ArchiveError(
            f"{path}: the disk is full or refuses to write ({text}). Make room; nothing stored is lost"
        )
    if "readonly" in text or "unable to open" in text:
        return ArchiveError(
            f"{path}: the archive cannot be written. Check who owns the file and its folder"
        )
    if "malformed" in text or "not a database" in text:
        return ArchiveError(
            f"{path}: the archive is damaged or no archive ({text}). Restore a backup, or move it away"
        )
    return ArchiveError(f"{path}: {text}")


def _look_at(path: Path) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path}: this is a folder. Give a file as `archive:`")
    if not path.parent.is_dir():
        raise ArchiveError(
            f"{path.parent}: there is no such folder. Make it: mkdir -p {path.parent}"
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise ArchiveError(
            f"{path}: the file cannot be written by this user. Check its owner and mode"
        )
    if not os.access(path.parent, os.W_OK):
        raise ArchiveError(
            f"{path.parent}: this user cannot write into the folder. Check its owner and mode"
        )


def _check_ours(db: Database, path: Path) -> None:
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    ours = db.execute("PRAGMA application_id").fetchone()[0]
    if tables and ours != APPLICATION_ID:
        raise ArchiveError(
            f"{path}: this is a database of another program. Choose another file as `archive:`"
        )
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise ArchiveError(
            f"{path}: written by a newer Wirewatch (layout {version}, this one knows {VERSION}). Upgrade Wirewatch"
        )


def _set_up(db: Database) -> None:
    db.execute(f"PRAGMA busy_timeout = {BUSY}")
    db.execute("PRAGMA journal_mode = WAL")
    # FULL: «sent» and «claimed» must outlive a power cut, or messages are repeated or lost.
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA journal_size_limit = {LARGEST_LOG}")


def _migrate(db: Database, path: Path) -> None:
    if not migrations.pending(db):
        return
    with transaction(db):
        migrations.apply(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {VERSION}")
    path.chmod(0o600)
