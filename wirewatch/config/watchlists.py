"""The list of watchlists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from archive.vocabulary import Escalate, Group, OnEdit, Watchlist
from watchlists import QueryError, compose
from wirewatch.config import kinds
from wirewatch.config.desk import Desk, Word
from wirewatch.config.fields import Fields
from wirewatch.config.problems import quoted
from wirewatch.config.report import Place
from wirewatch.config.rules import USUAL_RECHECK
from wirewatch.config.tree import ListNode, MapNode, Node, Scalar
from wirewatch.config.words import did_you_mean

_LIST_KEYS = ("any", "all", "none")


class QueryProblem(Protocol):
    """What a check of a query finds: offsets are characters of the query text."""

    @property
    def code(self) -> str:
        """A short stable name."""

    @property
    def severity(self) -> str:
        """``error`` or ``hint``."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends; excluded."""

    @property
    def message(self) -> str:
        """What is wrong."""

    @property
    def mend(self) -> str:
        """How to mend it."""


QueryCheck = Callable[[str, Mapping[str, str]], Sequence[QueryProblem]]
"""Checks a query, given what ``@name`` stands for."""


class Watchlists:
    """Reads the list of watchlists."""

    def __init__(
        self,
        desk: Desk,
        channels: Mapping[str, Place],
        selectors: set[str],
        check_query: QueryCheck,
        terms: Mapping[str, str],
        *,
        alone: bool = False,
    ) -> None:
        self._desk = desk
        self._channels = channels
        self._selectors = selectors
        self._check_query = check_query
        self._terms = terms
        self._alone = alone
        """There are no sources and channels to refer to: what says where to look and whom to tell is not checked."""
        self.places: dict[str, Place] = {}
        """Where the name of each is written, by the name in small letters."""
        self.told: set[str] = set()
        """Channels that some watchlist notifies."""

    def read(self, node: Node | None) -> tuple[Watchlist, ...]:
        """Return the watchlists."""
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            if isinstance(node, MapNode) or node.text:
                mend = "Start each watchlist with `- name:`"
                self._desk.report.error(
                    node.place, "wrong-type", "`watchlists` must be a list", mend
                )
            return ()
        read = []
        for item in node.items:
            if isinstance(item, MapNode):
                read.append(self._one(Fields(item, "watchlist", self._desk, _title(item))))
            else:
                self._desk.report.error(
                    item.place,
                    "wrong-type",
                    "a watchlist needs keys such as `name:`, `query:` and `notify:`",
                    "Start it with `- name:`",
                )
        return tuple(read)

    def _one(self, fields: Fields) -> Watchlist:
        name = fields.get("name", kinds.TEXT)
        self._check_name(fields, name)
        query = fields.get("query", kinds.TEXT)
        terms = fields.get("search_terms", kinds.TEXTS)
        lists = {key: fields.get(key, kinds.KEYWORDS) or () for key in _LIST_KEYS}
        self._check_form(fields, lists)
        if query is not None:
            self.check(query)
        for keyword in (word for each in lists.values() for word in each):
            self.check(keyword)
        on_edit, recheck = _edits(fields)
        watchlist = Watchlist(
            name=name.text.strip() if name else "",
            query=query.text.strip() if query else "",
            any=_texts(lists["any"]),
            all=_texts(lists["all"]),
            none=_texts(lists["none"]),
            notify=self._notify(fields),
            sources=self._sources(fields),
            languages=fields.get("language", kinds.LANGUAGES) or (),
            backfill=fields.get("backfill", kinds.BACKFILL) or timedelta(0),
            wait=fields.get("wait", kinds.WAIT) or timedelta(0),
            follow_up=fields.get("follow_up", kinds.FOLLOW_UP),
            search_terms=_texts(terms or ()),
            escalate=self._escalate(fields),
            on_edit=on_edit,
            recheck=recheck,
            group=Group(fields.get("group", kinds.GROUP) or Group.STORY),
        )
        self._check_lists(fields, watchlist)
        return watchlist

    def _check_lists(self, fields: Fields, watchlist: Watchlist) -> None:
        """Report what the items of the lists ask too much of together; each alone has been checked."""
        written = next((key for key in _LIST_KEYS if getattr(watchlist, key)), None)
        if written is None:
            return
        try:
            compose(watchlist, self._terms)
        except QueryError as error:
            for each in error.complaints if not error.text else ():
                self._desk.report.error(fields.key(written), each.code, each.message, each.mend)

    def _escalate(self, fields: Fields) -> Escalate | None:
        words = fields.get("escalate", kinds.ESCALATE)
        if words is None or self._alone:
            return None
        to = known_channels(words.to, self._channels, self.told, self._desk)
        return Escalate(after=words.after, to=to)

    def _check_name(self, fields: Fields, name: Word | None) -> None:
        if name is None:
            if not fields.has("name"):
                self._desk.report.error(
                    fields.start,
                    "missing-key",
                    "this watchlist has no `name`",
                    "Add one; alerts show it",
                )
            return
        first = self.places.setdefault(name.text.strip().casefold(), name.place)
        if first is not name.place:
            line = self._desk.report.line_of(first.start)
            self._desk.report.error(
                name.place,
                "repeated-name",
                f"watchlist name {quoted(name.shown)} is used twice (first in line {line})",
                "Give each watchlist a name of its own",
            )

    def _check_form(self, fields: Fields, lists: Mapping[str, tuple[Word, ...]]) -> None:
        written = [key for key in _LIST_KEYS if fields.has(key)]
        title = _title(fields.node)
        report = self._desk.report
        if fields.has("query") and written:
            message = f"{title} has both `query` and `{written[0]}`"
            report.error(fields.key(written[0]), "two-forms", message, "Use one of the two forms")
        elif not fields.has("query") and not written:
            mend = "Add `query: …`, or the lists `any:`, `all:` and `none:`"
            report.error(
                fields.start, "missing-key", f"{title} does not say what to look for", mend
            )
        elif written and not (fields.has("any") or fields.has("all")):
            mend = "Add `any:` or `all:`"
            report.error(
                fields.key("none"), "only-none", f"{title} would match almost everything", mend
            )
        elif written and not (lists["any"] or lists["all"]):
            # An item that was wrong has been reported already.
            nodes = [fields.value(key) for key in ("any", "all")]
            if not any(isinstance(node, ListNode) and node.items for node in nodes):
                report.error(
                    fields.key(written[0]),
                    "empty",
                    f"{title} has no keywords",
                    "Add some to `any:`",
                )

    def check(self, query: Word) -> None:
        """Report what is wrong with a query; an item of a list, or a named term, is one as well."""
        lead = len(query.text) - len(query.text.lstrip())
        for problem in self._check_query(query.text.strip(), self._terms):
            at = query.place_of(problem.start + lead, problem.end + lead, self._desk.report.text)
            severity = (
                self._desk.report.warn if problem.severity == "hint" else self._desk.report.error
            )
            severity(at, problem.code, problem.message, problem.mend)

    def _notify(self, fields: Fields) -> tuple[str, ...]:
        names = fields.get("notify", kinds.NAMES)
        if self._alone:
            return ()
        node = fields.value("notify")
        if not fields.has("notify") or (isinstance(node, ListNode) and not node.items):
            mend = f"Add `notify: [{', '.join(list(self._channels)[:3]) or '…'}]`"
            self._desk.report.error(
                fields.key("notify"), "no-channel", f"{_title(fields.node)} notifies nobody", mend
            )
        return known_channels(names or (), self._channels, self.told, self._desk)

    def _sources(self, fields: Fields) -> tuple[str, ...]:
        names = fields.get("sources", kinds.TAGS) or ()
        for name in names:
            if name.text not in self._selectors and not self._alone:
                mend = did_you_mean(name.text, sorted(self._selectors), "Names and tags")
                message = f"no source has the name or tag {quoted(name.shown)}"
                self._desk.report.error(name.place, "unknown-source", message, mend)
        return _texts(names)


def _edits(fields: Fields) -> tuple[OnEdit, tuple[timedelta, ...]]:
    """Return which edits are told, and when articles are looked at again."""
    on_edit = OnEdit(fields.get("on_edit", kinds.ON_EDIT) or OnEdit.NEVER)
    recheck = fields.get("recheck", kinds.RECHECK)
    if recheck is None:
        recheck = () if on_edit is OnEdit.NEVER else USUAL_RECHECK
    return on_edit, recheck


def known_channels(
    names: Sequence[Word], channels: Mapping[str, Place], told: set[str], desk: Desk
) -> tuple[str, ...]:
    """Return the names, each once, after a report of those that no channel has."""
    for name in names:
        if name.text in channels:
            told.add(name.text)
            continue
        listed = ", ".join(list(channels)[:20]) or "none"
        near = did_you_mean(name.text, channels, "")
        mend = f"{near} Channels: {listed}" if near.startswith("Did") else f"Channels: {listed}"
        desk.report.error(name.place, "unknown-channel", f"no channel {quoted(name.shown)}", mend)
    return tuple(dict.fromkeys(name.text for name in names))


def _texts(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.text.strip() for word in words))


def _title(node: MapNode) -> str:
    for key, value in node.pairs:
        if key.text == "name" and isinstance(value, Scalar) and value.text:
            return f"watchlist {quoted(value.text)}"
    return "this watchlist"
