"""The list of sources."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import SplitResult, unquote, urlsplit

from archive.vocabulary import FullText, Secret, Source, SourceKind
from wirewatch.config import kinds
from wirewatch.config.addresses import (
    is_private,
    login_of,
    same_address,
    target,
    web_address,
    without_login,
)
from wirewatch.config.asking import check_proxy
from wirewatch.config.desk import Desk, Slot, Word
from wirewatch.config.fields import Fields
from wirewatch.config.keys import SOURCE_KINDS
from wirewatch.config.problems import quoted
from wirewatch.config.report import Place
from wirewatch.config.searching import PLACE, Search
from wirewatch.config.tree import ListNode, MapNode, Node, Scalar
from wirewatch.config.words import Wrong

SELECTORS = ("links", "title", "date")
ONLY_FOR = {
    **dict.fromkeys((*SELECTORS, "render"), SourceKind.PAGE),
    "search_terms": SourceKind.SEARCH,
}
"""Keys that act on one kind of source only."""
_LEAST = timedelta(minutes=1)


class Sources:
    """Reads the list of sources and remembers their names, tags and addresses."""

    def __init__(self, desk: Desk, allow: frozenset[tuple[str, int]]) -> None:
        self._desk = desk
        self._allow = allow
        self._names: dict[str, Place] = {}
        self._addresses: dict[str, tuple[str, Place]] = {}
        self._unnamed: list[tuple[int, SplitResult, Place]] = []
        self._read: list[Source] = []
        self._searches: dict[int, tuple[Place, tuple[str, ...]]] = {}
        self.selectors: set[str] = set()
        """Names and tags that a watchlist may choose sources by."""

    def read(self, node: Node | None) -> tuple[Source, ...]:
        """Return the sources; a search has ``{query}`` in its address still."""
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            if isinstance(node, MapNode) or node.text:
                mend = "Start each source with `- name:` or `- https://…`"
                self._desk.report.error(node.place, "wrong-type", "`sources` must be a list", mend)
            return ()
        for item in node.items:
            if isinstance(item, Scalar):
                self._bare(item)
            elif isinstance(item, MapNode):
                self._long(Fields(item, "source", self._desk, _title(item)))
            else:
                mend = "Start each source with one `- ` only"
                self._desk.report.error(item.place, "wrong-type", "a source cannot be a list", mend)
        return self._named()

    def _bare(self, node: Scalar) -> None:
        key, colon, rest = node.text.partition(":")
        if node.plain and colon and key in {*SOURCE_KINDS, "name"} and rest:
            mend = f"Put a space after `{key}:`"
            message = f"`{key}:` and what follows it are read as one word"
            self._desk.report.error(node.place, "no-space-after-colon", message, mend)
            return
        word = self._desk.text(node, Slot(label="source", key=node.place, item="source"))
        parts = self._address(word)
        if word and parts:
            url = without_login(word.text.strip(), parts)
            source = Source(
                name="",
                url=url,
                masked=_masked(word, parts),
                kind=SourceKind.ADDRESS,
                auth=login_of(parts),
            )
            self._keep(source, parts, word, None)

    def _long(self, fields: Fields) -> None:
        written = [kind for kind in SOURCE_KINDS if fields.has(kind)]
        title = _title(fields.node)
        if len(written) != 1:
            self._not_one(fields, written, title)
            return
        kind = SourceKind(written[0])
        word = fields.get(kind.value, kinds.TEXT)
        name = fields.get("name", kinds.TEXT)
        tags = tuple(tag.text for tag in fields.get("tags", kinds.TAGS) or ())
        self.selectors.update(tags)
        self._warn_of_useless(fields, kind)
        if kind is SourceKind.PAGE and fields.get("render", kinds.FLAG):
            self._check_browser(fields)
        parts = self._address(word) if kind is not SourceKind.SPIDER else None
        every = self._pace(fields, parts)
        source = Source(
            name=name.text.strip() if name else "",
            url=without_login(word.text.strip(), parts) if word else "",
            masked=_masked(word, parts),
            kind=kind,
            every=every,
            tags=tags,
            backfill=fields.get("backfill", kinds.BACKFILL) or timedelta(0),
            full_text=FullText(fields.get("full_text", kinds.FULL_TEXT) or "auto"),
            language=fields.get("language", kinds.LANGUAGE),
            headers=fields.get("headers", kinds.HEADERS) or (),
            auth=self._auth(fields, parts),
            proxy=self._proxy(fields),
            render=fields.get("render", kinds.FLAG) or False,
            **{name: fields.get(name, kinds.SELECTOR) for name in SELECTORS},
        )
        if kind is SourceKind.SEARCH and word and parts:
            self._search(fields, word)
        if word and (parts or (kind is SourceKind.SPIDER and self._is_spider(word))):
            self._keep(source, parts, word, name)
        else:
            self._name_is_free(name)

    def _search(self, fields: Fields, word: Word) -> None:
        """Note what a search is for; it becomes sources when the watchlists are known."""
        if PLACE not in word.text:
            mend = f"Write `{PLACE}` where the words to look for belong"
            self._desk.report.error(
                word.place, "no-query", f"there is no `{PLACE}` in the address of a search", mend
            )
        terms = (term.text.strip() for term in fields.get("search_terms", kinds.TEXTS) or ())
        self._searches[len(self._read)] = (fields.key("search"), tuple(dict.fromkeys(terms)))

    def _is_spider(self, word: Word) -> bool:
        """Report a path that leads to no spider; to know, its module is imported."""
        from spiders.crawl.own import WrongSpiderError, spider_class  # Scrapy takes half a second

        try:
            spider_class(word.text.strip(), self._desk.folder)
        except WrongSpiderError as error:
            self._desk.report.error(word.place, "bad-spider", str(error), error.mend)
            return False
        return True

    def _check_browser(self, fields: Fields) -> None:
        from spiders.crawl.browser import what_is_missing  # Scrapy takes half a second

        report = self._desk.report
        missing = what_is_missing()
        if missing is not None:
            what, mend = missing
            report.error(
                fields.key("render"), "no-browser", f"pages cannot be rendered: {what}", mend
            )
        for name in ("headers", "auth"):
            if fields.has(name):
                # A browser would send them on wherever the page leads.
                what = f"`{name}` cannot be sent for a page that is rendered"
                report.error(fields.key(name), "not-rendered", what, "Remove it, or `render`")

    @property
    def searches(self) -> dict[str, Search]:
        """Return the searches by the name of their source."""
        return {
            self._read[index].name: Search(template=self._read[index], place=place, terms=terms)
            for index, (place, terms) in self._searches.items()
        }

    def _auth(self, fields: Fields, parts: SplitResult | None) -> Secret | None:
        """Return the password of a source; it may stand in its address, from where it is taken out."""
        auth = fields.get("auth", kinds.AUTH)
        names = {name.lower() for name, _ in fields.get("headers", kinds.HEADERS) or ()}
        within = login_of(parts) if parts else None
        if auth and (within or "authorization" in names):
            where = "its address" if within else "`headers`"
            what = f"there is a password in `auth` and another in {where}"
            self._desk.report.error(fields.key("auth"), "two-passwords", what, "Remove one")
        return auth or within

    def _proxy(self, fields: Fields) -> Secret | None:
        proxy = fields.get("proxy", kinds.PROXY)
        check_proxy(proxy, fields.value("proxy"), self._allow, self._desk)
        return proxy

    def _warn_of_useless(self, fields: Fields, kind: SourceKind) -> None:
        useless = {name: only for name, only in ONLY_FOR.items() if only is not kind}
        for name, only in useless.items():
            if fields.has(name):
                self._desk.report.warn(
                    fields.key(name),
                    "no-effect",
                    f"`{name}` is for sources with `{only.value}:`, and this one has `{kind.value}:`: it has no effect",
                    f"Remove `{name}`",
                )
        for name in ("headers", "auth"):
            if fields.has(name) and kind is SourceKind.SPIDER:
                what = f"`{name}` has no effect on a spider of your own, which asks in its own way"
                self._desk.report.warn(
                    fields.key(name), "no-effect", what, "Set them in the spider"
                )

    def _not_one(self, fields: Fields, written: list[str], title: str) -> None:
        if written:
            keys = " and ".join(f"`{kind}`" for kind in written)
            self._desk.report.error(
                fields.key(written[1]),
                "two-kinds",
                f"{title} has {keys}; it can have one",
                "Make two sources of it",
            )
            return
        mend = "Add `feed: https://…`"
        self._desk.report.error(fields.start, "missing-key", f"{title} has no `feed`", mend)
        self._name_is_free(fields.get("name", kinds.TEXT))

    def _address(self, word: Word | None) -> SplitResult | None:
        """Return the parts of an address that may be polled."""
        if word is None:
            return None
        text = word.text.strip()
        try:
            parts = web_address(text)
        except Wrong as wrong:
            at = word.place
            if wrong.code == "address-space":
                lead = len(word.text) - len(word.text.lstrip())
                blank = lead + next(i for i, char in enumerate(text) if char.isspace())
                at = word.place_of(blank, blank + 1, self._desk.report.text)
            secret = word.shown != word.text or "@" in text
            message = (
                "this is not a full address"
                if secret and wrong.code == "address-incomplete"
                else wrong.message
            )
            mend = "Use a full http or https address" if secret else wrong.mend
            self._desk.report.error(at, wrong.code, message, mend)
            return None
        host, port = target(parts)
        if is_private(host) and (host, port) not in self._allow:
            written = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            self._desk.report.error(
                word.place,
                "private-address",
                f"{quoted(host)} is a private address",
                f'If it is yours, allow it under `fetch:`: `allow: ["{written}"]`',
            )
            return None
        if parts.password:
            self._desk.report.secrets.add(unquote(parts.password))
            self._desk.report.secrets.add(parts.password)
        return parts

    def _pace(self, fields: Fields, parts: SplitResult | None) -> timedelta | str | None:
        every = fields.get("every", kinds.EVERY)
        if every is None or not isinstance(every.value, timedelta) or every.value >= _LEAST:
            return every.value if every else None
        if parts is None or target(parts) not in self._allow:
            self._desk.report.error(
                every.place,
                "too-often",
                f"{quoted(every.shown)} is impolite",
                "At least 1m (only servers of your own, listed in `fetch: allow:`, may be asked more often)",
            )
        return every.value

    def _keep(
        self, source: Source, parts: SplitResult | None, word: Word, name: Word | None
    ) -> None:
        self._name_is_free(name)
        address = same_address(parts) if parts else source.url
        first = self._addresses.get(address)
        if first is None:
            self._addresses[address] = (source.name, word.place)
        else:
            line = self._desk.report.line_of(first[1].start)
            who = (
                f"source {quoted(first[0])} (line {line})"
                if first[0]
                else f"the source in line {line}"
            )
            self._desk.report.warn(
                word.place,
                "same-address",
                f"the same address as {who}",
                "Remove one; it would be polled twice",
            )
        if not source.name:
            self._unnamed.append((len(self._read), parts or urlsplit(source.url), word.place))
        self._read.append(source)

    def _name_is_free(self, name: Word | None) -> None:
        if name is None:
            return
        text = name.text.strip()
        self.selectors.add(text)
        first = self._names.setdefault(text.casefold(), name.place)
        if first is not name.place:
            line = self._desk.report.line_of(first.start)
            self._desk.report.error(
                name.place,
                "repeated-name",
                f"source name {quoted(name.shown)} is used twice (first in line {line})",
                "Give each source a name of its own",
            )

    def _named(self) -> tuple[Source, ...]:
        """Give names to the sources that have none: the host, and the path where that is taken."""
        for index, parts, place in self._unnamed:
            name = self._free_name(parts)
            self._names[name.casefold()] = place
            self.selectors.add(name)
            self._read[index] = replace(self._read[index], name=name)
        return tuple(self._read)

    def _free_name(self, parts: SplitResult) -> str:
        host = (parts.hostname or parts.path.rpartition(".")[2]).removeprefix("www.")
        long = f"{parts.hostname or ''}{parts.path.rstrip('/')}".removeprefix("www.")
        names = [host, long, *(f"{long} {number}" for number in range(2, len(self._names) + 3))]
        return next(name for name in names if name.casefold() not in self._names)


def _masked(word: Word | None, parts: SplitResult | None) -> str:
    """Return an address as it may be stored and shown, if it holds what came from outside the file; else nothing."""
    if word is None or parts is None:
        return ""
    shown = word.masked.strip()
    without = re.sub(r"//[^/?#]*@", "//", shown, count=1)
    return without if shown != word.text.strip() and "***" in without else ""


def _title(node: MapNode) -> str:
    """Return how messages call a source: by its name, if it has one that may be shown."""
    for key, value in node.pairs:
        if key.text == "name" and isinstance(value, Scalar) and value.text:
            return f"source {quoted(value.text)}"
    return "this source"
