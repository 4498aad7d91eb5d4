"""How long articles took from their publication until they were seen, and from then until they were told."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from sqlite_utils import Database

from archive.vocabulary import Delays

LAST = 200
"""Articles of a source that are looked at: what was slow last year is not how it is now."""
_MOST = timedelta(days=2).total_seconds()
# julianday() keeps microseconds; those who publish do not say more than seconds.
_SECONDS = "(julianday({}) - julianday({})) * 86400.0"


def of_all(db: Database, names: Sequence[str]) -> dict[str, Delays]:
    """Return the delays of each source; see `archive.ports.Shelf.delays`."""
    return {name: of(db, name) for name in names}


def of(db: Database, source: str) -> Delays:
    """Return the medians of a source's last articles.

    Those of its first poll were there before it was watched, and one dated days back was not news when it came:
    neither says how fast it is. Nor does what comes later on purpose: follow-ups, edits, and what nobody claimed.
    """
    seen = [
        row[0]
        for row in db.execute(
            f"""SELECT {_SECONDS.format("seen", "published")} AS took FROM
                (SELECT seen, published FROM articles WHERE source = ? AND published NOT NULL AND NOT silent
                 ORDER BY id DESC LIMIT {LAST}) WHERE took BETWEEN 0 AND {_MOST}""",  # noqa: S608 - our own text
            [source],
        )
    ]
    told = [
        row[0]
        for row in db.execute(
            f"""SELECT {_SECONDS.format("o.settled", "a.seen")} FROM
                (SELECT id, seen FROM articles WHERE source = ? AND NOT silent ORDER BY id DESC LIMIT {LAST}) a
                JOIN outbox o ON o.article = a.id
                WHERE o.state = 'sent' AND o.kind = 'alert' AND o.settled NOT NULL""",  # noqa: S608
            [source],
        )
    ]
    return Delays(seen=_middle(seen), told=_middle(told), articles=len(seen), messages=len(told))


def _middle(seconds: list[float]) -> timedelta | None:
    return timedelta(seconds=round(max(median(seconds), 0))) if seconds else None
