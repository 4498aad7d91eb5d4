"""What a source says of how it is asked: headers, a password, a proxy. None of it is ever shown."""

import re
from urllib.parse import unquote

from archive.vocabulary import Secret
from wirewatch.config.addresses import is_private, target, web_address
from wirewatch.config.desk import Desk, Slot, Word
from wirewatch.config.problems import quoted
from wirewatch.config.tree import MapNode, Node
from wirewatch.config.words import Wrong

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
"""A header's name (RFC 9110, 5.6.2)."""
OURS = frozenset(
    {
        "accept-encoding", "connection", "content-length", "expect", "host", "if-modified-since", "if-none-match",
        "proxy-authorization", "range", "te", "trailer", "transfer-encoding", "upgrade",
    }
)  # fmt: skip
"""Headers that belong to the request itself."""
LONGEST_VALUE = 8_000
MOST_HEADERS = 50


def read_headers(node: Node, slot: Slot, desk: Desk) -> tuple[tuple[str, Secret], ...] | None:
    """Return names with values; reports what no request can carry."""
    if not isinstance(node, MapNode):
        mend = "Write `Name: value` below it, two spaces deeper"
        desk.report.error(
            node.place, "wrong-type", f"`{slot.label}` must be names with values", mend
        )
        return None
    read: dict[str, tuple[str, Secret]] = {}
    for key, value in node.pairs:
        word = desk.text(value, Slot(label=key.text, key=key.place), loose=True)
        wrong = _wrong_header(key.text, word, read)
        if wrong is not None:
            desk.report.error(key.place, wrong.code, wrong.message, wrong.mend)
        elif word is not None:
            desk.report.secrets.add(word.text.strip())
            read[key.text.lower()] = (key.text, Secret(word.text.strip()))
    if len(read) > MOST_HEADERS:
        what = f"{len(read)} headers are more than a server reads"
        desk.report.error(slot.key, "too-many", what, f"At most {MOST_HEADERS}")
    return tuple(read.values())


def _wrong_header(
    name: str, word: Word | None, before: dict[str, tuple[str, Secret]]
) -> Wrong | None:
    text = word.text.strip() if word else ""
    if not TOKEN.fullmatch(name):
        return Wrong(
            "bad-header",
            f"{quoted(name)} is not the name of a header",
            "Write one such as `X-Api-Key`",
        )
    if name.lower() in OURS:
        return Wrong(
            "bad-header", f"`{name}` is set by Wirewatch itself for every request", "Remove it"
        )
    if name.lower() in before:
        return Wrong(
            "repeated-key",
            f"the header `{name}` is given twice (case does not count)",
            "Remove one",
        )
    if "\n" in text or "\r" in text:
        return Wrong(
            "bad-header", f"the value of `{name}` has a line break", "Write it in one line"
        )
    if len(text) > LONGEST_VALUE or not text.isascii():
        why = "is too long" if text.isascii() else "has characters that headers cannot carry"
        return Wrong(
            "bad-header", f"the value of `{name}` {why}", "Use letters, digits and signs of ASCII"
        )
    return None


def read_auth(node: Node, slot: Slot, desk: Desk) -> Secret | None:
    """Return ``user:password``."""
    word = desk.text(node, slot)
    if word is None:
        return None
    text = word.text.strip()
    user, colon, password = text.partition(":")
    desk.report.secrets.update({text, password or text})
    if not colon or not user or "\n" in text:
        mend = "Write `user:password`; a token goes under `headers:`, as `Authorization: Bearer …`"
        desk.report.error(word.place, "bad-auth", "`auth` is a user and a password", mend)
        return None
    return Secret(text)


def read_proxy(node: Node, slot: Slot, desk: Desk) -> Secret | None:
    """Return the address of an HTTP proxy; a password in it is a secret."""
    word = desk.text(node, slot)
    if word is None:
        return None
    text = word.text.strip()
    try:
        parts = web_address(text)
    except Wrong:
        parts = None
    if parts is None or parts.scheme != "http" or parts.path not in {"", "/"} or parts.query:
        desk.report.secrets.add(text)
        socks = (
            " SOCKS is not spoken; Tor and others offer HTTP as well."
            if "socks" in text[:8]
            else ""
        )
        mend = f"Write it as `http://HOST:PORT`; https sources work through it, too.{socks}"
        desk.report.error(word.place, "bad-proxy", "this is not the address of an HTTP proxy", mend)
        return None
    if parts.password:
        desk.report.secrets.update({parts.password, unquote(parts.password), text})
    return Secret(text.rstrip("/"))


def check_proxy(
    proxy: Secret | None, node: Node | None, allow: frozenset[tuple[str, int]], desk: Desk
) -> None:
    """Report a proxy on a private address that is not allowed."""
    if proxy is None or node is None:
        return
    host, port = target(web_address(proxy.reveal()))
    if is_private(host) and (host, port) not in allow:
        desk.report.error(
            node.place,
            "private-address",
            "this proxy has a private address",
            "If it is yours, list its host and port under `fetch:` in `allow:`",
        )
