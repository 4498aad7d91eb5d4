"""Laws of stories that are grouped anew with every report, over streams that join and part them all the time."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from archive.sqlite import SqliteArchive, stories
from archive.vocabulary import Entry
from tests.archive.polls import NOW, POST, poll
from tests.archive.test_contract_reports import entry
from tests.archive.words import words

REPORTS = 70
WATCHED = "Boats"


def stream(chance: Random) -> Iterator[Entry]:
    """Yield reports whose words are drawn from those of one or two events each, and copies of some."""
    events = [words(f"event{n}", 20).split() for n in range(6)]
    texts: list[str] = []
    for number in range(1, REPORTS + 1):
        if texts and chance.random() < 0.15:
            text = f"{chance.choice(texts)} {words(f'tail{number}', 3)}"
        else:
            some = chance.sample(events, 2 if chance.random() < 0.35 else 1)
            mixed = [word for event in some for word in chance.sample(event, chance.randint(8, 16))]
            chance.shuffle(mixed)
            text = f"{' '.join(mixed)} {words(f'own{number}', 12)}"
        texts.append(text)
        yield entry(number, f"Report {number}", text)


async def live(path: Path, chance: Random) -> None:
    archive = SqliteArchive(path)
    try:
        await archive.enrol([POST], now=NOW)
        await poll(archive, [])
        for hour, one in enumerate(stream(chance), 1):
            watched = [WATCHED] if chance.random() < 0.6 else []
            await poll(archive, [one], now=NOW + hour * timedelta(minutes=20), watchlists=watched)
    finally:
        await archive.close()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_joins_and_parts_every_story_is_told_and_none_twice(
    tmp_path: Path, seed: int
) -> None:
    asyncio.run(live(tmp_path / "archive.db", Random(seed)))  # noqa: S311 - reproducible, not secret
    db = Database(tmp_path / "archive.db")
    events = {row[0] for row in db.execute("SELECT kind FROM story_events")}
    assert events >= {"joined", "split"}  # else this shows nothing
    told = dict(db.execute("SELECT article, story FROM outbox WHERE kind = 'alert'").fetchall())
    story_of = dict(db.execute("SELECT id, story FROM articles").fetchall())
    matched = {row[0] for row in db.execute("SELECT article FROM matches")}
    assert {story_of[article] for article in matched} == {story_of[article] for article in told}
    withheld = {row[0] for row in db.execute("SELECT article FROM withheld")}
    assert not withheld & told.keys()
    copies = {row[0] for row in db.execute("SELECT id FROM articles WHERE original NOT NULL")}
    assert matched - copies <= withheld | told.keys()
    for article, story in told.items():
        assert _now(db, story) == story_of[article]


@pytest.mark.parametrize("seed", range(6))
def test_every_table_says_the_same_of_stories(tmp_path: Path, seed: int) -> None:
    asyncio.run(live(tmp_path / "archive.db", Random(seed)))  # noqa: S311 - reproducible, not secret
    db = Database(tmp_path / "archive.db")
    story_of = dict(db.execute("SELECT id, story FROM articles").fetchall())
    for article, story in db.execute("SELECT article, story FROM openings"):
        assert story_of[article] == story
    for article, original in db.execute(
        "SELECT id, original FROM articles WHERE original NOT NULL"
    ):
        assert story_of[article] == story_of[original]
    for number in {row[0] for row in db.execute("SELECT id FROM stories")}:
        assert _now(db, number) == story_of[number]
    assert set(story_of.values()) == {
        row[0] for row in db.execute("SELECT id FROM stories WHERE joined IS NULL")
    }


@pytest.mark.parametrize("seed", range(6))
def test_no_report_changes_its_story_without_a_word(tmp_path: Path, seed: int) -> None:
    asyncio.run(live(tmp_path / "archive.db", Random(seed)))  # noqa: S311 - reproducible, not secret
    db = Database(tmp_path / "archive.db")
    now = dict(db.execute("SELECT article, story FROM openings").fetchall())
    said = {article: article for article in now}
    for event in db.query("SELECT kind, story, article, other FROM story_events ORDER BY id"):
        if event["kind"] == "merged":
            said |= {one: event["story"] for one in said if said[one] == event["other"]}
        elif event["article"] in said:
            assert event["kind"] == "joined" or said[event["article"]] == event["other"]
            said[event["article"]] = event["story"]
    assert said == now


@pytest.mark.parametrize("seed", [0, 2, 3])  # in which copies move, too
def test_the_way_of_every_article_leads_to_its_story(tmp_path: Path, seed: int) -> None:
    asyncio.run(live(tmp_path / "archive.db", Random(seed)))  # noqa: S311 - reproducible, not secret
    db = Database(tmp_path / "archive.db")
    copies = {row[0] for row in db.execute("SELECT id FROM articles WHERE original NOT NULL")}
    moved = 0
    for article, story in db.execute("SELECT id, story FROM articles").fetchall():
        moves = stories.way(db, article)
        assert all(one.after == two.before for one, two in pairwise(moves))
        if moves:
            assert moves[-1].after == story
        moved += article in copies and bool(moves)
        joined = "SELECT count(*) FROM story_events WHERE article = ? AND kind = 'joined'"
        if not moves and article not in copies and not db.execute(joined, [article]).fetchone()[0]:
            assert story == article
    assert moved  # else this shows nothing of copies


def _now(db: Database, story: int) -> int:
    (joined,) = db.execute("SELECT joined FROM stories WHERE id = ?", [story]).fetchone()
    return story if joined is None else _now(db, joined)
