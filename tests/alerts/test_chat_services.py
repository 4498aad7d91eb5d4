"""Services with a fixed address, sent to a sink of our own: only the address is another."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from alerts.answers import Answer, Fate
from alerts.markup import teams_breaks
from alerts.sending import attempt
from archive.vocabulary import Secret
from tests.alerts.sinks import HookSink
from tests.alerts.stories import HOSTILE, ZONE, alert, digest

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
LINK = "https://news.example/harbour?a=1&b=2"


@pytest.fixture(autouse=True)
def _addresses(hook: HookSink, monkeypatch: pytest.MonkeyPatch) -> None:
    base = f"http://127.0.0.1:{hook.port}"
    monkeypatch.setattr(NotifySlack, "webhook_url", base)
    monkeypatch.setattr(NotifyDiscord, "notify_url", base)
    monkeypatch.setattr(NotifyTelegram, "notify_url", base + "/bot")


def send(address: str, title: str = "Harbour bridge closes") -> Answer:
    told = alert(title=title, quote=f"{title} said", marks=((0, 6),), outlet=title)
    return attempt(Secret(address), told, zone=ZONE, key="k1")


def test_slack_gets_a_block_and_words_for_the_phone(hook: HookSink) -> None:
    assert send(SLACK).fate is Fate.SENT
    (attachment,) = hook.kept[0]["attachments"]
    assert attachment["fallback"] == "Harbour: Harbour bridge closes"
    (block,) = attachment["blocks"]
    assert block["text"]["type"] == "mrkdwn"
    lines = block["text"]["text"].splitlines()
    assert lines[0] == "*Harbour*"
    assert lines[1] == "<https://news.example/harbour?a=1&amp;b=2|Harbour bridge closes>"


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_slack_gets_no_markup_of_a_feed(hook: HookSink, title: str) -> None:
    assert send(SLACK, title).fate is Fate.SENT
    payload = json.dumps(hook.kept[0], ensure_ascii=False)
    assert re.findall(r"<[^|]{0,60}", payload) == ["<https://news.example/harbour?a=1&amp;b=2"]
    assert "image" not in {key for block in hook.kept[0]["attachments"] for key in block}
    assert len(hook.kept[0]["attachments"][0]["blocks"][0]["text"]["text"]) <= 3000


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_discord_gets_one_link_and_no_mention(hook: HookSink, title: str) -> None:
    assert send("discord://12345/abcdefgh", title).fate is Fate.SENT
    payload = hook.kept[0]
    assert set(payload) == {"tts", "wait", "content"}
    content = payload["content"]
    assert len(content) <= 2000
    assert re.findall(r"(?<!\\)\]\((.*?)\)", content) == [f"<{LINK}>"]
    assert not re.search(r"<[@#:!/]", content)
    assert not re.search(r"@(everyone|here)", content)


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_telegram_gets_whole_tags_of_our_own(hook: HookSink, title: str) -> None:
    hook.body = b'{"ok":true,"result":{}}'
    assert (
        send("tgram://123456789:AAFdTg-gbDEFGhijkLMNOPqrstUVwxyz123/1234", title).fate is Fate.SENT
    )
    payload = hook.kept[0]
    assert payload["parse_mode"] == "HTML"
    assert payload["disable_web_page_preview"] is True
    assert len(payload["text"]) <= 4096
    opened = re.findall(r"<(\w+)[ >]", payload["text"])
    assert set(opened) <= {"a", "b", "i"}
    assert sorted(opened) == sorted(re.findall(r"</(\w+)>", payload["text"]))


@pytest.fixture
def teams(hook: HookSink, monkeypatch: pytest.MonkeyPatch) -> str:
    post = requests.post
    # Its plugin knows https alone.
    monkeypatch.setattr(
        requests, "post", lambda url, **more: post(url.replace("https:", "http:", 1), **more)
    )
    return f"workflows://127.0.0.1:{hook.port}/workflow/signature"


def of_teams(hook: HookSink) -> str:
    (attachment,) = hook.kept[-1]["attachments"]
    (block,) = attachment["content"]["body"]
    return str(block["text"])


def test_teams_gets_a_paragraph_for_each_line(hook: HookSink, teams: str) -> None:
    assert send(teams, "Harbour [bridge] *closes*").fate is Fate.SENT
    assert of_teams(hook).split("\n\n")[:3] == [
        "**Harbour**",
        f"[Harbour (bridge) ∗closes∗]({LINK})",
        "Harbour (bridge) ∗closes∗ · Sun 22 Nov 2026, 21:04 (Europe/Kyiv)",
    ]


def test_teams_gets_a_long_digest_with_what_is_left_out_counted(hook: HookSink, teams: str) -> None:
    title = "Мост закрыт на неделю, паромы ходят чаще " * 5
    told = digest(60)
    told = replace(told, alerts=tuple(replace(each, title=title) for each in told.alerts))
    assert attempt(Secret(teams), told, zone=ZONE, key="k1").fate is Fate.SENT
    text = of_teams(hook)
    shown = text.count("• [")
    assert shown > 3
    assert f"• and {60 - shown} more" in text
    assert text.endswith("38 sources were read.")
    # A message may have 28 KB.
    assert len(text) <= 4000
    assert len(json.dumps(hook.kept[-1])) < 28_000


def test_a_list_in_a_template_stays_a_list_in_teams() -> None:
    body = "Now:\n- one\n- two\n\n- three\n1. four\n12) five\n\n\nEnd\n-5 degrees"
    told = "Now:\n- one\n- two\n- three\n1. four\n12) five\n\nEnd\n\n-5 degrees"
    assert teams_breaks(body) == told
    assert teams_breaks(told) == told


def test_slack_that_says_no_is_a_failure(hook: HookSink) -> None:
    hook.body = b"no_text"
    answer = send(SLACK)
    assert answer.fate is Fate.LATER
    assert answer.reason == "the service answered 200 but did not take the message"


def test_discord_is_asked_once_when_it_has_too_many_messages(
    hook: HookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []
    monkeypatch.setattr("apprise.url.time.sleep", naps.append)
    hook.status, hook.headers = (
        429,
        {
            "Retry-After": "30",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": "99999999999",
        },
    )
    answer = send("discord://12345/abcdefgh")
    assert (answer.fate, answer.cause, answer.sure) == (Fate.LATER, "HTTP 429", True)
    assert answer.retry_after == timedelta(seconds=30)
    assert len(hook.kept) == 1
    assert naps == []
    # The next attempt asks again.
    hook.status, hook.headers = 200, {}
    assert send("discord://12345/abcdefgh").fate is Fate.SENT
    assert len(hook.kept) == 2


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("discord://12345/abcdefgh", b'{"message": "slow", "retry_after": 41.5}'),
        (
            "tgram://123456789:AAFdTg-gbDEFGhijkLMNOPqrstUVwxyz123/1234",
            b'{"ok":false,"parameters":{"retry_after":41.5}}',
        ),
    ],
)
def test_the_wait_that_a_service_asks_for_is_kept(
    hook: HookSink, address: str, body: bytes
) -> None:
    hook.status, hook.body = 429, body
    answer = send(address)
    assert answer.fate is Fate.LATER
    assert answer.retry_after is not None
    assert answer.retry_after.total_seconds() == 41.5
