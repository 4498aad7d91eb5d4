"""The table of verdicts: what was decided of every message and article, and why."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from archive.sqlite.values import moment, stamp
from archive.vocabulary import ArticleId, Ruling, Stage, Verdict


def add(db: Database, verdicts: Iterable[Verdict]) -> None:
    """Write verdicts into the open transaction."""
    db.conn.executemany(
        """INSERT INTO verdicts (at, stage, ruling, reason, channel, target, watchlist, message, article)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                stamp(one.at),
                one.stage,
                one.ruling,
                one.reason,
                one.channel,
                one.target,
                one.watchlist,
                one.message,
                one.article,
            )
            for one in verdicts
        ],
    )


def note(
    db: Database, message: int, stage: Stage, ruling: Ruling, reason: str, now: datetime
) -> None:
    """Write one verdict about a message into the open transaction."""
    row = db.execute(
        "SELECT channel, target, watchlist, article FROM outbox WHERE id = ?", [message]
    ).fetchone()
    verdict = Verdict(
        at=now,
        stage=stage,
        ruling=ruling,
        reason=reason,
        channel=row[0],
        target=row[1],
        watchlist=row[2],
        message=message,
        article=row[3],
    )
    add(db, [verdict])


def of_article(db: Database, article: ArticleId) -> list[Verdict]:
    """Return what was decided of an article, oldest first.

    What became of the message that told its story before is a part of that, and of the digest that tells it.
    """
    return _read(
        db,
        """WITH told (id) AS (SELECT message FROM verdicts WHERE article = :id AND message NOT NULL),
             telling (id) AS (SELECT id FROM told
                              UNION SELECT digest FROM outbox WHERE digest NOT NULL AND id IN (SELECT id FROM told))
           SELECT v.* FROM verdicts v LEFT JOIN outbox o ON o.id = v.message
           WHERE v.article = :id OR (v.message IN (SELECT id FROM telling) AND v.article IS o.article)
           ORDER BY v.id""",
        article,
    )


def of_message(db: Database, message: int) -> list[Verdict]:
    """Return what was decided of a message, oldest first."""
    return _read(db, "SELECT * FROM verdicts WHERE message = :id ORDER BY id", message)


def prune(db: Database, before: datetime, limit: int) -> int:
    """Forget the oldest verdicts; return how many."""
    done = db.execute(
        "DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts WHERE at < ? ORDER BY at LIMIT ?)",
        [stamp(before), limit],
    )
    return done.rowcount


def _read(db: Database, query: str, number: int) -> list[Verdict]:
    return [
        Verdict(
            at=moment(row["at"]),
            stage=Stage(row["stage"]),
            ruling=Ruling(row["ruling"]),
            reason=row["reason"],
            channel=row["channel"],
            target=row["target"],
            watchlist=row["watchlist"],
            message=row["message"],
            article=row["article"],
        )
        for row in db.query(query, {"id": number})
    ]
