"""What the demo says, in plain words."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from wirewatch.demo.content import Content, Cue, Expect, FeedFormat, Outlet
from wirewatch.demo.memory import Memory
from wirewatch.demo.received import Received
from wirewatch.demo.screen import Screen, clean, width, wrap
from wirewatch.demo.setting import WATCHLISTS

_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "ja": "Japanese",
    "uk": "Ukrainian",
}
_FORMATS = {
    FeedFormat.RSS: "RSS 2.0",
    FeedFormat.TEASER: "RSS, teasers",
    FeedFormat.WORDPRESS: "WordPress RSS",
    FeedFormat.BRIEF: "RSS, text only",
    FeedFormat.ATOM: "Atom",
    FeedFormat.RDF: "RSS 1.0",
}
_LOG_LINES = 3
_STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (?:info: )?")
"""What the daemon puts before its lines for a journal; the screen has a clock of its own."""
_CLOCK = 10
"""Columns that the time takes at the beginning of a line."""


class Narrator:
    """Tells one showing of the demo on one screen."""

    def __init__(self, screen: Screen, content: Content) -> None:
        self._screen = screen
        self._content = content

    def welcome(self, base: str) -> None:
        """Say what this is, who publishes, and what is watched for."""
        outlets = self._content.outlets
        languages = len({outlet.language[:2] for outlet in outlets})
        self._screen.say("Wirewatch demo", style="bold")
        self._screen.say(
            f"An invented newsroom on this computer: {len(outlets)} outlets in {languages} languages at "
            f"{base}/. The real Wirewatch daemon polls their feeds every two seconds and sends "
            f"real messages to a mailbox and a chat room that live in this terminal. "
            f"No network, no account, and nothing stays behind."
        )
        self._screen.blank()
        self._screen.say("The outlets", style="bold")
        for outlet in outlets:
            self._outlet(outlet)
        self._screen.blank()
        self._screen.say("The watchlists, as they stand in config.yaml", style="bold")
        for shown in WATCHLISTS:
            rule = shown.text.replace("\n", "   ").replace("'", "")
            channels = ", ".join(shown.notify)
            self._screen.say(shown.name, style="bold", indent="   ")
            self._screen.say(f"{rule}   notify: [{channels}]", indent="      ")
        self._screen.blank()

    def _outlet(self, outlet: Outlet) -> None:
        name = "   " + outlet.name + " " * max(1, 22 - width(outlet.name))
        language = _LANGUAGES[outlet.language[:2]]
        old = sum(story.age is not None for story in outlet.stories)
        facts = f"{language:<10} {_FORMATS[outlet.format]}, {outlet.encoding}; {old} stories"
        self._screen.say(facts, first=name, indent=" " * 25)

    def starting(self, now: datetime) -> None:
        """Say that the daemon starts."""
        self._timed(now, "Wirewatch starts: wirewatch run --config config.yaml")

    def opened(self, now: datetime, stories: int) -> None:
        """Say that the first round of polling is over."""
        self._timed(
            now,
            f"Every feed was polled once. The {stories} stories that were there already are taken in "
            "silence: only what is published from now on is news.",
        )

    def log(self, line: str) -> None:
        """Show a line of the daemon's log, three lines of the screen at most."""
        text = _STAMP.sub("", clean(line))
        indent = " " * _CLOCK + "daemon │ "
        lines = wrap(text, self._screen.columns - width(indent))
        if len(lines) > _LOG_LINES:
            text = text[: sum(map(len, lines[:_LOG_LINES])) - 1] + "…"
        self._screen.say(text, style="dim", indent=indent)

    def publishes(self, now: datetime, cue: Cue, headline: str) -> None:
        """Say that an outlet publishes a story, or changes one."""
        outlet = self._content.outlet(cue.outlet).name
        verb = {
            Expect.EDIT: "changes a headline",
            Expect.COPY: "publishes the same text under a headline of its own",
        }.get(cue.expect, "publishes")
        self._timed(now, f"{outlet} {verb}: {headline}", style="bold")

    def arrives(
        self, now: datetime, message: Received, after: timedelta | None, *, brief: bool = False
    ) -> None:
        """Show a message that has arrived, and how long after its story came out; or only say so."""
        what = "An e-mail" if message.channel == "mail" else "A chat message"
        lag = "" if after is None else f", {after.total_seconds():.1f} s after the story came out"
        if brief:
            self._timed(now, f"{what} says the same{lag}.", style="good")
            self._screen.blank()
            return
        self._screen.blank()
        self._timed(now, f"{what} arrives{lag}:", style="good")
        self._screen.frame(message.heading, message.lines)
        self._screen.blank()

    def stays_silent(self, now: datetime, cue: Cue) -> None:
        """Say why no message came of a story."""
        self._timed(
            now, cue.note.format(outlet=self._content.outlet(cue.outlet).name), style="good"
        )

    def goes_on(self, now: datetime, base: str, *, ends: bool) -> None:
        """Say that the scripted stories are over; ``ends`` says that the demo does so by itself."""
        what = (
            "The demo ends in a moment."
            if ends
            else f"The daemon goes on polling; look around at {base}/ and end it with Ctrl-C."
        )
        self._screen.blank()
        self._timed(now, f"That was the last story of the demo. {what}")

    def still_here(self, now: datetime, polls: int) -> None:
        """Say from time to time that nothing is new."""
        self._timed(now, f"Nothing new; {polls} polls so far. Ctrl-C ends the demo.", style="dim")

    def died(self, code: int, last: Sequence[str]) -> None:
        """Say that the daemon ended by itself, with its last words."""
        how = f"with exit code {code}" if code >= 0 else f"by signal {-code}"
        self._screen.blank()
        self._screen.say(f"The daemon ended {how}. Its last lines:", style="bold")
        for line in last:
            self._screen.say(clean(line), indent="   ")

    def stopping(self, now: datetime) -> None:
        """Say that the daemon is asked to end."""
        self._screen.blank()
        self._timed(now, "The demo stops the daemon, as Ctrl-C would.")

    def summary(
        self,
        *,
        first: timedelta | None,
        polls: int,
        memory: Memory | None,
        messages: Counter[str],
        sample: Counter[str],
        copies: int,
    ) -> None:
        """Say what there was; ``first`` is how long after the start the first message arrived."""
        self._screen.blank()
        self._screen.say("What there was", style="bold")
        facts = [("feeds polled", f"{polls} times")]
        if memory is not None:
            facts += [
                ("entries listed", str(memory.entries)),
                ("articles kept", str(memory.articles)),
                ("matches", str(memory.matches)),
            ]
        if first is not None:
            facts.append(("first message", f"{first.total_seconds():.0f} s after the start"))
        facts += [(f"messages to {name}", str(count)) for name, count in messages.items()]
        facts.append(("copies not repeated", str(copies)))
        told = ", ".join(f"{name} {_times(count)}" for name, count in sample.items())
        facts.append(("the Kursk troops story", f"told to {told}"))
        for name, value in facts:
            self._pair(name, value)

    def what_next(self) -> None:
        """Say how to go on with news of one's own."""
        steps = (
            ("wirewatch init news", "a folder with a config.yaml to start from"),
            ("edit news/config.yaml", "your sources, your watchlists, your channels"),
            ("wirewatch check", "every mistake at once, with its line and how to mend it"),
            ("wirewatch run", "the daemon, on real news"),
        )
        self._screen.blank()
        self._screen.say("Now with news of your own", style="bold")
        for command, words in steps:
            self._pair(command, words)

    def _pair(self, left: str, right: str) -> None:
        self._screen.say(right, first=f"   {left:<24}", indent=" " * 27)

    def _timed(self, now: datetime, text: str, *, style: str = "") -> None:
        self._screen.say(
            text, style=style, first=f"{now.astimezone():%H:%M:%S}  ", indent=" " * _CLOCK
        )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")
