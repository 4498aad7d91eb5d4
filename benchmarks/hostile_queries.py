"""How long the worst queries of 20,000 characters take to check, compile, translate and match by.

    python benchmarks/hostile_queries.py

The shapes are what a parser, a compiler or a matcher may be slow at: deep brackets, very many ORs,
distances, wildcards and names, one endless word or phrase, long regular expressions. Times are the least
of three, in milliseconds of CPU. A text of 800 words is matched by the query alone.
"""

import json
import random
import time
from collections.abc import Callable, Mapping
from functools import partial

from watchlists import Document, Matcher, QueryError, Watchlist, check
from watchlists.dialects import DIALECTS, translate

LONGEST = 20_000


def full(piece: str, joint: str = " ", *, before: str = "", after: str = "") -> str:
    """Return as many pieces as fit; ``#`` in one is its number."""
    pieces: list[str] = []
    size = len(before) + len(after)
    while size < LONGEST - len(piece) - len(joint) - 4:
        pieces.append(piece.replace("#", str(len(pieces))))
        size += len(pieces[-1]) + len(joint)
    return before + joint.join(pieces) + after


SHAPES: Mapping[str, str] = {
    "ORs of words": full("word#", " OR "),
    "ORs of quoted phrases": full('"north korea # troops"', " OR "),
    "ORs of one word": full("word", " OR "),
    "ANDs of ORs": full("(a# OR b#)", " AND "),
    "exclusions": full("NOT w#"),
    "chains of NEAR": full("w#", " NEAR/3 "),
    "chains of NEAR of frequent words": full("the", " NEAR/1000 "),
    "NEARs of ORs": full("(a# OR the) NEAR/50 (b# OR of)", " OR "),
    "nested NEARs": "(" * 39 + full("the", ") NEAR/1000 (of NEAR/9 ")[:9000].rsplit(")", 1)[0] + ")",
    "wildcards": full("w#*", " OR "),
    "leading wildcards": full("*a#", " OR "),
    "infix wildcards": full("a*b#*c*d", " OR "),
    "stars": "*a" * 9_990,
    "brackets": full("((((((((((((((((((((a#))))))))))))))))))))", " OR "),
    "opening brackets": "(" * LONGEST,
    "closing brackets": "a" + ")" * 19_000,
    "quotes": '"' * LONGEST,
    "curly quotes": "‘" * LONGEST,
    "apostrophes": full("‘a", ""),
    "one word": "a" * LONGEST,
    "one word of marks": "e" + "\u0301" * 19_000,
    "one word of hyphens": full("a", "-"),
    "words with hyphens": full("a-b-c-d#", " OR "),
    "numbers": full("#50,000", " OR "),
    "one phrase": full("word#"),
    "one long run of Han": "北" * LONGEST,
    "Hangul": full("북한#*", " OR "),
    "regular expressions": full("/a#[a-z]{1,9}(b|c)+/", " OR "),
    "long regular expressions": full("/" + "(a|b)?" * 160 + "#x/", " OR "),
    "counted regular expressions": full("/(a{1,99}#){1,9}/", " OR "),
    "sentences": full("SENTENCE(the w#)", " OR "),
    "nested sentences": full("SENTENCE((the OR SENTENCE(a#)))", " OR "),
    "counts": full("ATLEAST/3(the OR w#)", " OR "),
    "fields": full("title:(a# OR the)", " OR "),
    "facts": full("url:*a*b#*c*", " OR "),
    "names": full("@name", " OR "),
    "signs": full("|| ~ ^ [ ", ""),
    "unknown fields": full("tittle#:x", " "),
    "operators": full("AND OR", " "),
    "foreign operators": full("И ODER", " "),
    "lower-case operators": full("kursk and kyiv or", " "),
    "dots": full("a.b", ""),
    "tags": full("a-b/c", "="),
    "open comments": full("<<< a", " "),
    "open ranges": full("[ TO ", ""),
    "open braces": full("{ a TO ", ""),
    "slashes": full("/a ", ""),
    "dashes": full("-", " "),
    "plus signs": full("+a", ""),
}  # fmt: skip


def least(work: Callable[[], object]) -> float:
    """Return the CPU time of the fastest of three runs, in milliseconds."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1e3)
    return round(min(times), 1)


def compiled(text: str) -> Matcher | None:
    """Return the matcher of one query, None when it cannot be read."""
    try:
        return Matcher([Watchlist(name="q", query=text)], {"name": "Kursk OR troop*"})
    except QueryError:
        return None


def measured(text: str, document: Document) -> dict[str, float]:
    """Return what one query costs, in milliseconds."""
    row = {"check ms": least(lambda: check(text)), "compile ms": least(lambda: compiled(text))}
    row["translate ms"] = max(least(partial(translate, text, each)) for each in DIALECTS)
    matcher = compiled(text)
    if matcher is not None:
        matcher.holding(document)
        row["match ms"] = least(lambda: matcher.holding(document))
        row["quote ms"] = least(lambda: matcher.match(document))
    return row


def main() -> None:
    """Print one JSON object for each shape."""
    chance = random.Random(3)  # noqa: S311 -- a fixed text
    words = [f"{letter}{number}" for letter in "abw" for number in range(60)]
    frequent = ["the", "of", "Kursk", "word", "北朝鮮", "북한군"]
    sentence = [" ".join(chance.choices([*words, *frequent * 20], k=20)) + "." for _ in range(40)]
    document = Document(title="The word of Kursk", text=" ".join(sentence), language="en")
    for name, text in SHAPES.items():
        row = {"shape": name, "characters": len(text), **measured(text, document)}
        print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
