"""What people read in a terminal."""

import os
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import TextIO
from zoneinfo import ZoneInfo

from archive.spans import span
from archive.telling import Mute
from archive.vocabulary import (
    Article,
    ChannelState,
    Delays,
    DeliveryState,
    Flight,
    Hit,
    SourceState,
)
from scheduler.mending import gap_words
from scheduler.report import clock, count

BOLD, DIM, RED, YELLOW, GREEN = "1", "2", "31", "33", "32"
OPEN, CLOSE, INSIDE = "\ue000", "\ue001", "\ue002"
"""Private-use characters for the beginning and end of a hit, and for a space that must not break a line."""
TONES = {
    "ok": GREEN,
    "new": DIM,
    "slow": YELLOW,
    "quiet": YELLOW,
    "moved": YELLOW,
    "failing": RED,
    "blind": RED,
    "gone": YELLOW,
}


class Screen:
    """Writes for people; colours only on a terminal, and not with NO_COLOR."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._color = out.isatty() and not os.environ.get("NO_COLOR")
        self.width = max(40, shutil.get_terminal_size((100, 24)).columns)

    def sources(
        self,
        states: Sequence[SourceState],
        delays: Mapping[str, Delays],
        rhythms: Mapping[str, str],
        *,
        zone: ZoneInfo,
    ) -> None:
        """Show sources: what they are, how they stand and why, and why they are asked as often as they are."""
        wide = max((len(state.name) for state in states), default=0)
        for state in states:
            parts = [
                count(state.entries, "entry", "entries"),
                count(state.articles, "article", "articles"),
            ]
            if state.last_poll:
                parts.append(f"last {clock(state.last_poll, zone)}")
            if state.next_poll and state.standing != "gone":
                parts.append(f"next {clock(state.next_poll, zone)}")
            word = self.paint(f"{state.standing:<8}", TONES.get(state.standing, ""))
            self.line(f"{word} {state.name:<{wide}}  {', '.join(parts)}")
            if took := _took(delays.get(state.name)):
                self.line(self.paint(f"         {took}", DIM))
            if state.reason:
                since = (
                    f" (since {clock(state.since, zone)})" if state.since and state.error else ""
                )
                self.line(self.paint(f"         {state.reason}{since}", DIM))
            if state.gap is not None:
                gaps = count(state.gaps, "gap", "gaps")
                self.line(
                    self.paint(f"         {gaps}, the last {gap_words(state.gap, zone)}", DIM)
                )
            if rhythm := rhythms.get(state.name):
                self.line(self.paint(f"         {rhythm}", DIM))

    def canary(self, flight: Flight, *, zone: ZoneInfo) -> None:
        """Show how the canary fared."""
        last = (
            f"last came at {clock(flight.arrived, zone)}" if flight.arrived else "has not come yet"
        )
        word = "failing" if flight.told else "ok"
        since = f", missed since {clock(flight.told, zone)}" if flight.told else ""
        self.line(f"{self.paint(f'{word:<8}', TONES[word])} canary  {last}{since}")

    def channels(self, states: Sequence[ChannelState], *, zone: ZoneInfo) -> None:
        """Show channels: what was sent, what waits and why."""
        for state in states:
            word = "failing" if state.error else "ok"
            counts = ", ".join(
                f"{state.counts[one]} {one}" for one in DeliveryState if state.counts[one]
            )
            if state.unsure:
                counts += f", {state.unsure} unsure"
            counts = counts or "nothing to send yet"
            oldest = f", oldest waits since {clock(state.oldest, zone)}" if state.oldest else ""
            self.line(
                f"{self.paint(f'{word:<8}', TONES[word])} channel {state.name}  {counts}{oldest}"
            )
            for line in dict.fromkeys(filter(None, (state.error, state.why))):
                self.line(self.paint(f"         {line}", DIM))

    def mutes(self, mutes: Sequence[tuple[Mute, int]], *, zone: ZoneInfo) -> None:
        """Show what is muted, until when, and how much that withholds."""
        for one, withheld in mutes:
            what = one.watchlist or f"story {one.story}"
            withholds = f"{count(withheld, 'story', 'stories')} withheld"
            self.line(
                f"{self.paint('muted   ', YELLOW)} {what}  until {clock(one.until, zone)}, {withholds}"
            )

    def article(self, article: Article, hit: Hit, *, zone: ZoneInfo) -> None:
        """Show an article with the sentence that matched."""
        when = clock(article.published or article.seen, zone)
        self.line(f"{self.paint(article.title or '(no headline)', BOLD)}")
        watchlists = f"  [{', '.join(article.matches)}]" if article.matches else ""
        self.line(self.paint(f"  {article.outlet}, {when}{watchlists}", DIM))
        for line in textwrap.wrap(self.pointed(hit), self.width - 4):
            self.line(f"  {self.lit(line)}")
        if article.url:
            self.line(self.paint(f"  {article.url}", DIM))
        self.line("")

    def marked(self, hit: Hit) -> str:
        """Return the sentence that matched with the hits in bold, where colours are shown."""
        return self.lit(self.pointed(hit))

    def pointed(self, hit: Hit) -> str:
        """Return the quote with marks of our own around the hits, which survive wrapping."""
        pieces: list[str] = []
        at = 0
        for start, end in sorted(hit.marks):
            if start >= at:
                inside = hit.quote[start:end].replace(" ", INSIDE)
                pieces += hit.quote[at:start], OPEN, inside, CLOSE
                at = end
        return "".join((*pieces, hit.quote[at:]))

    def lit(self, line: str) -> str:
        """Return a line with the hits that `pointed` marked in bold, where colours are shown."""
        bold, plain = ("\x1b[1;33m", "\x1b[0m") if self._color else ("", "")
        return line.replace(OPEN, bold).replace(CLOSE, plain).replace(INSIDE, " ")

    def line(self, text: str) -> None:
        """Write one line."""
        print(text, file=self._out)

    def paint(self, text: str, tone: str) -> str:
        """Colour a text, where colours are shown."""
        return f"\x1b[{tone}m{text}\x1b[0m" if self._color and tone else text


def _took(delays: Delays | None) -> str:
    """Say how fast a source is, where that is known."""
    seen, told = (delays.seen, delays.told) if delays else (None, None)
    parts = [] if seen is None else [f"seen within {span(seen)} of publication"]
    parts += [] if told is None else [f"told within {span(told)} of being seen"]
    return f"half of its last articles were {', and '.join(parts)}" if parts else ""
