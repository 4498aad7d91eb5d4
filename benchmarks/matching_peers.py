"""Other ways to search many queries at once, with the same answers, in one run with ours.

    python benchmarks/matching_peers.py TEXTS.jsonl [--queries 1000] [--documents 50]

Each peer is measured when it is installed: pyahocorasick, hyperscan, tantivy, perq; SQLite's FTS5 comes
with Python. Lucene is measured when a JDK and the jars of Debian's liblucene8-java are found (or those
in the folder LUCENE_JARS). What is compared is CPU time for one unseen text, reading the text included.

Luwak itself, since Lucene 8.2 the module lucene-monitor, is in no Debian package. LuceneMemory.java does
what it does: a MemoryIndex of the text, asked only the queries that share a rare word with it.
"""

import argparse
import gc
import importlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from matching_queries import Wanted, draw, load, pattern_of, query_of

from watchlists import Document, Matcher, Watchlist

Answer = Callable[[Document], set[int]]
Way = Callable[
    [Sequence[Wanted], Sequence[Document], Sequence[Document]], tuple[list[set[int]], float]
]
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


def perq(wanted: Sequence[Wanted], known: Sequence[Document]) -> Answer:
    """Find candidates by one rare word of each phrase, which is all it compares, and confirm them."""
    library: Any = importlib.import_module("perq")
    frequency: dict[str, int] = {}
    for document in known:
        for word in set(plain(document).split()):
            frequency[word] = frequency.get(word, 0) + 1

    def key(phrase: str) -> str:
        return min(phrase.split(), key=lambda word: frequency.get(word, 0))

    ends = {len(phrase) - 1 for each in wanted for phrase in each.phrases if phrase.endswith("*")}
    store = library.MemoryStore()
    clauses = [
        [(key(phrase),) for phrase in each.phrases]
        if each.every
        else [tuple({key(phrase) for phrase in each.phrases})]
        for each in wanted
    ]
    library.index([library.Query(number, found) for number, found in enumerate(clauses)], store)
    matcher = library.QueryMatcher(store)

    def answer(document: Document) -> set[int]:
        text = plain(document)
        words = set(text.split())
        words |= {f"{word[:end]}*" for word in words for end in ends if len(word) >= end}

        def holds(phrase: str) -> bool:
            return (f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} ") in text

        return {
            number
            for number in matcher.matches(library.Document(words))
            if (all if wanted[number].every else any)(map(holds, wanted[number].phrases))
        }

    return answer


def _jars() -> list[str]:
    folder = Path(os.environ.get("LUCENE_JARS", "/usr/share/java"))
    found = [
        sorted(folder.glob(f"lucene-{each}-*.jar"))
        for each in ("core", "memory", "analyzers-common")
    ]
    return [str(each[-1]) for each in found if each]


def lucene(
    wanted: Sequence[Wanted], known: Sequence[Document], new: Sequence[Document]
) -> tuple[list[set[int]], float]:
    """Return the answers of LuceneMemory.java, warmed up with the known texts, and its CPU seconds a text."""
    jars, javac, java = _jars(), shutil.which("javac"), shutil.which("java")
    if len(jars) != 3 or javac is None or java is None:
        raise ImportError("no Lucene")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(__file__).with_name("LuceneMemory.java")
        subprocess.run([javac, "-cp", os.pathsep.join(jars), "-d", folder, source], check=True)
        queries, texts = Path(folder, "queries"), Path(folder, "texts")
        lines = ("\t".join(("AND" if each.every else "OR", *each.phrases)) for each in wanted)
        queries.write_text("\n".join(lines), encoding="utf-8")
        read = (plain(each).strip() for each in (*known, *new))
        texts.write_text("\n".join(read), encoding="utf-8")
        path = os.pathsep.join((*jars, folder))
        told = subprocess.run(
            [java, "-XX:+UseSerialGC", "-cp", path, "LuceneMemory", queries, texts, str(len(new))],
            check=True, capture_output=True, text=True,
        ).stdout.splitlines()  # fmt: skip
    return [{int(number) for number in line.split()} for line in told[:-1]], int(told[-1]) / 1e9


def timed(build: Callable[[Sequence[Wanted], Sequence[Document]], Answer]) -> Way:
    """Return a way that is asked text by text in this process."""

    def way(
        wanted: Sequence[Wanted], known: Sequence[Document], new: Sequence[Document]
    ) -> tuple[list[set[int]], float]:
        answer = build(wanted, known)
        start = time.process_time()
        found = [answer(document) for document in new]
        return found, (time.process_time() - start) / len(new)

    return way


WAYS: dict[str, Way] = {
    "ours": timed(ours), "naive": timed(naive), "ahocorasick": timed(ahocorasick), "hyperscan": timed(hyperscan),
    "perq": timed(perq), "lucene": lucene, "fts5": timed(fts5), "tantivy": timed(tantivy),
}  # fmt: skip


def main() -> None:
    """Print one JSON object for each way and number of queries."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("texts", type=Path)
    arguments.add_argument("--queries", type=int, nargs="+", default=[1000])
    arguments.add_argument("--documents", type=int, default=50)
    arguments.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    given = arguments.parse_args()
    documents = load(given.texts)
    half = len(documents) // 2
    new = documents[half : half + given.documents]
    for count in given.queries:
        wanted = draw(documents[:half], count, random.Random(7))  # noqa: S311 -- a fixed workload
        expected: list[set[int]] = []
        base = 0.0
        for name in given.ways:
            try:
                found, seconds = WAYS[name](wanted, documents[:half], new)
            except ImportError:
                continue
            expected, base = (expected, base) if expected else (found, seconds)
            same = sum(a == b for a, b in zip(found, expected, strict=True))
            row = {"queries": count, "way": name, "ms a text": round(seconds * 1e3, 3), "times ours": round(seconds / base, 1), "same answers": f"{same} of {len(new)}"}  # fmt: skip
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
