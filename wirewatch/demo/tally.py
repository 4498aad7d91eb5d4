"""Which message tells of which story, and whether the sample story was told once to each channel."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wirewatch.demo.content import Content, Cue
from wirewatch.demo.received import Received

SETTLED = timedelta(seconds=3)
"""How long after a poll a message may still come of what the poll brought."""


class Tally:
    """Keeps count of what was published and what was told."""

    def __init__(self, content: Content, channels: Sequence[str]) -> None:
        self._content = content
        self._published: list[tuple[Cue, datetime]] = []
        self._unsettled: list[tuple[Cue, datetime]] = []
        self._told: dict[int, int] = {}
        self._messages: Counter[str] = Counter(dict.fromkeys(channels, 0))
        self._sample: Counter[str] = Counter(dict.fromkeys(channels, 0))

    @property
    def messages(self) -> Mapping[str, int]:
        """How many messages each channel had."""
        return self._messages

    @property
    def sample(self) -> Mapping[str, int]:
        """How often each channel was told of the sample story, under whatever headline."""
        return self._sample

    @property
    def sample_told_once(self) -> bool:
        """Whether every channel was told of the sample story, and none was told twice."""
        return all(count == 1 for count in self._sample.values())

    @property
    def unsettled(self) -> bool:
        """Whether a story is out of which it is too early to say that nobody is told."""
        return bool(self._unsettled)

    def publish(self, cue: Cue, *, now: datetime) -> None:
        """Note that a cue has happened."""
        self._published.append((cue, now))
        if cue.note:
            self._unsettled.append((cue, now))

    def arrive(self, message: Received) -> tuple[Cue, datetime] | None:
        """Count a message; return the cue that it tells of and when that happened, if any does."""
        self._messages[message.channel] += 1
        if any(message.tells(story.title) for story in self._content.sample):
            self._sample[message.channel] += 1
        for cue, when in reversed(self._published):
            if message.tells(self.headline(cue)):
                place = id(cue)
                self._told[place] = self._told.get(place, 0) + 1
                return cue, when
        return None

    def headline(self, cue: Cue) -> str:
        """Return the headline under which a cue comes out."""
        return cue.title or self._content.outlet(cue.outlet).story(cue.story).title

    def settle(self, polled: Mapping[str, datetime], *, now: datetime) -> Sequence[Cue]:
        """Return the cues that were polled, and of which no message came in the time it takes.

        ``polled`` says when each outlet's feed was asked for last. Each cue is returned once.
        """
        done = [
            (cue, when)
            for cue, when in self._unsettled
            if cue.outlet in polled and polled[cue.outlet] > when and now - when >= 2 * SETTLED
        ]
        self._unsettled = [pair for pair in self._unsettled if pair not in done]
        return [cue for cue, _ in done if not self._told.get(id(cue))]
