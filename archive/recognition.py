"""Whether an entry is an article that the archive has: pure decisions with their reasons.

Two articles that are taken for one are lost to the reader; one that is taken for two is found by its text. So where a key says that
an entry is a known article, and headline and text say that it is not, the key is not believed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from archive.identity import Candidate, flat, is_one_of_a_kind, slot_key, words_in
from archive.vocabulary import Entry

ALIKE = 0.2
"""The part of the shorter text, in pieces of `PIECE` words, that both have when they are one article, however much it was edited."""
UNLIKE = 0.05
"""Two texts that share less are of two articles."""
PIECE = 4
LOOKED_AT = 600
"""Words of a text that are looked at."""
FEWEST = 12
"""Words without which nothing can be said."""
ENOUGH = 40
"""Words from which on texts that are unlike say more than a headline that is the same: «Letters to the editor»."""
WARNING = 20
"""And more than one that is only alike: «Flood warning for the Harn», «Flood warning for the Moss»."""
SAME_HEADLINE = 0.34
"""The part of the words of two headlines that they share when one was made of the other."""
ONE_DAY = timedelta(hours=12)
"""Articles of one headline, on one page by its own word, that appeared further apart are a series, unless their texts are alike."""


class Known(StrEnum):
    """Why an entry is, or is not, an article that the archive has."""

    NEW = "new"
    ADDRESS = "same address"
    GUID = "same guid"
    PAGE = "same page under another address"
    TITLE = "same title and day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How an article of the archive reads."""

    title: str
    titles: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    published: datetime | None = None
    guids: int = 0
    """How many guids it was given."""
    listed: bool = False
    """The source that lists the entry has listed it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What came of it."""

    candidate: Candidate
    """Without the keys that are another article's."""
    known: Known = Known.NEW
    article: int | None = None


class Keys(Protocol):
    """The articles of keys: a mapping will do."""

    def get(self, key: str, default: int | None, /) -> int | None:
        """Return the article of a key, None where several had it, and ``default`` where nothing had it."""
        ...


Readings = Callable[[int], Reading]
"""Gives how an article reads; asked for only where that is in doubt."""


def recognise(candidate: Candidate, known: Keys, readings: Readings) -> Recognised:
    """Decide whether a candidate is an article that the archive has.

    A guid that a source gave to another address is believed only if it is one of a kind or the title is the same: some feeds count
    their items from 1 anew. What a page calls itself is believed with the same title only: some name their front page, or another
    article.
    """
    refused = []
    for key in candidate.keys:
        article, kind = known.get(key, None), key.partition(":")[0]
        if kind not in _WHY:
            break
        if article is None:
            continue
        if _believed(key, article, candidate, known, readings):
            return Recognised(candidate=candidate, known=_WHY[kind], article=article)
        refused.append(key)
    article = _by_page(candidate, known, readings)
    if article is not None:
        return Recognised(candidate=candidate, known=Known.PAGE, article=article)
    return _in_a_slot(candidate, refused, known)


_WHY = {"addr": Known.ADDRESS, "guid": Known.GUID, "title": Known.TITLE, "slot": Known.TITLE}


def _believed(
    key: str, article: int, candidate: Candidate, known: Keys, readings: Readings
) -> bool:
    kind = key.partition(":")[0]
    if kind == "addr":
        return _believed_address(key, article, candidate, known, readings)
    if kind == "guid":
        return _believed_guid(candidate, readings(article))
    return True


def _believed_address(
    key: str, article: int, candidate: Candidate, known: Keys, readings: Readings
) -> bool:
    guid = next((each for each in candidate.keys if each.startswith("guid:")), None)
    other = None if guid is None else known.get(guid, 0)
    if guid is None or other in {None, article} or _named_by(key, guid):
        return True
    reading = readings(article)
    # Guids change with every poll of some feeds, and each source has its own.
    stable = reading.listed and reading.guids == 1
    return not (stable or other) or not _replaced(candidate.entry, reading)


def _believed_guid(candidate: Candidate, reading: Reading) -> bool:
    entry = candidate.entry
    if not candidate.keys[0].startswith("addr:"):
        return not _replaced(entry, reading)
    same = flat(entry.title) == flat(reading.title)
    return (same or is_one_of_a_kind(entry)) and not _another(entry, reading)


def _named_by(address: str, guid: str) -> bool:
    """Say whether a guid is no more than the address once more."""
    return address.partition(":")[2] == guid.partition(":")[2]


def _replaced(entry: Entry, reading: Reading) -> bool:
    """Say whether neither headline nor words of an article are left: what it was known by shows the latest of something."""
    if flat(entry.title) == flat(reading.title) or alike(entry, reading) is not False:
        return False
    texts = (entry.text or entry.summary, reading.text or reading.summary)
    return not _one_headline(entry, reading) or all(_has(WARNING, text) for text in texts)


def _another(entry: Entry, reading: Reading) -> bool:
    """Say whether an entry with the guid of an article, at another address, is another one."""
    found = alike(entry, reading)
    if found is False and _has(ENOUGH, entry.text) and _has(ENOUGH, reading.text):
        return True
    return not found and not _one_headline(entry, reading)


def _by_page(candidate: Candidate, known: Keys, readings: Readings) -> int | None:
    """Find the article under another address of its page, where headline and text say that it is the same."""
    entry = candidate.entry
    own = {flat(title) for title in (entry.title, *entry.titles) if title}
    also = (key for key in candidate.keys if key.startswith("also:"))
    for key in (*also, *candidate.hints):
        article = known.get(key, None)
        if article is None:
            continue
        reading = readings(article)
        if flat(reading.title) in own and _one_page(entry, reading):
            return article
    return None


def _one_page(entry: Entry, reading: Reading) -> bool:
    found = alike(entry, reading)
    if found is None and entry.published and reading.published:
        return abs(entry.published - reading.published) <= ONE_DAY
    return found is not False


def _in_a_slot(candidate: Candidate, refused: Sequence[str], known: Keys) -> Recognised:
    """Return a candidate without the keys that are not its own.

    It is known by its headline beside them as well: what other keys it has may be others with the next poll.
    """
    kept = tuple(key for key in candidate.keys if key not in refused)
    own = (key for key in kept if key.partition(":")[0] in _WHY)
    if not refused and any(known.get(key, 0) is not None for key in own):
        return Recognised(candidate=candidate)
    slot = slot_key(refused[0] if refused else candidate.keys[0], candidate.entry.title)
    article = known.get(slot, None)
    if article is not None:
        return Recognised(candidate=candidate, known=Known.TITLE, article=article)
    return Recognised(candidate=replace(candidate, keys=(slot, *kept)))


def _one_headline(entry: Entry, reading: Reading) -> bool:
    ours, theirs = (entry.title, *entry.titles), (reading.title, *reading.titles)
    return any(_share(one, other) >= SAME_HEADLINE for one in ours for other in theirs)


def _share(one: str, other: str) -> float:
    ours, theirs = set(words_in(one)), set(words_in(other))
    if not ours or not theirs:
        return float(one == other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def alike(entry: Entry, reading: Reading) -> bool | None:
    """Say whether an entry and an article tell the same in the same words; None where there is too little to tell.

    Texts are compared with texts and summaries with summaries: a summary that is not in the text says nothing.
    """
    if entry.text and reading.text:
        return _same_words(entry.text, reading.text)
    found = _same_words(entry.summary, reading.summary)
    if found is not None:
        return found
    return _same_words(entry.text or entry.summary, reading.text or reading.summary) or None


def _same_words(one: str, other: str) -> bool | None:
    if one and flat(one) == flat(other):
        return True
    ours, theirs = _pieces(one), _pieces(other)
    fewer = min(len(ours), len(theirs))
    if fewer <= FEWEST - PIECE:
        return None
    shared = len(ours & theirs) / fewer
    return None if UNLIKE <= shared < ALIKE else shared >= ALIKE


def _pieces(text: str) -> set[tuple[str, ...]]:
    words = list(words_in(text))[:LOOKED_AT]
    return set(zip(*(words[n:] for n in range(PIECE)), strict=False))


def _has(least: int, text: str) -> bool:
    return sum(1 for _ in words_in(text)) >= least
