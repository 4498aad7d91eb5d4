"""Asking the web for something: what is asked, what is answered, and how it can fail.

FetchError
├── FetchLaterError     the same request may do better later
│   ├── UnreachableError    no address, no connection, no certificate to trust
│   ├── TooSlowError        the time limit ended it
│   └── BrokenError         the answer broke off or is no HTTP
└── FetchRefusedError   we will not ask, or not take it: the user must mend something
    ├── PrivateAddressError
    └── TooBigError
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from archive.vocabulary import Validators


class FetchError(Exception):
    """A request that brought no answer; the message is one plain line."""


class FetchLaterError(FetchError):
    """The same request may do better later."""


class UnreachableError(FetchLaterError):
    """No address, no connection, or no certificate to trust."""


class TooSlowError(FetchLaterError):
    """The time limit ended it."""


class BrokenError(FetchLaterError):
    """The answer broke off, or is no HTTP."""


class FetchRefusedError(FetchError):
    """We will not ask, or not take what comes."""


class PrivateAddressError(FetchRefusedError):
    """The address, or one it leads to, is inside a private network and not allowed."""


class TooBigError(FetchRefusedError):
    """The answer is larger than the size limit."""


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
