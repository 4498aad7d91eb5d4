"""How long the worst queries of 20,000 characters take to check, compile, translate, match and explain.

    python benchmarks/hostile_queries.py [SHAPE…]

Times are the least of three, in milliseconds of CPU: of the query alone, over a text of 800 words and one
of 20,000. The last line holds the most of each.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from functools import partial

from hostile_shapes import SHAPES

from watchlists import Document, Matcher, QueryError, Watchlist, check
from watchlists.dialects import DIALECTS, translate


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


def written(words: int) -> Document:
    """Return a text in which the words of the shapes are frequent."""
    chance = random.Random(3)  # noqa: S311 -- a fixed text
    names = [f"{letter}{number}" for letter in "abw" for number in range(60)]
    frequent = ["the", "of", "Kursk", "word", "北朝鮮", "북한군", "الجيش", "ไทย"] * 20
    sentences = [" ".join(chance.choices([*names, *frequent], k=20)) for _ in range(words // 20)]
    text = "".join(
        f"{each}.{' ' if number % 5 else chr(10)}" for number, each in enumerate(sentences)
    )
    return Document(title="The word of Kursk", text=text, language="en", url="http://a.b/c", authors=("A1 B",))  # fmt: skip


def measured(text: str, short: Document, long: Document) -> dict[str, float]:
    """Return what one query costs, in milliseconds."""
    row = {"check": least(lambda: check(text)), "compile": least(lambda: compiled(text))}
    row["translate"] = max(least(partial(translate, text, each)) for each in DIALECTS)
    matcher = compiled(text)
    if matcher is not None:
        for name, document in (("", short), (" long", long)):
            matcher.holding(document)
            row["match" + name] = least(partial(matcher.holding, document))
            row["quote" + name] = least(partial(matcher.match, document))
        row["explain"] = least(lambda: matcher.explain(short, "q"))
    return row


def main() -> None:
    """Print one JSON object for each shape."""
    short, long = written(800), written(20_000)
    most: dict[str, float] = {}
    for name in sys.argv[1:] or SHAPES:
        row = measured(SHAPES[name], short, long)
        most = {key: max(most.get(key, 0), row.get(key, 0)) for key in {**most, **row}}
        print(json.dumps({"shape": name, **row}, ensure_ascii=False), flush=True)
    print(json.dumps({"shape": "the most", **most}))


if __name__ == "__main__":
    main()
