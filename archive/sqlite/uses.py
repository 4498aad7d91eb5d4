"""Until when the archive was in use."""

from datetime import datetime

from sqlite_utils import Database

from archive.sqlite.connection import transaction
from archive.sqlite.values import moment, stamp


def until(db: Database) -> datetime | None:
    """Return until when the archive was in use; see `archive.ports.Uses.used_until`."""
    row = db.execute("SELECT until FROM uses").fetchone()
    return moment(row[0]) if row else None


def note(db: Database, now: datetime) -> None:
    """Note that the archive is in use; see `archive.ports.Uses.note_use`."""
    with transaction(db):
        db.execute("INSERT OR REPLACE INTO uses (id, until) VALUES (1, ?)", [stamp(now)])
