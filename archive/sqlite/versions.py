"""The table of versions: how articles read before, and what differs."""

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlite_utils import Database

from archive.copies import prints_of
from archive.edits import wording_of
from archive.edits.wording import headline_words
from archive.identity import prose_key
from archive.polling import Reworded
from archive.sqlite import fingerprints
from archive.sqlite.edits import edit_of, record_of
from archive.sqlite.values import dump, moment, stamp
from archive.vocabulary import Article, ArticleId, Edit, EditKind, Version

MOST = 50
"""Versions of one article: the first and the newest."""
RETURNS = 2
"""Versions of one article that may read the same: one more, and it only flips between two."""
GONE, BACK = "gone", "back"
"""States of a version that is no wording: where the article went."""


def add(db: Database, reworded: Reworded, now: datetime) -> int | None:
    """Write the version that an edit made; return its number, or None when it is none.

    None it is when an article goes to and fro between the same wordings, or is found gone once more.
    """
    article, edit = reworded.after, reworded.edit
    if edit is None:
        return None
    state = _state_of(article, edit)
    known = [
        row["state"]
        for row in db.query(
            "SELECT state FROM versions WHERE article = ? ORDER BY number", [article.id]
        )
    ]
    if state == GONE:
        if is_gone(db, article.id):
            return None
    elif EditKind.BACK not in edit.kinds and known.count(state) >= RETURNS:
        return None
    if not known:
        _insert(db, 1, reworded.before, _state(reworded.before), None, reworded.before.seen)
    number = (
        1
        + db.execute("SELECT max(number) FROM versions WHERE article = ?", [article.id]).fetchone()[
            0
        ]
    )
    _insert(db, number, article, state, edit, now)
    db.execute(
        "DELETE FROM versions WHERE article = ? AND number > 1 AND number <= ?",
        [article.id, number - MOST + 1],
    )
    return int(number)


def is_gone(db: Database, article: ArticleId) -> bool:
    """Say whether an article was found gone and has not come back since, whatever its source says of it."""
    for row in db.query(
        "SELECT state, edit FROM versions WHERE article = ? ORDER BY number DESC", [article]
    ):
        if row["state"] == GONE:
            return True
        if row["edit"] and EditKind.BACK in edit_of(json.loads(row["edit"])).kinds:
            return False
    return False


def rewrite(db: Database, reworded: Reworded) -> None:
    """Let an article read as it does now."""
    before, after = reworded.before, reworded.after
    if before == after:
        return
    db.execute(
        """UPDATE articles SET title = ?, titles = ?, summary = ?, text = ?, text_key = ?, partial = ? WHERE id = ?""",
        [
            after.title,
            dump(after.titles),
            after.summary,
            after.text,
            prose_key(after.text, after.summary),
            after.partial,
            after.id,
        ],
    )
    old, new = (one.text or one.summary for one in (before, after))
    if old != new:
        _print_anew(db, after.id, old, new)


def of_article(db: Database, article: ArticleId) -> list[Version]:
    """Return the versions of an article, oldest first; empty when it was never edited."""
    rows = list(db.query("SELECT * FROM versions WHERE article = ? ORDER BY number", [article]))
    if not rows:
        return []
    first = zlib.decompress(rows[0]["text"])
    return [_version(row, first) for row in rows]


def _version(row: Mapping[str, Any], first: bytes) -> Version:
    text = first
    if row["number"] > 1:
        inflate = zlib.decompressobj(zdict=first)
        text = inflate.decompress(row["text"]) + inflate.flush()
    return Version(
        article=ArticleId(row["article"]),
        number=row["number"],
        seen=moment(row["seen"]),
        title=row["title"],
        text=text.decode(),
        edit=edit_of(json.loads(row["edit"])) if row["edit"] else None,
    )


def _insert(
    db: Database, number: int, article: Article, state: str, edit: Edit | None, seen: datetime
) -> None:
    text = (article.text or article.summary).encode()
    if number == 1:
        packed = zlib.compress(text, 9)
    else:
        row = db.execute(
            "SELECT text FROM versions WHERE article = ? AND number = 1", [article.id]
        ).fetchone()
        # Most of a version stands in the first already.
        deflate = zlib.compressobj(9, zdict=zlib.decompress(row[0]))
        packed = deflate.compress(text) + deflate.flush()
    db.execute(
        "INSERT INTO versions (article, number, seen, title, text, state, edit) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            article.id,
            number,
            stamp(seen),
            article.title,
            packed,
            state,
            dump(record_of(edit)) if edit else None,
        ],
    )


def _state_of(article: Article, edit: Edit) -> str:
    """Return what an article has come to: one of its wordings, or where it went."""
    if EditKind.GONE in edit.kinds:
        return GONE
    return BACK if edit.kinds == (EditKind.BACK,) else _state(article)


def _state(article: Article) -> str:
    wording = wording_of(article)
    parts = [headline_words(article.title, article.outlet)]
    parts += sorted(sentence.words for sentence in wording.sentences)
    return blake2b(dump(parts).encode(), digest_size=12).hexdigest()


def _print_anew(db: Database, article: int, before: str, after: str) -> None:
    """Put the fingerprints of the new text in place of the old ones, unless they are forgotten by now."""
    row = db.execute("SELECT article FROM forgotten WHERE what = 'fingerprints'").fetchone()
    if row and article <= row[0]:
        return
    fingerprints.remove(db, article, before)
    voice = db.execute("SELECT coalesce(original, id) FROM articles WHERE id = ?", [article])
    prints = prints_of(after)
    known = fingerprints.trace(db, prints, 0)
    fingerprints.add(db, article, voice.fetchone()[0], prints, known)
