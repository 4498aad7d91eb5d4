"""What it costs to find out whether a story was told."""

from pathlib import Path

from sqlite_utils import Database

from archive.sqlite import outbox
from archive.sqlite.connection import connect
from tests.archive.polls import NOW, posting


def posted(db: Database, article: int) -> None:
    """Write an article that is a story of its own, and the message that tells it."""
    db.execute(
        """INSERT INTO articles (id, anchor, title, outlet, source, seen, listed, authors, tags, summary, text, story)
           VALUES (:id, 'a', '', '', '', '', '', '[]', '[]', '', '', :id)""",
        {"id": article},
    )
    outbox.insert(db, posting(), keys=[f"key {article}"], article=article, story=article, now=NOW)


def effort(db: Database, article: int) -> int:
    """Return what SQLite does to post one more, in hundreds of its steps."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    db.conn.set_progress_handler(step, 100)
    posted(db, article)
    db.conn.set_progress_handler(None, 0)
    return steps


def test_a_new_story_costs_the_same_however_many_were_told(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    db.execute("BEGIN")
    for article in range(1, 20):
        posted(db, article)
    few = effort(db, 20)
    for article in range(21, 1000):
        posted(db, article)
    assert effort(db, 1000) <= few + 5
