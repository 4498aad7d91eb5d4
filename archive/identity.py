"""What entries are known by, and which articles are one text: pure decisions.

An entry is known by the first of these that it has: its canonical address, its guid, its title and day. Two articles
are one text when their prose, normalised, is the same to the letter.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.address import canonical_address
from archive.edits import said_of
from archive.vocabulary import Entry

LONGEST_KEY = 400
"""Characters; a longer key is replaced by its hash (some feeds carry guids of 100 kB)."""

SHORTEST_TEXT = 40
"""Words (or twice as many CJK characters) below which equal texts say nothing by themselves: «Officials said more was to come.»"""
SHORTEST_BRIEF = 8
"""And below which they say nothing, whatever their headlines: `archive.copies.one_brief`."""
BRIEF = "brief:"
"""How the keys of such texts begin."""

OF_PROSE = 0.25
"""What long lines without a full stop may be, in parts of the prose, for it to stand for the text: it may be the closing lines of a
site, under a list or a brief that no full stop ends."""
LONG_LINE = 8
"""Words of a line that is hardly a caption's source or a date."""

SENTENCE_END = re.compile(r"""[.!?…。！？؟۔।]["'”’»」』)\]]*$""")
WORD = re.compile(r"\w+")
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
BOILERPLATE = re.compile(
    r"(?i)(?:^the post .{0,400} appeared first on\b|\bappeared first on\b.{0,80}$|^(?:sign up|subscribe|click here|follow us|read more|continue reading)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry with the keys it is known by, best first."""

    entry: Entry
    keys: tuple[str, ...]
    hints: tuple[str, ...]
    """Keys that others may know it by: a page may call itself what it is not, so they count with the same title only."""
    text_key: str | None
    """Hash of the normalised prose; None when it is too short to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The entries of one document, each once."""

    candidates: tuple[Candidate, ...]
    ambiguous: tuple[str, ...]
    """Keys that several different entries of the document share: they identify nothing."""
    dropped: int
    """Entries with nothing to know them by."""


def identify(entries: Sequence[Entry], *, source: str) -> Listing:
    """Give each entry of one document its keys; entries that share one are taken once, the first wins."""
    ambiguous = _ambiguous(entries, source)
    candidates: list[Candidate] = []
    taken: set[str] = set()
    dropped = 0
    for entry in entries:
        keys = entry_keys(entry, source=source, without=ambiguous)
        if not keys:
            dropped += 1
        elif taken.isdisjoint(keys):
            candidates.append(candidate_of(replace(entry, said=said_of(entry)), keys))
        taken.update(keys)
    return Listing(
        candidates=tuple(candidates), ambiguous=tuple(sorted(ambiguous)), dropped=dropped
    )


def candidate_of(entry: Entry, keys: tuple[str, ...]) -> Candidate:
    """Return an entry with its keys, and with the hints that the page itself gives."""
    return Candidate(
        entry=entry,
        keys=(*keys, *_page_keys(entry, "also:")),
        hints=(*_hints(keys), *_page_keys(entry, "addr:")),
        text_key=prose_key(entry.text, entry.summary),
    )


def entry_keys(
    entry: Entry, *, source: str, without: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return what an entry is known by, best first; empty when it has no address, guid and title."""
    keys = [key for key in (_address_key(entry), _guid_key(entry, source)) if key is not None]
    keys = [key for key in keys if key not in without]
    if not keys and (key := _title_key(entry, source)) is not None:
        keys.append(key)
    return tuple(keys)


def keys_of_address(url: str) -> tuple[str, ...]:
    """Return the keys under which an article with this address may be known; empty when it is no web address."""
    address = canonical_address(url)
    if address is None:
        return ()
    return tuple(_short(kind, address) for kind in ("addr:", "also:", "guid:"))


def slot_key(key: str, title: str) -> str:
    """Return what an entry is known by when its key is another article's: an address or a guid that each item has in its turn."""
    return _short("slot:", f"{key}\n{flat(title)}")


def prose_key(text: str, summary: str) -> str | None:
    """Return the hash by which an article's prose is found to the letter; of a summary only where that is a brief.

    A column has the same summary every day: of a longer one, `archive.copies.believed` decides.
    """
    if text:
        return text_key(text)
    key = text_key(summary)
    return key if key and key.startswith(BRIEF) else None


def text_key(text: str) -> str | None:
    """Return a hash of the prose in ``text``, or None when there is too little to tell texts apart; of a short one it begins with `BRIEF`.

    Lines count when they hold a sentence; short lines without a full stop (captions, «Continue reading», «Published
    on») and feed footers do not. Case, punctuation and spacing are ignored.
    """
    lines = text.splitlines()
    words = [word for line in lines if _is_prose(line) for word in words_in(line)]
    weight = _weight(words)
    if weight < SHORTEST_BRIEF or weight * OF_PROSE < sum(map(_told_without_end, lines)):
        return None
    key = hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]
    return key if weight >= SHORTEST_TEXT else BRIEF + key


def _weight(words: Iterable[str]) -> float:
    return sum(0.5 if CJK.match(word) else 1 for word in words)


def _told_without_end(line: str) -> float:
    """Return how many words a line has that is long, no sentence, and none of the lines around articles."""
    if SENTENCE_END.search(line.strip()) or BOILERPLATE.search(line):
        return 0
    weight = _weight(words_in(line))
    return weight if weight >= LONG_LINE else 0


def _is_prose(line: str) -> bool:
    line = line.strip()
    if not SENTENCE_END.search(line) or BOILERPLATE.search(line):
        return False
    return sum(1 for _ in words_in(line)) >= 4


def words_in(text: str) -> Iterable[str]:
    """Return the words of a text without their case, in order; of scripts without spaces, the characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    for word in WORD.findall(folded):
        if CJK.search(word):
            yield from word
        else:
            yield word


def _ambiguous(entries: Sequence[Entry], source: str) -> frozenset[str]:
    """Find guids with several addresses, and addresses with several guids and titles."""
    addresses: dict[str, set[str]] = defaultdict(set)
    guids: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        address, guid = _address_key(entry), _guid_key(entry, source)
        if address is not None:
            guids[address].add(guid or "")
            titles[address].add(flat(entry.title))
            if guid is not None:
                addresses[guid].add(address)
        elif guid is not None:
            titles[guid].add(flat(entry.title))
    shared = {key for key, found in addresses.items() if len(found) > 1}
    shared |= {key for key, found in guids.items() if len(found) > 1 and len(titles[key]) > 1}
    shared |= {key for key, found in titles.items() if key.startswith("guid:") and len(found) > 1}
    shared |= {key for key in guids if guids[key] == {""} and len(titles[key]) > 1}
    return frozenset(shared)


def _address_key(entry: Entry) -> str | None:
    address = canonical_address(entry.url)
    return None if address is None else _short("addr:", address)


def _page_keys(entry: Entry, kind: str) -> tuple[str, ...]:
    """Return a key for each other address that the page of an entry calls its own."""
    own = canonical_address(entry.url)
    found = (canonical_address(alias) for alias in entry.aliases)
    return tuple(dict.fromkeys(_short(kind, each) for each in found if each and each != own))


def _hints(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("also:" + key.removeprefix("addr:") for key in keys if key.startswith("addr:"))


def _guid_key(entry: Entry, source: str) -> str | None:
    if not entry.guid:
        return None
    if entry.guid_is_global and (address := canonical_address(entry.guid)) is not None:
        return _short("guid:", address)
    scope = "" if entry.guid_is_global else f"{source}\n"
    return _short("guid:", scope + entry.guid)


def _title_key(entry: Entry, source: str) -> str | None:
    title = flat(entry.title)
    if not title and not entry.summary and not entry.text:
        return None
    # Without a date the summary tells «Weather» of today from «Weather» of tomorrow.
    day = entry.published.date().isoformat() if entry.published else ""
    rest = day if title and day else flat(entry.summary or entry.text)
    return _short("title:", f"{source}\n{title}\n{rest}")


def _short(kind: str, key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return kind + key
    return f"{kind}sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def is_one_of_a_kind(entry: Entry) -> bool:
    """Say whether a guid is hardly another entry's by chance."""
    return entry.guid_is_global or len(entry.guid or "") >= 8


def flat(text: str) -> str:
    """Return a headline as it is compared: its words alone."""
    return " ".join(words_in(text))
