"""What the log says of one target: each trouble once and its end, since a log of a year must stay readable."""

import logging

from archive.vocabulary import Delivery, Outcome, OutcomeKind

log = logging.getLogger(__name__)


class LaneLog:
    """Logs how the messages of one target fare; what changes nothing only at DEBUG."""

    def __init__(self, channel: str, which: str) -> None:
        """``which`` says which of several addresses of the channel the target is."""
        self._channel = channel
        self._place = f"{channel}{which}"
        self._vain = 0
        """Attempts that failed since one succeeded."""
        self._causes: set[str] = set()
        """Why they did."""
        self._complaints: set[str] = set()
        """What failed in the archive since it last worked."""

    def failed(self, delivery: Delivery, outcome: Outcome, cause: str) -> None:
        """Log an attempt that failed: a service that is gone is asked every five minutes, a hundred thousand times a year."""
        dead = outcome.kind is OutcomeKind.DEAD
        level = logging.WARNING if dead or cause not in self._causes else logging.DEBUG
        self._vain += 1
        self._causes.add(cause)
        fate = "is given up" if dead else "must wait"
        log.log(
            level, "channel %s: message %d %s: %s", self._place, delivery.id, fate, outcome.reason
        )

    def recovered(self) -> None:
        """Log that messages arrive again, unless a single attempt had failed."""
        if self._vain > 1:
            log.info("channel %s: works again after %d failed attempts", self._place, self._vain)
        self._vain = 0
        self._causes.clear()

    def complain(self, what: str, error: Exception) -> None:
        """Log a failure that is not the service's, in one line; where it came from only at DEBUG."""
        traceback = error if log.isEnabledFor(logging.DEBUG) else None
        level = logging.ERROR if what not in self._complaints else logging.DEBUG
        self._complaints.add(what)
        log.log(level, "channel %s: %s: %s", self._channel, what, error, exc_info=traceback)

    def passed(self) -> None:
        """Note that the archive works."""
        self._complaints.clear()
