"""The table of gaps: times in which entries may have come and gone between two polls."""

import json

from sqlite_utils import Database

from archive.sqlite.values import moment, stamp
from archive.vocabulary import Gap

LAST_GAP = """(SELECT json_array(since, until, repaired, outcome) FROM gaps
  WHERE source = name ORDER BY since DESC LIMIT 1) AS gap,
  (SELECT max(until) FROM gaps WHERE source = name AND repaired NOT NULL) AS looked"""
"""Columns of a query over sources: what `load_gap` reads, and when something missing was last looked for."""
MOST = 100
"""Gaps of one source that are remembered."""


def keep(db: Database, source: str, gap: Gap) -> None:
    """Write a gap, or what became of one that is known by its beginning."""
    done = db.execute(
        "UPDATE gaps SET repaired = ?, outcome = ? WHERE source = ? AND since = ?",
        [gap.repaired, gap.outcome, source, stamp(gap.since)],
    )
    if not done.rowcount:
        db.execute(
            "INSERT INTO gaps (source, since, until, repaired, outcome) VALUES (?, ?, ?, ?, ?)",
            [source, stamp(gap.since), stamp(gap.until), gap.repaired, gap.outcome],
        )
        db.execute(
            """DELETE FROM gaps WHERE source = :source AND since <= (
                 SELECT since FROM gaps WHERE source = :source ORDER BY since DESC LIMIT 1 OFFSET :most)""",
            {"source": source, "most": MOST},
        )


def load_gap(text: str | None) -> Gap | None:
    """Read the last gap of a source."""
    if text is None:
        return None
    since, until, repaired, outcome = json.loads(text)
    return Gap(since=moment(since), until=moment(until), repaired=repaired, outcome=outcome)
