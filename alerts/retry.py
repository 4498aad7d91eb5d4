"""When to try again, and when to give up; pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP = timedelta(hours=72)
LONGEST_RETRY_AFTER = timedelta(hours=24)
JITTER = 0.2
OPENS_AFTER = 5
PROBE_EVERY = timedelta(minutes=5)
HOPELESS = timedelta(hours=1)
"""A target that failed for so long, asked all the while, does not take what waits for it; it is not only that a computer woke up."""


def wait_before(
    attempts: int, *, random: Callable[[], float], retry_after: timedelta | None = None
) -> timedelta:
    """Return how long to wait after the given number of attempts.

    30 s, doubled each time, at most an hour, give or take a fifth; ``random`` gives numbers in
    [0, 1). What the service asked for (``retry_after``) wins when it is longer, up to a day.
    """
    doubled = FIRST_WAIT * (1 << min(max(attempts - 1, 0), 10))
    wait = min(doubled, LONGEST_WAIT) * (1 - JITTER + 2 * JITTER * random())
    wait = min(wait, LONGEST_WAIT)
    return max(wait, min(retry_after, LONGEST_RETRY_AFTER)) if retry_after else wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """What is remembered of a target that fails: how often in a row, and since when it is left alone."""

    failures: int = 0
    opened: datetime | None = None
    asked_away: datetime | None = None
    """Until when the service asked to be left alone."""
    last: datetime | None = None
    """When it failed last."""
    vain: datetime | None = None
    """Since when it has failed, asked all the while."""

    def failed(self, now: datetime, *, retry_after: timedelta | None = None) -> "Circuit":
        """Count a failure; from the fifth in a row on the target is only asked every five minutes."""
        failures = self.failures + 1
        pause = now - self.last if self.last else None
        steady = pause is not None and timedelta(0) <= pause <= LONGEST_WAIT + PROBE_EVERY
        return Circuit(
            last=now,
            vain=self.vain if steady else now,
            failures=failures,
            opened=now if failures >= OPENS_AFTER else None,
            asked_away=now + min(retry_after, LONGEST_RETRY_AFTER) if retry_after else None,
        )

    def hopeless(self, now: datetime) -> bool:
        """Say whether it has been asked in vain for long: then not each message has to find that out."""
        return self.opened is not None and self.vain is not None and now - self.vain >= HOPELESS

    def asked(self) -> "Circuit":
        """Let the target be asked once more now, as somebody wishes who may have mended it; what it asked for itself holds."""
        if self.opened is None:
            return self
        return replace(self, opened=self.opened - PROBE_EVERY)

    def open_until(self, now: datetime) -> datetime | None:
        """Return when the target may be asked again; None when it may be asked now."""
        away = self.asked_away
        if away is not None and now < away <= now + LONGEST_RETRY_AFTER:
            return away
        if self.opened is None:
            return None
        # Before it was opened: the clock was set back, and nobody knows how far.
        if now < self.opened or now >= self.opened + PROBE_EVERY:
            return None
        return self.opened + PROBE_EVERY
