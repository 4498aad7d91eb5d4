"""`fetch`: one poll of a source, or one page, shown step by step; nothing is stored or sent."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from typing import Any

from archive.vocabulary import Source
from spiders.prose import one_line
from wirewatch import logs, records
from wirewatch.cli import setting
from wirewatch.cli.screen import Screen
from wirewatch.cli.trial_screen import HEADERS, LONGEST_HEADER, TrialScreen, sent_headers
from wirewatch.cli.trouble import Trouble
from wirewatch.config import Config
from wirewatch.records import Record, iso
from wirewatch.trying import Listing, Read, Request, Step


def fetch(options: Namespace) -> int:
    """Try a source of the configuration, or an address."""
    config = setting.configured_or_bare(options)
    source = _source(config, options.what)
    from spiders.crawl import loop  # late: Scrapy takes half a second
    from wirewatch.wiring import tried, user_agent

    hide = logs.redactor(config.secrets)
    tell: Callable[[Step], None] = partial(_print, hide)
    if not options.json:
        tell = TrialScreen(
            Screen(sys.stdout),
            zone=config.timezone,
            user_agent=user_agent(config.fetch),
            hide=hide,
        ).tell
    what = source or _address(options.what, config)
    done = loop.run(lambda: tried(config, what, most=options.articles, tell=tell))
    return 0 if done else 3


def _source(config: Config, what: str) -> Source | None:
    """Return the source of this name or address."""
    for source in config.sources:
        if what.casefold() == source.name.casefold() or what == source.url:
            return source
    return None


def _address(what: str, config: Config) -> str:
    if what.startswith(("http://", "https://")):
        return what
    if "." in what and " " not in what:
        return f"https://{what}"
    names = ", ".join(source.name for source in config.sources) or "none"
    raise Trouble(f"no source is called {what}, and it is no address. Sources: {names}")


def _print(hide: Callable[[str], str], step: Step) -> None:
    for record in records_of(step):
        print(hide(json.dumps(record, ensure_ascii=False)), flush=True)


def records_of(step: Step) -> list[Record]:
    """Return the objects that tell a step."""
    if isinstance(step, Listing):
        return listing(step)
    return [request(step) if isinstance(step, Request) else article(step)]


def request(step: Request) -> Record:
    """Return the fields of a request; headers of ours by name only, those of the answer that are no secrets."""
    answer = step.answer
    return {
        "step": "request",
        "url": step.ask.url,
        "sent": list(sent_headers(step)),
        "redirects": [
            {"url": url, "status": status} for url, status in (answer.redirects if answer else ())
        ],
        "arrived": answer.url if answer else None,
        "status": answer.status if answer else None,
        "headers": {
            name: one_line(answer.headers[name], LONGEST_HEADER)
            for name in HEADERS
            if answer and name in answer.headers
        },
        "bytes": len(answer.body) if answer else None,
        "seconds": round(step.seconds, 3),
        "error": step.error,
    }


def listing(step: Listing) -> list[Record]:
    """Return the fields of what a source lists: of itself, and of each entry."""
    head: dict[str, Any] = {
        "step": "source",
        "name": step.source.name,
        "kind": step.source.kind.value,
        "url": step.source.address,
        "entries": len(step.entries),
        "new": sum(one.new for one in step.entries),
        "silent": step.silent,
        "archive": step.archive,
        "error": step.error,
    }
    return [
        head,
        *(
            {
                "step": "entry",
                "url": one.entry.url,
                "title": one.entry.title,
                "published": iso(one.entry.published),
                "new": one.new,
                "known": None if one.new else one.known.value,
                "page": one.wish.read,
                "reason": one.wish.value,
                "matches": list(one.watchlists),
            }
            for one in step.entries
        ),
    ]


def article(step: Read) -> Record:
    """Return the fields of an article that was read."""
    entry = step.entry
    return {
        "step": "article",
        "url": entry.url,
        "aliases": list(entry.aliases),
        "title": entry.title,
        "titles": list(entry.titles),
        "outlet": entry.outlet,
        "published": iso(entry.published),
        "language": entry.language,
        "authors": list(entry.authors),
        "section": entry.section,
        "image": entry.image,
        "credit": entry.credit,
        "partial": entry.partial,
        "summary": entry.summary,
        "text": entry.text,
        "matches": [
            {
                "watchlist": told.hit.watchlist,
                "quote": told.hit.quote,
                "spans": [records.span(each) for each in told.hit.spans],
                "channels": list(told.channels),
            }
            for told in step.told
        ],
    }
