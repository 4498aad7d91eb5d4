"""Regular expressions in linear time. The doorway of RE2.

Patterns are the user's, texts are hostile: RE2 never backtracks, and a pattern's automaton is bounded.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate

import re2  # type: ignore[import-untyped,unused-ignore]

_LONGEST = 1000
_MEMORY = 8 << 20  # bytes that one compiled pattern may take
MOST_STARS = 10
"""Wildcards of one word, or of one value: RE2 needs memory for each."""
_HALF = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=16)
def _sound(text: str) -> str:
    """Return a text that RE2 can read: halves of surrogate pairs, which JSON may bring, are no characters."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


@lru_cache(maxsize=1000)
def _compile(pattern: str, exact: bool) -> "re2._Regexp[str]":
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = exact
    options.max_mem = _MEMORY
    options.dot_nl = False
    options.never_capture = True
    # ^ and $ stand for the borders of lines, which are the paragraphs of an article.
    return re2.compile(_sound(f"(?m:{pattern})"), options)


def complain_of(pattern: str) -> tuple[str, str] | None:
    """Return what is wrong with a pattern and how to mend it, or None."""
    if len(pattern) > _LONGEST:
        return f"A regular expression has at most {_LONGEST} characters.", "Split it with OR."
    try:
        compiled = _compile(pattern, True)
    except re2.error as problem:
        reason = problem.args[0] if problem.args else "unreadable"
        text = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        text = text.replace(f"(?m:{pattern})", pattern)
        return f"The regular expression cannot be read: {text}.", (
            "RE2 has no look-around and no back-references; (?:…), |, [ ], {m,n} and \\b work."
        )
    if compiled.search("") is not None:
        return "The regular expression matches the empty text, and so every article.", (
            "Ask for one character at least: + instead of *."
        )
    return None


@lru_cache(maxsize=10_000)
def wildcards(value: str, one: str = "?") -> Callable[[str], bool]:
    """Return whether a whole text is like a value: ``*`` is any letters or none, ``one`` is one letter."""
    if not one or one not in value:
        first, *inner, last = re.split(r"\*+", value) if "*" in value else (value, value)
        if not inner and "*" not in value:
            return lambda text: text == value
        return lambda text: _holds(text, first, inner, last)
    inside = "".join(
        ".*" if piece[:1] == "*" else "." if piece == one else re.escape(piece)
        for piece in re.split(rf"(\*+|{re.escape(one)})", value)
    )
    # One star is cheap for Python's own engine; several could take it very long on a hostile text.
    if value.count("*") < 2:
        simple = re.compile(inside, re.DOTALL)
        return lambda text: simple.fullmatch(text) is not None
    options = re2.Options()
    options.log_errors = False
    linear = re2.compile(_sound(f"(?s:{inside})"), options)
    return lambda text: linear.fullmatch(_sound(text)) is not None


def _holds(text: str, first: str, inner: list[str], last: str) -> bool:
    """Say whether a text begins and ends so and holds the rest between, in this order.

    The first place of each piece leaves most room for the next ones, so no other needs to be tried.
    """
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in inner:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


@lru_cache(maxsize=16)
def _encoded(text: str) -> bytes:
    return _sound(text).encode()


_FIRST = bytes(byte & 0xC0 != 0x80 for byte in range(256))
"""For each byte of UTF-8 whether a character begins with it."""


@lru_cache(maxsize=16)
def _characters(encoded: bytes) -> tuple[int, ...]:
    """Return how many characters begin before each byte."""
    return tuple(accumulate(encoded.translate(_FIRST), initial=0))


def places(pattern: str, text: str, *, exact: bool) -> Iterator[tuple[int, int]]:
    """Return where a pattern matches a text, in characters; those of no character left out."""
    return ((start, end) for start, end in looks(pattern, text, exact=exact) if start < end)


def looks(pattern: str, text: str, *, exact: bool) -> Iterator[tuple[int, int]]:
    """Return where a pattern matches a text, in characters, also those of no character: to find each costs as much."""
    # RE2 counts bytes: asked in bytes it is several times quicker than when its wrapper counts characters.
    encoded = _encoded(text)
    found = _spans(_compile(pattern, exact), encoded)
    if len(encoded) == len(text):
        yield from found
    else:
        for start, end in found:
            before = _characters(encoded)
            yield before[start], before[end]


def _spans(compiled: "re2._Regexp[str]", encoded: bytes) -> Iterator[tuple[int, int]]:
    """Yield the matches one behind the other: its wrapper's ``finditer``, in a third of the time."""
    match, anywhere = compiled._regexp.Match, re2._re2.RE2.Anchor.UNANCHORED  # noqa: SLF001
    at, length = 0, len(encoded)
    while at <= length:
        start, end = match(anywhere, encoded, at, length)[0]
        if start < 0:
            return
        yield start, end
        # Behind an empty match the same one would be found without end.
        at = end if end > at else at + 1
