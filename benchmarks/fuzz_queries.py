"""Try to break the reading of queries: random, mutated and grown ones, until the time is up.

    python benchmarks/fuzz_queries.py [--seconds 300] [--seed 1] [--queries QUERIES.jsonl]

Each text must be read by the language and by every dialect, or refused with a complaint; what is read
must print back to itself, compile, match and explain. Any other exception is printed with its text; the
last line says how long the slowest text took, for all of this. QUERIES holds one JSON object a line with ``query``; its
queries are mutated too.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from watchlists import (
    Document,
    Matcher,
    Query,
    QueryError,
    Watchlist,
    check,
    compose,
    parse,
    render,
)
from watchlists.dialects import DIALECTS, translate

PIECES = (
    *' ()"\'*?=/@-–+~^:|&!<>[]{}.,;#$\\\n\t“”„«»‘’「」（）＂：　',
    *("AND", "OR", "NOT", "NEAR/3", "ONEAR/0", "NEAR", "W/5", "ATLEAST/2(", "SENTENCE(", "PARAGRAPH(", "AROUND(3)"),
    *("title:", "body:", "lead:", "url:", "site:", "author:", "lang:", "source:", "tag:", "section:", "words:>2"),
    *("tittle:", "@name", "@other", "/a+/", "/(/", "=", "=/x/", "TO", "when:2d", "adj3", "{x}", "~5", "^2", "<<<", ">>>"),
    *("Kursk", "troop*", "North Korea", "a", "é", "İ", "ß", "и", "И", "北朝鮮", "북한", "الجيش", "צה\"ל", "ไทย", "💣"),
    *("50,000", "U.S.", "e-mail", "l’Ukraine", "AT&T", "C++", "\u200b", "\u0301", "\ud800", "\x00", "\U0010ffff"),
)  # fmt: skip
TEXT = Document(
    title="North Korea’s troops in Kursk",
    lead="Two soldiers. An e-mail to the U.S.",
    text='Kursk, 50,000 troops.\nالجيش 北朝鮮 북한군 — צה"ל и ß İ é l’Ukraine a b c',
    url="https://news.example/a?b=c",
    language="en",
)
TERMS = {"name": "Kursk OR troop*", "loop": "@loop", "bad": "(("}


def grown(chance: random.Random) -> str:
    """Return a text of pieces, with or without spaces between."""
    gap = chance.choice(("", " ", " "))
    return gap.join(chance.choice(PIECES) for _ in range(chance.randrange(1, 30)))


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with some characters taken out, doubled or put in."""
    for _ in range(chance.randrange(1, 6)):
        at, end = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[min(end, at + 5) :]
            case 1:
                text = text[:at] + text[at : at + 8] + text[at:]
            case 2:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case _:
                text = text[:at] + chr(chance.choice((chance.randrange(0x300), chance.randrange(0x11000)))) + text[at + 1 :]  # fmt: skip
    return text


def refused(work: Callable[[], Query]) -> Query | None:
    """Return what was read; None when it is refused as a query."""
    try:
        return work()
    except QueryError:
        return None


def tried(text: str, chance: random.Random) -> None:
    """Do with a text all that a user can do with a query; raises what should not be raised."""
    complaints = check(text, TERMS)
    render(text, complaints)
    read = refused(lambda: parse(text))
    assert read or complaints, "refused without a complaint"
    assert read is None or str(parse(str(read))) == str(read), "does not print back to itself"
    watchlist = Watchlist(name="q", any=(text, "Kursk"), none=(text,))
    if refused(lambda: compose(watchlist, TERMS)) is not None:
        matcher = Matcher([Watchlist(name="q", query=text)], TERMS)
        held = bool(matcher.holding(TEXT))
        assert held == bool(matcher.match(TEXT)) == matcher.explain(TEXT, "q").holds, (
            "answers differ"
        )
        str(matcher.explain(TEXT, "q"))
    dialect = chance.choice(DIALECTS)
    translation = translate(text, dialect)
    if translation.query:
        parse(translation.query)
    else:
        assert translation.complaints, f"{dialect}: refused without a reason"
        render(text, translation.complaints)


def fuzz(seconds: float, seed: int, queries: Sequence[str], now: Callable[[], float]) -> int:
    """Try texts until the time is up; returns how many failed."""
    chance = random.Random(seed)  # noqa: S311 -- to be repeated
    end, count, failed, longest = now() + seconds, 0, 0, 0.0
    while now() < end:
        text = (
            mutated(chance.choice(queries), chance)
            if queries and chance.random() < 0.5
            else grown(chance)
        )
        before = time.process_time()
        try:
            tried(text, chance)
        except Exception as error:  # noqa: BLE001 -- this is what is looked for
            failed += 1
            print(f"{type(error).__name__}: {error}: {text!r}", flush=True)
        took, count = time.process_time() - before, count + 1
        longest = max(longest, took)
    print(f"{count} texts, {failed} failures, the slowest took {longest * 1e3:.0f} ms of CPU")
    return failed


def main() -> None:
    """Fuzz, and end with 1 when something failed."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--queries", type=Path)
    given = arguments.parse_args()
    lines = given.queries.read_text(encoding="utf-8").splitlines() if given.queries else []
    queries = [json.loads(line)["query"] for line in lines]
    raise SystemExit(1 if fuzz(given.seconds, given.seed, queries, time.monotonic) else 0)


if __name__ == "__main__":
    main()
