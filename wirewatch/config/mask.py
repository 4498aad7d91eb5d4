"""Which parts of a line of the file must not be shown, told from the text alone.

It works on files that YAML cannot read, so it rests on lines and indentation and not on a tree. When in
doubt it hides: only ``sources`` shows addresses, and of a channel's address only the scheme is shown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

_KEY = re.compile(
    r"""^(\s*(?:-\s+){0,9})(["']?)([^\s"'#{}\[\],&*!|>%@`][^"'#{}\[\]]*?)\2\s*:(?=\s|$)"""
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:/{1,3}")
_VARIABLE = re.compile(r"\$\{(?:[A-Za-z_][A-Za-z0-9_]*|file:[A-Za-z0-9_/. -]*)\}")
"""As they are rightly written; a slip may hold the value itself: `${NAME:-password}`, `${password`."""
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30})://([^\s\"'`<>,\]}]*)")
_LOGIN = re.compile(r"(?<=:)[^\s/@]{1,256}(?=@)")
"""A password, whatever slip stands before its user: `mailto: //user:password@host`, `mailto#://user:password@host`."""
_USER = re.compile(r"^[^/?#]*@")
_BEFORE_AT = re.compile(r"\S.*(?=@)")
_UNTIL_AT = re.compile(r"[^\s].*@[^\s\"'`<>,\]}]*")
_PARAMETER = re.compile(
    r"[?&;](?:access_?token|token|api_?key|key|secret|pass(?:word)?|pwd|auth|sig(?:nature)?)=([^&#;]*)",
    re.IGNORECASE,
)
_SECRET_KEYS = frozenset({"headers", "auth", "proxy", "token", "password", "pass", "secret"})
_INNER_SECRET = re.compile(
    r"""[{,\s]["']?(?:headers|auth|proxy|token|pass(?:word)?|secret)["']?\s{0,9}:(?=\s)"""
)
_OPEN_CHANNEL_KEYS = frozenset({"when", "quiet", "limit", "timezone", "template"})
_FLOW = re.compile(r"""(?<![^\s{\[,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|[{},\[\]]""")
"""What divides a mapping in one line; a quoted text is passed over as one piece."""
_OPEN_PAIR = re.compile(
    r"""\s*(?:when|quiet|limit|timezone|template)\s*:\s+(?:"([^"]*)"|'([^']*)'|([^\s"'#&*!|>%@`{}\[\],][^"'#{}\[\],]*))(?=\s*[,}])"""
)
_OPEN_SECTIONS = frozenset({"archive", "timezone", "keep", "sources", "watchlists", "ops", "fetch"})
_NAMING_SECTIONS = frozenset({"owners", "terms", "canary"})
"""Names and words that are no secrets. Only spelled like this, since `teams` is near `terms` and holds one; and what
stands below may be a channel whose section was forgotten, so of addresses only the host is shown."""
_HOST = re.compile(r"(?<=://)[A-Za-z0-9.-]{1,253}(?![^/?#:])")

_LONGEST_KEY = 200
"""Characters in which a line's key ends; patterns must not wander through a line of a million."""

_QUOTED = re.compile(r"(`[^`]*`)")
_GRAM = 6
_LEAST = 4
_LONGEST_PRIVATE = 2000

Piece = tuple[int, int]
"""Start and end of a part of a line, in characters."""


def hidden(lines: Sequence[str], index: int) -> list[Piece]:
    """Return the pieces of ``lines[index]`` that must be replaced before the line is shown."""
    line = lines[index]
    key = key_of(line)
    # An address before a colon is a slip, and may be that of a channel all the same.
    before = line[: key[1]] if key else ""
    slipped = [*_in_addresses(before, shown=False)] if "://" in before else []
    if user := _BEFORE_AT.search(before):
        # Even where a space keeps it from being an address (`mailto ://user:password@host`).
        slipped.append(user.span())
    return [*_apart(sorted({*slipped, *_hidden(lines, index)}))]


def _apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give sorted pieces, those that overlap as one."""
    if not pieces:
        return
    begin, end = pieces[0]
    for first, last in pieces[1:]:
        if first > end:
            yield begin, end
            begin = first
        end = max(end, last)
    yield begin, end


def _hidden(lines: Sequence[str], index: int) -> list[Piece]:
    line = lines[index]
    parents = _parents(lines, index)
    key = key_of(line)
    names = [key[0] if key else "", *parents]
    section = _meant(names[-1])
    value = key[1] if key else len(line) - len(line.lstrip())
    if _SECRET_KEYS.intersection(names):
        return list(_all_but(line, value, _VARIABLE))
    if section == "channels":
        if len(names) > 2 and names[0] in _OPEN_CHANNEL_KEYS:
            return []
        # In one line with its channel, or with all of them, a rule stands one or two braces deep.
        rules = _open_pairs(line, value, depth=2 if len(names) == 1 else 1)
        return list(_all_but(line, value, _SCHEME, _VARIABLE, also=rules))
    naming = names[-1] in _NAMING_SECTIONS
    if section and section not in _OPEN_SECTIONS and not naming:
        return list(_all_but(line, value, _SCHEME, _VARIABLE))
    inner = _INNER_SECRET.search(line)
    hidden_inside = _all_but(line, inner.end(), _VARIABLE) if inner else ()
    pieces = _behind_hosts(line) if naming else _in_addresses(line, shown=bool(section))
    return sorted([*pieces, *hidden_inside])


def hidden_in_words(line: str) -> list[Piece]:
    """Return the pieces of a line of any text, of a template for instance, that must not be shown: passwords in addresses."""
    return [*_in_addresses(line, shown=True)]


def masked(line: str, pieces: Sequence[Piece], start: int, end: int) -> tuple[str, int, int]:
    """Return the line with the pieces as ``***``, and where ``start`` and ``end`` stand in it."""
    parts: list[str] = []
    done = 0
    size = 0
    new_start, new_end = start, end
    for first, last in pieces:
        parts.append(line[done:first])
        size += first - done
        if first <= start < last:
            new_start = size
        elif start >= last:
            new_start = start + size + 3 - last
        if first < end <= last:
            new_end = size + 3
        elif end > last:
            new_end = end + size + 3 - last
        parts.append("***")
        size += 3
        done = last
    parts.append(line[done:])
    return "".join(parts), new_start, max(new_end, new_start + 1)


def censored(message: str, private: Sequence[str]) -> str:
    """Return a message without pieces of hidden text, even if it quotes them only in part."""
    grams = {
        text[at : at + _GRAM]
        for text in private
        if len(text) >= _LEAST
        for at in range(max(1, min(len(text), _LONGEST_PRIVATE) - _GRAM + 1))
    }
    if not any(gram in message for gram in grams):
        return message
    quoted_parts = _QUOTED.split(message)
    calm = "".join("`…`" if any(gram in part for gram in grams) else part for part in quoted_parts)
    return calm if not any(gram in calm for gram in grams) else "this value is wrong"


def _meant(section: str) -> str:
    """Return the section that a key at the top is, or is a misspelling of."""
    near = get_close_matches(section[:30], [*_OPEN_SECTIONS, "channels"], n=1, cutoff=0.7)
    return near[0] if near else section


def _parents(lines: Sequence[str], index: int) -> list[str]:
    """Return the keys above a line, nearest first, the section last."""
    depth = _indent(lines[index])
    dashed = lines[index].lstrip().startswith("- ")
    names: list[str] = []
    for line in reversed(lines[:index]):
        if depth == 0 and not dashed:
            break
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        here = _indent(line)
        if here < depth or (here == depth and dashed and not bare.startswith("-")):
            depth, dashed = here, bare.startswith("- ")
            key = key_of(line)
            if key:
                names.append(key[0])
    return names


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def key_of(line: str) -> tuple[str, int] | None:
    """Return the key with which a line begins, and where its value may begin."""
    found = _KEY.match(line[:_LONGEST_KEY])
    return (found[3], found.end()) if found else None


def _open_pairs(line: str, begin: int, *, depth: int) -> Iterator[Piece]:
    """Give the keys of a channel that hold no secret, with their values, where they stand in one line with others."""
    level = 0
    for found in _FLOW.finditer(line, begin):
        level += {"{": 1, "}": -1}.get(found[0], 0)
        if found[0] not in {"{", ","} or level < depth:
            continue
        pair = _OPEN_PAIR.match(line, found.end())
        if pair and "://" not in pair[0] and "@" not in pair[0]:
            yield pair.span()


def _all_but(
    line: str, begin: int, *kept: re.Pattern[str], also: Iterable[Piece] = ()
) -> Iterator[Piece]:
    """Give the pieces from ``begin`` on that neither the patterns nor ``also`` cover, blanks at their ends left out."""
    shown = sorted(
        [*(found.span() for each in kept for found in each.finditer(line, begin)), *also]
    )
    for first, last in [*shown, (len(line), len(line))]:
        piece = line[begin:first]
        if piece.strip():
            yield begin + _indent(piece), begin + len(piece.rstrip())
        begin = max(begin, last)


def _in_addresses(line: str, *, shown: bool) -> Iterator[Piece]:
    if "@" in line:
        yield from (found.span() for found in _LOGIN.finditer(line))
    for found in _ADDRESS.finditer(line):
        begin, end = found.span(2)
        another = "://" in found[2] and "@" in found[2]
        if another or not shown or found[1].lower() not in {"http", "https", "ftp", "file"}:
            # A slipped space ends no password: `mailto://user :password@host`.
            further = _UNTIL_AT.match(line, begin)
            end = max(end, further.end() if further else end)
            if begin < end:
                yield begin, end
            continue
        user = _USER.match(found[2])
        if user:
            yield begin, begin + user.end() - 1
        for parameter in _PARAMETER.finditer(found[2]):
            if parameter[1]:
                yield begin + parameter.start(1), begin + parameter.end(1)


def _behind_hosts(line: str) -> Iterator[Piece]:
    """Give all of the addresses of a line but their schemes, and the hosts of web sites."""
    for begin, end in _in_addresses(line, shown=False):
        web = line[:begin].lower().endswith(("http://", "https://"))
        host = _HOST.match(line, begin, end) if web and "@" not in line[begin:end] else None
        if (begin := host.end() if host else begin) < end:
            yield begin, end
