"""Where a new article belongs: whose copy it is, and in which story."""

from sqlite_utils import Database

from archive.polling import Copy, Fresh
from archive.sqlite import stories
from archive.vocabulary import ArticleId, CopyKind, Group

SAME_TEXT = "the same text to the letter"


def place(db: Database, article: ArticleId, fresh: Fresh) -> Copy | None:
    """Give an article that was just written its place; return of what it is a copy."""
    candidate = fresh.recognition.candidate
    twin = _twin(db, article, candidate.text_key)
    if twin is None:
        story = stories.begin(db, article, candidate.keys[0])
        db.execute("UPDATE articles SET story = ? WHERE id = ?", [story, article])
        return None
    of, original, story, title = twin
    db.execute(
        """UPDATE articles SET story = ?, copy_of = ?, original = ?, copy_kind = ?, copy_reason = ? WHERE id = ?""",
        [story, of, original, CopyKind.EXACT, SAME_TEXT, article],
    )
    return Copy(title=candidate.entry.title, of=title, outlet=fresh.outlet, kind=CopyKind.EXACT)


def names(db: Database, article: int, group: Group) -> list[str]:
    """Return what names the thing that a watchlist hears of once; the first names it from now on."""
    row = db.execute(
        """SELECT a.anchor, coalesce(o.anchor, a.anchor), a.story
           FROM articles a LEFT JOIN articles o ON o.id = a.original WHERE a.id = ?""",
        [article],
    ).fetchone()
    if group is Group.STORY:
        return stories.anchors(db, row[2])
    return [row[1] if group is Group.COPY else row[0]]


def _twin(db: Database, article: int, text_key: str | None) -> tuple[int, int, int, str] | None:
    """Find the same text: the article that has it, the one where it was first, the story, and the title."""
    if text_key is None:
        return None
    found: tuple[int, int, int, str] | None = db.execute(
        """SELECT coalesce(o.id, a.id), coalesce(a.original, a.id), a.story, coalesce(o.title, a.title)
           FROM articles a LEFT JOIN articles o ON o.id = a.original
           WHERE a.text_key = ? AND a.id != ? ORDER BY a.id LIMIT 1""",
        [text_key, article],
    ).fetchone()
    return found
