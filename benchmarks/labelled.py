"""A set of labelled documents in eight languages, made from the texts in ``benchmarks/texts``: the same set every time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

from archive.vocabulary import Entry
from benchmarks.stream import Item

TEXTS = Path(__file__).parent / "texts"
BEGIN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FORECASTS = (
    (11, 8, 40, 4, 30, 3, 9, 12, "6.41", "17.58"),
    (14, 9, 75, 12, 45, 6, 10, 15, "6.39", "18.00"),
    (7, 2, 20, 1, 60, -1, 5, 8, "6.37", "18.02"),
    (19, 13, 90, 25, 20, 8, 16, 21, "6.35", "18.04"),
)
"""What the forecasts of four days say."""
SIGNS = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "–": "-", "—": "-", "’": "'"})  # fmt: skip
FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A text as it was written."""

    event: str
    number: int
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The texts of one language."""

    language: str
    reports: tuple[Report, ...]
    lines: Mapping[str, tuple[str, ...]]
    """What edits add, and the template of the forecast, by heading."""


def documents() -> list[Item]:
    """Return all documents with their labels, in the order in which they were published."""
    found = [item for file in sorted(TEXTS.glob("*.txt")) for item in _items(read(file))]
    return sorted(found, key=lambda item: item.at)


def read(file: Path) -> Shelf:
    """Read the texts of one language."""
    reports, lines = [], {}
    for block in file.read_text(encoding="utf-8").split("# ")[1:]:
        heading, *rest = block.strip().split("\n")
        if heading.startswith("event "):
            _, event, _, number = heading.split(" ")
            reports.append(
                Report(event=event, number=int(number), title=rest[0], paragraphs=tuple(rest[1:]))
            )
        else:
            lines[heading] = tuple(rest)
    return Shelf(language=file.stem, reports=tuple(reports), lines=lines)


def _items(shelf: Shelf) -> Iterator[Item]:
    for number, report in enumerate(shelf.reports):
        at = BEGIN + (number * 5 + sum(map(ord, shelf.language)) % 24) * HOUR
        name = f"{report.event}-{report.number}"
        for n, (kind, title, text) in enumerate(_made_of(report, shelf.lines)):
            yield _item(shelf, f"{name}-{kind}", kind, title, text, at + n * HOUR, name, report.event)  # fmt: skip
    title, template = shelf.lines["forecast"]
    for n, figures in enumerate(FORECASTS):
        name = f"forecast-{n}"
        text = template.format(*figures)
        yield _item(shelf, name, "forecast", title, text, BEGIN + n * 24 * HOUR, name, name)


def _made_of(report: Report, lines: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield kind, title and text of a report and of its copies."""
    first, *rest = report.paragraphs
    text = "\n".join(report.paragraphs)
    yield "report", report.title, text
    yield "exact", report.title, text.translate(SIGNS).replace("\n", "\n\n  ")
    yield "headline", first.partition(",")[0][:70], text
    quarter = text[: len(text) // 4]
    yield "truncated", report.title, f"{quarter}…\n{lines['continue'][0]}"
    newer = "\n".join(
        (_recounted(first), lines["correction"][0], *rest[:-1], lines["correction"][1])
    )
    yield "update", report.title, newer
    yield "boilerplate", report.title, "\n".join((text, *lines["boilerplate"]))
    opening, closing = lines["credits"]
    yield "credit", report.title, f"{opening}\n{text}\n{closing}"


def _recounted(text: str) -> str:
    """Change the figures of a text, as later reports do."""
    return FIGURE.sub(lambda found: str(int(found[0]) + 3), text)


def _item(
    shelf: Shelf, name: str, kind: str, title: str, text: str, at: datetime, group: str, event: str
) -> Item:
    number = f"{shelf.language}-{name}"
    url = f"https://site-{crc32(number.encode()):08x}.example/news/{kind}-edition-of-the-report"
    entry = Entry(title=title, url=url, text=text, published=at)
    labels = {
        "kind": kind,
        "group": f"{shelf.language}-{group}",
        "story": f"{shelf.language}-{event}",
    }
    return Item(id=number, entry=entry, language=shelf.language, at=at, labels=labels)


def spellings(url: str) -> tuple[str, ...]:
    """Return other ways to write the address of an article."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    return (
        f"http://{rest}",
        f"{scheme}://www.{rest}/",
        f"{scheme}://{host.upper()}:443/{path}#comments",
        f"{url}?utm_source=rss&utm_medium=feed&fbclid=IwAR0",
        f"{scheme}://m.{host}/{path}?at_medium=RSS",
        f"{scheme}://{host}/amp/{path}",
        f"{scheme}://{host}/{path}?outputType=amp",
        f"https://{host.replace('.', '-')}.cdn.ampproject.org/c/s/{rest}",
    )


def neighbours(url: str) -> tuple[str, ...]:
    """Return addresses that are nearly that of an article, and those of others."""
    return (f"{url}-2", f"{url}?id=2", f"{url}?page=2", f"{url}/gallery", url.rpartition("/")[0])
