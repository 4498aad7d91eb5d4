"""The tables of how articles begin: which stories may be about the same event."""

from array import array
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from archive.sqlite import newest
from archive.sqlite.recent import Past, Recent
from archive.sqlite.values import dump, stamp
from archive.stories.grouping import APART, ONE_EVENT, WINDOW, Report
from archive.stories.lexicon import LEARNED, Lexicon
from archive.stories.likeness import WORTH_A_LOOK, Weighed, remembered, remembered_of, weighed
from archive.stories.openings import Opening, load

COLUMNS = "article, at, near, language, words, size, names_size"
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
_WINDOW = int(WINDOW.total_seconds())


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
    """The newest reports of the terms that it was looked for by."""


# Answered by the index alone, as there may be stories of thousands of reports.
_STORIES = """SELECT story, article FROM openings WHERE story IN (
  SELECT story FROM openings WHERE article IN ({}))"""


def catch_up(db: Database, lexicon: Lexicon) -> None:
    """Let a lexicon learn what the archive has and it has not: after the start, or when a poll was taken back."""
    rows = db.execute(
        "SELECT article, language, words FROM openings WHERE article > ? ORDER BY article DESC LIMIT ?",
        [lexicon.until, LEARNED],
    ).fetchall()
    for article, language, words in reversed(rows):
        lexicon.learn(load(language, words), article)


def near(db: Database, recent: Recent, report: Weighed, at: datetime, apart: Apart) -> Nearby:
    """Compare a report with those that may tell of the same event."""
    likeness: dict[int, float] = {}

    def compare(others: Sequence[Past]) -> None:
        alike = {other.article: report.likeness(other.report) for other in others}
        close = [article for article, n in alike.items() if n >= WORTH_A_LOOK]
        likeness.update(alike)
        if close:
            likeness.update(dict.fromkeys(apart(close), APART))

    # By a word that it has alone, nothing is found.
    terms = report.telling(recent.lexicon.shared)
    moment = int(at.timestamp())
    known = newest.read(db, terms)
    first = recent.first_since(db, moment - _WINDOW)
    listed = [article for article in newest.likely(known, terms, LISTED) if article >= first]
    others = _in_time(db, recent, listed, moment)
    compare(others)
    like = [other for other in others if likeness[other.article] >= ONE_EVENT]
    if not like:
        return Nearby(reports=(), likeness=likeness, nearest=None, known=known)
    like.sort(key=lambda other: -likeness[other.article])
    story_of = _with_their_stories(db, [other.article for other in like], likeness)
    more = [article for article in story_of if article not in likeness]
    pasts = {other.article: other for other in others} | _read(db, recent, more)
    compare([pasts[article] for article in more])
    nearest = max(likeness, key=lambda article: likeness[article])
    return Nearby(
        reports=tuple(_report(pasts[article], story_of[article]) for article in sorted(story_of)),
        likeness=likeness,
        nearest=pasts[nearest].report.opening,
        known=known,
    )


def _with_their_stories(
    db: Database, like: Sequence[int], compared: Container[int]
) -> dict[int, int]:
    """Return the reports of the first stories that some are of, as far as they are looked at, and the story of each."""
    query = _STORIES.format(",".join("?" * len(like)))
    # How reports belong together changes; so it is never answered from memory.
    story_of = {article: story for story, article in db.execute(query, list(like)).fetchall()}
    first = list(dict.fromkeys(story_of[article] for article in like if article in story_of))[
        :STORIES
    ]
    looked: dict[int, int] = {}
    for story in first:
        reports = sorted(article for article, its in story_of.items() if its == story)
        if len(reports) > MEMBERS:
            began = {story}.intersection(reports)
            others = [article for article in reports if article != story]
            listed = filter(compared.__contains__, reports)
            reports = sorted({*began, *others[len(began) - MEMBERS :], *listed})
        looked |= dict.fromkeys(reports, story)
    return looked


def _in_time(db: Database, recent: Recent, listed: Sequence[int], moment: int) -> list[Past]:
    """Return the first openings of those listed that appeared in time."""
    found: list[Past] = []
    while listed and len(found) < NEAREST:
        # All at once would be read for nothing: most often the first sixteen appeared in time.
        some, listed = listed[:NEAREST], listed[NEAREST:]
        known = _read(db, recent, some)
        pasts = [known[article] for article in some if article in known]
        found += [past for past in pasts if abs(past.at - moment) <= _WINDOW]
    return found[:NEAREST]


def _read(db: Database, recent: Recent, articles: Sequence[int]) -> dict[int, Past]:
    lately = recent.openings
    found = lately.find(articles)
    if len(found) < len(articles):
        wanted = [article for article in articles if article not in found]
        marks = ",".join("?" * len(wanted))
        query = f"SELECT {COLUMNS} FROM openings WHERE article IN ({marks})"  # noqa: S608 - only ours
        for row in db.execute(query, wanted).fetchall():
            past = found[row[0]] = _past(row, recent.lexicon)
            if row[5] is not None:
                lately.put(row[0], past)
    return found


def _past(row: tuple[Any, ...], lexicon: Lexicon) -> Past:
    article, at, near, language, words, size, names_size = row
    opening = load(language, words)
    if size is None:  # an earlier version wrote it
        report = remembered(weighed(opening, lexicon))
    else:
        report = remembered_of(opening, size, names_size)
    return Past(article=article, at=at, near=near, report=report)


def _report(past: Past, story: int) -> Report:
    return Report(article=past.article, story=story, at=past.at, likeness=load_near(past.near))


def add(
    db: Database,
    recent: Recent,
    article: int,
    story: int,
    at: datetime,
    report: Weighed,
    nearby: Nearby,
) -> None:
    """Remember how an article begins, of which story it is, and how like it is to others."""
    kept = remembered(report)
    past = Past(
        article=article, at=int(at.timestamp()), near=dump_near(nearby.likeness), report=kept
    )
    opening = kept.opening
    db.execute(
        """INSERT INTO openings (article, story, at, language, words, near, size, names_size)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            article,
            story,
            past.at,
            opening.language,
            opening.dump(),
            past.near,
            kept.size,
            kept.names_size,
        ],
    )
    recent.openings.put(article, past)
    newest.add(db, article, report.telling(), nearby.known)


def dump_near(likeness: Mapping[int, float]) -> bytes:
    """Write how like a report is to others, in six bytes each."""
    known = array("H", (65535 if alike < 0 else int(65534 * alike) for alike in likeness.values()))
    return array("I", likeness).tobytes() + known.tobytes()


@lru_cache(maxsize=1024)  # of the stories of the day
def load_near(written: bytes) -> Mapping[int, float]:
    """Read what `dump_near` wrote."""
    size = len(written) // 6
    articles, alike = array("I", written[: 4 * size]), array("H", written[4 * size :])
    return dict(zip(articles, [APART if n == 65535 else n / 65534 for n in alike], strict=True))


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
