"""Addresses: what may be polled, and which parts of a channel's address are secret."""

import ipaddress
import re
import socket
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from archive.vocabulary import Secret
from wirewatch.config.problems import quoted
from wirewatch.config.words import Wrong

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_PORTS = {"http": 80, "https": 443}
_SECRET_PARAMETERS = re.compile(r"pass|pwd|token|key|secret|auth|sig", re.IGNORECASE)
_USER_IS_KNOWN = frozenset({"mailto", "mailtos"})


def web_address(text: str) -> SplitResult:
    """Return the parts of an http(s) address; raise Wrong for anything else."""
    inner = re.search(r"\s", text)
    if inner:
        raise Wrong(
            "address-space", "there is a space in the address", "Write `%20` for it, or remove it"
        )
    scheme = _SCHEME.match(text)
    if scheme is None or (
        scheme[1].lower() not in _PORTS and "." in scheme[1] and "://" not in text
    ):
        guess = "https://" + text.lstrip("/")
        bare = "." not in text
        mend = (
            "Write one such as `https://www.example.org/feed`"
            if bare
            else f"Did you mean {quoted(guess)}?"
        )
        raise Wrong("address-incomplete", f"{quoted(text)} is not a full address", mend)
    if scheme[1].lower() not in _PORTS:
        raise Wrong("address-scheme", f"`{scheme[1][:20]}:` is not allowed", "Use http or https")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Wrong(
            "address-bad", f"the address cannot be read: {error}", "Check host and port"
        ) from None
    if not parts.hostname or port == 0:
        raise Wrong("address-incomplete", "the address has no host", "Write `https://HOST/…`")
    return parts


def target(parts: SplitResult) -> tuple[str, int]:
    """Return host (lower case, without brackets) and port of a web address."""
    return (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme.lower(), 443)


def login_of(parts: SplitResult) -> Secret | None:
    """Return ``user:password`` of an address that has both."""
    if not parts.username or not parts.password:
        return None
    return Secret(f"{unquote(parts.username)}:{unquote(parts.password)}")


def without_login(text: str, parts: SplitResult | None) -> str:
    """Return an address without user and password: it is stored and shown, and they must not be."""
    if parts is None or "@" not in parts.netloc:
        return text
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def is_private(host: str) -> bool:
    """Tell whether a host is written as an address that the public internet does not reach.

    Old spellings count too (``127.1``, ``0x7f000001``); names other than localhost are not looked up.
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(
            name.partition("%")[0]
        )
    except ValueError:
        try:
            address = ipaddress.IPv4Address(socket.inet_aton(name))
        except (OSError, ValueError):
            return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return not address.is_global or address.is_multicast


def same_address(parts: SplitResult) -> str:
    """Return a key that is equal for spellings of one address."""
    host, port = target(parts)
    return f"{parts.scheme.lower()}://{host}:{port}{parts.path or '/'}?{parts.query}"


def credentials(address: str) -> Iterator[str]:
    """Give the secret parts of an Apprise address, as written and with ``%40`` and the like decoded.

    Users and hosts of mail are no secrets. Of services whose address is made of tokens only (no host
    with a dot, such as ``slack://A/B/C``), every part is one.
    """
    scheme, colon, rest = address.partition("://")
    if not colon or scheme.lower() == "console":
        return
    for part in _secret_parts(scheme.lower(), rest):
        if part:
            yield part
            if unquote(part) != part:
                yield unquote(part)


def _secret_parts(scheme: str, rest: str) -> Iterator[str]:
    path, _, query = rest.partition("?")
    authority, *segments = path.split("/")
    user, at, host = authority.rpartition("@")
    if at:
        name, _, password = user.partition(":")
        yield password
        if not password and scheme not in _USER_IS_KNOWN:
            yield name
    named = _is_host(host)
    if not named and scheme not in _USER_IS_KNOWN:
        yield host
    for segment in segments if scheme not in _USER_IS_KNOWN else []:
        if not segment.startswith(("#", "@", "+")) and (
            _is_token(segment) or (not named and len(segment) > 5)
        ):
            yield segment
    for name, value in parse_qsl(query, keep_blank_values=False):
        if _SECRET_PARAMETERS.search(name):
            yield value


def _is_host(host: str) -> bool:
    # 123456:ABC is a Telegram token and no host with a port.
    name, colon, port = host.rpartition(":")
    if colon and not port.isdecimal():
        return host.startswith("[")
    name = name or host
    return (
        "." in name or bool(colon and name) or name.lower() == "localhost" or host.startswith("[")
    )


def _is_token(segment: str) -> bool:
    return (
        len(segment) >= 8
        and any(c.isdigit() for c in segment)
        and any(c.isalpha() for c in segment)
    )
