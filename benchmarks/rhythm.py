"""How soon entries are seen by `every: auto`, against polling at a fixed interval with as many requests.

    python benchmarks/rhythm.py [--feeds FOLDER ...] [--stream FILE ...] [--share 0.5 0.6 ...] [--quiet] [--json]

FOLDER holds feed documents. What a document lists is what is known of its source: its older third is the first poll,
the rest is then published at its dates, and the last 42 days before its newest entry count. FILE is a stream: a line of
JSON (.jsonl, .jsonl.gz) for each entry with ``source`` and ``published``; the days on which it has entries are put
one after the other, since a stream that was captured on some days knows nothing of those between. Documents without
times of day, and sources with fewer than ten publishing moments, are left out. Without either, a set is made up: 40
sources over four weeks, the same each time.

Each source is watched by the policy of the program: it learns from what it has seen, never from what is to come. Fixed
polling asks all sources at one interval, chosen so that both make as many requests; its delays are those of five
phases, those of the rhythm are of three runs. Every source counts for as much time as any other, so an entry counts the less the longer its source was
watched. The delay is the time from the date of an entry to the poll that finds it.

With --quiet it counts instead how often a source is called quiet that goes on publishing as it always has.
"""

import argparse
import bisect
import gzip
import itertools
import json
import math
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.vocabulary import Rhythm, SourceKind, SourceStanding, SourceState
from scheduler.judging import why_quiet
from scheduler.learning import learned, rates
from scheduler.pace import HOURLY, SHARE, pace
from scheduler.rhythm import SPREAD
from spiders.errors import SpiderError
from spiders.feed import read_feed

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LONGEST = 42 * DAY
HOLE = 7 * DAY
"""Nothing for so long: what a document lists from before is not all that was published."""
FEWEST = 10
PHASES = 5
RUNS = 3
"""How often a source is watched by its rhythm, as polls are spread by chance."""
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
FEEDS = ("*.xml", "*.rss", "*.atom", "*.rdf", "*.json", "*.txt", "*.feed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One source: what its first poll lists, and what it publishes then."""

    name: str
    listed: tuple[datetime, ...]
    published: tuple[datetime, ...]

    @property
    def days(self) -> float:
        """Return for how long it is watched."""
        return (self.published[-1] - self.listed[-1]) / DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one set of sources."""

    name: str
    sources: int
    entries: int
    requests: float
    """A day and source."""
    interval: float
    """Minutes of the fixed interval with as many requests."""
    fixed_median: float
    fixed_p95: float
    fixed_mean: float
    auto_median: float
    auto_p95: float
    auto_mean: float

    @property
    def better(self) -> float:
        """Return how many times sooner half of the entries are seen."""
        return self.fixed_median / self.auto_median


def of_documents(folder: Path) -> Iterator[Stream]:
    """Yield the sources whose documents lie in a folder."""
    for path in sorted({found for kind in FEEDS for found in folder.rglob(kind)}):
        try:
            feed = read_feed(path.read_bytes(), url="https://source.example/", content_type=None)
        except SpiderError:
            continue
        times = sorted(entry.published for entry in feed.entries if entry.published)
        runs: list[list[datetime]] = [[]]
        for before, at in zip([times[0], *times] if times else [], times, strict=False):
            runs += [[]] if at - before > HOLE else []
            runs[-1].append(at)
        times = max(runs, key=len)
        times = [at for at in times if at >= times[-1] - LONGEST]
        first = min(max(len(times) // 3, 4), 30)
        if told_apart(times) and times[-1] - times[first - 1] >= DAY / 4:
            name = str(path.relative_to(folder))
            yield Stream(name=name, listed=tuple(times[:first]), published=tuple(times[first:]))


def of_stream(path: Path) -> Iterator[Stream]:
    """Yield the sources of a stream, its days one after the other."""
    by_source: dict[str, list[datetime]] = defaultdict(list)
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for record in map(json.loads, body.decode().splitlines()):
        at = datetime.fromisoformat(record["published"])
        by_source[record["source"]].append(at.astimezone(UTC))
    days = sorted({at.date() for times in by_source.values() for at in times})
    place = {day: FIRST + number * DAY for number, day in enumerate(days)}
    for name, times in sorted(by_source.items()):
        placed = sorted(place[at.date()] + (at - _midnight(at)) for at in times)
        later = tuple(at for at in placed if at >= FIRST + DAY)
        before = tuple(at for at in placed if at < FIRST + DAY) or (FIRST,)
        if told_apart(placed):
            yield Stream(name=name, listed=before, published=later)


def made_up(sources: int = 40, days: int = 28) -> Iterator[Stream]:
    """Yield sources that nobody has: from one entry a week to twenty an hour, with days, nights, weekends and bursts."""
    for number in range(sources):
        chance = random.Random(number)  # noqa: S311 - a set that is the same each time
        rate = min(math.exp(chance.gauss(-1.2, 1.8)), 20.0)
        noon, night = chance.uniform(8, 20), chance.uniform(0.02, 0.5)
        weekend, burst = chance.uniform(0.1, 1.0), 1.0
        times: list[datetime] = []
        for hour in range(days * 24):
            start = FIRST + hour * timedelta(hours=1)
            wave = max(math.cos((start.hour - noon) / 24 * 2 * math.pi), -0.6) + 0.6
            burst = 1 + (burst - 1) * 0.6 if chance.random() > 0.01 else chance.uniform(2, 6)
            expected = rate * (night + wave) * burst * (weekend if start.weekday() > 4 else 1.0)
            times += [
                start + chance.random() * timedelta(hours=1) for _ in range(_some(chance, expected))
            ]
        times.sort()
        if told_apart(times):
            yield Stream(
                name=f"source {number}", listed=tuple(times[:4]), published=tuple(times[4:])
            )


def told_apart(times: Sequence[datetime]) -> bool:
    """Say whether there are times of day, and enough of them."""
    minutes = {at.replace(second=0, microsecond=0) for at in times}
    return len(minutes) >= FEWEST and len({(at.hour, at.minute) for at in times}) >= 4


def _some(chance: random.Random, expected: float) -> int:
    """Draw from a Poisson distribution."""
    limit, product, count = math.exp(-expected), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def by_rhythm(
    stream: Stream, *, hourly: timedelta, share: float, run: int
) -> tuple[list[float], int]:
    """Watch a source as the program does; return the delays in minutes and the number of requests."""
    chance = random.Random(f"{stream.name} {run}")  # noqa: S311 - the same each time
    now, window = stream.listed[-1], max(len(stream.listed), 20)
    rhythm = learned(Rhythm(), stream.listed, since=None, now=now)
    delays: list[float] = []
    requests = at = 0
    while at < len(stream.published):
        alone = pace(
            rates(rhythm, now=now),
            now=now,
            window=window,
            unseen=rhythm.unseen,
            hourly=hourly,
            share=share,
        ).interval
        last, now = now, now + alone * (1 + SPREAD * chance.random())
        requests += 1
        upto = bisect.bisect_right(stream.published, now, at)
        news = stream.published[at:upto]
        delays += [(now - published) / MINUTE for published in news]
        if news:
            rhythm = learned(rhythm, news, since=last, now=now)
        rhythm = replace(rhythm, unseen=min(len(news) / window, 1.0))
        at = upto
    return delays, requests


def by_clock(stream: Stream, every: timedelta) -> list[float]:
    """Watch a source at a fixed interval; return the delays in minutes for each phase."""
    delays = []
    for phase in range(PHASES):
        start = stream.listed[-1] + every * (phase + 0.5) / PHASES
        delays += [-((start - published) % -every) / MINUTE for published in stream.published]
    return delays


def measure(
    name: str, streams: Sequence[Stream], *, hourly: timedelta = HOURLY, share: float = SHARE
) -> Row:
    """Watch every source both ways."""
    auto: list[tuple[float, float]] = []
    requests = 0.0
    for stream, run in itertools.product(streams, range(RUNS)):
        delays, asked = by_rhythm(stream, hourly=hourly, share=share, run=run)
        auto += [(delay, 1 / stream.days) for delay in delays]
        requests += asked / stream.days / len(streams) / RUNS
    every = DAY / requests
    fixed = [(delay, 1 / stream.days) for stream in streams for delay in by_clock(stream, every)]
    return Row(
        name=name,
        sources=len(streams),
        entries=len(auto) // RUNS,
        requests=requests,
        interval=every / MINUTE,
        fixed_median=quantile(fixed, 0.5),
        fixed_p95=quantile(fixed, 0.95),
        fixed_mean=mean(fixed),
        auto_median=quantile(auto, 0.5),
        auto_p95=quantile(auto, 0.95),
        auto_mean=mean(auto),
    )


def alarms(streams: Sequence[Stream]) -> tuple[int, int]:
    """Ask every source each hour; return how often one was called quiet that publishes on, and for how many days all were watched."""
    count, days = 0, 0.0
    for stream in streams:
        now, at, quiet = stream.listed[-1], 0, False
        rhythm = learned(Rhythm(), stream.listed, since=None, now=now)
        while at < len(stream.published):
            last, now = now, now + timedelta(hours=1)
            upto = bisect.bisect_right(stream.published, now, at)
            if news := stream.published[at:upto]:
                rhythm = learned(rhythm, news, since=last, now=now)
            at = upto
            state = SourceState(
                name=stream.name,
                kind=SourceKind.FEED,
                url="",
                standing=SourceStanding.OK,
                rhythm=rhythm,
            )
            was, quiet = quiet, why_quiet(state, now=now) is not None
            count += quiet and not was
        days += stream.days
    return count, round(days)


def quantile(weighted: Iterable[tuple[float, float]], share: float) -> float:
    """Return the value under which ``share`` of the weight lies."""
    ordered = sorted(weighted)
    goal, passed = share * sum(weight for _, weight in ordered), 0.0
    for value, weight in ordered:
        passed += weight
        if passed >= goal:
            return value
    return ordered[-1][0]


def mean(weighted: Sequence[tuple[float, float]]) -> float:
    """Return the weighted mean."""
    return statistics.fmean([value for value, _ in weighted], [weight for _, weight in weighted])


def tuned(streams: Sequence[Stream], share: float, requests: float = 96) -> timedelta:
    """Return the ``hourly`` with which a power costs as many requests as every quarter of an hour."""
    low, high = 1.0, 60.0
    for _ in range(8):
        middle = math.sqrt(low * high)
        row = measure("", streams, hourly=timedelta(minutes=middle), share=share)
        low, high = (middle, high) if row.requests > requests else (low, middle)
    return timedelta(minutes=high)


def told(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the table in Markdown."""
    yield "| set | sources | entries | requests a day and source | as a fixed interval | fixed: median, 95 %, mean | auto: median, 95 %, mean | median sooner by |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        yield (
            f"| {row.name} | {row.sources} | {row.entries:,} | {row.requests:.0f} | {row.interval:.1f} min"
            f" | {row.fixed_median:.1f}, {row.fixed_p95:.1f}, {row.fixed_mean:.1f} min"
            f" | {row.auto_median:.1f}, {row.auto_p95:.1f}, {row.auto_mean:.1f} min | {row.better:.1f}x |"
        )


def sets(options: argparse.Namespace) -> Mapping[str, Sequence[Stream]]:
    """Return the sets of sources that were asked for."""
    found: dict[str, list[Stream]] = {}
    for folder in options.feeds:
        found[f"documents in {folder.name}"] = list(of_documents(folder))
    for path in options.stream:
        found[f"stream {path.name.split('.')[0]}"] = list(of_stream(path))
    if len(found) > 1:
        found["all together"] = [stream for streams in found.values() for stream in streams]
    return found or {"made up": list(made_up(days=84 if options.quiet else 28))}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--stream", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--share", type=float, nargs="+", help="powers, each at 96 requests")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="count false alarms of quiet sources")
    options = parser.parse_args()
    if options.quiet:
        for name, streams in sets(options).items():
            count, days = alarms(streams)
            print(f"{name}: {len(streams)} sources, {days:,} days, called quiet {count} times")
        return 0
    rows: list[Row] = []
    for name, streams in sets(options).items():
        if not streams:
            print(f"{name}: no source with enough dated entries", file=sys.stderr)
            return 1
        for share in options.share or []:
            hourly = tuned(streams, share)
            label = f"{name}, power {share:g}, {hourly / MINUTE:.1f} min"
            rows.append(measure(label, streams, hourly=hourly, share=share))
        if not options.share:
            rows.append(measure(name, streams))
    if options.json:
        for row in rows:
            print(json.dumps(asdict(row) | {"better": row.better}))
    else:
        print("\n".join(told(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
