"""Bytes to text: what encoding a page is really in, whatever it says.

The one place that imports charset-normalizer, and w3lib's half of encodings.
"""

import re

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    to_unicode,
)

WRONG = "\N{REPLACEMENT CHARACTER}"
TOLERATED = 0.05
"""Broken characters to a sound one beyond ASCII that a text may have and still be in an encoding."""
TOLERATED_IN_UTF8 = 0.3
"""The same for UTF-8: pages are pasted together from parts, and other encodings break nearly always in it."""
SAMPLE = 64 * 1024
"""Bytes that a guess is made from."""
DEFAULT_OF_SERVERS = "cp1252"
"""What servers say of every page when nobody told them."""
OF_THE_WEB = (
    *(
        "cp1251",
        "koi8_r",
        "koi8_u",
        "cp866",
        "iso8859_5",
        "cp1250",
        "iso8859_2",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
    ),
    *("cp1256", "cp1257", "cp1258", "cp874", "cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"),
)
"""Encodings that browsers know (WHATWG Encoding Standard); others are wrong guesses."""
MARKUP = re.compile(rb"<[^<>]{0,2000}>")


def decode(body: bytes, content_type: str | None) -> str:
    """Return the text of a page; bytes that are no characters become U+FFFD.

    A byte order mark is believed, then UTF-8 when the bytes are UTF-8 (no other encoding looks like it by
    accident), then the header and the page's own declaration if the text makes sense in them, then a guess.
    """
    encoding, mark = read_bom(body)
    if encoding is not None and mark is not None:
        return to_unicode(body[len(mark) :], encoding).replace("\0", "")
    if (wide := _wide(body)) is not None:
        return to_unicode(body, wide)
    said = _said(body, content_type)
    if body.isascii():
        return to_unicode(body, _seven_bits(said)).replace("\0", "")
    text = to_unicode(body, "utf-8")
    if _sound(text, TOLERATED_IN_UTF8):
        return text.replace("\0", "")
    for each in said:
        text = to_unicode(body, each)
        if _sound(text):
            break
    if not _sound(text):
        text = to_unicode(body, _guess(body))
    return text.replace("\0", "")


def _said(body: bytes, content_type: str | None) -> list[str]:
    """Return what header and page declare, the more trustworthy first (WHATWG Encoding Standard's order)."""
    header = http_content_type_encoding(content_type)
    page = html_body_declared_encoding(body)
    order = [page, header] if header == DEFAULT_OF_SERVERS else [header, page]
    return [
        each for each in order if each is not None and not each.startswith(("utf-16", "utf-32"))
    ]


def _seven_bits(said: list[str]) -> str:
    # ISO 2022 is written in ASCII bytes.
    return next((each for each in said if each.startswith("iso2022")), "utf-8")


def _sound(text: str, tolerated: float = TOLERATED) -> bool:
    wrong = text.count(WRONG)
    if not wrong:
        return True
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return wrong <= tolerated * (beyond - wrong)


def _wide(body: bytes) -> str | None:
    """Return UTF-16 when every other byte at the start is zero, as in marked-up text without a mark."""
    start = body[:400]
    half = len(start) // 2
    if half < 8:
        return None
    if start[1::2].count(0) > 0.8 * half and not start[::2].count(0):
        return "utf-16-le"
    if start[::2].count(0) > 0.8 * half and not start[1::2].count(0):
        return "utf-16-be"
    return None


def _guess(body: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    # Tags are ASCII and say nothing; what is left is the language.
    sample = MARKUP.sub(b" ", body[: 4 * SAMPLE])[:SAMPLE]
    best = from_bytes(sample, cp_isolation=list(OF_THE_WEB)).best()
    return best.encoding if best is not None else DEFAULT_OF_SERVERS
