"""Scrapy's and Twisted's failures in our words."""

import gzip
import logging
import re

from scrapy.core.downloader.handlers.http11 import TunnelError
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
from spiders.crawl.guard import Hop, refusal, was_refused
from spiders.crawl.transport import MOST_HEADERS, UntrustedError
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


def explained(error: Exception, last: Hop, rules: FetchRules) -> FetchError:
    """Return our error for a foreign one; ``last`` is who was asked last."""
    host = last.name
    if isinstance(error, CannotResolveHostError):
        return _no_address(last)
    if isinstance(error, TunnelError):
        return BrokenError(f"{host} does not connect us{_status_of(error)}")
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


def _no_address(last: Hop) -> FetchError:
    if was_refused(last.host):
        return PrivateAddressError(refusal(last.host, last.port))
    return UnreachableError(f"no address is known for {last.name}: a typing error, or no network")


def _status_of(error: TunnelError) -> str:
    found = re.search(r"'status': (\d{3})", str(error))
    return f" ({found[1]})" if found else ""


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
    untrusted = next((r.value for r in reasons if isinstance(r.value, UntrustedError)), None)
    if untrusted is not None:
        return UnreachableError(f"the certificate of {host} cannot be trusted: {untrusted}")
    if "VerificationError" in words:
        return UnreachableError(
            f"the certificate of {host} cannot be trusted: it is for another name"
        )
    if "TooManyHeadersError" in words:
        return TooBigError(f"{host} answers with more than {MOST_HEADERS:,} headers")
    if "SSL" in words or "TLS" in words:
        return UnreachableError(f"no secure connection with {host}")
    if "ParseError" in words:
        return BrokenError(f"{host} answers with something that is not HTTP")
    return BrokenError(f"{host} closed the connection before it had answered")
