"""The facts on which it is decided what may be sent, and carrying the decision out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite import digests, mutes, stories
from archive.sqlite.values import flag, moment, stamp
from archive.sqlite.verdicts import Said, trail
from archive.telling import Bundle, Decide, Decided, Pace, Queue, Waiting
from archive.vocabulary import (
    AlertKind,
    DeliveryState,
    DigestReason,
    Ruling,
    Stage,
)

RULINGS = {
    DeliveryState.READY: (Stage.DECIDE, Ruling.LET_GO),
    DeliveryState.HELD: (Stage.DECIDE, Ruling.HELD),
    DeliveryState.MUTED: (Stage.MUTE, Ruling.MUTED),
}

WAITING = "state IN ('ready', 'held', 'muted', 'sending')"
"""In these words, since only so does SQLite use the index of what waits, and not look through all that was ever sent."""

Row = Mapping[str, Any]


def decide_all(db: Database, channel: str, target: int, now: datetime, decide: Decide) -> None:
    """Ask, decide and carry out, inside the open transaction."""
    rows = list(
        db.query(
            f"""SELECT id, kind, watchlist, story, article, state, cause, let_go, due, sure, reason, created FROM outbox
               WHERE channel = :channel AND target = :target AND {WAITING}
               AND (state = 'ready' OR (state IN ('held', 'muted') AND due <= :now)) ORDER BY created, id""",  # noqa: S608 - our own text
            {"channel": channel, "target": target, "now": stamp(now)},
        )
    )
    pace = _pace(db, channel, target)
    muted = mutes.in_force(db, now)
    # A story may have joined another since its message was written; only mutes ask by its number.
    named = any(mute.story for mute in muted)
    queue = Queue(
        waiting=tuple(
            _waiting(row, stories.current(db, row["story"]) if named and row["story"] else None)
            for row in rows
        ),
        mutes=muted,
        pace=pace,
    )
    decision = decide(queue)
    by_id: dict[int, Row] = {row["id"]: row for row in rows}
    for one in decision.each:
        _carry_out(db, by_id[one.message], one, now)
    for bundle in decision.bundles:
        members = [by_id[message] for message in bundle.messages]
        _merge(db, bundle, members, channel, target, now)
    if decision.pace != pace:
        _remember(db, channel, target, decision.pace)


def _waiting(row: Row, story: int | None) -> Waiting:
    return Waiting(
        id=row["id"],
        kind=AlertKind(row["kind"]),
        watchlist=row["watchlist"],
        story=story or row["story"],
        state=DeliveryState(row["state"]),
        cause=DigestReason(row["cause"]) if row["cause"] else None,
        let_go=row["let_go"] is not None,
        due=moment(row["due"]),
        created=moment(row["created"]),
    )


def _carry_out(db: Database, row: Row, one: Decided, now: datetime) -> None:
    goes = one.state is DeliveryState.READY
    said: list[Said] = []
    # Decided anew as it was decided before is no news.
    if (row["state"], row["reason"]) != (one.state, one.reason):
        said = [*_past_mutes(row, one.state), (*RULINGS[one.state], one.reason)]
    db.execute(
        """UPDATE outbox SET state = :state, cause = :cause, due = coalesce(:due, due), let_go = :let_go,
           reason = :reason, trail = trail || :trail WHERE id = :id""",
        {
            "state": one.state,
            "cause": one.cause,
            "due": stamp(one.until),
            "let_go": stamp(now) if goes else None,
            "reason": None if goes else one.reason,
            "trail": trail(now, *said),
            "id": one.message,
        },
    )


def _past_mutes(row: Row, state: DeliveryState) -> list[Said]:
    """Say that no mute holds a message back, when that is decided for the first time."""
    if state is DeliveryState.MUTED:
        return []
    if row["state"] == DeliveryState.MUTED:
        return [(Stage.MUTE, Ruling.CLEAR, "its mute is over")]
    first = row["state"] == DeliveryState.READY and row["let_go"] is None
    return [(Stage.MUTE, Ruling.CLEAR, "no mute holds it back")] if first else []


def _merge(
    db: Database, bundle: Bundle, members: Sequence[Row], channel: str, target: int, now: datetime
) -> None:
    since = bundle.since or min((moment(row["created"]) for row in members), default=now)
    key = _free_key(db, bundle.key, channel, target)
    if key != bundle.key and not members:
        # That nothing matched was told already.
        return
    digest = db.execute(
        """INSERT INTO outbox (key, channel, target, kind, watchlist, alert, state, let_go, due, sure, created, trail)
           VALUES (?, ?, ?, 'digest', '', ?, 'ready', ?, ?, ?, ?, ?)""",
        [
            key,
            channel,
            target,
            digests.header(
                db,
                bundle.digest,
                since,
                now,
                channel=channel,
                target=target,
                members=bundle.messages,
            ),
            stamp(now),
            stamp(now),
            # A part of it may have arrived before, alone: then all of it may be a repeat.
            flag(all(row["sure"] for row in members)),
            stamp(now),
            trail(now, (Stage.DECIDE, Ruling.LET_GO, bundle.reason)),
        ],
    ).lastrowid
    merged = (Stage.DECIDE, Ruling.MERGED, f"{bundle.reason} (message {digest})")
    db.conn.executemany(
        """UPDATE outbox SET state = 'merged', cause = NULL, digest = ?, reason = NULL, settled = ?,
           trail = trail || ? WHERE id = ?""",
        [
            (
                digest,
                stamp(now),
                trail(now, *_past_mutes(row, DeliveryState.MERGED), merged),
                row["id"],
            )
            for row in members
        ],
    )


def _free_key(db: Database, key: str, channel: str, target: int) -> str:
    """Return the key, or with a number behind it when a digest of that name is there."""
    number, free = 1, key
    while db.execute(
        "SELECT 1 FROM outbox WHERE key = ? AND channel = ? AND target = ?", [free, channel, target]
    ).fetchone():
        number += 1
        free = f"{key} #{number}"
    return free


def _pace(db: Database, channel: str, target: int) -> Pace:
    row = next(
        db.query("SELECT * FROM paces WHERE channel = ? AND target = ?", [channel, target]), None
    )
    if row is None:
        return Pace()
    return Pace(
        tokens=row["tokens"],
        filled=moment(row["filled"]),
        collecting=moment(row["collecting"]),
        told=moment(row["told"]),
    )


def _remember(db: Database, channel: str, target: int, pace: Pace) -> None:
    db.execute(
        """INSERT OR REPLACE INTO paces (channel, target, tokens, filled, collecting, told)
           VALUES (?, ?, ?, ?, ?, ?)""",
        [
            channel,
            target,
            pace.tokens,
            stamp(pace.filled),
            stamp(pace.collecting),
            stamp(pace.told),
        ],
    )
