"""Real mail and web servers on loopback that behave, or misbehave, as told."""

import asyncio
import email
import json
import os
import ssl
import threading
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from archive.vocabulary import Secret


class _Controller(Controller):
    """The library's, on a port that the system chooses."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class MailSink:
    """An SMTP server. ``mode``: accept, tempfail, permfail, partial, drop (after DATA, kept), garble (the same), hang.

    With ``tls`` it speaks TLS from the first byte.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.mode = "accept"
        self.kept: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.arrived = threading.Event()
        self._release = threading.Event()
        self._controller = _Controller(self, hostname="127.0.0.1", port=0, ssl_context=tls)
        self._controller.start()
        self.port: int = self._controller.port

    def address(self, recipients: str = "desk@example.org") -> Secret:
        return Secret(f"mailto://127.0.0.1:{self.port}/?from=news@example.org&to={recipients}")

    @property
    def tls_address(self) -> Secret:
        names = "from=news@example.org&to=desk@example.org"
        return Secret(f"mailtos://127.0.0.1:{self.port}/?mode=ssl&{names}")

    def close(self) -> None:
        self._release.set()
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.mode == "permfail" or (self.mode == "partial" and address.startswith("gone")):
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        if self.mode == "tempfail":
            return "451 4.7.1 greylisted, try again later"
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.kept.append(message)
        self.recipients += envelope.rcpt_tos
        self.arrived.set()
        if self.mode == "drop":
            server.transport.abort()
        if self.mode == "garble":
            os.write(server.transport.get_extra_info("socket").fileno(), b"this is no TLS")
        if self.mode == "hang":
            await asyncio.to_thread(self._release.wait, 30)
        return "250 OK"


class HookSink:
    """A web server. ``answer`` makes the status, headers and body of each reply."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = b"ok"
        self.mode = "answer"
        """answer, drop (keeps the request, closes without a reply), hang."""
        self.kept: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.arrived = threading.Event()
        self.release = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def address(self, path: str = "hook") -> Secret:
        return Secret(f"json://127.0.0.1:{self.port}/{path}")

    def close(self) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def news(self) -> list[dict[str, Any]]:
        """What was kept, without the program's notices about itself."""
        return [payload for payload in self.kept if payload["kind"] != "notice"]

    def keep(self, payload: dict[str, Any], key: str | None) -> None:
        self.kept.append(payload)
        self.keys.append(key)
        self.arrived.set()

    def _handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                sink.keep(json.loads(body), self.headers["Idempotency-Key"])
                if sink.mode == "drop":
                    self.close_connection = True
                    return
                if sink.mode == "hang":
                    sink.release.wait(30)
                    return
                self.send_response(sink.status)
                for name, value in sink.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(sink.body)))
                self.end_headers()
                self.wfile.write(sink.body)

            def do_GET(self) -> None:
                sink.keep({"followed": self.path}, None)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
