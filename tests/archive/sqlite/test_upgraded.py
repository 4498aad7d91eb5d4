"""What archives of earlier versions become."""

import asyncio
from datetime import timedelta
from pathlib import Path

from archive.sqlite import SqliteArchive
from archive.sqlite.connection import connect
from archive.sqlite.schema import migrations
from archive.sqlite.values import stamp
from tests.archive.polls import NOW, POST, poll
from tests.archive.test_contract_reports import first, second, shelf

BEFORE = """
CREATE TABLE telling (term INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (term, article)) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_told ON outbox (article) WHERE article NOT NULL;
INSERT INTO telling SELECT newest.term, one.value FROM newest, json_each('[' || replace(newest.articles, ' ', ',') || ']') one;
DROP TABLE newest;
DELETE FROM _sqlite_migrations WHERE name = '0017_newest';
PRAGMA user_version = 16
"""
"""Undoes the step that wrote the reports of a word into one row."""


async def one_report(path: Path) -> None:
    archive = SqliteArchive(path)
    await archive.enrol([POST], now=NOW)
    await poll(archive, [first()])
    await archive.close()


async def another(path: Path) -> list[int]:
    archive = SqliteArchive(path)
    await poll(archive, [second()], now=NOW + timedelta(hours=2))
    stories = [article.story for article in await shelf(archive)]
    await archive.close()
    return stories


def test_reports_find_those_of_before_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    asyncio.run(one_report(path))
    db = connect(path)
    wanted = db.execute("SELECT term, articles FROM newest ORDER BY term").fetchall()
    for statement in BEFORE.split(";"):
        db.execute(statement)
    db.close()
    db = connect(path)
    assert db.execute("SELECT term, articles FROM newest ORDER BY term").fetchall() == wanted != []
    assert not migrations.pending(db)
    db.close()
    one, other = asyncio.run(another(path))
    assert one == other


def test_of_a_word_in_many_reports_the_newest_are_kept_in_order(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    db = connect(path)
    for statement in BEFORE.split(";"):
        db.execute(statement)
    # Numbers in their order, not that of their letters: 9 comes before 10.
    db.conn.executemany("INSERT INTO telling VALUES (7, ?)", [(n,) for n in range(60, 0, -1)])
    db.close()
    db = connect(path)
    ((articles,),) = db.execute("SELECT articles FROM newest").fetchall()
    assert articles == " ".join(str(n) for n in range(21, 61))


def test_a_source_that_fails_was_read_last_when_its_entries_were(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    asyncio.run(one_report(path))
    db = connect(path)
    db.execute("ALTER TABLE sources DROP COLUMN last_good")
    db.execute("UPDATE sources SET standing = 'failing', last_poll = '2026-12-01T00:00:00.000000Z'")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = '0019_lastgood'")
    db.execute("PRAGMA user_version = 18")
    db.close()
    db = connect(path)
    assert db.execute("SELECT last_good FROM sources").fetchall() == [(stamp(NOW),)]
    db.close()
