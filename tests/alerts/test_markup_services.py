"""Services that read Markdown in whatever they are given: what is really sent, to a sink of our own."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from alerts.answers import Answer, Fate
from alerts.sending import attempt
from archive.vocabulary import Message, Secret
from tests.alerts.sinks import HookSink
from tests.alerts.stories import HOSTILE, ZONE, alert, digest

ADDRESSES = {
    "rocket": "rocket://AAAAAAAAAAAAAAAAA/BBBBBBBBBBBBBBBBBBBBBBBB@chat.example/#news",
    "webex": f"webex://{'a' * 80}",
    "gchat": "gchat://workspace/key/token",
    "cliq": "cliq://1000.aaaabbbbccccddddeeee/channel",
    "evolution": "evolution://apikey@chat.example/instance/15551234567",
    "goalert": "goalert://chat.example/11111111-2222-3333-4444-555555555555",
    "ilert": "ilert://il1api1234567890abcdef",
    "squadcast": f"squadcast://{'a' * 40}",
    "incidentio": f"incidentio://01GW2G3V0S59R238FAHPDS1R66/{'a' * 40}",
    "whapi": "whapi://abcdefghijklmnop/15551234567",
    "kook": "kook://1/MTIzNDU2/abcdefghijklmnop/1234567890",
    "github": "github://token@owner/repo",
    "zulip": f"zulip://bot@org/{'a' * 32}/stream",
    "serverchan": "schan://abcdefgh",
    "revolt": "revolt://token/01HZZZZZZZZZZZZZZZZZZZZZZZ",
    "misskey": "misskey://token@chat.example",
    "feishu": "feishu://abcdefgh-1111-2222-3333-abcdefghijkl",
    "nctalk": "nctalk://user:password@chat.example/room",
    "ryver": "ryver://organization/abcdefghijklmno",
    "guilded": "guilded://1234567890/abcdefghijk",
}
LINK = "https://www.the-guardian.example/a_b/_c/?x=1&y=(2)#z"
SENT = "https://www.the-guardian.example/a_b/%5Fc/?x=1&y=(2)#z"
EXTRA = {
    "zulip": "@**all** @**everyone** @**channel** @_**x|1** **bold** #**general** `c` ~~s~~",
    "handles": "@durov and (@press_office) said",
    "whatsapp": "*bold* _it_ ~gone~ ```code``` > quote",
    "feishu": '<at user_id="all">all</at> @_all',
    "entities": "&lt;users/all&gt; &#42;b&#42; <users/all>",
    "link": "[news.example](http://evil.invalid) <http://evil.invalid|ok> http://evil.invalid",
}


class Sent:
    """What a service was sent, as text wherever it stands in the payload."""

    def __init__(self) -> None:
        self.payloads: list[Any] = []

    @property
    def texts(self) -> list[str]:
        return list(texts(self.payloads[-1]))


def texts(payload: Any) -> list[str]:
    if isinstance(payload, str):
        return [payload]
    inner = payload.values() if isinstance(payload, Mapping) else payload
    return [
        text for each in inner or () if not isinstance(each, int | float) for text in texts(each)
    ]


@pytest.fixture
def sent(hook: HookSink, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Every request goes to the sink, whatever its address; nothing else is another."""
    ask, found = requests.Session.request, Sent()

    def redirected(session: Any, method: str, url: str, **more: Any) -> Any:
        data = more.pop("data", None)
        data = json.loads(data) if isinstance(data, str | bytes) else data
        payload = more.pop("json", None) or data
        found.payloads.append(payload)
        more.pop("params", None)
        return ask(session, method, f"http://127.0.0.1:{hook.port}/", json=payload, **more)

    monkeypatch.setattr(requests.Session, "request", redirected)
    hook.body = b'{"ok": true, "success": true, "code": 0, "status": "ok", "StatusCode": 0}'
    return found


def send(service: str, message: Message, **more: Any) -> Answer:
    return attempt(Secret(ADDRESSES[service]), message, zone=ZONE, key="k1", **more)


def body_of(sent: Sent) -> str:
    return max(sent.texts, key=len)


@pytest.mark.parametrize("service", ADDRESSES)
def test_the_address_of_an_article_arrives_as_a_link(sent: Sent, service: str) -> None:
    send(service, alert(url=LINK, title="Bridge [shut], it_is *said* #1 - 5.30"))
    body = body_of(sent)
    lines = [line.strip() for line in body.splitlines()]
    assert SENT in lines or SENT.replace("&", "&amp;") in lines
    assert "\\" not in body
    assert "Bridge (shut), itˍis ∗said∗ #1 - 5.30" in body
    assert "Why: found “harbour bridge”" in body
    send(service, digest(3))
    assert re.search(r"^\s*https://news\.example/\S+ *$", body_of(sent), re.MULTILINE)


@pytest.mark.parametrize("service", ADDRESSES)
def test_nothing_of_a_headline_is_markup_or_a_mention(sent: Sent, service: str) -> None:
    for title in (*HOSTILE.values(), *EXTRA.values()):
        send(service, alert(title=title, quote=title, marks=((0, 4),), outlet=title))
        for text in sent.texts:
            said = re.sub(r"https://\S+", "", text)
            # Apprise keeps Guilded, as Discord, from making pictures of it.
            said = said.replace("&amp;", "&").replace("&lt;", "<").replace("\\:", ":")
            if text == body_of(sent) or "Harbour" in text:
                assert not re.search(r"[][*_`~\\]|<(?!\u2060|…|$)", said), said
                assert not re.search(r"(?<![\w.+-])@\w|@\*|(?<!\u2060)&\w+;", said), said
                assert not re.search(r"^(?:[#>+-]|\d+[.)])", said, re.MULTILINE), said
            assert "://evil" not in text


@pytest.mark.parametrize("service", ADDRESSES)
def test_no_headline_is_lost_where_there_is_little_room_for_a_title(
    sent: Sent, service: str
) -> None:
    title = " ".join(f"word{n}" for n in range(30))
    send(service, alert(title=title))
    assert title in body_of(sent)
    for text in sent.texts:
        if text.startswith("Harbour: "):
            assert text.endswith("…")


LONG = {
    "ukrainian": ("Північнокорейські військові помічені біля мосту " * 4, 460),
    "cjk": ("北朝鮮の部隊が国境の橋に現れたと当局者が語った" * 12, 60),
    "emoji": ("🚨🌉🪖" * 70, 60),
    "all": ("Ferry " + "北" * 290, 590),
}


@pytest.mark.parametrize("service", ["rocket", "webex", "ryver", "gchat", "feishu", "zulip"])
@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("digested", [False, True])
def test_headline_and_address_arrive_however_long_they_are(
    sent: Sent, service: str, kind: str, digested: bool
) -> None:
    title, length = LONG[kind]
    url = f"https://news.example/{'a' * (length - 21)}"
    told = alert(title=title, url=url)
    send(service, digest(1, alerts=(told,)) if digested else told)
    lines = [line.strip() for line in body_of(sent).splitlines()]
    assert url in lines
    assert any(title[:20] in line for line in lines)
    assert len(body_of(sent)) <= (1000 if service in ("rocket", "webex", "ryver") else 4000)


def test_zulip_has_the_beginning_of_the_headline_for_a_topic(sent: Sent) -> None:
    assert send("zulip", alert(title="Bridge " * 20)).fate is Fate.SENT
    payload = sent.payloads[-1]
    assert payload["topic"] == "Harbour: Bridge Bridge Bridge Bridge Bridge Bridge Bridge B…"
    assert payload["content"].startswith("Harbour  \nBridge Bridge")


@pytest.mark.parametrize("service", ["rocket", "webex", "zulip"])
def test_a_template_has_addresses_that_work_and_words_that_do_nothing(
    sent: Sent, service: str, tmp_path: Path
) -> None:
    (tmp_path / "plain.txt").write_text("*{{ title }}* at {{ url }}", encoding="utf-8")
    (tmp_path / "subject.txt").write_text("News: {{ title }}", encoding="utf-8")
    told = alert(title="@**all** [shut](http://evil.invalid)", url=LINK)
    send(service, told, template=str(tmp_path))
    broken = "@\u2060∗∗all∗∗ (shut) (http:\u2060//evil.invalid)"
    body = body_of(sent)
    assert body.endswith(f"*{broken}* at {SENT}")
    assert any(text.startswith(f"News: {broken}"[:40]) for text in sent.texts)


def test_lines_stay_lines_where_markdown_would_join_them(sent: Sent) -> None:
    send("webex", alert())
    assert body_of(sent).startswith("Harbour  \nHarbour bridge closes for a week  \nhttps://")


def test_a_title_that_is_too_long_for_a_service_of_plain_text_is_whole_in_its_body(
    sent: Sent,
) -> None:
    title = " ".join(f"word{n}" for n in range(18))
    youlmk = f"youlmk://ylk_{'a' * 32}"
    attempt(Secret(youlmk), alert(title=title), zone=ZONE, key="k1", sure=False)
    payload = sent.payloads[-1]
    assert len(payload["title"]) <= 120
    assert payload["title"].endswith("…")
    assert payload["body"].startswith(f"Harbour: {title} (may be a repeat)")


def test_a_json_hook_gets_the_whole_headline(hook: HookSink) -> None:
    title = "w" * 290
    attempt(hook.address(), alert(title=title), zone=ZONE, key="k1")
    assert hook.kept[0]["title"] == title
