"""A web server on loopback that says to the byte what a test wants it to say."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

Say = Callable[[socket.socket], None]


@dataclass(slots=True, kw_only=True)
class Asked:
    """One request as it came."""

    path: str
    head: bytes
    began: float
    ended: float = 0.0

    def header(self, name: str) -> bytes | None:
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower().encode():
                return value.strip()
        return None


class Server:
    """Listens on a port that the system chooses; ``pages`` maps paths to answers."""

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, bytes | Say] = {}
        self.log: list[Asked] = []
        self.connections = 0
        self.closing = threading.Event()
        self._tls = tls
        self._socket = socket.create_server((host, 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def allowed(self) -> frozenset[tuple[str, int]]:
        return frozenset({("127.0.0.1", self.port)})

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        self.closing.set()
        self._socket.close()

    def _listen(self) -> None:
        while not self.closing.is_set():
            try:
                conn, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(conn,), daemon=True).start()

    def _answer(self, conn: socket.socket) -> None:
        with suppress(OSError), conn:
            conn.settimeout(10)
            if self._tls is None:
                self._talk(conn)
                return
            with self._tls.wrap_socket(conn, server_side=True) as secure:
                self._talk(secure)

    def _talk(self, conn: socket.socket) -> None:
        head = b""
        # The greeting of TLS begins with 0x16: somebody speaks https to us.
        while b"\r\n\r\n" not in head and not head.startswith(b"\x16"):
            piece = conn.recv(65536)
            if not piece:
                return
            head += piece
        if head.startswith(b"\x16"):
            conn.sendall(answer(b"", 400))
            return
        asked = Asked(path=head.split(b" ")[1].decode(), head=head, began=time.monotonic())
        self.log.append(asked)
        page = self.pages.get(asked.path, answer(b"nothing here", 404))
        try:
            if isinstance(page, bytes):
                conn.sendall(page)
            else:
                page(conn)
        finally:
            asked.ended = time.monotonic()


def answer(body: bytes = b"", status: int = 200, /, **headers: str) -> bytes:
    """Write an answer whole; underscores in names of headers are hyphens."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str, status: int = 302) -> bytes:
    return answer(b"", status, Location=to)


def reset(conn: socket.socket) -> None:
    """Break the connection off in the middle of a body."""
    conn.sendall(answer(b"x" * 1000)[:-500])
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()


def endless(conn: socket.socket) -> None:
    conn.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        conn.sendall(b"x" * 65536)


def drip(server: Server, start: bytes) -> Say:
    """Say ``start``, then a byte now and then."""

    def say(conn: socket.socket) -> None:
        conn.sendall(start)
        while not server.closing.wait(0.05):
            conn.sendall(b"x")

    return say


def silent(server: Server) -> Say:
    def say(conn: socket.socket) -> None:
        conn.recv(1)

    return say
