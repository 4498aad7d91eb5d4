"""The newsroom as a web server on loopback, on a port that the system picks."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from wirewatch.demo.content import Content, Outlet
from wirewatch.demo.feeds import changed, feed, feed_type
from wirewatch.demo.pages import article_page, front_page, index_page, picture
from wirewatch.demo.press import Press

_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request gets."""

    status: HTTPStatus
    kind: str = "text/plain; charset=utf-8"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class NewsroomServer:
    """Serves a press; use it as a context manager."""

    def __init__(self, content: Content, press: Press, clock: Callable[[], datetime]) -> None:
        self._all = content.outlets
        self._outlets = {outlet.id: outlet for outlet in content.outlets}
        self._press = press
        self._clock = clock
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._http.server_port

    @property
    def base(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, path: str, *, etag: str | None = None, since: str | None = None) -> Answer:
        """Answer a GET; ``etag`` and ``since`` are If-None-Match and If-Modified-Since as sent."""
        path = urlsplit(path).path
        if path == "/robots.txt":
            return Answer(status=HTTPStatus.OK, body=b"User-agent: *\nAllow: /\n")
        if path == "/":
            return Answer(
                status=HTTPStatus.OK, kind=_HTML, body=index_page(self._all, self.base).encode()
            )
        name, _, rest = path.lstrip("/").partition("/")
        outlet = self._outlets.get(name)
        if outlet is None:
            return Answer(status=HTTPStatus.NOT_FOUND, body=b"No such page.\n")
        if path == outlet.feed_path:
            return self._feed(outlet, etag, since)
        return self._page(outlet, path, rest)

    def _feed(self, outlet: Outlet, etag: str | None, since: str | None) -> Answer:
        listed = self._press.listing(outlet.id)
        body = feed(outlet, listed, self.base)
        modified = changed(listed)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Last-Modified": format_datetime(modified, usegmt=True)}
        self._press.polled(outlet.id, now=self._clock())
        if _unchanged(tag, modified, etag, since):
            return Answer(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Answer(status=HTTPStatus.OK, kind=feed_type(outlet), body=body, headers=headers)

    def _page(self, outlet: Outlet, path: str, rest: str) -> Answer:
        listed = self._press.listing(outlet.id)
        if rest == "picture.svg":
            return Answer(status=HTTPStatus.OK, kind="image/svg+xml", body=picture(outlet).encode())
        if not rest:
            page = front_page(outlet, listed, self.base)
            return Answer(status=HTTPStatus.OK, kind=_HTML, body=page.encode())
        for one in listed:
            if one.path == path:
                page = article_page(one, self.base)
                return Answer(status=HTTPStatus.OK, kind=_HTML, body=page.encode())
        return Answer(status=HTTPStatus.NOT_FOUND, body=b"No such page.\n")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer = self.answer

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self) -> None:
                found = answer(
                    self.path,
                    etag=self.headers.get("If-None-Match"),
                    since=self.headers.get("If-Modified-Since"),
                )
                self.send_response(found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                # A 304 has no body, and so neither length nor type (RFC 9110, section 15.4.5).
                if found.status is not HTTPStatus.NOT_MODIFIED:
                    self.send_header("Content-Type", found.kind)
                    self.send_header("Content-Length", str(len(found.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(found.body)

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing: the narration tells what happens."""

        return Handler


def _unchanged(tag: str, modified: datetime, etag: str | None, since: str | None) -> bool:
    """Decide on a 304 as RFC 9110, section 13.2.2 has it: the entity tag goes before the date."""
    if etag is not None:
        return etag.strip() == "*" or tag in (
            one.strip().removeprefix("W/") for one in etag.split(",")
        )
    if since is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
