"""How fast watchlists match, against one regular expression per query, with the same answers.

    python benchmarks/matching.py TEXTS.jsonl [--queries 1000 10000 100000] [--documents 300]

TEXTS holds one JSON object a line with ``title`` and ``text`` (gzip is fine). Queries are drawn, with
a fixed seed, from the first half of the texts; what is measured are texts of the second half, which
no matcher has seen, in several rounds, of which the median is told. Both sides run in one process; the ratio is what
counts, not the times.
"""

import argparse
import gc
import json
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from matching_queries import Wanted, draw, load, pattern_of, query_of

from watchlists import Document, Matcher, Watchlist


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process that the work took."""
    start = time.process_time()
    work()
    return time.process_time() - start


def resident() -> int:
    """Return the resident memory of this process in KiB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024


QUOTED = 3
"""Texts whose hits are also quoted."""


def ours(
    wanted: Sequence[Wanted], known: Sequence[Document], rounds: Sequence[Sequence[Document]]
) -> tuple[dict[str, float], list[tuple[float, list[tuple[str, ...]]]]]:
    """Compile, learn from known texts, and match new ones; of each round, the seconds a text and the answers."""
    gc.collect()
    before = resident()
    watchlists = [Watchlist(name=str(n), query=query_of(each)) for n, each in enumerate(wanted)]
    start = time.process_time()
    matcher = Matcher(watchlists)
    compiled = time.process_time() - start
    gc.collect()
    grown = (resident() - before) / 1024
    gc.freeze()
    for document in known:
        matcher.holding(document)
    found: list[tuple[float, list[tuple[str, ...]]]] = []
    for new in rounds:
        start = time.process_time()
        answers = [matcher.holding(document) for document in new]
        found.append(((time.process_time() - start) / len(new), answers))
    seconds = median(each for each, _ in found)
    few = rounds[-1][:QUOTED]
    told = sum(map(len, found[-1][1][:QUOTED]))
    quoting = cpu(lambda: [matcher.match(document) for document in few]) - seconds * len(few)
    return {
        "compile s": compiled, "documents/s": 1 / seconds, "us per quoted hit": quoting / max(1, told) * 1e6,
        "MB per 1,000": grown / len(wanted) * 1000,
    }, found  # fmt: skip


def naive(wanted: Sequence[Wanted], new: Sequence[Document]) -> tuple[float, list[tuple[str, ...]]]:
    """Search every query's regular expressions in every text; return seconds per text, and answers."""
    compiled = [tuple(pattern_of(phrase) for phrase in each.phrases) for each in wanted]

    def answer(document: Document) -> Iterator[str]:
        text = f"{document.title}\n\n{document.text}"
        for number, (each, patterns) in enumerate(zip(wanted, compiled, strict=True)):
            found = (pattern.search(text) is not None for pattern in patterns)
            if all(found) if each.every else any(found):
                yield str(number)

    answers: list[tuple[str, ...]] = []
    seconds = cpu(lambda: answers.extend(tuple(answer(document)) for document in new))
    return seconds / len(new), answers


def main() -> None:
    """Print one JSON object for each number of queries."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("texts", type=Path)
    arguments.add_argument("--queries", type=int, nargs="+", default=[1000, 10000, 100000])
    arguments.add_argument("--documents", type=int, default=300, help="texts of a round")
    arguments.add_argument(
        "--naive", type=int, default=20, help="texts of a round that the naive side reads"
    )
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    documents = load(given.texts)
    half = len(documents) // 2
    known = documents[:half]
    firsts = range(half, half + given.rounds * given.documents, given.documents)
    rounds = [documents[first : first + given.documents] for first in firsts]
    re.purge()
    for count in given.queries:
        wanted = draw(known, count, random.Random(7))  # noqa: S311 -- a fixed workload, not a secret
        row, found = ours(wanted, known, rounds)
        ratios: list[float] = []
        same = read = 0
        for new, (seconds, answers) in zip(rounds, found, strict=True):
            slow, expected = naive(wanted, new[: given.naive])
            ratios.append(slow / seconds)
            same += sum(a == b for a, b in zip(answers, expected, strict=False))
            read += len(expected)
        told = {key: round(value, 2) for key, value in row.items()}
        told["naive / ours"] = round(median(ratios))
        print(
            json.dumps(
                {"queries": count, **told, "rounds": [round(each) for each in ratios], "same answers": f"{same} of {read}"}
            ),
            flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
