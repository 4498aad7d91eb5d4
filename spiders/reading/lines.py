"""The lines of an article, without those around it that are not its text."""

import re
from collections.abc import Set as AbstractSet

from spiders.prose import LONGEST_TEXT, cut, plain
from spiders.reading.facts import alike
from spiders.reading.phrases import (
    BIOGRAPHY,
    HEADINGS,
    LABELS,
    NOISE,
    PAYWALL,
    READ_MORE,
    TAILS,
)
from spiders.reading.tree import letters, unhyphenated

BULLET = re.compile(r"^(?:[-•*–·▪●►»]\s+|\|\s*)")
CELLS = re.compile(r"\s*\|\s*")
RULE = re.compile(r"^[\W_]+$")
DIGITS = re.compile(r"^[\W\d_年月日時分秒更新公開配信]+$")
"""A line above the text that is a date or a count."""
MACHINE = re.compile(r"(?:https?://\S+|\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.Z+-]*)$")
"""A line that was written for programs: an address, or a time in the form of ISO 8601."""
PARAGRAPH = 40
"""Characters of a line that is no heading and no name."""
AGAIN = 1_000
"""Characters that no author writes twice, in the same lines; pages may carry their text in several forms."""
TRAILING = " :.…»›>→▸▶!|-–—"
LEADING = "«‹<←▸▶►|-–—•* "
LONGEST_PHRASE = 300
HEAD = 3
"""Lines at the top where the title and the section may be repeated."""
TAIL = 0.4
"""Share of a text that may be other articles and comments at its end."""
LONGEST_HEADING = 60
LONGEST_BYLINE = 100
BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|Av|Автор:?|Text:|文[:：/])\s*(?!\w+ (?:the|den|der|la|le|el) )[^\W\d_a-zа-я]\S*(?:\s+\S+){0,11}$"
)
TAIL_LINES = 4
LONGEST_ASKING = 200


def article_lines(
    text: str, *, titles: tuple[str, ...], section: str = "", links: AbstractSet[str] = frozenset()
) -> list[str]:
    """Return the paragraphs of an article.

    Bullets and table rules are dropped, so are a repeated title at the top, «Read more», «Advertisement»,
    share and newsletter lines, lines that are in ``links`` (`letters` of what is a link and nothing else), and what
    follows the heading of a list of related articles at the end.
    """
    lines = [line for raw in plain(unhyphenated(text)).split("\n") if (line := _bare(raw))]
    lines = _without_tail(_without_title(lines, titles, section))
    kept: list[str] = []
    for line in _once(lines):
        twice = kept and line == kept[-1]
        if twice or is_noise(line) or MACHINE.match(line) or letters(line) in links:
            continue
        kept.append(line)
    return kept


def _once(lines: list[str]) -> list[str]:
    """Drop a long run of lines that was there before, as where a page carries its text a second time."""
    first: dict[str, int] = {}
    kept: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        # No run begins with a short line: of these a page may have a hundred thousand, all alike.
        before = first.setdefault(line, position) if len(line) >= PARAGRAPH else position
        run = _same_run(lines, before, position)
        if sum(map(len, lines[position : position + run])) >= AGAIN:
            position += run
        else:
            kept.append(line)
            position += 1
    return kept


def _same_run(lines: list[str], before: int, position: int) -> int:
    """Return how many lines from a position on stand in the same order from an earlier one on."""
    size, most = 0, min(position - before, len(lines) - position)
    while size < most and lines[before + size] == lines[position + size]:
        size += 1
    return size


def without_authors(lines: list[str], authors: tuple[str, ...]) -> list[str]:
    """Return the lines without those at the end that are about the authors or ask the reader to subscribe."""
    body, end = lines[:-TAIL_LINES], lines[-TAIL_LINES:]
    return [*body, *(line for line in end if not (_is_about(line, authors) or _asks(line)))]


def _is_about(line: str, authors: tuple[str, ...]) -> bool:
    return any(
        line.startswith(name) and BIOGRAPHY.match(line, len(name)) is not None
        for name in authors
        if " " in name
    )


def _asks(line: str) -> bool:
    return len(line) < LONGEST_ASKING and PAYWALL.search(line) is not None


def byline_of(lines: list[str]) -> str:
    """Return the byline that opens a text («By A Reporter, November 10, 2024»), "" when there is none."""
    return next(
        (line for line in lines[:HEAD] if len(line) < LONGEST_BYLINE and BYLINE.match(line)), ""
    )


def joined(lines: list[str]) -> str:
    """Return lines as the text of an article."""
    return cut("\n".join(lines), LONGEST_TEXT)


def is_noise(line: str) -> bool:
    """Say whether a whole line is one of the phrases around articles."""
    if len(line) > LONGEST_PHRASE:
        return False
    return is_beside(line) or is_heading(line) or READ_MORE.fullmatch(_core(line)) is not None


def is_beside(line: str) -> bool:
    """Say whether a whole line is none of an article: «Advertisement», «Share this», «Read more: another headline»."""
    if len(line) > LONGEST_PHRASE:
        return False
    core = _core(line)
    return not core or LABELS.match(core) is not None or NOISE.fullmatch(core) is not None


def is_heading(line: str) -> bool:
    """Say whether a line heads a list of other articles: «You may also like»."""
    return len(line) <= LONGEST_PHRASE and HEADINGS.fullmatch(_core(line)) is not None


def _core(line: str) -> str:
    return line.rstrip(TRAILING).lstrip(LEADING)


def _bare(line: str) -> str:
    line = BULLET.sub("", line.strip())
    if "|" in line:
        line = CELLS.sub(" ", line).strip()
    return "" if RULE.match(line) else line


def _without_title(lines: list[str], titles: tuple[str, ...], section: str) -> list[str]:
    known = {letters(each) for each in (*titles, section)}
    head = [
        line
        for line in lines[:HEAD]
        if not (DIGITS.match(line) or letters(line) in known or _is_title(line, titles))
    ]
    return [*head, *lines[HEAD:]]


def _is_title(line: str, titles: tuple[str, ...]) -> bool:
    return len(line) > 30 and any(
        abs(len(line) - len(title)) < 10 and alike(line, title) > 0.9 for title in titles
    )


def _without_tail(lines: list[str]) -> list[str]:
    """Cut what follows the heading of related articles or comments, or a paywall, if it is less than the text before."""
    size = 0
    whole = sum(map(len, lines))
    for position, line in enumerate(lines):
        size += len(line)
        if position and size > (1 - TAIL) * whole:
            if _heads_tail(line):
                return lines[:position]
            if len(line) < LONGEST_HEADING and PAYWALL.match(line):
                # What it sells stands below; that it is there is a fact of its own.
                return lines[: position + 1]
    return lines


def _heads_tail(line: str) -> bool:
    bare = line.rstrip(TRAILING).lstrip(LEADING)
    return len(bare) < LONGEST_HEADING and TAILS.fullmatch(bare) is not None
