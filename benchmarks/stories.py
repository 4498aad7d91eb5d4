"""How well and how fast reports of one event are put together, over documents whose stories are known.

    python -m benchmarks.stories --set dev.jsonl.gz [--kind real:ecb] [--stream rss_stream.jsonl] [--orders 3]

A line of the set has ``id title body published`` and ``story``; the documents go one by one into a real archive whose
lexicon has read the rest of the set before. Once all within three days («without window»), and once with each story at
a moment of its own within a year, as news comes («with window»). A line of the stream has ``title description published
link language`` and ``event``; what has no event is a story of its own. B3 (Bagga and Baldwin, 1998) is given as
precision, recall and F1, and beside it what the plain way (`benchmarks.plain_stories`) makes of the same documents in the
same run. ``--orders`` sends the set in so many random orders and batches and tells how far they agree.
"""

import argparse
import html
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.plain_stories import Plain, opening_in
from benchmarks.stream import Item, Stream, b_cubed, batches, decided, items, records, took

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def clustered(
    documents: Sequence[Item], folder: Path, *, before: Sequence[Item] = (), batch: int = 1
) -> Stream:
    stream = Stream(folder / f"{random.getrandbits(48)}.db")
    for some in batches(before, 50):
        stream.send([at(item, BEGIN - timedelta(days=5)) for item in some])
    stream.cpu, stream.sent = 0.0, 0
    for some in batches(documents, batch):
        for item in some:
            opening = opening_in(item)
            stream.deciding.append(
                took(lambda: decided(stream.db, stream.recent, opening, item.at))  # noqa: B023 - at once
            )
        stream.send(some)
    return stream


def at(item: Item, moment: datetime) -> Item:
    return replace(item, at=moment, entry=replace(item.entry, published=moment))


def within_days(documents: Sequence[Item]) -> list[Item]:
    step = timedelta(hours=60) / len(documents)
    return [at(item, BEGIN + n * step) for n, item in enumerate(documents)]


def within_a_year(documents: Sequence[Item], seed: int) -> list[Item]:
    chance = random.Random(seed)  # noqa: S311
    stories = sorted({item.labels["story"] for item in documents})
    begins = {story: BEGIN + timedelta(hours=chance.uniform(0, 24 * 365)) for story in stories}
    moved = [
        at(item, begins[item.labels["story"]] + timedelta(hours=chance.uniform(0, 48)))
        for item in documents
    ]
    return sorted(moved, key=lambda item: item.at)


def told(name: str, stream: Stream, true: dict[str, str]) -> None:
    column = stream.column("story")
    found = {number: column[number] for number in true}
    precision, recall, f1 = b_cubed(found, true)
    merged, split = (
        stream.db.execute("SELECT count(*) FROM story_events WHERE kind = ?", [kind]).fetchone()[0]
        for kind in ("merged", "split")
    )
    print(
        f"{name}: B3 precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}; {len(true)} documents, "
        f"{len(set(found.values()))} stories for {len(set(true.values()))}; {merged} merged, {split} split; "
        f"{1000 * stream.cpu / stream.sent:.2f} ms CPU a document for keeping it"
    )
    if stream.deciding:
        print(f"  finding and deciding a story: {timing(stream.deciding)}")


def told_plainly(
    documents: Sequence[Item], before: Sequence[Item], true: dict[str, str], ours: Stream
) -> None:
    plain = Plain(before)
    for item in documents:
        plain.send(item)
    found = {number: plain.stories[number] for number in true}
    precision, recall, f1 = b_cubed(found, true)
    times = median(plain.deciding) / median(ours.deciding)
    print(
        f"  the plain way: B3 precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}; "
        f"{timing(plain.deciding)}, {times:.1f} times as long"
    )


def timing(milliseconds: Sequence[float]) -> str:
    ordered = sorted(milliseconds)
    most = ordered[len(ordered) * 95 // 100]
    return f"median {median(ordered):.2f} ms CPU, 95 % under {most:.2f} ms"


def rss(path: Path) -> list[Item]:
    found = []
    for record in records(path):
        text = re.sub(r"<[^>]*>", " ", html.unescape(record["description"] or ""))
        labels = {
            "id": record["id"],
            "title": html.unescape(record["title"]),
            "url": record["link"],
            "published": record["published"],
            "summary": " ".join(text.split()),
            "lang": record["language"],
            "event": record["event"] or record["id"],
            "same": record["same_article"],
        }
        published = datetime.fromisoformat(record["published"]).astimezone(UTC)
        (item,) = [
            Item(
                id=record["id"],
                entry=_entry(labels, published),
                language=record["language"],
                at=published,
                labels=labels,
            )
        ]
        found.append(item)
    return sorted(found, key=lambda item: item.at)


def _entry(labels: dict[str, str], published: datetime):  # type: ignore[no-untyped-def]
    from archive.vocabulary import Entry

    return Entry(
        title=labels["title"], url=labels["url"], summary=labels["summary"], published=published
    )


def streamed(path: Path, folder: Path, shown: bool) -> None:
    documents = rss(path)
    stream = clustered(documents, folder)
    known = [item for item in documents if item.id in stream.articles]
    true = {item.id: item.labels["event"] for item in known}
    told(path.stem, stream, true)
    told_plainly(documents, (), true, stream)
    stories, originals = stream.column("story"), stream.column("coalesce(original, id)")
    same: dict[str, list[Item]] = defaultdict(list)
    for item in known:
        if item.labels["same"]:
            same[item.labels["same"]].append(item)
    for label, group in same.items():
        one_text = len({originals[item.id] for item in group}) == 1
        one_story = len({stories[item.id] for item in group}) == 1
        print(
            f"  same article {label}: {'one text' if one_text else 'one story' if one_story else 'APART'}"
        )
    if shown:
        together: dict[int, list[Item]] = defaultdict(list)
        for item in known:
            together[stories[item.id]].append(item)
        for group in together.values():
            if len({item.labels["event"] for item in group}) > 1:
                print("  together:", [(i.labels["event"], i.entry.title[:50]) for i in group])


def ordered(documents: Sequence[Item], folder: Path, orders: int) -> None:
    base = clustered(documents, folder)
    for seed in range(orders):
        chance = random.Random(seed)  # noqa: S311
        mixed = list(documents)
        chance.shuffle(mixed)
        now = max(item.at for item in documents)
        stream = Stream(folder / f"order-{seed}.db")
        for some in batches(mixed, chance.choice((1, 7, 50, len(mixed)))):
            stream.send(some, now=now)
        copies = b_cubed(
            stream.column("coalesce(original, id)"), base.column("coalesce(original, id)")
        )
        stories = b_cubed(stream.column("story"), base.column("story"))
        print(
            f"order {seed}: agreement with the first order (B3 F1): copies {copies[2]:.4f}, stories {stories[2]:.4f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--set", type=Path)
    parser.add_argument("--kind", default="real:ecb")
    parser.add_argument("--stream", type=Path)
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--shown", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if options.set:
            every = items(options.set)
            documents = [item for item in every if item.labels["kind"] == options.kind]
            true = {item.id: item.labels["story"] for item in documents}
            rest = [item for item in every if item.labels["kind"] in ("base", "real:bbc")]
            arranged = {"without window": within_days(documents)}
            arranged |= {f"with window, {n}": within_a_year(documents, n) for n in (1, 2, 3)}
            for name, moved in arranged.items():
                stream = clustered(moved, folder, before=rest)
                told(name, stream, true)
                told_plainly(moved, rest, true, stream)
            if options.orders:
                ordered(within_days(documents), folder, options.orders)
        if options.stream:
            streamed(options.stream, folder, options.shown)


if __name__ == "__main__":
    main()
