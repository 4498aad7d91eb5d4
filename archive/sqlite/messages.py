"""The outbox as its user sees it: what stands there, and putting a hand to it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite import addresses, digests, verdicts
from archive.sqlite.connection import transaction
from archive.sqlite.values import moment, stamp
from archive.vocabulary import (
    AlertKind,
    ArticleId,
    DeliveryState,
    Ruling,
    Stage,
    Standing,
)

RETRIABLE = (DeliveryState.DEAD, DeliveryState.DROPPED, DeliveryState.READY)
DROPPABLE = (
    DeliveryState.READY,
    DeliveryState.HELD,
    DeliveryState.MUTED,
    DeliveryState.DEAD,
)


def standing(
    db: Database,
    channel: str | None,
    states: Sequence[DeliveryState],
    since: datetime | None,
    below: int | None,
    limit: int,
) -> list[Standing]:
    """Return messages with a number under ``below``, newest first."""
    rows = db.query(
        """SELECT * FROM outbox WHERE id < :below AND created >= :since
           AND (:channel IS NULL OR channel = :channel)
           AND state IN (SELECT value FROM json_each(:states)) ORDER BY id DESC LIMIT :limit""",
        {
            "below": below or 2**62,
            "since": stamp(since) or "",
            "channel": channel,
            "states": json.dumps(states),
            "limit": limit,
        },
    )
    return [_standing(db, row) for row in list(rows)]


def one(db: Database, number: int) -> Standing | None:
    """Return one message; None when there is none of that number."""
    row = next(db.query("SELECT * FROM outbox WHERE id = ?", [number]), None)
    return _standing(db, row) if row else None


def retry(db: Database, number: int, now: datetime) -> bool:
    """Send a message again: one that is dead or was dropped, or one that waits for its next attempt."""
    return _put(
        db,
        number,
        RETRIABLE,
        """state = 'ready', due = :now, reason = NULL, created = CASE state WHEN 'ready' THEN created ELSE :now END,
           let_go = :now, settled = NULL""",
        (Ruling.RETRIED, "to be sent again, by hand"),
        now,
    )


def drop(db: Database, number: int, now: datetime) -> bool:
    """Give a message up."""
    return _put(
        db,
        number,
        DROPPABLE,
        "state = 'dropped', cause = NULL, reason = NULL, settled = :now",
        (Ruling.DROPPED, "dropped by hand"),
        now,
    )


def give_up(
    db: Database, channel: str, target: int, before: datetime, reason: str, now: datetime
) -> int:
    """Let die what has waited too long; see `archive.ports.Outbox.give_up`."""
    with transaction(db):
        done = db.execute(
            """UPDATE outbox SET state = 'dead', settled = :now, reason = :reason, trail = trail || :said
               WHERE channel = :channel AND target = :target AND state = 'ready' AND created <= :before""",
            {
                "channel": channel,
                "target": target,
                "before": stamp(before),
                "reason": reason,
                "now": stamp(now),
                "said": verdicts.trail(now, (Stage.SETTLE, Ruling.DEAD, reason)),
            },
        )
    return done.rowcount


def _put(
    db: Database,
    number: int,
    states: Sequence[DeliveryState],
    change: str,
    said: tuple[Ruling, str],
    now: datetime,
) -> bool:
    with transaction(db):
        done = db.execute(
            f"UPDATE outbox SET {change} WHERE id = :id AND state IN (SELECT value FROM json_each(:states))",  # noqa: S608 - the two above
            {"id": number, "now": stamp(now), "states": json.dumps(states)},
        )
        if done.rowcount:
            verdicts.note(db, number, Stage.HAND, said[0], said[1], now)
    return done.rowcount == 1


def _standing(db: Database, row: Mapping[str, Any]) -> Standing:
    kind = AlertKind(row["kind"])
    articles = [row["article"]] if row["article"] is not None else []
    if kind is AlertKind.DIGEST:
        merged = db.query(
            "SELECT article FROM outbox WHERE digest = ? AND article NOT NULL ORDER BY id",
            [row["id"]],
        )
        articles = [one["article"] for one in merged]
    state = DeliveryState(row["state"])
    facts = json.loads(row["alert"])
    return Standing(
        id=row["id"],
        key=digests.key(row),
        channel=row["channel"],
        target=row["target"],
        kind=kind,
        title=facts.get("title", ""),
        watchlist=row["watchlist"],
        story=row["story"],
        articles=tuple(ArticleId(article) for article in articles),
        state=state,
        attempts=row["attempts"],
        sure=bool(row["sure"]),
        next_try=moment(row["due"]) if state in WAITING else None,
        digest=row["digest"],
        reason=row["reason"],
        created=moment(row["created"]),
        settled=moment(row["settled"]),
        address=addresses.place(db, row["channel"], row["target"]),
        stranded=state in WAITING and addresses.taken_out(db, row["channel"], row["target"]),
    )


WAITING = (DeliveryState.READY, DeliveryState.HELD, DeliveryState.MUTED)
