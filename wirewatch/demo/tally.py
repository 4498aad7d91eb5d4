"""Which message tells of which story, and whether the sample story was told once to each channel."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wirewatch.demo.content import Content, Cue, Expect
from wirewatch.demo.received import Received

SETTLED = timedelta(seconds=5)
"""A story of which nobody was told in this time was polled twice, and is not told any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a message tells of."""

    cue: Cue
    published: datetime
    before: tuple[str, ...]
    """The channels that were told of it before, in order."""


class Tally:
    """Keeps count of what was published and what was told."""

    def __init__(self, content: Content, channels: Sequence[str]) -> None:
        self._content = content
        self.first: datetime | None = None
        """When the first message arrived."""
        self._published: list[tuple[Cue, datetime]] = []
        self._unsettled: list[tuple[Cue, datetime]] = []
        self._told: dict[tuple[str, str, Expect], tuple[str, ...]] = {}
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

    def wait_for(self, cue: Cue, *, now: datetime) -> None:
        """Look at a cue again later: the daemon has not said yet what it makes of it."""
        self._unsettled.append((cue, now))

    def arrive(self, message: Received, *, now: datetime) -> Told | None:
        """Count a message; return what it tells of, None when that is nothing of ours."""
        self._messages[message.channel] += 1
        self.first = self.first or now
        if any(message.tells(story.title) for story in self._content.sample):
            self._sample[message.channel] += 1
        for cue, when in reversed(self._published):
            if message.tells(self.headline(cue)):
                before = self._told.get(_place(cue), ())
                self._told[_place(cue)] = (*before, message.channel)
                return Told(cue=cue, published=when, before=before)
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
            if cue.outlet in polled and polled[cue.outlet] > when and now - when >= SETTLED
        ]
        self._unsettled = [pair for pair in self._unsettled if pair not in done]
        return [cue for cue, _ in done if _place(cue) not in self._told]


def _place(cue: Cue) -> tuple[str, str, Expect]:
    """What makes a cue different from every other: a story comes out once, and is edited once."""
    return cue.outlet, cue.story, cue.expect
