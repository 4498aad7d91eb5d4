"""`match`: watchlists over texts, without an archive; a filter for pipes."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.vocabulary import Hit, Watchlist
from watchlists import Explanation, Matcher, QueryError, check, compose, render
from wirewatch import records
from wirewatch.cli import setting
from wirewatch.cli.screen import Screen
from wirewatch.cli.texts import Text, Unreadable, read_texts
from wirewatch.cli.trouble import Trouble
from wirewatch.config import load_watchlists


def match(options: Namespace) -> int:
    """Run queries over texts and tell what holds; 3 when some lines could not be read."""
    matcher = _matcher(options)
    screen = Screen(sys.stdout)
    counts: Counter[str] = Counter()
    unreadable = 0
    for text in read_texts(options.files, lines=options.lines, language=options.lang):
        if isinstance(text, Unreadable):
            unreadable += 1
            print(f"wirewatch: {text.where}: {text.why}; it was passed over", file=sys.stderr)
        elif options.count:
            counts.update(matcher.holding(text.document))
        elif options.explain:
            _explain(matcher, text, options)
        else:
            _tell(matcher, text, options, screen)
    if options.count:
        _tell_counts(matcher, counts, options)
    return 3 if unreadable else 0


def _matcher(options: Namespace) -> Matcher:
    watchlists, terms = _watchlists(options)
    try:
        return Matcher(watchlists, terms)
    except QueryError as error:
        raise Trouble(
            f"the query cannot be read\n{render(error.text, error.complaints)}"
        ) from error


def _watchlists(options: Namespace) -> tuple[Sequence[Watchlist], Mapping[str, str]]:
    """Return the queries of the command line and the file, or those of the configuration."""
    asked = [Watchlist(name=query, query=query) for query in options.query or ()]
    terms: Mapping[str, str] = {}
    if options.watchlists:
        path = Path(options.watchlists)
        if path.suffix in {".yaml", ".yml"}:
            loaded = load_watchlists(path, check_query=check)
            setting.show(loaded.problems)
            if not loaded.watchlists:
                raise Trouble(f"{path}: mend the watchlists first")
            asked += loaded.watchlists
            terms = loaded.terms
        else:
            asked += _one_a_line(path)
    if asked:
        return asked, terms
    config = setting.configured(options)
    return config.watchlists, config.terms


def _one_a_line(path: Path) -> Iterator[Watchlist]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Trouble(f"{path} cannot be read: {why}") from error
    wrong = []
    for number, line in enumerate(lines, 1):
        query = line.strip()
        if not query or query.startswith("#"):
            continue
        watchlist = Watchlist(name=query, query=query)
        try:
            compose(watchlist)
        except QueryError as error:
            wrong.append(f"{path}:{number}: {render(query, error.complaints)}")
        yield watchlist
    if wrong:
        raise Trouble("queries that cannot be read\n" + "\n".join(wrong))


def _tell(matcher: Matcher, text: Text, options: Namespace, screen: Screen) -> None:
    if options.filter:
        if matcher.holding(text.document):
            sys.stdout.write(text.raw if text.raw.endswith("\n") else text.raw + "\n")
        return
    for hit in matcher.match(text.document):
        if options.json:
            print(json.dumps(_record(text, hit), ensure_ascii=False))
        else:
            screen.line(f"{text.id}: {screen.paint(hit.watchlist, '36')}: {screen.marked(hit)}")


def _record(text: Text, hit: Hit) -> dict[str, Any]:
    return {
        "watchlist": hit.watchlist,
        "article": text.id,
        "url": text.document.url or None,
        "title": text.document.title or None,
        "spans": [records.span(span) for span in hit.spans],
        "quote": hit.quote,
    }


def _explain(matcher: Matcher, text: Text, options: Namespace) -> None:
    for watchlist in matcher.watchlists:
        found: Explanation = matcher.explain(text.document, watchlist.name)
        if options.json:
            record = {"watchlist": watchlist.name, "article": text.id, "explanation": asdict(found)}
            print(json.dumps(record, ensure_ascii=False))
        else:
            print(f"{text.id}: {watchlist.name}")
            for line in found.lines(1):
                print(line)


def _tell_counts(matcher: Matcher, counts: Counter[str], options: Namespace) -> None:
    for watchlist in matcher.watchlists:
        number = counts[watchlist.name]
        if options.json:
            print(json.dumps({"watchlist": watchlist.name, "count": number}, ensure_ascii=False))
        else:
            print(f"{number}\t{watchlist.name}")
