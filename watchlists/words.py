"""Texts as words: where each word stands, and the forms under which a query may ask for it.

A text is cut at white space into chunks; what a chunk's words are depends on nothing but the chunk,
so that a chunk read once need not be read again. The rules, with the reason of each, are the table
in tests/watchlists/cases.tsv; Unicode's default word boundaries (UAX 29) differ in most of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import category

from watchlists.letters import APOSTROPHES, INVISIBLE, fold, plain


@cache
def _marks() -> str:
    """Write every combining mark as the inside of a character class; ``\\w`` leaves them out."""
    ranges: list[list[int]] = []
    for code in (*range(0x0300, 0xABFF), *range(0xFB1E, 0xFB1F), *range(0xFE20, 0xFE30)):
        if category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges) + INVISIBLE


# Scripts written without spaces: every character is a word of its own.
# Thai, Lao, Myanmar, Khmer, kana, Bopomofo, Han (with its extensions and half-width kana).
_UNSPACED = (
    "\u0e00-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e50-\u0e59\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_HANGUL = "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"
_SYLLABLE = "[\u1100-\u115f]{1,3}[\u1160-\u11a7]{1,3}[\u11a8-\u11ff]{0,3}|[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]"

_DOT = "[.．]"


@cache
def _word_pattern() -> re.Pattern[str]:
    """Compile what a word is. Not at the start: it takes long, and plain words of ASCII do without it."""
    mark = _marks()
    letter = rf"(?:(?![{_UNSPACED}{_HANGUL}_])[\w{mark}])"
    alpha = rf"(?:(?![{_UNSPACED}{_HANGUL}_\d])[\w{mark}])"
    return re.compile(
        rf"""
    (?P<acronym> (?<!{letter}) {alpha} (?:{_DOT}[{INVISIBLE}]*{alpha})+ (?!{letter}) {_DOT}? )
  | (?P<number>  (?<!{letter}) \d+ (?:[.,٫٬’'·]\d+)+ (?!\d) )
  | (?P<hangul>  {_SYLLABLE} )
  | (?P<one>     (?! [{mark}]) [{_UNSPACED}] [{mark}]* )
  | (?P<word>    [#@]? {letter}+ (?: (?:[{APOSTROPHES}&] | (?<=[\u0590-\u05ff])["״](?=[\u0590-\u05ff])) {letter}+ )*
                 (?: \+\+ | \#(?!{letter}) )? )
    """,
        re.VERBOSE,
    )


UNSPACED = re.compile(f"[{_UNSPACED}]")
"""Matches a character of a script that is written without spaces."""


@cache
def _piece_pattern() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}][{_marks()}]*|[^{_UNSPACED}\s]+")


def chunks(text: str) -> list[str]:
    """Cut a text into pieces that can be read one by one: at white space, and between characters
    of scripts that are written without spaces."""
    if text.isascii() or UNSPACED.search(text) is None:
        return text.split()
    return _piece_pattern().findall(text)


# French, Italian and Catalan join a short word to the next: l'Ukraine, dell'arte, jusqu'à.
_ELISION = re.compile(
    rf"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|un|all|dall|dell|nell|sull|coll|quell|quest"
    rf"|bell|sant|dov|com|anch|senz|tutt|mezz|c|gl|v)[{APOSTROPHES}](?=[^\W\d]{{2}})",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sSѕ]$")
# Turkish sets case endings off names: Ankara’da, Erdoğan’ın. After a vowel they begin with a consonant,
# which keeps Hawai’i and Sana’a whole.
_TURKISH = re.compile(
    rf"(?:(?<=\w\w[aeıioöuü])[{APOSTROPHES}](?:[yn][ıiuüae]|n[ıiuü]n|n?d[ae]n?|n?d[ae]ki|yl[ae])"
    rf"|(?<=\w\w[^\Waeıioöuü\d])[{APOSTROPHES}](?:[ıiuü]n?|[ae]|[dt][ae]n?|[dt][ae]ki|l[ae]))$",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,٬’'·])\d{3}(?:\1\d{3})*$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text; offsets count characters of what was read."""

    start: int
    end: int
    written: str
    """As written (NFKC), without a possessive ’s or a Turkish ending set off by one: what ``=`` compares."""
    folded: str
    """Without case and accents: what quoted words compare."""
    also: str = ""
    """A second form that finds it: ``#ukraine`` for #Ukraine, ``u.s.`` for U.S. and US."""
    special: bool = False
    """A query that writes the word this way means the second form only."""
    begins: bool = True
    """False inside a run of Hangul: a query's word begins where a written word begins."""

    @property
    def stemmable(self) -> str:
        """The form whose ending is taken off: as written, or folded when it holds signs or digits."""
        return self.written if self.written.isalpha() else self.folded


def words(text: str) -> Iterator[Word]:
    """Read a text: its words in order, with their places in the text."""
    for chunk in re.finditer(r"\S+", text):
        offset = chunk.start()
        for word in chunk_words(chunk.group()):
            yield Word(
                word.start + offset, word.end + offset, word.written, word.folded, word.also,
                word.special, word.begins,
            )  # fmt: skip


LONGEST_KEPT = 64
"""Characters of a chunk that is remembered beyond its document."""


def words_of(chunk: str) -> tuple[Word, ...]:
    """Return the words of a chunk; those of short ones are remembered, for news repeats its words."""
    return _kept(chunk) if len(chunk) <= LONGEST_KEPT else tuple(chunk_words(chunk))


@lru_cache(maxsize=20_000)
def _kept(chunk: str) -> tuple[Word, ...]:
    return tuple(chunk_words(chunk))


def chunk_words(chunk: str) -> Iterator[Word]:
    """Read one piece of text that holds no white space."""
    if chunk.isascii():
        # Most chunks are one word, perhaps with a comma or a full stop behind.
        bare = chunk.rstrip(".,")
        if bare.isalpha() and (len(bare) > 1 or bare == chunk):
            yield _simple(bare)
            return
    for found in _word_pattern().finditer(chunk):
        yield from _read(found)


def _simple(chunk: str) -> Word:
    folded = chunk.lower()
    also = _initials(chunk, folded) if chunk[-1:].isupper() else ""
    return Word(0, len(chunk), chunk, folded, also)


def _initials(written: str, folded: str) -> str:
    """Return the dotted form of an abbreviation in capitals: US is also u.s., us is not."""
    if 2 <= len(written) <= 4 and written.isalpha() and written.isupper():
        return ".".join(folded) + "." if len(folded) == len(written) else ""
    return ""


def _read(found: re.Match[str]) -> Iterator[Word]:
    start, end, raw, kind = found.start(), found.end(), found.group(), found.lastgroup
    if kind == "word":
        yield from _read_word(start, raw)
    elif kind == "acronym":
        letters = fold(raw).replace(".", "")
        yield Word(
            start, end, plain(raw).rstrip("."), letters, ".".join(letters) + ".", special=True
        )
    elif kind == "number":
        yield Word(start, end, plain(raw), _number(raw))
    else:
        begins = kind == "one" or start == 0 or not _is_hangul(found.string[start - 1])
        yield Word(start, end, plain(raw), fold(raw), begins=begins)


def _is_hangul(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3" or "\u1100" <= letter <= "\u11ff"


def _number(raw: str) -> str:
    """Write 50,000 and 50.000 as 50000, and 1,5 as 1.5."""
    digits = plain(raw).replace("٫", ".")
    if _GROUPED.match(digits):
        return re.sub(r"\D", "", digits)
    return re.sub(r"[^\d]", ".", digits)


def _read_word(start: int, raw: str) -> Iterator[Word]:
    if not fold(raw):
        # Nothing but marks or characters without width.
        return
    elision = _ELISION.match(raw)
    if elision:
        cut = elision.end()
        yield _word(start, raw[: cut - 1], cut - 1)
        yield from _read_word(start + cut, raw[cut:])
        return
    yield _word(start, raw, len(raw))


def _word(start: int, raw: str, length: int) -> Word:
    name = _TURKISH.sub("", _POSSESSIVE.sub("", raw))
    written = plain(name)
    folded = fold(name)
    sign = folded[:1] in "#@" or folded[-1:] in "+#"
    if sign:
        return Word(start, start + length, written, folded.strip("#@+"), folded, special=True)
    return Word(start, start + length, written, folded, _initials(written, folded))
