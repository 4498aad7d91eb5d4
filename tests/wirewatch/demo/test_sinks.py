"""The places where the demo's messages arrive, over real SMTP and HTTP."""

import json
import smtplib
from email.message import EmailMessage
from http.client import HTTPConnection
from queue import Queue

import pytest

from wirewatch.demo.received import read_mail
from wirewatch.demo.sinks import ChatSink, MailSink


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "wirewatch@newsroom.example", "desk@newsroom.example"
    message["Subject"], message["X-Wirewatch-Key"] = subject, "k1"
    message.set_content("The quoted sentence.\n")
    message.add_alternative("<p>The <b>quoted</b> sentence.</p>", subtype="html")
    return message


def test_a_letter_arrives_whole() -> None:
    got: Queue[EmailMessage] = Queue()
    with MailSink(got.put) as sink, smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as server:
        server.send_message(letter("地震 · Курськ"))
        server.send_message(letter("second"))
    first = got.get(timeout=10)
    assert (str(first["Subject"]), str(first["X-Wirewatch-Key"])) == ("地震 · Курськ", "k1")
    assert read_mail(first).lines[-1] == "The \x01quoted\x02 sentence."
    assert str(got.get(timeout=10)["Subject"]) == "second"


def post(port: int, path: str, body: bytes) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", path, body=body)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("{token}", json.dumps({"text": "**Kursk**", "username": "w"}).encode(), 200),
        ("other", json.dumps({"text": "x"}).encode(), 404),
        ("{token}", b"not JSON", 400),
        ("{token}", b"[]", 400),
        ("{token}", b"{}", 400),
    ],
)
def test_the_hook_takes_texts_for_its_token_only(path: str, body: bytes, status: int) -> None:
    got: Queue[str] = Queue()
    with ChatSink(got.put) as sink:
        assert post(sink.port, f"/hooks/{path.format(token=sink.token)}", body) == status
    assert list(got.queue) == (["**Kursk**"] if status == 200 else [])
