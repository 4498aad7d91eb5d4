"""How far our reading of feeds agrees with what other projects' test feeds say is in them.

    python benchmarks/feeds.py --feedparser FOLDER [--gofeed FILE] [--feed-rs FILE] [--autodiscovery FILE]
                               [--robots FILE] [--sitemaps FOLDER] [--show 20]

FOLDER of feedparser has `index.jsonl`, each line with `file`, `http_headers` and `facts` (a path into what feedparser
gives, and its value). The files of gofeed and feed-rs have lines with `input` and `expected`. Compared are the fields
that an entry of ours has: id, link, title, summary, published; texts as we keep them, without markup.
"""

import argparse
import base64
import calendar
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from archive.address import web_address
from archive.vocabulary import Entry
from spiders.discovery import feeds_of
from spiders.errors import SpiderError
from spiders.feed import read_feed
from spiders.markup import read_html
from spiders.prose import LONGEST_SUMMARY, LONGEST_TEXT, cut, one_line, plain, prose
from spiders.robots import read_robots
from spiders.sitemap import read_sitemap
from spiders.web import Answer
from spiders.when import moment_of

FEED_URL = "http://127.0.0.1:8097/folder/feed"
"""Where feedparser's own tests find their feeds; some facts name it."""
FIELDS = {
    "id": "id",
    "guid": "id",
    "link": "link",
    "title": "title",
    "title_detail.value": "title",
    "summary": "summary",
    "description": "summary",
    "content[0].value": "text",
    "published_parsed": "published",
    "updated_parsed": "published",
}
PATH = re.compile(r"entries\[(\d+)\]\.(.+)")


@dataclass
class Tally:
    """How often a field agreed."""

    name: str
    right: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def count(self, which: str, said: object, ours: object, where: str) -> None:
        """Count one fact."""
        if said == ours:
            self.right[which] += 1
        else:
            self.wrong[which].append(f"{where}: {which}: said {said!r:.90}, ours {ours!r:.90}")

    def show(self, most: int) -> float:
        """Print the shares; return the share of all fields together."""
        good = sum(self.right.values())
        every = good + sum(map(len, self.wrong.values()))
        share = good / every if every else 1.0
        print(f"{self.name}: {good} of {every} facts, {share:.2%}")
        for which in sorted({*self.right, *self.wrong}):
            print(
                f"  {which:<10} {self.right[which]} of {self.right[which] + len(self.wrong[which])}"
            )
        for line in [line for lines in self.wrong.values() for line in lines][:most]:
            print(f"    {line}")
        return share


def ours_of(entry: Entry, which: str) -> object:
    """Return a field of our entry; a summary that is the text is kept once."""
    return {
        "id": entry.guid or "",
        "link": entry.url,
        "title": entry.title,
        "summary": entry.summary or entry.text,
        "text": entry.text or entry.summary,
        "published": entry.published,
    }[which]


def expected(which: str, value: Any, base: str) -> object:
    """Return a fact in the form that we keep."""
    if which == "id":
        return plain(str(value)).replace("\n", " ")
    if which == "link":
        return web_address(urljoin(base, str(value)))
    if which == "title":
        return one_line(prose(value))
    if which == "summary":
        return cut(prose(value), LONGEST_SUMMARY)
    if which == "text":
        return cut(prose(value), LONGEST_TEXT)
    if isinstance(value, list):
        return datetime.fromtimestamp(calendar.timegm(tuple(value)), UTC)
    return moment_of(str(value))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def feedparser_facts(folder: Path) -> Tally:
    """Compare with feedparser's own test feeds."""
    tally = Tally("feedparser")
    for row in rows(folder / "index.jsonl"):
        wanted = [
            (*found.groups(), value)
            for path, value in row["facts"]
            if (found := PATH.fullmatch(path))
        ]
        wanted = [each for each in wanted if each[1] in FIELDS]
        if not wanted:
            continue
        headers = dict(re.split(r":\s*", line, maxsplit=1) for line in row["http_headers"])
        lower = {name.lower(): value for name, value in headers.items()}
        base = urljoin(FEED_URL, lower.get("content-location", ""))
        entries: tuple[Entry, ...] = ()
        try:
            body = (folder / row["file"]).read_bytes()
            entries = read_feed(body, url=base, content_type=lower.get("content-type")).entries
        except SpiderError as error:
            print(f"    {row['file']}: {error}", file=sys.stderr)
        for number, name, value in wanted:
            which = FIELDS[name]
            ours = ours_of(entries[int(number)], which) if int(number) < len(entries) else None
            said = expected(which, value, base)
            if which == "id" and ours == urljoin(base, str(said)):
                # Some test feeds are read without an address of their own, ours never are.
                said = ours
            tally.count(which, said, ours, row["file"])
    return tally


def compared(name: str, path: Path) -> Tally:
    """Compare with gofeed's or feed-rs's test feeds; the two name fields in their own ways."""
    tally = Tally(name)
    for row in rows(path):
        said = row["expected"] or {}
        items = said.get("items") if name == "gofeed" else said.get("entries")
        try:
            entries = read_feed(body_of(row), url=FEED_URL, content_type=None).entries
        except SpiderError:
            entries = ()
        if not items:
            continue
        tally.count("entries", len(items), len(entries), row["name"])
        for item, entry in zip(items, entries, strict=False):
            facts = gofeed_facts(item) if name == "gofeed" else feed_rs_facts(item)
            for which, value in facts:
                tally.count(
                    which, expected(which, value, FEED_URL), ours_of(entry, which), row["name"]
                )
    return tally


def body_of(row: dict[str, Any]) -> bytes:
    """Return the document of a row, written as text or, where that is not possible, in base64."""
    return base64.b64decode(row["input_b64"]) if "input_b64" in row else row["input"].encode()


def gofeed_facts(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what gofeed says of an item."""
    names = {
        "guid": "id",
        "link": "link",
        "title": "title",
        "description": "summary",
        "content": "text",
    }
    for theirs, which in names.items():
        said = item.get(theirs)
        if said:
            yield which, said["value"] if isinstance(said, dict) else said
    moment = item.get("publishedParsed") or item.get("updatedParsed")
    if moment:
        yield "published", moment


def feed_rs_facts(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what feed-rs says of an entry; it makes up an id where there is none."""
    if item.get("title"):
        yield "title", item["title"]["content"]
    if item.get("summary"):
        yield "summary", item["summary"]["content"]
    if (item.get("content") or {}).get("body"):
        yield "text", item["content"]["body"]
    if item.get("links"):
        yield "link", item["links"][0]["href"]
    if not re.fullmatch(r"[0-9a-f]{32}", item["id"]):
        yield "id", item["id"]
    moment = item.get("published") or item.get("updated")
    if moment:
        yield "published", moment


def autodiscovery(path: Path) -> Tally:
    """Compare the feeds that pages name."""
    tally = Tally("autodiscovery")
    for row in rows(path):
        # Rows without a page are about addresses of video sites that have feeds by a rule of their own.
        root = read_html(row["html"].encode(), content_type=None) if "html" in row else None
        found = [] if root is None else [lead.url for lead in feeds_of(root, row["page_url"])]
        if "expected_feed_basename" in row:
            names = [address.rpartition("/")[2] for address in found]
            tally.count("feed", [row["expected_feed_basename"]], names, row["name"])
        else:
            said = [each["url"] if isinstance(each, dict) else each for each in row["expected"]]
            tally.count("feeds", said, found, row["name"])
    return tally


def sitemaps(folder: Path) -> Tally:
    """Count the sitemaps with addresses in them that yield entries or further sitemaps."""
    tally = Tally("sitemaps")
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        body = path.read_bytes()
        text = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        if not re.search(rb"<loc>\s*(?:<!\[CDATA\[\s*)?https?:", text):
            continue  # cut out of a program, without an address
        try:
            read = read_sitemap(body, url="https://sitemap.example/sitemap.xml", content_type=None)
            found = len(read.entries) + len(read.children) + read.unreadable
        except SpiderError as error:
            print(f"    {path.name}: {error}", file=sys.stderr)
            found = 0
        tally.count("yields entries", True, found > 0, path.name)
    return tally


def robots(path: Path) -> Tally:
    """Compare what robots.txt files allow; protego passes over some leniencies of Google's own."""
    tally = Tally("robots")
    for row in rows(path):
        answer = Answer(url=FEED_URL, status=200, headers={}, body=row["robots"].encode())
        allowed = read_robots(answer).can_fetch(row["url"], row["user_agent"])
        which = row["source"].partition("/")[0]
        tally.count(which, row["allowed"], allowed, row["test"])
    return tally


def main() -> None:
    """Compare what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name in ("feedparser", "gofeed", "feed-rs", "autodiscovery", "robots", "sitemaps"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="differences to print of each"
    )
    options = parser.parse_args()
    tallies = [
        options.feedparser and feedparser_facts(options.feedparser),
        options.gofeed and compared("gofeed", options.gofeed),
        options.feed_rs and compared("feed-rs", options.feed_rs),
        options.autodiscovery and autodiscovery(options.autodiscovery),
        options.robots and robots(options.robots),
        options.sitemaps and sitemaps(options.sitemaps),
    ]
    for tally in filter(None, tallies):
        tally.show(options.show)


if __name__ == "__main__":
    main()
