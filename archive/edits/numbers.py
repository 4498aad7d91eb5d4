"""Numbers in digits: how they are found, grouped in thousands or not, and what they are worth."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_SPACE = " \u00a0\u2007\u2009\u200a\u202f"
NUMBER = re.compile(
    # «12 000», with whatever space, before all else.
    rf"(?:(?<!\d)(?!0)\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:[.,\u066b]\d+)?"
    r"|\d+(?:[.,:/'’\u066b\u066c]\d+)*)"
)
_MARKS = re.compile(rf"['’\u066c{_SPACE}]")
_GROUPED = re.compile(r"(?!0)\d{1,3}(?P<by>[.,])\d{3}(?:(?P=by)\d{3})*(?:(?!(?P=by))[.,]\d+)?")
_LAKHS = re.compile(r"(?!0)\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?")
"""As in India: 1,00,000."""
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF1A)} | {0xFF0E: "."}
_WIDE_COMMA = re.compile(r"(?<=[\uff10-\uff19])，(?=[\uff10-\uff19]{3}(?![\uff10-\uff19]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number where it stands in a sentence."""

    start: int
    end: int
    value: str
    """The same however it is written; such as are no quantity (12:05, 3/4) as they stand."""
    faint: bool = False
    """A «one» that may be no count, but an article: it is a figure only where another number takes its place."""


def number_value(digits: str) -> str:
    """Return a number in digits without its grouping, with a decimal point: «11,000», «11.000» and «11 000» are 11000."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in digits)
    plain = _MARKS.sub("", plain).replace("\u066b", ".")
    if found := _GROUPED.fullmatch(plain):
        plain = plain.replace(found["by"], "")
    elif _LAKHS.fullmatch(plain):
        plain = plain.replace(",", "")
    return plain.replace(",", ".")


def quantity(value: str) -> Decimal | None:
    """Return the value of a number if it is a quantity; None for 12:05."""
    return Decimal(value) if _PLAIN.fullmatch(value) else None


def value_of(quantity: Decimal) -> str:
    """Return a quantity as the value of a number."""
    whole = quantity.to_integral_value()
    return str(whole if whole == quantity else quantity.normalize())


def narrowed(text: str) -> str:
    """Return a text of the same length with wide digits made narrow."""
    return _WIDE_COMMA.sub(",", text).translate(_WIDE)
