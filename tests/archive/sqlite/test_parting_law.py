"""Laws of stories of which only some reports are looked at, whatever these turn out to be like."""

from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from archive.sqlite import postings, stories
from archive.sqlite.connection import connect
from archive.sqlite.regrouping import regroup
from archive.stories import Outlets
from archive.stories.grouping import Report
from tests.archive.polls import NOW, posting

REPORTS = 70
LOOKED_AT = 4
"""Reports of a story that are, as of a large one."""


def looked_at(db: Database, chance: Random) -> list[tuple[int, int]]:
    """Return some reports of some stories, with their stories; of each its first, as long as that is in it."""
    reports = db.execute("SELECT article, story FROM openings ORDER BY article").fetchall()
    known = sorted({story for _, story in reports})
    found = []
    for story in chance.sample(known, min(len(known), chance.randint(1, 4))):
        members = [article for article, its in reports if its == story]
        members.sort(key=lambda article: (article != story, -article))
        found += [(article, story) for article in members[:LOOKED_AT]]
    return sorted(found)


def report(db: Database, chance: Random, number: int) -> frozenset[int]:
    """Let an article come that copies no other; return which stories changed."""

    def likeness(article: int) -> dict[int, float]:
        alike = [0.4, 0.3, 0.2] if article % 4 == 0 else [0.0, 0.0, 0.05, 0.3]
        return {one: chance.choice(alike) for one, _ in seen if one < article}

    seen = [one for one in looked_at(db, chance) if one[0] != number]
    reports = [
        Report(article=article, story=story, at=0, likeness=likeness(article))
        for article, story in seen
    ]
    reports.append(Report(article=number, story=0, at=0, likeness=likeness(number)))
    story, stirred = regroup(db, reports, number, "words", NOW)
    db.execute(
        "INSERT INTO openings (article, story, at, language, words) VALUES (?, ?, 0, 'en', x'')",
        [number, story],
    )
    stories.begin(db, number, story)
    return stirred


def come(db: Database, chance: Random, number: int) -> None:
    """Let an article come, a report or a copy of one, that may match."""
    originals = db.execute("SELECT id, story FROM articles WHERE original IS NULL").fetchall()
    copied = chance.choice(originals) if number > 1 and chance.random() < 0.2 else None
    db.execute(
        """INSERT INTO articles (id, anchor, title, outlet, source, seen, listed, authors, tags, summary, text, story, original)
           VALUES (?, ?, '', '', '', '', '', '[]', '[]', '', '', ?, ?)""",
        [number, f"anchor {number}", copied[1] if copied else number, copied and copied[0]],
    )
    if copied is None:
        postings.release(db, report(db, chance, number), NOW)
    if chance.random() < 0.7:
        postings.post_all(db, number, [posting()], Outlets({}), NOW)


def check(db: Database) -> None:
    story_of = dict(db.execute("SELECT id, story FROM articles").fetchall())
    for (number,) in db.execute("SELECT id FROM stories").fetchall():
        assert stories.current(db, number) == story_of[number]
    query = "SELECT article, story, json_extract(alert, '$.story') FROM outbox"
    told = db.execute(query).fetchall()
    for article, story, said in told:
        assert stories.current(db, story) == story_of[article]
        assert said == story
    articles = [article for article, _, _ in told]
    assert len(articles) == len(set(articles))
    untold = {article for (article,) in db.execute("SELECT article FROM withheld")}
    assert {story_of[one] for one in untold} <= {story_of[one] for one in articles}


@pytest.mark.parametrize("seed", range(8))
def test_what_is_not_looked_at_keeps_its_place(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - reproducible, not secret
    db = connect(tmp_path / "archive.db")
    db.execute("BEGIN")
    for number in range(1, REPORTS + 1):
        come(db, chance, number)
        check(db)
    kinds = {kind for (kind,) in db.execute("SELECT kind FROM story_events")}
    assert kinds >= {"joined", "split"}  # else this shows nothing
