"""The gate that the browser goes through: a proxy on loopback that lets it reach the public Internet only.

A browser resolves names and makes connections by itself, again for each request, redirect, frame and socket of a page,
so looking at addresses beforehand would leave a gap: the name may mean another address a moment later. Here the browser
knows no other way out. The gate resolves each name, checks each address, and connects to the very address it checked.
"""

import asyncio
import logging
import re
import socket
from base64 import b64encode
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from archive.vocabulary import FetchRules, Secret
from spiders.crawl.guard import is_private_by_name, is_public, refusal
from spiders.errors import FetchError, PrivateAddressError, TooBigError, UnreachableError

log = logging.getLogger(__name__)

LONGEST_HEAD = 64 * 1024
PIECE = 64 * 1024
PAGE_SIZES = 5
"""A page and all that it loads may be so many times as large as one answer."""
ITS_MAKERS = frozenset(
    {
        "accounts.google.com", "android.clients.google.com", "clients1.google.com", "clients2.google.com",
        "content-autofill.googleapis.com", "edgedl.me.gvt1.com", "mtalk.google.com", "redirector.gvt1.com",
        "optimizationguide-pa.googleapis.com", "safebrowsing.googleapis.com", "update.googleapis.com",
    }
)  # fmt: skip
"""Whom Chromium asks for itself, whatever its switches say; no page needs them."""
CLOSED = b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
CONNECT = re.compile(rb"CONNECT (\[[0-9a-fA-F:.]+\]|[^\s:]+):(\d{1,5}) HTTP/1\.[01]\r\n")
PLAIN = re.compile(rb"([A-Z]{3,10}) (http://[^\s]+) HTTP/1\.[01]\r\n")
HOP_HEADERS = re.compile(rb"(?im)^(?:proxy-[\w-]+|connection|keep-alive|upgrade):[^\r\n]*\r\n")


class Gate:
    """Listens on loopback for one browser."""

    def __init__(self, rules: FetchRules) -> None:
        self._rules = rules
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self.proxy: Secret | None = None
        """The proxy of the page that is shown now."""
        self._room = 0
        self.closed: dict[tuple[str, int], FetchError] = {}
        """Where the gate did not lead since `begin`, and why."""

    async def open(self) -> str:
        """Begin to listen; return the address for the browser."""
        self._server = await asyncio.start_server(self._greet, "127.0.0.1", 0, limit=LONGEST_HEAD)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop listening, and end what is under way."""
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def begin(self, proxy: Secret | None) -> None:
        """Begin with another page."""
        self.proxy = proxy
        self._room = PAGE_SIZES * self._rules.max_size
        self.closed.clear()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio runs this as one
        self._talks.add(task)
        try:
            async with asyncio.timeout(2 * self._rules.timeout.total_seconds()):
                await self._talk(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._talks.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked = _asked(head)
        if asked is None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            return
        host, port, first = asked
        if host in ITS_MAKERS:
            writer.write(CLOSED)
            return
        try:
            there, back = await self._connect(host, port)
        except FetchError as error:
            log.debug("the browser wanted %s: %s", host, error)
            self.closed[host, port] = error
            writer.write(CLOSED)
            return
        try:
            await self._join(reader, writer, there, back, host, port, first)
        finally:
            back.close()

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        back: asyncio.StreamWriter,
        host: str,
        port: int,
        first: bytes | None,
    ) -> None:
        if first is None:
            if self.proxy is not None and not await _tunnel(there, back, host, port, self.proxy):
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n")
                return
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            back.write(first if self.proxy is None else _for_proxy(first, host, port, self.proxy))
        async with asyncio.TaskGroup() as both:
            inward = both.create_task(self._pass(there, writer, host, port))
            outward = both.create_task(self._pass(reader, back, host, port))
            await asyncio.wait({inward, outward}, return_when=asyncio.FIRST_COMPLETED)
            inward.cancel()
            outward.cancel()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                self._room -= len(piece)
                if self._room < 0:
                    megabytes = PAGE_SIZES * self._rules.max_size / 1024 / 1024
                    problem = TooBigError(f"the page loads more than {megabytes:g} MB")
                    self.closed[host, port] = problem
                    return
                writer.write(piece)
                await writer.drain()

    async def _connect(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to an address that was checked; raises `FetchError` when there is none."""
        if self.proxy is not None:
            if (host, port) not in self._rules.allow and is_private_by_name(host):
                raise PrivateAddressError(refusal(host, port))
            parts = urlsplit(self.proxy.reveal())
            host, port = (parts.hostname or "").lower(), parts.port or 80
        allowed = (host, port) in self._rules.allow
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            why = f"no address is known for {host}: a typing error, or no network"
            raise UnreachableError(why) from error
        addresses = dict.fromkeys(str(each[4][0]) for each in found)
        good = [address for address in addresses if allowed or is_public(address)]
        if not good:
            raise PrivateAddressError(refusal(host, port))
        try:
            return await _first_that_answers(good, port)
        except OSError as error:
            raise UnreachableError(f"{host} refuses the connection") from error


async def _first_that_answers(
    addresses: list[str], port: int
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for address in addresses[:-1]:
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(3):
                return await asyncio.open_connection(address, port)
    return await asyncio.open_connection(addresses[-1], port)


def _asked(head: bytes) -> tuple[str, int, bytes | None] | None:
    """Return whom the browser wants, and what to send there first; None for what is no request of a browser."""
    connect = CONNECT.match(head)
    if connect:
        return connect[1].decode("ascii", "replace").strip("[]").lower(), int(connect[2]), None
    plain = PLAIN.match(head)
    if plain is None:
        return None
    try:
        parts = urlsplit(plain[2].decode("ascii"))
        host, port = (parts.hostname or "").lower(), parts.port or 80
    except ValueError:
        return None
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    line = b"%s %s HTTP/1.1\r\n" % (plain[1], path.encode("ascii"))
    return (
        host,
        port,
        line + HOP_HEADERS.sub(b"", head[plain.end() :][:-2]) + b"Connection: close\r\n\r\n",
    )


def _login(proxy: Secret) -> bytes:
    parts = urlsplit(proxy.reveal())
    if not parts.username:
        return b""
    said = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return b"Proxy-Authorization: Basic " + b64encode(said.encode()) + b"\r\n"


def _for_proxy(first: bytes, host: str, port: int, proxy: Secret) -> bytes:
    """Write a request as a proxy wants it: with the whole address."""
    method, path, rest = first.split(b" ", 2)
    line, headers = rest.split(b"\r\n", 1)
    name = f"[{host}]" if ":" in host else host
    return b"%s http://%s:%d%s %s\r\n%s%s" % (
        method, name.encode(), port, path, line, _login(proxy), headers,
    )  # fmt: skip


async def _tunnel(
    there: asyncio.StreamReader, back: asyncio.StreamWriter, host: str, port: int, proxy: Secret
) -> bool:
    """Ask a proxy to connect us."""
    name = (f"[{host}]" if ":" in host else host).encode()
    back.write(
        b"CONNECT %s:%d HTTP/1.1\r\nHost: %s:%d\r\n%s\r\n" % (name, port, name, port, _login(proxy))
    )
    answer = await there.readuntil(b"\r\n\r\n")
    return re.match(rb"HTTP/1\.[01] 2\d\d", answer) is not None
