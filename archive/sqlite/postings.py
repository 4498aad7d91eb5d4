"""From a match to the outbox: once per story, and again when the watchlist asks for it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from archive.followups import follow_up
from archive.polling import Posting
from archive.sqlite import outbox, placing, rechecks, stories
from archive.sqlite.values import moment
from archive.stories import Outlets
from archive.vocabulary import Group

WAITING = ("ready", "held", "muted")


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
        told = outbox.insert(db, posting, keys=keys, article=article, story=story, now=now)
        if told is None:
            posted += 1
        elif posting.follow_up is not None:
            posted += _again(db, posting, told, article, story, outlets, now)
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
    db: Database,
    posting: Posting,
    told: int,
    article: int,
    story: int,
    outlets: Outlets,
    now: datetime,
) -> int:
    """Tell of a story again, if it has grown enough; return 1, or 0."""
    row = db.execute("SELECT key, created, state FROM outbox WHERE id = ?", [told]).fetchone()
    if row[2] in WAITING or _waits(db, posting, told):
        # It will say how many carry the story when it is sent.
        return 0
    coverage = stories.coverage(db, story, outlets)
    due = follow_up(posting, coverage, told=moment(row[1]), now=now)
    if due is None:
        return 0
    again, what = due
    key = hashlib.sha256(f"{row[0]}\nfollow-up {what}".encode()).hexdigest()[:32]
    new = outbox.insert(db, again, keys=[key], article=article, story=story, now=now)
    return int(new is None)


def _waits(db: Database, posting: Posting, told: int) -> bool:
    """Say whether a follow-up of the story that a message told waits for its target already."""
    row = db.execute(
        """SELECT 1 FROM outbox f JOIN outbox o ON o.id = :told
           WHERE f.kind = 'follow-up' AND f.watchlist = o.watchlist AND f.story = o.story
           AND f.channel = :channel AND f.target = :target AND f.state IN ('ready', 'held', 'muted')""",
        {"told": told, "channel": posting.channel, "target": posting.target},
    ).fetchone()
    return row is not None


def _key(posting: Posting, name: str) -> str:
    # Stories came first, and their keys outlive the version that knew of nothing else.
    group = "" if posting.group is Group.STORY else f"{posting.group}\n"
    return hashlib.sha256(f"{posting.watchlist}\n{group}{name}".encode()).hexdigest()[:32]
