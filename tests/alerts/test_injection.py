"""Hostile words through digests and follow-ups to real sinks: nothing of them becomes markup, a mention or a header."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from alerts.answers import Fate
from alerts.sending import attempt
from archive.vocabulary import AlertKind, Blind, Counted, Digest, Message, Origin, Secret
from tests.alerts.sinks import HookSink, MailSink
from tests.alerts.stories import HOSTILE, NOW, ZONE, alert, coverage, digest, report
from tests.alerts.test_render import Tags

LINK = "https://news.example/"
CONTROL = re.compile(
    r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
MENTION = re.compile(r"@(everyone|here|channel|room|all)\b", re.IGNORECASE)
TITLES = list(HOSTILE.values())
CHUNKS = [TITLES[at : at + 6] for at in range(0, len(TITLES), 6)]


def hostile(titles: list[str]) -> Iterator[Message]:
    """Give a digest, and a follow-up for each title, in which every word of others is hostile."""
    told = [
        alert(
            title=t, quote=t, marks=((0, 6),), outlet=t, watchlist=t, terms=(t,), partial=t, story=n
        )
        for n, t in enumerate(titles)
    ]
    blind = tuple(Blind(source=t, since=NOW, reason=t) for t in titles)
    yield digest(
        0,
        alerts=tuple(told),
        more=tuple(Counted(watchlist=titles[0], story=n) for n in range(90, 93)),
        blind=blind,
    )
    for one in told:
        yield replace(one, kind=AlertKind.FOLLOW_UP, article=7)


def send(address: str, message: Message) -> None:
    title = TITLES[0] if isinstance(message, Digest) else message.title
    known = coverage(
        reports=(report(1, title, title=title), report(7, title), report(8, title, owner=title)),
        origin=Origin(article=None, outlet=title, evidence=(title, title)),
    )
    assert attempt(Secret(address), message, zone=ZONE, key="k", coverage=known).fate is Fate.SENT


def harmless(text: str, *, lines: bool = True) -> None:
    assert not CONTROL.search(text)
    assert not MENTION.search(text)
    assert lines or len(text.splitlines()) <= 1


@pytest.mark.parametrize("titles", CHUNKS)
def test_mail(mail: MailSink, titles: list[str]) -> None:
    for message in hostile(titles):
        send(mail.address().reveal(), message)
        kept = mail.kept[-1]
        assert "Bcc" not in kept
        assert "X-Injected" not in kept
        assert "=?" not in str(kept["Subject"])
        harmless(str(kept["Subject"]), lines=False)
        html, text = kept.get_body(("html",)), kept.get_body(("plain",))
        assert html is not None
        assert text is not None
        harmless(text.get_content())
        tags = Tags(html.get_content()).tags
        assert not {tag for tag, _ in tags} & {"script", "svg", "img", "iframe"}
        links = [attrs["href"] or "" for tag, attrs in tags if tag == "a"]
        assert all(link.startswith(("https://news.example/", "https://site")) for link in links)
    assert set(mail.recipients) == {"desk@example.org"}


@pytest.mark.parametrize("titles", CHUNKS)
def test_slack(hook: HookSink, titles: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotifySlack, "webhook_url", f"http://127.0.0.1:{hook.port}")
    for message in hostile(titles):
        send("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", message)
        (attachment,) = hook.kept[-1]["attachments"]
        text = attachment["blocks"][0]["text"]["text"]
        harmless(text.replace("\u200b", ""))
        harmless(attachment["fallback"], lines=False)
        assert len(text) <= 3000
        assert all(link.startswith(LINK) for link in re.findall(r"<([^>|]*)", text))


@pytest.mark.parametrize("titles", CHUNKS)
@pytest.mark.parametrize("service", ["discord", "mattermost"])
def test_markdown(
    hook: HookSink, service: str, titles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://127.0.0.1:{hook.port}")
    address = {
        "discord": "discord://12345/abcdefgh",
        "mattermost": f"mmost://127.0.0.1:{hook.port}/3ccdd113474722377935511fc85d3dd4",
    }[service]
    for message in hostile(titles):
        send(address, message)
        text = hook.kept[-1].get("content") or hook.kept[-1]["text"]
        harmless(text)
        assert len(text) <= 2000
        links = re.findall(r"(?<!\\)\]\((.*?)\)", text)
        assert all(link.startswith("<" + LINK) for link in links)
        assert not re.search(r"<(?!https://news\.example/)[@#:!/a-zA-Z]", text)
        assert "://evil" not in text


@pytest.mark.parametrize("titles", CHUNKS)
def test_telegram(hook: HookSink, titles: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://127.0.0.1:{hook.port}/bot")
    hook.body = b'{"ok":true,"result":{}}'
    for message in hostile(titles):
        send("tgram://123456789:AAFdTg-gbDEFGhijkLMNOPqrstUVwxyz123/1234", message)
        text = hook.kept[-1]["text"]
        harmless(text)
        assert len(text) <= 4096
        tags = Tags(text).tags
        assert {tag for tag, _ in tags} <= {"a", "b", "i"}
        assert all((attrs["href"] or "").startswith(LINK) for tag, attrs in tags if tag == "a")
        assert text.count("<b>") == text.count("</b>")


@pytest.mark.parametrize("titles", CHUNKS)
def test_teams(hook: HookSink, titles: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    post = requests.post
    # Its plugin knows https alone.
    monkeypatch.setattr(
        requests, "post", lambda url, **more: post(url.replace("https:", "http:", 1), **more)
    )
    extra = ["*bold* _it_ `code` ~~s~~", "<http://evil.invalid> and <at>everyone</at>"]
    for message in hostile([*titles, *extra]):
        send(f"workflows://127.0.0.1:{hook.port}/workflow/signature", message)
        (attachment,) = hook.kept[-1]["attachments"]
        assert "entities" not in attachment["content"]["msteams"]
        # The title would be read as Markdown, and is not escaped.
        (block,) = attachment["content"]["body"]
        assert block["id"] == "body"
        harmless(block["text"])
        # Its own signs are there in pairs, and nobody else's; on phones a backslash would be seen.
        said = re.sub(
            r"\*\*[^*]+\*\*|\[[^][]+\]\(https://news\.example/[^()\s]*\)", "", block["text"]
        )
        assert not re.search(r"[][*_`~\\]|<(?!\u2060|$)|^(?:[#>+-]|\d+[.)])", said, re.MULTILINE)
        assert len(block["text"]) <= 4000
        assert not re.search(r"(?<!\n)\n(?!\n)", block["text"])


@pytest.mark.parametrize("titles", CHUNKS)
@pytest.mark.parametrize("service", ["json", "ntfy", "gotify"])
def test_plain(hook: HookSink, service: str, titles: list[str]) -> None:
    address = {
        "json": f"json://127.0.0.1:{hook.port}/hook",
        "ntfy": f"ntfy://127.0.0.1:{hook.port}/topic",
        "gotify": f"gotify://127.0.0.1:{hook.port}/abcdefghijklmno",
    }[service]
    hook.body = b"{}"
    for message in hostile(titles):
        send(address, message)
        payload = hook.kept[-1]
        harmless(json.dumps(payload, ensure_ascii=False))
        harmless(payload["title"], lines=False)
        harmless(payload["message"])
