"""What belongs to one source: its headers and password reach its own server only, and its proxy carries all."""

import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.vocabulary import FetchRules, Secret, Source
from spiders import Answer, Ask
from spiders.errors import BrokenError, PrivateAddressError, UnreachableError
from spiders.web import Manners, manners_of, origin_of
from tests.spiders.crawl.conftest import AGENT, Web
from tests.spiders.crawl.servers import Server, answer, redirect

KEY, LOGIN = "S3CRET-KEY", "reader:S3CRET-näm"
BASIC = b"Basic " + b64encode(LOGIN.encode())


@pytest.fixture
def other() -> Iterator[Server]:
    with closing(Server()) as other:
        yield other


def source(server: Server, path: str = "/", **more: object) -> Source:
    headers = (("X-Api-Key", Secret(KEY)), ("User-Agent", Secret("Reader/1")))
    return Source(
        name="Post",
        url=server.url(path),
        headers=headers,
        auth=Secret(LOGIN),
        **more,  # type: ignore[arg-type]
    )


def fetch(web: Web, source: Source, *servers: Server, url: str = "") -> Answer | BaseException:
    rules = FetchRules(allow=frozenset().union(*(server.allowed for server in servers)))
    (found,) = web.fetch_all(rules, Ask(url=url or source.url, manners=manners_of(source)))
    return found


def secrets_of(server: Server) -> list[tuple[bytes | None, bytes | None, bytes | None]]:
    return [
        (asked.header("X-Api-Key"), asked.header("Authorization"), asked.header("User-Agent"))
        for asked in server.log
    ]


GIVEN = (KEY.encode(), BASIC, b"Reader/1")
NOTHING = (None, None, AGENT.encode())


def test_headers_and_password_reach_the_server_of_the_source(web: Web, server: Server) -> None:
    server.pages["/"] = redirect("/new")
    server.pages["/new"] = answer(b"x")
    assert isinstance(fetch(web, source(server), server), Answer)
    assert secrets_of(server) == [GIVEN, GIVEN]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_another_server_hears_nothing_of_them(
    web: Web, server: Server, other: Server, status: int
) -> None:
    server.pages["/"] = redirect(other.url("/"), status)
    other.pages["/"] = answer(b"x")
    assert isinstance(fetch(web, source(server), server, other), Answer)
    assert secrets_of(other) == [NOTHING]


def test_who_comes_back_from_another_server_brings_nothing(
    web: Web, server: Server, other: Server
) -> None:
    server.pages["/"] = redirect(other.url("/"))
    other.pages["/"] = redirect(server.url("/delete-all"))
    server.pages["/delete-all"] = answer(b"x")
    assert isinstance(fetch(web, source(server), server, other), Answer)
    assert secrets_of(server) == [GIVEN, NOTHING]


def test_the_page_of_an_article_elsewhere_gets_nothing(
    web: Web, server: Server, other: Server
) -> None:
    other.pages["/article"] = answer(b"x")
    fetch(web, source(server), server, other, url=other.url("/article"))
    assert secrets_of(other) == [NOTHING]


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://post.example/feed", "https://post.example:443"),
        ("HTTPS://Post.Example:443/feed", "https://post.example:443"),
        ("http://post.example/feed", "http://post.example:80"),
        ("https://post.example:8443/", "https://post.example:8443"),
        ("https://post.example:bad/", ""),
    ],
)
def test_scheme_host_and_port_make_an_origin(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_a_proxy_carries_every_request(web: Web, server: Server) -> None:
    server.pages["http://post.example/feed"] = redirect("http://wire.example/feed")
    server.pages["http://wire.example/feed"] = answer(b"x")
    proxy = Secret(f"http://us%20er:S3CRET@127.0.0.1:{server.port}")
    ask = Ask(url="http://post.example/feed", manners=Manners(proxy=proxy))
    (found,) = web.fetch_all(FetchRules(allow=server.allowed), ask)
    assert isinstance(found, Answer)
    assert found.body == b"x"
    expected = b"Basic " + b64encode(b"us er:S3CRET")
    assert [asked.header("Proxy-Authorization") for asked in server.log] == [expected, expected]
    assert [asked.header("Host") for asked in server.log] == [b"post.example", b"wire.example"]


def test_a_common_proxy_serves_who_has_none(web: Web, server: Server, other: Server) -> None:
    for proxy in (server, other):
        proxy.pages["http://post.example/"] = answer(b"x")
    rules = FetchRules(
        allow=server.allowed | other.allowed, proxy=Secret(f"http://127.0.0.1:{server.port}")
    )
    own = Manners(proxy=Secret(f"http://127.0.0.1:{other.port}"))
    asks = (Ask(url="http://post.example/"), Ask(url="http://post.example/", manners=own))
    assert all(isinstance(found, Answer) for found in web.fetch_all(rules, *asks))
    assert (len(server.log), len(other.log)) == (1, 1)


def test_a_proxy_that_does_not_connect_is_told(web: Web, server: Server) -> None:
    server.pages["post.example:443"] = answer(b"", 403)
    proxy = Manners(proxy=Secret(f"http://reader:S3CRET@127.0.0.1:{server.port}"))
    ask = Ask(url="https://post.example/", manners=proxy)
    (found,) = web.fetch_all(FetchRules(allow=server.allowed), ask)
    assert isinstance(found, BrokenError)
    assert str(found) == f"the proxy 127.0.0.1:{server.port} does not connect us (403)"


def test_a_proxy_that_is_not_there_is_told(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    proxy = Manners(proxy=Secret(f"http://127.0.0.1:{port}"))
    rules = FetchRules(allow=frozenset({("127.0.0.1", port)}))
    for url in ("http://post.example/", "https://post.example/"):
        (found,) = web.fetch_all(rules, Ask(url=url, manners=proxy))
        assert isinstance(found, UnreachableError)
        assert str(found) == f"the proxy 127.0.0.1:{port} refuses the connection"


def test_a_proxy_on_a_private_address_must_be_allowed(web: Web, canary: Server) -> None:
    proxy = Manners(proxy=Secret(f"http://127.0.0.1:{canary.port}"))
    (found,) = web.fetch_all(FetchRules(), Ask(url="http://post.example/", manners=proxy))
    assert isinstance(found, PrivateAddressError)
    assert canary.log == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "169.254.169.254", "[::1]", "localhost", "router", "nas.local", "db.internal"],
)  # fmt: skip
def test_a_proxy_does_not_lead_into_our_network(web: Web, server: Server, host: str) -> None:
    server.pages["http://post.example/"] = redirect(f"http://{host}/")
    proxy = Manners(proxy=Secret(f"http://127.0.0.1:{server.port}"))
    ask = Ask(url="http://post.example/", manners=proxy)
    (found,) = web.fetch_all(FetchRules(allow=server.allowed), ask)
    assert isinstance(found, PrivateAddressError)
    assert len(server.log) == 1
