"""By what the address of a service is known again, without keeping any of it."""

import hashlib
import re
from typing import Any

from alerts.plugins import plugin_of
from archive.addresses import Mark
from archive.vocabulary import Secret

_MASKED = re.compile(r"[^/:@]*\.\.\.[^/:@]*")
"""What Apprise shows of a token: its first and last character, or its end."""
_HEADERS = re.compile(r"(?<=[?&])(?:\+|%2B)[^&]*&?", re.IGNORECASE)


def mark(address: Secret, salt: bytes) -> Mark:
    """Return what an address is known by; as slow as trying to guess it shall be."""
    whole, stem = _identity(address.reveal())
    return Mark(whole=_digest(whole, salt), stem=_digest(stem, salt))


def _identity(address: str) -> tuple[str, str]:
    """Return what an address is without its passwords, and without anything that a new secret changes."""
    plugin: Any = plugin_of(address)
    if plugin is None:
        # Our own, such as `console://`; there is nothing more in them.
        schema = address.partition("://")[0].strip().lower()
        return schema, schema
    masked = str(plugin.url(privacy=True)).partition("?")[0]
    schema = masked.partition("://")[0]
    # A mailbox stays the same whatever server takes the mail to it.
    mailboxes = [str(mailbox) for _, mailbox in plugin.targets] if "mailto" in schema else None
    stem = repr(["mailto", *mailboxes]) if mailboxes else _MASKED.sub("*", masked)
    if plugin.password:
        plugin.password = ""
    return _HEADERS.sub("", str(plugin.url(privacy=False))), stem


def _digest(text: str, salt: bytes) -> str:
    return hashlib.scrypt(text.encode(), salt=salt, n=2**12, r=8, p=1, dklen=16).hex()
