"""The texts and queries of the matching benchmarks: drawn from texts, with a fixed seed."""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watchlists import Document

_WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One query in a form that every engine can say: phrases as written, all or one of them."""

    phrases: tuple[str, ...]
    every: bool


def load(path: Path) -> list[Document]:
    """Read texts: JSON lines with title and text. Other letters than ASCII become spaces, so that
    engines that know less about letters can give the same answers."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    rows = [json.loads(line) for line in content.decode().splitlines()]
    return [
        Document(title=_plain(row.get("title", "")), text=_plain(row["text"]), language="en")
        for row in rows
    ]


def _plain(text: str) -> str:
    """Leave words, digits, commas and full stops: what all engines read alike."""
    return re.sub(r"[^A-Za-z0-9\s,]|(?<=[0-9]),|,(?=[0-9])", " ", text)


def draw(documents: Sequence[Document], count: int, chance: random.Random) -> list[Wanted]:
    """Draw queries: words, phrases of two and three words, wildcards, AND of two, OR of three.

    People watch for what is rare: a word is drawn that stands in one in a hundred texts at most, and
    every phrase holds such a word.
    """
    texts = [_WORD.findall(document.text.lower()) for document in documents]
    frequency = Counter(word for text in texts for word in set(text))
    rare = {word for word, seen in frequency.items() if seen <= max(2, len(texts) // 100)}
    places = [
        (text, at)
        for text in texts
        for at, word in enumerate(text)
        if word in rare and at < len(text) - 3
    ]

    def phrase(size: int) -> str:
        text, at = chance.choice(places)
        start = max(0, at - chance.randrange(size))
        return " ".join(text[start : start + size])

    def one() -> Wanted:
        kind = chance.random()
        if kind < 0.2:
            return Wanted((phrase(1),), every=True)
        if kind < 0.5:
            return Wanted((phrase(chance.choice((2, 3))),), every=True)
        if kind < 0.6:
            return Wanted((phrase(1)[:6] + "*",), every=True)
        if kind < 0.8:
            return Wanted((phrase(1), chance.choice(chance.choice(texts) or ["war"])), every=True)
        return Wanted((phrase(1), phrase(2), phrase(3)), every=False)

    return [one() for _ in range(count)]


def query_of(wanted: Wanted) -> str:
    """Say a query in the language of watchlists."""
    return (" AND " if wanted.every else " OR ").join(f'"{each}"' for each in wanted.phrases)


def pattern_of(phrase: str) -> re.Pattern[str]:
    """Say a phrase as a regular expression."""
    inside = r"[\W_]+".join(re.escape(word).replace(r"\*", r"[^\W_]*") for word in phrase.split())
    return re.compile(rf"(?<![^\W_]){inside}(?![^\W_])", re.IGNORECASE)
