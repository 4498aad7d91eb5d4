"""The table of what was not told, since its story was: an article may turn out to be of another story."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlite_utils import Database

from archive.polling import Posting
from archive.sqlite.placing import SAME_TEXT
from archive.sqlite.values import dump, dump_alert, load_alert, stamp


def keep(db: Database, article: int, posting: Posting) -> None:
    """Remember what is not told now; of what copies another to the letter only what that does not tell as well: it leaves with it."""
    whom = {
        "article": article,
        "watchlist": posting.watchlist,
        "channel": posting.channel,
        "target": posting.target,
    }
    db.execute(
        """INSERT OR IGNORE INTO withheld (article, watchlist, channel, target, alert)
           SELECT :article, :watchlist, :channel, :target, :alert
           FROM articles a WHERE a.id = :article AND NOT (a.copy_reason IS :same AND EXISTS (
             SELECT 1 FROM withheld w WHERE w.article = a.original AND w.watchlist = :watchlist
             AND w.channel = :channel AND w.target = :target
             UNION ALL SELECT 1 FROM outbox o WHERE o.article = a.original AND o.watchlist = :watchlist
             AND o.channel = :channel AND o.target = :target AND o.kind = 'alert'))""",
        {**whom, "alert": dump_alert(posting.alert), "same": SAME_TEXT},
    )


def of(db: Database, stories: Collection[int]) -> Iterator[tuple[int, int, Posting]]:
    """Yield the first that was not told of each of some stories to each target by each watchlist, with the article and the story."""
    rows = db.execute(
        """SELECT min(w.article), a.story, w.channel, w.target, w.watchlist, w.alert FROM articles a
           JOIN withheld w ON w.article = a.id WHERE a.story IN (SELECT value FROM json_each(?))
           GROUP BY a.story, w.channel, w.target, w.watchlist ORDER BY 1""",
        [dump(sorted(stories))],
    ).fetchall()
    for article, story, channel, target, watchlist, alert in rows:
        posting = Posting(
            channel=channel, target=target, watchlist=watchlist, alert=load_alert(alert)
        )
        yield article, story, posting


def release(db: Database, article: int, posting: Posting) -> None:
    """Forget what is told now."""
    db.execute(
        "DELETE FROM withheld WHERE article = ? AND watchlist = ? AND channel = ? AND target = ?",
        [article, posting.watchlist, posting.channel, posting.target],
    )


def keep_only(db: Database, watchlists: Sequence[str]) -> None:
    """Forget what is of other watchlists: there are none of these names any more."""
    db.execute(
        "DELETE FROM withheld WHERE watchlist NOT IN (SELECT value FROM json_each(?))",
        [dump(list(watchlists))],
    )


def age(db: Database, before: datetime, limit: int) -> int:
    """Forget what is of at most ``limit`` articles seen before, whose stories take no more; return how many."""
    done = db.execute(
        """DELETE FROM withheld WHERE article IN (
             SELECT DISTINCT w.article FROM withheld w JOIN articles a ON a.id = w.article WHERE a.seen < ?
             ORDER BY w.article LIMIT ?)""",
        [stamp(before), limit],
    )
    return done.rowcount
