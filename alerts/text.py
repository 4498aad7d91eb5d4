"""Hostile text made harmless: what feeds say, before it enters any message.

Nothing here knows a service's markup; ``alerts.chat`` escapes for each of them what is left.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlsplit

SUBJECT_CHARS = 150
SUBJECT_OCTETS = 300
QUOTE_CHARS = 600
ELLIPSIS = "…"

# Control characters, line and paragraph separators, soft hyphens, bidirectional controls (UAX #9),
# zero-width and invisible characters, surrogates, noncharacters, language tags.
_DROP = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
# Of these some are seen as a break between words, the others as nothing at all.
_BREAK = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
# Joiners shape Arabic, Persian and Indic letters and emoji; between Latin letters they only hide.
_JOINER = re.compile("(?<![\u0600-\U0010ffff])[\u200c\u200d]")
# Zulip writes them in asterisks, ``@**all**`` and ``@_**all**``. Of a quotation that is cut at its hits a run may end with
# the sign, and the next one be the name.
_MENTION = re.compile(r"@(?=[*_]{0,3}(?:everyone|here|channel|room|all)\b|$)", re.IGNORECASE)
WORD_JOINER = "\u2060"
_MARKS_IN_A_ROW = 4
_LONGEST_WORD = 24
"""Characters of a quotation that are given up for its ends to be borders of words."""
_URL_SAFE = "-._~:/?#@!$&'()*+,;=%"


def clean(text: str, *, chars: int = SUBJECT_CHARS, octets: int | None = None) -> str:
    """Return one harmless line of at most ``chars`` characters and ``octets`` UTF-8 bytes.

    Beside what cannot be seen it takes the teeth out of encoded words (RFC 2047: mail programs
    decode them even inside plain text), mentions of everybody, and masked links.
    """
    # Ten times the room is kept for what is dropped; a title of a megabyte costs no more.
    return defuse(clip(_seen(text[: chars * 10]).strip(), chars=chars, octets=octets))


def defuse(text: str) -> str:
    """Break what a mail program or a chat service would act upon; what a person reads stays."""
    text = text.replace("=?", "= ?").replace("](", "] (")
    return _MENTION.sub("@" + WORD_JOINER, text)


def clip(text: str, *, chars: int, octets: int | None = None) -> str:
    """Cut a text to at most ``chars`` characters and ``octets`` UTF-8 bytes, with an ellipsis."""
    if len(text) <= chars and (octets is None or len(text.encode()) <= octets):
        return text
    text = text[: max(chars - 1, 0)]
    if octets is not None:
        text = text.encode()[: max(octets - len(ELLIPSIS.encode()), 0)].decode("utf-8", "ignore")
    return text.rstrip() + ELLIPSIS


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a quotation: cleaned words, and whether a term of the query stands there."""

    text: str
    hit: bool = False


def pieces(
    text: str, marks: Sequence[tuple[int, int]], *, chars: int = QUOTE_CHARS
) -> tuple[Piece, ...]:
    """Cut a quotation at its marks into cleaned runs of together at most about ``chars`` characters.

    ``marks`` are (start, end) in characters of ``text``; they may overlap or be out of order.
    When the text is too long, the part around the first mark is kept.
    """
    spans = _merged(marks, len(text))
    start, end = _whole_words(
        text, *_window(len(text), spans[0] if spans else (0, 0), chars), spans
    )
    found = [Piece(text=ELLIPSIS)] if start else []
    for low, high, hit in _runs(spans, start, end):
        words = _seen(text[low:high])
        if words:
            found.append(Piece(text=words, hit=hit and bool(words.strip())))
    if end < len(text):
        found.append(Piece(text=ELLIPSIS))
    return _joined(found)


def safe_url(url: str | None) -> str | None:
    """Return an address that may become a link: http(s), no credentials, ASCII; else None."""
    if url is None or len(url) > 2000 or _DROP.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    # Discord looks for mentions in addresses, too.
    return _MENTION.sub("%40", quote(url, safe=_URL_SAFE))


def _seen(text: str) -> str:
    """Drop what cannot be seen and collapse white space; a space at either end stays one space."""
    text = _DROP.sub("", _BREAK.sub(" ", text))
    text = _JOINER.sub("", unicodedata.normalize("NFC", text))
    return re.sub(r"\s+", " ", "".join(_few_marks(text)))


def _few_marks(text: str) -> Iterator[str]:
    """Yield the characters without heaps of combining marks (« zalgo »)."""
    row = 0
    for character in text:
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= _MARKS_IN_A_ROW:
            yield character


def _merged(marks: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Sort the marks, cut them to the text, and melt those that overlap."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted((max(low, 0), min(high, length)) for low, high in marks):
        if low >= high:
            continue
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _window(length: int, first: tuple[int, int], chars: int) -> tuple[int, int]:
    """Return which part of a text of ``length`` characters to keep around its first mark."""
    if length <= chars:
        return 0, length
    if first[1] <= chars * 3 // 4:
        return 0, chars
    start = min(max(first[0] - chars // 3, 0), length - chars)
    return start, start + chars


def _whole_words(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Move the ends of a part of a text to the borders of words; where none is near, and beside a mark, they stay."""
    inside = [span for span in spans if span[0] < end and start < span[1]]
    if start and not text[start - 1].isspace():
        low = text.find(" ", start, min(start + _LONGEST_WORD, inside[0][0] if inside else end))
        start = low + 1 if low >= 0 else start
    if end < len(text) and not text[end].isspace():
        high = text.rfind(" ", max(end - _LONGEST_WORD, inside[-1][1] if inside else start), end)
        end = high if high >= 0 else end
    return start, end


def _runs(
    spans: Sequence[tuple[int, int]], start: int, end: int
) -> Iterator[tuple[int, int, bool]]:
    """Yield (low, high, marked) that together cover start to end."""
    cuts = {start, end}
    for low, high in spans:
        cuts |= {min(max(low, start), end), min(max(high, start), end)}
    for low, high in pairwise(sorted(cuts)):
        yield low, high, any(a <= low and high <= b for a, b in spans)


def _joined(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """Strip the ends and defuse each run; spaces that touch are one space."""
    kept: list[Piece] = []
    for piece in found:
        text = piece.text
        if not kept or kept[-1].text.endswith(" "):
            text = text.lstrip()
        if text:
            kept.append(Piece(text=defuse(text), hit=piece.hit))
    if kept:
        kept[-1] = Piece(text=kept[-1].text.rstrip(), hit=kept[-1].hit)
    return tuple(piece for piece in kept if piece.text)
