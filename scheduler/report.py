"""What a poll did, in plain words for the log."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from archive.polling import Copy, Fresh, Kept, Poll
from archive.vocabulary import SourceStanding, SourceState, Watchlist


def words_of(before: SourceState, poll: Poll, kept: Kept) -> Iterator[str]:
    """Yield what is worth a line: a first poll, news, copies, a recovery; a poll without news yields nothing."""
    if before.failures and poll.state.standing is SourceStanding.OK:
        yield f"works again after {count(before.failures, 'failed poll', 'failed polls')}"
    if poll.state.reason and _without_numbers(poll.state.reason) != _without_numbers(before.reason):
        yield poll.state.reason
    if before.baseline is None:
        yield _first(poll, kept)
    elif kept.articles or kept.posted:
        yield _news(poll, kept)
    yield from _partial(poll.fresh)
    for copy in kept.copies:
        yield _copy(copy)


def _without_numbers(reason: str | None) -> str:
    """Return a reason without its numbers: a feed that is always cut short says another number at each poll."""
    return "".join(letter for letter in reason or "" if not letter.isdigit())


def _partial(fresh: Sequence[Fresh]) -> Iterator[str]:
    """Yield why there is no full text of some entries, the most frequent reasons first."""
    found = [one.recognition.candidate.entry.partial for one in fresh]
    reasons = Counter(reason for reason in found if reason is not None)
    if reasons:
        told = "; ".join(f"{reason} ({number})" for reason, number in reasons.most_common(3))
        of = count(reasons.total(), "entry", "entries")
        yield f"headline and summary only of {of}: {told}{'; …' if len(reasons) > 3 else ''}"


def count(number: int, one: str, many: str) -> str:
    """Write a number with the right form of its noun."""
    return f"{number:,} {one if number == 1 else many}"


def _first(poll: Poll, kept: Kept) -> str:
    silent = [fresh for fresh in poll.fresh if fresh.silent and fresh.hits]
    line = f"first poll, {count(kept.articles, 'entry', 'entries')} taken in silence"
    if kept.posted:
        line = f"first poll, {count(kept.articles, 'entry', 'entries')}, {count(kept.posted, 'alert', 'alerts')} by backfill"
    if silent:
        line += f"; {len(silent):,} would have matched ({_names(silent)})"
    return line


def _news(poll: Poll, kept: Kept) -> str:
    line = f"{kept.articles:,} new of {count(poll.state.entries, 'entry', 'entries')}"
    matched = [fresh for fresh in poll.fresh if fresh.hits]
    if matched:
        line += f", {count(kept.matches, 'match', 'matches')} ({_names(matched)})"
    if matched and not kept.posted:
        line += ", told already"
    return line


def _names(fresh: list[Fresh]) -> str:
    found = Counter(hit.watchlist for one in fresh for hit in one.hits)
    return ", ".join(f"{name} {number:,}" for name, number in found.most_common(5))


def _copy(copy: Copy) -> str:
    return f"«{copy.title}» has the text of «{copy.of}»: kept as its copy"


def clock(moment: datetime, zone: tzinfo) -> str:
    """Write a moment for people in a zone: the day and the minute, with the zone's name."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def clocks(since: datetime, until: datetime, zone: tzinfo, link: str) -> str:
    """Write two moments with a word between them; their zone only once, unless clocks were put forward or back."""
    first, last = clock(since, zone), clock(until, zone)
    moment, _, name = first.rpartition(" ")
    return f"{moment if last.endswith(f' {name}') else first} {link} {last}"


def lasting(span: timedelta) -> str:
    """Write how long something lasts, in its two largest units at most."""
    minutes = max(int(span / timedelta(minutes=1)), 0)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days >= 3:
        return f"{days} days"
    if days:
        return f"{days * 24 + hours} h"
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{minutes} min" if minutes else f"{max(int(span.total_seconds()), 0)} s"


def together(one: Kept, other: Kept) -> Kept:
    """Return what became of two parts of a poll."""
    return Kept(
        articles=one.articles + other.articles,
        matches=one.matches + other.matches,
        posted=one.posted + other.posted,
        copies=(*one.copies, *other.copies),
        void=one.void or other.void,
    )


def untold(poll: Poll, watchlists: Mapping[str, Watchlist]) -> Mapping[tuple[str, str], int]:
    """Count the matches of a poll that nobody is told of, by the channels that would have been."""
    silent = (hit.watchlist for fresh in poll.fresh if fresh.silent for hit in fresh.hits)
    return Counter(
        (channel, name)
        for name in silent
        if name in watchlists
        for channel in dict.fromkeys(watchlists[name].notify)
    )
