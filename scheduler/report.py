"""What a poll did, in plain words for the log."""

from collections import Counter
from collections.abc import Iterator, Sequence

from archive.polling import Copy, Fresh, Kept, Poll
from archive.vocabulary import SourceStanding, SourceState


def words_of(before: SourceState, poll: Poll, kept: Kept) -> Iterator[str]:
    """Yield what is worth a line: a first poll, news, copies, a recovery; a poll without news yields nothing."""
    if before.standing is SourceStanding.FAILING:
        yield f"works again after {count(before.failures, 'failed poll', 'failed polls')}"
    if poll.state.reason:
        yield poll.state.reason
    if before.baseline is None:
        yield _first(poll, kept)
    elif kept.articles or kept.posted:
        yield _news(poll, kept)
    yield from _partial(poll.fresh)
    for copy in kept.copies:
        yield _copy(copy)


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
        line += f"; {len(silent)} would have matched ({_names(silent)})"
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
    return ", ".join(f"{name} {number}" for name, number in found.most_common(5))


def _copy(copy: Copy) -> str:
    return f"«{copy.title}» has the text of «{copy.of}»: kept as its copy"
