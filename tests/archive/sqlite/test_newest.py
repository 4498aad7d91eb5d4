"""The table of the words that say most."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.sqlite import newest
from archive.sqlite.connection import connect
from archive.sqlite.newest import Lists
from archive.sqlite.recent import Lately


@pytest.fixture(params=[1, 1000])
def lately(request: pytest.FixtureRequest) -> Lists:
    """What is in memory: next to nothing, or all that was ever read."""
    return Lately(int(request.param))


def add(db: Database, lately: Lists, article: int, terms: list[int]) -> None:
    newest.add(db, lately, article, terms, newest.read(db, lately, terms))


def likely(db: Database, lately: Lists, terms: list[int]) -> list[int]:
    return newest.likely(newest.read(db, lately, terms), terms, 3)


def test_who_has_most_of_the_words_comes_first_and_one_is_not_enough(
    tmp_path: Path, lately: Lists
) -> None:
    db = connect(tmp_path / "archive.db")
    for article, terms in {1: [5], 2: [6, 7], 3: [5, 6, 7], 4: [5, 6]}.items():
        add(db, lately, article, terms)
    assert likely(db, lately, [5, 6, 7]) == [3, 4, 2]
    assert likely(db, lately, [7, 6, 5]) == [3, 2, 4]  # the first words count most
    assert likely(db, lately, []) == likely(db, lately, [8]) == []


def test_of_each_word_the_newest_reports_are_kept(tmp_path: Path, lately: Lists) -> None:
    db = connect(tmp_path / "archive.db")
    for article in range(1, newest.NEWEST + 3):
        add(db, lately, article, [5, 6])
    known = newest.read(db, lately, [5, 6])
    assert known[5] == known[6] == [str(n) for n in range(3, newest.NEWEST + 3)]


def test_what_is_added_without_being_read_is_found_like_all_else(
    tmp_path: Path, lately: Lists
) -> None:
    db = connect(tmp_path / "archive.db")
    for article in range(1, newest.NEWEST + 3):
        newest.add(db, lately, article, [5, 6], newest.read(db, lately, [6]))
    known = newest.read(db, lately, [5, 6])
    assert known[5] == known[6] == [str(n) for n in range(3, newest.NEWEST + 3)]
    newest.remove(db, lately, 5, [5])
    assert newest.read(db, lately, [5])[5][:3] == ["3", "4", "6"]


def test_what_is_forgotten_leaves_no_trace(tmp_path: Path, lately: Lists) -> None:
    db = connect(tmp_path / "archive.db")
    add(db, lately, 1, [5, 6])
    add(db, lately, 11, [5])
    newest.remove(db, lately, 1, [4, 5, 6, 7])
    assert newest.read(db, lately, [5, 6]) == {5: ["11"]}
    assert db.execute("SELECT count(*) FROM newest").fetchone()[0] == 1
