"""Canonical addresses on real pages: how many light and tracked addresses become one without a fetch, and what is merged wrongly.

    python benchmarks/addresses.py FOLDER

FOLDER holds pages (``*.html.gz`` at any depth, with ``truth.jsonl.gz`` beside them: one object a line with ``file`` and
``url``) and feeds (``*.xml``, ``*.rss``). Pairs are counted where the two addresses differ as text.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import feedparser
from lxml import etree, html

from archive.address import canonical_address

Pair = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    pairs: dict[str, list[Pair]] = {"amphtml": [], "rel=canonical": []}
    for kind, pair in pairs_in(folder):
        pairs[kind].append(pair)
    for kind, found in pairs.items():
        one = sum(canonical_address(a) == canonical_address(b) for a, b in found)
        print(
            f"{kind}: {one} of {len(found)} pairs are one address ({one / max(1, len(found)):.2f})"
        )
    merged(folder)


def pairs_in(folder: Path) -> Iterator[tuple[str, Pair]]:
    """Give what pages say of themselves: their address or canonical with their AMP page, their address with their canonical."""
    for truth in folder.rglob("truth.jsonl.gz"):
        rows = map(json.loads, gzip.decompress(truth.read_bytes()).splitlines())
        for row in {row["file"]: row for row in rows}.values():
            links = links_of(truth.parent.parent / row["file"])
            asked, canonical, amp = row.get("url"), links.get("canonical"), links.get("amphtml")
            own = canonical or asked
            if amp and own and amp != own:
                yield "amphtml", (own, amp)
            if asked and canonical and asked != canonical:
                yield "rel=canonical", (asked, canonical)


def links_of(file: Path) -> dict[str, str]:
    """Return the absolute addresses of a page's ``link`` elements by their ``rel``."""
    try:
        tree = html.fromstring(gzip.decompress(file.read_bytes()))
    except (OSError, etree.LxmlError, ValueError):
        return {}
    found = ((link.get("rel", "").lower(), link.get("href", "")) for link in tree.iter("link"))
    return {rel: href for rel, href in found if href.startswith("http")}


def merged(folder: Path) -> None:
    """Print the addresses of feeds' entries that become one although their titles differ."""
    spellings: defaultdict[str, dict[str, str]] = defaultdict(dict)
    files = sorted(file for kind in ("*.xml", "*.rss") for file in folder.rglob(kind))
    for file in files:
        for entry in feedparser.parse(file.read_bytes()).entries:
            address = canonical_address(entry.get("link"))
            if address:
                spellings[address].setdefault(entry.link, entry.get("title", ""))
    groups = [found for found in spellings.values() if len(set(found.values())) > 1]
    print(
        f"{len(spellings)} addresses in {len(files)} feeds; {len(groups)} merged under several titles"
    )
    for found in groups:
        print(*(f"  {title[:60]} | {url}" for url, title in found.items()), sep="\n")


if __name__ == "__main__":
    main()
