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


def of_article(db: Database, article: ArticleId) -> list[Verdict]:
    """Return what was decided of an article, oldest first: of its messages and of those that tell them."""
    return _read(
        db,
        """SELECT * FROM verdicts WHERE article = :id OR message IN (
             SELECT id FROM outbox WHERE article = :id UNION SELECT digest FROM outbox WHERE article = :id
           ) ORDER BY id""",
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
