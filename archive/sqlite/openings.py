"""The tables of how articles begin: which stories may be about the same event."""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite import newest
from archive.sqlite.values import dump, stamp
from archive.stories.grouping import APART, ONE_EVENT, WINDOW, Report
from archive.stories.lexicon import LEARNED, Lexicon
from archive.stories.likeness import WORTH_A_LOOK, Remembered, Weighed, remembered, weighed
from archive.stories.openings import Opening, load

COLUMNS = "article, story, at, language, words, near, size, names_size"
Row = tuple[Any, ...]
Apart = Callable[[Sequence[int]], Collection[int]]
"""Says of which of some articles it is known that they tell of something else."""
NEAREST = 16
"""Reports that have most of its telling terms in common with a new one, and are compared with it."""
LISTED = 64
"""Of how many they are the first that appeared in time."""
STORIES = 6
"""Stories with a report that is like enough, whose other reports are compared as well."""
MEMBERS = 12
"""Reports of such a story: the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """The reports that may tell of the same event as a new one."""

    reports: tuple[Report, ...]
    """All of the stories that it may belong to, as far as they were compared."""
    likeness: Mapping[int, float]
    """How like it is to each report that it was compared with."""
    nearest: Opening | None
    """The most like of them; None where none is like enough."""
    known: Mapping[int, Sequence[str]]
    """The newest reports of its telling terms."""


# The inner one is answered by the index alone: of a story of thousands of reports, a few are read.
_OF_STORY = f"""SELECT {COLUMNS} FROM openings WHERE article IN (
  SELECT article FROM openings WHERE story = ? ORDER BY article = story DESC, article DESC LIMIT {MEMBERS})"""  # noqa: S608 - only ours


def catch_up(db: Database, lexicon: Lexicon) -> None:
    """Let a lexicon learn what the archive has and it has not: after the start, or when a poll was taken back."""
    rows = db.execute(
        "SELECT article, language, words FROM openings WHERE article > ? ORDER BY article DESC LIMIT ?",
        [lexicon.until, LEARNED],
    ).fetchall()
    for article, language, words in reversed(rows):
        lexicon.learn(load(language, words), article)


def near(db: Database, report: Weighed, at: datetime, lexicon: Lexicon, apart: Apart) -> Nearby:
    """Compare a report with those that may tell of the same event."""
    likeness: dict[int, float] = {}
    others: dict[int, Opening] = {}

    def compare(rows: Iterable[Row]) -> None:
        alike = {}
        for row in rows:
            other = _remembered(row, lexicon)
            alike[row[0]], others[row[0]] = report.likeness(other), other.opening
        alike |= dict.fromkeys(apart([one for one, n in alike.items() if n >= WORTH_A_LOOK]), APART)
        likeness.update(alike)

    # By a word that it has alone, nothing is found.
    terms = report.telling(lexicon.shared)
    known = newest.read(db, (*terms, *report.telling()))
    listed = _found(db, newest.likely(known, terms, LISTED), at)
    compare(listed)
    like = sorted(
        (row for row in listed if likeness[row[0]] >= ONE_EVENT), key=lambda row: -likeness[row[0]]
    )
    reports: list[Report] = []
    for story in list(dict.fromkeys(row[1] for row in like))[:STORIES]:
        members = {row[0]: row for row in listed if row[1] == story}
        more = [row for row in db.execute(_OF_STORY, [story]).fetchall() if row[0] not in members]
        compare(more)
        reports += [_report(row) for row in (*members.values(), *more)]
    return Nearby(
        reports=tuple(sorted(reports, key=lambda one: one.article)),
        likeness=likeness,
        nearest=others[max(likeness, key=lambda one: likeness[one])] if like else None,
        known=known,
    )


def _found(db: Database, listed: Sequence[int], at: datetime) -> list[Row]:
    """Return the first openings of those listed that appeared in time."""
    window, moment = WINDOW.total_seconds(), int(at.timestamp())
    found: list[Row] = []
    while listed and len(found) < NEAREST:
        # All at once would be read for nothing: most often the first sixteen appeared in time.
        some, listed = listed[:NEAREST], listed[NEAREST:]
        rows = {row[0]: row for row in _read(db, some) if abs(row[2] - moment) <= window}
        found += [rows[article] for article in some if article in rows]
    return found[:NEAREST]


def _read(db: Database, articles: Sequence[int]) -> list[Row]:
    marks = ",".join("?" * len(articles))
    query = f"SELECT {COLUMNS} FROM openings WHERE article IN ({marks})"  # noqa: S608 - only ours
    return db.execute(query, list(articles)).fetchall()


def _remembered(row: Row, lexicon: Lexicon) -> Remembered:
    opening = load(row[3], row[4])
    if row[6] is None:  # an earlier version wrote it
        return remembered(weighed(opening, lexicon))
    return Remembered(opening=opening, size=row[6], names_size=row[7])


def _report(row: Row) -> Report:
    return Report(article=row[0], story=row[1], at=row[2], likeness=load_near(row[5]))


def add(
    db: Database, article: int, story: int, at: datetime, report: Weighed, nearby: Nearby
) -> None:
    """Remember how an article begins, of which story it is, and how like it is to others."""
    opening = report.opening
    db.execute(
        """INSERT INTO openings (article, story, at, language, words, near, size, names_size)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            article,
            story,
            int(at.timestamp()),
            opening.language,
            opening.dump(),
            dump_near(nearby.likeness),
            report.size,
            report.names_size,
        ],
    )
    newest.add(db, article, report.telling(), nearby.known)


def dump_near(likeness: Mapping[int, float]) -> bytes:
    """Write how like a report is to others, in six bytes each."""
    known = array("H", (65535 if alike < 0 else int(65534 * alike) for alike in likeness.values()))
    return array("I", likeness).tobytes() + known.tobytes()


def load_near(written: bytes) -> dict[int, float]:
    """Read what `dump_near` wrote."""
    size = len(written) // 6
    articles, alike = array("I", written[: 4 * size]), array("H", written[4 * size :])
    return {a: APART if n == 65535 else n / 65534 for a, n in zip(articles, alike, strict=True)}


def move(db: Database, articles: Sequence[int], story: int) -> None:
    """Let some reports be of a story."""
    db.execute(
        "UPDATE openings SET story = ? WHERE article IN (SELECT value FROM json_each(?))",
        [story, dump(list(articles))],
    )


def move_all(db: Database, before: int, story: int) -> None:
    """Let the reports of one story be another's."""
    db.execute("UPDATE openings SET story = ? WHERE story = ?", [story, before])


def remove(db: Database, article: int) -> None:
    """Forget how an article begins."""
    row = db.execute("SELECT language, words FROM openings WHERE article = ?", [article]).fetchone()
    if row is not None:
        newest.remove(db, article, load(*row).terms)
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
