"""Looking again at articles: taking those that are due, and writing what came of it."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.rechecks import Looked, Recheck
from archive.sqlite import articles, rechecks, versions
from archive.sqlite.connection import transaction
from archive.sqlite.values import moment
from archive.stories import Outlets
from archive.vocabulary import ArticleId, Validators


def claim(db: Database, now: datetime, limit: int, lease: timedelta) -> list[Recheck]:
    """Take articles that are due; see `archive.ports.Rechecks.claim_rechecks`."""
    found = []
    with transaction(db):
        for row in rechecks.claim(db, now, limit, lease):
            article = articles.numbered(db, ArticleId(row["article"]))
            if article is not None:
                recheck = Recheck(
                    article=article,
                    began=moment(row["began"]),
                    steps=rechecks.steps_of(row),
                    step=row["step"],
                    failures=row["failures"],
                    validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
                    token=row["token"],
                    gone=versions.is_gone(db, article.id),
                )
                found.append(recheck)
    return found


def settle(db: Database, recheck: Recheck, looked: Looked, outlets: Outlets, now: datetime) -> int:
    """Write what came of a look; see `archive.ports.Rechecks.settle_recheck`."""
    with transaction(db):
        if not rechecks.advance(db, recheck.article.id, recheck.token, looked):
            return 0
        if looked.revision is None:
            return 0
        if articles.numbered(db, recheck.article.id) != recheck.article:
            # A poll wrote it meanwhile: what was concluded is of another wording, and it is looked at anew.
            rechecks.hasten(db, recheck.article.id, now)
            return 0
        return articles.revise(db, looked.revision, outlets, now)
