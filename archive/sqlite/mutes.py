"""The table of mutes: what the user does not want to hear of for a while.

A muted story stays muted when it joins another: it is looked up by the number that it has now.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.lateness import earliest
from archive.sqlite import stories
from archive.sqlite.connection import transaction
from archive.sqlite.values import moment, stamp
from archive.telling import Mute


def in_force(db: Database, now: datetime) -> tuple[Mute, ...]:
    """Return the mutes that have not ended, of stories by the numbers that they have now."""
    rows = list(db.query("SELECT * FROM mutes WHERE until > ? ORDER BY id", [stamp(now)]))
    return tuple(_mute(db, row) for row in rows)


def over(db: Database, watchlist: str, now: datetime) -> tuple[datetime, list[Mute]]:
    """Return the mutes that have ended and by which something of a watchlist may be late now, and how late at most.

    Those of stories are by the numbers that these have now.
    """
    rows = list(
        db.query(
            "SELECT * FROM mutes WHERE until <= ? AND (watchlist = ? OR story NOT NULL)",
            [stamp(now), watchlist],
        )
    )
    first = earliest([(moment(row["since"]), moment(row["until"])) for row in rows], now=now)
    return first, [_mute(db, row) for row in rows if moment(row["until"]) >= first]


def mute(
    db: Database, watchlist: str | None, story: int | None, now: datetime, until: datetime
) -> Mute:
    """Mute a watchlist or a story; a mute of it that is in force takes on the new end."""
    with transaction(db):
        row = next(iter(_of(db, watchlist, story, now)), None)
        if row is None:
            number = db.execute(
                "INSERT INTO mutes (watchlist, story, since, until) VALUES (?, ?, ?, ?)",
                [watchlist, story, stamp(now), stamp(until)],
            ).lastrowid
        else:
            number = row["id"]
            db.execute("UPDATE mutes SET until = ? WHERE id = ?", [stamp(until), number])
        _decide_anew(db, now)
    assert number is not None  # noqa: S101 - SQLite gave the row a number
    since = moment(row["since"]) if row else now
    return Mute(id=number, watchlist=watchlist, story=story, since=since, until=until)


def unmute(db: Database, watchlist: str | None, story: int | None, now: datetime) -> bool:
    """End a mute now; return whether there was one."""
    with transaction(db):
        rows = _of(db, watchlist, story, now)
        for row in rows:
            db.execute("UPDATE mutes SET until = ? WHERE id = ?", [stamp(now), row["id"]])
        _decide_anew(db, now)
    return bool(rows)


def withholding(db: Database, now: datetime) -> list[tuple[Mute, int]]:
    """Return the mutes that have not ended, with how many stories each withholds."""
    return [(mute, _withheld(db, mute)) for mute in in_force(db, now)]


def _withheld(db: Database, one: Mute) -> int:
    # What is held for a digest, or by quiet hours, is withheld if the mute is still there then.
    number: int = db.execute(
        """SELECT count(DISTINCT coalesce(story, -id)) FROM outbox
           WHERE (state = 'muted' OR (state = 'held' AND due < ? AND kind IN ('alert', 'follow-up', 'edit')))
           AND (watchlist = ? OR story IN (SELECT value FROM json_each(?)))""",
        [
            stamp(one.until),
            one.watchlist,
            json.dumps(stories.numbers(db, one.story) if one.story else []),
        ],
    ).fetchone()[0]
    return number


def _of(
    db: Database, watchlist: str | None, story: int | None, now: datetime
) -> list[dict[str, Any]]:
    rows = db.query(
        """SELECT * FROM mutes WHERE watchlist IS ? AND until > ?
           AND (story IS NULL AND ? IS NULL OR story IN (SELECT value FROM json_each(?)))""",
        [watchlist, stamp(now), story, json.dumps(stories.numbers(db, story) if story else [])],
    )
    return list(rows)


def _decide_anew(db: Database, now: datetime) -> None:
    """Let what is muted be decided again now: its mute may have ended, or ends at another time."""
    db.execute("UPDATE outbox SET due = ? WHERE state = 'muted'", [stamp(now)])


def _mute(db: Database, row: Mapping[str, Any]) -> Mute:
    return Mute(
        id=row["id"],
        watchlist=row["watchlist"],
        story=stories.current(db, row["story"]) if row["story"] else None,
        since=moment(row["since"]),
        until=moment(row["until"]),
    )
