"""Several alerts as one message; pure."""

from collections.abc import Mapping

from alerts.words import told
from archive.vocabulary import Alert, AlertKind, Digest, DigestReason

REASONS: Mapping[DigestReason, str] = {
    DigestReason.SCHEDULE: "",
    DigestReason.QUIET: "They were held back during quiet hours.",
    DigestReason.LIMIT: "They are more than this channel's limit.",
    DigestReason.MUTED: "They were withheld by a mute that has ended.",
    DigestReason.BACKLOG: "They came all at once, so they are not told one by one.",
}


def in_one(digest: Digest, *, zone: str) -> Alert:
    """Write a digest as one message of lines; ``zone`` is an IANA name."""
    stories = len(digest.alerts) + sum(number for _, number in digest.more)
    return Alert(
        kind=AlertKind.DIGEST,
        title=_title(stories),
        body="\n".join((*_stories(digest), *_coverage(digest, zone))),
        seen=digest.until,
    )


def _title(stories: int) -> str:
    if not stories:
        return "Nothing matched"
    return "1 story" if stories == 1 else f"{stories} stories"


def _stories(digest: Digest) -> list[str]:
    lines = [f"{a.watchlist}: {a.title} ({a.outlet}) {a.url or ''}" for a in digest.alerts]
    lines += [f"{watchlist}: and {number} more" for watchlist, number in digest.more]
    reason = REASONS[digest.reason]
    return [*lines, reason] if lines and reason else lines


def _coverage(digest: Digest, zone: str) -> list[str]:
    """Say what was watched and what was not: «nothing» alone would prove nothing."""
    lines = [
        f"From {told(digest.since, zone)} to {told(digest.until, zone)}: {digest.watched} sources were read."
    ]
    lines += [f"Not read: {blind.source}: {blind.reason}" for blind in digest.blind]
    return lines
