"""The tables of claims and escalations; what was told stands in the outbox."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from archive.lateness import still_told
from archive.sqlite import mutes, stories
from archive.sqlite.connection import transaction
from archive.sqlite.values import load_alert, moment, stamp
from archive.vocabulary import Alert, Claimed, Unclaimed

LONGEST_HELD = timedelta(days=8)
"""A message may wait so long for its digest, which is sent weekly at the rarest; only then it is told."""


TOLD = """CASE WHEN coalesce(d.state, o.state) = 'sent' THEN coalesce(d.settled, o.settled)
  WHEN coalesce(d.state, o.state) = 'sending' OR coalesce(d.attempts, o.attempts) = 0
    THEN coalesce(d.let_go, o.let_go, d.created, o.created)
  ELSE coalesce(d.created, o.created) END"""
"""When a message ``o``, or the digest ``d`` that tells it, was told: when it arrived; else when the limit let it go, if no
attempt has failed yet; else when it was written."""


def unclaimed(db: Database, rules: Mapping[str, timedelta], now: datetime) -> list[Unclaimed]:
    """Return what nobody claimed in time; see `archive.ports.UnclaimedStories.unclaimed`."""
    _note_rules(db, tuple(rules), now)
    return [one for name, after in rules.items() for one in _of(db, name, after, now)]


def _note_rules(db: Database, names: Sequence[str], now: datetime) -> None:
    known = {row[0] for row in db.execute("SELECT watchlist FROM escalating")}
    if known == set(names):
        return
    with transaction(db):
        for name in known - set(names):
            db.execute("DELETE FROM escalating WHERE watchlist = ?", [name])
        for name in set(names) - known:
            db.execute("INSERT INTO escalating VALUES (?, ?)", [name, stamp(now)])


def _of(db: Database, watchlist: str, after: timedelta, now: datetime) -> list[Unclaimed]:
    quiet = mutes.in_force(db, now)
    if any(mute.watchlist == watchlist for mute in quiet):
        return []
    muted = {mute.story for mute in quiet}
    # What mutes held back until now is late, and not forgotten.
    oldest, held = mutes.over(db, watchlist, now)
    # Two that were told may have become one since.
    first: dict[int, Mapping[str, Any]] = {}
    for row in _due(db, watchlist, oldest - after, now - after):
        story = stories.current(db, row["story"])
        by = [(one.since, one.until) for one in held if one.story in (None, story)]
        if still_told(moment(row["told"]) + after, by, now=now):
            first.setdefault(story, row)
    return [
        Unclaimed(
            watchlist=watchlist,
            story=row["story"],
            told=moment(row["told"]),
            alert=load_alert(
                db.execute("SELECT alert FROM outbox WHERE id = ?", [row["id"]]).fetchone()[0]
            ),
        )
        for story, row in first.items()
        if story not in muted and not _taken_up(db, watchlist, row["story"])
    ]


def _due(
    db: Database, watchlist: str, oldest: datetime, due: datetime
) -> Sequence[Mapping[str, Any]]:
    """Return the stories that were told between two moments, and of which nothing is written down."""
    # Held and muted messages, and those that wait for a digest, are not told yet; merged ones are told when it is.
    rows = db.query(
        f"""SELECT min(o.id) AS id, o.story,
                  min({TOLD}) AS told
           FROM outbox o LEFT JOIN outbox d ON d.id = o.digest
           WHERE o.watchlist = :watchlist AND o.kind = 'alert' AND o.story NOT NULL
           AND o.state IN ('ready', 'sending', 'sent', 'dead', 'merged')
           AND coalesce(d.state, '') != 'dropped'
           AND o.created >= max(:written, (SELECT since FROM escalating WHERE watchlist = :watchlist))
           AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.story = o.story)
           AND NOT EXISTS (SELECT 1 FROM escalations e WHERE e.watchlist = o.watchlist AND e.story = o.story)
           GROUP BY o.story HAVING told BETWEEN :oldest AND :due ORDER BY id""",  # noqa: S608 - our own text
        {
            "watchlist": watchlist,
            "oldest": stamp(oldest),
            "written": stamp(oldest - LONGEST_HELD),
            "due": stamp(due),
        },
    )
    return list(rows)


def _taken_up(db: Database, watchlist: str, story: int) -> bool:
    """Say whether a story was claimed, or escalated, under another number that it had."""
    numbers = json.dumps(stories.numbers(db, story))
    row = db.execute(
        """SELECT 1 FROM claims WHERE story IN (SELECT value FROM json_each(:numbers))
           UNION SELECT 1 FROM escalations
           WHERE watchlist = :watchlist AND story IN (SELECT value FROM json_each(:numbers))""",
        {"numbers": numbers, "watchlist": watchlist},
    ).fetchone()
    return row is not None


def to_be_claimed(db: Database, alert: Alert, now: datetime) -> Alert:
    """Return an alert with the moment by which its story has to be claimed as that is now.

    It has none when somebody has claimed the story, others were told, or will not be any more.
    """
    if alert.claim_by is None or alert.seen is None or alert.story is None:
        return alert
    first = _first_told(db, alert.watchlist, alert.story)
    by = (first or now) + (alert.claim_by - alert.seen)
    over = by <= now or _taken_up(db, alert.watchlist, alert.story)
    return replace(alert, claim_by=None if over else by)


def _first_told(db: Database, watchlist: str, story: int) -> datetime | None:
    """Return when a story was first told, or is just being told; as `_due` counts."""
    told: str | None = db.execute(
        # +: from the few messages of the story, never through all messages of the watchlist.
        f"""SELECT min({TOLD}) FROM outbox o LEFT JOIN outbox d ON d.id = o.digest
           WHERE +o.watchlist = ? AND o.kind = 'alert' AND o.story IN (SELECT value FROM json_each(?))
           AND o.state IN ('ready', 'sending', 'sent', 'dead', 'merged') AND coalesce(d.state, '') != 'dropped'""",  # noqa: S608 - our own text
        [watchlist, json.dumps(stories.numbers(db, story))],
    ).fetchone()[0]
    return moment(told)


def remember(db: Database, one: Unclaimed, now: datetime) -> None:
    """Note that the further channels were told; see `archive.ports.UnclaimedStories.remember_escalation`."""
    with transaction(db):
        db.execute(
            "INSERT OR IGNORE INTO escalations VALUES (?, ?, ?)",
            [one.watchlist, one.story, stamp(now)],
        )


def claim(db: Database, story: int, now: datetime) -> Claimed | None:
    """Claim a story; see `archive.ports.Claims.claim_story`."""
    with transaction(db):
        numbers = [json.dumps(stories.numbers(db, story))]
        row = db.execute(
            """SELECT alert FROM outbox WHERE story IN (SELECT value FROM json_each(?))
               ORDER BY id LIMIT 1""",
            numbers,
        ).fetchone()
        if row is None:
            return None
        before = db.execute(
            "SELECT min(at) FROM claims WHERE story IN (SELECT value FROM json_each(?))", numbers
        ).fetchone()
        told = db.execute(
            "SELECT min(at) FROM escalations WHERE story IN (SELECT value FROM json_each(?))",
            numbers,
        ).fetchone()
        db.execute("INSERT OR IGNORE INTO claims VALUES (?, ?)", [story, stamp(now)])
    return Claimed(
        story=story,
        title=load_alert(row[0]).title,
        escalated=moment(told[0]),
        before=moment(before[0]),
    )


def story_of(db: Database, message: int) -> int | None:
    """Return the story that a message tells; see `archive.ports.Claims.story_of_message`."""
    row = db.execute("SELECT story FROM outbox WHERE id = ?", [message]).fetchone()
    return row[0] if row else None
