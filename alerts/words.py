"""The facts of a message as a reader wants them: one picture of an alert, whatever the service."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.changes import MOST, SENTENCE_CHARS, Line, lines_of, tail_of
from alerts.coverage import Carried, carried
from alerts.text import (
    QUOTE_CHARS,
    SUBJECT_CHARS,
    SUBJECT_OCTETS,
    Piece,
    clean,
    clip,
    pieces,
    safe_url,
)
from alerts.times import clock, told
from archive.vocabulary import Alert, AlertKind, Coverage

REPEAT = "(may be a repeat)"
NO_TITLE = "(no title)"
PROGRAM = "Wirewatch"
_FUTURE = timedelta(hours=1)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
_COMMAND = re.compile(r"`([^`]+)`")
_FROM_WATCHLIST = frozenset(
    {AlertKind.ALERT, AlertKind.FOLLOW_UP, AlertKind.EDIT, AlertKind.ESCALATION}
)


class Form(StrEnum):
    """How the body of a message is written."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


class Kind(StrEnum):
    """The kinds of channel that are written to differently."""

    EMAIL = "email"
    SLACK = "slack"
    MARKDOWN = "markdown"
    """Discord, Mattermost and others that read CommonMark."""
    TEAMS = "teams"
    """Microsoft Teams, which reads a part of Markdown."""
    TELEGRAM = "telegram"
    MARKED = "marked"
    """Others that read some Markdown in whatever they are given, each of them another."""
    PLAIN = "plain"
    SHORT = "short"
    """Text messages and whatever else takes a few hundred characters."""
    JSON = "json"


FORMS: Mapping[Kind, str] = {
    Kind.EMAIL: "as e-mail",
    Kind.SLACK: "for Slack",
    Kind.MARKDOWN: "as Markdown",
    Kind.TEAMS: "for Microsoft Teams",
    Kind.TELEGRAM: "for Telegram",
    Kind.MARKED: "without signs of Markdown",
    Kind.PLAIN: "as plain text",
    Kind.SHORT: "as a short text",
    Kind.JSON: "as JSON",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is handed to a service: it is safe as it stands, in the form that it names."""

    title: str
    """One line; empty where the body says it all."""
    body: str
    form: Form = Form.TEXT
    facts: Mapping[str, object] = field(default_factory=dict)
    """Further fields of a JSON payload."""
    files: tuple[str, ...] = ()
    """Names of the user's own templates that wrote it."""
    fault: str = ""
    """Why the user's own template was not used; empty when it was, or there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much is told of one alert; less when there is little room."""

    headline: int = 300
    quote: int = QUOTE_CHARS
    query: int = 400
    others: int = 6
    changes: int = MOST
    """Lines of an edit."""
    change_chars: int = SENTENCE_CHARS
    beside: datetime | None = None
    """A time near which it stands, so that its own need not be told in full."""


WHOLE = Detail()
LESS = (
    WHOLE,
    Detail(quote=300, query=160, others=3, changes=10, change_chars=200),
    Detail(quote=140, query=0, others=0, changes=4, change_chars=140),
)
"""From everything to the least, for services that take little."""
LEAST = tuple(
    Detail(headline=headline, quote=quote, query=0, others=0, changes=1, change_chars=60)
    for headline, quote in ((160, 90), (100, 60), (60, 40), (30, 0))
)
"""Still less, down to a text message of 160 characters: for words of the user's own, which we cannot cut as ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An alert with its feed text cleaned, but not yet escaped for anything."""

    kind: AlertKind
    subject: str
    headline: str
    url: str | None
    outlet: str
    when: str
    watchlist: str
    query: str
    terms: tuple[str, ...]
    quote: tuple[Piece, ...]
    body: str
    sure: bool
    language: str
    """BCP 47, or empty: Japanese and Chinese draw the same letters differently."""
    partial: str
    """«Headline and summary only: …»; empty when there is nothing to say."""
    carried: Carried | None
    claim: str = ""
    """How to claim the story, and until when; empty when nobody has to."""
    changes: tuple[Line, ...] = ()
    """What reads otherwise, of an edit."""
    news: str = ""
    """What is new of a story that was told before, in two words: «edited», «now 8 outlets», «not claimed»."""

    @property
    def name(self) -> str:
        """Who speaks: the watchlist of an alert, else the program."""
        return self.watchlist if self.kind in _FROM_WATCHLIST else PROGRAM

    @property
    def headed(self) -> bool:
        """Whether it has a headline and a quotation, rather than words of our own."""
        return self.kind in _FROM_WATCHLIST or bool(self.quote)

    @property
    def right_to_left(self) -> bool:
        """Whether the headline is written so: its first strong letter decides (UAX #9, P2)."""
        for character in self.headline:
            side = unicodedata.bidirectional(character)
            if side in ("L", "R", "AL"):
                return side != "L"
        return False

    @property
    def said(self) -> str:
        """The quotation without its marks."""
        return "".join(piece.text for piece in self.quote)

    @property
    def why(self) -> str:
        """Why it matched, in one line; empty when nothing is known."""
        if not self.terms:
            return ""
        return "found " + ", ".join(f"“{term}”" for term in self.terms)

    @property
    def place(self) -> str:
        """Outlet and time in one line."""
        return " · ".join(part for part in (self.outlet, self.when) if part)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it matched, and that it may be a repeat, one line each."""
        why = f"Why: {self.why}" if self.why else ""
        query = f"Query: {self.query}" if self.query else ""
        lines = (self.claim, why, query, "" if self.sure else REPEAT)
        return tuple(line for line in lines if line)


def picture(
    alert: Alert,
    *,
    zone: str,
    sure: bool = True,
    coverage: Coverage | None = None,
    detail: Detail = WHOLE,
) -> Picture:
    """Clean everything that came from a source and put the rest into words.

    ``zone`` is the IANA name of the zone in which times are told; ``coverage`` is who carries the story.
    """
    headline = clean(alert.title, chars=detail.headline) or NO_TITLE
    watchlist = clean(alert.watchlist, chars=80)
    language = alert.language or ""
    shown = carried(coverage, alert, zone=zone, others=detail.others)
    news = _news(alert, shown)
    return Picture(
        kind=alert.kind,
        subject=subject(
            watchlist if alert.kind in _FROM_WATCHLIST else PROGRAM,
            headline,
            [tail for tail in (news and f"({news})", "" if sure else REPEAT) if tail],
        ),
        headline=headline,
        url=safe_url(alert.url),
        outlet=clean(alert.outlet, chars=80) or clean(alert.source, chars=80),
        when=_when(alert, zone, detail.beside),
        watchlist=watchlist,
        query=clean(alert.query, chars=detail.query) if detail.query else "",
        terms=_terms(alert.terms),
        quote=pieces(alert.quote, alert.marks, chars=detail.quote) if detail.quote else (),
        body="\n".join(_ours(line) for line in alert.body[:8000].splitlines()),
        sure=sure,
        language=language if _LANGUAGE.fullmatch(language) else "",
        partial=_partial(alert),
        carried=shown,
        claim=_claim(alert, zone),
        changes=lines_of(alert.edit, most=detail.changes, chars=detail.change_chars),
        news=news,
    )


def subject(name: str, headline: str, tails: Sequence[str] = ()) -> str:
    """Return a line of at most 150 characters and 300 octets; what ends it is never cut.

    Mail programs and relays give up on longer ones (RFC 5322, section 2.1.1: 998 octets a line,
    and a subject in another script grows threefold when it is encoded).
    """
    line = f"{name}: {headline}" if name else headline
    tail = "".join(f" {each}" for each in tails)
    room = SUBJECT_OCTETS - len(tail.encode())
    return clip(line, chars=SUBJECT_CHARS - len(tail), octets=room) + tail


def _news(alert: Alert, shown: Carried | None) -> str:
    if alert.kind is AlertKind.EDIT:
        return tail_of(alert.edit)
    if alert.kind is AlertKind.FOLLOW_UP:
        return shown.tail if shown else "follow-up"
    return "not claimed" if alert.kind is AlertKind.ESCALATION else ""


def _claim(alert: Alert, zone: str) -> str:
    if alert.claim_by is None or alert.story is None:
        return ""
    until = clock(alert.claim_by, zone, beside=alert.seen or alert.claim_by)
    # No full stop and no quotes: the command is copied from here.
    return f"To claim it by {until}, before others are told too: wirewatch claim {alert.story}"


def _ours(line: str) -> str:
    """Clean a line of our own words, and put commands in quotes: backticks would stand there as they are."""
    return _COMMAND.sub(r"“\1”", clean(line, chars=1000))


def _partial(alert: Alert) -> str:
    if not alert.partial:
        return ""
    why = clean(alert.partial, chars=160).rstrip(".")
    return f"Headline and summary only: {why}" if why else "Headline and summary only"


def _when(alert: Alert, zone: str, beside: datetime | None) -> str:
    """Say when it was published, or seen when the source says nothing or something impossible."""
    published, seen = alert.published, alert.seen
    possible = published if seen is None or (published and published <= seen + _FUTURE) else None
    moment = possible or seen
    if moment is None:
        return ""
    when = told(moment, zone) if beside is None else clock(moment, zone, beside=beside)
    ours = alert.kind not in _FROM_WATCHLIST
    return when if possible or ours else f"seen {when}"


def _terms(terms: Sequence[str]) -> tuple[str, ...]:
    """Return up to twelve terms, each once."""
    cleaned = [clean(term.strip('"'), chars=60) for term in terms]
    return tuple(dict.fromkeys(term for term in cleaned if term))[:12]
