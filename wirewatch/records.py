"""What `--json` prints: the fields of each thing, absent ones as null; times in ISO 8601, UTC, with Z."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.telling import Mute
from archive.vocabulary import (
    Article,
    ChannelState,
    Claimed,
    Coverage,
    Delays,
    DeliveryState,
    Dossier,
    Edit,
    EditKind,
    Match,
    Report,
    SourceState,
    Span,
    Standing,
    StoryEvent,
    Verdict,
    Version,
)

Record = dict[str, Any]


def iso(moment: datetime | None) -> str | None:
    """Write a moment in UTC with Z, to the second."""
    if moment is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def article(one: Article, *, text: bool = False) -> Record:
    """Return the fields of an article; its text only when asked for."""
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "outlet": one.outlet,
        "source": one.source,
        "published": iso(one.published),
        "seen": iso(one.seen),
        "language": one.language,
        "authors": list(one.authors),
        "text": (one.text or one.summary) if text else None,
        "story": one.story,
        "copy_of": one.copy_of,
        "copy_kind": one.copy_kind,
        "matches": list(one.matches),
    }


def match(one: Match) -> Record:
    """Return the fields of a match."""
    return {
        "watchlist": one.watchlist,
        "article": one.article,
        "url": one.url,
        "title": one.title,
        "spans": [span(each) for each in one.spans],
        "quote": one.quote,
    }


def span(one: Span) -> Record:
    """Return the fields of a span; offsets count characters of the original text."""
    return {"field": one.field, "start": one.start, "end": one.end, "term": one.term}


def story(coverage: Coverage, events: Sequence[StoryEvent] = ()) -> Record:
    """Return the fields of a story, with its reports and what happened to it."""
    origin = coverage.origin
    return {
        "story": coverage.story,
        "title": coverage.reports[0].title,
        "first": iso(coverage.reports[0].published or coverage.reports[0].seen),
        "outlets": coverage.outlets,
        "independent": coverage.independent,
        "same_owner": coverage.same_owner,
        "copying": coverage.copying,
        "copies": coverage.copies,
        "origin": origin
        and {
            "article": origin.article,
            "outlet": origin.outlet,
            "evidence": list(origin.evidence),
        },
        "reports": [report(one) for one in coverage.reports],
        "events": [
            {
                "kind": one.kind,
                "article": one.article,
                "other": one.other,
                "reason": one.reason,
                "at": iso(one.at),
            }
            for one in events
        ],
    }


def report(one: Report) -> Record:
    """Return the fields of one article of a story."""
    return {
        "article": one.article,
        "url": one.url,
        "title": one.title,
        "outlet": one.outlet,
        "owner": one.owner,
        "published": iso(one.published),
        "seen": iso(one.seen),
        "copy_of": one.copy_of,
        "copy_kind": one.copy_kind,
    }


def dossier(one: Dossier) -> Record:
    """Return what is known of an article: its own fields, and what happened to it."""
    coverage = one.coverage
    return article(one.article) | {
        "partial": one.article.partial,
        "copy_reason": one.article.copy_reason,
        "joined": one.joined,
        "moves": [
            {"from": each.before, "to": each.after, "reason": each.reason, "at": iso(each.at)}
            for each in one.moves
        ],
        "silent": one.silent,
        "sources": list(one.sources),
        "known_as": list(one.known_as),
        "outlets": coverage.outlets if coverage else None,
        "independent": coverage.independent if coverage else None,
        "same_owner": coverage.same_owner if coverage else None,
        "copying": coverage.copying if coverage else None,
        "copies": coverage.copies if coverage else None,
        "verdicts": [verdict(each) for each in one.verdicts],
        "versions": [version(each) for each in one.versions],
    }


def edit(one: Edit) -> Record:
    """Return the fields of an edit."""
    record = asdict(one)
    reason = record.pop("reason")
    gone = (reason or None) if EditKind.GONE in one.kinds else None
    return record | {"kinds": [str(kind) for kind in one.kinds], "gone": gone}


def version(one: Version) -> Record:
    """Return the fields of a version of an article."""
    return {
        "number": one.number,
        "seen": iso(one.seen),
        "title": one.title,
        "text": one.text,
        "edit": edit(one.edit) if one.edit else None,
    }


def source(state: SourceState, delays: Delays | None = None) -> Record:
    """Return the fields of a source."""
    known = delays or Delays()
    return {
        "name": state.name,
        "kind": state.kind_found,
        "url": state.url,
        "state": state.standing,
        "since": iso(state.since),
        "reason": state.reason,
        "entries": state.entries,
        "articles": state.articles,
        "last_poll": iso(state.last_poll),
        "next_poll": iso(state.next_poll),
        "interval": state.interval.total_seconds() if state.interval else None,
        "error": state.error,
        "gaps": state.gaps,
        "seen_after": _seconds(known.seen),
        "told_after": _seconds(known.told),
    }


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def channel(state: ChannelState) -> Record:
    """Return the fields of a channel."""
    return {
        "name": state.name,
        "state": "failing" if state.error else "ok",
        "ready": state.counts[DeliveryState.READY],
        "held": state.counts[DeliveryState.HELD],
        "muted": state.counts[DeliveryState.MUTED],
        "sending": state.counts[DeliveryState.SENDING],
        "unsure": state.unsure,
        "sent": state.counts[DeliveryState.SENT],
        "dead": state.counts[DeliveryState.DEAD],
        "stranded": state.stranded,
        "oldest": iso(state.oldest),
        "why": state.why,
        "error": state.error,
    }


def delivery(message: Standing) -> Record:
    """Return the fields of a message in the outbox."""
    return {
        "id": message.id,
        "channel": message.channel,
        "watchlist": message.watchlist or None,
        "story": message.story,
        "articles": list(message.articles),
        "state": message.state,
        "attempts": message.attempts,
        "next_try": iso(message.next_try),
        "key": message.key,
        "error": None if message.state is DeliveryState.SENT else message.reason,
        "kind": message.kind,
        "title": message.title or None,
        "created": iso(message.created),
        "digest": message.digest,
        "unsure": not message.sure,
        "address": message.address[0] if message.address else None,
        "stranded": message.stranded,
    }


def verdict(one: Verdict) -> Record:
    """Return the fields of a decision, or of an attempt."""
    return {
        "at": iso(one.at),
        "stage": one.stage,
        "ruling": one.ruling,
        "reason": one.reason,
        "channel": one.channel,
        "watchlist": one.watchlist or None,
        "message": one.message,
        "article": one.article,
    }


def claimed(one: Claimed, now: datetime) -> Record:
    """Return the fields of a claim that was made now, if nobody had made it before."""
    return {
        "story": one.story,
        "title": one.title or None,
        "claimed": iso(one.before or now),
        "already": one.before is not None,
        "escalated": iso(one.escalated),
    }


def mute(one: Mute, withheld: int) -> Record:
    """Return the fields of a mute."""
    return {
        "muted": one.watchlist or f"story {one.story}",
        "watchlist": one.watchlist,
        "story": one.story,
        "since": iso(one.since),
        "until": iso(one.until),
        "withheld": withheld,
    }
