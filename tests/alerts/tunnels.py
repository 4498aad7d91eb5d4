"""A web service behind TLS, and the proxy on the way to it, that fail as told."""

import os
import socket
import ssl
import threading
from contextlib import suppress

from tests.certificates import Authority


class Tunnel:
    """Plays whatever host it is asked to connect to (CONNECT), or a service of its own when it is greeted in TLS.

    ``mode``: answer; of the proxy: deaf (closes at once), refuse (407), speechless (no TLS after CONNECT); of the service, that
    keeps the request: drop (closes in good order), reset, garble (bytes that are no TLS), hang.
    """

    def __init__(self, authority: Authority) -> None:
        self.mode = "answer"
        self.host = ""
        """Whose certificate it shows; empty for the one that is asked for."""
        self.kept: list[bytes] = []
        self._authority = authority
        self._release = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._release.set()
        self._socket.close()

    def _listen(self) -> None:
        while True:
            try:
                conn, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(conn,), daemon=True).start()

    def _serve(self, conn: socket.socket) -> None:
        with suppress(OSError), conn:
            conn.settimeout(10)
            host = "localhost"
            if conn.recv(1, socket.MSG_PEEK) != b"\x16":
                host = read_head(conn).split()[1].decode().partition(":")[0]
                if not self._connected(conn):
                    return
            context = self._authority.context(self.host or host)
            with context.wrap_socket(conn, server_side=True) as secure:
                self._answer(secure)

    def _connected(self, conn: socket.socket) -> bool:
        if self.mode == "refuse":
            conn.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        if self.mode in ("deaf", "refuse"):
            return False
        conn.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        if self.mode == "speechless":
            conn.sendall(b"this is no TLS, is it?")
        return self.mode != "speechless"

    def _answer(self, conn: ssl.SSLSocket) -> None:
        head = read_head(conn)
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        body = head.partition(b"\r\n\r\n")[2]
        while len(body) < length:
            body += conn.recv(65536)
        self.kept.append(body)
        if self.mode == "answer":
            conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        if self.mode == "garble":
            os.write(conn.fileno(), b"this is no TLS, is it?")
        if self.mode == "hang":
            self._release.wait(10)
        if self.mode == "reset":
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        else:
            conn.unwrap()


def read_head(conn: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = conn.recv(65536)
        if not piece:
            raise ConnectionError
        head += piece
    return head
