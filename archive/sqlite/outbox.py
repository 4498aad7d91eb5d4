"""The table of messages on their way: nothing lost, and a repeat only where nobody can know."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.polling import Posting
from archive.sqlite.connection import transaction
from archive.sqlite.values import dump_alert, flag, load_alert, moment, stamp
from archive.vocabulary import ChannelState, Delivery, DeliveryState, Outcome, OutcomeKind

AFTER = {
    OutcomeKind.SENT: DeliveryState.SENT,
    OutcomeKind.LATER: DeliveryState.READY,
    OutcomeKind.DEAD: DeliveryState.DEAD,
}


def insert(
    db: Database,
    posting: Posting,
    *,
    key: str,
    article: int | None,
    story: int | None,
    now: datetime,
) -> int:
    """Add one message to the open transaction, once per key and target; return 1, or 0 if it was there."""
    alert = replace(posting.alert, article=article, story=story)
    return db.execute(
        """INSERT OR IGNORE INTO outbox (key, channel, target, watchlist, story, article, alert, state, due, created)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'ready', ?, ?)""",
        [
            key,
            posting.channel,
            posting.target,
            posting.watchlist,
            story,
            article,
            dump_alert(alert),
            stamp(now),
            stamp(now),
        ],
    ).rowcount


def told(db: Database, posting: Posting, keys: Sequence[str]) -> bool:
    """Say whether a message with one of the keys is, or was, in the outbox for the target of a posting."""
    return any(
        db.execute(
            "SELECT 1 FROM outbox WHERE key = ? AND channel = ? AND target = ?",
            [key, posting.channel, posting.target],
        ).fetchone()
        for key in keys
    )


def post(db: Database, posting: Posting, key: str, now: datetime) -> bool:
    """Add one message that no article caused; see `archive.ports.Outbox.post`."""
    with transaction(db):
        return insert(db, posting, key=key, article=None, story=None, now=now) == 1


def claim(
    db: Database, channel: str, target: int, now: datetime, lease: timedelta
) -> Delivery | None:
    """Take the oldest due message of a target; see `archive.ports.Outbox.claim_delivery`."""
    with transaction(db):
        row = next(
            db.query(
                """SELECT * FROM outbox WHERE channel = :channel AND target = :target
                   AND ((state = 'ready' AND due <= :now) OR (state = 'sending' AND lease <= :now))
                   ORDER BY due, id LIMIT 1""",
                {"channel": channel, "target": target, "now": stamp(now)},
            ),
            None,
        )
        if row is None:
            return None
        sure = bool(row["sure"]) and row["state"] == DeliveryState.READY
        db.execute(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease = ?, sure = ? WHERE id = ?",
            [stamp(now + lease), flag(sure), row["id"]],
        )
    return Delivery(
        id=row["id"],
        key=row["key"],
        channel=row["channel"],
        target=row["target"],
        message=load_alert(row["alert"]),
        attempts=row["attempts"] + 1,
        sure=sure,
        created=moment(row["created"]),
    )


def settle(db: Database, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Write down how an attempt ended; an attempt whose claim was taken over since changes nothing."""
    state = AFTER[outcome.kind]
    with transaction(db):
        db.execute(
            """UPDATE outbox SET state = :state, due = coalesce(:due, due), lease = NULL, sure = sure AND :sure,
               reason = :reason, settled = :settled WHERE id = :id AND state = 'sending' AND attempts = :attempts""",
            {
                "state": state,
                "due": stamp(outcome.due),
                "sure": flag(outcome.sure),
                "reason": outcome.reason or None,
                "settled": None if state is DeliveryState.READY else stamp(now),
                "id": delivery.id,
                "attempts": delivery.attempts,
            },
        )


def recover(db: Database) -> int:
    """Put back what a crash left half sent; see `archive.ports.Outbox.recover_deliveries`."""
    with transaction(db):
        return db.execute(
            "UPDATE outbox SET state = 'ready', lease = NULL, sure = 0 WHERE state = 'sending'"
        ).rowcount


def next_due(db: Database, channel: str, target: int) -> datetime | None:
    """Return when the next waiting message of a target is due."""
    due: str | None = db.execute(
        """SELECT min(CASE state WHEN 'ready' THEN due ELSE lease END) FROM outbox
           WHERE channel = ? AND target = ? AND state IN ('ready', 'sending')""",
        [channel, target],
    ).fetchone()[0]
    return moment(due)


def channels(db: Database) -> list[ChannelState]:
    """Return how the messages of each channel stand, by name."""
    names = [r["channel"] for r in db.query("SELECT DISTINCT channel FROM outbox ORDER BY channel")]
    return [_channel(db, name) for name in names]


def _channel(db: Database, name: str) -> ChannelState:
    rows: Sequence[tuple[str, int]] = db.execute(
        "SELECT state, count(*) FROM outbox WHERE channel = ? GROUP BY state", [name]
    ).fetchall()
    counts = dict(rows)
    unsure, oldest = db.execute(
        """SELECT coalesce(sum(NOT sure), 0), min(created) FROM outbox
           WHERE channel = ? AND state IN ('ready', 'sending')""",
        [name],
    ).fetchone()
    # The trouble of now, not of last month: why a message waits, or was given up since one last arrived.
    trouble = db.execute(
        """SELECT reason FROM outbox WHERE channel = :channel AND reason NOT NULL AND (
             state IN ('ready', 'sending') OR (state = 'dead' AND settled >= coalesce(
               (SELECT max(settled) FROM outbox WHERE channel = :channel AND state = 'sent'), '')))
           ORDER BY coalesce(settled, due) DESC LIMIT 1""",
        {"channel": name},
    ).fetchone()
    return ChannelState(
        name=name,
        counts={state: counts.get(state, 0) for state in DeliveryState},
        unsure=unsure,
        oldest=moment(oldest),
        error=trouble[0] if trouble else None,
    )
