"""The table of listings: which sources list an article, and what each said of it last."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from archive.polling import Recognition
from archive.sqlite.values import stamp
from archive.vocabulary import ArticleId

MOST_KEYS = 50
"""Keys of an article that are kept: guids and addresses that change with each poll say nothing, and would grow for ever."""


class Keys:
    """The articles of keys, as they are asked for."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: str, default: int | None, /) -> int | None:
        """See `archive.recognition.Keys.get`."""
        row = self._db.execute("SELECT article FROM aliases WHERE key = ?", [key]).fetchone()
        return default if row is None else row[0]


def said(db: Database, article: ArticleId, source: str) -> str | None:
    """Return hashes of what a source said of an article last; None when that is not known."""
    row = db.execute(
        "SELECT said FROM listings WHERE article = ? AND source = ?", [article, source]
    ).fetchone()
    return row[0] if row else None


def still_listed(db: Database, recognition: Recognition, source: str, now: datetime) -> None:
    """Note, in the open transaction, that a source lists an article, what it says of it and under which keys."""
    article = recognition.article
    said = recognition.said or recognition.candidate.entry.said or None
    db.execute("UPDATE articles SET listed = ? WHERE id = ?", [stamp(now), article])
    db.execute(
        """INSERT INTO listings (article, source, said) VALUES (:article, :source, :said)
           ON CONFLICT DO UPDATE SET said = excluded.said WHERE said IS NOT excluded.said""",
        {"article": article, "source": source, "said": said},
    )
    for key in recognition.candidate.keys:
        db.execute(
            """INSERT OR IGNORE INTO aliases (key, article) SELECT :key, :article
               WHERE (SELECT count(*) FROM aliases WHERE article = :article) < :most""",
            {"key": key, "article": article, "most": MOST_KEYS},
        )


def mark_ambiguous(db: Database, keys: Iterable[str]) -> None:
    """Note, in the open transaction, that keys identify nothing."""
    for key in keys:
        db.execute("INSERT OR IGNORE INTO aliases (key, article) VALUES (?, NULL)", [key])
