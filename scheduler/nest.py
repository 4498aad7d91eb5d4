"""Where the canary comes from: a feed of one entry on loopback, another one each time it is asked."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

from archive.vocabulary import CANARY

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
PATH = "/canary.xml"
PATIENCE = 5.0
"""Seconds that somebody who asks gets to finish the question."""
_LONGEST = 16_384

_FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{name}</title><link>{base}/</link><description>{name}</description>
<item><title>{name} {token}</title><link>{base}/{token}</link><guid isPermaLink="false">{token}</guid>
<pubDate>{date}</pubDate><description>{name} {token}: no news, only a test of the way that news take.</description></item>
</channel></rss>
"""


class Nest:
    """Serves the canary's feed."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._server: asyncio.Server | None = None
        self._flown = 0
        self.released: datetime | None = None
        """When the last canary was handed out."""

    async def open(self) -> None:
        """Begin to serve, on a port that the system chooses, unless it does already."""
        if self._server is None:
            self._server = await asyncio.start_server(self._answer, HOST, 0, limit=_LONGEST)

    async def close(self) -> None:
        """Serve no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    @property
    def port(self) -> int:
        """Where it serves; it must be open."""
        if self._server is None:
            raise RuntimeError("the nest is not open")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The address of the feed."""
        return f"http://{HOST}:{self.port}{PATH}"

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            async with asyncio.timeout(PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._page(head.split(b"\r\n", 1)[0].decode("latin-1")))
                await writer.drain()
        writer.close()

    def _page(self, request: str) -> bytes:
        known = request.split(" ")[:2] == ["GET", PATH]
        body = self._feed() if known else b""
        status = "200 OK" if known else "404 Not Found"
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body

    def _feed(self) -> bytes:
        """Write a feed with a new canary in it, and note that it flies."""
        self.released = now = self._now()
        self._flown += 1
        token = f"{now.astimezone(UTC):%Y%m%dT%H%M%S}n{self._flown}"
        feed = _FEED.format(
            name=CANARY,
            base=f"http://{HOST}:{self.port}",
            token=token,
            date=format_datetime(now.astimezone(UTC), usegmt=True),
        )
        return feed.encode()
