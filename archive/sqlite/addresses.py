"""The addresses of channels by number; one channel's, and what waits for those that were taken out."""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from archive.addresses import Known, Mark, number
from archive.sqlite.connection import transaction


def salt(db: Database) -> bytes:
    """Return what goes into every digest of an address in this archive."""
    found: bytes = db.execute("SELECT salt FROM salts").fetchone()[0]
    return found


def take(db: Database, channels: Mapping[str, Sequence[Mark]]) -> Mapping[str, tuple[int, ...]]:
    """Remember the addresses of all channels that are configured, and return their numbers in the same order."""
    with transaction(db):
        numbers = {name: _numbers(db, name, marks) for name, marks in channels.items()}
        db.execute("UPDATE addresses SET place = NULL WHERE place NOT NULL")
        for name, marks in channels.items():
            for place, (mark, target) in enumerate(zip(marks, numbers[name], strict=True)):
                db.execute(
                    """INSERT OR REPLACE INTO addresses (channel, target, whole, stem, place)
                       VALUES (?, ?, ?, ?, ?)""",
                    [name, target, mark.whole, mark.stem, place],
                )
    return numbers


def _numbers(db: Database, channel: str, marks: Sequence[Mark]) -> tuple[int, ...]:
    known = [
        Known(
            number=row["target"],
            mark=Mark(whole=row["whole"], stem=row["stem"]),
            place=row["place"],
        )
        for row in db.query("SELECT * FROM addresses WHERE channel = ?", [channel])
    ]
    # An archive from before addresses had marks may have messages of a number that nothing else has.
    used: int | None = db.execute(
        """SELECT max(target) FROM (SELECT target FROM addresses WHERE channel = :channel
           UNION ALL SELECT target FROM outbox WHERE channel = :channel
           UNION ALL SELECT target FROM paces WHERE channel = :channel)""",
        {"channel": channel},
    ).fetchone()[0]
    return number(marks, known, free=0 if used is None else used + 1)


def place(db: Database, channel: str, target: int) -> tuple[int, int] | None:
    """Return which address of its channel a number stands for, from 1, and how many there are; None if it is none of them."""
    row = db.execute(
        """SELECT place + 1, (SELECT count(*) FROM addresses WHERE channel = :channel AND place NOT NULL)
           FROM addresses WHERE channel = :channel AND target = :target AND place NOT NULL""",
        {"channel": channel, "target": target},
    ).fetchone()
    return (row[0], row[1]) if row else None


def taken_out(db: Database, channel: str, target: int) -> bool:
    """Say whether an address is in its channel no more."""
    # What was taken out before addresses had marks has no row.
    row = db.execute(
        """SELECT EXISTS (SELECT 1 FROM addresses WHERE channel = :channel) AND NOT EXISTS
           (SELECT 1 FROM addresses WHERE channel = :channel AND target = :target AND place NOT NULL)""",
        {"channel": channel, "target": target},
    ).fetchone()
    return bool(row[0])
