"""Where the demo's messages arrive: a mail server and a chat's incoming webhook, both on loopback.

The webhook is Mattermost's, which takes what Slack's takes: a POST of JSON with a ``text``.
"""

import asyncio
import json
import secrets
import socket
import threading
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_MAX_BODY = 1024 * 1024


class MailSink:
    """A mail server that hands each message to ``deliver``, which may be called from its own thread."""

    def __init__(self, deliver: Callable[[EmailMessage], None]) -> None:
        self._deliver = deliver
        self._controller = _Controller(self)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._controller.port

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        """Take a message; called by the server."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        message = message_from_bytes(raw, policy=default)
        self._deliver(message)
        return "250 OK"


class _Controller(Controller):
    """Listens on a port that the system picks, and knows which."""

    def __init__(self, handler: MailSink) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self._socket.getsockname()[1])

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        loop: asyncio.AbstractEventLoop = self.loop
        return loop.create_server(self._factory_invoker, sock=self._socket)


class ChatSink:
    """An incoming webhook that hands each text to ``deliver``, called from a thread of its own."""

    def __init__(self, deliver: Callable[[str], None]) -> None:
        self.token = secrets.token_hex(13)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _hook(self.token, deliver))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._http.server_port

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


def _hook(token: str, deliver: Callable[[str], None]) -> type[BaseHTTPRequestHandler]:
    class Hook(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(length, _MAX_BODY))
            if self.path != f"/hooks/{token}":
                self._reply(HTTPStatus.NOT_FOUND, b"no such hook")
                return
            try:
                text = str(json.loads(body)["text"])
            except (ValueError, KeyError, TypeError):
                self._reply(HTTPStatus.BAD_REQUEST, b"no text")
                return
            deliver(text)
            self._reply(HTTPStatus.OK, b"ok")

        def _reply(self, status: HTTPStatus, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing: the narration tells what arrives."""

    return Hook
