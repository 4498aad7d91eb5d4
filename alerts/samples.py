"""Messages to try a channel, and its templates, with; pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from archive.vocabulary import Alert, AlertKind, Blind, Digest, DigestReason

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
        more=((story.watchlist, 4),),
        watched=12,
        blind=(
            Blind(
                source="A source that is only an example",
                since=now - timedelta(hours=5),
                reason="the server refuses us (403)",
            ),
        ),
    )
