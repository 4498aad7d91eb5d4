"""From a match to the outbox: once per story, and again when the watchlist asks for it."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.followups import Before, follow_up
from archive.polling import Poll, Posting
from archive.sqlite import outbox, placing, rechecks, stories, verdicts, withheld
from archive.sqlite.values import moment
from archive.stories import Outlets
from archive.vocabulary import AlertKind, Group, Hit, Ruling, Stage, Verdict

WAITING = ("ready", "held", "muted")
ANOTHER_STORY = "it was taken for a part of a story that was told, and is none"


def post_all(
    db: Database, article: int, postings: Sequence[Posting], outlets: Outlets, now: datetime
) -> int:
    """Put what an article causes into the outbox, inside the open transaction; return how many messages are new.

    What the watchlist was told already is not put again, unless it wants to hear when a story grows.
    """
    if not postings:
        return 0
    story = db.execute("SELECT story FROM articles WHERE id = ?", [article]).fetchone()[0]
    names = {group: placing.names(db, article, group) for group in {p.group for p in postings}}
    rechecks.plan(db, article, postings, now)
    posted = 0
    for posting in postings:
        keys = [_key(posting, name) for name in names[posting.group]]
        told = outbox.insert(
            db, posting, keys=keys, article=article, story=story, now=now, wait=posting.wait
        )
        if told is None:
            posted += 1
            continue
        if posting.group is Group.STORY:
            withheld.keep(db, article, posting)
        if posting.follow_up is not None:
            posted += _again(db, posting, article, story, outlets, now)
    return posted


def note_untold(
    db: Database, article: int, hits: Sequence[Hit], postings: Sequence[Posting], poll: Poll
) -> None:
    """Note of what matched and is not told to whoever watches that it came with a first poll."""
    if poll.claim.state.baseline is not None:
        return
    told = {posting.watchlist for posting in postings}
    untold = [hit.watchlist for hit in hits if hit.watchlist not in told]
    reason = f"it came with the first poll of {poll.claim.state.name}"
    verdicts.add(
        db,
        [
            Verdict(
                at=poll.now,
                stage=Stage.ROUTE,
                ruling=Ruling.SILENT,
                reason=reason,
                channel="",
                target=0,
                watchlist=name,
                article=article,
            )
            for name in untold
        ],
    )


def release(db: Database, changed: Collection[int], now: datetime) -> int:
    """Tell what was not told since its story was, if that story turned out to be another; return how many messages are new."""
    posted = 0
    for article, story, posting in withheld.of(db, changed):
        keys = [_key(posting, name) for name in stories.anchors(db, story)]
        if outbox.told(db, posting, keys, story) is None:
            outbox.insert(
                db, posting, keys=keys, article=article, story=story, now=now, why=ANOTHER_STORY
            )
            withheld.release(db, article, posting)
            posted += 1
    return posted


def post_edit(
    db: Database, article: int, version: int, postings: Sequence[Posting], now: datetime
) -> int:
    """Put alerts of an edit into the outbox, for those who were told of the article; once for each version."""
    query = "SELECT anchor, story FROM articles WHERE id = ?"
    anchor, story = db.execute(query, [article]).fetchone()
    posted = 0
    for posting in postings:
        if outbox.told_of(db, posting, article):
            name = f"{posting.watchlist}\nedit {version}\n{anchor}"
            key = hashlib.sha256(name.encode()).hexdigest()[:32]
            told = outbox.insert(db, posting, keys=[key], article=article, story=story, now=now)
            posted += told is None
    return posted


def _again(
    db: Database, posting: Posting, article: int, story: int, outlets: Outlets, now: datetime
) -> int:
    """Tell of a story again, if it has grown enough; return 1, or 0."""
    rule, told = posting.follow_up, _tellings(db, posting, story)
    if rule is None or not told or any(row["state"] in WAITING for row in told):
        # It will say how many carry the story when it is sent.
        return 0
    at = max(moment(row["settled" if row["state"] == "sent" else "created"]) for row in told)
    before = Before(at=at, outlets=max(row["outlets"] or 1 for row in told))
    coverage = stories.coverage(db, story, outlets)
    again = follow_up(rule, coverage, before=before, now=now, wait=posting.wait)
    if again is None:
        return 0
    key = hashlib.sha256(f"{told[0]['key']}\nfollow-up {again.name}".encode()).hexdigest()[:32]
    posting = replace(posting, alert=replace(posting.alert, kind=AlertKind.FOLLOW_UP))
    new = outbox.insert(
        db,
        posting,
        keys=[key],
        article=article,
        story=story,
        now=now,
        wait=again.due - now,
        daily=rule.daily,
    )
    return int(new is None)


def _tellings(db: Database, posting: Posting, story: int) -> list[dict[str, Any]]:
    """Return the messages by which a target was, or is to be, told of a story, by any number that it had."""
    rows = db.query(
        # One that is told in a digest is told when the digest is.
        """SELECT o.key, coalesce(d.state, o.state) AS state, o.created, coalesce(d.settled, o.settled) AS settled, o.outlets
           FROM outbox o LEFT JOIN outbox d ON d.id = o.digest
           WHERE o.story IN (SELECT value FROM json_each(:stories)) AND o.watchlist = :watchlist
           AND o.channel = :channel AND o.target = :target AND o.kind IN ('alert', 'follow-up') ORDER BY o.id""",
        {
            "stories": json.dumps(stories.numbers(db, story)),
            "watchlist": posting.watchlist,
            "channel": posting.channel,
            "target": posting.target,
        },
    )
    return list(rows)


def _key(posting: Posting, name: str) -> str:
    # Stories came first, and their keys outlive the version that knew of nothing else.
    group = "" if posting.group is Group.STORY else f"{posting.group}\n"
    return hashlib.sha256(f"{posting.watchlist}\n{group}{name}".encode()).hexdigest()[:32]
