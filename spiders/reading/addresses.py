"""Which other addresses of an article a page may be believed.

A page that names another site's address as its own would pull that article's identity to itself, or give its own
away; so only addresses of the same site count.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.address import canonical_address, host_of
from spiders.reading.meta import Meta

VARIANTS = re.compile(r"^(?:(?:www\d?|m|mobile|touch|amp)\.)+(?=[^.]+\.)")
HOME = re.compile(
    r"(?i)^/*(?:[a-z]{2}(?:[-_][a-z]{2})?/*)?(?:(?:index|home|default)(?:\.\w{2,5})?/*)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What a page says it is called, as far as it may be believed; all are web addresses."""

    canonical: str | None
    aliases: tuple[str, ...]
    meta_refresh: str | None
    elsewhere: str | None = None
    """An address of another site that the page calls its canonical one: believed of a redirector, of nobody else."""


def read_addresses(meta: Meta, *, url: str) -> Addresses:
    """Return the trustworthy addresses of the page that was fetched from ``url``.

    The canonical one (RFC 6596) is ``rel=canonical``, else ``og:url``; several that differ are none.
    """
    declared = [_trusted(meta, href, url) for href in meta.links.get("canonical", ()) if href]
    og = next((each for value in meta.all("og:url") if (each := _trusted(meta, value, url))), None)
    told = len({_same(meta, href) for href in meta.links.get("canonical", ()) if href})
    canonical = declared[0] if told == 1 else None
    if not declared:
        canonical = og
    amp = (_trusted(meta, href, url) for href in meta.links.get("amphtml", ()))
    names = (canonical, og if told <= 1 else None, *amp)
    refresh = meta.absolute(meta.refresh) if meta.refresh else None
    here = canonical_address(url)
    return Addresses(
        canonical=canonical,
        aliases=tuple(dict.fromkeys(name for name in names if name)),
        # One that leads to the page itself reloads it: nothing to follow.
        meta_refresh=refresh if refresh and canonical_address(refresh) != here else None,
        elsewhere=_elsewhere(meta, url),
    )


def _elsewhere(meta: Meta, url: str) -> str | None:
    named = (*meta.links.get("canonical", ()), *meta.all("og:url"))
    found = {address for each in named if each and (address := meta.absolute(each))}
    only = found.pop() if len(found) == 1 else None
    return only if only and not same_site(only, url) else None


def same_site(one: str, other: str) -> bool:
    """Say whether two web addresses are of one site: the same host, or one inside the other.

    ``www.``, ``m.`` and ``amp.`` do not count.
    """
    a, b = (VARIANTS.sub("", host_of(each)) for each in (one, other))
    if not a or not b:
        return False
    return a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def is_home(address: str) -> bool:
    """Say whether an address is that of a front page."""
    parts = urlsplit(address)
    return HOME.match(parts.path) is not None and not parts.query


def _trusted(meta: Meta, address: str, url: str) -> str | None:
    found = meta.absolute(address)
    if found is None or is_home(found) or not same_site(found, url):
        return None
    return found


def _same(meta: Meta, address: str) -> str:
    return canonical_address(meta.absolute(address)) or address
