"""The light pages of an article: AMP, mobile hosts, and caches that serve them. Pure.

A sign of a light page (``/amp/``, ``m.``) is only believed where the rest of the path names one article: ``/music/amp``
may well be a section about amplifiers.
"""

import re
from urllib.parse import SplitResult, urlsplit

LIGHT_HOST = re.compile(r"(?<![^.])(?:amp|m|mobile|touch)\.(?=[^.]+\.)")
LIGHT_SEGMENT = re.compile(r"\.?amp|tnamp|google-amp|amphtml|amp\.html?")
LIGHT_ENDING = re.compile(r"(?:[.~_]amp|(?<=\d)-amp)(?=\.html?$|\.php$|$)")
LIGHT_BEGINNING = re.compile(r"amp_(?=[a-z])")
LIGHT_NAME = re.compile(r"_?amp(?:[-_]?(?:content|mode))?|is_?amp")
LIGHT_VALUE = re.compile(r"|1|true|amp")
LIGHT_CHOICE = re.compile(r"outputtype|output|template|mode|view|layout|type|service")
"""Parameters that choose a form of the page; they go only when they choose ``amp``."""
PRINT_NAME = re.compile(r"print(?:able|er|view|version)?")
PRINT_VALUE = re.compile(r"|1|y|yes|true|on|print")
PRINT_CHOICE = re.compile(r"output|mode|view|format")
"""Parameters that choose a page to be printed, which is the whole article."""
INDEX = re.compile(r"index(?:\.html?|\.php)?")

CACHE = re.compile(r"/[a-z]/(s/)?(.+)")
VIEWERS = re.compile(r"(?:www\.)?(?:google\.[a-z.]{2,6}|bing\.com)")
VIEWER = re.compile(r"/amp/(s/)?(.+)")

NUMBER = re.compile(r"\d{4}")
SHORTEST_NAME = 20
"""Characters of a last path segment without a number that still name one article."""


def uncached(parts: SplitResult) -> SplitResult:
    """Return what an AMP cache or viewer shows: ``post-example.cdn.ampproject.org/c/s/post.example/a`` is post.example/a."""
    host = parts.hostname or ""
    if host.endswith(".cdn.ampproject.org"):
        found = CACHE.fullmatch(parts.path)
    elif VIEWERS.fullmatch(host):
        found = VIEWER.fullmatch(parts.path)
    else:
        return parts
    if found is None or "." not in found[2].partition("/")[0]:
        return parts
    try:
        shown = urlsplit(f"http{'s' if found[1] else ''}://{found[2]}")
    except ValueError:
        return parts
    return shown._replace(query=parts.query)


def full_page(host: str, path: str) -> tuple[str, str]:
    """Return host and path of the full page; as they are when they are no light page's, or name no single article."""
    segments = path.split("/")
    kept = [
        segment
        for number, segment in enumerate(segments)
        if not LIGHT_SEGMENT.fullmatch(segment.lower()) and not _leads_to_amp(segments, number)
    ]
    kept = [LIGHT_BEGINNING.sub("", segment) for segment in kept]
    kept[-1] = LIGHT_ENDING.sub("", kept[-1])
    if len(kept) > 2 and INDEX.fullmatch(kept[-1].lower()):
        kept.pop()
    if not names_one_article(kept):
        return host, path
    if len(kept[-1]) >= SHORTEST_NAME:
        # Some sites put the light page in its place: /news/article/troops-massed-14848 and /news/amp/troops-massed-14848.
        kept = [segment for segment in kept if segment not in {"article", "articles"}]
    return LIGHT_HOST.sub("", host, count=1), "/".join(kept)


def names_one_article(segments: list[str]) -> bool:
    """Say whether a path reads like the name of one document: it has a number or a date, or its last segment is long."""
    return len(segments[-1]) >= SHORTEST_NAME or any(map(NUMBER.search, segments))


def chooses_light(name: str, value: str) -> bool:
    """Say whether a parameter only asks for the light form of a page."""
    name, value = name.lower(), value.lower()
    if LIGHT_NAME.fullmatch(name):
        return LIGHT_VALUE.fullmatch(value) is not None
    if PRINT_NAME.fullmatch(name):
        return PRINT_VALUE.fullmatch(value) is not None
    if PRINT_CHOICE.fullmatch(name) and value == "print":
        return True
    return LIGHT_CHOICE.fullmatch(name) is not None and value in {"amp", "ampart"}


def _leads_to_amp(segments: list[str], number: int) -> bool:
    """Say whether this is the ``platform`` of ``/platform/amp/``."""
    return segments[number] == "platform" and segments[number + 1 : number + 2] == ["amp"]
