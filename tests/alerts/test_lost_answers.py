"""Answers that are lost behind TLS and proxies: whether the message may have arrived is told for sure, or not at all."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from alerts.answers import Answer, Fate
from alerts.sending import attempt
from archive.vocabulary import Secret
from tests.alerts.sinks import MailSink
from tests.alerts.stories import ZONE, alert
from tests.alerts.tunnels import Tunnel
from tests.certificates import DAY, NOW, Authority

SERVICES = {
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    "discord": "discord://12345/abcdefgh",
    "telegram": "tgram://123456789:AAFdTg-gbDEFGhijkLMNOPqrstUVwxyz123/1234",
    "teams": "workflows://prod-1.logic.azure.com:443/workflow/signature",
}
SLACK = SERVICES["slack"]


@pytest.fixture
def tunnel(authority: Authority) -> Iterator[Tunnel]:
    with closing(Tunnel(authority)) as tunnel:
        yield tunnel


@pytest.fixture
def proxy(tunnel: Tunnel, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Tunnel:
    """The tunnel as the proxy of this machine, which trusts its certificates."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, tunnel.url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    return tunnel


def send(address: str | Secret) -> Answer:
    address = address if isinstance(address, Secret) else Secret(address)
    return attempt(address, alert(), zone=ZONE, key="k1", timeout=1)


@pytest.mark.parametrize("service", SERVICES)
def test_a_message_goes_through_a_proxy(proxy: Tunnel, service: str) -> None:
    send(SERVICES[service])
    (body,) = proxy.kept
    assert b"Harbour bridge closes" in body


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("drop", "it closed the connection without an answer"),
        ("reset", "it closed the connection without an answer"),
        ("garble", "the TLS connection failed"),
        ("hang", "it did not answer in time"),
    ],
)
def test_an_answer_lost_behind_a_proxy_is_not_sure(
    proxy: Tunnel, service: str, mode: str, words: str
) -> None:
    proxy.mode = mode
    answer = send(SERVICES[service])
    assert (answer.fate, answer.sure, answer.reason) == (Fate.LATER, False, words)
    assert len(proxy.kept) == 1


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("deaf", "it closed the connection without an answer"),
        ("refuse", "the proxy answered 407: it wants a user and a password"),
        ("speechless", "the TLS connection failed"),
    ],
)
def test_what_never_got_through_the_proxy_is_sure(proxy: Tunnel, mode: str, words: str) -> None:
    proxy.mode = mode
    answer = send(SLACK)
    assert (answer.fate, answer.sure, answer.reason) == (Fate.LATER, True, words)
    assert proxy.kept == []


def test_a_proxy_that_is_not_there_is_not_taken_for_the_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    answer = send(SLACK)
    assert (answer.sure, answer.reason) == (True, "the proxy refused the connection")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    answer = send(SLACK)
    assert (answer.sure, answer.reason) == (True, "the host name of the proxy is not known")


@pytest.mark.parametrize(
    ("mode", "sure"), [("answer", True), ("drop", False), ("garble", False), ("hang", False)]
)
def test_a_tls_service_that_keeps_the_message_is_not_sure(
    tunnel: Tunnel,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    sure: bool,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    tunnel.mode = mode
    answer = send(f"jsons://localhost:{tunnel.port}/hook")
    assert (answer.sure, len(tunnel.kept)) == (sure, 1)


def test_a_certificate_that_is_refused_says_why_and_is_sure(
    proxy: Tunnel, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.host = "other.example"
    answer = send(SLACK)
    words = "its certificate cannot be trusted: "
    assert (answer.sure, answer.reason) == (True, words + "it is for another name")
    proxy.host = ""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    answer = send(SLACK)
    assert (answer.sure, answer.reason) == (True, words + "nobody known has signed it")
    authority.sign_as_itself = True
    assert send(SLACK).reason == words + "it is signed by nobody but itself"
    assert proxy.kept == []


def test_a_port_that_speaks_no_tls_is_sure(mail: MailSink) -> None:
    answer = send(f"jsons://127.0.0.1:{mail.port}/hook")
    assert (answer.sure, answer.reason) == (True, "the TLS connection failed")


@pytest.mark.parametrize(("mode", "sure"), [("accept", True), ("drop", False), ("garble", False)])
def test_a_mail_server_behind_tls_that_keeps_the_message_is_not_sure(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, mode: str, sure: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with closing(MailSink(tls=authority.context("127.0.0.1"))) as mail:
        mail.mode = mode
        answer = send(mail.tls_address)
        assert (answer.sure, len(mail.kept)) == (sure, 1)
        assert (answer.fate is Fate.SENT) is sure


def test_a_mail_server_whose_certificate_is_refused_says_why(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "its certificate cannot be trusted: "
    with closing(MailSink(tls=authority.context("127.0.0.1"))) as mail:
        answer = send(mail.tls_address)
        assert (answer.sure, answer.reason) == (True, words + "nobody known has signed it")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    old = authority.context("127.0.0.1", begin=NOW - 3 * DAY, end=NOW - DAY)
    for context, why in (
        (old, "it has expired"),
        (authority.context("127.0.0.2"), "it is for another name"),
    ):
        # The library makes sure at the start that the server answers, and does not look at the certificate.
        with closing(MailSink(tls=context)) as mail:
            answer = send(mail.tls_address)
            assert (answer.sure, answer.reason) == (True, words + why)
            assert mail.kept == []


def test_a_server_that_takes_no_password_is_told_in_one_sentence(mail: MailSink) -> None:
    answer = send(
        f"mailto://user:password@127.0.0.1:{mail.port}/?from=a@example.org&to=b@example.org"
    )
    assert answer.sure
    assert answer.reason == "the server takes no password (is the port right?)"
