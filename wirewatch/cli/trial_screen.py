"""What `fetch` shows people: each step as it happens."""

import textwrap
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from archive.vocabulary import Entry, Source
from scheduler.report import clock, count
from spiders.prose import one_line
from wirewatch.cli.screen import BOLD, DIM, GREEN, RED, Screen
from wirewatch.trying import Listing, Read, Request, Step, Told, Tried

MOST_LISTED = 12
"""Entries that are shown one by one."""
HEADERS = (
    "content-type",
    "content-length",
    "content-encoding",
    "etag",
    "last-modified",
    "cache-control",
    "retry-after",
    "server",
)
"""What is shown of an answer; the rest is of no use, or a secret (Set-Cookie)."""
LONGEST_HEADER = 200
PARTIAL = "headline and summary only"


class TrialScreen:
    """Writes the steps of a trial."""

    def __init__(
        self, screen: Screen, *, zone: ZoneInfo, user_agent: str, hide: Callable[[str], str]
    ) -> None:
        """``hide`` takes secrets out of what is shown."""
        self._screen = screen
        self._zone = zone
        self._user_agent = user_agent
        self._hide = hide

    def tell(self, step: Step) -> None:
        """Show one step."""
        if isinstance(step, Request):
            self._request(step)
        elif isinstance(step, Listing):
            self._listing(step)
        else:
            self._read(step)

    def _request(self, step: Request) -> None:
        self._head(f"GET {step.ask.url}")
        self._fact("sent", f"User-Agent: {self._user_agent}")
        for name in sent_headers(step):
            self._fact("sent", f"{name}: …")
        if step.answer is None:
            self._fact("failed", f"{step.error} ({step.seconds:.1f} s)", RED)
            return
        for address, status in step.answer.redirects:
            self._fact("redirect", f"{status} from {address}")
        if step.answer.redirects:
            self._fact("arrived", step.answer.url)
        good = step.answer.status < 400
        size = f"{len(step.answer.body):,} bytes in {step.seconds:.1f} s"
        self._fact("status", f"{step.answer.status}, {size}", GREEN if good else RED)
        for name in HEADERS:
            if value := step.answer.headers.get(name):
                self._fact("header", f"{name}: {one_line(value, LONGEST_HEADER)}")

    def _listing(self, step: Listing) -> None:
        source = step.source
        if step.error is not None:
            self._head(f"{source.name}: {source.kind.value}")
            self._fact("failed", step.error, RED)
            return
        new = sum(one.new for one in step.entries)
        self._head(
            f"{source.name}: {source.kind.value}, {count(len(step.entries), 'entry', 'entries')}, {new} new"
        )
        if step.archive is not None:
            self._fact("archive", f"{step.archive}; so every entry counts as new")
        if step.silent:
            self._fact(
                "first", f"never polled before: the first poll takes these in silence{_but(source)}"
            )
        for one in step.entries[:MOST_LISTED]:
            self._entry(one)
        if (left := len(step.entries) - MOST_LISTED) > 0:
            self._fact("", f"and {count(left, 'more entry', 'more entries')}; --json shows all")

    def _entry(self, one: Tried) -> None:
        entry = one.entry
        self._fact(
            "new" if one.new else "known", entry.title or "(no headline)", BOLD if one.new else DIM
        )
        facts = [self._when(entry.published), entry.url or "no address"]
        if not one.new:
            facts.append(one.known.value)
        self._fact("", ", ".join(filter(None, facts)), DIM)
        if one.new:
            verb = "is read" if one.wish.read else "is not read"
            self._fact("", f"its page {verb}: {one.wish.value}", DIM)
        if one.watchlists:
            self._fact("", f"matches as it is listed: {', '.join(one.watchlists)}")

    def _read(self, step: Read) -> None:
        self._head(step.entry.title or "(no headline)")
        for name, value in facts_of(step.entry, self._when(step.entry.published)):
            self._fact(name, value)
        entry = step.entry
        if entry.partial is not None:
            self._fact("text", f"{PARTIAL}: {entry.partial}", RED)
        elif entry.text:
            self._fact("text", f"{len(entry.text):,} characters")
        for line in (entry.text or entry.summary).splitlines():
            self._fact("", line)
        for told in step.told:
            self._told(told)
        if not step.told:
            self._fact("matches", "no watchlist")

    def _told(self, told: Told) -> None:
        self._fact("matches", told.hit.watchlist, BOLD)
        self._lines("", self._screen.pointed(told.hit))
        self._fact("", f"would be told to: {', '.join(told.channels) or 'nobody'}")

    def _when(self, moment: datetime | None) -> str:
        return clock(moment, self._zone) if moment else ""

    def _head(self, text: str) -> None:
        self._screen.line("")
        for line in textwrap.wrap(
            self._hide(text), self._screen.width, subsequent_indent="  ", break_on_hyphens=False
        ):
            self._screen.line(self._screen.paint(line, BOLD))

    def _fact(self, name: str, value: str, tone: str = "") -> None:
        self._lines(name, value, tone)

    def _lines(self, name: str, value: str, tone: str = "") -> None:
        """Write a value beside its name, wrapped; an address is never broken."""
        room = self._screen.width - INDENT
        lines = textwrap.wrap(
            self._hide(value), room, break_long_words=False, break_on_hyphens=False
        ) or [""]
        for number, line in enumerate(lines):
            label = f"  {name if number == 0 else '':<{INDENT - 3}} "
            self._screen.line(label + self._screen.lit(self._screen.paint(line, tone)))


INDENT = 13
"""Columns of the names of facts."""


def _but(source: Source) -> str:
    return ", but for what `backfill` reaches" if source.backfill else ""


def sent_headers(step: Request) -> Iterator[str]:
    """Yield the names of the headers that were sent for this source or its validators; never their values."""
    if step.ask.validators.etag is not None:
        yield "If-None-Match"
    if step.ask.validators.last_modified is not None:
        yield "If-Modified-Since"


def facts_of(entry: Entry, when: str) -> Iterator[tuple[str, str]]:
    """Yield what is known of an article, by name."""
    facts = (
        ("address", entry.url or ""),
        *(("also", alias) for alias in entry.aliases),
        *(("headline", title) for title in entry.titles if title != entry.title),
        ("outlet", entry.outlet or ""),
        ("published", when),
        ("language", entry.language or ""),
        ("authors", ", ".join(entry.authors)),
        ("section", entry.section or ""),
        ("categories", ", ".join(entry.tags)),
        ("credit", entry.credit or ""),
        ("picture", entry.image or ""),
    )
    return ((name, value) for name, value in facts if value)
