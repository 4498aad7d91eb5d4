"""Asking the web for something: what is asked, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from archive.vocabulary import Secret, Source, Validators

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How one source wants to be asked."""

    origin: str = ""
    """The only server that gets the headers and the password: scheme, host and port of the source's address."""
    headers: tuple[tuple[str, Secret], ...] = ()
    auth: Secret | None = None
    """``user:password``, for HTTP basic authentication."""
    proxy: Secret | None = None
    """Carries every request, wherever it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One GET request."""

    url: str
    validators: Validators = field(default_factory=Validators)
    """Sent back byte for byte, so that the server can answer 304."""
    manners: Manners = field(default_factory=Manners)
    render: bool = False
    """The page's scripts are to run in a browser first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said, after redirects and decompression."""

    url: str
    """The address that answered in the end."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case; of a repeated header the first."""
    body: bytes
    redirects: tuple[tuple[str, int], ...] = ()
    """Addresses left behind and the status each answered with."""
    took: timedelta | None = None
    """From the request, or the end of the pause before it, to the whole answer."""

    @property
    def validators(self) -> Validators:
        """Return what to ask with next time."""
        return Validators(
            etag=self.headers.get("etag"), last_modified=self.headers.get("last-modified")
        )


class Fetcher(Protocol):
    """Something that can ask the web; raises `FetchError` when no answer came."""

    async def fetch(self, ask: Ask) -> Answer:
        """Ask politely and within the limits; any status is an answer."""
        ...


class Fetching(Fetcher, Protocol):
    """A fetcher that holds connections, and is closed."""

    async def close(self) -> None:
        """Let go of them."""


def manners_of(source: Source) -> Manners:
    """Return how a source wants to be asked; the same manners serve for its articles' pages."""
    return Manners(
        origin=origin_of(source.url),
        headers=source.headers,
        auth=source.auth,
        proxy=source.proxy,
    )


def host_and_port(url: str) -> tuple[str, int]:
    """Return whom a request goes to; raises ValueError for an address that cannot be read."""
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme, 0)


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address; empty when it cannot be read."""
    try:
        host, port = host_and_port(url)
    except ValueError:
        return ""
    return f"{urlsplit(url).scheme}://{host}:{port}"
