"""Messages in the words of each kind of channel; pure.

Feed text is hostile: it is cleaned once (`alerts.text`), and each kind escapes each piece of it for the
one service that it is for, so that the only markup in a message is our own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from alerts import chat, payload, plain, templates
from alerts.digests import BRIEF, BRIEFEST, ITEM, Overview, overview, shortened
from alerts.markup import DIALECTS, TITLES
from alerts.own import Own, TooLongError
from alerts.words import LEAST, LESS, Detail, Form, Kind, Picture, Words, picture
from archive.vocabulary import Alert, Coverage, Digest, Message

_ESSENTIAL = 3
"""Lines of a chat before its last that must not be cut off: the watchlist, the headline and the address."""
Shown = TypeVar("Shown", Picture, Overview)

ROOM = {
    Kind.EMAIL: 90_000,
    Kind.SLACK: 2_900,
    Kind.MARKDOWN: 2_000,
    Kind.TEAMS: 4_000,
    Kind.TELEGRAM: 4_096,
    Kind.MARKED: 30_000,
    Kind.PLAIN: 30_000,
    Kind.SHORT: plain.SHORT_CHARS,
    Kind.JSON: 200_000,
}
"""How long a body may be. Slack: the text of one block; mail: Gmail hides what is above 102 kB; Teams: a message has 28 KB, and six for a letter that is not ASCII."""


def render(
    message: Message,
    kind: Kind,
    *,
    zone: str,
    sure: bool = True,
    key: str = "",
    coverage: Coverage | None = None,
    room: int | None = None,
    own: Own | None = None,
) -> Words:
    """Put a message into the words of a kind of channel.

    ``zone`` is an IANA name; ``sure=False`` adds « (may be a repeat) »; ``key`` is the idempotency key;
    ``coverage`` is who carries the story of an alert; ``room`` is how long a body the service takes; ``own``
    are the templates of the user, in whose place ours stand where they do not work.
    """
    room = min(room or ROOM[kind], ROOM[kind])
    if isinstance(message, Digest):
        digests = partial(_digests, message, zone, sure)
        words = _worded(digests, digests, _digest, kind, room, own)
        facts = payload.of_digest(message, key=key, sure=sure) if kind is Kind.JSON else {}
    else:
        pictures = partial(_pictures, message, zone, sure, coverage)
        least = (*LESS, *LEAST) if kind is Kind.SHORT else LESS
        words = _worded(pictures, partial(pictures, details=least), _alert, kind, room, own)
        if kind is Kind.MARKED and words.body.count("\n") < _ESSENTIAL and not words.files:
            # Where little is taken, the address, or a long headline, was cut off.
            words = fitting(pictures(details=LEAST), kind, room, _alert)
        facts = payload.of_alert(message, coverage, key=key, sure=sure) if kind is Kind.JSON else {}
    return replace(words, facts=facts)


def _worded(
    ever_shorter: Callable[[], Iterator[Shown]],
    shorter_still: Callable[[], Iterator[Shown]],
    write: Callable[[Shown, Kind, int], Words],
    kind: Kind,
    room: int,
    own: Own | None,
) -> Words:
    usual = fitting(ever_shorter(), kind, room, write)
    if own is None:
        return usual
    fault = ""
    for shown in shorter_still():
        try:
            return own.write(shown, kind, usual, room)
        except TooLongError as error:
            fault = error.fault.told
    return replace(usual, fault=fault)


def fitting(
    ever_shorter: Iterator[Shown],
    kind: Kind,
    room: int,
    write: Callable[[Shown, Kind, int], Words],
) -> Words:
    """Write the first that fits; the last one is cut at the end of a line."""
    dialect = DIALECTS.get(kind)
    length = length_of(kind)
    for shown in ever_shorter:
        words = write(shown, kind, room)
        if length(words.body) <= room:
            return words
    if dialect:
        body = chat.cut(words.body.split("\n"), room, dialect)
    else:
        body = words.body if words.form is Form.HTML else plain.cut(words.body, room)
    return Words(title=words.title, body=body, form=words.form)


def length_of(kind: Kind) -> Callable[[str], int]:
    """Return how a kind of service counts what it takes."""
    if kind in DIALECTS:
        return DIALECTS[kind].length
    return plain.length if kind is Kind.PLAIN else len


def _pictures(
    alert: Alert,
    zone: str,
    sure: bool,
    coverage: Coverage | None,
    details: Sequence[Detail] = LESS,
) -> Iterator[Picture]:
    for detail in details:
        yield picture(alert, zone=zone, sure=sure, coverage=coverage, detail=detail)


def _digests(digest: Digest, zone: str, sure: bool) -> Iterator[Overview]:
    """Give a digest with ever less in it: first without quotations, then with fewer stories."""
    yield overview(digest, zone=zone, sure=sure, detail=ITEM)
    brief = overview(digest, zone=zone, sure=sure, detail=BRIEF)
    items = sum(len(group.items) for group in brief.groups)
    while items:
        yield shortened(brief, items=items)
        items = items * 9 // 10
    if brief.groups:
        yield shortened(overview(digest, zone=zone, sure=sure, detail=BRIEFEST), items=1)
    yield shortened(brief, items=0)


def _alert(shown: Picture, kind: Kind, room: int) -> Words:
    if kind in DIALECTS:
        title = TITLES[kind](shown.subject) if kind in TITLES else ""
        dialect = DIALECTS[kind]
        lines = chat.alert_lines(shown, dialect)
        return Words(title=title, body="\n".join(lines), form=dialect.form)
    if kind is Kind.EMAIL:
        return Words(title=shown.subject, body=templates.alert(shown), form=Form.HTML)
    if kind is Kind.SHORT:
        return Words(title="", body=plain.short_alert(shown, room=room))
    title = shown.headline if kind is Kind.JSON else shown.subject
    return Words(title=title, body=plain.alert_text(shown))


def _digest(whole: Overview, kind: Kind, room: int) -> Words:
    if kind in DIALECTS:
        title = TITLES[kind](whole.subject) if kind in TITLES else ""
        dialect = DIALECTS[kind]
        lines = chat.digest_lines(whole, dialect)
        return Words(title=title, body="\n".join(lines), form=dialect.form)
    if kind is Kind.EMAIL:
        return Words(title=whole.subject, body=templates.digest(whole), form=Form.HTML)
    if kind is Kind.SHORT:
        return Words(title="", body=plain.short_digest(whole, room=room))
    title = whole.headline if kind is Kind.JSON else whole.subject
    return Words(title=title, body=plain.digest_text(whole))
