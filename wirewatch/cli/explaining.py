"""`explain`: everything about one article, and why it was told or was not."""

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from zoneinfo import ZoneInfo

from alerts import Side, lines_of
from archive.identity import keys_of_address
from archive.vocabulary import ArticleId, Coverage, Dossier, Version
from scheduler.documents import article_document
from scheduler.report import clock, count
from watchlists import Explanation, Matcher
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.arguments import whole
from wirewatch.cli.reading import open_archive
from wirewatch.cli.screen import BOLD, DIM, GREEN, RED, Screen
from wirewatch.cli.stories import carriers
from wirewatch.cli.trouble import Trouble
from wirewatch.cli.verdicts import lines_of_verdicts
from wirewatch.config import Config

COLOURS = {Side.BEFORE: RED, Side.AFTER: GREEN}
Explained = tuple[str, Explanation]
"""The name of a watchlist, and what it says to the article."""


def explain(options: Namespace) -> int:
    """Tell what one article is, which watchlists it satisfies, and what became of its messages."""
    config = setting.configured_in_part(options)
    names = [watchlist.name for watchlist in config.watchlists]
    if options.watchlist is not None and options.watchlist not in names:
        known = ", ".join(names) or "none"
        raise Trouble(f"no watchlist {options.watchlist!r}. There are: {known}")
    found = asyncio.run(_dossier(config, options.article))
    asked = names if options.watchlist is None else [options.watchlist]
    explained = explanations(found, config, asked)
    if options.json:
        record = records.dossier(found) | {
            "watchlists": [{"watchlist": name, **asdict(one)} for name, one in explained]
        }
        print(json.dumps(record, ensure_ascii=False))
        return 0
    screen = Screen(sys.stdout)
    for line in told(
        found, explained, screen, config.timezone, whole=options.watchlist is not None
    ):
        screen.line(line)
    return 0


def explanations(found: Dossier, config: Config, names: Sequence[str]) -> list[Explained]:
    """Return what watchlists of today say to an article."""
    whole = article_document(found.article)
    # As the source that brought it has it first, then as the others that list it do.
    listing = sorted(
        (source for source in config.sources if source.name in found.sources),
        key=lambda source: source.name != found.article.source,
    )
    documents = [replace(whole, source=each.name, tags=each.tags) for each in listing] or [whole]
    matcher = Matcher(config.watchlists, config.terms)
    tried = ((name, [matcher.explain(each, name) for each in documents]) for name in names)
    return [(name, next((one for one in all_ if one.holds), all_[0])) for name, all_ in tried]


async def _dossier(config: Config, asked: str) -> Dossier:
    archive = open_archive(config)
    try:
        if (number := whole(asked)) is not None:
            article: ArticleId | None = ArticleId(number)
        else:
            keys = keys_of_address(asked)
            if not keys:
                raise Trouble(f"{asked!r} is neither a web address nor the number of an article")
            article = await archive.known_by(keys)
        found = None if article is None else await archive.dossier(article)
    finally:
        await archive.close()
    if found is None:
        raise Trouble(
            f"{asked}: the archive has no such article. It was never listed by a source, or it had no match and is"
            " forgotten. `wirewatch fetch` shows what its page would give"
        )
    return found


def told(
    found: Dossier, explained: Sequence[Explained], screen: Screen, zone: ZoneInfo, *, whole: bool
) -> Iterator[str]:
    """Give the lines for people."""
    article = found.article
    yield screen.paint(article.title or "(no headline)", BOLD)
    dated = f"published {clock(article.published, zone)}, " if article.published else ""
    yield screen.paint(f"  {article.outlet}, {dated}seen {clock(article.seen, zone)}", DIM)
    if article.url:
        yield screen.paint(f"  {article.url}", DIM)
    yield f"  article {article.id} of story {article.story}, listed by {', '.join(found.sources)}"
    yield f"  text: {_text_of(found)}"
    if article.copy_of is not None:
        yield f"  {article.copy_kind} copy of {_original(found)}: {article.copy_reason}"
    if found.coverage is not None:
        yield from _coverage(found.coverage)
    if found.joined:
        yield f"  reports the same event as others in it: {found.joined}"
    for move in found.moves:
        way = f"story {move.before} to story {move.after}"
        yield f"  moved from {way}, {clock(move.at, zone)}: {move.reason}"
    if found.versions:
        yield from ("", screen.paint("Versions", BOLD))
        yield from _versions(found.versions, screen, zone)
    yield from ("", screen.paint("Watchlists", BOLD))
    stored = {match.watchlist for match in found.matches}
    for name, one in explained:
        yield from _watchlist(name, one, screen, matched=name in stored, whole=whole)
    yield from ("", screen.paint("What became of it", BOLD))
    yield from _became(found, screen, zone)


def _text_of(found: Dossier) -> str:
    article = found.article
    words = count(len(article.text.split()), "word", "words")
    if article.partial:
        return f"headline and summary only: {article.partial}"
    return words if article.text else "headline and summary only: the source gave no more"


def _original(found: Dossier) -> str:
    if found.original is None:
        return f"article {found.article.copy_of}, which is forgotten"
    return f"article {found.original.id}, {found.original.title!r} of {found.original.outlet}"


def _coverage(coverage: Coverage) -> Iterator[str]:
    if len(coverage.reports) > 1:
        yield f"  the story: {carriers(coverage)}"
    if coverage.origin is not None:
        evidence = "; ".join(coverage.origin.evidence)
        yield f"  probably from {coverage.origin.outlet}: {evidence}"


def _versions(versions: Sequence[Version], screen: Screen, zone: ZoneInfo) -> Iterator[str]:
    for version in versions:
        kinds = f": {', '.join(version.edit.kinds)}" if version.edit else ""
        yield f"  {version.number}  {clock(version.seen, zone)}{kinds}"
        for line in lines_of(version.edit):
            yield screen.paint(f"     {line}", COLOURS.get(line.side, ""))


def _watchlist(
    name: str, one: Explanation, screen: Screen, *, matched: bool, whole: bool
) -> Iterator[str]:
    sign = screen.paint("✓", GREEN) if one.holds else "✗"
    changed = ""
    if matched and not one.holds:
        changed = " (it matched when it was stored: the watchlist or the article was edited since)"
    elif one.holds and not matched:
        changed = " (not when it was stored: the watchlist is younger, or was edited since)"
    yield f"  {sign} {name}{changed}"
    if one.holds or whole:
        yield from (f"  {line}" for line in one.lines(1))
    else:
        yield screen.paint(f"      {one.reason}", DIM)


def _became(found: Dossier, screen: Screen, zone: ZoneInfo) -> Iterator[str]:
    yield from (f"  {line}" for line in lines_of_verdicts(found.verdicts, zone))
    if found.silent:
        yield "  It came with the first poll of a source, which is silent, so nobody was told."
    elif not found.matches:
        yield "  It satisfied no watchlist when it was stored, so nobody was told."
    elif not found.verdicts:
        yield screen.paint("  What was decided then is no longer kept.", DIM)
