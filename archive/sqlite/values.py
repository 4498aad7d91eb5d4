"""Our values as SQLite keeps them: times as sortable text, lists and alerts as JSON."""

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, overload

from archive.sqlite.edits import edit_of, record_of
from archive.vocabulary import Alert, AlertKind, Blind, Counted, Digest, DigestReason, Edit, Span

TIMES = {"published", "seen", "claim_by"}


@overload
def stamp(moment: datetime) -> str: ...
@overload
def stamp(moment: None) -> None: ...
def stamp(moment: datetime | None) -> str | None:
    """Write a moment as ISO 8601 in UTC, always as long, so that text order is time order."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment!r}")
    # Not strftime(): it writes the year 999 with three digits on Linux.
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@overload
def moment(text: str) -> datetime: ...
@overload
def moment(text: None) -> None: ...
def moment(text: str | None) -> datetime | None:
    """Read what `stamp` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def seconds(span: timedelta | None) -> float | None:
    """Write a span of time."""
    return None if span is None else span.total_seconds()


def duration(number: float | None) -> timedelta | None:
    """Read what `seconds` wrote."""
    return None if number is None else timedelta(seconds=number)


def dump(value: object) -> str:
    """Write JSON as one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def words(text: str) -> tuple[str, ...]:
    """Read a JSON list of texts."""
    return tuple(json.loads(text))


def dump_spans(spans: Iterable[Span]) -> str:
    """Write spans as JSON."""
    return dump([[s.field, s.start, s.end, s.term] for s in spans])


def load_spans(text: str) -> tuple[Span, ...]:
    """Read what `dump_spans` wrote."""
    return tuple(Span(field=f, start=s, end=e, term=t) for f, s, e, t in json.loads(text))


def dump_alert(alert: Alert) -> str:
    """Write the facts of an alert, leaving out what is absent."""
    record: dict[str, Any] = {}
    for field in fields(alert):
        value = getattr(alert, field.name)
        if value is None or value in ("", ()):
            continue
        if isinstance(value, datetime):
            value = stamp(value)
        elif isinstance(value, Edit):
            value = record_of(value)
        elif field.name == "spans":
            value = [[s.field, s.start, s.end, s.term] for s in value]
        record[field.name] = value
    return dump(record)


def load_alert(text: str) -> Alert:
    """Read what `dump_alert` wrote; facts that this version does not know are left out."""
    known = {field.name for field in fields(Alert)}
    record = {name: value for name, value in json.loads(text).items() if name in known}
    record["kind"] = AlertKind(record.get("kind", "alert"))
    for name in TIMES & record.keys():
        record[name] = moment(record[name])
    if "edit" in record:
        record["edit"] = edit_of(record["edit"])
    if "marks" in record:
        record["marks"] = tuple((start, end) for start, end in record["marks"])
    if "terms" in record:
        record["terms"] = tuple(record["terms"])
    if "spans" in record:
        record["spans"] = tuple(
            Span(field=f, start=s, end=e, term=t) for f, s, e, t in record["spans"]
        )
    return Alert(**record)


def dump_digest(digest: Digest) -> str:
    """Write a digest without its alerts, which have rows of their own."""
    record = {
        "kind": AlertKind.DIGEST,
        "reason": digest.reason,
        "since": stamp(digest.since),
        "until": stamp(digest.until),
        "muted": digest.muted,
        "watched": digest.watched,
        "blind": [[one.source, stamp(one.since), one.reason, one.read] for one in digest.blind],
    }
    return dump(record)


def load_digest(text: str, alerts: tuple[Alert, ...], more: tuple[Counted, ...]) -> Digest:
    """Read what `dump_digest` wrote, and put its alerts back into it."""
    record = json.loads(text)
    return Digest(
        reason=DigestReason(record["reason"]),
        since=moment(record["since"]),
        until=moment(record["until"]),
        alerts=alerts,
        more=more,
        muted=record.get("muted", 0),  # not written down at first
        watched=record["watched"],
        blind=tuple(
            # Whether it was read meanwhile was not written down at first.
            Blind(source=source, since=moment(since), reason=reason, read=any(read))
            for source, since, reason, *read in record["blind"]
        ),
    )


def flag(value: bool) -> Literal[0, 1]:
    """Write a truth value."""
    return 1 if value else 0
