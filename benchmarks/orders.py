"""The same documents in other orders, batches and with kills between: how far copies and stories agree.

    python -m benchmarks.orders SET.jsonl[.gz] [--orders 4] [--kills 8]

A line of the set has ``id title body|summary published`` and may have ``lang`` and ``url``. First all are sent in the order of
their publication, in polls of 50. Then in random orders and batches; the last of them by a process that is killed (SIGKILL) that
many times at any moment and sends everything again after each start, as a source does that lists it still.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.stream import Item, Stream, b_cubed, batches, items

SIZES = (1, 7, 50, 500)


def send(path: Path, documents: Sequence[Item], *, seed: int | None, size: int) -> Stream:
    stream = Stream(path)
    mixed = list(documents)
    now = max(item.at for item in documents)
    if seed is not None:
        random.Random(seed).shuffle(mixed)  # noqa: S311 - reproducible, not secret
    for some in batches(mixed, size):
        stream.send(some, now=now)
    return stream


def killed(path: Path, file: Path, *, seed: int, size: int, kills: int, most: float) -> int:
    """Send the documents from a process that is killed at random moments; return how often it was."""
    chance = random.Random(seed)  # noqa: S311
    command = [sys.executable, "-m", "benchmarks.orders", str(file), "--into", str(path)]
    command += ["--seed", str(seed), "--size", str(size)]
    done = 0
    for _ in range(kills):
        child = subprocess.Popen(command)
        try:
            child.wait(timeout=chance.uniform(1, most))
            break
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            done += 1
    subprocess.run(command, check=True)
    return done


def compared(name: str, stream: Stream, base: Stream) -> None:
    # Of two documents with one address in one poll the first wins, so a few are missing in each order.
    both = stream.articles.keys() & base.articles.keys()
    copies, stories = (
        b_cubed(stream.column(what), {n: v for n, v in base.column(what).items() if n in both})[2]
        for what in ("coalesce(original, id)", "story")
    )
    count, pairs = (
        stream.db.execute(f"SELECT count(*) FROM articles {where}").fetchone()[0]  # noqa: S608 - only ours
        for where in ("", "WHERE copy_of NOT NULL")
    )
    print(
        f"{name}: {count} articles, {pairs} copies, {len(set(stream.column('story').values()))} stories; "
        f"agreement with the first (B3 F1): copies {copies:.4f}, stories {stories:.4f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("set", type=Path)
    parser.add_argument("--orders", type=int, default=4)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    documents = items(options.set)
    if options.into:
        send(options.into, documents, seed=options.seed, size=options.size)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.monotonic()
        base = send(folder / "base.db", sorted(documents, key=lambda item: item.at), seed=None, size=50)  # fmt: skip
        took = time.monotonic() - began
        compared("by publication, polls of 50", base, base)
        for seed in range(options.orders):
            size = SIZES[seed % len(SIZES)]
            stream = send(folder / f"{seed}.db", documents, seed=seed, size=size)
            compared(f"order {seed}, polls of {size}", stream, base)
        if options.kills:
            path = folder / "killed.db"
            done = killed(path, options.set, seed=99, size=50, kills=options.kills, most=took)
            again = send(path, documents, seed=99, size=50)
            compared(f"order 99, polls of 50, {done} kills", again, base)
            compared("  the same without kills", send(folder / "99.db", documents, seed=99, size=50), base)  # fmt: skip


if __name__ == "__main__":
    main()
