"""The tables of stories: what names them, what happened to them, and who carries them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite import openings
from archive.sqlite.values import moment, stamp
from archive.stories import Outlets, Telling, coverage_of, credit_in
from archive.vocabulary import ArticleId, CopyKind, Coverage, Report, StoryEvent, StoryEventKind


def begin(db: Database, article: int, anchor: str) -> int:
    """Let a story begin with an article; return its number."""
    db.execute("INSERT INTO stories (id, anchor) VALUES (?, ?)", [article, anchor])
    return article


def leave(db: Database, article: int, anchor: str, *, now: datetime, reason: str) -> None:
    """Let an article leave its story and begin one of its own; it is told why."""
    (before,) = db.execute("SELECT story FROM articles WHERE id = ?", [article]).fetchone()
    if before == article:
        return  # an update of an old text has one already
    story = begin(db, article, anchor)
    db.execute("UPDATE articles SET story = ? WHERE id = ?", [story, article])
    note(db, "split", story=story, article=article, other=before, reason=reason, now=now)


def merge(db: Database, one: int, other: int, article: int, reason: str, now: datetime) -> int:
    """Make two stories one, which keeps the number of the older; an article that linked them is named."""
    story, joined = min(one, other), max(one, other)
    db.execute("UPDATE articles SET story = ? WHERE story = ?", [story, joined])
    db.execute("UPDATE stories SET joined = ? WHERE id = ?", [story, joined])
    openings.move(db, joined, story)
    note(db, "merged", story=story, article=article, other=joined, reason=reason, now=now)
    return story


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
        """WITH RECURSIVE names (id) AS (
             SELECT :story UNION SELECT s.id FROM stories s JOIN names n ON s.joined = n.id)
           SELECT s.anchor FROM stories s JOIN names n ON n.id = s.id ORDER BY s.id = :story DESC, s.id""",
        {"story": story},
    )
    return [row["anchor"] for row in rows]


def numbers(db: Database, story: int) -> list[int]:
    """Return every number under which a story was ever told of: its own first, then those of stories that it took in."""
    rows = db.query(
        """WITH RECURSIVE names (id) AS (
             SELECT :story UNION SELECT s.id FROM stories s JOIN names n ON s.joined = n.id)
           SELECT id FROM names""",
        {"story": current(db, story)},
    )
    return [row["id"] for row in rows]


def events(db: Database, story: int) -> list[StoryEvent]:
    """Return what happened to a story; see `archive.ports.Stories.story_events`."""
    rows = db.query(
        """WITH RECURSIVE names (id) AS (
             SELECT :story UNION SELECT s.id FROM stories s JOIN names n ON s.joined = n.id)
           SELECT e.* FROM story_events e JOIN names n ON n.id = e.story ORDER BY e.id""",
        {"story": current(db, story)},
    )
    return [
        StoryEvent(
            kind=StoryEventKind(row["kind"]),
            article=ArticleId(row["article"]),
            other=row["other"],
            reason=row["reason"],
            at=moment(row["at"]),
        )
        for row in rows
    ]


def why_joined(db: Database, article: int, story: int) -> str | None:
    """Return why an article is in a story that another began; None where it is its first, or copies another."""
    reasons = [
        event.reason
        for event in events(db, story)
        if event.article == article and event.kind is StoryEventKind.JOINED
    ]
    return reasons[-1] if reasons else None


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
        credit=row.get("credit") or credit_in(row["text"]),
        first_at=row["first_at"],
    )
