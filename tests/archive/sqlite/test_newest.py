"""The table of the words that say most."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.sqlite.connection import connect
from archive.sqlite.newest import NEWEST, Newest, likely


def add(db: Database, newest: Newest, article: int, terms: list[int]) -> None:
    newest.add(db, article, terms, newest.read(db, terms))


def found(db: Database, terms: list[int], first: int = 0) -> list[int]:
    return likely(Newest().read(db, terms), terms, 3, first=first)


def articles(db: Database, newest: Newest, term: int) -> list[int]:
    return list(newest.read(db, [term])[term].articles)


def test_who_has_most_of_the_words_comes_first_and_one_is_not_enough(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    for article, terms in {1: [5], 2: [6, 7], 3: [5, 6, 7], 4: [5, 6]}.items():
        add(db, Newest(), article, terms)
    assert found(db, [5, 6, 7]) == [3, 4, 2]
    assert found(db, [7, 6, 5]) == [3, 2, 4]  # the first words count most
    assert found(db, [7, 6, 5], first=3) == [3, 4]
    assert found(db, [7, 6, 5], first=5) == found(db, []) == found(db, [8]) == []


@pytest.mark.parametrize("rare", [False, True])
def test_of_each_word_the_newest_reports_are_kept(tmp_path: Path, rare: bool) -> None:
    db, newest = connect(tmp_path / "archive.db"), Newest()
    for article in range(1, NEWEST + 3):
        newest.add(db, article, [5, 6], {} if rare else newest.read(db, [5, 6]))
    kept = list(range(3, NEWEST + 3))
    for memory in (newest, Newest()):
        assert articles(db, memory, 5) == articles(db, memory, 6) == kept
    add(db, newest, 99, [5])
    (written,) = db.execute("SELECT articles FROM newest WHERE term = 5").fetchone()
    assert written == " ".join(map(str, [*kept[1:], 99]))


def test_what_is_in_memory_is_what_is_written(tmp_path: Path) -> None:
    db, newest = connect(tmp_path / "archive.db"), Newest()
    assert articles(db, newest, 5) == []
    newest.add(db, 1, [5], {})
    assert articles(db, newest, 5) == articles(db, Newest(), 5) == [1]
    add(db, Newest(), 2, [5])  # by another program
    newest.forget()
    assert articles(db, newest, 5) == [1, 2]


def test_what_is_forgotten_leaves_no_trace(tmp_path: Path) -> None:
    db, newest = connect(tmp_path / "archive.db"), Newest()
    add(db, newest, 1, [5, 6])
    add(db, newest, 11, [5])
    newest.remove(db, 1, [4, 5, 6, 7])
    for memory in (newest, Newest()):
        assert (articles(db, memory, 5), articles(db, memory, 6)) == ([11], [])
    assert db.execute("SELECT count(*) FROM newest").fetchone()[0] == 1
