"""The facts of an alert as a reader wants them: one picture of a message, whatever the service."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from alerts.text import SUBJECT_CHARS, SUBJECT_OCTETS, Piece, clean, clip, pieces, safe_url
from archive.vocabulary import Alert, AlertKind

REPEAT = "(may be a repeat)"
NO_TITLE = "(no title)"
_FUTURE = timedelta(hours=1)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


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
    TELEGRAM = "telegram"
    PLAIN = "plain"
    SHORT = "short"
    """Text messages and whatever else takes a few hundred characters."""
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is handed to a service: it is safe as it stands, in the form that it names."""

    title: str
    """One line; empty where the body says it all."""
    body: str
    form: Form = Form.TEXT
    facts: Mapping[str, object] = field(default_factory=dict)
    """Further fields of a JSON payload."""


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

    @property
    def name(self) -> str:
        """Who speaks: the watchlist of an alert, else the program."""
        return self.watchlist if self.kind is AlertKind.ALERT else "Wirewatch"

    @property
    def right_to_left(self) -> bool:
        """Whether the headline is written so: its first strong letter decides (UAX #9, P2)."""
        for character in self.headline:
            side = unicodedata.bidirectional(character)
            if side in ("L", "R", "AL"):
                return side != "L"
        return False

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


def picture(alert: Alert, *, zone: str, sure: bool = True) -> Picture:
    """Clean everything that came from a source and put the rest into words.

    ``zone`` is the IANA name of the zone in which times are told.
    """
    headline = clean(alert.title, chars=300) or NO_TITLE
    watchlist = clean(alert.watchlist, chars=80)
    language = alert.language or ""
    return Picture(
        kind=alert.kind,
        subject=_subject(
            watchlist if alert.kind is AlertKind.ALERT else "Wirewatch", headline, sure
        ),
        headline=headline,
        url=safe_url(alert.url),
        outlet=clean(alert.outlet, chars=80) or clean(alert.source, chars=80),
        when=_when(alert, zone),
        watchlist=watchlist,
        query=clean(alert.query, chars=400),
        terms=_terms(alert.terms),
        quote=pieces(alert.quote, alert.marks),
        body="\n".join(clean(line, chars=1000) for line in alert.body[:8000].splitlines()),
        sure=sure,
        language=language if _LANGUAGE.fullmatch(language) else "",
    )


UTC_NAMES = {"Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal"}
"""What the time zone database also calls UTC; machines are often set to one of these."""


def told(moment: datetime, zone: str) -> str:
    """Write a time for people, with the name of its zone."""
    local = moment.astimezone(ZoneInfo(zone))
    name = "UTC" if zone in UTC_NAMES else zone
    return f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M} ({name})"


def _subject(name: str, headline: str, sure: bool) -> str:
    """Return a line of at most 150 characters and 300 octets.

    Mail programs and relays give up on longer ones (RFC 5322, section 2.1.1: 998 octets a line,
    and a subject in another script grows threefold when it is encoded).
    """
    line = f"{name}: {headline}" if name else headline
    tail = "" if sure else f" {REPEAT}"
    return (
        clip(line, chars=SUBJECT_CHARS - len(tail), octets=SUBJECT_OCTETS - len(tail.encode()))
        + tail
    )


def _when(alert: Alert, zone: str) -> str:
    """Say when it was published, or seen when the source says nothing or something impossible."""
    published, seen = alert.published, alert.seen
    if published is not None and (seen is None or published <= seen + _FUTURE):
        return told(published, zone)
    return f"seen {told(seen, zone)}" if seen is not None else ""


def _terms(terms: Sequence[str]) -> tuple[str, ...]:
    """Return up to twelve terms, each once."""
    cleaned = [clean(term.strip('"'), chars=60) for term in terms]
    return tuple(dict.fromkeys(term for term in cleaned if term))[:12]
