"""Messages as lines of a chat: the headline is the link, the hit is bold; pure.

Each line is whole in itself, so a message that is too long loses lines and never half a tag.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from alerts.changes import Line
from alerts.coverage import names
from alerts.digests import MOST_ALSO, Group, Item, Overview
from alerts.markup import Dialect
from alerts.text import ELLIPSIS
from alerts.words import REPEAT, Picture

LONGEST_LINK = 600
"""Of an address that is longer than this there is no room for the rest of the message."""
_SEPARATOR = " · "


def alert_lines(shown: Picture, dialect: Dialect) -> list[str]:
    """Lay out one alert, notice or test."""
    safe = dialect.text
    news = safe(_SEPARATOR + shown.news) if shown.news else ""
    lines = [dialect.strong(shown.name) + news] if shown.name else []
    lines.append(_headline(shown, dialect))
    lines += [safe(line) for line in (shown.place, shown.partial) if line]
    lines += _coverage(shown, dialect)
    if shown.changes:
        lines += ["", *(_change(line, dialect) for line in shown.changes)]
    if shown.quote:
        lines += ["", f"“{_quote(shown, dialect)}”"]
    if shown.body:
        lines += ["", *(safe(line) for line in shown.body.splitlines())]
    if shown.reasons:
        lines += ["", *(dialect.soft(line) for line in shown.reasons)]
    return lines


def digest_lines(whole: Overview, dialect: Dialect) -> list[str]:
    """Lay out a digest: the stories by watchlist, then what was watched."""
    safe = dialect.text
    lines = [dialect.strong(whole.headline), safe(whole.period)]
    lines += [safe(line) for line in (whole.reason, "" if whole.sure else REPEAT) if line]
    lines += chain.from_iterable(_group(group, dialect) for group in whole.groups)
    return [*lines, "", safe(whole.watched), *(safe(f"• {line}") for line in whole.blind)]


def cut(lines: Sequence[str], room: int, dialect: Dialect) -> str:
    """Join as many whole lines as there is room for."""
    kept = list(lines)
    while len(kept) > 1 and dialect.length("\n".join(kept)) > room:
        kept = [*kept[:-2], ELLIPSIS] if kept[-1] == ELLIPSIS else [*kept[:-1], ELLIPSIS]
    return "\n".join(kept)


def _group(group: Group, dialect: Dialect) -> Iterator[str]:
    yield ""
    yield dialect.strong(group.watchlist) + dialect.text(f" ({group.brief})")
    for item in group.items:
        yield from _item(item, dialect)
    if group.more:
        yield dialect.text(f"• {group.rest}")


def _item(item: Item, dialect: Dialect) -> Iterator[str]:
    shown = item.shown
    yield f"• {_headline(shown, dialect)}"
    facts = _SEPARATOR.join(part for part in (shown.place, shown.partial) if part)
    if facts:
        yield dialect.soft(facts)
    yield from (dialect.text(line) for line in (shown.claim, item.carried) if line)
    for line in shown.changes:
        yield _change(line, dialect)
    if shown.quote:
        yield f"“{_quote(shown, dialect)}”"
    if item.also:
        also = [_also(also, dialect) for also in item.also[:MOST_ALSO]]
        yield dialect.text("Also: ") + ", ".join([*also, *map(dialect.text, item.rest)])


def _also(also: Picture, dialect: Dialect) -> str:
    name = also.outlet or also.headline
    if not dialect.bare and also.url and _short(also.url):
        return dialect.link(name, also.url)
    return dialect.text(name)


def _short(url: str | None) -> bool:
    return url is not None and len(url) <= LONGEST_LINK


def _headline(shown: Picture, dialect: Dialect) -> str:
    if shown.url and _short(shown.url):
        return dialect.link(shown.headline, shown.url)
    return dialect.text(shown.headline)


def _quote(shown: Picture, dialect: Dialect) -> str:
    if dialect.bare:
        # In one piece: what is parted at the hits could become whole again.
        return dialect.text(shown.said)
    return "".join(
        dialect.hit(piece.text) if piece.hit else dialect.text(piece.text) for piece in shown.quote
    )


def _change(line: Line, dialect: Dialect) -> str:
    if not line.label:
        return dialect.soft(line.text)
    return f"{dialect.strong(line.label)}{dialect.text(': ' + line.text)}"


def _coverage(shown: Picture, dialect: Dialect) -> list[str]:
    if shown.carried is None:
        return []
    listed = names(shown.carried, most=4)
    lines = (shown.carried.line, listed, shown.carried.origin)
    return [dialect.text(line) for line in lines if line]
