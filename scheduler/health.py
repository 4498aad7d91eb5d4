"""How a source stands after a poll: pure decisions, with the reason in plain words."""

from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from archive.vocabulary import SourceStanding, SourceState, Told, Validators
from spiders import MOVED_FOR_GOOD, GoneError, Listed, SpiderError, StatusError
from spiders.errors import (
    BrokenFeedError,
    FeedError,
    FetchLaterError,
    FetchRefusedError,
    ListingError,
    PageError,
)

DARK = {Told.BLIND, Told.NETWORK}
TEMPORARY, SOFT, HARD = 0.25, 0.5, 1.0
HARD_ERRORS = (FeedError, ListingError, PageError, FetchRefusedError)
BUSY = {408, 425, 429}


def weight(error: SpiderError) -> float:
    """Return how much a failure says of a source: little if it may be over soon, much if somebody must mend it."""
    if isinstance(error, FetchLaterError | BrokenFeedError):
        return TEMPORARY
    if isinstance(error, StatusError) and error.status is not None:
        if error.status >= 500 or error.status in BUSY:
            return TEMPORARY
        return HARD if error.status == HTTPStatus.NOT_FOUND else SOFT
    return HARD if isinstance(error, HARD_ERRORS) else SOFT


def after_success(
    state: SourceState,
    listed: Listed,
    *,
    now: datetime,
    next_poll: datetime,
    interval: timedelta,
    nameless: int = 0,
) -> SourceState:
    """Return the state after a poll that was answered; ``nameless`` entries had nothing to know them by."""
    mended = state.standing is not SourceStanding.OK
    stays = listed.moved_to is not None and listed.moved_to == state.moved_to
    # What is asked at its new address is not redirected any more: the move stays known.
    settled = listed.moved_to is None and state.moved_times >= MOVED_FOR_GOOD
    moved_times = (
        state.moved_times + stays if stays or settled else int(listed.moved_to is not None)
    )
    moved = state.moved_to if settled else listed.moved_to
    remark = _remark(listed, moved if moved_times >= MOVED_FOR_GOOD else None, nameless)
    if listed.unchanged and not mended:
        # It is still true of the document that was read last.
        remark = remark or state.reason
    after = replace(
        state,
        standing=SourceStanding.OK,
        since=now if mended else state.since,
        reason=remark,
        error=None,
        failures=0,
        trouble=0.0,
        dark=state.since if mended and state.told in DARK else state.dark if state.told else None,
        entries=state.entries if listed.unchanged else len(listed.entries),
        last_poll=now,
        next_poll=next_poll,
        interval=interval,
        baseline=state.baseline or now,
        validators=listed.validators,
        body_hash=listed.body_hash,
        last_full=state.last_full if listed.unchanged else now,
        wait_until=None,
        took=listed.took,
        asked_whole=now if listed.asked_whole else state.asked_whole,
        lying=listed.lying,
        moved_to=moved,
        moved_times=moved_times,
        found=listed.found,
    )
    return _broken(state, after, now=now) if listed.broken else after


def _broken(before: SourceState, after: SourceState, *, now: datetime) -> SourceState:
    """Return the state after a document that broke off: it fails, but it is not blind, as its whole entries are read."""
    failing = SourceStanding.FAILING
    words = f"the document breaks off; the {after.entries} whole entries before that were read"
    since = before.since if before.standing is failing else now
    return replace(after, standing=failing, since=since, reason=words, error=words)


def _remark(listed: Listed, moved: str | None, nameless: int) -> str | None:
    """Return what is worth knowing of a source that works."""
    if nameless:
        total = len(listed.entries)
        return f"{nameless} of {total} entries have no address, no guid and no headline, and were left out"
    if listed.unreadable:
        total = len(listed.entries) + listed.unreadable
        return f"{listed.unreadable} of {total} entries could not be read"
    if moved:
        return f"it has moved to {moved} for good: put that address into the configuration"
    if listed.says_moved_to:
        return (
            f"it says of itself that it has moved to {listed.says_moved_to}:"
            " put that address into the configuration if you trust it"
        )
    if listed.lying:
        return "its ETag stays the same while it changes, so it is always asked for whole"
    return listed.found.how if listed.found else None


def after_failure(
    state: SourceState,
    error: SpiderError,
    *,
    now: datetime,
    next_poll: datetime,
    interval: timedelta,
) -> SourceState:
    """Return the state after a poll that failed; what was stored before stays as it is."""
    gone = isinstance(error, GoneError)
    standing = SourceStanding.GONE if gone else SourceStanding.FAILING
    wait = error.wait if isinstance(error, StatusError) else None
    return replace(
        state,
        standing=standing,
        since=state.since if state.standing is standing else now,
        reason=str(error),
        error=str(error),
        failures=state.failures + 1,
        trouble=state.trouble + weight(error),
        last_poll=now,
        next_poll=next_poll,
        interval=interval,
        # Asked without conditions next time: a server in trouble may have given us validators of an error page.
        validators=Validators() if state.failures else state.validators,
        # Perhaps it did not move for good after all.
        moved_to=None,
        moved_times=0,
        wait_until=now + wait if wait else None,
    )
