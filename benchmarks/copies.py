"""How well, how fast and in how much room copies are found, over documents whose copies are known.

    python benchmarks/copies.py --set dev.jsonl.gz [--pairs natural_dev.jsonl.gz] [--million 1000000] [--shown 10]

A line of the set has ``id group kind title body published`` (``group``: the documents that copy one text); the documents
come one by one, in order, into a real archive. A document is right if it is linked to an earlier one of its group, wrong
if to another; between two documents of kind ``real:…`` links are not counted, because nobody labelled them. A line of
the pairs has ``label`` (copy, partial, different) and two texts, ``a`` and ``b``. ``--million`` fills an archive with
the fingerprints of so many invented texts and looks texts of the set up in it.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from archive.copies import judge, overlap_of, prints_of
from archive.sqlite import fingerprints
from archive.sqlite.connection import connect, transaction
from benchmarks.stream import Item, Stream, batches, items, records

COPIES = ("fingerprints",)
STORIES = (
    "openings",
    "openings_story",
    "newest",
    "stories",
    "story_events",
    "story_events_story",
    "story_events_other",
)
PIECES = 256
"""Of the range of fingerprints, 48 bits."""


def linked(documents: list[Item], size: int, shown: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stream = Stream(Path(folder) / "archive.db")
        for batch in batches(documents, size):
            stream.send(batch)
        groups = {number: item.labels["group"] for item in documents for number in [item.id]}
        kinds = {item.id: item.labels["kind"] for item in documents}
        told(counted(stream, groups, kinds), shown)
        copies, stories = (sum(room(stream, name) for name in names) for names in (COPIES, STORIES))
        rows = stream.db.execute("SELECT count(*) FROM fingerprints").fetchone()[0]
        print(
            f"{1000 * stream.cpu / len(documents):.2f} ms CPU a document for the whole of keeping it; "
            f"{rows / len(documents):.1f} fingerprints and {copies / len(documents):.0f} bytes of them, "
            f"{stories / len(documents):.0f} bytes for stories"
        )


def room(stream: Stream, name: str) -> int:
    """Return the bytes of a table or an index."""
    found = stream.db.execute("SELECT sum(pgsize) FROM dbstat WHERE name = ?", [name])
    return int(found.fetchone()[0] or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How documents were linked, by kind, and the links that are wrong: document, what it was taken for a copy of, why."""

    table: dict[str, Counter[str]]
    wrong: list[tuple[str, str, str]]
    missed: list[str]

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F1."""
        right, bad, missed = (
            sum(row[w] for row in self.table.values()) for w in ("right", "wrong", "missed")
        )
        precision, recall = right / (right + bad), right / (right + missed)
        return precision, recall, 2 * precision * recall / (precision + recall)


def counted(stream: Stream, groups: dict[str, str], kinds: dict[str, str]) -> Score:
    numbers = {article: number for number, article in stream.articles.items()}
    of = {n: numbers.get(copy) if copy else None for n, copy in stream.column("copy_of").items()}
    reasons = stream.column("copy_reason")
    seen: Counter[str] = Counter()
    score = Score(table=defaultdict(Counter), wrong=[], missed=[])
    for number in of:
        other, group, row = of[number], groups[number], score.table[kinds[number]]
        row["documents"] += 1
        unlabelled = other and kinds[number][:5] == kinds[other][:5] == "real:"
        right = other is not None and groups[other] == group
        if right:
            row["right"] += 1
        elif other and not unlabelled:
            row["wrong"] += 1
            score.wrong.append((number, other, reasons[number]))
        if seen[group] and not right:
            row["missed"] += 1
            score.missed.append(number)
        seen[group] += 1
    return score


def told(score: Score, shown: int) -> None:
    for kind, row in sorted(score.table.items()):
        print(
            f"{kind:24} {row['documents']:5} documents {row['right']:5} right {row['wrong']:3} wrong {row['missed']:3} missed"
        )
    print("precision {:.4f} recall {:.4f} F1 {:.4f}".format(*score.figures()))
    for number, other, reason in score.wrong[:shown]:
        print(f"  wrong: {number} for {other}: {reason}")
    for number in score.missed[:shown]:
        print(f"  missed: {number}")


def judged(path: Path) -> None:
    found: Counter[tuple[str, bool]] = Counter()
    for pair in records(path):
        a, b = (prints_of(pair[side]["body"]) for side in "ab")
        found[pair["label"], judge(overlap_of(b, a)) is not None] += 1
    for label in sorted({label for label, _ in found}):
        yes, no = found[label, True], found[label, False]
        print(
            f"pairs labelled {label}: {yes} of {yes + no} taken for copies ({yes / (yes + no):.3f})"
        )


def looked_up(documents: list[Item], million: int) -> None:
    per_text = round(statistics.mean(len(prints_of(i.entry.text).places) for i in documents[:300]))
    chance = random.Random(5)  # noqa: S311 - reproducible, not secret
    with tempfile.TemporaryDirectory() as folder:
        db = connect(Path(folder) / "archive.db")
        # In the order of the table and in pieces: the whole at once would take gigabytes.
        for piece in range(PIECES):
            rows = sorted(
                (piece << 40 | chance.getrandbits(40), n, n)
                for n in (chance.randint(1, million) for _ in range(million * per_text // PIECES))
            )
            with transaction(db):
                db.conn.executemany("INSERT OR IGNORE INTO fingerprints VALUES (?, ?, ?)", rows)
        prints = [prints_of(item.entry.text) for item in documents[:400]]
        times = []
        for each in prints:
            began = time.perf_counter()
            fingerprints.trace(db, each, 0).candidates()
            times.append(1000 * (time.perf_counter() - began))
        size = (Path(folder) / "archive.db").stat().st_size / million
        print(
            f"{million:,} texts, {per_text} fingerprints each, {size:.0f} bytes a text: look-up median "
            f"{statistics.median(times):.2f} ms, 95 % under {sorted(times)[len(times) * 95 // 100]:.2f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--batch", type=int, default=20, help="documents a poll")
    parser.add_argument("--million", type=int)
    parser.add_argument("--shown", type=int, default=10)
    options = parser.parse_args()
    documents = items(options.set)
    linked(documents, options.batch, options.shown)
    if options.pairs:
        judged(options.pairs)
    if options.million:
        looked_up(documents, options.million)


if __name__ == "__main__":
    main()
