import gzip
import itertools
import socket
import threading
import zlib
from datetime import timedelta

import brotli  # type: ignore[import-untyped]
import pytest

from archive.vocabulary import FetchRules, Validators
from spiders import Answer, Ask
from spiders.crawl.turns import OWN_AT_ONCE
from spiders.errors import (
    BrokenError,
    FetchError,
    FetchRefusedError,
    TooBigError,
    TooSlowError,
    UnreachableError,
)
from tests.spiders.crawl.conftest import AGENT, Web
from tests.spiders.crawl.servers import (
    Say,
    Server,
    answer,
    drip,
    endless,
    redirect,
    reset,
    silent,
)

MEGABYTE = 1024 * 1024
FEED = b"<rss version='2.0'><channel/></rss>"


def rules_for(*servers: Server, **more: object) -> FetchRules:
    allow = frozenset().union(*(server.allowed for server in servers))
    return FetchRules(allow=allow, **more)  # type: ignore[arg-type]


def test_an_answer_is_what_the_server_said(web: Web, server: Server) -> None:
    server.pages["/feed"] = answer(FEED, Content_Type="application/rss+xml", ETag='W/"1"')
    found = web.fetch(rules_for(server), server.url("/feed"))
    assert (found.status, found.body, found.redirects) == (200, FEED, ())
    assert found.url == server.url("/feed")
    assert found.headers["content-type"] == "application/rss+xml"
    assert found.validators == Validators(etag='W/"1"')


@pytest.mark.parametrize("status", [304, 400, 401, 403, 404, 410, 429, 500, 503])
def test_any_status_is_an_answer(web: Web, server: Server, status: int) -> None:
    server.pages["/"] = answer(b"", status, Retry_After="120")
    found = web.fetch(rules_for(server), server.url())
    assert (found.status, found.headers["retry-after"]) == (status, "120")
    assert len(server.log) == 1


def test_a_request_says_who_asks_and_little_more(web: Web, server: Server) -> None:
    web.fetch(rules_for(server), server.url())
    (asked,) = server.log
    assert asked.header("User-Agent") == AGENT.encode()
    assert asked.header("Host") == f"127.0.0.1:{server.port}".encode()
    assert (asked.header("Accept") or b"").startswith(b"application/atom+xml")
    for name in ("If-None-Match", "If-Modified-Since", "Cookie", "Referer", "Authorization"):
        assert asked.header(name) is None


@pytest.mark.parametrize(
    "etag", [b'"1"', b'W/"a b"', b"unquoted", b'"\xe9\xff"', b'"\xc3\xa9"', b'"a,b;c=\\"', b'""']
)
def test_validators_go_back_byte_for_byte(web: Web, server: Server, etag: bytes) -> None:
    modified = b"Sun, 22 Nov 2026  11:00:00 +0000 (about)"
    server.pages["/"] = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n"
        b"ETag: " + etag + b"\r\nLast-Modified: " + modified + b"\r\n\r\nx"
    )
    first = web.fetch(rules_for(server), server.url())
    web.fetch(rules_for(server), server.url(), validators=first.validators)
    assert server.log[1].header("If-None-Match") == etag
    assert server.log[1].header("If-Modified-Since") == modified


def test_cookies_are_not_kept(web: Web, server: Server) -> None:
    server.pages["/"] = answer(b"x", Set_Cookie="id=S3CRET; Path=/")
    server.pages["/go"] = answer(b"", 302, Location="/", Set_Cookie="id=S3CRET; Path=/")
    found = web.fetch_all(rules_for(server), Ask(url=server.url("/go")), Ask(url=server.url()))
    assert all(isinstance(each, Answer) for each in found)
    web.fetch(rules_for(server), server.url())
    assert len(server.log) == 4
    assert all(asked.header("Cookie") is None for asked in server.log)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_recorded(web: Web, server: Server, status: int) -> None:
    server.pages["/old"] = redirect("/older", status)
    server.pages["/older"] = redirect(server.url("/new"), 301)
    server.pages["/new"] = answer(FEED)
    found = web.fetch(rules_for(server), server.url("/old"))
    assert (found.url, found.body) == (server.url("/new"), FEED)
    assert found.redirects == ((server.url("/old"), status), (server.url("/older"), 301))


def test_redirects_without_an_end_are_given_up(web: Web, server: Server) -> None:
    server.pages["/loop"] = redirect("/loop")
    server.pages.update({f"/{n}": redirect(f"/{n + 1}") for n in range(50)})
    for path in ("/loop", "/0"):
        server.log.clear()
        with pytest.raises(FetchRefusedError, match="redirects again and again"):
            web.fetch(rules_for(server), server.url(path))
        assert len(server.log) == 6


def test_a_user_name_is_not_sent_where_it_leads(web: Web, server: Server) -> None:
    server.pages["/"] = redirect(f"http://reader:S3CRET@127.0.0.1:{server.port}/new")
    server.pages["/new"] = answer(FEED)
    (found,) = web.fetch_all(rules_for(server), Ask(url=server.url()))
    assert isinstance(found, FetchError)
    assert "S3CRET" not in str(found)
    assert all(asked.header("Authorization") is None for asked in server.log)


def bomb(size: int, pack: str) -> bytes:
    zeros = b"\0" * size
    if pack == "gzip":
        return answer(gzip.compress(zeros), Content_Encoding="gzip")
    if pack == "deflate":
        return answer(zlib.compress(zeros), Content_Encoding="deflate")
    return answer(brotli.compress(zeros, quality=1), Content_Encoding="br")


@pytest.mark.parametrize("pack", ["gzip", "deflate", "br"])
def test_a_packed_body_is_unpacked_up_to_the_limit(web: Web, server: Server, pack: str) -> None:
    server.pages["/small"] = bomb(MEGABYTE // 2, pack)
    server.pages["/bomb"] = bomb(64 * MEGABYTE, pack)
    rules = rules_for(server, max_size=MEGABYTE)
    assert len(web.fetch(rules, server.url("/small")).body) == MEGABYTE // 2
    with pytest.raises(TooBigError, match=r"127\.0\.0\.1 sends more than 1 MB"):
        web.fetch(rules, server.url("/bomb"))


def test_a_body_is_taken_up_to_the_limit(web: Web, server: Server) -> None:
    server.pages["/announced"] = answer(b"x" * (MEGABYTE + 1))
    server.pages["/endless"] = endless
    for path in ("/announced", "/endless"):
        with pytest.raises(TooBigError, match="sends more than 1 MB"):
            web.fetch(rules_for(server, max_size=MEGABYTE), server.url(path))


def test_a_slow_answer_is_given_up_as_a_whole(web: Web, server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    server.pages["/body"] = drip(server, head)
    server.pages["/head"] = drip(server, b"HTTP/1.1 200 OK\r\nX-Slow: ")
    server.pages["/never"] = silent(server)
    rules = rules_for(server, timeout=timedelta(seconds=0.5))
    asks = [Ask(url=server.url(path)) for path in ("/body", "/head", "/never")]
    for found in web.fetch_all(rules, *asks):
        assert isinstance(found, TooSlowError)
        assert str(found) == "127.0.0.1 did not answer in full within 0.5 s"


BROKEN: dict[str, bytes | Say] = {
    "reset": reset,
    "short": answer(b"x" * 100)[:-50],
    "broken chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    "no chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello",
    "nothing": b"",
    "garbage": b"hello\r\n\r\n",
    "another protocol": b"220 mail.example ESMTP\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-",
    "no gzip": answer(b"plain", Content_Encoding="gzip"),
    "bad length": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a line of 100 kB": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
}


def test_an_answer_with_very_many_headers_is_given_up(web: Web, server: Server) -> None:
    head = "".join(f"X-{n}: {n}\r\n" for n in range(1_500))
    server.pages["/few"] = answer(b"x", **{f"X_{n}": "1" for n in range(500)})
    server.pages["/many"] = f"HTTP/1.1 200 OK\r\n{head}Content-Length: 1\r\n\r\nx".encode()
    assert web.fetch(rules_for(server), server.url("/few")).body == b"x"
    with pytest.raises(TooBigError, match=r"127\.0\.0\.1 answers with more than 1,000 headers"):
        web.fetch(rules_for(server), server.url("/many"))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_told_in_one_line(web: Web, server: Server, name: str) -> None:
    server.pages["/"] = BROKEN[name]
    with pytest.raises(BrokenError) as caught:
        web.fetch(rules_for(server, timeout=timedelta(seconds=5)), server.url())
    assert "127.0.0.1" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "twisted" not in str(caught.value).lower()


def test_a_port_where_nobody_listens(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 refuses the connection"):
        web.fetch(FetchRules(allow=frozenset({("127.0.0.1", port)})), f"http://127.0.0.1:{port}/")


def test_https_where_http_is_spoken(web: Web, server: Server) -> None:
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 does not speak https on that port"):
        web.fetch(rules_for(server), server.url(scheme="https"))


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(web: Web, server: Server) -> None:
    pause = 0.05
    rules = rules_for(server, delay=timedelta(seconds=pause))
    server.pages["/0"] = redirect("/6")  # a redirect waits its turn too
    asks = [Ask(url=server.url(f"/{n}")) for n in range(6)]
    web.fetch_all(rules, *asks)
    assert len(server.log) == 7
    log = sorted(server.log, key=lambda asked: asked.began)
    assert all(after.began >= before.ended for before, after in itertools.pairwise(log))
    # All pauses together: a busy machine may notice one request late.
    assert log[-1].began - log[0].began >= 6 * pause * 0.8


def test_another_host_need_not_wait(web: Web, server: Server, canary: Server) -> None:
    server.pages["/"] = silent(server)
    canary.pages["/"] = answer(b"x")
    pause = timedelta(seconds=0.5)
    rules = rules_for(server, canary, delay=pause, timeout=pause)
    slow, quick = web.fetch_all(rules, Ask(url=server.url()), Ask(url=canary.url()))
    assert isinstance(slow, TooSlowError)
    assert isinstance(quick, Answer)
    assert canary.log[0].ended < server.log[0].began + 0.5


def test_many_requests_at_once_do_not_overrun_a_small_server(web: Web, server: Server) -> None:
    """Scrapy alone began them all: a small server's queue overflowed, and what was dropped ran into the time limit."""
    under_way, most, lock = 0, 0, threading.Lock()

    def say(conn: socket.socket) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        conn.sendall(answer(b"x" * 100_000))
        with lock:
            under_way -= 1

    server.pages.update({f"/{n}": say for n in range(60)})
    asks = [Ask(url=server.url(f"/{n}")) for n in range(60)]
    assert all(isinstance(found, Answer) for found in web.fetch_all(rules_for(server), *asks))
    assert 1 <= most <= OWN_AT_ONCE


def test_the_users_own_servers_are_asked_without_a_pause(web: Web, server: Server) -> None:
    server.pages.update({f"/{n}": answer(b"x") for n in range(20)})
    asks = [Ask(url=server.url(f"/{n}")) for n in range(20)]
    assert all(isinstance(found, Answer) for found in web.fetch_all(rules_for(server), *asks))
    times = sorted(asked.began for asked in server.log)
    assert times[-1] - times[0] < 1.0
