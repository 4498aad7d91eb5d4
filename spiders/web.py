"""Asking the web for something: what is asked, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from archive.vocabulary import Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One GET request."""

    url: str
    validators: Validators = field(default_factory=Validators)
    """Sent back byte for byte, so that the server can answer 304."""


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
