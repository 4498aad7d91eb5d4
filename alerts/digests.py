"""A digest as its reader wants it: what matched, by watchlist and story, and what was watched; pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, zip_longest

from alerts.text import clean
from alerts.times import clock, period
from alerts.words import PROGRAM, REPEAT, Detail, Picture, picture, subject
from archive.vocabulary import Alert, AlertKind, Blind, Counted, Digest, DigestReason

MOST_BLIND = 12
_NAMED_IN_SUBJECT = 3
ITEM = Detail(quote=220, query=0, others=3, changes=4, change_chars=200)
BRIEF = Detail(quote=0, query=0, others=0, changes=1, change_chars=120)
BRIEFEST = replace(BRIEF, headline=100)

REASONS: Mapping[DigestReason, str] = {
    DigestReason.SCHEDULE: "",
    DigestReason.QUIET: "Held back during quiet hours.",
    DigestReason.LIMIT: "More than this channel's limit.",
    DigestReason.MUTED: "Withheld by a mute that has ended.",
    DigestReason.BACKLOG: "They came all at once, so they are not told one by one.",
}


MOST_ALSO = 5
"""Further articles of a story that are named; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story, and further articles of it that matched as well."""

    shown: Picture
    also: tuple[Picture, ...] = ()

    @property
    def rest(self) -> tuple[str, ...]:
        """How many of the further articles are only counted, in words; empty when all are named."""
        more = len(self.also) - MOST_ALSO
        return (f"and {more:,} more",) if more > 0 else ()

    @property
    def carried(self) -> str:
        """Who carries the story, in one line; empty when nobody else is known to, or an edit is told."""
        told = self.shown.carried if self.shown.kind is not AlertKind.EDIT else None
        return told.line if told else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one watchlist found."""

    watchlist: str
    items: tuple[Item, ...]
    more: int = 0
    """Stories and edits that are only counted."""
    stories: int
    """How many there are in all."""
    edits: int = 0
    """Of articles that were told before: no stories of their own."""

    @property
    def number(self) -> str:
        """How many there are in all, in words."""
        return _number(self.stories, self.edits)

    @property
    def brief(self) -> str:
        """The same, where it is clear that stories are counted."""
        return self.number if not self.stories else _both(f"{self.stories:,}", self.edits)

    @property
    def rest(self) -> str:
        """How many are only counted, in words."""
        return f"and {self.more:,} more" if self.items else f"{self.more:,}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A digest with its feed text cleaned, but not yet escaped for anything."""

    subject: str
    headline: str
    period: str
    reason: str
    groups: tuple[Group, ...]
    watched: str
    blind: tuple[str, ...]
    """Sources that were not read, one line each."""
    sure: bool
    stories: int = 0
    """How many there are in all: one that several watchlists found is one."""
    edits: int = 0


def overview(digest: Digest, *, zone: str, sure: bool = True, detail: Detail = ITEM) -> Overview:
    """Put a digest into words; ``zone`` is an IANA name."""
    groups = _groups(digest, partial(_shown, digest, zone, replace(detail, beside=digest.until)))
    told = set(chain.from_iterable(_entries(digest).values()))
    stories, edits = _numbers(told)
    headline = _number(stories, edits) if told else _nothing(digest)
    return Overview(
        subject=subject(PROGRAM, _in_subject(headline, groups, digest), () if sure else (REPEAT,)),
        headline=headline,
        period=period(digest.since, digest.until, zone),
        reason=REASONS[digest.reason] if told else "",
        groups=groups,
        watched=_watched(digest),
        blind=tuple(_blind(digest, zone)),
        sure=sure,
        stories=stories,
        edits=edits,
    )


def shortened(whole: Overview, *, items: int) -> Overview:
    """Keep so many stories, of every watchlist its first ones, and count the others."""
    kept = set(_first(whole.groups, items))
    groups = []
    for number, group in enumerate(whole.groups):
        left = tuple(item for at, item in enumerate(group.items) if (number, at) in kept)
        more = group.more + len(group.items) - len(left)
        groups.append(replace(group, items=left, more=more))
    return replace(whole, groups=tuple(groups))


def count(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def _first(groups: Sequence[Group], items: int) -> list[tuple[int, int]]:
    """Name stories by watchlist and place, taking turns, so that a busy watchlist crowds out no other."""
    rows = [[(number, at) for at in range(len(group.items))] for number, group in enumerate(groups)]
    turns = chain.from_iterable(zip_longest(*rows))
    return [found for found in turns if found is not None][:items]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a digest counts as one: a story, or an edit; the same for every watchlist that found it."""

    edit: bool
    story: int | None
    article: int | str | None = None
    turn: int = 0
    """Which of several of this kind."""


def _entries(digest: Digest) -> Mapping[str, Sequence[_Entry]]:
    """Return for each watchlist what each of its alerts is counted as: first those told, then those only counted."""
    entries: dict[str, list[_Entry]] = {}
    turns: Counter[tuple[str, _Entry]] = Counter()
    everything: Sequence[Alert | Counted] = (*digest.alerts, *digest.more)
    for alert in everything:
        # What an edit changed is not said by another article of the story.
        edit = alert.kind is AlertKind.EDIT
        entry = _Entry(edit, alert.story)
        if edit or alert.story is None:
            entry = replace(entry, article=alert.article or alert.watchlist)
            turns[alert.watchlist, entry] += 1
            entry = replace(entry, turn=turns[alert.watchlist, entry])
        entries.setdefault(alert.watchlist, []).append(entry)
    return entries


def _groups(digest: Digest, show: Callable[[Alert], Picture]) -> tuple[Group, ...]:
    return tuple(
        _group(name, entries, [show(one) for one in digest.alerts if one.watchlist == name])
        for name, entries in _entries(digest).items()
    )


def _group(name: str, entries: Sequence[_Entry], pictures: Sequence[Picture]) -> Group:
    told: dict[_Entry, list[Picture]] = {}
    for entry, shown in zip(entries, pictures, strict=False):
        told.setdefault(entry, []).append(shown)
    stories, edits = _numbers(set(entries))
    return Group(
        watchlist=clean(name, chars=80) or "no watchlist",
        items=tuple(Item(shown=first, also=tuple(rest)) for first, *rest in told.values()),
        more=stories + edits - len(told),
        stories=stories,
        edits=edits,
    )


def _numbers(entries: Iterable[_Entry]) -> tuple[int, int]:
    """Return how many stories there are, and how many edits."""
    edits = [entry.edit for entry in entries]
    return edits.count(False), edits.count(True)


def _number(stories: int, edits: int) -> str:
    return _both(count(stories, "story", "stories") if stories else "", edits)


def _both(stories: str, edits: int) -> str:
    return " and ".join(
        each for each in (stories, count(edits, "edit", "edits") if edits else "") if each
    )


def _shown(digest: Digest, zone: str, detail: Detail, alert: Alert) -> Picture:
    """Return the picture of an alert; with it, how to claim it where somebody has to."""
    coverage = digest.coverage.get(alert.story) if alert.story is not None else None
    shown = picture(alert, zone=zone, coverage=coverage, detail=detail)
    unclaimed = alert.kind is AlertKind.ESCALATION
    if alert.story is None or not (unclaimed or alert.claim_by):
        return shown
    until = f" by {clock(alert.claim_by, zone, beside=digest.until)}" if alert.claim_by else ""
    what = "Not claimed" if unclaimed else f"To be claimed{until}"
    return replace(shown, claim=f"{what}: wirewatch claim {alert.story}")


def _in_subject(headline: str, groups: Sequence[Group], digest: Digest) -> str:
    blind = count(len(digest.blind), "source", "sources")
    if not groups:
        parts = headline, _muted(digest), f"{blind} not read" if digest.blind else ""
        return ", ".join(part for part in parts if part)
    names = [group.watchlist for group in groups[:_NAMED_IN_SUBJECT]]
    rest = len(groups) - len(names)
    return f"{headline} ({', '.join(names)}{f' and {rest} more' if rest else ''})"


def _nothing(digest: Digest) -> str:
    return "Nothing to tell" if digest.muted else "Nothing matched"


def _muted(digest: Digest) -> str:
    return count(digest.muted, "story is", "stories are") + " muted" if digest.muted else ""


def _watched(digest: Digest) -> str:
    """Say what is withheld, and what was watched: «nothing» alone would prove nothing."""
    muted = f"{_muted(digest)}. " if digest.muted else ""
    return muted + _read(digest)


def _read(digest: Digest) -> str:
    if not digest.watched:
        return "No source was read."
    read = f"{count(digest.watched, 'source was', 'sources were')} read"
    ended = sum(blind.read for blind in digest.blind)
    never = len(digest.blind) - ended
    if ended:
        read += f", {ended} of them until {'it' if ended == 1 else 'they'} failed"
    return read + (f", {never} could not be." if never else ".")


def _blind(digest: Digest, zone: str) -> Iterator[str]:
    for blind in digest.blind[:MOST_BLIND]:
        yield _not_read(blind, digest, zone)
    if (more := len(digest.blind) - MOST_BLIND) > 0:
        yield f"and {more} more"


def _not_read(blind: Blind, digest: Digest, zone: str) -> str:
    since = f" since {clock(blind.since, zone, beside=digest.until)}" if blind.since else ""
    reason = clean(blind.reason, chars=200).rstrip(".")
    return f"{clean(blind.source, chars=80)}, not read{since}" + (f": {reason}" if reason else "")
