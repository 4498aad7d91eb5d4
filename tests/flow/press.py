"""A small press on loopback: feeds whose entries the test decides, with the right answers to conditional requests."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EPOCH = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry; its address is ``/news/{slug}`` unless it is given."""

    slug: str
    title: str
    text: str = ""
    summary: str = ""
    url: str | None = None
    published: datetime | None = EPOCH


@dataclass
class Request:
    """What somebody asked for."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Press:
    """Serves ``/{name}.xml`` for each feed it was given."""

    feeds: dict[str, list[Item]] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    """Paths that answer with a status instead."""
    titles: dict[str, str] = field(default_factory=dict)
    """Titles of feeds that are not the Test Post's."""
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        press = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                press.requests.append(Request(self.path, dict(self.headers)))
                name = self.path.removeprefix("/").removesuffix(".xml")
                items, title = press.feeds.get(name), press.titles.get(name, "Test Post")
                status = press.broken.get(self.path, 200 if items is not None else 404)
                body = rss(items or (), press.base, title) if status == 200 else b"sorry"
                etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
                if status == 200 and self.headers["If-None-Match"] == etag:
                    status, body = 304, b""
                self.send_response(status)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def rss(items: Sequence[Item], base: str, title: str = "Test Post") -> bytes:
    """Write a feed as a content system would."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{base}/</link><description>d</description>"
        "<language>en</language>"
    ]
    for item in items:
        date = f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else ""
        url = item.url or f"{base}/news/{item.slug}"
        parts.append(
            f"<item><title>{escape(item.title)}</title><link>{escape(url)}</link>"
            f'<guid isPermaLink="false">{escape(item.slug)}</guid>{date}'
            f"<description>{escape(item.summary)}</description>"
            f"<content:encoded>{escape(item.text)}</content:encoded></item>"
        )
    parts.append("</channel></rss>")
    return "".join(parts).encode()
