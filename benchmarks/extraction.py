"""How well and how fast article pages are read, against trafilatura alone over the same pages.

    python benchmarks/extraction.py --articles FOLDER [--set NAME ...] [--worst 10] [--json]

FOLDER holds ``truth.jsonl.gz`` and the pages it names (``file``: a path whose last two parts are SET/PAGE.html.gz).
A line of the truth has ``url`` and any of ``title``, ``authors``, ``date_published``, ``body``; what it lacks is not
counted. Body F1 is that of the article extraction benchmark: shingles of four words (of four characters in scripts
without spaces), precision and recall of each page averaged, then F1. Both sides run in one process, page by page in
turn; the ratio of CPU times is what counts.
"""

import argparse
import gzip
import json
import logging
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trafilatura

from spiders.errors import PageError
from spiders.page import Page, read_page

UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
WORDS = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
Score = tuple[float, float]
"""Precision and recall."""


@dataclass
class Tally:
    """What was measured of one set."""

    bodies: dict[str, Score] = field(default_factory=dict)
    theirs: dict[str, Score] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    hits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    crashes: list[str] = field(default_factory=list)
    cpu: float = 0.0
    their_cpu: float = 0.0
    pages: int = 0

    def note(self, what: str, right: float, shown: str) -> None:
        """Count one answer; ``shown`` is told when it was wrong."""
        self.hits[what].append(right)
        if right < 1:
            self.missed[what].append(shown)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORDS.findall(text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)))


def score(true: str, said: str) -> Score:
    ours, theirs = shingles(said), shingles(true)
    both = (ours & theirs).total()
    return both / max(1, ours.total()), both / max(1, theirs.total())


def f1(scores: Sequence[Score]) -> float:
    precision = statistics.mean(each for each, _ in scores)
    recall = statistics.mean(each for _, each in scores)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def flat(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def same_day(true: str, found: datetime | None) -> bool:
    if found is None:
        return False
    said = datetime.fromisoformat(true)
    # A date without a zone may mean the day of any place; ours is in UTC.
    return found.astimezone(said.tzinfo or UTC).date() == said.date()


def impossible(row: dict[str, Any]) -> bool:
    """Say whether the truth has a page published after it was fetched: day and month were swapped there."""
    if not row.get("crawl_date"):
        return False
    published, fetched = (
        datetime.fromisoformat(row[name][:10]) for name in ("date_published", "crawl_date")
    )
    return published > fetched + timedelta(days=1)


def author_f1(true: Sequence[str], said: Sequence[str]) -> float:
    a, b = ({flat(name) for name in names} for names in (true, said))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def judge(tally: Tally, row: dict[str, Any], page: Page) -> None:
    file = row["file"]
    if row.get("title"):
        true = flat(row["title"])
        tally.note("title", flat(page.title) == true, f"{file}: {row['title']!r} | {page.titles}")
        found = any(flat(each) == true for each in page.titles)
        tally.note("any title", found, f"{file}: {row['title']!r} | {page.titles}")
    if row.get("date_published") and not impossible(row):
        right = same_day(row["date_published"], page.published)
        shown = f"{file}: {row['date_published']} | {page.published} ({page.dated_by})"
        tally.note("date", right, shown)
    if row.get("authors"):
        shown = f"{file}: {row['authors']} | {page.authors}"
        tally.note("authors", author_f1(row["authors"], page.authors), shown)
        exact = {flat(name) for name in row["authors"]} == {flat(name) for name in page.authors}
        tally.note("authors, all exactly", exact, shown)
    if row.get("language_detected") and row.get("body"):
        shown = f"{file}: {row['language_detected']} | {page.language}"
        tally.note("language", page.language == row["language_detected"], shown)


def measure(tally: Tally, row: dict[str, Any], html: bytes) -> None:
    """Read one page both ways; which goes first changes with every page."""

    def ours() -> None:
        start = time.process_time()
        try:
            page = read_page(
                html, url=row.get("url") or "https://page.example/a", content_type=None
            )
        except PageError as error:
            tally.crashes.append(f"{row['file']}: {error} {error.__cause__!r}")
            page = Page()
        tally.cpu += time.process_time() - start
        judge(tally, row, page)
        if row.get("body"):
            tally.bodies[row["file"]] = score(row["body"], page.text)
            tally.languages[row["file"]] = row.get("language_detected") or "?"
            if page.partial:
                tally.missed["whole"].append(f"{row['file']}: {page.partial}")

    def theirs() -> None:
        start = time.process_time()
        text = (
            trafilatura.extract(html, url=row.get("url"), with_metadata=True, output_format="txt")
            or ""
        )
        tally.their_cpu += time.process_time() - start
        if row.get("body"):
            plain = text.split("---", 2)[-1] if text.startswith("---") else text
            tally.theirs[row["file"]] = score(row["body"], plain)

    for work in (ours, theirs) if tally.pages % 2 else (theirs, ours):
        work()
    tally.pages += 1


def rows(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    with gzip.open(folder / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            path = folder.joinpath(*Path(row["file"]).parts[-2:])
            yield row, gzip.decompress(path.read_bytes())


def report(name: str, tally: Tally) -> dict[str, Any]:
    said: dict[str, Any] = {"set": name, "pages": tally.pages, "crashes": len(tally.crashes)}
    if tally.bodies:
        said["body F1"] = round(f1(list(tally.bodies.values())), 4)
        said["trafilatura's body F1"] = round(f1(list(tally.theirs.values())), 4)
        groups: dict[str, list[Score]] = defaultdict(list)
        for file, each in tally.bodies.items():
            groups[tally.languages[file]].append(each)
        said["body F1 by language"] = {
            f"{language} ({len(each)})": round(f1(each), 3)
            for language, each in sorted(groups.items())
            if len(each) >= 3
        }
    said |= {
        what: f"{statistics.mean(hits):.3f} of {len(hits)}" for what, hits in tally.hits.items()
    }
    said["CPU ms a page"] = round(1000 * tally.cpu / tally.pages, 1)
    said["CPU against trafilatura"] = round(tally.cpu / tally.their_cpu, 3)
    return said


def show_worst(tally: Tally, worst: int) -> None:
    poor = sorted(tally.bodies.items(), key=lambda each: f1([each[1]]))[:worst]
    for file, (precision, recall) in poor:
        print(f"    {file}: precision {precision:.2f}, recall {recall:.2f}")
    for crash in tally.crashes:
        print(f"    crash: {crash}")
    for what, missed in tally.missed.items():
        for each in missed[:worst]:
            print(f"    {what}: {each[:400]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--set", nargs="*", dest="sets", help="only these sets")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show what went wrong")
    parser.add_argument("--json", action="store_true", help="one JSON object a set")
    options = parser.parse_args()
    if not (options.articles / "truth.jsonl.gz").is_file():
        print(
            f"{options.articles}: no truth.jsonl.gz there, so there is nothing to measure",
            file=sys.stderr,
        )
        return 1
    logging.disable(logging.CRITICAL)
    tallies: dict[str, Tally] = defaultdict(Tally)
    read_page(
        b"<p>the first page pays for the imports</p>",
        url="https://page.example/",
        content_type=None,
    )
    for row, html in rows(options.articles):
        name = Path(row["file"]).parts[-2]
        if not options.sets or name in options.sets:
            measure(tallies[name], row, html)
    for name, tally in tallies.items():
        said = report(name, tally)
        lines = (f"  {what}: {value}" for what, value in said.items() if what != "set")
        print(json.dumps(said) if options.json else "\n".join((name, *lines)))
        if options.worst:
            show_worst(tally, options.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())
