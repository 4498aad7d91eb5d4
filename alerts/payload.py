"""The fields of a JSON message, version 1; pure.

Everything is plain text without markup; times are ISO 8601 in UTC; absent values are null, never missing.
docs/reference/payload.schema.json describes it, and a test holds real payloads to it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from alerts.changes import SENTENCE_CHARS
from alerts.digests import overview
from alerts.text import clean, safe_url
from alerts.words import PROGRAM, Picture, picture
from archive.vocabulary import (
    Alert,
    AlertKind,
    Blind,
    Change,
    Coverage,
    Digest,
    Edit,
    EditKind,
    Origin,
    Report,
)

VERSION = 1
MOST_REPORTS = 50
Payload = Mapping[str, object]


def of_alert(alert: Alert, coverage: Coverage | None, *, key: str, sure: bool) -> Payload:
    """Return the fields of an alert, a follow-up, a notice or a test."""
    shown = picture(alert, zone="UTC", sure=sure, coverage=coverage)
    return {
        "version": VERSION,
        "key": key,
        "kind": str(alert.kind),
        "may_be_a_repeat": not sure,
        "subject": shown.subject,
        **_story(alert, shown),
        "claim_by": iso(alert.claim_by),
        **_coverage(coverage),
    }


def of_digest(digest: Digest, *, key: str, sure: bool) -> Payload:
    """Return the fields of a digest; its stories have the fields of an alert."""
    whole = overview(digest, zone="UTC", sure=sure)
    return {
        "version": VERSION,
        "key": key,
        "kind": str(AlertKind.DIGEST),
        "may_be_a_repeat": not sure,
        "subject": whole.subject,
        "title": whole.headline,
        "reason": str(digest.reason),
        "since": iso(digest.since),
        "until": iso(digest.until),
        "stories": [_listed(digest, alert) for alert in digest.alerts],
        "more": [{"watchlist": g.watchlist, "stories": g.more} for g in whole.groups if g.more],
        "muted": digest.muted,
        "watched": digest.watched,
        "blind": [_blind(blind) for blind in digest.blind],
    }


def iso(moment: datetime | None) -> str | None:
    """Write a moment in UTC with Z, to the second."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _story(alert: Alert, shown: Picture) -> Payload:
    return {
        "title": shown.headline,
        "url": shown.url,
        "outlet": shown.outlet or None,
        "source": clean(alert.source, chars=80) or None,
        "published": iso(alert.published),
        "seen": iso(alert.seen),
        "language": shown.language or None,
        "watchlist": shown.watchlist or None,
        "query": shown.query or None,
        "reason": _reason(alert, shown),
        "terms": list(shown.terms),
        "quote": shown.said or None,
        "hits": [piece.text.strip() for piece in shown.quote if piece.hit],
        "spans": [
            {"field": s.field, "start": s.start, "end": s.end, "term": clean(s.term, chars=200)}
            for s in alert.spans[:200]
        ],
        "partial": clean(alert.partial, chars=160) or None,
        "article": alert.article,
        "story": alert.story,
        "edit": _edit(alert.edit) if alert.edit else None,
    }


def _listed(digest: Digest, alert: Alert) -> Payload:
    """Return a story of a digest: what an alert says, but of those who carry it only the numbers."""
    coverage = digest.coverage.get(alert.story) if alert.story is not None else None
    numbers = _numbers(coverage if coverage and coverage.reports else None)
    story = _story(alert, picture(alert, zone="UTC"))
    return {"kind": str(alert.kind), **story, "claim_by": iso(alert.claim_by), **numbers}


def _edit(edit: Edit) -> Payload:
    return {
        "kinds": [str(kind) for kind in edit.kinds],
        "headline": _change(edit.headline) if edit.headline else None,
        "figures": [
            {
                "before": clean(each.before, chars=80) or None,
                "after": clean(each.after, chars=80) or None,
                "sentence": clean(each.sentence, chars=SENTENCE_CHARS),
            }
            for each in edit.figures
        ],
        "reworded": [_change(each) for each in edit.reworded],
        "removed": [clean(each, chars=SENTENCE_CHARS) for each in edit.removed],
        "added": [clean(each, chars=SENTENCE_CHARS) for each in edit.added],
        "more": edit.more,
        "gone": (clean(edit.reason, chars=200) or None) if EditKind.GONE in edit.kinds else None,
    }


def _change(change: Change) -> Payload:
    return {
        "before": clean(change.before, chars=SENTENCE_CHARS),
        "after": clean(change.after, chars=SENTENCE_CHARS),
    }


def _reason(alert: Alert, shown: Picture) -> str | None:
    """Say in one line why this is told."""
    if shown.why:
        return shown.why
    return f"{PROGRAM} {alert.kind}" if alert.kind in (AlertKind.NOTICE, AlertKind.TEST) else None


def _coverage(coverage: Coverage | None) -> Payload:
    known = coverage if coverage and coverage.reports else None
    return {
        **_numbers(known),
        "reports": [_report(each) for each in known.reports[:MOST_REPORTS]] if known else [],
        "origin": _origin(known.origin) if known and known.origin else None,
    }


def _numbers(known: Coverage | None) -> Payload:
    return {
        "outlets": known.outlets if known else None,
        "independent": max(known.independent - 1, 0) if known else None,
        "same_owner": known.same_owner if known else None,
        "copying": known.copying if known else None,
        "copies": known.copies if known else None,
    }


def _report(report: Report) -> Payload:
    return {
        "article": report.article,
        "title": clean(report.title, chars=300),
        "url": safe_url(report.url),
        "outlet": clean(report.outlet, chars=80),
        "owner": clean(report.owner, chars=80),
        "published": iso(report.published),
        "seen": iso(report.seen),
        "copy_of": report.copy_of,
        "copy_kind": report.copy_kind and str(report.copy_kind),
    }


def _origin(origin: Origin) -> Payload:
    return {
        "article": origin.article,
        "outlet": clean(origin.outlet, chars=80),
        "evidence": [clean(each, chars=200) for each in origin.evidence[:10]],
    }


def _blind(blind: Blind) -> Payload:
    return {
        "source": clean(blind.source, chars=80),
        "since": iso(blind.since),
        "reason": clean(blind.reason, chars=200),
    }
