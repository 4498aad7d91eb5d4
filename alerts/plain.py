"""Messages in plain text, long and short; pure."""

import re
from collections.abc import Iterator

from alerts.coverage import names
from alerts.digests import MOST_ALSO, Group, Item, Overview
from alerts.text import ELLIPSIS, clip
from alerts.words import REPEAT, Picture

SHORT_CHARS = 300


def alert_text(shown: Picture) -> str:
    """Write one alert; its subject goes where a service has a place for it, so the body does not repeat it."""
    lines = [shown.body, shown.url or "", shown.place, shown.partial]
    if shown.carried:
        lines += [shown.carried.line, names(shown.carried, most=6), shown.carried.origin]
    lines = [line for line in lines if line]
    if shown.changes:
        lines += ["", *map(str, shown.changes)]
    if shown.quote:
        lines += ["", f"“{shown.said}”"]
    body = tidy("\n".join([*lines, "", *shown.reasons]))
    return body or shown.headline


def digest_text(whole: Overview) -> str:
    """Write a digest: the stories by watchlist, then what was watched."""
    lines = [whole.headline, whole.period, whole.reason, "" if whole.sure else REPEAT]
    parts = ["\n".join(line for line in lines if line)]
    parts += ["\n".join(_group(group)) for group in whole.groups]
    parts.append("\n".join([whole.watched, *(f"- {line}" for line in whole.blind)]))
    return "\n\n".join(parts)


def short_alert(shown: Picture, *, room: int = SHORT_CHARS) -> str:
    """Write one text message: watchlist and headline, then the address if there is room for all of it."""
    link = f"\n{shown.url}" if shown.url and len(shown.url) <= room // 2 else ""
    # That it may be a repeat is never cut.
    tail = "" if shown.sure else f" {REPEAT}"
    line = shown.subject.removesuffix(tail)
    if not shown.headed:
        line += f" {shown.body}"
    if shown.changes:
        line += ". " + "; ".join(map(str, shown.changes))
    return clip(line, chars=room - len(link) - len(tail)) + tail + link


def short_digest(whole: Overview, *, room: int = SHORT_CHARS) -> str:
    """Write a digest as one text message: how many stories each watchlist has, or what was watched."""
    counts = ", ".join(f"{group.watchlist} {group.brief}" for group in whole.groups)
    line = f"Wirewatch: {whole.headline.lower()}" + (f" ({counts})" if counts else "")
    tail = "" if whole.sure else f" {REPEAT}"
    return clip(f"{line}. {whole.watched}", chars=room - len(tail)) + tail


def tidy(text: str) -> str:
    """Take empty lines away where several follow each other, and at the ends."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def length(text: str) -> int:
    """Return how long a service may count a text: some count bytes, and none counts more."""
    return len(text.encode())


def cut(text: str, room: int) -> str:
    """Keep as many whole lines as there is room for, and of a single long one its beginning."""
    if length(text) <= room:
        return text
    lines = text.split("\n")
    while len(lines) > 1 and length("\n".join([*lines, ELLIPSIS])) > room:
        lines.pop()
    return clip("\n".join([*lines, ELLIPSIS]) if len(lines) > 1 else text, chars=room, octets=room)


def _group(group: Group) -> Iterator[str]:
    yield f"{group.watchlist} ({group.brief})"
    for item in group.items:
        yield from _item(item)
    if group.more:
        yield f"- {group.rest}"


def _item(item: Item) -> Iterator[str]:
    shown = item.shown
    yield f"- {shown.headline}"
    place = " · ".join(part for part in (shown.place, shown.partial) if part)
    quote = f"“{shown.said}”" if shown.quote else ""
    also = [other.outlet or other.headline for other in item.also[:MOST_ALSO]]
    for line in (
        place,
        shown.claim,
        item.carried,
        *map(str, shown.changes),
        quote,
        f"Also: {', '.join([*also, *item.rest])}" if also else "",
        shown.url or "",
    ):
        if line:
            yield f"  {line}"
