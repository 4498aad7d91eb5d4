"""Labelled documents sent through a real archive, one poll after the other, as the benchmarks of identity need it."""

import gzip
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.identity import Candidate, identify
from archive.polling import Fresh, Poll, Recognition
from archive.sqlite import articles, openings, sources
from archive.sqlite.connection import connect
from archive.sqlite.recent import Recent
from archive.stories import Outlets
from archive.stories.grouping import Report, moves
from archive.stories.likeness import weighed
from archive.stories.openings import Opening
from archive.vocabulary import Entry, Source, SourceStanding

LEASE = timedelta(minutes=10)
SOURCE = Source(name="Stream", url="https://stream.example/feed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One labelled document."""

    id: str
    entry: Entry
    language: str | None
    at: datetime
    labels: dict[str, Any]


def items(path: Path) -> list[Item]:
    """Read documents with title, body, published and labels, one JSON object a line."""
    return [_item(record) for record in records(path)]


def records(path: Path) -> Iterator[dict[str, Any]]:
    read = gzip.decompress if path.suffix == ".gz" else bytes
    yield from map(json.loads, read(path.read_bytes()).decode().splitlines())


def _item(record: dict[str, Any]) -> Item:
    at = datetime.fromisoformat(record["published"])
    at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    number = str(record["id"])
    entry = Entry(
        title=record["title"],
        url=record.get("url") or f"https://site{number}.example/{number}",
        text=record.get("body", ""),
        summary=record.get("summary", ""),
        published=at,
    )
    return Item(id=number, entry=entry, language=record.get("lang"), at=at, labels=record)


class Stream:
    """An archive, and which of its articles each document became."""

    def __init__(self, path: Path) -> None:
        self.db: Database = connect(path)
        sources.release_claims(self.db)  # of a process that was killed
        self.recent = Recent()
        self.cpu = 0.0
        self.sent = 0
        """Documents for which that was taken."""
        self.deciding: list[float] = []
        """Milliseconds that it took to find the story of each, where that was asked for."""
        self.articles: dict[str, int] = {}
        self._by_url: dict[str | None, int] = {}
        self._until = 0

    def send(self, batch: Sequence[Item], *, now: datetime | None = None) -> None:
        """Keep the documents of one poll, in order."""
        now = now or max(item.at for item in batch)
        sources.enrol(self.db, [SOURCE], now)
        (claim,) = sources.claim_due(self.db, now, 1, LEASE, [SOURCE.name])
        listing = identify([item.entry for item in batch], source=SOURCE.url)
        known = articles.recognise_all(self.db, SOURCE.name, listing.candidates)
        languages = {item.entry.url: item.language for item in batch}
        state = replace(claim.state, standing=SourceStanding.OK, baseline=now, next_poll=now)
        poll = Poll(
            claim=claim,
            state=state,
            now=now,
            fresh=tuple(_fresh(one, languages) for one in known if one.article is None),
            listed=tuple(one for one in known if one.article is not None),
        )
        began = time.process_time()
        articles.keep(self.db, self.recent, poll, Outlets())
        self.cpu += time.process_time() - began
        self.sent += len(batch)
        self._note([item for item in batch if item.id not in self.articles], listing.candidates)

    def _note(self, batch: Sequence[Item], candidates: Sequence[Candidate]) -> None:
        """Note which articles documents became: by their address, or by what they were recognised by."""
        rows = self.db.execute(
            "SELECT url, id FROM articles WHERE id > ?", [self._until]
        ).fetchall()
        self._by_url.update(rows)
        self._until = max([self._until, *(number for _, number in rows)])
        left = {item.entry.url for item in batch} - self._by_url.keys()
        others = [one for one in candidates if one.entry.url in left]
        for known in articles.recognise_all(self.db, SOURCE.name, others):
            if known.article is not None:
                self._by_url[known.candidate.entry.url] = known.article
        self.articles.update(
            {
                item.id: self._by_url[item.entry.url]
                for item in batch
                if item.entry.url in self._by_url
            }
        )

    def column(self, name: str) -> dict[str, Any]:
        """Return a column of the articles by document."""
        rows = dict(self.db.execute(f"SELECT id, {name} FROM articles").fetchall())  # noqa: S608
        return {number: rows[article] for number, article in self.articles.items()}


def decided(db: Database, recent: Recent, opening: Opening, at: datetime) -> None:
    """Find and decide the story of a report, and write nothing."""
    report = weighed(opening, recent.lexicon)
    nearby = openings.near(db, recent, report, at, apart=lambda _: [])
    if nearby.nearest is not None:
        own = Report(article=1 << 31, story=0, at=int(at.timestamp()), likeness=nearby.likeness)
        moves((*nearby.reports, own))


def took(what: Callable[[], object]) -> float:
    """Return how long something takes, in milliseconds of CPU."""
    began = time.process_time()
    what()
    return 1000 * (time.process_time() - began)


def batches(all_: Sequence[Item], size: int) -> Iterable[Sequence[Item]]:
    return (all_[n : n + size] for n in range(0, len(all_), size))


def b_cubed(found: dict[str, Any], true: dict[str, Any]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a clustering (Bagga and Baldwin, 1998)."""
    ours: dict[Any, set[str]] = {}
    theirs: dict[Any, set[str]] = {}
    for number, label in true.items():
        ours.setdefault(found[number], set()).add(number)
        theirs.setdefault(label, set()).add(number)
    both = [(ours[found[n]], theirs[true[n]]) for n in true]
    precision = sum(len(a & b) / len(a) for a, b in both) / len(both)
    recall = sum(len(a & b) / len(b) for a, b in both) / len(both)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _fresh(recognition: Recognition, languages: dict[str | None, str | None]) -> Fresh:
    language = languages[recognition.candidate.entry.url]
    return Fresh(
        recognition=recognition,
        outlet=SOURCE.name,
        language=language,
        hits=(),
        postings=(),
        silent=False,
    )
