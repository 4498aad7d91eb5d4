"""What the newsroom lists at this moment: the baseline, then the cues as they fall due."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from wirewatch.demo.content import Content, Cue, Expect, Outlet, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One story as an outlet lists it now."""

    outlet: Outlet
    story: Story
    number: int
    """Unique within the outlet, as the ids of a content system are."""
    title: str
    published: datetime
    """In the outlet's own zone."""
    updated: datetime

    @property
    def path(self) -> str:
        """Where its page is; an edit does not move it."""
        return f"/{self.outlet.id}/{self.published:%Y/%m/%d}/{self.story.slug}/"


class Press:
    """The live state of the newsroom. Safe to use from several threads; its callers give the time."""

    def __init__(self, content: Content, *, start: datetime) -> None:
        self._content = content
        self._lock = threading.Lock()
        self._listed = {outlet.id: _baseline(outlet, start) for outlet in content.outlets}
        self._waiting = sorted(content.cues, key=lambda cue: cue.at)
        self._polls: dict[str, int] = {outlet.id: 0 for outlet in content.outlets}
        self._last_poll: dict[str, datetime] = {}
        self._opened: datetime | None = None

    @property
    def opened(self) -> datetime | None:
        """When the first round of polling had reached every feed; None before."""
        return self._opened

    @property
    def polls(self) -> int:
        """How often a feed was asked for so far."""
        return sum(self._polls.values())

    @property
    def finished(self) -> bool:
        """Whether every cue has happened."""
        return not self._waiting

    def listing(self, outlet: str) -> Sequence[Listed]:
        """Return what an outlet lists, newest first."""
        with self._lock:
            return tuple(self._listed[outlet])

    def polled(self, outlet: str, *, now: datetime) -> None:
        """Note that an outlet's feed was asked for; the last first time opens the newsroom."""
        with self._lock:
            self._polls[outlet] += 1
            self._last_poll[outlet] = now
            if self._opened is None and all(self._polls.values()):
                self._opened = now

    @property
    def last_polls(self) -> Mapping[str, datetime]:
        """When each outlet's feed was last asked for."""
        with self._lock:
            return dict(self._last_poll)

    def advance(self, *, now: datetime) -> Sequence[Cue]:
        """Let every cue happen that is due, and return those that did."""
        with self._lock:
            if self._opened is None:
                return ()
            elapsed = now - self._opened
            due = [cue for cue in self._waiting if cue.at <= elapsed]
            self._waiting = [cue for cue in self._waiting if cue.at > elapsed]
            for cue in due:
                self._perform(cue, now)
            return tuple(due)

    def _perform(self, cue: Cue, now: datetime) -> None:
        outlet = self._content.outlet(cue.outlet)
        listed = self._listed[outlet.id]
        here = now.astimezone(timezone(outlet.zone)).replace(microsecond=0)
        if cue.expect is Expect.EDIT:
            place = next(i for i, one in enumerate(listed) if one.story.slug == cue.story)
            listed[place] = replace(
                listed[place], title=cue.title or listed[place].title, updated=here
            )
            return
        story = outlet.story(cue.story)
        listed.insert(0, _listed(outlet, story, here, number=listed[0].number + 7))


def _baseline(outlet: Outlet, start: datetime) -> list[Listed]:
    """The stories that are out when the demo starts, newest first."""
    old = [(story.age, story) for story in outlet.stories if story.age is not None]
    old.sort(key=lambda pair: pair[0], reverse=True)
    zone = timezone(outlet.zone)
    listed = [
        _listed(
            outlet, story, _whole_minute((start - age).astimezone(zone)), number=4021 + 7 * place
        )
        for place, (age, story) in enumerate(old)
    ]
    return listed[::-1]


def _listed(outlet: Outlet, story: Story, when: datetime, *, number: int) -> Listed:
    return Listed(
        outlet=outlet,
        story=story,
        number=number,
        title=story.title,
        published=when,
        updated=when,
    )


def _whole_minute(moment: datetime) -> datetime:
    return moment - timedelta(seconds=moment.second, microseconds=moment.microsecond)
