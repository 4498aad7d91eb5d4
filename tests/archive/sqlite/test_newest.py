"""The table of the words that say most."""

from pathlib import Path

from sqlite_utils import Database

from archive.sqlite import newest
from archive.sqlite.connection import connect


def add(db: Database, article: int, terms: list[int]) -> None:
    newest.add(db, article, terms, newest.read(db, terms))


def likely(db: Database, terms: list[int]) -> list[int]:
    return newest.likely(newest.read(db, terms), terms, 3)


def test_who_has_most_of_the_words_comes_first_and_one_is_not_enough(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    for article, terms in {1: [5], 2: [6, 7], 3: [5, 6, 7], 4: [5, 6]}.items():
        add(db, article, terms)
    assert likely(db, [5, 6, 7]) == [3, 4, 2]
    assert likely(db, [7, 6, 5]) == [3, 2, 4]  # the first words count most
    assert likely(db, []) == likely(db, [8]) == []


def test_of_each_word_the_newest_reports_are_kept(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    for article in range(1, newest.NEWEST + 3):
        add(db, article, [5, 6])
    known = newest.read(db, [5, 6])
    assert known[5] == known[6] == [str(n) for n in range(3, newest.NEWEST + 3)]


def test_what_is_added_without_being_read_is_found_like_all_else(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    for article in range(1, newest.NEWEST + 3):
        newest.add(db, article, [5, 6], newest.read(db, [6]))
    known = newest.read(db, [5, 6])
    assert known[5] == known[6] == [str(n) for n in range(3, newest.NEWEST + 3)]
    newest.remove(db, 5, [5])
    assert newest.read(db, [5])[5][:3] == ["3", "4", "6"]


def test_what_is_forgotten_leaves_no_trace(tmp_path: Path) -> None:
    db = connect(tmp_path / "archive.db")
    add(db, 1, [5, 6])
    add(db, 11, [5])
    newest.remove(db, 1, [4, 5, 6, 7])
    assert newest.read(db, [5, 6]) == {5: ["11"]}
    assert db.execute("SELECT count(*) FROM newest").fetchone()[0] == 1
