import re
import smtplib
from pathlib import Path

import pytest

from alerts import Kind, address_problem, expand, expand_channel, render, send_test
from alerts.answers import Answer, Fate
from alerts.sending import attempt
from alerts.services import Service, label
from archive.vocabulary import Channel, OutcomeKind, Secret
from tests.alerts.conftest import Journal
from tests.alerts.sinks import HookSink, MailSink
from tests.alerts.stories import HOSTILE, ZONE, alert

TOKENS = "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"


def send(address: Secret, *, timeout: float = 5.0, sure: bool = True, **changes: object) -> Answer:
    return attempt(address, alert(**changes), zone=ZONE, key="key-1", timeout=timeout, sure=sure)


@pytest.mark.parametrize(
    "address",
    [
        "console://",
        f"slack://{TOKENS}",
        "mailto://user:password@example.org",
        "mailtos://user:password@mail.example:465/?to=desk@example.org",
        "json://127.0.0.1:8830/hook",
        "json://127.0.0.1:8830/hook?:link=https://news.example/x",
        "ntfy://127.0.0.1/topic",
        f"https://hooks.slack.com/services/{TOKENS}",
    ],
)
def test_good_addresses_have_no_problem(address: str) -> None:
    assert address_problem(address) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("slak://S3CRET/x", "no service `slak`; did you mean `slack`?"),
        ("slack://S3CRET", "the slack address is incomplete: it looks like `slack://"),
        ("zzqqzz://S3CRET", "no service `zzqqzz`"),
        ("S3CRET", "starts like `mailto://`"),
        ("https:S3CRET", "starts like"),
        ("mailto://", "the mailto address is incomplete"),
        ("console://S3CRET", "takes nothing after it"),
        ("", "starts like"),
        ("https://news.example/S3CRET", "no service has such a web address"),
        ("json://127.0.0.1/S3CRET, json://127.0.0.1/x", "write them as a list"),
    ],
)
def test_a_bad_address_is_explained_without_showing_it(
    address: str, words: str, journal: Journal, capfd: pytest.CaptureFixture[str]
) -> None:
    problem = address_problem(address)
    assert problem is not None
    assert words in problem
    out, err = capfd.readouterr()
    assert "S3CRET" not in problem + journal.text + out + err


def test_the_addresses_of_the_guide_are_good() -> None:
    guide = Path(__file__).parents[2] / "docs" / "how-to" / "email-and-slack.md"
    shown = re.findall(r"\bmailtos?://[^\s`…]*example\.org[^\s`…]*", guide.read_text("utf-8"))
    assert len(shown) >= 4
    assert [address_problem(address) for address in shown] == [None] * len(shown)


def test_several_recipients_become_one_address_each(mail: MailSink) -> None:
    both = mail.address("gone@example.org,desk@example.org&cc=copy@example.org")
    each = expand(both)
    assert len(each) == 3
    assert [expand(address) for address in each] == [(address,) for address in each]
    mail.mode = "partial"
    answers = [send(address) for address in each]
    assert [answer.fate for answer in answers] == [Fate.NEVER, Fate.SENT, Fate.SENT]
    assert mail.recipients == ["desk@example.org", "copy@example.org"]


def test_a_channel_is_expanded_in_order_and_without_repeats() -> None:
    one = "mailto://mail.example/?from=a@example.org&to=b@example.org"
    channel = Channel(name="desk", to=(Secret(f"{one},c@example.org"), Secret("console://")))
    expanded = expand_channel(channel)
    assert len(expanded.to) == 3
    assert expand_channel(expanded) == expanded
    assert expanded.to[2] == Secret("console://")


def test_what_cannot_be_told_apart_stays_as_it_is() -> None:
    for text in ("console://", "slak://x", f"slack://{TOKENS}", "json://127.0.0.1/x"):
        assert expand(Secret(text)) == (Secret(text),)


def test_a_webhook_may_be_written_as_slack_shows_it() -> None:
    shown = Secret(f"https://hooks.slack.com/services/{TOKENS}")
    assert Service(shown).kind is Kind.SLACK
    assert label(shown) == "slack"
    (address,) = expand(shown)
    assert address.reveal().startswith("slack://")
    assert expand(address) == (address,)


def test_other_services_are_told_apart_too() -> None:
    assert len(expand(Secret("ntfy://127.0.0.1/one/two"))) == 2
    assert len(expand(Secret(f"slack://{TOKENS}/%23one/%23two"))) == 2


def test_mail_has_a_text_part_an_html_part_and_the_key(mail: MailSink) -> None:
    assert send(mail.address(), sure=False).fate is Fate.SENT
    (message,) = mail.kept
    assert message["X-Wirewatch-Key"] == "key-1"
    assert message["Subject"] == "Harbour: Harbour bridge closes for a week (may be a repeat)"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "\n".join(text.get_content().splitlines()) == (
        "Harbour\n"
        "Harbour bridge closes for a week\n"
        "Aldmoor Post · Sun 22 Nov 2026, 21:04 (Europe/Kyiv)\n"
        "https://news.example/harbour?a=1&b=2\n"
        "\n"
        "Officials in Aldmoor said the new harbour bridge would close for a week.\n"
        "\n"
        "Why: found “harbour bridge”\n"
        'Query: "harbour bridge" OR ferr*\n'
        "(may be a repeat)"
    )
    assert ">harbour bridge</b>" in html.get_content()


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_title_makes_a_header(mail: MailSink, title: str) -> None:
    assert send(mail.address(), title=title, quote=title, outlet=title).fate is Fate.SENT
    (message,) = mail.kept
    assert set(message.keys()) == {
        *("Content-Type", "MIME-Version", "X-Application", "X-Wirewatch-Key", "X-Peer"),
        *("Subject", "From", "To", "Message-ID", "Date", "X-MailFrom", "X-RcptTo"),
    } & set(message.keys())
    assert "X-Injected" not in message
    assert "Bcc" not in message
    assert mail.recipients == ["desk@example.org"]
    subject = str(message["Subject"])
    assert subject.startswith("Harbour: ")
    assert len(subject) <= 160


def test_a_json_hook_gets_the_facts_and_the_key(hook: HookSink) -> None:
    assert send(hook.address()).fate is Fate.SENT
    (payload,) = hook.kept
    assert hook.keys == ["key-1"]
    assert payload["key"] == "key-1"
    assert payload["version"] == 1
    assert payload["title"] == "Harbour bridge closes for a week"
    assert payload["subject"] == "Harbour: Harbour bridge closes for a week"
    assert payload["hits"] == ["harbour bridge"]


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_json_hook_gets_every_hostile_title_as_plain_text(hook: HookSink, title: str) -> None:
    assert send(hook.address(), title=title, quote=title).fate is Fate.SENT
    (payload,) = hook.kept
    assert "@everyone" not in payload["title"] + payload["message"]
    assert not any(ord(c) < 32 and c != "\n" for c in payload["message"])


@pytest.mark.parametrize(
    ("status", "fate", "words"),
    [
        (500, Fate.LATER, "answered 500"),
        (503, Fate.LATER, "answered 503"),
        (429, Fate.LATER, "too many messages"),
        (400, Fate.NEVER, "answered 400"),
        (401, Fate.NEVER, "answered 401"),
        (403, Fate.NEVER, "answered 403"),
        (404, Fate.NEVER, "answered 404"),
        (410, Fate.NEVER, "answered 410"),
    ],
)
def test_a_hook_that_refuses(hook: HookSink, status: int, fate: Fate, words: str) -> None:
    hook.status = status
    answer = send(hook.address())
    assert (answer.fate, answer.sure) == (fate, True)
    assert words in answer.reason
    assert len(hook.kept) == 1


def test_a_redirect_is_a_failure_and_not_followed(hook: HookSink, other_hook: HookSink) -> None:
    hook.status = 302
    hook.headers = {"Location": f"http://127.0.0.1:{other_hook.port}/elsewhere"}
    answer = send(hook.address())
    assert answer.fate is Fate.LATER
    assert "redirect" in answer.reason
    assert other_hook.kept == []


def test_the_wait_in_a_refusal_is_kept(hook: HookSink) -> None:
    hook.status, hook.body = 429, b'{"retry_after": 77}'
    answer = send(hook.address())
    assert answer.retry_after is not None
    assert answer.retry_after.total_seconds() == 77


@pytest.mark.parametrize("mode", ["drop", "hang"])
def test_a_hook_that_takes_a_message_and_does_not_answer_is_not_sure(
    hook: HookSink, mode: str
) -> None:
    hook.mode = mode
    answer = send(hook.address(), timeout=0.3)
    assert (answer.fate, answer.sure) == (Fate.LATER, False)
    assert len(hook.kept) == 1


def test_a_port_where_nobody_listens_is_sure(hook: HookSink) -> None:
    address = hook.address("S3CRET")
    hook.close()
    answer = send(address)
    assert (answer.fate, answer.sure) == (Fate.LATER, True)
    assert answer.reason == "the connection was refused"
    hook.close = lambda: None  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("mode", "fate", "sure", "words"),
    [
        ("tempfail", Fate.LATER, True, "451 4.7.1 greylisted"),
        ("permfail", Fate.NEVER, True, "550 5.1.1 no such user here"),
        ("drop", Fate.LATER, False, "closed the connection"),
        ("hang", Fate.LATER, False, "did not answer in time"),
    ],
)
def test_a_mail_server_that_fails(
    mail: MailSink, mode: str, fate: Fate, sure: bool, words: str
) -> None:
    mail.mode = mode
    answer = send(mail.address(), timeout=0.5)
    assert (answer.fate, answer.sure) == (fate, sure)
    assert words in answer.reason


def test_no_secret_of_an_address_is_logged_or_told(
    hook: HookSink,
    mail: MailSink,
    journal: Journal,
    capfd: pytest.CaptureFixture[str],
) -> None:
    hook.status, mail.mode = 404, "permfail"
    addresses = [
        Secret(f"json://S3CRETu:S3CRETp@127.0.0.1:{hook.port}/S3CRETx?+X-Token=S3CRETh&-q=S3CRETq"),
        Secret(f"mmost://127.0.0.1:{hook.port}/S3CRETtok"),
        Secret(f"mailto://127.0.0.1:{mail.port}/?from=S3CRETf@example.org&to=S3CRETt@example.org"),
        Secret("mailto://S3CRETu:S3CRETp@127.0.0.1:1/?from=a@example.org&to=b@example.org"),
        Secret("slack://S3CRETS3CRET"),
        Secret("json://127.0.0.1:1/S3CRETx"),
    ]
    told = [send(address, timeout=0.5) for address in addresses]
    labels = [label(address) for address in addresses]
    out, err = capfd.readouterr()
    assert "S3CRET" not in journal.text + out + err + repr(told) + repr(labels) + repr(addresses)
    assert {answer.fate for answer in told} <= {Fate.LATER, Fate.NEVER}


def test_a_library_that_breaks_is_a_failure_of_this_message_only(
    mail: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(smtplib, "SMTP", broken)
    answer = send(mail.address())
    assert answer.fate is Fate.LATER
    assert mail.kept == []


def test_short_services_get_few_words() -> None:
    sms = Secret("voipms://password:user@example.org/4165550100/4165550101")
    assert Service(sms).kind is Kind.SHORT
    words = render(alert(title="Bridge " * 90), Kind.SHORT, zone=ZONE)
    assert words.title == ""
    assert len(words.body) <= 300


def test_a_test_message_tells_each_target_and_its_answer(mail: MailSink, hook: HookSink) -> None:
    hook.status = 403
    channel = Channel(name="desk", to=(mail.address(), hook.address("S3CRET")))
    told = send_test(channel, zone=ZONE)
    assert [each.target for each in told] == ["mailto to …@example.org (1 of 2)", "json (2 of 2)"]
    assert [each.outcome.kind for each in told] == [OutcomeKind.SENT, OutcomeKind.DEAD]
    assert "403" in told[1].outcome.reason
    assert mail.kept[0]["Subject"] == "Wirewatch: This is a test message"
    assert len(send_test(channel, zone=ZONE, target=0)) == 1
    assert len(mail.kept) == 2
    send_test(channel, zone=ZONE, target=0, digest=True)
    assert mail.kept[2]["Subject"] == "Wirewatch: 7 stories (Test (a sample))"


def test_a_test_message_tries_the_template_and_tells_its_fault(
    hook: HookSink, tmp_path: Path
) -> None:
    (tmp_path / "json.txt").write_text("mine: {{ title }}", encoding="utf-8")
    channel = Channel(name="desk", to=(hook.address(),), template=str(tmp_path))
    (tried,) = send_test(channel, zone=ZONE)
    assert (tried.outcome.kind, tried.remark) == (OutcomeKind.SENT, "")
    assert hook.kept[0]["message"] == "mine: This is a test message"
    (tmp_path / "json.txt").write_text("{{ titel }}", encoding="utf-8")
    (tried,) = send_test(channel, zone=ZONE)
    assert tried.remark == "json.txt:1: 'titel' is undefined"
    assert "If you can read this" in hook.kept[1]["message"]


def test_a_text_message_has_all_the_room_that_its_service_gives() -> None:
    sms = Secret(f"twilio://AC{'0' * 32}:{'a' * 32}@+15551234567/+15557654321")
    room = Service(sms).room
    assert room == 160
    told = alert(title="Troops cross the river " * 9, url="https://post.example/troops")
    for sure in (True, False):
        body = render(told, Kind.SHORT, zone=ZONE, sure=sure, room=room).body
        assert 150 < len(body) <= 160
        assert body.startswith("Harbour: Troops cross the river")
        assert body.endswith("https://post.example/troops")
        assert ("(may be a repeat)" in body) is not sure
