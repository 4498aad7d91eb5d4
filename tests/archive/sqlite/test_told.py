"""What it costs to find out whether, and since when, a story was told."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from archive.sqlite import escalations, outbox
from archive.sqlite.connection import connect
from archive.stories import Outlets
from archive.telling import Decide, Decision
from archive.vocabulary import Alert
from tests.archive.polls import NOW, posting


def posted(db: Database, article: int) -> None:
    """Write an article that is a story of its own, and the message that tells it."""
    db.execute(
        """INSERT INTO articles (id, anchor, title, outlet, source, seen, listed, authors, tags, summary, text, story)
           VALUES (:id, 'a', '', '', '', '', '', '[]', '[]', '', '', :id)""",
        {"id": article},
    )
    outbox.insert(db, posting(), keys=[f"key {article}"], article=article, story=article, now=NOW)


def effort(db: Database, act: Callable[[], object]) -> int:
    """Return what SQLite does meanwhile, in hundreds of its steps."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    db.conn.set_progress_handler(step, 100)
    act()
    db.conn.set_progress_handler(None, 0)
    return steps


def test_a_new_story_costs_the_same_however_many_were_told(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    db.execute("BEGIN")
    for article in range(1, 20):
        posted(db, article)
    few = effort(db, partial(posted, db, 20))
    for article in range(21, 1000):
        posted(db, article)
    assert effort(db, partial(posted, db, 1000)) <= few + 5


def test_what_waits_is_found_at_the_same_cost_however_many_were_sent(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    outlets, where = Outlets(), (posting().channel, posting().target)
    as_it_is: Decide = lambda queue: Decision(pace=queue.pace)  # noqa: E731 - a function of one line
    acts: tuple[Callable[[], object], ...] = (
        partial(outbox.claim, db, *where, NOW, timedelta(minutes=1), as_it_is, outlets),
        partial(outbox.next_due, db, *where),
        partial(outbox.decide_anew, db, *where, NOW),
    )
    few = [effort(db, act) for act in acts]
    db.execute("BEGIN")
    for article in range(1, 1000):
        posted(db, article)
    db.execute("UPDATE outbox SET state = 'sent'")
    db.commit()
    for act, cost in zip(acts, few, strict=True):
        assert effort(db, act) <= cost + 5


def test_how_long_a_story_may_wait_to_be_claimed_costs_the_same_however_many_were_told(
    tmp_path: Path,
) -> None:
    db = connect(tmp_path / "archive.db")
    db.execute("BEGIN")
    by = NOW + timedelta(minutes=15)
    alert = Alert(watchlist=posting().watchlist, story=7, seen=NOW, claim_by=by)
    ask = partial(escalations.to_be_claimed, db, alert, NOW)
    for article in range(1, 20):
        posted(db, article)
    few = effort(db, ask)
    for article in range(20, 1000):
        posted(db, article)
    assert ask().claim_by == by
    assert effort(db, ask) <= few + 5
