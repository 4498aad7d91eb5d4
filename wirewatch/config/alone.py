"""A file of watchlists without a configuration around it: a list of them, or the sections `watchlists` and `terms`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.vocabulary import Watchlist
from wirewatch.config import kinds
from wirewatch.config.desk import Desk
from wirewatch.config.fields import Fields
from wirewatch.config.load import read_file
from wirewatch.config.problems import Problem
from wirewatch.config.syntax import read_all
from wirewatch.config.terms import queries
from wirewatch.config.tree import ListNode, MapNode
from wirewatch.config.variables import Variables
from wirewatch.config.watchlists import QueryCheck, Watchlists


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedWatchlists:
    """What came of reading a file of watchlists."""

    watchlists: tuple[Watchlist, ...]
    """Empty when there is any error."""
    terms: Mapping[str, str]
    problems: tuple[Problem, ...]


def load_watchlists(path: Path, *, check_query: QueryCheck) -> LoadedWatchlists:
    """Read watchlists from a YAML file: a list, or a configuration, whose other sections are passed over.

    Channels and sources are not looked up: the file need not say whom to tell. Never raises for bad content.
    """
    report, text = read_file(path)
    if text is None:
        return LoadedWatchlists(watchlists=(), terms={}, problems=report.problems)
    desk = Desk(report, Variables({}, {}, path.parent), path.parent)
    tree, _ = read_all(text, report)
    top = Fields(tree, "top", desk) if isinstance(tree, MapNode) else None
    named = (top.get("terms", kinds.TEXTS_BY_NAME) or {}) if top else {}
    terms = queries(named)
    reader = Watchlists(desk, {}, set(), check_query, terms, alone=True)
    for word in (word for words in named.values() for word in words):
        reader.check(word)
    listed = top.value("watchlists") if top else tree
    watchlists = reader.read(listed)
    if not watchlists and not report.has_errors:
        mend = "Write a list of them, or a section `watchlists:`"
        report.error((0, 1), "no-watchlists", "there are no watchlists in this file", mend)
    if not isinstance(listed, ListNode) or report.has_errors:
        watchlists = ()
    return LoadedWatchlists(watchlists=watchlists, terms=terms, problems=report.problems)
