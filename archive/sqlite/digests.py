"""Digests: the messages that were merged into one, and what was watched meanwhile."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite import stories
from archive.sqlite.values import dump, dump_digest, load_alert, load_digest, moment, stamp
from archive.stories import Outlets
from archive.vocabulary import CANARY, AlertKind, Blind, Counted, Digest, DigestReason

MOST = 100
"""Alerts that a digest carries; the others are counted."""


def header(
    db: Database,
    reason: DigestReason,
    since: datetime,
    until: datetime,
    *,
    channel: str,
    target: int,
    members: Sequence[int],
) -> str:
    """Write a digest without its alerts, the ``members``: why there is one, what else is muted, and what was watched and what was blind."""
    digest = Digest(
        reason=reason,
        since=since,
        until=until,
        muted=_muted(db, channel, target, members),
        watched=_watched(db, reason, since, until),
        blind=_blind(db, since),
    )
    return dump_digest(digest)


def read(db: Database, row: Mapping[str, Any], outlets: Outlets) -> Digest:
    """Return a digest with its alerts, some of every watchlist, in the order of watchlists and stories; and who carries these."""
    members = list(
        db.query(
            """SELECT id, watchlist, kind, story, article, row_number() OVER (PARTITION BY watchlist ORDER BY id) AS turn
               FROM outbox WHERE digest = ? ORDER BY turn, watchlist""",
            [row["id"]],
        )
    )
    shown = sorted(members[:MOST], key=lambda one: (one["watchlist"], one["story"] or 0, one["id"]))
    alerts = tuple(
        load_alert(db.execute("SELECT alert FROM outbox WHERE id = ?", [one["id"]]).fetchone()[0])
        for one in shown
    )
    digest = load_digest(row["alert"], alerts, tuple(_counted(one) for one in members[MOST:]))
    numbers = dict.fromkeys(alert.story for alert in alerts if alert.story is not None)
    known = ((number, stories.coverage(db, number, outlets)) for number in numbers)
    return replace(digest, coverage={number: one for number, one in known if one is not None})


def _counted(row: Mapping[str, Any]) -> Counted:
    return Counted(
        watchlist=row["watchlist"],
        kind=AlertKind(row["kind"]),
        story=row["story"],
        article=row["article"],
    )


def told(db: Database, digest: int, said: Digest) -> None:
    """Write down how many outlets a digest says that its stories have, for what follows up on them."""
    db.conn.executemany(
        "UPDATE outbox SET outlets = ? WHERE digest = ? AND story = ?",
        [(one.outlets, digest, number) for number, one in said.coverage.items()],
    )


def key(row: Mapping[str, Any]) -> str:
    """Return the key under which a message is sent.

    That of a digest only says when it was due, which is the same for other channels, and for another Wirewatch: who gets
    several of them by one address must not take them for one.
    """
    if row["kind"] != AlertKind.DIGEST:
        return str(row["key"])
    whose = f"{row['channel']}\n{row['target']}\n{row['alert']}"
    return f"{row['key']} {hashlib.sha256(whose.encode()).hexdigest()[:16]}"


def _muted(db: Database, channel: str, target: int, told: Sequence[int]) -> int:
    number: int = db.execute(
        """SELECT count(DISTINCT coalesce(story, -id)) FROM outbox
           WHERE channel = ? AND target = ? AND state = 'muted' AND id NOT IN (SELECT value FROM json_each(?))""",
        [channel, target, dump(list(told))],
    ).fetchone()[0]
    return number


def _watched(db: Database, reason: DigestReason, since: datetime, until: datetime) -> int:
    """Count the sources that were read meanwhile, also those that failed before or after that.

    What was not planned begins with its first alert, which may be a moment ago: sources that need not be asked again
    yet are watched then, too.
    """
    number: int = db.execute(
        """SELECT count(*) FROM sources WHERE listed AND name != :canary AND (
             last_good >= :since OR (:unplanned AND standing = 'ok' AND next_poll > :until))""",
        {
            "since": stamp(since),
            "until": stamp(until),
            "unplanned": reason is not DigestReason.SCHEDULE,
            "canary": CANARY,
        },
    ).fetchone()[0]
    return number


def _blind(db: Database, since: datetime) -> tuple[Blind, ...]:
    rows = db.query(
        """SELECT name, since, reason, last_good >= ? AS read FROM sources
           WHERE listed AND name != ? AND standing IN ('failing', 'gone') ORDER BY name""",
        [stamp(since), CANARY],
    )
    return tuple(
        Blind(
            source=row["name"],
            since=moment(row["since"]),
            reason=row["reason"] or "",
            read=bool(row["read"]),
        )
        for row in rows
    )
