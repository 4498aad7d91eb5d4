"""From a path to a configuration, or to everything that is wrong with it."""

import os
import stat
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from archive.vocabulary import FetchRules, Obey
from wirewatch.config import kinds
from wirewatch.config.asking import check_proxy
from wirewatch.config.channels import AddressCheck, Channels
from wirewatch.config.desk import Desk
from wirewatch.config.fields import Fields
from wirewatch.config.keys import KEYS
from wirewatch.config.model import Config, Loaded
from wirewatch.config.owners import read_owners
from wirewatch.config.problems import quoted
from wirewatch.config.reading import LARGEST, read_text
from wirewatch.config.report import Report
from wirewatch.config.searching import Expansion
from wirewatch.config.sources import Sources
from wirewatch.config.syntax import read_all
from wirewatch.config.terms import queries
from wirewatch.config.tree import ListNode, MapNode, Node
from wirewatch.config.variables import Variables, read_dotenv
from wirewatch.config.watchlists import QueryCheck, Watchlists, known_channels
from wirewatch.config.words import system_zone

_KEEP = timedelta(days=90)


def load(
    path: Path,
    environ: Mapping[str, str],
    *,
    check_query: QueryCheck,
    check_address: AddressCheck | None,
) -> Loaded:
    """Read a configuration file and ``.env`` beside it.

    Bad content never raises: it is told in ``problems``, all of it at once, and then ``config`` is None. Without
    ``check_address`` addresses and templates of channels are taken as they are.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would leave the folder of a symbolic link
    report, text = read_file(path)
    if text is None:
        return Loaded(config=None, problems=report.problems)
    dotenv, dotenv_report = read_dotenv(path.parent / ".env")
    desk = Desk(report, Variables(environ, dotenv, path.parent), path.parent)
    reading = _Reading(path, desk, environ, check_query, check_address)
    config = reading.read(text)
    beside = (problem for other in desk.beside for problem in other.problems)
    problems = (*(dotenv_report.problems if dotenv_report else ()), *report.problems, *beside)
    if any(problem.severity == "error" for problem in problems):
        rest = None if reading.archive_in_doubt else config
        return Loaded(config=None, problems=problems, rest=rest)
    return Loaded(config=config, problems=problems)


def read_file(path: Path) -> tuple[Report, str | None]:
    """Read the text of a file; None when it cannot be read, and the report says why."""
    try:
        content = _read(path)
    except OSError as error:
        report = Report(str(path), "")
        report.error(
            (0, 1),
            "unreadable",
            f"this file cannot be read: {error.strerror or 'nobody knows why'}",
            "Check the path and who may read it",
        )
        return report, None
    return read_text(str(path), content)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        # A pipe or a device could give bytes for ever.
        return file.read(LARGEST + 1)


class _Reading:
    """One reading of one file, section by section; later sections refer to earlier ones."""

    def __init__(
        self,
        path: Path,
        desk: Desk,
        environ: Mapping[str, str],
        check_query: QueryCheck,
        check_address: AddressCheck | None,
    ) -> None:
        self._path = path
        self._desk = desk
        self._environ = environ
        self._check_query = check_query
        self._check_address = check_address
        self.archive_in_doubt = False
        """Its key was written, and not rightly."""

    def read(self, text: str) -> Config | None:
        """Return the configuration; it is good only if the report has no error."""
        tree, whole = read_all(text, self._desk.report)
        if not whole or not isinstance(tree, MapNode) or not tree.pairs:
            if whole:
                self._not_keys(tree)
            return None
        broken = self._desk.report.lines_with_errors()
        config = self._sections(Fields(tree, "top", self._desk))
        self._desk.report.forget_consequences(broken)
        return config

    def _not_keys(self, tree: Node | None) -> None:
        report = self._desk.report
        if tree is None and report.has_errors:
            return
        if tree is None or (not isinstance(tree, ListNode) and not getattr(tree, "text", "")):
            report.error(
                (0, 1), "empty-file", "the file is empty", "Write one with `wirewatch init`"
            )
            return
        what = "a list" if isinstance(tree, ListNode) else "a single text"
        report.error(
            tree.place, "not-keys", f"the file is {what}; it must be keys such as `sources:` and `watchlists:`",
            "See the example that `wirewatch init` writes",
        )  # fmt: skip

    def _sections(self, top: Fields) -> Config:
        desk = self._desk
        fetch = self._fetch(top)
        self._group(top, "web")
        channels = Channels(desk, self._check_address)
        read_channels = channels.read(self._listed(top, "channels"))
        sources = Sources(desk, fetch.allow)
        read_sources = sources.read(self._listed(top, "sources"))
        named = top.get("terms", kinds.TEXTS_BY_NAME) or {}
        owned = top.get("owners", kinds.NAMES_BY_NAME) or {}
        terms = queries(named)
        watchlists = Watchlists(desk, channels.places, sources.selectors, self._check_query, terms)
        for word in (word for words in named.values() for word in words):
            watchlists.check(word)
        read_watchlists = watchlists.read(self._listed(top, "watchlists"))
        expansion = Expansion(desk, read_watchlists, watchlists.places, terms)
        told = top.get("ops", kinds.NAMES)
        ops = known_channels(told or (), channels.places, watchlists.told, desk)
        self._check_use(top, channels, watchlists.told)
        keep = top.get("keep", kinds.KEEP) or _KEEP
        return Config(
            path=self._path,
            archive=self._archive(top),
            timezone=top.get("timezone", kinds.ZONE) or system_zone(self._environ),
            keep=None if keep == timedelta.max else keep,
            sources=expansion.expand(read_sources, sources.searches),
            watchlists=read_watchlists,
            channels=read_channels,
            ops=ops,
            fetch=fetch,
            canary=self._canary(top, ops),
            terms=terms,
            owners=read_owners(owned, desk),
            secrets=frozenset(desk.report.secrets),
        )

    def _canary(self, top: Fields, ops: tuple[str, ...]) -> timedelta | None:
        every = top.get("canary", kinds.CANARY)
        if every is not None and not ops:
            what = "nobody is told when the canary does not come"
            self._desk.report.warn(top.key("canary"), "no-ops", what, "Add `ops: [CHANNEL]`")
        return every

    def _listed(self, top: Fields, name: str) -> Node | None:
        """Return a section; one that is written and empty gets a report."""
        node = top.value(name)
        if node is not None and not isinstance(node, (ListNode, MapNode)) and not node.text:
            self._desk.report.error(
                top.key(name), "empty", f"`{name}` is empty", "Fill it, or remove it"
            )
            return None
        if node is None and name != "channels" and not top.has(name):
            what = {"sources": "nothing is polled", "watchlists": "nothing is alerted"}[name]
            self._desk.report.warn(
                top.start, "nothing-to-do", f"there are no `{name}`: {what}", f"Add `{name}:`"
            )
        return node

    def _group(self, top: Fields, name: str) -> Fields | None:
        node = top.value(name)
        if isinstance(node, MapNode):
            return Fields(node, "fetch" if name == "fetch" else "web", self._desk, f"`{name}`")
        if node is not None:
            known = ", ".join(KEYS["fetch" if name == "fetch" else "web"])
            mend = f"Write its keys below it, two spaces deeper: {known}"
            self._desk.report.error(node.place, "wrong-type", f"`{name}` must have keys", mend)
        return None

    def _fetch(self, top: Fields) -> FetchRules:
        fields = self._group(top, "fetch")
        if fields is None:
            return FetchRules()
        usual = FetchRules()
        listed = fields.get("allow", kinds.ALLOW)
        allow = frozenset(listed or ())
        proxy = fields.get("proxy", kinds.PROXY)
        check_proxy(proxy, fields.value("proxy"), allow, self._desk)
        agent = fields.get("user_agent", kinds.TEXT)
        contact = fields.get("contact", kinds.TEXT)
        robots = Obey(fields.get("robots", kinds.ROBOTS) or usual.robots)
        if robots is Obey.NONE:
            what = "robots.txt is not obeyed: sites are asked for what they do not want programs to read"
            mend = "Remove `robots: false` unless they agreed"
            self._desk.report.warn(fields.key("robots"), "no-robots", what, mend)
        return FetchRules(
            user_agent=agent.text.strip() if agent else usual.user_agent,
            contact=contact.text.strip() if contact else usual.contact,
            delay=fields.get("delay", kinds.DELAY),
            timeout=fields.get("timeout", kinds.TIMEOUT) or usual.timeout,
            max_size=fields.get("max_size", kinds.SIZE) or usual.max_size,
            allow=allow,
            robots=robots,
            proxy=proxy,
        )

    def _archive(self, top: Fields) -> Path:
        word = top.get("archive", kinds.TEXT)
        path = self._path.parent / "wirewatch.db"
        if word is None:
            self.archive_in_doubt = top.has("archive")
            return path
        name = word.text.strip()
        if name.startswith("~/") and self._environ.get("HOME"):
            name = self._environ["HOME"] + name[1:]
        path = Path(os.path.abspath(self._path.parent / name))  # noqa: PTH100 - as above
        report = self._desk.report
        shown = quoted(word.shown if word.shown != word.text else str(path))
        try:
            if path.is_dir():
                report.error(
                    word.place, "archive-is-folder", f"{shown} is a folder", "Give a file in it"
                )
            elif not path.parent.is_dir():
                folder = quoted(str(path.parent)) if word.shown == word.text else "its folder"
                mend = (
                    f"Make it: {quoted(f'mkdir -p {path.parent}')}"
                    if word.shown == word.text
                    else "Make it"
                )
                report.error(word.place, "no-folder", f"folder {folder} does not exist", mend)
        except (OSError, ValueError):
            report.error(
                word.place, "bad-path", f"{shown} cannot be a file", "Give a shorter, simpler path"
            )
        return path

    def _check_use(self, top: Fields, channels: Channels, told: set[str]) -> None:
        report = self._desk.report
        for name, place in channels.places.items():
            # A watchlist that could not be read may have named it.
            if name not in told and not report.has_errors:
                report.warn(
                    place,
                    "unused-channel",
                    f"channel {quoted(name)} is used by no watchlist and not by `ops`",
                    "Name it in a `notify:`, or remove it",
                )
        if channels.inline and _readable_by_all(self._path):
            report.warn(
                channels.inline[0],
                "readable-by-all",
                "every user of this computer can read the secrets in this file",
                f"Close it: `chmod 600 {self._path.name}`",
            )


def _readable_by_all(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False
