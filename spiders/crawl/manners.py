"""What a source has of its own: headers and a password for its server, and a proxy."""

from base64 import b64encode
from urllib.parse import unquote, urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request

from archive.vocabulary import Secret
from spiders.crawl.guard import PROXY
from spiders.web import Manners, origin_of

MANNERS = "wirewatch_manners"
"""Request meta: the `Manners` of a request and of every redirect of it."""
LEFT = "wirewatch_left"
"""Request meta: it has left the server that it began at, or never was there."""
COMMON_PROXY = "WIREWATCH_PROXY"
"""Setting: the proxy of requests without one of their own."""


class MannersMiddleware:
    """Gives each hop what belongs to it.

    Scrapy keeps headers on redirects, except Authorization and Cookie; a key in another header would be told to whoever
    the server sends us to. So they are set anew for each hop, and never again once the way has led elsewhere.
    """

    def __init__(self, proxy: Secret | None) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "MannersMiddleware":
        """Take the common proxy from the settings."""
        return cls(crawler.settings[COMMON_PROXY])

    def process_request(self, request: Request) -> None:
        """Set headers, password and proxy, and take away those of an earlier hop."""
        manners: Manners = request.meta.get(MANNERS) or Manners()
        if origin_of(request.url) != manners.origin:
            request.meta[LEFT] = True
        given = headers_of(manners)
        for name, value in given.items():
            if not request.meta.get(LEFT):
                request.headers[name] = value
            elif request.headers.get(name) == value:
                del request.headers[name]
        self._through(request, manners.proxy or self._proxy)

    def _through(self, request: Request, proxy: Secret | None) -> None:
        request.headers.pop("Proxy-Authorization", None)
        request.meta.pop(PROXY, None)
        if proxy is None:
            return
        parts = urlsplit(proxy.reveal())
        request.meta[PROXY] = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        if parts.username:
            said = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            request.headers["Proxy-Authorization"] = basic(said)


def headers_of(manners: Manners) -> dict[str, bytes]:
    """Return the headers that only the source's own server gets."""
    given = {name: value.reveal().encode("latin-1", "replace") for name, value in manners.headers}
    if manners.auth is not None:
        given["Authorization"] = basic(manners.auth.reveal())
    return given


def basic(user_and_password: str) -> bytes:
    """Return the header value of HTTP basic authentication (RFC 7617), in UTF-8."""
    return b"Basic " + b64encode(user_and_password.encode())
