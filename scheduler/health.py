"""How a source stands after a poll: pure decisions, with the reason in plain words."""

from dataclasses import replace
from datetime import datetime, timedelta

from archive.vocabulary import SourceStanding, SourceState, Validators
from spiders import MOVED_FOR_GOOD, GoneError, Listed, SpiderError, StatusError

FASTEST = timedelta(minutes=1)


def after_success(
    state: SourceState, listed: Listed, *, now: datetime, next_poll: datetime, interval: timedelta
) -> SourceState:
    """Return the state after a poll that was answered."""
    mended = state.standing is not SourceStanding.OK
    stays = listed.moved_to is not None and listed.moved_to == state.moved_to
    # What is asked at its new address is not redirected any more: the move stays known.
    settled = listed.moved_to is None and state.moved_times >= MOVED_FOR_GOOD
    moved_times = (
        state.moved_times + stays if stays or settled else int(listed.moved_to is not None)
    )
    moved = state.moved_to if settled else listed.moved_to
    return replace(
        state,
        standing=SourceStanding.OK,
        since=now if mended else state.since,
        reason=_remark(listed, moved if moved_times >= MOVED_FOR_GOOD else None),
        error=None,
        failures=0,
        entries=state.entries if listed.unchanged else len(listed.entries),
        last_poll=now,
        next_poll=next_poll,
        interval=interval,
        baseline=state.baseline or now,
        validators=listed.validators,
        body_hash=listed.body_hash,
        last_full=state.last_full if listed.unchanged else now,
        wait_until=None,
        asked_whole=now if listed.asked_whole else state.asked_whole,
        lying=listed.lying,
        moved_to=moved,
        moved_times=moved_times,
        found=listed.found,
    )


def with_gap(state: SourceState, *, listed: int, now: datetime, hurry: bool) -> SourceState:
    """Note that a poll knew none of the entries it found: some may have come and gone between two polls.

    With ``hurry`` the next poll comes in half the time, at least a minute.
    """
    soon = now + max((state.interval or FASTEST) / 2, FASTEST)
    next_poll = state.next_poll
    return replace(
        state,
        gaps=state.gaps + 1,
        reason=f"none of its {listed} entries were known: some may have come and gone between two polls",
        next_poll=min(next_poll, soon) if hurry and next_poll else next_poll,
    )


def _remark(listed: Listed, moved: str | None) -> str | None:
    """Return what is worth knowing of a source that works."""
    if listed.unreadable:
        total = len(listed.entries) + listed.unreadable
        return f"{listed.unreadable} of {total} entries could not be read"
    if moved:
        return f"it has moved to {moved} for good: put that address into the configuration"
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
