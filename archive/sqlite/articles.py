"""The tables of articles, of what they are known by, and of what they matched."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlite_utils import Database

from archive.edits import listed_again, said_of
from archive.identity import Candidate
from archive.polling import Copy, Fresh, Kept, Poll, Posting, Recognition, Revision, Reworded
from archive.recognition import Reading, recognise
from archive.sqlite import (
    fingerprints,
    gaps,
    listings,
    openings,
    placing,
    postings,
    rechecks,
    sources,
    stories,
    versions,
    withheld,
)
from archive.sqlite.connection import transaction
from archive.sqlite.placing import Newcomer, Placed
from archive.sqlite.recent import Recent
from archive.sqlite.values import dump, dump_spans, flag, load_spans, moment, stamp, words
from archive.stories import Outlets
from archive.vocabulary import CANARY, Article, ArticleId, CopyKind, Entry, Hit, Match


def recognise_all(db: Database, source: str, candidates: Sequence[Candidate]) -> list[Recognition]:
    """Say of each candidate whether the archive has it; see `archive.ports.Polls.recognise`."""
    return [_recognise(db, source, candidate) for candidate in candidates]


def keep(db: Database, recent: Recent, poll: Poll, outlets: Outlets) -> Kept:
    """Write a poll in one transaction; see `archive.ports.Polls.keep`."""
    newcomers = [placing.prepare(fresh) for fresh in poll.fresh]
    try:
        with transaction(db):
            if not sources.settle_or_hold(db, poll):
                return Kept(articles=0, matches=0, posted=0, copies=(), void=True)
            return _keep(db, recent, poll, newcomers, outlets)
    except BaseException:
        recent.forget()
        raise


def _keep(
    db: Database, recent: Recent, poll: Poll, newcomers: Sequence[Newcomer], outlets: Outlets
) -> Kept:
    articles = matches = posted = 0
    copies: list[Copy] = []
    if poll.gap is not None:
        gaps.keep(db, poll.claim.state.name, poll.gap)
    listings.mark_ambiguous(db, poll.ambiguous)
    for recognition in poll.listed:
        listings.still_listed(db, recognition, poll.claim.state.name, poll.now)
    if newcomers:
        openings.catch_up(db, recent.lexicon)
    for newcomer in newcomers:
        fresh = newcomer.fresh
        article, placed = _article_of(db, recent, newcomer, poll)
        if placed is not None:
            articles += 1
            copies += [placed.copy] if placed.copy else []
            posted += postings.release(db, placed.stirred, poll.now)
        matches += _add_hits(db, article, fresh.hits, poll.now)
        rechecks.plan(db, article, fresh.postings, poll.now, again=fresh.again)
        posted += postings.post_all(db, article, fresh.postings, outlets, poll.now)
        if not fresh.silent:
            postings.note_untold(db, article, fresh.hits, fresh.postings, poll)
    for revision in poll.revised:
        posted += revise(db, revision, outlets, poll.now)
        known = revision.reworded.before
        news = [hit for hit in revision.hits if hit.watchlist not in known.matches]
        postings.note_untold(db, known.id, news, revision.postings, poll)
    return Kept(articles=articles, matches=matches, posted=posted, copies=tuple(copies))


def add_matches(
    db: Database,
    article: Article,
    hits: Sequence[Hit],
    caused: Sequence[Posting],
    outlets: Outlets,
    now: datetime,
) -> int:
    """Write matches that were found later; see `archive.ports.Watched.add_matches`."""
    with transaction(db):
        if not db.execute("SELECT 1 FROM articles WHERE id = ?", [article.id]).fetchone():
            return 0
        _add_hits(db, article.id, hits, now)
        return postings.post_all(db, article.id, caused, outlets, now)


def revise(db: Database, revision: Revision, outlets: Outlets, now: datetime) -> int:
    """Let an article read as it does now, in the open transaction; return how many alerts that makes."""
    reworded = revision.reworded
    article = reworded.after.id
    if not db.execute("SELECT 1 FROM articles WHERE id = ?", [article]).fetchone():
        return 0
    number = versions.add(db, reworded, now)
    versions.rewrite(db, reworded)
    if reworded.after != reworded.before:
        _renew_hits(db, article, revision.hits)
    _add_hits(db, article, revision.hits, now)
    posted = postings.post_all(db, article, revision.postings, outlets, now)
    if number is not None:
        posted += postings.post_edit(db, article, number, revision.tellings, now)
    return posted


def page(db: Database, since: datetime | None, below: int | None, limit: int) -> list[Article]:
    """Return articles with an id under ``below``, newest first."""
    rows = db.query(
        """SELECT * FROM articles WHERE id < :below AND seen >= :since AND source != :canary
           ORDER BY id DESC LIMIT :limit""",
        {"canary": CANARY, "below": below or 2**62, "since": stamp(since) or "", "limit": limit},
    )
    found = list(rows)
    numbers = [row["id"] for row in found]
    names, sources = _watchlists_of(db, numbers), _sources_of(db, numbers)
    return [_article(row, names.get(row["id"], ()), sources.get(row["id"], ())) for row in found]


def numbered(db: Database, article: ArticleId) -> Article | None:
    """Return one article."""
    row = next(db.query("SELECT * FROM articles WHERE id = ?", [article]), None)
    if row is None:
        return None
    return _article(
        row, *(find(db, [article]).get(article, ()) for find in (_watchlists_of, _sources_of))
    )


def matches_of(db: Database, article: ArticleId) -> list[Match]:
    """Return what one article matched."""
    rows = db.query(
        """SELECT m.*, a.title, a.url FROM matches m JOIN articles a ON a.id = m.article
           WHERE m.article = ? ORDER BY m.watchlist""",
        [article],
    )
    return [
        Match(
            watchlist=row["watchlist"],
            article=article,
            url=row["url"],
            title=row["title"],
            spans=load_spans(row["spans"]),
            quote=row["quote"],
            found=moment(row["found"]),
        )
        for row in rows
    ]


def new_watchlists(db: Database, names: Sequence[str], now: datetime) -> list[str]:
    """Note the watchlists; see `archive.ports.Watched.new_watchlists`."""
    with transaction(db):
        known = {row["name"] for row in db.query("SELECT name FROM watchlists")}
        fresh = [name for name in names if name not in known]
        withheld.keep_only(db, names)
        for name in fresh:
            db.execute("INSERT INTO watchlists (name, since) VALUES (?, ?)", [name, stamp(now)])
        empty = db.execute("SELECT NOT EXISTS (SELECT 1 FROM articles)").fetchone()[0]
    return [] if empty else fresh


def prune(db: Database, before: datetime, limit: int) -> int:
    """Forget old articles without a match; see `archive.ports.Retention.prune`."""
    with transaction(db):
        old = db.execute(
            """SELECT id, story, text, summary FROM articles WHERE listed < :before AND seen < :before
               AND NOT EXISTS (SELECT 1 FROM matches WHERE matches.article = articles.id)
               AND NOT EXISTS (SELECT 1 FROM listings l JOIN sources s ON s.name = l.source
                               WHERE l.article = articles.id AND s.listed AND s.last_full <= articles.listed)
               ORDER BY listed LIMIT :limit""",
            {"before": stamp(before), "limit": limit},
        ).fetchall()
        for article, _, text, summary in old:
            forget(db, article, text or summary)
        stories.forget(db, {number for article, story, *_ in old for number in (article, story)})
    return len(old)


def forget(db: Database, article: int, text: str) -> None:
    """Delete one article and everything that is known of it, inside the open transaction."""
    fingerprints.remove(db, article, text)
    openings.remove(db, article)
    db.execute("DELETE FROM articles WHERE id = ?", [article])


def tidy(db: Database, now: datetime, limit: int) -> int:
    """Forget what is too old to be needed; see `archive.ports.Retention.tidy`."""
    with transaction(db):
        texts = fingerprints.age(db, stamp(now - placing.LINKED), limit)
        reported = now - placing.REPORTED
        return max(texts, openings.age(db, reported, limit), withheld.age(db, reported, limit))


def _recognise(db: Database, source: str, candidate: Candidate) -> Recognition:
    found = recognise(candidate, listings.Keys(db), partial(_reading, db, source))
    article = found.article
    if article is None:
        return Recognition(candidate=found.candidate, known=found.known)
    listed, late = db.execute(
        """SELECT EXISTS (SELECT 1 FROM listings l WHERE l.article = a.id AND l.source = :source),
           a.silent AND EXISTS (SELECT 1 FROM sources s WHERE s.name = :source AND s.baseline < a.seen)
           FROM articles a WHERE a.id = :article""",
        {"article": article, "source": source},
    ).fetchone()
    reworded, said = (
        _reworded(db, ArticleId(article), source, candidate.entry) if listed else (None, "")
    )
    return Recognition(
        candidate=candidate,
        known=found.known,
        article=ArticleId(article),
        overlooked=bool(late and not listed),
        listed=bool(listed),
        reworded=reworded,
        said=said,
        relayed=None if listed or late else numbered(db, ArticleId(article)),
    )


def _reworded(
    db: Database, number: ArticleId, source: str, entry: Entry
) -> tuple[Reworded | None, str]:
    """Say how an article reads if its source says something else of it than before, and what it said in all."""
    said = listings.said(db, number, source)
    # An entry that was joined with its page is not what the source says.
    if said is None or said == entry.said or entry.said != said_of(entry):
        return None, entry.said
    before = numbered(db, number)
    if before is None:
        return None, entry.said
    again = listed_again(before, said, entry)
    if again.after == before and again.edit is None:
        return None, again.said
    return Reworded(before=before, after=again.after, edit=again.edit), again.said


def _reading(db: Database, source: str, article: int) -> Reading:
    (row,) = db.query(
        """SELECT title, titles, summary, text, published,
           (SELECT count(*) FROM aliases WHERE article = a.id AND key GLOB 'guid:*') AS guids,
           EXISTS (SELECT 1 FROM listings WHERE article = a.id AND source = :source) AS listed
           FROM articles a WHERE id = :article""",
        {"source": source, "article": article},
    )
    return Reading(
        title=row["title"],
        titles=words(row["titles"]),
        summary=row["summary"],
        text=row["text"],
        published=moment(row["published"]),
        guids=row["guids"],
        listed=bool(row["listed"]),
    )


def _article_of(
    db: Database, recent: Recent, newcomer: Newcomer, poll: Poll
) -> tuple[ArticleId, Placed | None]:
    """Return a fresh entry's article, and what came of its place if it is new."""
    fresh = newcomer.fresh
    source = poll.claim.state.name
    again = _recognise(db, source, fresh.recognition.candidate)
    placed = None
    if again.article is None:
        article = _insert(db, fresh, again.candidate, source, poll.now)
        placed = placing.place(db, recent, article, newcomer, poll.now)
    else:
        article = again.article
        if not fresh.silent:
            db.execute("UPDATE articles SET silent = 0 WHERE id = ?", [article])
    recognition = Recognition(candidate=again.candidate, known=again.known, article=article)
    listings.still_listed(db, recognition, source, poll.now)
    return article, placed


def _insert(
    db: Database, fresh: Fresh, candidate: Candidate, source: str, now: datetime
) -> ArticleId:
    entry = candidate.entry
    article = db.execute(
        """INSERT INTO articles (url, anchor, title, outlet, source, published, seen, listed, language, authors, tags,
           summary, text, text_key, story, silent, titles, section, image, credit, partial, first_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)""",
        [
            entry.url,
            candidate.keys[0],
            entry.title,
            fresh.outlet,
            source,
            stamp(entry.published),
            stamp(now),
            stamp(now),
            fresh.language,
            dump(entry.authors),
            dump(entry.tags),
            entry.summary,
            entry.text,
            candidate.text_key,
            flag(fresh.silent),
            dump(entry.titles),
            entry.section,
            entry.image,
            entry.credit,
            entry.partial,
            entry.first_at,
        ],
    ).lastrowid
    assert article is not None  # noqa: S101 - an INSERT has one
    return ArticleId(article)


def _add_hits(db: Database, article: int, hits: Iterable[Hit], now: datetime) -> int:
    added = 0
    for hit in hits:
        done = db.execute(
            """INSERT OR IGNORE INTO matches (article, watchlist, spans, quote, marks, found)
               VALUES (?, ?, ?, ?, ?, ?)""",
            [article, hit.watchlist, dump_spans(hit.spans), hit.quote, dump(hit.marks), stamp(now)],
        )
        added += done.rowcount
    return added


def _renew_hits(db: Database, article: int, hits: Iterable[Hit]) -> None:
    """Let matches point into the text as it reads now; what does not match any more points nowhere."""
    db.execute("UPDATE matches SET spans = '[]' WHERE article = ?", [article])
    for hit in hits:
        db.execute(
            "UPDATE matches SET spans = ?, quote = ?, marks = ? WHERE article = ? AND watchlist = ?",
            [dump_spans(hit.spans), hit.quote, dump(hit.marks), article, hit.watchlist],
        )


def _watchlists_of(db: Database, articles: Sequence[int]) -> dict[int, tuple[str, ...]]:
    return _names(
        db,
        "SELECT article, watchlist FROM matches WHERE article IN {} ORDER BY watchlist",
        articles,
    )


def _sources_of(db: Database, articles: Sequence[int]) -> dict[int, tuple[str, ...]]:
    return _names(
        db, "SELECT article, source FROM listings WHERE article IN {} ORDER BY source", articles
    )


def _names(db: Database, query: str, articles: Sequence[int]) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = {}
    for article, name in db.execute(query.format(f"({','.join('?' * len(articles))})"), articles):
        names[article] = (*names.get(article, ()), name)
    return names


def _article(row: Mapping[str, Any], matches: tuple[str, ...], sources: tuple[str, ...]) -> Article:
    return Article(
        id=ArticleId(row["id"]),
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        source=row["source"],
        relays=tuple(source for source in sources if source != row["source"]),
        published=moment(row["published"]),
        seen=moment(row["seen"]),
        language=row["language"],
        authors=words(row["authors"]),
        tags=words(row["tags"]),
        summary=row["summary"],
        text=row["text"],
        titles=words(row["titles"]),
        section=row["section"],
        image=row["image"],
        credit=row["credit"],
        partial=row["partial"],
        story=row["story"],
        copy_of=row["copy_of"],
        copy_kind=CopyKind(row["copy_kind"]) if row["copy_kind"] else None,
        copy_reason=row["copy_reason"],
        matches=matches,
    )
