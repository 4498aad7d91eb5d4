"""How well the labelled texts of the repository are told apart: addresses, copies by kind of edit, and stories.

    python -m benchmarks.identity [--batch 20] [--shown 10]

`benchmarks.copies` and `benchmarks.stories` do the same with larger sets, which are read from a path.
"""

import argparse
import itertools
import tempfile
from pathlib import Path

from archive.address import canonical_address
from benchmarks.copies import Score, counted
from benchmarks.copies import told as told_copies
from benchmarks.labelled import documents, neighbours, spellings
from benchmarks.stories import told as told_stories
from benchmarks.stream import Item, Stream, batches


def sent(folder: Path, found: list[Item], *, batch: int = 20) -> Stream:
    """Send documents through a real archive."""
    stream = Stream(folder / "archive.db")
    for some in batches(found, batch):
        stream.send(some)
    return stream


def score_of(stream: Stream, found: list[Item]) -> Score:
    """Count which copies were found, by kind."""
    labels = {item.id: item.labels for item in found}
    groups = {number: label["group"] for number, label in labels.items()}
    return counted(stream, groups, {number: label["kind"] for number, label in labels.items()})


def addresses(found: list[Item]) -> tuple[int, int, int]:
    """Return how many spellings of the documents' addresses are one with them, of how many, and how many others are."""
    urls = [item.entry.url or "" for item in found]
    pairs = [(url, other) for url in urls for other in spellings(url)]
    others = [(url, other) for url in urls for other in neighbours(url)]
    others += itertools.pairwise(urls)
    one = sum(canonical_address(a) == canonical_address(b) for a, b in pairs)
    wrong = sum(canonical_address(a) == canonical_address(b) for a, b in others)
    return one, len(pairs), wrong


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--batch", type=int, default=20, help="documents a poll")
    parser.add_argument("--shown", type=int, default=10)
    options = parser.parse_args()
    found = documents()
    with tempfile.TemporaryDirectory() as folder:
        stream = sent(Path(folder), found, batch=options.batch)
        told_copies(score_of(stream, found), options.shown)
        true = {item.id: item.labels["story"] for item in found}
        told_stories("stories", stream, true)
        for language in sorted({item.language or "" for item in found}):
            told_stories(f"stories, {language}", stream, {n: s for n, s in true.items() if n.startswith(language)})  # fmt: skip
    one, of, wrong = addresses(found)
    print(
        f"addresses: {one} of {of} spellings are one with theirs; {wrong} others are taken for one"
    )


if __name__ == "__main__":
    main()
