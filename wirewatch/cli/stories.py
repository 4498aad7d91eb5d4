"""`story`, and `search --stories`: who reported an event, when, and whose copies they are."""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from archive.sqlite import SqliteArchive
from archive.vocabulary import Article, ArticleId, Coverage, Hit, Report, StoryEvent, StoryEventKind
from scheduler.report import clock, count
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.reading import open_archive
from wirewatch.cli.screen import BOLD, DIM, Screen
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config

HAPPENED = {
    StoryEventKind.JOINED: "article {article} reports the same event",
    StoryEventKind.MERGED: "story {other} became part of this one, linked by article {article}",
    StoryEventKind.SPLIT: "article {article} came here from story {other}",
    StoryEventKind.LEFT: "article {article} left for story {other}",
}


def story(options: Namespace) -> int:
    """Tell who carries a story, from the first report to the last."""
    config = setting.configured_in_part(options)
    found = asyncio.run(_story(open_archive(config), int(options.story)))
    if found is None:
        raise Trouble(
            f"no story {options.story} in the archive. Numbers of stories: `wirewatch search --stories`"
        )
    coverage, events = found
    if options.json:
        print(json.dumps(records.story(coverage, events), ensure_ascii=False))
        return 0
    screen = Screen(sys.stdout)
    for line in told(coverage, events, screen, config.timezone):
        screen.line(line)
    return 0


def show_found(config: Config, found: Sequence[tuple[Article, Hit]], *, as_json: bool) -> None:
    """Show the stories of what a search found, each once, with the first article that was found of it."""
    screen = Screen(sys.stdout)
    nearest = {article.story: (article, hit) for article, hit in reversed(found)}
    stories = [nearest[number] for number in dict.fromkeys(article.story for article, _ in found)]
    coverages = asyncio.run(_coverages(open_archive(config), [one.story for one, _ in stories]))
    for (article, hit), coverage in zip(stories, coverages, strict=True):
        if as_json:
            print(json.dumps(records.story(coverage), ensure_ascii=False))
        else:
            screen.line(summary(coverage, config.timezone))
            screen.article(article, hit, zone=config.timezone)


async def _coverages(archive: SqliteArchive, stories: Sequence[int]) -> list[Coverage]:
    try:
        found = [await archive.coverage(story) for story in stories]
    finally:
        await archive.close()
    return [coverage for coverage in found if coverage is not None]


def summary(coverage: Coverage, zone: ZoneInfo) -> str:
    """Say in one line who carries a story."""
    first = coverage.reports[0]
    when = clock(first.published or first.seen, zone)
    return f"story {coverage.story}: {carriers(coverage)}; first at {first.outlet}, {when}"


def carriers(coverage: Coverage) -> str:
    """Count the articles of a story, and its outlets: each of them is independent, of the same owner as another, or copies."""
    articles = count(len(coverage.reports), "article", "articles")
    if coverage.copies:
        articles += f" ({count(coverage.copies, 'copy', 'copies')})"
    parts = [f"{coverage.independent} independent"]
    if coverage.same_owner:
        parts.append(f"{coverage.same_owner} of the same owner or agency")
    if coverage.copying:
        parts.append(f"{coverage.copying} with copies only")
    return f"{articles} at {count(coverage.outlets, 'outlet', 'outlets')}: {', '.join(parts)}"


def told(
    coverage: Coverage, events: Sequence[StoryEvent], screen: Screen, zone: ZoneInfo
) -> Iterator[str]:
    """Yield the lines that tell of a story: its reports in time, copies under their originals."""
    yield screen.paint(coverage.reports[0].title or "(no headline)", BOLD)
    yield summary(coverage, zone)
    if coverage.origin:
        yield f"probably began at {coverage.origin.outlet}: {', '.join(coverage.origin.evidence)}"
    yield ""
    shown = {report.article for report in coverage.reports}
    for report in coverage.reports:
        if report.copy_of not in shown:
            yield from _report(report, screen, zone)
            for copy in coverage.reports:
                if copy.copy_of == report.article:
                    yield from _report(copy, screen, zone)
    if events:
        yield ""
        yield "What happened to it"
    for event in events:
        happened = HAPPENED[event.kind].format(article=event.article, other=event.other)
        yield f"  {clock(event.at, zone)}  {happened} ({event.reason})"


async def _story(
    archive: SqliteArchive, number: int
) -> tuple[Coverage, Sequence[StoryEvent]] | None:
    try:
        coverage = await archive.coverage(number)
        if coverage is None and (found := await archive.dossier(ArticleId(number))) is not None:
            coverage = await archive.coverage(found.article.story)
        if coverage is None:
            return None
        return coverage, await archive.story_events(coverage.story)
    finally:
        await archive.close()


def _report(report: Report, screen: Screen, zone: ZoneInfo) -> Iterator[str]:
    inset = "    " if report.copy_of is not None else "  "
    kind = f" [{report.copy_kind} copy]" if report.copy_kind else ""
    owner = f" ({report.owner})" if report.owner != report.outlet else ""
    when = clock(report.published or report.seen, zone)
    yield f"{inset}{when}  {report.outlet}{owner}{kind}: {report.title or '(no headline)'}"
    if report.url:
        yield screen.paint(f"{inset}  {report.article}  {report.url}", DIM)
