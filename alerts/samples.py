"""Messages to try a channel, and its templates, with; pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alerts.words import Picture, picture
from archive.vocabulary import (
    Alert,
    AlertKind,
    ArticleId,
    Blind,
    Change,
    CopyKind,
    Counted,
    Coverage,
    Digest,
    DigestReason,
    Edit,
    EditKind,
    Origin,
    Report,
)

_QUOTE = "Officials said the new harbour bridge would be closed for a week."
SAMPLE = Alert(
    kind=AlertKind.TEST,
    watchlist="Test",
    query='"harbour bridge"',
    title="This is a test message",
    outlet="Wirewatch",
    quote=_QUOTE,
    marks=((_QUOTE.index("harbour"), _QUOTE.index(" would")),),
    terms=('"harbour bridge"',),
    body="If you can read this, alerts for this channel arrive here, with what matched marked as above.",
)
_TITLES = ("This is a test message", "A second story of a sample digest", "And a third one")


def sample_digest(now: datetime) -> Digest:
    """Return a day's digest of made-up stories."""
    story = replace(SAMPLE, watchlist="Test (a sample)", body="", query="")
    return Digest(
        reason=DigestReason.SCHEDULE,
        since=now - timedelta(days=1),
        until=now,
        alerts=tuple(
            replace(story, title=title, story=number, published=now - timedelta(hours=number + 1))
            for number, title in enumerate(_TITLES)
        ),
        more=tuple(Counted(watchlist=story.watchlist, story=number) for number in range(10, 14)),
        watched=12,
        blind=(
            Blind(
                source="A source that is only an example",
                since=now - timedelta(hours=5),
                reason="the server refuses us (403)",
            ),
        ),
    )


_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
_FULL = replace(
    SAMPLE,
    kind=AlertKind.ALERT,
    title="The harbour bridge is closed",
    url="https://news.example/bridge",
    published=_NOW,
    seen=_NOW,
    language="en",
    partial="the page could not be read",
    article=ArticleId(1),
    story=1,
    claim_by=_NOW,
    edit=Edit(
        kinds=(EditKind.HEADLINE,), headline=Change(before="The bridge is open", after="It is not")
    ),
)
_COVERAGE = Coverage(
    story=1,
    reports=tuple(
        Report(
            article=ArticleId(number),
            title="The harbour bridge is closed",
            url=f"https://news{number}.example/bridge",
            outlet=f"Outlet {number}",
            owner=f"Outlet {number}",
            published=_NOW,
            seen=_NOW,
            copy_of=ArticleId(1) if number > 1 else None,
            copy_kind=CopyKind.REPRINT if number > 1 else None,
        )
        for number in range(1, 9)
    ),
    outlets=8,
    independent=1,
    copies=7,
    copying=7,
    origin=Origin(article=ArticleId(1), outlet="Outlet 1", evidence=("published first",)),
)
FULL_DIGEST = replace(
    sample_digest(_NOW),
    reason=DigestReason.QUIET,
    alerts=(_FULL, replace(_FULL, article=ArticleId(2), edit=None), replace(_FULL, edit=None)),
    coverage={1: _COVERAGE},
)
"""A digest of stories in which there is everything that there can be, to try templates on."""


LONG = replace(_FULL, title="The harbour bridge is closed " * 12, quote=_QUOTE * 8)
"""An alert as long as they come, to try templates on for services that take little."""

LONG_DIGEST = replace(
    FULL_DIGEST, alerts=tuple(replace(LONG, story=n, article=ArticleId(n)) for n in range(1, 41))
)


def full_picture() -> Picture:
    """Return an alert in which there is everything that there can be."""
    return picture(_FULL, zone="UTC", sure=False, coverage=_COVERAGE)
