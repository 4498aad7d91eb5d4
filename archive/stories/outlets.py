"""Whose outlet an article is from: sites, not the names that feeds give themselves, and who owns them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

CARRIER = "*"
"""Stands for an owner in the table: the site carries articles of others, so it says nothing of who wrote them."""

SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "or", "org"})
"""Labels before a country's: the site of ``news.example.co.uk`` is ``example.co.uk``."""


class Outlets:
    """Tells the site and the owner of an article; the user's table goes before the one in the package."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._own = {site.lower(): owner for site, owner in (own or {}).items()}

    def site(self, url: str | None, outlet: str) -> str:
        """Return what stands for an outlet when outlets are counted: its site, or its name where that says nothing."""
        host = _host(url)
        if host is None or self._listed(host) == CARRIER:
            return outlet
        return site_of(host)

    def owner(self, url: str | None, outlet: str) -> str:
        """Return who owns an outlet; the outlet itself where nothing else is known."""
        host = _host(url)
        listed = self._listed(host) if host else None
        if listed is not None and listed != CARRIER:
            return listed
        return self._owner(outlet.lower()) or outlet

    def _listed(self, host: str) -> str | None:
        """Find the entry of a host, or of the nearest domain above it."""
        while "." in host:
            if owner := self._owner(host):
                return owner
            host = host.partition(".")[2]
        return None

    def _owner(self, name: str) -> str | None:
        return self._own.get(name) or _packaged().get(name)


def site_of_url(url: str | None) -> str | None:
    """Return the site of an address; None when there is none."""
    host = _host(url)
    return site_of(host) if host else None


def site_of(host: str) -> str:
    """Return the part of a host name that was registered, as far as its form tells: ``post.example``."""
    labels = host.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.strip(".") if host else None


@cache
def _packaged() -> Mapping[str, str]:
    text = files("archive.stories").joinpath("outlets.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {site: owner for owner, *sites in rows for site in sites}
