"""The gate that the browser goes through leads to the public Internet only."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable

import pytest

from archive.vocabulary import FetchRules, Secret
from spiders.crawl.gate import CLOSED, PAGE_SIZES, Gate
from spiders.errors import PrivateAddressError, TooBigError, UnreachableError
from tests.spiders.crawl.servers import Server, answer

Rules = FetchRules
Ask = Callable[[bytes], Awaitable[bytes]]


def through(
    rules: FetchRules, *requests: bytes, proxy: Secret | None = None
) -> tuple[list[bytes], dict[tuple[str, int], Exception]]:
    """Send requests to a gate, each on a connection of its own; return the answers, and what stayed closed."""

    async def main() -> tuple[list[bytes], dict[tuple[str, int], Exception]]:
        gate = Gate(rules)
        port = int((await gate.open()).rpartition(":")[2])
        gate.begin(proxy)
        answers = []
        for request in requests:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for part in request.split(b"|"):
                writer.write(part)
                await asyncio.sleep(0)
            answers.append(await reader.read())
            writer.close()
        await gate.close()
        return answers, dict(gate.closed)

    return asyncio.run(main())


def get(server: Server, path: str = "/", host: str = "127.0.0.1") -> bytes:
    return (
        f"GET http://{host}:{server.port}{path} HTTP/1.1\r\nHost: {host}:{server.port}\r\n"
        "Proxy-Connection: keep-alive\r\nAccept: */*\r\n\r\n"
    ).encode()


def connect(host: str, port: int, then: bytes = b"") -> bytes:
    return f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() + then


def test_what_is_allowed_is_led_through(server: Server) -> None:
    server.pages["/page?x=1"] = answer(b"hello")
    (said,), closed = through(Rules(allow=server.allowed), get(server, "/page?x=1"))
    assert said.endswith(b"hello")
    assert closed == {}
    (asked,) = server.log
    assert asked.header("Host") == f"127.0.0.1:{server.port}".encode()
    assert asked.header("Accept") == b"*/*"
    assert asked.header("Proxy-Connection") is None


def test_a_tunnel_is_led_through(server: Server) -> None:
    server.pages["/"] = answer(b"hello")
    inner = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    (said,), _ = through(Rules(allow=server.allowed), connect("127.0.0.1", server.port, inner))
    assert said.startswith(b"HTTP/1.1 200 Connection established\r\n\r\n")
    assert said.endswith(b"hello")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.0.0.2"],
)  # fmt: skip
def test_every_spelling_of_a_private_address_stays_closed(canary: Server, host: str) -> None:
    answers, closed = through(Rules(), get(canary, host=host), connect(host, canary.port))
    assert [said[:12] for said in answers] == [b"HTTP/1.1 403"] * 2
    (problem,) = closed.values()
    assert isinstance(problem, PrivateAddressError | UnreachableError)
    assert canary.connections == 0


def test_the_makers_of_the_browser_hear_nothing() -> None:
    answers, closed = through(Rules(), connect("update.googleapis.com", 443))
    assert answers == [CLOSED]
    assert closed == {}


def test_other_ports_of_an_allowed_host_stay_closed(server: Server, canary: Server) -> None:
    (said,), _ = through(Rules(allow=server.allowed), get(canary))
    assert said.startswith(b"HTTP/1.1 403")
    assert canary.connections == 0


def test_a_name_without_an_address_is_told() -> None:
    (said,), closed = through(Rules(), connect("no-such-host.invalid", 443))
    assert said.startswith(b"HTTP/1.1 403")
    assert isinstance(closed["no-such-host.invalid", 443], UnreachableError)


@pytest.mark.parametrize(
    "rubbish", [b"hello\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"CONNECT x:1:2 HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_request_of_a_browser_is_refused(rubbish: bytes) -> None:
    (said,), _ = through(Rules(), rubbish)
    assert said.startswith(b"HTTP/1.1 400")


def test_a_page_that_loads_too_much_is_cut_off(server: Server) -> None:
    size = 10_000
    server.pages["/"] = answer(b"x" * (PAGE_SIZES * size * 3))
    rules = Rules(allow=server.allowed, max_size=size)
    (said,), closed = through(rules, get(server))
    assert len(said) <= PAGE_SIZES * size
    assert isinstance(closed["127.0.0.1", server.port], TooBigError)


def test_a_proxy_is_asked_for_the_whole_way(server: Server) -> None:
    server.pages["http://post.example:80/a"] = answer(b"hello")
    server.pages["post.example:443"] = b"HTTP/1.1 200 OK\r\n\r\n"
    proxy = Secret(f"http://me:S3CRET@127.0.0.1:{server.port}")
    plain = b"GET http://post.example/a HTTP/1.1\r\nHost: post.example\r\n\r\n"
    answers, closed = through(
        Rules(allow=server.allowed), plain, connect("post.example", 443), proxy=proxy
    )
    assert answers[0].endswith(b"hello")
    assert answers[1].startswith(b"HTTP/1.1 200")
    login = b"Basic " + b64encode(b"me:S3CRET")
    assert [asked.header("Proxy-Authorization") for asked in server.log] == [login, login]
    assert closed == {}


def test_a_proxy_is_not_asked_to_lead_into_our_network(server: Server) -> None:
    proxy = Secret(f"http://127.0.0.1:{server.port}")
    answers, _ = through(
        Rules(allow=server.allowed), connect("router", 80), connect("10.0.0.1", 80), proxy=proxy
    )
    assert [said[:12] for said in answers] == [b"HTTP/1.1 403"] * 2
    assert server.log == []
