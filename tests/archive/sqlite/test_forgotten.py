"""What is left of articles that are forgotten: nothing, or the file would grow for ever."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from archive.sqlite import SqliteArchive
from tests.archive.polls import MINUTE, NOW, POST, Archive, Live, poll, story

LATER = NOW + timedelta(days=1)


def test_a_story_that_nobody_was_told_of_goes_with_its_last_article(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"

    async def journey(archive: Archive) -> None:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        await poll(archive, [story(1)], watchlists=["Bridges"])
        await poll(archive, [story(k) for k in range(2, 7)], now=NOW + MINUTE)
        await poll(archive, [story(7)], now=LATER + MINUTE)
        assert await archive.prune(before=LATER, limit=10) == 5

    Live(lambda: SqliteArchive(path)).live(journey)
    with closing(sqlite3.connect(path)) as db:
        left = "SELECT id FROM stories WHERE id NOT IN (SELECT story FROM articles)"
        assert db.execute(left).fetchall() == []
        assert db.execute("SELECT count(*) FROM stories").fetchone() == (2,)
        lost = "SELECT id FROM story_events WHERE story NOT IN (SELECT id FROM stories)"
        assert db.execute(lost).fetchall() == []
