"""The keys of one group: known or not, once or twice, and their values by the table."""

from difflib import get_close_matches
from typing import TypeVar

from wirewatch.config.desk import Desk, Slot
from wirewatch.config.keys import HEADINGS, KEYS, SOURCE_KINDS, Where
from wirewatch.config.kinds import Kind
from wirewatch.config.problems import quoted
from wirewatch.config.report import Place
from wirewatch.config.tree import MapNode, Node, Scalar
from wirewatch.config.words import did_you_mean

T = TypeVar("T")

_OTHER_NAMES = {
    "url": "feed",
    "link": "feed",
    "rss": "feed",
    "interval": "every",
    "schedule": "every",
    "keywords": "any",
    "dedup": "group",
    "dedupe": "group",
    "deduplicate": "group",
    "lang": "language",
    "languages": "language",
    "watches": "watchlists",
    "feeds": "sources",
    "database": "archive",
    "store": "archive",
    "tz": "timezone",
}
"""Words of other programs for our keys."""


class Fields:
    """The keys of one group and what they say; every problem in them is reported once."""

    def __init__(self, node: MapNode, where: Where, desk: Desk, title: str = "") -> None:
        self.node = node
        self._where = where
        self._desk = desk
        self._title = title
        self._meant: set[str] = set()
        self._pairs: dict[str, tuple[Scalar, Node]] = {}
        self._values: dict[str, object] = {}
        for key, value in node.pairs:
            self._take(key, value)

    def _take(self, key: Scalar, value: Node) -> None:
        name = key.text
        table = KEYS[self._where]
        first = self._pairs.get(name)
        if first is not None:
            self._repeated(key, first[0])
            return
        self._pairs[name] = (key, value)
        if name not in table:
            self._unknown(key)
            return
        entry = table[name]
        slot = Slot(label=name, key=key.place)
        self._values[name] = entry.kind.read(value, slot, self._desk)
        if entry.since is None and not (self._where == "source" and name in SOURCE_KINDS):
            self._desk.report.warn(
                key.place,
                "not-yet",
                f"this version does not act on `{name}` {HEADINGS[self._where]} yet",
                "It may stay for a later version",
            )

    def _repeated(self, key: Scalar, first: Scalar) -> None:
        whose = f" for {self._title}" if self._title else ""
        line = self._desk.report.line_of(first.place.start)
        self._desk.report.error(
            key.place,
            "repeated-key",
            f"`{key.text}` is given twice{whose} (first in line {line})",
            "Remove one",
        )

    def _unknown(self, key: Scalar) -> None:
        table = KEYS[self._where]
        known = _OTHER_NAMES.get(key.text.lower(), "")
        near = get_close_matches(key.text.lower()[:100], table, n=1, cutoff=0.6)
        self._meant.update([known] if known in table else near)
        if key.text == "<<":
            mend = "Merging groups is not understood; write the keys out"
        elif known in table:
            mend = f"Did you mean `{known}`?"
        else:
            mend = did_you_mean(key.text, table, "Known keys")
        what = "unknown section" if self._where == "top" else "unknown key"
        where = "" if self._where == "top" else f" {HEADINGS[self._where]}"
        self._desk.report.error(key.place, "unknown-key", f"{what} {quoted(key.text)}{where}", mend)

    def get(self, name: str, kind: Kind[T]) -> T | None:
        """Return a value, read as its kind; None when it is absent or wrong."""
        if KEYS[self._where][name].kind is not kind:
            raise KeyError(name)
        value: T | None = self._values.get(name)  # type: ignore[assignment]  # the table says so, and it was checked
        return value

    def has(self, name: str) -> bool:
        """Tell whether the key was written, rightly or wrongly, or a misspelling of it."""
        return name in self._pairs or name in self._meant

    def key(self, name: str) -> Place:
        """Return where a key is written; where the group starts when it is not."""
        return self._pairs[name][0].place if name in self._pairs else self.start

    def value(self, name: str) -> Node | None:
        """Return a value as it is written."""
        return self._pairs[name][1] if name in self._pairs else None

    @property
    def start(self) -> Place:
        """Where the group starts: its first key."""
        if self.node.pairs:
            return self.node.pairs[0][0].place
        return Place(self.node.place.start, self.node.place.start + 1)
