"""Everything the archive knows of one article."""

from collections.abc import Sequence

from sqlite_utils import Database

from archive.sqlite import articles, stories, verdicts, versions
from archive.stories import Outlets
from archive.vocabulary import ArticleId, Dossier


def dossier(db: Database, article: ArticleId, outlets: Outlets) -> Dossier | None:
    """Return what is known of an article; see `archive.ports.Dossiers.dossier`."""
    found = articles.numbered(db, article)
    if found is None:
        return None
    original = None if found.copy_of is None else articles.numbered(db, found.copy_of)
    listings = db.execute(
        "SELECT source FROM listings WHERE article = ? ORDER BY source", [article]
    )
    keys = db.execute("SELECT key FROM aliases WHERE article = ? ORDER BY key", [article])
    return Dossier(
        article=found,
        silent=bool(
            db.execute("SELECT silent FROM articles WHERE id = ?", [article]).fetchone()[0]
        ),
        sources=tuple(row[0] for row in listings.fetchall()),
        known_as=tuple(row[0] for row in keys.fetchall()),
        original=original,
        matches=tuple(articles.matches_of(db, article)),
        coverage=stories.coverage(db, found.story, outlets),
        joined=stories.why_joined(db, article, found.story, copies=found.copy_of is not None),
        moves=tuple(stories.way(db, article)),
        verdicts=tuple(verdicts.of_article(db, article)),
        versions=tuple(versions.of_article(db, article)),
    )


def known_by(db: Database, keys: Sequence[str]) -> ArticleId | None:
    """Return the article that one of some keys belongs to; see `archive.ports.Dossiers.known_by`."""
    for key in keys:
        row = db.execute(
            "SELECT article FROM aliases WHERE key = ? AND article NOT NULL", [key]
        ).fetchone()
        if row is not None:
            return ArticleId(row[0])
    return None
