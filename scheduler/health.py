"""How a source stands after a poll: pure decisions, with the reason in plain words."""

from dataclasses import replace
from datetime import datetime, timedelta

from archive.vocabulary import SourceStanding, SourceState, Validators
from spiders import GoneError, Listed, SpiderError, StatusError


def after_success(
    state: SourceState, listed: Listed, *, now: datetime, next_poll: datetime, interval: timedelta
) -> SourceState:
    """Return the state after a poll that was answered."""
    mended = state.standing is not SourceStanding.OK
    reason = None
    if listed.unreadable:
        reason = f"{listed.unreadable} of {len(listed.entries) + listed.unreadable} entries could not be read"
    return replace(
        state,
        standing=SourceStanding.OK,
        since=now if mended else state.since,
        reason=reason,
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
    )


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
        wait_until=now + wait if wait else None,
    )
