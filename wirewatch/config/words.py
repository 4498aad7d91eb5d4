"""Single values as people write them: durations, cron lines, sizes, languages, time zones.

Each function takes the text and returns the value, or raises :class:`Wrong` with what is the matter and
how to mend it.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from archive.vocabulary import primary_language
from wirewatch.config.problems import quoted

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(\d+)([smhd])", re.ASCII)
_LOOSE = re.compile(r"([+-]?)\s*(\d{1,9})(?:[.,](\d{1,3}))?\s*([^\W\d]*)\.?", re.IGNORECASE)
_CRON_RANGES = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day", 1, 31),
    ("month", 1, 12),
    ("weekday", 0, 7),
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_CRON_NAMES = {
    "month": _MONTHS.split(),
    "weekday": ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
}
_CRON_PART = re.compile(r"(\*|[a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?(?:/(\d{1,2}))?", re.ASCII)
_SIZES = {
    "": 1,
    "b": 1,
    "k": 1024,
    "kb": 1024,
    "m": 1024**2,
    "mb": 1024**2,
    "g": 1024**3,
    "gb": 1024**3,
}
_SIZE = re.compile(r"(\d{1,12})\s*([a-z]{0,2})", re.ASCII | re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.ASCII | re.IGNORECASE)
_LANGUAGE_NAMES = {
    "arabic": "ar", "belarusian": "be", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en",
    "farsi": "fa", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
    "hungarian": "hu", "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "spanish": "es", "swedish": "sv",
    "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip

HOST = re.compile(r"\[[0-9A-Fa-f:.]+(?:%25[\w.]+)?\]|[^\s/:@\[\]?#]+")


class Wrong(ValueError):  # noqa: N818 - reads as what it says: this value is wrong
    """A value that cannot be used."""

    def __init__(self, code: str, message: str, mend: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.mend = mend


def duration(text: str, *, least: timedelta, most: timedelta) -> timedelta:
    """Return the time that ``90s``, ``5m``, ``2h`` or ``1d`` means, between the two bounds."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise _not_a_duration(text)
    # Digits are counted first: Python refuses to read a number of more than 4300.
    amount = int(found[1]) if len(found[1]) <= 12 else 10**12
    seconds = amount * _UNITS[found[2]]
    if seconds > most.total_seconds():
        raise Wrong("too-long", f"{quoted(text)} is too long", f"At most {spelled(most)}")
    if seconds < least.total_seconds():
        if seconds == 0:
            raise Wrong(
                "not-positive", f"{quoted(text)} is no time at all", f"At least {spelled(least)}"
            )
        raise Wrong("too-short", f"{quoted(text)} is too short", f"At least {spelled(least)}")
    return timedelta(seconds=seconds)


def spelled(time: timedelta) -> str:
    """Return a duration as it is written in the file."""
    seconds = int(time.total_seconds())
    for unit in "dhm":
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


def _not_a_duration(text: str) -> Wrong:
    mend = "Write a number and s, m, h or d, such as 90s, 5m, 2h or 1d"
    found = _LOOSE.fullmatch(text.strip())
    if found is None:
        return Wrong("bad-duration", f"{quoted(text)} is not a duration", mend)
    sign, number, part, unit = found.groups()
    if sign == "-":
        return Wrong(
            "not-positive", f"{quoted(text)} is negative", "Write a positive duration, such as 5m"
        )
    letter = unit[:1].lower()
    if not unit:
        mend = f"Say of what: {number}s, {number}m, {number}h or {number}d"
    elif letter == "w":
        mend = f"Write {int(number) * 7}d (s, m, h, d)"
    elif part and letter in "mhd":
        smaller = {"m": "s", "h": "m", "d": "h"}[letter]
        step = 24 if letter == "d" else 60
        mend = f"Write {round(float(f'{number}.{part}') * step)}{smaller} (whole numbers of s, m, h, d)"
    elif letter in _UNITS and not unit.lower().startswith(("mo", "ms")):
        mend = f"Write {number}{letter} (s, m, h, d)"
    return Wrong("bad-duration", f"{quoted(text)} is not a duration", mend)


def looks_like_cron(text: str) -> bool:
    """Tell whether the user meant a cron line."""
    return text.startswith(("@", "*")) or len(text.split()) > 2


def cron(text: str) -> str:
    """Return a cron line of five fields with single spaces, after a check of signs and ranges."""
    fields = text.lower().split()
    if len(fields) != 5:
        raise Wrong(
            "bad-cron",
            f"{quoted(text)} is not a cron line: it has {len(fields)} fields and not five",
            "Write minute, hour, day, month, weekday: `0 7 * * 1-5` is at 07:00 on working days",
        )
    for field, (name, least, most) in zip(fields, _CRON_RANGES, strict=True):
        for part in field.split(","):
            _cron_part(part, name, least, most)
    return " ".join(fields)


def _cron_part(part: str, name: str, least: int, most: int) -> None:
    found = _CRON_PART.fullmatch(part)
    numbers = (
        [_cron_number(end, name) for end in found.groups()[:2] if end and end != "*"]
        if found
        else [None]
    )
    known = [number for number in numbers if number is not None and least <= number <= most]
    backwards = len(known) == 2 and known[0] > known[1]
    step = found[3] if found else None
    whole_and_range = found is not None and found[1] == "*" and found[2] is not None
    if (
        len(known) != len(numbers)
        or backwards
        or whole_and_range
        or (step is not None and int(step) == 0)
    ):
        raise Wrong(
            "bad-cron",
            f"{quoted(part)} is not a {name} of a cron line",
            f"Use numbers from {least} to {most}, `*`, ranges such as `{least}-{least + 3}`, lists and steps such as `*/2`",
        )


def _cron_number(text: str, name: str) -> int | None:
    if text.isdecimal():
        return int(text)
    names = _CRON_NAMES.get(name, [])
    return names.index(text) + (1 if name == "month" else 0) if text in names else None


def size(text: str) -> int:
    """Return the bytes that ``10 MB`` or a plain number means."""
    found = _SIZE.fullmatch(text.strip())
    unit = found[2].lower() if found else ""
    if found is None or unit not in _SIZES:
        raise Wrong(
            "bad-size", f"{quoted(text)} is not a size", "Write it as `10MB` (B, kB, MB, GB)"
        )
    amount = int(found[1]) * _SIZES[unit]
    if not 1024 <= amount <= 1024**3:
        raise Wrong("bad-size", f"{quoted(text)} is out of bounds", "Between 1kB and 1GB")
    return amount


def language(text: str) -> str:
    """Return a BCP 47 tag in its usual spelling (RFC 5646, section 2.1.1)."""
    parts = text.strip().replace("_", "-").split("-")
    first = parts[0].lower()
    code = primary_language(first)
    known = _LANGUAGE_NAMES.get(first) or code
    # Of three letters there are thousands, and one that nobody writes news in does no harm.
    good = code == first or (code is None and len(first) == 3)
    if not good or not _LANGUAGE.fullmatch("-".join(parts)):
        mend = (
            f"Did you mean `{known}`?" if known else "Write its code, such as `en`, `uk` or `pt-BR`"
        )
        raise Wrong("bad-language", f"{quoted(text)} is not a language code", mend)
    return "-".join([first, *(_subtag(part) for part in parts[1:])])


def _subtag(part: str) -> str:
    if len(part) == 2 and part.isalpha():
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


def zone(text: str) -> ZoneInfo:
    """Return the time zone of an IANA name."""
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        pass
    names = {name.casefold(): name for name in available_timezones()}
    near = [names[word] for word in get_close_matches(text.casefold(), names, n=1, cutoff=0.7)]
    # People know the city; the table knows Continent/City.
    city = text.replace(" ", "_").casefold()
    near = near or [name for folded, name in names.items() if folded.endswith(f"/{city}")]
    mend = (
        f"Did you mean `{near[0]}`?"
        if near
        else "Write it as `Continent/City`, such as `Europe/Kyiv`"
    )
    raise Wrong("bad-timezone", f"no time zone {quoted(text)}", mend)


def system_zone(environ: Mapping[str, str]) -> ZoneInfo:
    """Return the computer's time zone; UTC when it cannot be told."""
    named = [environ.get("TZ", "").lstrip(":")]
    local = Path("/etc/localtime")
    named.append(str(local.resolve()).partition("zoneinfo/")[2])
    for name in filter(None, named):
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            continue
    return ZoneInfo("UTC")


def host_and_port(text: str) -> tuple[str, int]:
    """Return what ``host:port`` names: the host in lower case, without the brackets of IPv6."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or not port.isascii() or not port.isdecimal() or not HOST.fullmatch(host):
        raise Wrong(
            "bad-host-port",
            f"{quoted(text)} is not a host and port",
            "Write both, such as `127.0.0.1:8801`, `feeds.intern:80` or `[::1]:8801`",
        )
    if len(port) > 5 or not 1 <= int(port) <= 65535:
        raise Wrong("bad-host-port", f"there is no port {port[:9]}", "Ports go from 1 to 65535")
    return host.strip("[]").lower(), int(port)


def one_of(text: str, words: Iterable[str], what: str) -> str:
    """Return the text when it is one of the words."""
    known = tuple(words)
    if text in known:
        return text
    raise Wrong(
        "bad-choice",
        f"{quoted(text)} is not a choice for {what}",
        did_you_mean(text, known, "One of"),
    )


def did_you_mean(text: str, known: Iterable[str], listing: str) -> str:
    """Return a question with the nearest word, or the list of all."""
    words = {word.casefold(): word for word in known}
    near = get_close_matches(text.casefold()[:100], words, n=1, cutoff=0.6)
    names = ", ".join(quoted(word) for word in list(words.values())[:20])
    return f"Did you mean {quoted(words[near[0]])}?" if near else f"{listing}: {names or 'none'}"
