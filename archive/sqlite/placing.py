"""Where a new article belongs: whose copy it is, and in which story."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlite_utils import Database

from archive.copies import (
    Facts,
    Prints,
    Verdict,
    believed,
    judge,
    one_brief,
    other_figures,
    overlap_of,
    prints_of,
    uncommon,
)
from archive.identity import BRIEF
from archive.polling import Copy, Fresh
from archive.sqlite import fingerprints, numbered, openings, stories
from archive.sqlite.recent import Recent
from archive.sqlite.regrouping import regroup
from archive.sqlite.values import moment, stamp
from archive.stories import site_of_url
from archive.stories.grouping import Report
from archive.stories.likeness import FEWEST, weighed
from archive.stories.openings import Opening, opening_of
from archive.vocabulary import ArticleId, CopyKind, Group

SAME_TEXT = "the same text to the letter"
LINKED = timedelta(days=30)
"""Copies of older texts are not looked for, but for those that are the same to the letter."""
REPORTED = timedelta(days=7)
"""Reports older than this are of no story that could still grow."""
TWINS = 20
"""Articles with the same text that are looked at."""
COMMON_WORDS = "what it shares with the other text turned out to be on many pages"
STILL_NEWS = timedelta(hours=72)
"""An update of a text older than this begins a story of its own: what it adds may be news."""
COLUMNS = """id, anchor, title, url, outlet, published, seen, text, summary, story, original, copy_of, copy_kind, copy_reason, copy_overlap"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A fresh entry, made ready before the archive is locked for it."""

    fresh: Fresh
    prints: Prints
    opening: Opening
    words: Mapping[int, str]
    """The words of the opening, by number."""

    @property
    def text(self) -> str:
        """What it says, as far as it is known."""
        entry = self.fresh.recognition.candidate.entry
        return entry.text or entry.summary

    def by_its_headline(self) -> "Newcomer":
        """Leave the text out of the opening: it is not the article's own."""
        entry = self.fresh.recognition.candidate.entry
        opening, words = opening_of(entry.title, "", self.fresh.language)
        return replace(self, opening=opening, words=words)

    def without(self, common: AbstractSet[int]) -> "Newcomer":
        """Leave what stands under every article of a site out of the opening."""
        if not common:
            return self
        entry = self.fresh.recognition.candidate.entry
        text = uncommon(self.text, common)
        opening, words = opening_of(entry.title, text, self.fresh.language)
        return replace(self, opening=opening, words=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """Another article with the same text."""

    row: Mapping[str, Any]
    kind: CopyKind
    overlap: float
    reason: str

    @property
    def original(self) -> int:
        return int(self.row["original"] or self.row["id"])


def prepare(fresh: Fresh) -> Newcomer:
    """Do what takes time and needs no database."""
    entry = fresh.recognition.candidate.entry
    text = entry.text or entry.summary
    opening, words = opening_of(entry.title, text, fresh.language)
    return Newcomer(fresh=fresh, prints=prints_of(text), opening=opening, words=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What came of an article's place."""

    copy: Copy | None
    """Of what it is a copy."""
    stirred: AbstractSet[int] = frozenset()
    """Stories that lost articles by it, and those that have them now."""


def place(
    db: Database, recent: Recent, article: ArticleId, newcomer: Newcomer, now: datetime
) -> Placed:
    """Give an article that was just written its place."""
    candidate = newcomer.fresh.recognition.candidate
    named_before = numbered.find(db, article, candidate.entry.url)
    link, borrowed = _twin(db, article, newcomer, now)
    crowded = False
    common: AbstractSet[int] = frozenset()
    if link is None:
        known = fingerprints.trace(db, newcomer.prints, _first_since(db, now - LINKED))
        common = known.common
        link = _nearest(db, newcomer, known, now)
        voice = article if link is None or _same_site(newcomer, link) else link.original
        crowded = fingerprints.add(db, article, voice, newcomer.prints, known)
        link = link or _renamed(db, newcomer, named_before, now)
    stirred: AbstractSet[int] = frozenset()
    if link is None or _is_news(newcomer, link, now):
        told = newcomer.by_its_headline() if borrowed else newcomer.without(common)
        stirred = _report(db, recent, article, told, now)
    else:
        db.execute("UPDATE articles SET story = ? WHERE id = ?", [link.row["story"], article])
    copy = _copy(db, article, newcomer, link) if link else None
    if crowded:
        stirred |= _look_again(db, article, newcomer.prints, now)
    return Placed(copy=copy, stirred=stirred)


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


def _report(
    db: Database, recent: Recent, article: ArticleId, newcomer: Newcomer, now: datetime
) -> AbstractSet[int]:
    """Find the story whose event an article reports in words of its own, or begin one; return what else that changed."""
    stirred: AbstractSet[int] = frozenset()
    story = int(article)
    if len(newcomer.opening.terms) >= FEWEST:
        at = _at(newcomer.fresh.recognition.candidate.entry.published, now)
        recent.lexicon.learn(newcomer.opening, article)
        report = weighed(newcomer.opening, recent.lexicon)
        nearby = openings.near(db, recent, report, at, partial(_other_news, db, newcomer))
        if nearby.nearest is not None:
            common = report.in_common(nearby.nearest)
            why = ", ".join(newcomer.words[term] for term in common if term in newcomer.words)
            own = Report(article=article, story=0, at=int(at.timestamp()), likeness=nearby.likeness)
            story, stirred = regroup(db, (*nearby.reports, own), article, why, now)
        openings.add(db, recent, article, story, at, report, nearby)
    stories.begin(db, article, story)
    return stirred


def _other_news(db: Database, newcomer: Newcomer, articles: Sequence[int]) -> list[int]:
    """Return which of some articles are other news of the same outlet, however alike: of a series, most often."""
    if not articles:
        return []
    marks = ",".join("?" * len(articles))
    rows = db.execute(
        f"SELECT id, url, title FROM articles WHERE id IN ({marks}) AND outlet = ?",  # noqa: S608 - only question marks
        [*articles, newcomer.fresh.outlet],
    )
    entry = newcomer.fresh.recognition.candidate.entry
    site = site_of_url(entry.url)
    return [
        article
        for article, url, title in rows
        if site_of_url(url) == site and other_figures(entry.title, title)
    ]


def _copy(db: Database, article: ArticleId, newcomer: Newcomer, link: _Link) -> Copy:
    candidate = newcomer.fresh.recognition.candidate
    original = _row(db, link.original) or link.row
    link = _beside(newcomer, link, original)
    db.execute(
        """UPDATE articles SET copy_of = ?, original = ?, copy_kind = ?, copy_reason = ?, copy_overlap = ?
           WHERE id = ?""",
        [
            original["id"],
            link.original,
            link.kind,
            link.reason,
            round(link.overlap, 4),
            article,
        ],
    )
    return Copy(
        title=candidate.entry.title,
        of=original["title"],
        outlet=newcomer.fresh.outlet,
        kind=link.kind,
    )


def _beside(newcomer: Newcomer, link: _Link, original: Mapping[str, Any]) -> _Link:
    """Say how a copy of a copy stands to the first text, of which it is called a copy."""
    row = link.row
    if original["id"] == row["id"]:
        return link
    if link.reason == SAME_TEXT:
        return replace(
            link,
            kind=CopyKind(row["copy_kind"]),
            reason=row["copy_reason"],
            overlap=row["copy_overlap"],
        )
    verdict = judge(overlap_of(newcomer.prints, prints_of(original["text"] or original["summary"])))
    return _link(row, verdict) if verdict else link


def _twin(
    db: Database, article: int, newcomer: Newcomer, now: datetime
) -> tuple[_Link | None, bool]:
    """Find the first article whose prose is the same to the letter; else say whether a site shows it for several."""
    candidate = newcomer.fresh.recognition.candidate
    rows = db.query(
        f"SELECT {COLUMNS} FROM articles WHERE text_key = ? AND id != ? ORDER BY id LIMIT {TWINS}",  # noqa: S608 - only names
        [candidate.text_key, article],
    )
    brief = (candidate.text_key or "").startswith(BRIEF)
    borrowed = False
    for row in rows:
        if brief and not one_brief(*_facts(newcomer, row, now), newcomer.text):
            continue
        if _other_news(db, newcomer, [row["id"]]):
            borrowed = True
            continue
        return _Link(row=row, kind=CopyKind.EXACT, overlap=1.0, reason=SAME_TEXT), False
    return None, borrowed


def _nearest(
    db: Database, newcomer: Newcomer, known: fingerprints.Trace, now: datetime
) -> _Link | None:
    """Find the article whose text has most in common with a new one, if that makes them copies."""
    links = []
    candidates = known.candidates()
    ours = newcomer.prints.without(known.common) if candidates else newcomer.prints
    for other in candidates:
        row = _row(db, other)
        verdict = row and _verdict(ours, row, newcomer, known.common, now)
        if row and verdict:
            links.append(_link(row, verdict))
    return min(links, key=lambda link: (-link.overlap, link.row["id"]), default=None)


def _renamed(
    db: Database, newcomer: Newcomer, named_before: int | None, now: datetime
) -> _Link | None:
    """Find the article that an address is a later name of, if both tell of the same."""
    row = _row(db, named_before) if named_before else None
    if row is None:
        return None
    entry = newcomer.fresh.recognition.candidate.entry
    before = _at(moment(row["published"]), moment(row["seen"]))
    text = row["text"] or row["summary"]
    theirs, _ = opening_of(row["title"], text, newcomer.fresh.language)
    common = set(theirs.terms) & set(newcomer.opening.terms)
    if abs(_at(entry.published, now) - before) > STILL_NEWS or len(common) < numbered.SHARED:
        return None
    overlap = len(common) / min(len(theirs.terms), len(newcomer.opening.terms))
    return _Link(row=row, kind=CopyKind.UPDATE, overlap=overlap, reason=numbered.SAME)


def _look_again(db: Database, article: int, prints: Prints, now: datetime) -> AbstractSet[int]:
    """Part what was linked by words of which it is known only now that they are under every article."""
    stirred: set[int] = set()
    known = fingerprints.trace(db, prints, 0)
    for other in sorted({one for each in known.common for one in known.rows[each]}):
        row = _row(db, other)
        original = row and row["copy_of"] and _row(db, row["copy_of"])
        if not row or not original or row["copy_reason"] in {SAME_TEXT, numbered.SAME}:
            continue
        ours, theirs = (prints_of(one["text"] or one["summary"]) for one in (row, original))
        common = known.common | fingerprints.trace(db, ours, 0).common
        if judge(overlap_of(ours.without(common), theirs.without(common))) is None:
            stirred |= {_part(db, row, now), other}
    return stirred


def _part(db: Database, row: Mapping[str, Any], now: datetime) -> int:
    """Let an article that was taken for a copy begin a story of its own; return the one that it leaves."""
    before = stories.leave(db, row["id"], now=now, reason=COMMON_WORDS)
    db.execute(
        """UPDATE articles SET copy_of = NULL, original = NULL, copy_kind = NULL, copy_reason = NULL,
           copy_overlap = NULL WHERE id = ?""",
        [row["id"]],
    )
    return before


def _verdict(
    ours: Prints,
    row: Mapping[str, Any],
    newcomer: Newcomer,
    common: AbstractSet[int],
    now: datetime,
) -> Verdict | None:
    theirs = prints_of(row["text"] or row["summary"]).without(common)
    verdict = judge(overlap_of(ours, theirs))
    return verdict if verdict and believed(verdict, *_facts(newcomer, row, now)) else None


def _facts(newcomer: Newcomer, row: Mapping[str, Any], now: datetime) -> tuple[Facts, Facts]:
    """Return what is known of a new article and of one of the archive."""
    entry = newcomer.fresh.recognition.candidate.entry
    mine = Facts(
        title=entry.title,
        site=site_of_url(entry.url) or newcomer.fresh.outlet,
        outlet=newcomer.fresh.outlet,
        at=_at(entry.published, now),
        blurb=not entry.text,
    )
    other = Facts(
        title=row["title"],
        site=site_of_url(row["url"]) or row["outlet"],
        outlet=row["outlet"],
        at=_at(moment(row["published"]), moment(row["seen"])),
        blurb=not row["text"],
    )
    return mine, other


def _first_since(db: Database, when: datetime) -> int:
    """Return the first article seen since then: numbers grow with time."""
    found = db.execute(
        "SELECT id FROM articles WHERE seen >= ? ORDER BY seen LIMIT 1", [stamp(when)]
    ).fetchone()
    return int(found[0])


def _link(row: Mapping[str, Any], verdict: Verdict) -> _Link:
    overlap = verdict.overlap.containment
    return _Link(row=row, kind=verdict.kind, overlap=overlap, reason=verdict.reason)


def _same_site(newcomer: Newcomer, link: _Link) -> bool:
    site = site_of_url(newcomer.fresh.recognition.candidate.entry.url)
    return site is not None and site == site_of_url(link.row["url"])


def _row(db: Database, article: int) -> dict[str, Any] | None:
    rows = db.query(f"SELECT {COLUMNS} FROM articles WHERE id = ?", [article])  # noqa: S608 - only names
    return next(rows, None)


def _is_news(newcomer: Newcomer, link: _Link, now: datetime) -> bool:
    """Say whether a copy tells more than a text that is old."""
    before = _at(moment(link.row["published"]), moment(link.row["seen"]))
    at = _at(newcomer.fresh.recognition.candidate.entry.published, now)
    return link.kind is CopyKind.UPDATE and abs(at - before) > STILL_NEWS


def _at(published: datetime | None, seen: datetime) -> datetime:
    """Return when an article appeared: as published, but no later than it was seen."""
    return min(published, seen) if published else seen
