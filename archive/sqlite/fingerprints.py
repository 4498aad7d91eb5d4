"""The table of fingerprints: which articles may have the same text as another."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlite_utils import Database

from archive.copies import Prints, prints_of
from archive.sqlite.values import dump

COMMON = 4
"""Voices that have a fingerprint in common when it says nothing any more."""
CANDIDATES = 4
"""Voices whose texts are read and compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the table has of the fingerprints of one text."""

    rows: Mapping[int, Mapping[int, int]]
    """By fingerprint: article and voice."""
    common: AbstractSet[int]
    """Fingerprints that say nothing."""

    def candidates(self) -> list[int]:
        """Return the articles that share most, one of each voice, the likeliest first."""
        voices: Counter[int] = Counter()
        articles: dict[int, Counter[int]] = defaultdict(Counter)
        for each, found in self.rows.items():
            if each in self.common:
                continue
            voices.update(set(found.values()))
            for article, voice in found.items():
                articles[voice][article] += 1
        ranked = sorted(voices, key=lambda voice: (-voices[voice], voice))
        return [
            min(articles[voice], key=lambda a: (-articles[voice][a], a))
            for voice in ranked[:CANDIDATES]
        ]


def trace(db: Database, prints: Prints, since: int) -> Trace:
    """Look up the fingerprints of a text; articles below ``since`` are too old."""
    rows: dict[int, dict[int, int]] = defaultdict(dict)
    found = db.execute(
        """SELECT hash, article, voice FROM fingerprints
           WHERE hash IN (SELECT value FROM json_each(?)) AND article >= ?""",
        [dump(list(prints.places)), since],
    )
    for each, article, voice in found:
        rows[each][article] = voice
    common = {each for each, of in rows.items() if len(set(of.values())) >= COMMON}
    return Trace(rows=rows, common=common)


def add(db: Database, article: int, voice: int, prints: Prints, known: Trace) -> bool:
    """Add the fingerprints of an article that its voice does not have yet; say whether some say nothing from now on."""
    new = []
    crowded = False
    for each in prints.places:
        of = known.rows.get(each, {})
        if each in known.common:
            # The newest stay, or what is under every article of a site would be unknown again in a month.
            db.execute("DELETE FROM fingerprints WHERE hash = ? AND article = ?", [each, min(of)])
            new.append((each, article, voice))
        elif voice not in of.values():
            new.append((each, article, voice))
            crowded = crowded or len(set(of.values())) == COMMON - 1
    db.conn.executemany("INSERT OR IGNORE INTO fingerprints VALUES (?, ?, ?)", new)
    return crowded


def remove(db: Database, article: int, text: str) -> None:
    """Take out what the text of an article put in."""
    db.conn.executemany(
        "DELETE FROM fingerprints WHERE hash = ? AND article = ?",
        [(each, article) for each in prints_of(text).places],
    )


def age(db: Database, before: str, limit: int) -> int:
    """Take out the fingerprints of at most ``limit`` articles seen before; return of how many."""
    row = db.execute("SELECT article FROM forgotten WHERE what = 'fingerprints'").fetchone()
    old = db.execute(
        "SELECT id, text, summary FROM articles WHERE id > ? AND seen < ? ORDER BY id LIMIT ?",
        [row[0] if row else 0, before, limit],
    ).fetchall()
    for article, text, summary in old:
        remove(db, article, text or summary)
    if old:
        db.execute("INSERT OR REPLACE INTO forgotten VALUES ('fingerprints', ?)", [old[-1][0]])
    return len(old)
