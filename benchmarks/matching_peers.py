"""Other ways to search many queries at once, with the same answers, in one run with ours.

    python benchmarks/matching_peers.py TEXTS.jsonl [--queries 1000] [--documents 50]

Each peer is measured when its package is installed: pyahocorasick, hyperscan, tantivy; SQLite's FTS5
comes with Python. What is compared is CPU time for one unseen text, reading the text included.
"""

import argparse
import gc
import importlib
import json
import random
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from matching_queries import Wanted, draw, load, pattern_of, query_of

from watchlists import Document, Matcher, Watchlist

Answer = Callable[[Document], set[int]]
_WORDS = re.compile(r"[A-Za-z0-9]+")


def plain(document: Document) -> str:
    """Return the words of a text in lower case, one space between; a sign between the fields."""
    fields = (" ".join(_WORDS.findall(text.lower())) for text in (document.title, document.text))
    return f" {' | '.join(fields)} "


def decide(wanted: Sequence[Wanted], held: Callable[[int, int], bool]) -> set[int]:
    """Combine what phrases hold into which queries hold; phrases are numbered by query and place."""
    return {
        number
        for number, each in enumerate(wanted)
        if (all if each.every else any)(held(number, place) for place in range(len(each.phrases)))
    }


def ours(wanted: Sequence[Wanted], known: Sequence[Document]) -> Answer:
    matcher = Matcher(
        [Watchlist(name=str(n), query=query_of(each)) for n, each in enumerate(wanted)]
    )
    gc.freeze()
    for document in known:
        matcher.holding(document)
    return lambda document: {int(name) for name in matcher.holding(document)}


def naive(wanted: Sequence[Wanted], known: Sequence[Document]) -> Answer:
    patterns = [[pattern_of(phrase) for phrase in each.phrases] for each in wanted]

    def answer(document: Document) -> set[int]:
        text = f"{document.title} | {document.text}"
        return decide(
            wanted, lambda number, place: patterns[number][place].search(text) is not None
        )

    return answer


def _owners(wanted: Sequence[Wanted]) -> dict[str, list[int]]:
    owners: dict[str, list[int]] = {}
    for number, each in enumerate(wanted):
        for phrase in set(each.phrases):
            owners.setdefault(phrase, []).append(number)
    return owners


def _from_phrases(
    wanted: Sequence[Wanted], owners: dict[str, list[int]], found: set[str]
) -> set[int]:
    counts: dict[int, int] = {}
    for phrase in found:
        for number in owners[phrase]:
            counts[number] = counts.get(number, 0) + 1
    return {
        number
        for number, count in counts.items()
        if not wanted[number].every or count == len(set(wanted[number].phrases))
    }


def ahocorasick(wanted: Sequence[Wanted], known: Sequence[Document]) -> Answer:
    automaton: Any = importlib.import_module("ahocorasick").Automaton()
    owners = _owners(wanted)
    for phrase in owners:
        automaton.add_word(f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} ", phrase)
    automaton.make_automaton()
    return lambda document: _from_phrases(
        wanted, owners, {phrase for _, phrase in automaton.iter(plain(document))}
    )


def hyperscan(wanted: Sequence[Wanted], known: Sequence[Document]) -> Answer:
    library: Any = importlib.import_module("hyperscan")
    owners = _owners(wanted)
    phrases = list(owners)
    database = library.Database()
    database.compile(
        expressions=[
            (
                rf" {re.escape(phrase[:-1])}" if phrase.endswith("*") else rf" {re.escape(phrase)} "
            ).encode()
            for phrase in phrases
        ],
        ids=list(range(len(phrases))),
        elements=len(phrases),
        flags=[library.HS_FLAG_SINGLEMATCH] * len(phrases),
    )

    def answer(document: Document) -> set[int]:
        found: set[str] = set()
        database.scan(
            plain(document).encode(),
            match_event_handler=lambda number, *_: found.add(phrases[number]),
        )
        return _from_phrases(wanted, owners, found)

    return answer


def fts5(wanted: Sequence[Wanted], known: Sequence[Document]) -> Answer:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize='unicode61')")
    queries = [
        (" AND " if each.every else " OR ").join(
            f'"{phrase[:-1]}" *' if phrase.endswith("*") else f'"{phrase}"'
            for phrase in each.phrases
        )
        for each in wanted
    ]

    def answer(document: Document) -> set[int]:
        database.execute("DELETE FROM texts")
        database.execute("INSERT INTO texts VALUES (?, ?)", (document.title, document.text))
        search = "SELECT 1 FROM texts WHERE texts MATCH ?"
        return {
            n for n, query in enumerate(queries) if database.execute(search, (query,)).fetchone()
        }

    return answer


def tantivy(wanted: Sequence[Wanted], known: Sequence[Document]) -> Answer:
    library: Any = importlib.import_module("tantivy")
    schema = library.SchemaBuilder().add_text_field("body", stored=False).build()

    def phrase(text: str) -> Any:
        words = text.split()
        if text.endswith("*"):
            return library.Query.regex_query(schema, "body", f"{text[:-1]}.*")
        if len(words) == 1:
            return library.Query.term_query(schema, "body", text)
        return library.Query.phrase_query(schema, "body", words)

    def query(each: Wanted) -> Any:
        how = library.Occur.Must if each.every else library.Occur.Should
        return library.Query.boolean_query([(how, phrase(text)) for text in each.phrases])

    queries = [query(each) for each in wanted]

    def answer(document: Document) -> set[int]:
        index = library.Index(schema)
        writer = index.writer(15_000_000, 1)
        writer.add_document(library.Document(body=plain(document).replace("|", " zzz ")))
        writer.commit()
        index.reload()
        searcher = index.searcher()
        return {n for n, each in enumerate(queries) if searcher.search(each, 1).hits}

    return answer


def main() -> None:
    """Print one JSON object for each way and number of queries."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("texts", type=Path)
    arguments.add_argument("--queries", type=int, nargs="+", default=[1000])
    arguments.add_argument("--documents", type=int, default=50)
    arguments.add_argument(
        "--ways",
        nargs="+",
        default=["ours", "naive", "ahocorasick", "hyperscan", "fts5", "tantivy"],
    )
    given = arguments.parse_args()
    documents = load(given.texts)
    half = len(documents) // 2
    new = documents[half : half + given.documents]
    ways = {each.__name__: each for each in (ours, naive, ahocorasick, hyperscan, fts5, tantivy)}
    for count in given.queries:
        wanted = draw(documents[:half], count, random.Random(7))  # noqa: S311 -- a fixed workload
        expected: list[set[int]] = []
        base = 0.0
        for name in given.ways:
            try:
                answer = ways[name](wanted, documents[:half])
            except ImportError:
                continue
            start = time.process_time()
            found = [answer(document) for document in new]
            seconds = (time.process_time() - start) / len(new)
            expected, base = (expected, base) if expected else (found, seconds)
            same = sum(a == b for a, b in zip(found, expected, strict=True))
            row = {"queries": count, "way": name, "ms a text": round(seconds * 1e3, 3), "times ours": round(seconds / base, 1), "same answers": f"{same} of {len(new)}"}  # fmt: skip
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
