"""What was decided of every message and article, and why.

Verdicts of a message stand in its own row of the outbox, its trail, one after the other; they go when it goes. Those that made
no message, and what an older program wrote, are in a table of their own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite.values import dump, moment, stamp
from archive.vocabulary import ArticleId, Ruling, Stage, Verdict

Said = tuple[Stage, Ruling, str]
"""One verdict of a message: the stage, what it ruled, and why."""


def trail(now: datetime, *said: Said) -> str:
    """Return what is added to the trail of a message."""
    return "".join(f"{dump([stamp(now), *one])}\n" for one in said)


def add(db: Database, verdicts: Iterable[Verdict]) -> None:
    """Write verdicts that made no message into the open transaction."""
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
    """Add one verdict to the trail of a message, in the open transaction."""
    said = trail(now, (stage, ruling, reason))
    db.execute("UPDATE outbox SET trail = trail || ? WHERE id = ?", [said, message])


def of_article(db: Database, article: ArticleId) -> list[Verdict]:
    """Return what was decided of an article, oldest first.

    What became of the message that told its story before is a part of that, and of the digest that tells it.
    """
    rows = db.query(
        """WITH told (id) AS (SELECT message FROM verdicts WHERE article = :id AND message NOT NULL
                              UNION SELECT id FROM outbox WHERE article = :id)
           SELECT id FROM told UNION SELECT digest FROM outbox WHERE digest NOT NULL AND id IN (SELECT id FROM told)
           ORDER BY id""",
        {"id": article},
    )
    messages = [row["id"] for row in list(rows)]
    logs = [one for message in messages for one in _log(db, message)]
    older = _read(
        db,
        """SELECT v.* FROM verdicts v LEFT JOIN outbox o ON o.id = v.message
           WHERE v.article = :id OR (v.message IN (SELECT value FROM json_each(:messages)) AND v.article IS o.article)
           ORDER BY v.id""",
        {"id": article, "messages": dump(messages)},
    )
    return sorted((*logs, *older), key=lambda verdict: verdict.at)


def of_message(db: Database, message: int) -> list[Verdict]:
    """Return what was decided of a message, oldest first."""
    noted = _read(db, "SELECT * FROM verdicts WHERE message = :id ORDER BY id", {"id": message})
    return sorted((*_log(db, message), *noted), key=lambda verdict: verdict.at)


def prune(db: Database, before: datetime, limit: int) -> int:
    """Forget the oldest verdicts that made no message; return how many."""
    done = db.execute(
        "DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts WHERE at < ? ORDER BY at LIMIT ?)",
        [stamp(before), limit],
    )
    return done.rowcount


def _log(db: Database, message: int) -> Iterator[Verdict]:
    """Read the trail of a message."""
    row = next(
        db.query(
            "SELECT id, channel, target, watchlist, article, trail FROM outbox WHERE id = ?",
            [message],
        ),
        None,
    )
    if row is None:
        return
    for line in filter(None, row["trail"].split("\n")):
        at, stage, ruling, reason = json.loads(line)
        yield _verdict(row, at, stage, ruling, reason, row["id"])


def _read(db: Database, query: str, values: dict[str, object]) -> list[Verdict]:
    return [
        _verdict(row, row["at"], row["stage"], row["ruling"], row["reason"], row["message"])
        for row in db.query(query, values)
    ]


def _verdict(
    row: Mapping[str, Any], at: str, stage: str, ruling: str, reason: str, message: int | None
) -> Verdict:
    return Verdict(
        at=moment(at),
        stage=Stage(stage),
        ruling=Ruling(ruling),
        reason=reason,
        channel=row["channel"],
        target=row["target"],
        watchlist=row["watchlist"],
        message=message,
        article=row["article"],
    )
