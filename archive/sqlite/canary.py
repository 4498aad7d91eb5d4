"""The canary's row, and what its flights leave behind in the other tables."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.sqlite import articles
from archive.sqlite.connection import transaction
from archive.sqlite.values import moment, stamp
from archive.vocabulary import CANARY, Flight

LOST = timedelta(days=1)
"""A flight that has not ended by then is cleared away as well."""


def harvest(db: Database, now: datetime) -> Flight:
    """Note the last arrival and clear away what has flown; see `archive.ports.Flights.harvest`."""
    with transaction(db):
        arrived = db.execute(
            "SELECT max(settled) FROM outbox WHERE channel = ? AND state = 'sent'", [CANARY]
        ).fetchone()[0]
        if arrived is not None:
            db.execute("UPDATE canary SET arrived = ?", [arrived])
        _clear(db, now)
    return flight(db)


def flight(db: Database) -> Flight:
    """Return how the canary fared."""
    arrived, told = db.execute("SELECT arrived, told FROM canary").fetchone()
    return Flight(arrived=moment(arrived), told=moment(told))


def remember(db: Database, told: datetime | None) -> None:
    """Note when the ops channels were told; see `archive.ports.Flights.remember_flight`."""
    with transaction(db):
        db.execute("UPDATE canary SET told = ?", [stamp(told)])


def _clear(db: Database, now: datetime) -> None:
    """Delete what is not under way any more: nobody shall find it in the archive."""
    db.execute(
        "DELETE FROM outbox WHERE channel = ? AND (state IN ('sent', 'dead') OR created < ?)",
        [CANARY, stamp(now - LOST)],
    )
    done = db.execute(
        """SELECT id, text, summary FROM articles WHERE source = :canary AND id NOT IN
           (SELECT article FROM outbox WHERE channel = :canary AND article NOT NULL)""",
        {"canary": CANARY},
    ).fetchall()
    for article, text, summary in done:
        articles.forget(db, article, text or summary)
        db.execute("DELETE FROM stories WHERE id = ?", [article])
    db.execute(
        """DELETE FROM verdicts WHERE channel = :canary AND message NOT IN
           (SELECT id FROM outbox WHERE channel = :canary)""",
        {"canary": CANARY},
    )
