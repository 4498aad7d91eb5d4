"""Certificates that are not to be trusted, each refused with its reason."""

import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archive.vocabulary import FetchRules
from spiders.errors import UnreachableError
from tests.spiders.crawl.conftest import Web
from tests.spiders.crawl.servers import Server, answer

DAY = timedelta(days=1)
NOW = datetime.now(UTC)


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Somebody who signs certificates."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.name = named("Authority of the test")
        self.sign_as_itself = False
        own = self._builder(self.name, self._key, NOW - 9 * DAY, NOW + 9 * DAY)
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.file = folder / "authority.pem"
        signed = own.sign(self._key, hashes.SHA256())
        self.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, begin: datetime, end: datetime
    ) -> x509.CertificateBuilder:
        return x509.CertificateBuilder(
            self.name, name, key.public_key(), x509.random_serial_number(), begin, end
        )

    def server(
        self, *, host: str = "localhost", begin: datetime = NOW - DAY, end: datetime = NOW + DAY
    ) -> Server:
        """Return a server with a certificate of ours."""
        key = ec.generate_private_key(ec.SECP256R1())
        holder = x509.SubjectAlternativeName([x509.DNSName(host)])
        if self.sign_as_itself:
            self.name, self._key = named(host), key
        signed = (
            self._builder(named(host), key, begin, end)
            .add_extension(holder, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        path = self._folder / f"{id(key)}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        server = Server(tls=context)
        server.pages["/"] = answer(b"x")
        return server


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


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
    with closing(trusted.server()) as server:
        rules = FetchRules(allow=frozenset({("localhost", server.port)}))
        assert web.fetch(rules, server.url(host="localhost", scheme="https")).body == b"x"


def test_a_certificate_that_has_expired(web: Web, trusted: Authority) -> None:
    server = trusted.server(begin=NOW - 3 * DAY, end=NOW - DAY)
    assert refused(web, server) == "it has expired"


def test_a_certificate_of_the_future(web: Web, trusted: Authority) -> None:
    server = trusted.server(begin=NOW + DAY, end=NOW + 3 * DAY)
    assert refused(web, server) == "it is not valid yet"


def test_a_certificate_for_another_name(web: Web, trusted: Authority) -> None:
    assert refused(web, trusted.server(host="post.example")) == "it is for another name"


def test_a_certificate_that_nobody_known_has_signed(web: Web, authority: Authority) -> None:
    assert refused(web, authority.server()) == "nobody known has signed it"


def test_a_certificate_that_is_signed_by_itself(web: Web, authority: Authority) -> None:
    authority.sign_as_itself = True
    assert refused(web, authority.server()) == "it is signed by nobody but itself"
