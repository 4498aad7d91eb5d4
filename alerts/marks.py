"""By what the address of a service is known again, without keeping any of it."""

import hashlib
import re
from functools import lru_cache
from typing import Any

from alerts.plugins import plugin_of
from alerts.services import CANARY, CONSOLE, schema_of
from archive.addresses import Mark
from archive.vocabulary import Secret

_MASKED = re.compile(r"[^/:@]*\.\.\.[^/:@]*")
"""What Apprise shows of a token: its first and last character, or its end."""
_ADDED = re.compile(r"[-+:]|%2B|%3A", re.IGNORECASE)
"""How a header or a field that the user adds begins; it may say for whom a message is."""
_PASSWORD = re.compile(r"[^=]*(?:pass|pwd)|[^=]*=basic\b", re.IGNORECASE)
_SECRET = re.compile(r"[^=]*(?:auth|cookie|key|pass|pwd|secret|signature|token)", re.IGNORECASE)
"""What is added under such a name changes, and nobody else is meant."""


def mark(address: Secret, salt: bytes) -> Mark:
    """Return what an address is known by; as slow as trying to guess it shall be."""
    whole, stem = _identity(address)
    return Mark(whole=_digest(whole, salt), stem=_digest(stem, salt))


def _identity(address: Secret) -> tuple[str, str]:
    """Return what an address is without its passwords, and without anything that a new secret changes."""
    schema = schema_of(address)
    # Our own; there is nothing more in them, and Apprise would load all of its services to find none.
    plugin: Any = None if schema in (CONSOLE, CANARY) else plugin_of(address.reveal())
    if plugin is None:
        return schema, schema
    masked = str(plugin.url(privacy=True)).partition("?")[0]
    if plugin.password:
        plugin.password = ""
    start, _, query = str(plugin.url(privacy=False)).partition("?")
    parts = query.split("&")
    added = [part for part in parts if _ADDED.match(part)]
    whole = "&".join(part for part in parts if part not in added or not _PASSWORD.match(part))
    return f"{start}?{whole}", _stem(plugin, masked, added)


def _stem(plugin: Any, masked: str, added: list[str]) -> str:
    schema = masked.partition("://")[0]
    # A mailbox stays the same whatever server takes the mail to it.
    mailboxes = [str(mailbox) for _, mailbox in plugin.targets] if "mailto" in schema else None
    if mailboxes:
        return repr(["mailto", *mailboxes])
    plain = sorted(part for part in added if not _SECRET.match(part))
    # Pushover calls its users by what Apprise takes for a secret.
    user = [plugin.user_key] if schema == "pover" else []
    return "&".join([_MASKED.sub("*", masked), *plain, *user])


@lru_cache(maxsize=4096)  # An edit leaves most addresses as they are.
def _digest(text: str, salt: bytes) -> str:
    return hashlib.scrypt(text.encode(), salt=salt, n=2**12, r=8, p=1, dklen=16).hex()
