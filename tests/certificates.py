"""Certificates for servers of our own, good ones and others."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)
NOW = datetime.now(UTC)


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def holder(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


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

    def context(
        self, host: str, *, begin: datetime = NOW - DAY, end: datetime = NOW + DAY
    ) -> ssl.SSLContext:
        """Return what a server needs to be ``host``, with a certificate of ours."""
        key = ec.generate_private_key(ec.SECP256R1())
        if self.sign_as_itself:
            self.name, self._key = named(host), key
        signed = (
            self._builder(named(host), key, begin, end)
            .add_extension(x509.SubjectAlternativeName([holder(host)]), critical=False)
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
        return context
