"""Scrapy's and Twisted's failures in our words."""

import gzip
import logging

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.web.client import ResponseFailed

from archive.vocabulary import FetchRules
from spiders.crawl.guard import refusal, was_refused
from spiders.errors import (
    BrokenError,
    FetchError,
    FetchRefusedError,
    PrivateAddressError,
    TooBigError,
    TooSlowError,
    UnreachableError,
)

log = logging.getLogger(__name__)

PLAIN: tuple[tuple[type[Exception], type[FetchError], str], ...] = (
    (DownloadConnectionRefusedError, UnreachableError, "{host} refuses the connection"),
    (DownloadTimeoutError, TooSlowError, "{host} did not answer in full within {seconds:g} s"),
    (DownloadCancelledError, TooBigError, "{host} sends more than {megabytes:g} MB"),
    (ResponseDataLossError, BrokenError, "the answer of {host} broke off"),
    (
        UnsupportedURLSchemeError,
        FetchRefusedError,
        "{host} leads to an address that is not http or https",
    ),
    (gzip.BadGzipFile, BrokenError, "{host} says that its answer is compressed, and it is not"),
    (ValueError, FetchRefusedError, "{host} leads to an address that cannot be read"),
)

CERTIFICATE = (
    ("has expired", "it has expired"),
    ("not yet valid", "it is not valid yet"),
    ("self-signed", "nobody known has signed it"),
    ("self signed", "nobody known has signed it"),
    ("unable to get local issuer", "nobody known has signed it"),
    ("VerificationError", "it is for another name"),
)
UNSAID = "it has expired, or nobody known has signed it"
"""OpenSSL often gives no reason."""


def explained(error: Exception, last: tuple[str, int], rules: FetchRules) -> FetchError:
    """Return our error for a foreign one; ``last`` is the host and port that was asked last."""
    host, port = last
    if isinstance(error, CannotResolveHostError):
        return _no_address(host, port)
    if isinstance(error, IgnoreRequest):
        return _ignored(error, host, rules)
    if isinstance(error, DownloadFailedError):
        return _failed(error, host)
    for foreign, ours, words in PLAIN:
        if isinstance(error, foreign):
            return ours(
                words.format(
                    host=host,
                    seconds=rules.timeout.total_seconds(),
                    megabytes=rules.max_size / 1024 / 1024,
                )
            )
    log.debug("the request to %s failed in a way without words of its own", host, exc_info=error)
    return BrokenError(f"the request to {host} failed ({type(error).__name__})")


def _no_address(host: str, port: int) -> FetchError:
    if was_refused(host):
        return PrivateAddressError(refusal(host, port))
    return UnreachableError(f"no address is known for {host}: a typing error, or no network")


def _ignored(error: IgnoreRequest, host: str, rules: FetchRules) -> FetchError:
    if "redirect" in str(error):
        return FetchRefusedError(f"{host} redirects again and again; we stopped following")
    # The decompressor gives up at the size limit.
    return TooBigError(f"{host} sends more than {rules.max_size / 1024 / 1024:g} MB")


def _failed(error: DownloadFailedError, host: str) -> FetchError:
    cause = error.__cause__
    reasons = cause.reasons if isinstance(cause, ResponseFailed) else []
    words = " ".join(f"{type(r.value).__name__} {r.value}" for r in reasons)
    if "wrong version number" in words:
        return UnreachableError(f"{host} does not speak https on that port")
    if "certificate verify failed" in words or "VerificationError" in words:
        why = next((meaning for sign, meaning in CERTIFICATE if sign in words), UNSAID)
        return UnreachableError(f"the certificate of {host} cannot be trusted: {why}")
    if "SSL" in words or "TLS" in words:
        return UnreachableError(f"no secure connection with {host}")
    if "ParseError" in words:
        return BrokenError(f"{host} answers with something that is not HTTP")
    return BrokenError(f"{host} closed the connection before it had answered")
