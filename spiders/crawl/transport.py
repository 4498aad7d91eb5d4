"""The last step to the network: Scrapy's own handler, which also says why a certificate is not trusted and bounds headers."""

import weakref
from typing import Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from twisted.internet._sslverify import _verifyCB
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

MOST_HEADERS = 1_000
"""Header lines of one answer; a hundred thousand of them would take seconds and 50 MB."""

WHY = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is signed by nobody but itself",
    19: "nobody known has signed it",
    20: "nobody known has signed it",
    21: "nobody known has signed it",
    23: "it was withdrawn",
}
"""By the codes of OpenSSL (X509_V_ERR_…)."""
UNSAID = "it has expired, or nobody known has signed it"


class UntrustedError(Exception):
    """A certificate that we do not trust, with the reason in words."""


class TooManyHeadersError(Exception):
    """An answer with far too many headers."""


class Handler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = cast("Any", _Explaining(self._contextFactory))
        self._pool._factory = _Factory  # noqa: SLF001 - as Scrapy sets its own


@implementer(IPolicyForHTTPS)
class _Explaining:
    """Twisted's rules for certificates; a refusal says why, where Twisted leaves it at «verify failed»."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        creator = self._inner.creatorForNetloc(hostname, port)
        connect = creator.clientConnectionForTLS

        def explaining(protocol: Any) -> Any:
            connection = connect(protocol)
            judge = _judge(protocol, creator._hostnameIsDnsName, creator._hostnameASCII)  # noqa: SLF001
            connection.set_verify(connection.get_verify_mode(), judge)
            return connection

        creator.clientConnectionForTLS = explaining
        return creator


def _judge(protocol: Any, is_name: bool, host: str) -> Any:
    """Return what OpenSSL asks of each certificate of a chain."""
    reference = weakref.ref(protocol)

    def judge(connection: Any, certificate: Any, code: int, depth: int, good: bool) -> bool:
        here = reference()
        if here is None:
            return False
        if not good:
            here.failVerification(cast("Any", Failure)(UntrustedError(WHY.get(code, UNSAID))))
            return False
        # Anew for each certificate: Twisted's forgets the connection with the first, and then cannot say what is wrong.
        return bool(_verifyCB(here, is_name, host)(connection, certificate, code, depth, good))

    return judge


class _Parser(_LenientHTTPClientParser):
    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        self.many = getattr(self, "many", 0) + 1
        if self.many > MOST_HEADERS:
            raise TooManyHeadersError(f"more than {MOST_HEADERS} headers")
        cast("Any", super()).headerReceived(name, value)


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answered = super().request(request)
        # Twisted names the class of the parser inside; Scrapy changes it in the same way.
        self._parser.__class__ = _Parser
        return answered


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 - Twisted's name
        del addr
        return cast("Any", _Protocol)(self._quiescentCallback)
