"""Telling a message that its service will never take from a service that is in trouble."""

import re
from dataclasses import dataclass, field

from alerts.answers import Answer

ENOUGH = 3
"""Refusals of one message, with others taken in between, after which it is given up."""

_LASTING = re.compile(r"HTTP 4(?!08|25|29)\d\d|SMTP 552|refused|words")
"""Causes that lie in the message, as far as one can tell: not a timeout, a lost connection, or a service overrun."""


@dataclass(slots=True)
class Poison:
    """What is remembered of the messages that one target refuses."""

    _passed: int = 0
    _refused: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By message: how often it was refused, and how many others had passed by then."""

    def passed(self, message: int) -> None:
        """Note that the target took a message."""
        self._passed += 1
        self._refused.pop(message, None)

    def refused(self, message: int, answer: Answer) -> bool:
        """Note a failure; say whether the message is the reason."""
        if not answer.sure or not _LASTING.fullmatch(answer.cause):
            return False
        times, before = self._refused.get(message, (0, -1))
        if self._passed == before:
            # Nobody was luckier since: it may be the service.
            return False
        self._refused[message] = (times + 1, self._passed)
        return times + 1 >= ENOUGH
