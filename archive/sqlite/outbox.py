"""The table of messages on their way: nothing lost, and a repeat only where nobody can know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from archive.polling import Posting
from archive.sqlite import digests, verdicts
from archive.sqlite.connection import transaction
from archive.sqlite.deciding import decide_all
from archive.sqlite.values import dump_alert, flag, load_alert, moment, stamp
from archive.telling import Decide
from archive.vocabulary import (
    AlertKind,
    ChannelState,
    Delivery,
    DeliveryState,
    Message,
    Outcome,
    OutcomeKind,
    Ruling,
    Stage,
    Verdict,
)

AFTER = {
    OutcomeKind.SENT: (DeliveryState.SENT, Ruling.SENT),
    OutcomeKind.LATER: (DeliveryState.READY, Ruling.LATER),
    OutcomeKind.DEAD: (DeliveryState.DEAD, Ruling.DEAD),
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
    done = db.execute(
        """INSERT INTO outbox
             (key, channel, target, kind, watchlist, story, article, alert, state, due, created)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'ready', ?, ?) ON CONFLICT (key, channel, target) DO NOTHING""",
        [
            key,
            posting.channel,
            posting.target,
            alert.kind,
            posting.watchlist,
            story,
            article,
            dump_alert(alert),
            stamp(now),
            stamp(now),
        ],
    )
    verdicts.add(db, [_routed(db, posting, key, article, now, new=done.rowcount == 1)])
    return done.rowcount


def _routed(
    db: Database, posting: Posting, key: str, article: int | None, now: datetime, *, new: bool
) -> Verdict:
    """Say whom a match is for, or which message told its story already."""
    message: int = db.execute(
        "SELECT id FROM outbox WHERE key = ? AND channel = ? AND target = ?",
        [key, posting.channel, posting.target],
    ).fetchone()[0]
    what = f"watchlist {posting.watchlist}" if posting.watchlist else "the service itself"
    return Verdict(
        at=now,
        stage=Stage.ROUTE if new else Stage.GROUP,
        ruling=Ruling.ROUTED if new else Ruling.TOLD_ALREADY,
        reason=what if new else f"its story has a message already (message {message})",
        channel=posting.channel,
        target=posting.target,
        watchlist=posting.watchlist,
        message=message if new else None,
        article=article,
    )


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
    db: Database,
    channel: str,
    target: int,
    now: datetime,
    lease: timedelta,
    decide: Decide | None,
) -> Delivery | None:
    """Decide what waits, and take the oldest due message; see `archive.ports.Outbox.claim_delivery`."""
    with transaction(db):
        if decide is not None:
            decide_all(db, channel, target, now, decide)
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
        message=message_of(db, row),
        attempts=row["attempts"] + 1,
        sure=sure,
        created=moment(row["created"]),
    )


def message_of(db: Database, row: Mapping[str, Any]) -> Message:
    """Return what a row tells."""
    return digests.read(db, row) if row["kind"] == AlertKind.DIGEST else load_alert(row["alert"])


def settle(db: Database, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Write down how an attempt ended; an attempt whose claim was taken over since changes nothing."""
    state, ruling = AFTER[outcome.kind]
    with transaction(db):
        done = db.execute(
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
        if done.rowcount:
            doubt = "" if outcome.sure else "; it may have arrived"
            reason = f"attempt {delivery.attempts}: {outcome.reason}{doubt}"
            _log(db, delivery.id, Stage.SEND, ruling, reason, now)


def recover(db: Database, now: datetime) -> int:
    """Put back what a crash left half sent; see `archive.ports.Outbox.recover_deliveries`."""
    with transaction(db):
        cut_off = [row["id"] for row in db.query("SELECT id FROM outbox WHERE state = 'sending'")]
        for number in cut_off:
            reason = "the program ended while it was being sent; it may have arrived"
            _log(db, number, Stage.SEND, Ruling.CUT_OFF, reason, now)
        db.execute(
            "UPDATE outbox SET state = 'ready', lease = NULL, sure = 0 WHERE state = 'sending'"
        )
    return len(cut_off)


def decide_anew(db: Database, channel: str, target: int, now: datetime) -> None:
    """Let what is held or muted be decided at the next claim; see `archive.ports.Outbox.decide_anew`."""
    with transaction(db):
        db.execute(
            "UPDATE outbox SET due = ? WHERE channel = ? AND target = ? AND state IN ('held', 'muted')",
            [stamp(now), channel, target],
        )


def _log(
    db: Database, number: int, stage: Stage, ruling: Ruling, reason: str, now: datetime
) -> None:
    row = db.execute(
        "SELECT channel, target, watchlist, article FROM outbox WHERE id = ?", [number]
    ).fetchone()
    verdict = Verdict(
        at=now,
        stage=stage,
        ruling=ruling,
        reason=reason,
        channel=row[0],
        target=row[1],
        watchlist=row[2],
        message=number,
        article=row[3],
    )
    verdicts.add(db, [verdict])


def next_due(db: Database, channel: str, target: int) -> datetime | None:
    """Return when the next waiting message of a target is due."""
    due: str | None = db.execute(
        """SELECT min(CASE state WHEN 'sending' THEN lease ELSE due END) FROM outbox
           WHERE channel = ? AND target = ? AND state IN ('ready', 'held', 'muted', 'sending')""",
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
