"""The tables of stories: what names them, what happened to them, and who carries them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite import openings
from archive.sqlite.values import dump, moment, stamp
from archive.stories import Outlets, Telling, coverage_of, credit_in
from archive.vocabulary import (
    ArticleId,
    CopyKind,
    Coverage,
    Report,
    StoryEvent,
    StoryEventKind,
    StoryMove,
)

_NAMES = """WITH RECURSIVE names (id) AS (
             SELECT :story UNION SELECT s.id FROM stories s JOIN names n ON s.joined = n.id)"""
"""Every number that a story has, or had before it became part of another."""
ALONG = "with article {}, which it copies"


def begin(db: Database, article: int, story: int) -> None:
    """Put a new article into a story, or let one begin with it."""
    db.execute("UPDATE articles SET story = ? WHERE id = ?", [story, article])
    if story == article:
        db.execute(
            "INSERT INTO stories (id, anchor) SELECT id, anchor FROM articles WHERE id = ?",
            [article],
        )


def leave(db: Database, article: int, *, now: datetime, reason: str) -> int:
    """Let an article leave its story and begin one of its own; return the story that it was in."""
    (before,) = db.execute("SELECT story FROM articles WHERE id = ?", [article]).fetchone()
    if before != article:  # an update of an old text has one already
        move(db, {article: reason}, before, article, now)
    return int(before)


def move(db: Database, reasons: Mapping[int, str], before: int, story: int, now: datetime) -> None:
    """Let some articles of a story, for their reasons, and the copies of them be in another, which begins with that if it is none yet.

    What was told of them, and claimed, goes with them; what happened is written down, of the copies as well.
    """
    rows = db.execute(
        """SELECT id, original FROM articles WHERE story = :before AND (id IN (SELECT value FROM json_each(:some))
           OR original IN (SELECT value FROM json_each(:some))) ORDER BY id""",
        {"before": before, "some": dump(list(reasons))},
    ).fetchall()
    _move(db, [row[0] for row in rows], before, story)
    along = {
        article: f"{ALONG.format(original)}: {reasons[original]}"
        for article, original in rows
        if article not in reasons
    }
    for article, reason in {**reasons, **along}.items():
        note(db, "split", story=story, article=article, other=before, reason=reason, now=now)


def move_rest(db: Database, before: int, story: int) -> int:
    """Let all that is still in a story be in another; return how many articles that are."""
    rows = db.execute("SELECT id FROM articles WHERE story = ?", [before]).fetchall()
    if rows:
        _move(db, [row[0] for row in rows], before, story)
    return len(rows)


def _move(db: Database, moved: Sequence[int], before: int, story: int) -> None:
    # Not by where its number leads by now: its first article may have left it just before.
    names = _names(db, before)
    if older := [name for name in names if name != before]:
        # An older number of it may lead elsewhere from now on.
        _tell_of(db, before, "story IN (SELECT value FROM json_each(:some))", older)
        _follow(db, older, before)
    db.execute(
        """INSERT INTO stories (id, anchor) SELECT id, anchor FROM articles WHERE id = ?
           ON CONFLICT DO UPDATE SET joined = NULL""",
        [story],
    )
    _place(db, moved, story)
    # Each number that a story ever had leads to where the article is by which it was called.
    db.execute(
        """UPDATE stories SET joined = nullif((SELECT a.story FROM articles a WHERE a.id = stories.id), id)
           WHERE id IN (SELECT id FROM articles WHERE story IN (?, ?))""",
        [before, story],
    )
    told = "story NOT NULL AND article IN (SELECT value FROM json_each(:some))"
    if _tell_of(db, story, told, moved):
        _follow(db, names, story)


def _tell_of(db: Database, story: int, which: str, some: Sequence[int]) -> int:
    """Let some messages be of a story; return how many they are."""
    done = db.execute(
        f"UPDATE outbox SET story = :story, alert = json_set(alert, '$.story', :story) WHERE {which}",  # noqa: S608 - only ours
        {"story": story, "some": dump(list(some))},
    )
    return done.rowcount


def _place(db: Database, articles: Sequence[int], story: int) -> None:
    db.execute(
        "UPDATE articles SET story = ? WHERE id IN (SELECT value FROM json_each(?))",
        [story, dump(list(articles))],
    )
    openings.move(db, articles, story)


def _follow(db: Database, names: Sequence[int], story: int) -> None:
    """Let a story be claimed, and escalated, as the one was under whose numbers it was told."""
    db.execute(
        """INSERT OR IGNORE INTO claims
           SELECT ?, at FROM claims WHERE story IN (SELECT value FROM json_each(?)) ORDER BY at LIMIT 1""",
        [story, dump(list(names))],
    )
    db.execute(
        """INSERT OR IGNORE INTO escalations
           SELECT watchlist, ?, min(at) FROM escalations
           WHERE story IN (SELECT value FROM json_each(?)) GROUP BY watchlist""",
        [story, dump(list(names))],
    )


def merge(db: Database, story: int, joined: int, article: int, reason: str, now: datetime) -> None:
    """Let a story become part of an older one; the article that linked them is named."""
    db.execute("UPDATE articles SET story = ? WHERE story = ?", [story, joined])
    db.execute("UPDATE stories SET joined = ? WHERE id = ?", [story, joined])
    openings.move_all(db, joined, story)
    note(db, "merged", story=story, article=article, other=joined, reason=reason, now=now)


def forget(db: Database, some: Collection[int]) -> None:
    """Delete those of some stories that have no article any more, and of which nobody was told; what led to others stays."""
    numbers = dump(list(some))
    db.execute(
        """DELETE FROM stories WHERE id IN (SELECT value FROM json_each(?)) AND joined IS NULL
           AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.story = stories.id)
           AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.story = stories.id)
           AND NOT EXISTS (SELECT 1 FROM stories s WHERE s.joined = stories.id)
           AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.story = stories.id)
           AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.story = stories.id)""",
        [numbers],
    )
    db.execute(
        """DELETE FROM story_events WHERE story IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM stories s WHERE s.id = story_events.story)""",
        [numbers],
    )


def note(
    db: Database,
    kind: str,
    *,
    story: int,
    article: int,
    reason: str,
    now: datetime,
    other: int | None = None,
) -> None:
    """Write down what happened to a story."""
    db.execute(
        "INSERT INTO story_events (story, article, kind, other, reason, at) VALUES (?, ?, ?, ?, ?, ?)",
        [story, article, kind, other, reason, stamp(now)],
    )


def anchors(db: Database, story: int) -> list[str]:
    """Return what names a story in idempotency keys: its own anchor first, then those of stories that it took in."""
    rows = db.query(
        f"""{_NAMES}
           SELECT s.anchor FROM stories s JOIN names n ON n.id = s.id ORDER BY s.id = :story DESC, s.id""",  # noqa: S608 - only ours
        {"story": story},
    )
    return [row["anchor"] for row in rows]


def numbers(db: Database, story: int) -> list[int]:
    """Return every number under which a story was ever told of: its own first, then those of stories that it took in."""
    return _names(db, current(db, story))


def _names(db: Database, story: int) -> list[int]:
    rows = db.query(
        f"""{_NAMES}
           SELECT id FROM names""",  # noqa: S608 - only ours
        {"story": story},
    )
    return [row["id"] for row in rows]


def events(db: Database, story: int) -> list[StoryEvent]:
    """Return what happened to a story; see `archive.ports.Stories.story_events`."""
    rows = db.query(
        f"""{_NAMES}
           SELECT e.*, e.story IN (SELECT id FROM names) AS ours FROM story_events e
           WHERE e.story IN (SELECT id FROM names) OR (e.kind = 'split' AND e.other IN (SELECT id FROM names))
           ORDER BY e.id""",  # noqa: S608 - only ours
        {"story": current(db, story)},
    )
    return [
        StoryEvent(
            kind=StoryEventKind(row["kind"]) if row["ours"] else StoryEventKind.LEFT,
            article=ArticleId(row["article"]),
            other=row["other"] if row["ours"] else row["story"],
            reason=row["reason"],
            at=moment(row["at"]),
        )
        for row in rows
    ]


def why_joined(db: Database, article: int, story: int, *, copies: bool) -> str | None:
    """Return why an article is in a story that another began; None where it is its first, or only moved with what it copies."""
    kinds = {StoryEventKind.JOINED} if copies else {StoryEventKind.JOINED, StoryEventKind.SPLIT}
    reasons = [
        event.reason
        for event in events(db, story)
        if event.article == article and event.kind in kinds
    ]
    return reasons[-1] if reasons else None


def way(db: Database, article: int) -> list[StoryMove]:
    """Return how an article changed its story, the oldest first."""
    return [_story_move(row) for row in _way(db, article) if row["other"] is not None]


def _way(db: Database, article: int) -> list[dict[str, Any]]:
    """Return the events by which an article came to be where it is: its own, and those of the story that it was in then."""
    query = """SELECT * FROM story_events WHERE id > :last AND ((kind != 'merged' AND article = :article)
               OR (kind = 'merged' AND other = :here)) ORDER BY id LIMIT 1"""
    here, last = _began_in(db, article)
    found: list[dict[str, Any]] = []
    while row := next(db.query(query, {"last": last, "article": article, "here": here}), None):
        here, last = row["story"], row["id"]
        found.append(row)
    return found


def _began_in(db: Database, article: int) -> tuple[int, int]:
    """Return the story that an article was in at first, and the last event that was before it; a report names its own."""
    row = db.execute(
        """SELECT original, seen FROM articles a WHERE id = ? AND original NOT NULL
           AND NOT EXISTS (SELECT 1 FROM stories s WHERE s.id = a.id)""",
        [article],
    ).fetchone()
    if row is None:
        return article, 0
    original, seen = row
    own = "SELECT story FROM story_events WHERE article = ? AND kind = 'split' AND at = ?"
    along = {story for (story,) in db.execute(own, [article, seen])}
    # In one poll the first may have moved before the copy came, or with it.
    before = [
        event
        for event in _way(db, original)
        if event["at"] < seen
        or (event["at"] == seen and event["kind"] == "split" and event["story"] not in along)
    ]
    return (before[-1]["story"], before[-1]["id"]) if before else (original, 0)


def _story_move(row: Mapping[str, Any]) -> StoryMove:
    return StoryMove(
        before=row["other"], after=row["story"], reason=row["reason"], at=moment(row["at"])
    )


def coverage(db: Database, story: int, outlets: Outlets) -> Coverage | None:
    """Return who carries a story; see `archive.ports.Stories.coverage`."""
    now = current(db, story)
    rows = db.query("SELECT * FROM articles WHERE story = ? ORDER BY id", [now])
    tellings = [_telling(row, outlets) for row in rows]
    return coverage_of(now, tellings) if tellings else None


def current(db: Database, story: int) -> int:
    """Return the story that a story is part of now: itself, if it joined no other."""
    row = db.execute(
        """WITH RECURSIVE after (id, joined) AS (
             SELECT id, joined FROM stories WHERE id = ?
             UNION SELECT s.id, s.joined FROM stories s JOIN after a ON s.id = a.joined)
           SELECT id FROM after WHERE joined IS NULL""",
        [story],
    ).fetchone()
    return row[0] if row else story


def _telling(row: Mapping[str, Any], outlets: Outlets) -> Telling:
    report = Report(
        article=ArticleId(row["id"]),
        title=row["title"],
        url=row["url"],
        outlet=row["outlet"],
        owner=outlets.owner(row["url"], row["outlet"]),
        published=moment(row["published"]),
        seen=moment(row["seen"]),
        copy_of=row["copy_of"],
        copy_kind=CopyKind(row["copy_kind"]) if row["copy_kind"] else None,
    )
    return Telling(
        report=report,
        group=row["original"] or row["id"],
        site=outlets.site(row["url"], row["outlet"]),
        length=len(row["text"]),
        credit=row.get("credit") or credit_in(row["text"] or row["summary"]),
        first_at=row["first_at"],
    )
