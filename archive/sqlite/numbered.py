"""Articles whose addresses end with one number: later forms of the same one, under another headline."""

from sqlite_utils import Database

from archive.numbers import number_of

SAME = "its address ends with the same number, and it tells of the same"
SHARED = 3
"""Terms that both have, at least: a number alone proves nothing."""
FEW = 4
"""Addresses with one number; what more of them have is a series or a section."""


def find(db: Database, article: int, url: str | None) -> int | None:
    """Return the article whose address ended with the number of another first; a number is kept when it is new."""
    number = number_of(url)
    if number is None:
        return None
    key = f"num:{number}"
    row = db.execute("SELECT article FROM aliases WHERE key = ?", [key]).fetchone()
    if row is None:
        db.execute("INSERT INTO aliases (key, article) VALUES (?, ?)", [key, article])
        return None
    others = db.execute(
        "SELECT count(*) FROM articles WHERE copy_of = ? AND copy_reason = ?", [row[0], SAME]
    ).fetchone()[0]
    return int(row[0]) if row[0] and others < FEW - 1 else None
