"""Certificates that are not to be trusted, each refused with its reason."""

from contextlib import closing
from datetime import datetime

import pytest

from archive.vocabulary import FetchRules
from spiders.errors import UnreachableError
from tests.certificates import DAY, NOW, Authority
from tests.spiders.crawl.conftest import Web
from tests.spiders.crawl.servers import Server, answer


def served(
    authority: Authority,
    *,
    host: str = "localhost",
    begin: datetime = NOW - DAY,
    end: datetime = NOW + DAY,
) -> Server:
    server = Server(tls=authority.context(host, begin=begin, end=end))
    server.pages["/"] = answer(b"x")
    return server


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Our authority among those that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


def refused(web: Web, server: Server) -> str:
    with closing(server):
        rules = FetchRules(allow=frozenset({("localhost", server.port)}))
        with pytest.raises(UnreachableError) as caught:
            web.fetch(rules, server.url(host="localhost", scheme="https"))
        assert server.log == []
        return str(caught.value).removeprefix("the certificate of localhost cannot be trusted: ")


def test_a_good_certificate_is_trusted(web: Web, trusted: Authority) -> None:
    with closing(served(trusted)) as server:
        rules = FetchRules(allow=frozenset({("localhost", server.port)}))
        assert web.fetch(rules, server.url(host="localhost", scheme="https")).body == b"x"


def test_a_certificate_that_has_expired(web: Web, trusted: Authority) -> None:
    server = served(trusted, begin=NOW - 3 * DAY, end=NOW - DAY)
    assert refused(web, server) == "it has expired"


def test_a_certificate_of_the_future(web: Web, trusted: Authority) -> None:
    server = served(trusted, begin=NOW + DAY, end=NOW + 3 * DAY)
    assert refused(web, server) == "it is not valid yet"


def test_a_certificate_for_another_name(web: Web, trusted: Authority) -> None:
    assert refused(web, served(trusted, host="post.example")) == "it is for another name"


def test_a_certificate_that_nobody_known_has_signed(web: Web, authority: Authority) -> None:
    assert refused(web, served(authority)) == "nobody known has signed it"


def test_a_certificate_that_is_signed_by_itself(web: Web, authority: Authority) -> None:
    authority.sign_as_itself = True
    assert refused(web, served(authority)) == "it is signed by nobody but itself"
