"""A web site on loopback: pages that the test decides, with the right answers to conditional requests."""

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """Serves the page of each path; a number is a status, and what is not there is 404."""

    pages: dict[str, str | bytes | int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    """Paths that are redirected, and where to."""
    asked: list[str] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)
    """Paths that are answered only when their event is set."""
    heard: threading.Event = field(default_factory=threading.Event)
    """Set with every request."""

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.heard.set()
                if (held := site.held.get(self.path)) is not None:
                    held.wait(60)
                page = site.pages.get(self.path, 404)
                status = page if isinstance(page, int) else 200
                body = b"sorry" if isinstance(page, int) else page
                body = body.encode() if isinstance(body, str) else body
                etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
                if status == 200 and self.headers["If-None-Match"] == etag:
                    status, body = 304, b""
                if (target := site.moved.get(self.path)) is not None:
                    status, body = 302, b""
                self.send_response(status)
                if target is not None:
                    self.send_header("Location", target)
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def news_sitemap(base: str, articles: Iterable[tuple[str, str, str]]) -> str:
    """Write a news sitemap of slugs, titles and dates."""
    urls = "".join(
        f"<url><loc>{base}/{slug}</loc><news:news><news:publication><news:name>Harbour Daily</news:name>"
        f"<news:language>en</news:language></news:publication><news:title>{title}</news:title>"
        f"<news:publication_date>{date}</news:publication_date></news:news></url>"
        for slug, title, date in articles
    )
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    )


def front_page(articles: Iterable[tuple[str, str, str]]) -> str:
    """Write a page that lists articles, with a menu and a footer."""
    cards = "".join(
        f'<article><h2><a href="{slug}">{title}</a></h2><time datetime="{date}">then</time></article>'
        for slug, title, date in articles
    )
    return (
        "<!doctype html><html lang=en><head><title>Harbour Daily</title></head><body>"
        '<nav><a href="/section/world">All the news of the wide world here</a></nav>'
        f"<main>{cards}</main><footer><a href='/about/2026'>About this newspaper and its staff</a></footer>"
    )
