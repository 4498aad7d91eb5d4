"""Who else carries a story, in words; pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.text import clean, safe_url
from alerts.times import clock
from archive.vocabulary import Alert, AlertKind, CopyKind, Coverage, Report

MOST_OTHERS = 6
_FUTURE = timedelta(hours=1)
_EVIDENCE = 3

HOW: Mapping[CopyKind | None, str] = {
    None: "its own report",
    CopyKind.EXACT: "a copy",
    CopyKind.REPRINT: "a reprint",
    CopyKind.TRUNCATED: "a shortened copy",
    CopyKind.UPDATE: "an update",
}
"""How an article relates to the one that began its story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """One more article of the story."""

    outlet: str
    title: str
    url: str | None
    how: str
    """«a copy», «its own report»; empty when nothing is known."""
    when: str

    @property
    def told(self) -> str:
        """Outlet, what it has, and when, in one line."""
        return f"{self.outlet} ({', '.join(part for part in (self.how, self.when) if part)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Who carries a story, for the reader of one message."""

    line: str
    """«Also at 7 outlets, 2 of them independent; first at Aldmoor Post, 14:02»."""
    tail: str
    """For the subject of a follow-up: «now 8 outlets»."""
    others: tuple[Other, ...] = ()
    more: int = 0
    """Further articles that are only counted."""
    origin: str = ""
    """Where it probably began, and why we think so."""


def carried(
    coverage: Coverage | None, alert: Alert, *, zone: str, others: int = MOST_OTHERS
) -> Carried | None:
    """Say who carries the story of an alert; None when nobody else is known to.

    At most ``others`` articles are named.
    """
    if coverage is None or not coverage.reports:
        return None
    own = own_report(coverage, alert)
    first = coverage.reports[0]
    rest = sorted(
        (report for report in coverage.reports if report is not own),
        # The first, then the independent ones: what copies say is known already.
        key=lambda report: (report is not first, report.copy_of is not None),
    )
    line = _line(coverage, alert, own, zone)
    if not rest or not line:
        return None
    beside = time_of(own) if own else (alert.published or alert.seen or time_of(rest[0]))
    return Carried(
        line=line,
        tail=f"now {_count(coverage.outlets, 'outlet')}",
        others=tuple(
            _other(report, zone, beside, first=report is first) for report in rest[:others]
        ),
        more=max(len(rest) - others, 0),
        origin=_origin(coverage),
    )


def own_report(coverage: Coverage, alert: Alert) -> Report | None:
    """Return the report that the alert itself tells of."""
    return next((one for one in coverage.reports if one.article == alert.article), None)


def time_of(report: Report) -> datetime:
    """Return when it was published; when it was seen, if the source says nothing or something impossible."""
    published = report.published
    if published is not None and published <= report.seen + _FUTURE:
        return published
    return report.seen


def is_right_to_left(text: str) -> bool:
    """Say whether a text has letters that are written from right to left."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def outlet_of(report: Report) -> str:
    """Return the cleaned name of an outlet."""
    return clean(report.outlet, chars=60) or "an outlet without a name"


def _line(coverage: Coverage, alert: Alert, own: Report | None, zone: str) -> str:
    first = coverage.reports[0]
    independent = max(coverage.independent - 1, 0)
    if alert.kind is AlertKind.FOLLOW_UP:
        parts = ["the first"]
        # Outlets, as before the colon: one that has three copies is one of them.
        if coverage.copying:
            parts.append(_count(coverage.copying, "copy", "copies"))
        parts.append(f"{independent or 'none'} independent of it")
        if coverage.same_owner:
            parts.append(f"{coverage.same_owner} of the same owner or agency")
        now = f"Now {_count(coverage.outlets, 'outlet')}: {', '.join(parts)}"
        return f"{now}; first at {_place(first, alert, zone)}"
    elsewhere = coverage.outlets - (1 if own else 0)
    if elsewhere <= 0:
        return ""
    also = f"Also at {_count(elsewhere, 'outlet')}, {_share(independent, elsewhere)}"
    if first is own:
        return f"{also}; this one was first"
    return f"{also}; first at {_place(first, alert, zone)}"


def _share(independent: int, elsewhere: int) -> str:
    if elsewhere == 1:
        return "an independent report" if independent else "not independent"
    return f"{independent or 'none'} of them independent"


def _place(report: Report, alert: Alert, zone: str) -> str:
    outlet = outlet_of(report)
    when = clock(time_of(report), zone, beside=alert.published or alert.seen or report.seen)
    # Bare digits after Hebrew or Arabic letters would be drawn in front of them (UAX #9); a Latin word stands between.
    joint = ", at " if when[:1].isdigit() and is_right_to_left(outlet) else ", "
    return f"{outlet}{joint}{when}"


def _other(report: Report, zone: str, beside: datetime, *, first: bool) -> Other:
    return Other(
        outlet=outlet_of(report),
        title=clean(report.title, chars=200),
        url=safe_url(report.url),
        how="the first" if first else HOW[report.copy_kind if report.copy_of is not None else None],
        when=clock(time_of(report), zone, beside=beside),
    )


def _origin(coverage: Coverage) -> str:
    """Say where it probably began: always as a guess, with what speaks for it."""
    origin = coverage.origin
    outlet = clean(origin.outlet, chars=60) if origin else ""
    if origin is None or not outlet:
        return ""
    evidence = [clean(each, chars=120) for each in origin.evidence[:_EVIDENCE]]
    because = "; ".join(each for each in evidence if each)
    return f"Probably from {outlet}" + (f": {because}" if because else "")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def names(shown: Carried, *, most: int) -> str:
    """Name the other outlets in one line."""
    told: Sequence[str] = [other.told for other in shown.others[:most]]
    more = shown.more + len(shown.others) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "") if told else ""
