"""How long matching waits while one set of queries takes the place of another.

    python benchmarks/matching_swap.py TEXTS.jsonl [--queries 10000 50000] [--swaps 3]

One thread matches texts without end, another replaces the queries. Told are what texts took, first
while nothing is replaced (the machine has other work too), then while the queries are replaced; and the
longest step of replacing in CPU time, which is what a thread waits on a machine that has time. Every
answer is checked: it must be that of the former set or of the new one.
"""

import argparse
import gc
import json
import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from matching_queries import draw, load, query_of

from watchlists import Document, Live, Matcher, Watchlist


class Breath:
    """Lets other threads go on, once a millisecond, and notes the longest time between."""

    def __init__(self) -> None:
        self.last = time.perf_counter()
        self.worked = time.thread_time()
        self.longest = 0.0

    def __call__(self) -> None:
        """Sleep a moment when a millisecond has gone by."""
        self.longest = max(self.longest, time.thread_time() - self.worked)
        if time.perf_counter() - self.last > 0.001:
            time.sleep(0.0002)
            self.last = time.perf_counter()
        self.worked = time.thread_time()


class Reader(threading.Thread):
    """Matches texts without end and keeps the answers."""

    def __init__(self, live: Live, documents: Sequence[Document]) -> None:
        super().__init__(daemon=True)
        self.live, self.documents = live, documents
        self.answers: list[tuple[int, tuple[str, ...]]] = []
        self.took: list[float] = []
        self.ended = False

    def run(self) -> None:
        """Go on until told to end."""
        while not self.ended:
            at = len(self.answers) % len(self.documents)
            before = time.perf_counter()
            self.answers.append((at, self.live.holding(self.documents[at])))
            self.took.append(time.perf_counter() - before)

    def told(self) -> dict[str, object]:
        """Return what texts took since the last time, in milliseconds."""
        took, self.took = sorted(self.took), []
        return {
            "texts": len(took), "longest": round(took[-1] * 1e3, 2),
            "99.9 %": round(took[len(took) * 999 // 1000] * 1e3, 2), "median": round(took[len(took) // 2] * 1e3, 3),
        }  # fmt: skip


def swaps(documents: Sequence[Document], count: int, times: int) -> dict[str, object]:
    """Replace a set of queries by another and back, while texts are matched."""
    half = len(documents) // 2
    sets = [
        [Watchlist(name=f"{seed}-{n}", query=query_of(each)) for n, each in enumerate(wanted)]
        for seed in (7, 8)
        for wanted in [draw(documents[:half], count, random.Random(seed))]  # noqa: S311 -- fixed
    ]
    new = documents[half : half + 300]
    matchers = [Matcher(each) for each in sets]
    expected = [[each.holding(document) for document in new] for each in matchers]
    live = Live(matchers[0])
    del matchers
    for document in documents[:half]:
        live.holding(document)
    gc.freeze()
    reader = Reader(live, new)
    reader.start()
    time.sleep(4)
    quiet = reader.told()
    start = time.perf_counter()
    breath = Breath()
    for number in range(times):
        live.replace(sets[(number + 1) % 2], breathe=breath)
    took = (time.perf_counter() - start) / times
    busy = reader.told()
    reader.ended = True
    reader.join()
    wrong = sum(answer not in (expected[0][at], expected[1][at]) for at, answer in reader.answers)
    return {
        "queries": count, "ms a text, quiet": quiet, "ms a text, replacing": busy,
        "longest step, CPU ms": round(breath.longest * 1e3, 2), "s for one": round(took, 1), "wrong": wrong,
    }  # fmt: skip


def main() -> None:
    """Print one JSON object for each number of queries."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("texts", type=Path)
    arguments.add_argument("--queries", type=int, nargs="+", default=[10000, 50000])
    arguments.add_argument("--swaps", type=int, default=3)
    given = arguments.parse_args()
    documents = load(given.texts)
    for count in given.queries:
        print(json.dumps(swaps(documents, count, given.swaps)), flush=True)


if __name__ == "__main__":
    main()
