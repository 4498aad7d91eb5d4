"""The tables of how articles begin: which stories may be about the same event."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlite_utils import Database

from archive.sqlite.values import dump, stamp
from archive.stories.lexicon import LEARNED, Lexicon
from archive.stories.likeness import WINDOW, Weighed, weighed
from archive.stories.openings import load

NEWEST = 40
"""Articles with a term that are looked at."""
NEAREST = 12
"""Articles, of all those, whose stories are compared."""
STORIES = 4
MEMBERS = 8
"""Reports of a story that are compared: the newest."""


def _newest(rank: int) -> str:
    return f"SELECT * FROM (SELECT article, {32 - rank} FROM telling WHERE term = ? ORDER BY article DESC LIMIT {NEWEST})"  # noqa: S608 - only numbers


def catch_up(db: Database, lexicon: Lexicon) -> None:
    """Let a lexicon learn what the archive has and it has not: after the start, or when a poll was taken back."""
    rows = db.execute(
        "SELECT article, language, words FROM openings WHERE article > ? ORDER BY article DESC LIMIT ?",
        [lexicon.until, LEARNED],
    ).fetchall()
    for article, language, words in reversed(rows):
        lexicon.learn(load(language, words), article)


def near(
    db: Database,
    report: Weighed,
    at: datetime,
    lexicon: Lexicon,
    *,
    apart: Callable[[Mapping[str, Any]], bool],
) -> dict[int, Sequence[Weighed]]:
    """Return the likeliest stories for a report, each with some of its reports.

    ``apart`` says by title, address and outlet of which articles it is known that they tell of something else.
    """
    found: Counter[int] = Counter()
    terms = report.telling()
    # One statement: sixteen take half as long again.
    for article, worth in db.execute(" UNION ALL ".join(map(_newest, range(len(terms)))), terms):
        found[article] += worth
    nearest = sorted(found, key=lambda article: (-found[article], article))[: 4 * NEAREST]
    stories: dict[int, Sequence[Weighed]] = {}
    for story in islice(_stories_of(db, nearest, at), STORIES):
        known = db.query(
            """SELECT o.language, o.words, a.title, a.url, a.outlet FROM openings o JOIN articles a ON a.id = o.article
               WHERE o.story = ? ORDER BY o.article DESC LIMIT ?""",
            [story, MEMBERS],
        )
        members = [
            weighed(load(row["language"], row["words"]), lexicon) for row in known if not apart(row)
        ]
        stories[story] = [one for one in members if one.opening.language == report.opening.language]
    return {story: members for story, members in stories.items() if members}


def add(db: Database, article: int, story: int, at: datetime, report: Weighed) -> None:
    """Remember how an article of a story begins."""
    opening = report.opening
    db.execute(
        "INSERT INTO openings (article, story, at, language, words) VALUES (?, ?, ?, ?, ?)",
        [article, story, int(at.timestamp()), opening.language, opening.dump()],
    )
    db.conn.executemany(
        "INSERT INTO telling (term, article) VALUES (?, ?)",
        [(term, article) for term in report.telling()],
    )


def move(db: Database, before: int, story: int) -> None:
    """Let the reports of one story be another's."""
    db.execute("UPDATE openings SET story = ? WHERE story = ?", [story, before])


def within(db: Database, stories: Sequence[int], at: datetime) -> bool:
    """Say whether the reports of some stories, and one more, appeared within the window of one story."""
    first, last = db.execute(
        "SELECT min(at), max(at) FROM openings WHERE story IN (SELECT value FROM json_each(?))",
        [dump(list(stories))],
    ).fetchone()
    now = int(at.timestamp())
    return bool(max(last, now) - min(first, now) <= WINDOW.total_seconds())


def remove(db: Database, article: int) -> None:
    """Forget how an article begins."""
    row = db.execute("SELECT language, words FROM openings WHERE article = ?", [article]).fetchone()
    if row is not None:
        # Which of its words said most depended on what was common then; so all are taken out.
        db.conn.executemany(
            "DELETE FROM telling WHERE term = ? AND article = ?",
            [(term, article) for term in load(*row).terms],
        )
        db.execute("DELETE FROM openings WHERE article = ?", [article])


def age(db: Database, before: datetime, limit: int) -> int:
    """Forget how at most ``limit`` articles begin that were seen before; return how many."""
    rows = db.execute(
        """SELECT o.article FROM openings o JOIN articles a ON a.id = o.article
           WHERE a.seen < ? ORDER BY o.article LIMIT ?""",
        [stamp(before), limit],
    ).fetchall()
    for (article,) in rows:
        remove(db, article)
    return len(rows)


def _stories_of(db: Database, articles: Sequence[int], at: datetime) -> Iterator[int]:
    """Yield the stories of some articles, in their order, that could have one more report at a time."""
    window = WINDOW.total_seconds()
    moment = int(at.timestamp())
    rows = db.execute(
        """SELECT article, story FROM openings WHERE article IN (SELECT value FROM json_each(?))
           AND at BETWEEN ? AND ?""",
        [dump(list(articles)), moment - window, moment + window],
    )
    of = dict(rows.fetchall())
    ranked = [of[article] for article in articles if article in of][:NEAREST]
    return (story for story in dict.fromkeys(ranked) if within(db, [story], at))
