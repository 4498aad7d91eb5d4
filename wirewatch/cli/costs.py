"""`watchlists`: what each one matches in the archive, and which are slow or noisy."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import thread_time_ns

from alerts import query_text
from scheduler.report import count
from watchlists import Cost, Document, Matcher, Scales, Weight
from wirewatch.cli import setting
from wirewatch.cli.reading import open_archive, reader_of
from wirewatch.config import Config

NOISY = 0.05
"""The share of all articles from which on a watchlist is called noisy."""
_LONGEST = 200
"""Characters of a query that are shown; `--json` has all."""


def watchlists(options: Namespace) -> int:
    """Tell what each watchlist matched, or with ``--cost`` what it would cost, the slowest first."""
    config = setting.configured(options, sends=False)
    queries = {watchlist.name: query_text(watchlist) for watchlist in config.watchlists}
    if options.cost:
        scales = Scales(config.watchlists, config.terms, clock=thread_time_ns)
        asyncio.run(_each(config, options, scales.weigh))
        _show_costs(scales, queries, as_json=options.json)
        return 0
    matcher = Matcher(config.watchlists, config.terms)
    asyncio.run(_each(config, options, matcher.holding))
    for cost in matcher.costs():
        if options.json:
            _print(_record(cost, queries))
        else:
            print(f"{cost.watchlist}: {count(cost.held, 'match', 'matches')}")
            print(f"    {_shown(queries[cost.watchlist])}")
    return 0


async def _each(config: Config, options: Namespace, work: Callable[[Document], object]) -> None:
    """Do something with every article of the archive."""
    archive = open_archive(config)
    document = reader_of(config)
    try:
        async for batch in archive.articles(since=options.since):
            for article in batch:
                work(document(article))
    finally:
        await archive.close()


def _show_costs(scales: Scales, queries: Mapping[str, str], *, as_json: bool) -> None:
    if not as_json:
        print("\n".join(summary(scales)))
    for one in slowest(scales.weights()):
        if as_json:
            _print(
                _record(one.cost, queries)
                | {
                    "articles": scales.documents, "looked_at": one.cost.looked, "read": one.cost.read,
                    "ms": _ms(one.own),
                }
            )  # fmt: skip
        else:
            print(_costly(one, scales.documents))
            print(f"{'':14}{_shown(queries[one.cost.watchlist])}")


def slowest(weights: Sequence[Weight]) -> list[Weight]:
    """Return the slowest first; of those that took as long to a tenth of a millisecond, the busiest."""
    return sorted(
        weights,
        key=lambda one: (-_ms(one.own), -one.cost.read, -one.cost.looked, one.cost.watchlist),
    )


def summary(scales: Scales) -> Iterator[str]:
    """Yield what all of it took, and which watchlists are noisy."""
    weights, documents = scales.weights(), scales.documents
    own = sum(one.own for one in weights)
    whole = _ms(scales.whole) / documents if documents else 0.0
    shared = _ms(scales.whole - own) / documents if documents else 0.0
    yield (
        f"{count(documents, 'article', 'articles')}, {count(len(weights), 'watchlist', 'watchlists')}: "
        f"{whole:.2f} ms an article, {shared:.2f} ms of them for what all share."
    )
    noisy = sorted(
        (one.cost for one in weights if documents and one.cost.held / documents >= NOISY),
        key=lambda cost: (-cost.held, cost.watchlist),
    )
    if noisy:
        named = ", ".join(f"{cost.watchlist} ({cost.held / documents:.0%})" for cost in noisy)
        yield f"Noisy, matching {NOISY:.0%} of all articles or more: {named}."
    yield "Each alone, the slowest first:"


def _costly(one: Weight, documents: int) -> str:
    cost = one.cost
    share = f" ({_percent(cost.held / documents)})" if documents and cost.held else ""
    return (
        f"{_ms(one.own):>9,.1f} ms  {cost.watchlist}: {count(cost.held, 'match', 'matches')}{share}, "
        f"looked at {cost.looked:,}, read {cost.read:,}"
    )


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else "below 0.1%"


def _shown(query: str) -> str:
    query = " ".join(query.split())
    return query if len(query) <= _LONGEST else f"{query[:_LONGEST]}…"


def _record(cost: Cost, queries: Mapping[str, str]) -> dict[str, object]:
    return {"watchlist": cost.watchlist, "query": queries[cost.watchlist], "matches": cost.held}


def _print(record: Mapping[str, object]) -> None:
    print(json.dumps(record, ensure_ascii=False))


def _ms(nanoseconds: int) -> float:
    return round(nanoseconds / 1e6, 1)
