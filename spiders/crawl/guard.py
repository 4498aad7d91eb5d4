"""No request into a private network, unless the configuration allows that host and port.

Two checks meet here. Before each request, redirects included, the host and port it names are looked up in the
allow-list. When the connection is made, the resolver refuses every address outside the public Internet, whatever name
or spelling led to it; the address that was checked is the address that is used, so a name cannot change in between.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from spiders.errors import FetchRefusedError, PrivateAddressError
from spiders.web import PORTS, host_and_port

ALLOW = "WIREWATCH_ALLOW"
"""Setting: the allow-list."""
HOPS = "wirewatch_hops"
"""Request meta: every `Hop` on the way."""
PROXY = "proxy"
"""Request meta, Scrapy's: the proxy of this hop."""
LOCAL_NAME = re.compile(
    r"(?:[^.]*|.*\.(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa))\.?"
)
"""Names that no public server has; behind a proxy, which looks names up itself, that is all we can tell."""
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""All that IANA has given out of IPv6; `ipaddress` takes some of the rest (site-local, local NAT64) for global."""


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public Internet (IANA special-purpose registries).

    IPv4 addresses inside IPv6 ones (mapped, 6to4, NAT64) are judged by the IPv4 address they lead to.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One request on the way to an answer."""

    host: str
    port: int
    proxied: bool = False
    """``host`` and ``port`` are those of the proxy that it goes through."""

    @property
    def name(self) -> str:
        """How messages call whoever is asked."""
        return f"the proxy {slot_of(self.host, self.port)}" if self.proxied else self.host


def is_private_by_name(host: str) -> bool:
    """Say whether a host is private as it is written: an address in any spelling, or a name of a local network."""
    try:
        return not is_public(host)
    except ValueError:
        pass
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, ValueError):
        return LOCAL_NAME.fullmatch(host.lower()) is not None


class GuardMiddleware:
    """Checks host and port of every request, and gives each host its own place in the queue."""

    def __init__(self, allow: frozenset[tuple[str, int]]) -> None:
        self._allow = allow
        self._named = {host for host, _ in allow}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        """Take the allow-list from the settings."""
        return cls(crawler.settings[ALLOW])

    def process_request(self, request: Request) -> None:
        """Raise unless the request may be made."""
        scheme = urlsplit(request.url).scheme
        if scheme not in PORTS:
            raise FetchRefusedError(f"{scheme}: is not asked for; only http and https are")
        host, port = host_and_port(request.url)
        hops = request.meta.setdefault(HOPS, [])
        hops.append(Hop(host=host, port=port))
        self._check(host, port)
        proxy = request.meta.get(PROXY)
        if proxy:
            if (host, port) not in self._allow and is_private_by_name(host):
                raise PrivateAddressError(refusal(host, port))
            through = Hop(host=host_and_port(proxy)[0], port=host_and_port(proxy)[1], proxied=True)
            hops.append(through)
            self._check(through.host, through.port)
        # The slot is named anew for each hop: a redirect must queue behind the host it goes to.
        request.meta["download_slot"] = slot_of(host, port)

    def _check(self, host: str, port: int) -> None:
        if (host, port) not in self._allow and host in self._named:
            raise PrivateAddressError(refusal(host, port))


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves names anew for each connection, and lets only public or allowed addresses through."""

    def __init__(self, inner: Any, allow: frozenset[tuple[str, int]]) -> None:
        self.inner = inner
        self._named = {host for host, _ in allow}

    @classmethod
    def install(cls, allow: frozenset[tuple[str, int]]) -> None:
        """Put a guard before Twisted's resolver, in the place of an earlier one."""
        from twisted.internet import reactor

        here = cast(
            "Any", reactor
        )  # its interfaces are declared in a way that checkers cannot read
        current = here.nameResolver
        inner = current.inner if isinstance(current, cls) else current
        here.installNameResolver(cls(inner, allow))

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: Any = None,  # noqa: N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's name
    ) -> Any:
        """Resolve ``hostName``; private addresses are left out unless the name is on the allow-list."""
        receiver = resolutionReceiver
        if hostName.lower() not in self._named:
            receiver = _PublicOnly(resolutionReceiver, hostName)
        return self.inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes on the public addresses of a name."""

    def __init__(self, receiver: Any, host: str) -> None:
        self._receiver = receiver
        self._host = host
        self._refused = False
        self._passed = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - Twisted's name
        if is_public(address.host):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._refused = True

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        _REFUSED.pop(self._host, None)
        if self._refused and not self._passed:
            _REFUSED[self._host] = None
            if len(_REFUSED) > MOST_REFUSED:
                del _REFUSED[next(iter(_REFUSED))]
        self._receiver.resolutionComplete()


# Twisted reports a name without addresses as one that does not exist; this tells the two apart.
_REFUSED: dict[str, None] = {}
MOST_REFUSED = 1000


def was_refused(host: str) -> bool:
    """Say whether the last look-up of ``host`` found private addresses only."""
    return host in _REFUSED


def slot_of(host: str, port: int) -> str:
    """Return the name of a host's place in the queue."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def refusal(host: str, port: int) -> str:
    """Return the words for a private address, with the mend."""
    where = slot_of(host, port)
    return f'{where} is a private address. If it is yours, add it under `fetch:` as `allow: ["{where}"]`'
