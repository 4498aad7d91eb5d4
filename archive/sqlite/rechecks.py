"""The table of rechecks: which articles are looked at again, and when."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from archive.polling import Posting
from archive.rechecks import Looked
from archive.sqlite.connection import transaction
from archive.sqlite.values import dump, stamp


def plan(
    db: Database,
    article: int,
    postings: Iterable[Posting],
    now: datetime,
    *,
    again: Iterable[timedelta] = (),
) -> None:
    """Plan, in the open transaction, to look at an article again; what is planned already stays.

    Watchlists ask for it to hear of edits; ``again`` is for a page that was not to be had.
    """
    steps = sorted({step for posting in postings for step in posting.recheck} | set(again))
    if steps:
        db.execute(
            "INSERT OR IGNORE INTO rechecks (article, began, steps, due) VALUES (?, ?, ?, ?)",
            [
                article,
                stamp(now),
                dump([step.total_seconds() for step in steps]),
                stamp(now + steps[0]),
            ],
        )


def claim(db: Database, now: datetime, limit: int, lease: timedelta) -> Sequence[Mapping[str, Any]]:
    """Take at most ``limit`` articles that are due, in the open transaction; return their rows."""
    due = """FROM rechecks WHERE due <= :now AND (claimed_until IS NULL OR claimed_until <= :now)
             ORDER BY due LIMIT :limit"""
    rows = list(db.query(f"SELECT * {due}", {"now": stamp(now), "limit": limit}))
    for row in rows:
        row["token"] = secrets.token_hex(8)
        db.execute(
            "UPDATE rechecks SET token = ?, claimed_until = ? WHERE article = ?",
            [row["token"], stamp(now + lease), row["article"]],
        )
    return rows


def advance(db: Database, article: int, token: str, looked: Looked) -> bool:
    """Plan the next look, in the open transaction; False when somebody else has claimed the article meanwhile."""
    if looked.ahead is None:
        done = db.execute("DELETE FROM rechecks WHERE article = ? AND token = ?", [article, token])
        return done.rowcount == 1
    done = db.execute(
        """UPDATE rechecks SET step = ?, due = ?, failures = ?, etag = ?, last_modified = ?, token = NULL,
           claimed_until = NULL WHERE article = ? AND token = ?""",
        [
            looked.ahead.step,
            stamp(looked.ahead.due),
            looked.ahead.failures,
            looked.validators.etag,
            looked.validators.last_modified,
            article,
            token,
        ],
    )
    return done.rowcount == 1


def hasten(db: Database, article: int, now: datetime) -> None:
    """Let an article be looked at now, in the open transaction."""
    db.execute("UPDATE rechecks SET due = ? WHERE article = ?", [stamp(now), article])


def release(db: Database) -> None:
    """At the start: claims of a process that is gone are void."""
    with transaction(db):
        db.execute("UPDATE rechecks SET token = NULL, claimed_until = NULL WHERE token NOT NULL")


def steps_of(row: Mapping[str, Any]) -> tuple[timedelta, ...]:
    """Return how long after it was seen an article is looked at."""
    return tuple(timedelta(seconds=seconds) for seconds in json.loads(row["steps"]))
