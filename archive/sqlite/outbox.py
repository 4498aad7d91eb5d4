"""The table of messages on their way: nothing lost, and a repeat only where nobody can know."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from archive.polling import Posting
from archive.spans import span
from archive.sqlite import addresses, digests, escalations, stories, verdicts
from archive.sqlite.connection import transaction
from archive.sqlite.deciding import WAITING, decide_all
from archive.sqlite.values import dump, dump_alert, flag, load_alert, moment, stamp
from archive.sqlite.verdicts import Said, trail
from archive.stories import Outlets
from archive.telling import Decide
from archive.vocabulary import (
    CANARY,
    TOLD,
    AlertKind,
    ChannelState,
    Delivery,
    DeliveryState,
    Digest,
    Group,
    Message,
    Outcome,
    OutcomeKind,
    Ruling,
    Stage,
    Verdict,
)

OF_A_STORY = {AlertKind.ALERT, AlertKind.FOLLOW_UP}
"""What names its story by a key; whatever else has a key of its own, which stays true."""
AFTER = {
    OutcomeKind.SENT: (DeliveryState.SENT, Ruling.SENT),
    OutcomeKind.LATER: (DeliveryState.READY, Ruling.LATER),
    OutcomeKind.DEAD: (DeliveryState.DEAD, Ruling.DEAD),
}


BESIDES = {
    AlertKind.FOLLOW_UP: ", a follow-up",
    AlertKind.EDIT: ", an edit",
    AlertKind.ESCALATION: ", since nobody claimed it",
}
GROWN = {
    AlertKind.FOLLOW_UP: "its story has grown",
    AlertKind.EDIT: "its article was told and reads otherwise",
    AlertKind.ESCALATION: "its story was told and not claimed",
}


def insert(
    db: Database,
    posting: Posting,
    *,
    keys: Sequence[str],
    article: int | None,
    story: int | None,
    now: datetime,
    wait: timedelta = timedelta(0),
    daily: bool = False,
    why: str = "",
) -> int | None:
    """Add one message to the open transaction, under the first of its keys.

    It may be sent after ``wait``; ``daily`` is a follow-up that no end of collecting hastens; ``why`` says more of why it is told.
    When its target has a message with any of the keys already, nothing is added but a word of it; return the number
    of that message then.
    """
    told_before = told(db, posting, keys, story)
    if told_before is not None:
        reason = f"its {posting.group} has a message already (message {told_before})"
        verdicts.add(db, [_told_already(posting, reason, told_before, article, now)])
        return told_before
    alert = replace(posting.alert, article=article, story=story)
    db.execute(
        """INSERT INTO outbox
             (key, channel, target, kind, watchlist, story, article, alert, state, reason, due, created, trail)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            _free(db, posting, keys[0], article),
            posting.channel,
            posting.target,
            alert.kind,
            posting.watchlist,
            story,
            article,
            dump_alert(alert),
            DeliveryState.HELD if daily else DeliveryState.READY,
            "its story was told already, and is told again once a day" if daily else None,
            stamp(now + wait),
            stamp(now),
            trail(now, *_begun(posting, alert.kind, why)),
        ],
    )
    return None


def _begun(posting: Posting, kind: AlertKind, why: str) -> list[Said]:
    """Say for whom a new message is, and why its story is told."""
    what = f"watchlist {posting.watchlist}" if posting.watchlist else "the service itself"
    routed = (Stage.ROUTE, Ruling.ROUTED, what + BESIDES.get(kind, ""))
    if kind is AlertKind.ALERT:
        why = why or f"the first of its {posting.group} here"
        return [routed, (Stage.GROUP, Ruling.GROUPED, why)]
    return [routed, (Stage.GROUP, Ruling.GROUPED, GROWN.get(kind, "it stands alone"))]


def told(db: Database, posting: Posting, keys: Sequence[str], story: int | None) -> int | None:
    """Return the message by which a target was, or is to be, told by one of the keys, or of an article of a story.

    A message does not count whose article turned out to be of another story.
    """
    for key in keys:
        number, elsewhere = _of_key(db, posting, key, story)
        if number is not None and not elsewhere:
            return number
    if story is None or posting.group is not Group.STORY or posting.alert.kind != AlertKind.ALERT:
        return None
    # CROSS: from the few articles of the story to their messages, never through all messages of the watchlist.
    row = db.execute(
        """SELECT o.id FROM articles a CROSS JOIN outbox o ON o.article = a.id WHERE a.story = ? AND o.channel = ?
           AND o.target = ? AND o.watchlist = ? AND o.kind IN ('alert', 'follow-up') ORDER BY o.id LIMIT 1""",
        [story, posting.channel, posting.target, posting.watchlist],
    ).fetchone()
    return row and int(row[0])


def _of_key(db: Database, posting: Posting, key: str, story: int | None) -> tuple[int | None, bool]:
    """Return the message that has a key, and whether it tells of an article that is in another story now."""
    row = db.execute(
        """SELECT o.id, a.story FROM outbox o LEFT JOIN articles a ON a.id = o.article
           WHERE o.key = ? AND o.channel = ? AND o.target = ?""",
        [key, posting.channel, posting.target],
    ).fetchone()
    if row is None:
        return None, False
    by_story = posting.group is Group.STORY and posting.alert.kind in OF_A_STORY
    return int(row[0]), by_story and None not in (row[1], story) and row[1] != story


def _free(db: Database, posting: Posting, key: str, article: int | None) -> str:
    """Return the key, or where a message has it whose article is in another story now, one of the article."""
    while _of_key(db, posting, key, None)[0] is not None:
        key = hashlib.sha256(f"{key}\napart {article}".encode()).hexdigest()[:32]
    return key


def _told_already(
    posting: Posting, reason: str, message: int, article: int | None, now: datetime
) -> Verdict:
    return Verdict(
        at=now,
        stage=Stage.GROUP,
        ruling=Ruling.TOLD_ALREADY,
        reason=reason,
        channel=posting.channel,
        target=posting.target,
        watchlist=posting.watchlist,
        message=message,
        article=article,
    )


def told_of(db: Database, posting: Posting, article: int) -> bool:
    """Say whether the target of a posting was, or is to be, told of an article by the same watchlist."""
    row = db.execute(
        """SELECT 1 FROM outbox WHERE channel = ? AND target = ? AND watchlist = ? AND article = ?
           AND kind IN ('alert', 'follow-up') LIMIT 1""",
        [posting.channel, posting.target, posting.watchlist, article],
    ).fetchone()
    return row is not None


def post(db: Database, posting: Posting, key: str, now: datetime) -> bool:
    """Add one message that no poll caused; see `archive.ports.Outbox.post`."""
    about = posting.alert
    with transaction(db):
        told = insert(db, posting, keys=[key], article=about.article, story=about.story, now=now)
        return told is None


def claim(
    db: Database,
    channel: str,
    target: int,
    now: datetime,
    lease: timedelta,
    decide: Decide | None,
    outlets: Outlets,
) -> Delivery | None:
    """Decide what waits, and take the oldest due message; see `archive.ports.Outbox.claim_delivery`."""
    with transaction(db):
        if decide is not None:
            decide_all(db, channel, target, now, decide)
        row = _oldest_due(db, channel, target, now)
        if row is None:
            return None
        sure = bool(row["sure"]) and row["state"] == DeliveryState.READY
        coverage = stories.coverage(db, row["story"], outlets) if row["story"] else None
        db.execute(
            """UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease = ?, sure = ?, outlets = ?
               WHERE id = ?""",
            [stamp(now + lease), flag(sure), coverage and coverage.outlets, row["id"]],
        )
        message = _to_be_claimed(db, message_of(db, row, outlets), now)
        if isinstance(message, Digest):
            digests.told(db, row["id"], message)
    return Delivery(
        id=row["id"],
        key=digests.key(row),
        channel=row["channel"],
        target=row["target"],
        message=message,
        coverage=coverage,
        attempts=row["attempts"] + 1,
        sure=sure,
        created=moment(row["created"]),
    )


def _oldest_due(db: Database, channel: str, target: int, now: datetime) -> Mapping[str, Any] | None:
    rows = db.query(
        f"""SELECT * FROM outbox WHERE channel = :channel AND target = :target AND {WAITING}
           AND ((state = 'ready' AND due <= :now) OR (state = 'sending' AND lease <= :now))
           ORDER BY due, id LIMIT 1""",  # noqa: S608 - our own text
        {"channel": channel, "target": target, "now": stamp(now)},
    )
    return next(rows, None)


def message_of(db: Database, row: Mapping[str, Any], outlets: Outlets) -> Message:
    """Return what a row tells."""
    if row["kind"] == AlertKind.DIGEST:
        return digests.read(db, row, outlets)
    return load_alert(row["alert"])


def _to_be_claimed(db: Database, message: Message, now: datetime) -> Message:
    """Say in a message of now until when its stories have to be claimed."""
    if isinstance(message, Digest):
        alerts = (escalations.to_be_claimed(db, alert, now) for alert in message.alerts)
        return replace(message, alerts=tuple(alerts))
    return escalations.to_be_claimed(db, message, now)


def settle(db: Database, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Write down how an attempt ended; an attempt whose claim was taken over since changes nothing."""
    state = AFTER[outcome.kind][0]
    rendered = _rendered(outcome)
    with transaction(db):
        db.execute(
            """UPDATE outbox SET state = :state, due = coalesce(:due, due), lease = NULL, sure = sure AND :sure,
               reason = :reason, settled = :settled,
               trail = trail || CASE WHEN instr(trail, :same) THEN '' ELSE :rendered END || :answered
               WHERE id = :id AND state = 'sending' AND attempts = :attempts""",
            {
                "state": state,
                "due": stamp(outcome.due),
                "sure": flag(outcome.sure),
                "reason": outcome.reason or None,
                "settled": None if state is DeliveryState.READY else stamp(now),
                # The same words once more are no news.
                "same": dump(rendered[0])[1:] if rendered else "\n\n",
                "rendered": trail(now, *rendered),
                "answered": trail(now, *_answered(delivery, outcome, now)),
                "id": delivery.id,
                "attempts": delivery.attempts,
            },
        )


def _rendered(outcome: Outcome) -> list[Said]:
    if outcome.remark:
        why = f"in Wirewatch's own words, for the template fails: {outcome.remark}"
        return [(Stage.RENDER, Ruling.OWN_WORDS, why)]
    return [(Stage.RENDER, Ruling.WORDED, outcome.words)] if outcome.words else []


def _answered(delivery: Delivery, outcome: Outcome, now: datetime) -> list[Said]:
    doubt = "" if outcome.sure else "; it may have arrived"
    said = f"attempt {delivery.attempts}: {outcome.reason}{doubt}"
    then = {OutcomeKind.SENT: TOLD, OutcomeKind.DEAD: "it is given up"}.get(outcome.kind)
    if then is None:
        # How long it is until then needs no zone: whoever reads it has one of their own.
        wait = f" in {span(outcome.due - now)}" if outcome.due and outcome.due > now else ""
        then = f"another try is due{wait}"
    return [
        (Stage.SEND, AFTER[outcome.kind][1], said),
        (Stage.SETTLE, Ruling.SETTLED, then),
    ]


def recover(db: Database, now: datetime) -> int:
    """Put back what a crash left half sent; see `archive.ports.Outbox.recover_deliveries`."""
    with transaction(db):
        cut_off = [row["id"] for row in db.query("SELECT id FROM outbox WHERE state = 'sending'")]
        for number in cut_off:
            reason = "the program ended while it was being sent; it may have arrived"
            verdicts.note(db, number, Stage.SEND, Ruling.CUT_OFF, reason, now)
        db.execute(
            "UPDATE outbox SET state = 'ready', lease = NULL, sure = 0 WHERE state = 'sending'"
        )
    return len(cut_off)


def decide_anew(db: Database, channel: str, target: int, now: datetime) -> None:
    """Let what is held or muted be decided at the next claim; see `archive.ports.Outbox.decide_anew`."""
    with transaction(db):
        db.execute(
            f"""UPDATE outbox SET due = ? WHERE channel = ? AND target = ? AND {WAITING} AND state IN ('held', 'muted')
               AND cause NOT NULL -- a follow-up that waits for its day is no matter of the channel's rules""",  # noqa: S608 - our own text
            [stamp(now), channel, target],
        )


def hasten(db: Database, now: datetime) -> None:
    """Let go what only waits for company; see `archive.ports.Outbox.hasten`."""
    with transaction(db):
        db.execute(
            "UPDATE outbox SET due = :now WHERE state = 'ready' AND attempts = 0 AND due > :now",
            {"now": stamp(now)},
        )


def next_due(db: Database, channel: str, target: int) -> datetime | None:
    """Return when the next waiting message of a target is due."""
    due: str | None = db.execute(
        f"""SELECT min(CASE state WHEN 'sending' THEN lease ELSE due END) FROM outbox
           WHERE channel = ? AND target = ? AND {WAITING}""",  # noqa: S608 - our own text
        [channel, target],
    ).fetchone()[0]
    return moment(due)


def channels(db: Database) -> list[ChannelState]:
    """Return how the messages of each channel stand, by name."""
    names = [r["channel"] for r in db.query("SELECT DISTINCT channel FROM outbox ORDER BY channel")]
    return [_channel(db, name) for name in names if name != CANARY]


def _channel(db: Database, name: str) -> ChannelState:
    rows: Sequence[tuple[str, int]] = db.execute(
        "SELECT state, count(*) FROM outbox WHERE channel = ? GROUP BY state", [name]
    ).fetchall()
    counts = dict(rows)
    unsure: int = db.execute(
        """SELECT count(*) FROM outbox
           WHERE channel = ? AND NOT sure AND state IN ('ready', 'held', 'muted', 'sending')""",
        [name],
    ).fetchone()[0]
    oldest = db.execute(
        """SELECT created, reason FROM outbox WHERE channel = ? AND state IN ('ready', 'held', 'muted', 'sending')
           ORDER BY created, id LIMIT 1""",
        [name],
    ).fetchone()
    waiting: Sequence[tuple[int, int]] = db.execute(
        """SELECT target, count(*) FROM outbox
           WHERE channel = ? AND state IN ('ready', 'held', 'muted', 'sending') GROUP BY target""",
        [name],
    ).fetchall()
    # The trouble of now, not of last month: why a message waits, or was given up since one last arrived there.
    trouble = db.execute(
        """SELECT reason FROM outbox o WHERE channel = :channel AND reason NOT NULL AND (
             state IN ('ready', 'sending') OR (state = 'dead' AND settled >= coalesce(
               (SELECT max(settled) FROM outbox
                WHERE channel = :channel AND target = o.target AND state = 'sent'), '')))
           ORDER BY coalesce(settled, due) DESC LIMIT 1""",
        {"channel": name},
    ).fetchone()
    return ChannelState(
        name=name,
        counts={state: counts.get(state, 0) for state in DeliveryState},
        unsure=unsure,
        oldest=moment(oldest[0]) if oldest else None,
        error=trouble[0] if trouble else None,
        why=oldest[1] if oldest else None,
        addresses=dict(waiting),
        stranded=sum(n for target, n in waiting if addresses.taken_out(db, name, target)),
    )
