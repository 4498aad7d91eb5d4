import pytest

from archive.vocabulary import FetchRules
from spiders import Answer, Ask
from spiders.crawl.guard import is_public
from spiders.errors import FetchError, FetchRefusedError, PrivateAddressError
from tests.spiders.crawl.conftest import Web
from tests.spiders.crawl.servers import Server, answer, redirect

SPELLINGS = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::]",
    "①②⑦.0.0.1",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_a_private_address_is_asked(web: Web, canary: Server, host: str) -> None:
    with pytest.raises(FetchError):
        web.fetch(FetchRules(), canary.url(host=host))
    assert canary.connections == 0


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_redirect_leads_to_a_private_address(
    web: Web, server: Server, canary: Server, host: str
) -> None:
    server.pages["/"] = redirect(canary.url(host=host))
    with pytest.raises(FetchError) as caught:
        web.fetch(FetchRules(allow=server.allowed), server.url())
    assert "\n" not in str(caught.value)
    assert canary.connections == 0
    assert len(server.log) == 1


def test_the_refusal_says_how_to_allow_it(web: Web, canary: Server) -> None:
    with pytest.raises(PrivateAddressError) as caught:
        web.fetch(FetchRules(), canary.url())
    where = f"127.0.0.1:{canary.port}"
    assert str(caught.value) == (
        f'{where} is a private address. If it is yours, add it under `fetch:` as `allow: ["{where}"]`'
    )


def test_an_allowed_host_is_allowed_on_its_port_only(
    web: Web, server: Server, canary: Server
) -> None:
    server.pages["/"] = answer(b"fine")
    rules = FetchRules(allow=server.allowed)
    assert web.fetch(rules, server.url()).body == b"fine"
    with pytest.raises(PrivateAddressError):
        web.fetch(rules, canary.url())
    assert canary.connections == 0


def test_a_name_may_be_allowed(web: Web, server: Server) -> None:
    server.pages["/"] = answer(b"fine")
    rules = FetchRules(allow=frozenset({("localhost", server.port)}))
    assert web.fetch(rules, server.url(host="localhost")).body == b"fine"
    with pytest.raises(PrivateAddressError):
        web.fetch(rules, server.url())


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "data:text/plain,root:",
        "javascript:alert(1)",
        "gopher://127.0.0.1/x",
        "s3://bucket/key",
        "http://",
        "http://[::1",
        "http://reader@:80/",
        "//",
    ],
)
def test_no_redirect_leaves_the_web(web: Web, server: Server, to: str) -> None:
    server.pages["/"] = redirect(to)
    (found,) = web.fetch_all(FetchRules(allow=server.allowed), Ask(url=server.url()))
    if isinstance(found, Answer):
        assert (found.status, found.body) == (302, b"")
    else:
        assert isinstance(found, FetchError)
        assert "\n" not in str(found)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "s3://a/b"])
def test_only_the_web_is_asked(web: Web, url: str) -> None:
    with pytest.raises(FetchRefusedError):
        web.fetch(FetchRules(), url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),  # carrier-grade NAT
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("169.254.1.1", False),
        ("169.254.169.254", False),  # a cloud's metadata
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.0.0.1", False),
        ("192.0.2.1", False),
        ("192.168.1.1", False),
        ("198.18.0.1", False),
        ("203.0.113.1", False),
        ("224.0.0.1", False),
        ("239.1.1.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2002:a9fe:a9fe::", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),  # Teredo of 127.0.0.1
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public
