"""The program's own messages, sent by its own services, on the demo's screen."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from queue import Queue

from alerts import render
from alerts.answers import Fate
from alerts.services import Service
from archive.vocabulary import Alert, Secret
from wirewatch.demo.content import load_content
from wirewatch.demo.received import Received, read_chat, read_mail
from wirewatch.demo.screen import END, HIT
from wirewatch.demo.setting import channel_addresses
from wirewatch.demo.sinks import ChatSink, MailSink

STORY = load_content().sample[0]
QUOTE = STORY.paragraphs[1]
START = QUOTE.index("North Korean troops")
ALERT = Alert(
    watchlist="North Korean troops",
    query='"North Korean troops" OR (DPRK AND troops)',
    title=STORY.title,
    url="http://127.0.0.1:8801/northern-post/2026/11/22/troops_(massed)/",
    outlet="Northern Post",
    published=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    quote=QUOTE,
    marks=((START, START + len("North Korean troops")),),
    terms=("North Korean troops",),
)


def received(channel: str) -> Received:
    got: Queue[Received] = Queue()
    mailed: Callable[[EmailMessage], None] = lambda message: got.put(read_mail(message))  # noqa: E731
    with MailSink(mailed) as mail, ChatSink(lambda text: got.put(read_chat(text))) as chat:
        addresses = channel_addresses(mail_port=mail.port, chat_port=chat.port, token=chat.token)
        service = Service(Secret(addresses[channel]))
        answer = service.send(render(ALERT, service.kind, zone="UTC", key="k1"), key="k1")
        assert answer.fate is Fate.SENT, answer.reason
    return got.get(timeout=10)


def check(message: Received, channel: str) -> None:
    assert message.channel == channel
    assert message.tells(STORY.title)
    shown = "\n".join(message.lines)
    assert f"units and {HIT}North Korean troops{END} who have" in shown
    assert "http://127.0.0.1:8801/northern-post/2026/11/22/troops_(massed)/" in message.lines
    assert "Northern Post" in shown
    assert "\\" not in shown
    assert "**" not in shown


def test_an_email() -> None:
    message = received("mail")
    check(message, "mail")
    assert message.heading == "e-mail to desk@newsroom.example"


def test_a_chat_message() -> None:
    check(received("chat"), "chat")
