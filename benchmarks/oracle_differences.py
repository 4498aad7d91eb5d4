"""Compare the matcher with the slow oracle of the tests: real queries over real texts, and random ones.

    python benchmarks/oracle_differences.py [--queries QUERIES.jsonl] [--texts TEXTS.jsonl[.gz] …] \
        [--languages en,xx,de] [--most 400] [--seconds 60] [--seed 1]

QUERIES holds one JSON object a line with ``query``: each is taken as it stands, and as every dialect
reads it. Of each file of texts, at most ``--most`` are taken, evenly, and each is read in every language
named (``xx``: unknown). Then random queries are tried over random texts until the time is up. Ends with
1 when an answer differs.
"""

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.watchlists.oracle import holds
from tests.watchlists.test_equal import FACTS, GAPS, REGEXES, VOCABULARY
from watchlists import Document, Matcher, QueryError, Watchlist, parse
from watchlists.dialects import DIALECTS, translate
from watchlists.query import Fact, walk

WORDS = (*(word for word in VOCABULARY if '"' not in word), "troop*", "N*h", "*북한", "Kor*", "h?us", "*o*e*", "북*군")  # fmt: skip


def readable(paths: Path) -> list[str]:
    """Return the queries that can be read, as they stand or as a dialect reads them, and ask for words alone."""
    found: dict[str, None] = {}
    for line in paths.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["query"]
        for each in (text, *(translate(text, dialect).query for dialect in DIALECTS)):
            try:
                read = parse(each)
            except QueryError:
                continue
            if not any(isinstance(node, Fact) for node in walk(read.root)):
                found[str(read)] = None
    return list(found)


def texts(path: Path, most: int) -> Iterator[tuple[str, str]]:
    """Return titles and texts of a file, evenly taken."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in content.decode().splitlines()]
    for row in rows[:: max(1, len(rows) // most)]:
        text = next((str(row[key]) for key in ("text", "body", "description") if row.get(key)), "")
        yield str(row.get("title") or ""), text


def differing(queries: list[str], documents: Iterator[Document]) -> Iterator[str]:
    """Compare all queries with all documents; returns a line for each answer that differs."""
    watchlists = [Watchlist(name=str(number), query=query) for number, query in enumerate(queries)]
    matcher = Matcher(watchlists)
    answers = hits = 0
    for document in documents:
        held = set(matcher.holding(document))
        told = {hit.watchlist for hit in matcher.match(document)}
        for each in watchlists:
            expected = holds(each, document)
            answers, hits = answers + 1, hits + expected
            if not expected == (each.name in held) == (each.name in told):
                yield f"DIFFERS {each.query!r} over {document!r}"
    print(f"{len(queries)} queries, {answers} answers, {hits} of them yes", flush=True)


def query(chance: random.Random, depth: int = 3, *, countable: bool = False) -> str:
    """Return a random query; a countable one may stand beside NEAR."""
    kind = chance.random()
    if depth == 0 or kind < 0.3:
        words = " ".join(chance.choices(WORDS, k=chance.choice((1, 1, 2, 3))))
        return chance.choice((words, f'"{words}"', f'="{words}"', chance.choice(REGEXES)))

    def inner(*, countable: bool = countable) -> str:
        return query(chance, depth - 1, countable=countable)

    if countable or kind < 0.5:
        near = chance.choice(("OR", "NEAR/0", "NEAR/2", "ONEAR/1", "ONEAR/5", "NEAR/9"))
        return f"({inner(countable=True)} {near} {inner(countable=True)})"
    return chance.choice(
        (
            lambda: f"({inner()} AND {inner()} AND {inner()})",
            lambda: f"({inner()} OR {inner()} OR {inner()})",
            lambda: f"({inner()} NOT {inner()})",
            lambda: f"NOT ({inner()})",
            lambda: f"SENTENCE(({inner()}))",
            lambda: f"PARAGRAPH(({inner()}))",
            lambda: f"{chance.choice(('title', 'lead', 'body'))}:({inner(countable=True)})",
            lambda: f"ATLEAST/{chance.choice((1, 2, 3))}({inner(countable=True)})",
            lambda: chance.choice(FACTS),
        )
    )()


def text(chance: random.Random) -> str:
    """Return a random text of known words."""
    return "".join(
        chance.choice(VOCABULARY) + chance.choice(GAPS) for _ in range(chance.randrange(40))
    )


def main() -> None:
    """Compare, and end with 1 when an answer differs."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--queries", type=Path)
    arguments.add_argument("--texts", type=Path, nargs="*", default=[])
    arguments.add_argument("--languages", default="en,xx,de")
    arguments.add_argument("--most", type=int, default=400)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    found = 0
    languages = [None if each == "xx" else each for each in given.languages.split(",")]
    real = readable(given.queries) if given.queries else []
    for path in given.texts:
        documents = (
            Document(title=title, text=text, language=language)
            for title, text in texts(path, given.most)
            for language in languages
        )
        for line in differing(real, documents):
            found += 1
            print(line, flush=True)
    chance = random.Random(given.seed)  # noqa: S311 -- to be repeated
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        queries = [each for each in (query(chance) for _ in range(40)) if not _refused(each)]
        written = (
            Document(
                title=text(chance), lead=text(chance), text=text(chance), titles=(text(chance),), tags=("a",),
                language=chance.choice(("en", "de", "cs", "ar", "ru", "ko", "fr", None)),
            )
            for _ in range(20)
        )  # fmt: skip
        for line in differing(queries, written):
            found += 1
            print(line, flush=True)
    print(f"{found} answers differ")
    raise SystemExit(1 if found else 0)


def _refused(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return True
    return False


if __name__ == "__main__":
    main()
