"""What a configuration is once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from archive.vocabulary import Channel, FetchRules, Source, Watchlist
from wirewatch.config.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A configuration without mistakes."""

    path: Path
    archive: Path
    """Absolute."""
    timezone: ZoneInfo
    keep: timedelta | None
    """How long articles without a match are kept; None: for ever."""
    sources: tuple[Source, ...]
    """Those that this version polls."""
    watchlists: tuple[Watchlist, ...]
    channels: tuple[Channel, ...]
    ops: tuple[str, ...]
    fetch: FetchRules
    canary: timedelta | None
    """How often an article of our own shows that news comes through; None: never."""
    terms: Mapping[str, str]
    """What ``@name`` stands for in a query."""
    owners: Mapping[str, str]
    """Who owns an outlet, by its site or its name in lower case."""
    secrets: frozenset[str]
    """Every text that must not be logged: what came from outside, and the credentials in addresses."""

    def __repr__(self) -> str:
        return f"Config({str(self.path)!r})"


def bare(folder: Path) -> Config:
    """Return a configuration without anything in it, for commands that can do without a file."""
    return Config(
        path=folder / "config.yaml",
        archive=folder / "wirewatch.db",
        timezone=ZoneInfo("UTC"),
        keep=None,
        sources=(),
        watchlists=(),
        channels=(),
        ops=(),
        fetch=FetchRules(),
        canary=None,
        terms={},
        owners={},
        secrets=frozenset(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of reading a file."""

    config: Config | None
    """None when there is any error."""
    problems: tuple[Problem, ...]
    """Mistakes and doubts in the order of the file; those of ``.env`` come first."""
    rest: Config | None = None
    """What is good of a file with errors, for those who only look into the archive; None where that cannot be told."""
