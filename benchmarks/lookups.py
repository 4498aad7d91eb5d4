"""How long the look-ups of one new entry take in an archive of a million articles: by address, and for its story.

    python -m benchmarks.lookups SET.jsonl[.gz] [--articles 1000000] [--week 200000]

A line of the set has ``id title body published`` and may have ``lang``. Invented articles are written in bulk: a row, two keys
each, and for those of the last week the openings of documents of the set with other words in the place of most of theirs. Then
entries of the set, half of them known, are recognised, and their stories are looked for. How copies are looked up among
a million texts is measured by `benchmarks.copies --million`.
"""

import argparse
import random
import statistics
import tempfile
from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from archive.identity import Candidate, identify
from archive.sqlite import articles, newest, openings
from archive.sqlite.connection import connect, transaction
from archive.sqlite.recent import Recent
from archive.sqlite.values import stamp
from archive.stories.lexicon import LEARNED
from archive.stories.likeness import weighed
from archive.stories.openings import Opening, opening_of
from benchmarks.stream import Item, decided, items, took

NOW = datetime(2026, 3, 9, tzinfo=UTC)
PIECE = 20_000
KEPT = 0.3
"""The part of an opening that is not replaced: what all news have in common."""


def filled(db: Database, count: int, week: int, entries: Sequence[Candidate]) -> None:
    """Write invented articles."""
    for start in range(1, count + 1, PIECE):
        numbers = range(start, min(start + PIECE, count + 1))
        with transaction(db):
            db.conn.executemany(
                """INSERT INTO articles (id, url, anchor, title, outlet, source, seen, listed, authors, tags, summary, text, story)
                   VALUES (?, ?, ?, 'Title', 'Outlet', 'Stream', ?, ?, '[]', '[]', '', '', ?)""",
                (
                    (n, _url(n), f"addr:{_url(n)}", moment, moment, n)
                    for n in numbers
                    for moment in [stamp(_seen(n - count + week, week))]
                ),
            )
            keys = ((f"addr:{_url(n)}", n) for n in numbers)
            guids = ((f"guid:https://stream.example/feed\n{n * 7919:x}", n) for n in numbers)
            db.conn.executemany("INSERT INTO aliases VALUES (?, ?)", sorted([*keys, *guids]))
    with transaction(db):
        own = [(key, n) for n, one in enumerate(entries, 1) for key in one.keys]
        db.conn.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", own)


def _seen(number: int, week: int) -> datetime:
    """Say when an article was seen that is one of the week by its number, or was before it."""
    return NOW - timedelta(days=7) * (1 - max(0, number - 1) / week)


def _url(number: int) -> str:
    return f"https://site{number % 997}.example/news/{number * 2654435761 % 2**32:x}"


def remembered(
    db: Database, recent: Recent, count: int, week: int, known: Sequence[Opening]
) -> None:
    """Write the openings of the articles of a week, evenly over it."""
    chance = random.Random(7)  # noqa: S311 - reproducible, not secret
    for start in range(0, week, PIECE):
        with transaction(db):
            for n in range(start, min(start + PIECE, week)):
                base = known[n % len(known)]
                terms = (
                    term if chance.random() < KEPT else chance.getrandbits(32)
                    for term in base.terms
                )
                opening = replace(base, terms=array("I", dict.fromkeys(terms)))
                if len(opening.terms) != len(base.terms):
                    continue
                article = count - week + n + 1
                if week - n <= LEARNED:
                    recent.lexicon.learn(opening, article)
                at = _seen(n + 1, week)
                report = weighed(opening, recent.lexicon)
                before = newest.read(db, report.telling())
                alone = openings.Nearby(reports=(), likeness={}, nearest=None, known=before)
                openings.add(db, recent, article, article, at, report, alone)


def told(name: str, times: list[float]) -> None:
    times.sort()
    print(
        f"{name}: median {statistics.median(times):.3f} ms, 95 % under {times[len(times) * 95 // 100]:.3f} ms, longest {times[-1]:.2f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("set", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--week", type=int, default=200_000, help="articles of the last week")
    options = parser.parse_args()
    documents = items(options.set)
    with tempfile.TemporaryDirectory() as folder:
        measured(Path(folder) / "archive.db", documents, options.articles, options.week)


def measured(path: Path, documents: Sequence[Item], count: int, week: int) -> None:
    entries = [replace(item.entry, guid=f"guid-of-{item.id}") for item in documents[:1000]]
    found = identify(entries, source="https://stream.example/feed").candidates
    db, recent = connect(path), Recent()
    filled(db, count, week, found[::2])
    known = [opening_of(i.entry.title, i.entry.text, i.language)[0] for i in documents]
    known = [one for one in known if len(one.terms) > 20]
    remembered(db, recent, count, week, known)
    db.execute("ANALYZE")
    recognised = [
        took(lambda one=one: articles.recognise_all(db, "Stream", [one])) for one in found
    ]  # type: ignore[misc]
    told(f"{count:,} articles, by address and guid", recognised)
    looked = [took(lambda one=one: decided(db, recent, one, NOW)) for one in known[:1000]]  # type: ignore[misc]
    told(f"{week:,} of them in the week, the story of a report", looked)
    told("the same, with nothing in memory", [_cold(db, recent, one) for one in known[:1000]])
    bytes_ = path.stat().st_size
    print(f"{bytes_ / count:.0f} bytes an article, without texts and fingerprints")


def _cold(db: Database, recent: Recent, opening: Opening) -> float:
    recent.openings.clear()
    return took(lambda: decided(db, recent, opening, NOW))


if __name__ == "__main__":
    main()
