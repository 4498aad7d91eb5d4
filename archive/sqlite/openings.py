"""The tables of how articles begin: which stories may be about the same event."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.sqlite.values import dump, stamp
from archive.stories.grouping import APART, ONE_EVENT, WINDOW, Report
from archive.stories.lexicon import LEARNED, Lexicon
from archive.stories.likeness import WORTH_A_LOOK, Remembered, Weighed, remembered, weighed
from archive.stories.openings import Opening, load

COLUMNS = "article, story, at, language, words, near, size, names_size"
Row = tuple[Any, ...]
FIRST = 32
"""What the first of the telling terms is worth; each after it is worth one less. Who has only one of them is not compared."""
NEWEST = 40
"""Articles with a term that are looked at."""
NEAREST = 16
"""Articles, of all those, that are compared."""
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


# The inner one is answered by the index alone: of a story of thousands of reports, a few are read.
_OF_STORY = f"""SELECT {COLUMNS} FROM openings WHERE article IN (
  SELECT article FROM openings WHERE story = ? ORDER BY article = story DESC, article DESC LIMIT {MEMBERS})"""  # noqa: S608 - only ours


def _newest(rank: int) -> str:
    return f"SELECT * FROM (SELECT article, {FIRST - rank} AS worth FROM telling WHERE term = ? ORDER BY article DESC LIMIT {NEWEST})"  # noqa: S608 - only numbers


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
    apart: Callable[[int], bool],
) -> Nearby:
    """Compare a report with those that may tell of the same event.

    ``apart`` says by its number of which article it is known that it tells of something else.
    """
    likeness: dict[int, float] = {}
    others: dict[int, Opening] = {}

    def compare(rows: Iterable[Row]) -> list[Row]:
        found = []
        for row in rows:
            other = _remembered(row, lexicon)
            alike = report.likeness(other, lexicon)
            if alike >= WORTH_A_LOOK and apart(row[0]):
                alike = APART
            likeness[row[0]], others[row[0]] = alike, other.opening
            found.append(row)
        return found

    # By a word that it has alone, nothing is found.
    listed = compare(_found(db, report.telling(lexicon.shared), at))
    like = sorted(
        (row for row in listed if likeness[row[0]] >= ONE_EVENT), key=lambda row: -likeness[row[0]]
    )
    reports: list[Report] = []
    for story in list(dict.fromkeys(row[1] for row in like))[:STORIES]:
        members = {row[0]: row for row in listed if row[1] == story}
        more = db.execute(_OF_STORY, [story]).fetchall()
        members |= {row[0]: row for row in compare(row for row in more if row[0] not in members)}
        reports += [_report(row) for row in members.values()]
    return Nearby(
        reports=tuple(sorted(reports, key=lambda one: one.article)),
        likeness=likeness,
        nearest=others[max(likeness, key=lambda one: likeness[one])] if like else None,
    )


def _found(db: Database, terms: Sequence[int], at: datetime) -> list[Row]:
    """Return the openings of which most of some terms are the telling ones."""
    if not terms:
        return []
    # One statement: sixteen take half as long again.
    each = " UNION ALL ".join(map(_newest, range(len(terms))))
    rows = db.execute(
        f"""SELECT article FROM ({each}) GROUP BY article HAVING sum(worth) > {FIRST}
            ORDER BY sum(worth) DESC, article LIMIT {4 * NEAREST}""",  # noqa: S608 - only numbers
        terms,
    ).fetchall()
    nearest = [row[0] for row in rows]
    window, moment = WINDOW.total_seconds(), int(at.timestamp())
    rows = db.execute(
        f"""SELECT {COLUMNS} FROM openings WHERE article IN (SELECT value FROM json_each(?))
            AND at BETWEEN ? AND ?""",  # noqa: S608 - only ours
        [dump(nearest), moment - window, moment + window],
    ).fetchall()
    of = {row[0]: row for row in rows}
    return [of[article] for article in nearest if article in of][:NEAREST]


def _remembered(row: Row, lexicon: Lexicon) -> Remembered:
    opening = load(row[3], row[4])
    if row[6] is None:  # an earlier version wrote it
        return remembered(weighed(opening, lexicon))
    return Remembered(opening=opening, size=row[6], names_size=row[7])


def _report(row: Row) -> Report:
    return Report(article=row[0], story=row[1], at=row[2], likeness=load_near(row[5]))


def add(
    db: Database, article: int, at: datetime, report: Weighed, likeness: Mapping[int, float]
) -> Report:
    """Remember how an article begins that is a story of its own so far, and how like it is to others."""
    opening, moment = report.opening, int(at.timestamp())
    db.execute(
        """INSERT INTO openings (article, story, at, language, words, near, size, names_size)
           VALUES (:article, :article, :at, :language, :words, :near, :size, :names_size)""",
        {
            "article": article,
            "at": moment,
            "language": opening.language,
            "words": opening.dump(),
            "near": dump_near(likeness),
            "size": report.size,
            "names_size": report.names_size,
        },
    )
    db.conn.executemany(
        "INSERT INTO telling (term, article) VALUES (?, ?)",
        [(term, article) for term in report.telling()],
    )
    return Report(article=article, story=0, at=moment, likeness=likeness)


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
