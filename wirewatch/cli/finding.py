"""`discover` and `import`: sources that are found on a site or in a feed reader's list, as YAML to paste."""

import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive.vocabulary import SourceKind
from scheduler.report import count
from spiders.discovery import Finding
from spiders.errors import ListingError, SpiderError
from spiders.opml import read_opml
from wirewatch.cli import setting
from wirewatch.cli.trouble import Trouble
from wirewatch.records import Record, iso

LARGEST = 20 * 1024 * 1024
"""Bytes of a list."""
BARE = re.compile(r"https?://[\w./?=&%~+,;:!-]*[\w/=]", re.ASCII)
"""Addresses that YAML takes as they are."""


def discover(options: Namespace) -> int:
    """Look for the feeds and sitemaps of a site, and print those that are there."""
    url = options.url if "://" in options.url else f"https://{options.url}"
    rules = setting.configured_or_bare(options).fetch
    from spiders.crawl import loop  # late: Scrapy takes half a second
    from wirewatch.wiring import discovered

    verbose = getattr(options, "verbose", False)
    try:
        found = loop.run(lambda: discovered(url, rules, _tell if verbose else _say_nothing))
    except SpiderError as error:
        raise Trouble(f"{url}: {error}") from error
    if options.json:
        for finding in found:
            print(json.dumps(record(finding), ensure_ascii=False))
    else:
        for line in pasted((each.kind, each.title, each.url, (), _holds(each)) for each in found):
            print(line)
    if not found:
        print(
            f"wirewatch: no feed, no sitemap and no list of articles was found at {url}; -v tells what was tried",
            file=sys.stderr,
        )
        return 3
    return 0


def import_(options: Namespace) -> int:
    """Print the sources of an OPML file; what is left out is told on standard error."""
    try:
        with Path(options.file).open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise Trouble(f"{options.file} cannot be read: {error.strerror}") from error
    if len(body) > LARGEST:
        raise Trouble(f"{options.file} is larger than {LARGEST // 1024**2} MB")
    try:
        read = read_opml(body)
    except ListingError as error:
        raise Trouble(f"{options.file}: {error}. A feed reader exports it as OPML") from error
    for note in read.left_out:
        print(f"wirewatch: left out: {note}", file=sys.stderr)
    for line in pasted((each.kind, each.name, each.url, each.tags, "") for each in read.found):
        print(line)
    counted = count(len(read.found), "source", "sources")
    print(f"wirewatch: {counted}; paste what stands above below `sources:`", file=sys.stderr)
    return 0


def record(finding: Finding) -> Record:
    """Return a source that was found as `--json` shows it."""
    return {
        "kind": finding.kind.value,
        "url": finding.url,
        "title": finding.title,
        "how": finding.how,
        "entries": finding.entries,
        "newest": iso(finding.newest),
        "language": finding.language,
        "sitemaps": finding.sitemaps,
    }


def pasted(
    sources: Iterable[tuple[SourceKind, str, str, Sequence[str], str]],
) -> Iterator[str]:
    """Write sources as items of the list `sources`: kind, name, address, tags, and a remark for each."""
    taken: set[str] = set()
    for kind, name, url, tags, remark in sources:
        if remark:
            yield f"  # {remark}"
        address = url if BARE.fullmatch(url) else quoted(url)
        if name:
            yield f"  - name: {quoted(_free(name, taken))}"
            yield f"    {kind.value}: {address}"
        else:
            yield f"  - {kind.value}: {address}"
        if tags:
            yield f"    tags: [{', '.join(map(quoted, tags))}]"


def quoted(text: str) -> str:
    """Write a text so that the configuration reads it as it is: YAML in double quotes, no variables."""
    return json.dumps(text, ensure_ascii=False).replace("$", "$$")


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other source has; capitals do not count."""
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    free = next(each for each in names if each.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _holds(finding: Finding) -> str:
    facts = [count(finding.entries, "entry", "entries")]
    if finding.sitemaps:
        facts = [count(finding.sitemaps, "sitemap", "sitemaps")]
    if finding.newest:
        facts.append(f"the newest {finding.newest:%Y-%m-%d %H:%M} UTC")
    if finding.language:
        facts.append(finding.language)
    return f"{', '.join(facts)}; {finding.how}"


def _tell(url: str, outcome: str) -> None:
    print(f"wirewatch: {url}: {outcome}", file=sys.stderr)


def _say_nothing(url: str, outcome: str) -> None:
    """Keep quiet: most addresses that are tried are not there."""
