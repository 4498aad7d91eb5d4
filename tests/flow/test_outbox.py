"""Bursts, rules of channels, mutes and the outbox, as a user meets them."""

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

OLD = Item(slug="seal", title="A seal sleeps on the slipway")


def news(*numbers: int) -> list[Item]:
    return [Item(slug=f"n{n}", title=f"North Korean troops, report {n:03}") for n in numbers]


def channel(desk: Desk, name: str) -> dict[str, Any]:
    return next(record for record in desk.records("status") if record.get("name") == name)


def rule(desk: Desk, rules: str) -> None:
    """Give the hook rules of its own."""
    path = desk.folder / "config.yaml"
    text = path.read_text(encoding="utf-8")
    long = f"hook:\n    to: ${{HOOK_ADDRESS}}\n    {rules}\n"
    path.write_text(text.replace("hook: ${HOOK_ADDRESS}\n", long), encoding="utf-8")


def until(look: Callable[[], bool]) -> None:
    """Look until it is so; each look runs a command, which takes its time."""
    for _ in range(60):
        if look():
            return
    raise AssertionError("it never came true")


@pytest.fixture
def running(desk: Desk, press: Press) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    children: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        children.append(desk.start("run"))
        return children[-1]

    yield start
    for child in children:
        child.terminate()
        child.communicate(timeout=10)


def test_many_matches_at_once_are_one_message_that_tells_them_all(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = [OLD]
    desk.configure("post")
    desk.run("run", "--once")
    press.feeds["post"] = [*news(*range(300)), OLD]
    desk.run("run", "--once")
    assert (len(hook.kept), len(mail.kept)) == (1, 1)
    told = json.dumps(hook.kept[0])
    assert sum(f"report {n:03}" in told for n in range(300)) > 10
    assert "300 stories" in told
    counts = channel(desk, "hook")
    assert (counts["sent"], counts["ready"], counts["held"]) == (1, 0, 0)


def test_a_dead_message_is_listed_with_its_reason_and_sent_again_by_hand(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds["post"] = news(1)
    desk.configure("post", source="    backfill: 3650d\n")
    hook.status = 404
    desk.run("run", "--once", code=3)
    (dead,) = [record for record in desk.records("outbox") if record["channel"] == "hook"]
    assert (dead["state"], dead["attempts"], dead["watchlist"]) == ("dead", 1, "Troops")
    assert "404" in dead["error"]
    assert dead["articles"]
    number = str(dead["id"])
    shown = desk.run("outbox", "show", number).stdout
    assert "routed: watchlist Troops" in shown
    assert "not muted: no mute holds it back" in shown
    assert "rendered: as JSON, in Wirewatch's own words" in shown
    assert "dead: attempt 1: the service answered 404" in shown
    hook.status = 200
    desk.run("outbox", "retry", "--dead")
    desk.run("run", "--once")
    assert hook.keys == [dead["key"], dead["key"]]
    refused = desk.run("outbox", "drop", number, code=1)
    assert "it is sent already" in refused.stderr
    log = desk.records("outbox", "show", number)[0]["log"]
    assert [line["ruling"] for line in log] == [
        "routed", "grouped", "not muted", "let go", "rendered", "dead", "settled",
        "retried", "sent", "settled",
    ]  # fmt: skip


def test_dead_messages_are_sent_again_in_their_old_order(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds["post"] = news(1, 2, 3)
    desk.configure("post", source="    backfill: 3650d\n")
    hook.status = 404
    desk.run("run", "--once", code=3)
    before = [payload["title"] for payload in hook.kept]
    hook.status = 200
    desk.run("outbox", "retry", "--dead")
    desk.run("run", "--once")
    assert [payload["title"] for payload in hook.kept] == before * 2


def test_what_waits_for_a_channel_that_was_renamed_is_told_and_sent_when_it_is_back(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = news(1)
    desk.configure("post", source="    backfill: 3650d\n", extra="ops: [hook]\n")
    config = desk.folder / "config.yaml"
    good = config.read_text(encoding="utf-8")
    mail.mode = "tempfail"
    desk.run("run", "--once", code=3)
    config.write_text(good.replace("mail:", "post:").replace("[mail", "[post"), encoding="utf-8")
    said = "1 message waits for channel mail, which is not configured"
    assert said in desk.run("run", "--once").stderr
    assert said in [payload["title"] for payload in hook.kept]
    (gone,) = [one for one in desk.records("status") if one.get("name") == "mail"]
    assert (gone["state"], gone["stranded"]) == ("failing", 1)
    assert gone["error"].startswith("1 message waits for this channel, which is not configured any")
    assert gone["error"].endswith("`wirewatch outbox drop` gives it up")
    (waiting,) = desk.records("outbox", "--channel", "mail")
    assert waiting["stranded"]
    again = desk.run("outbox", "retry", str(waiting["id"])).stdout
    assert again.endswith("will be sent again, once there is a channel mail again\n")
    config.write_text(good, encoding="utf-8")
    mail.mode = "accept"
    mail.kept.clear()
    desk.run("run", "--once")
    assert len(mail.kept) == 1


def test_a_dropped_message_is_not_sent(desk: Desk, press: Press, hook: HookSink) -> None:
    press.feeds["post"] = news(1)
    desk.configure("post", source="    backfill: 3650d\n")
    hook.status = 500
    desk.run("run", "--once", code=3)
    (waiting,) = desk.records("outbox")
    hook.status = 200
    desk.run("outbox", "drop", str(waiting["id"]))
    desk.run("run", "--once")
    assert len(hook.kept) == 1
    assert desk.records("outbox") == []
    assert [record["state"] for record in desk.records("outbox", "--state", "dropped")] == [
        "dropped"
    ]


def test_a_mute_holds_back_while_the_daemon_runs_and_its_end_tells_what_it_withheld(
    desk: Desk, press: Press, hook: HookSink, running: Callable[[], "subprocess.Popen[str]"]
) -> None:
    press.feeds["post"] = [OLD]
    desk.configure("post")
    desk.run("run", "--once")
    running()
    desk.run("mute", "Troops", "--for", "2h")
    press.feeds["post"] = [*news(1, 2), OLD]
    until(lambda: channel(desk, "hook")["muted"] == 2)
    assert not hook.kept
    (mute,) = [
        record for record in desk.records("status") if "muted" in record and "story" in record
    ]
    assert (mute["muted"], mute["withheld"]) == ("Troops", 2)
    assert "watchlist Troops is muted until" in channel(desk, "hook")["why"]
    desk.run("mute", "Troops", "--end")
    assert hook.arrived.wait(20)
    assert len(hook.kept) == 1
    told = json.dumps(hook.kept[0])
    assert "report 001" in told
    assert "report 002" in told
    assert desk.run("mute").stdout == ""


def test_messages_to_a_channel_with_set_times_wait_for_the_next_digest(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = news(1, 2)
    desk.configure("post", source="    backfill: 3650d\n")
    rule(desk, "when: 0 0 29 2 *")
    desk.run("run", "--once")
    assert (len(hook.kept), len(mail.kept)) == (0, 2)
    counts = channel(desk, "hook")
    assert counts["held"] == 2
    assert "collected for the digest of" in counts["why"]
    # Taken back, the rule holds nothing more.
    desk.configure("post", source="    backfill: 3650d\n")
    desk.run("run", "--once")
    assert len(hook.kept) == 2


def test_above_the_limit_messages_wait(desk: Desk, press: Press, hook: HookSink) -> None:
    press.feeds["post"] = news(*range(5))
    desk.configure("post", source="    backfill: 3650d\n")
    rule(desk, "limit: 2/d")
    desk.run("run", "--once")
    desk.run("run", "--once")
    assert len(hook.kept) == 2
    counts = channel(desk, "hook")
    assert (counts["sent"], counts["held"]) == (2, 3)
    assert "above the limit of 2/d until" in counts["why"]


def test_wrong_words_for_outbox_and_mute_are_told_in_one_line(desk: Desk, press: Press) -> None:
    press.feeds["post"] = news(1)
    desk.configure("post")
    desk.run("run", "--once")
    for words, said in (
        (("outbox", "retry"), "which message?"),
        (("outbox", "show", "99"), "there is no message 99"),
        (("outbox", "list", "3"), "list takes no numbers"),
        (("outbox", "list", "--channel", "nowhere"), "no channel nowhere. Channels: "),
        (("outbox", "retry", "--dead", "--channel", "nowhere"), "no channel nowhere"),
        (("mute", "Trops", "--for", "2h"), "no watchlist Trops"),
        (("mute", "Troops"), "for how long?"),
        (("mute", "--for", "2h"), "mute what?"),
        (("mute", "Troops", "--until", "2020-01-01"), "is over already"),
        (("mute", "Troops", "--until", "noon"), "is no time"),
        (("mute", "Troops", "--end"), "Troops is not muted"),
        (("mute", "99", "--for", "2h"), "no story 99 in the archive"),
        (("mute", "99", "--end"), "story 99 is not muted"),
        (("mute", "Troops", "--for", "999999w"), "beyond the calendar"),
        (("mute", "Troops", "--until", "9999-12-31T23:59-12:00"), "beyond the calendar"),
    ):
        assert said in desk.ask(*words, code=1).stderr


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 5000], ids=["20", "5000"])
def test_a_number_larger_than_any_in_the_archive_is_unknown(
    desk: Desk, press: Press, number: str
) -> None:
    press.feeds["post"] = news(1)
    desk.configure("post")
    desk.run("run", "--once")
    for words, said in (
        (("story", number), "no story 99999999999999999999"),
        (("claim", number), "no story 99999999999999999999"),
        (("claim", "--message", number), "message 99999999999999999999"),
        (("mute", number, "--for", "1h"), "no story 99999999999999999999"),
        (("mute", number, "--end"), "story 99999999999999999999"),
        (("explain", number), "the archive has no such article"),
        (("outbox", "show", number), "there is no message 99999999999999999999"),
        (("outbox", "retry", number), "there is no message 99999999999999999999"),
        (("outbox", "drop", number), "there is no message 99999999999999999999"),
    ):
        told = desk.ask(*words, code=1).stderr
        assert said in told
        assert "bug" not in told
    desk.ask("search", "news", "--limit", number)


def test_the_ends_of_the_calendar_are_as_long_ago_or_ahead_as_can_be(
    desk: Desk, press: Press
) -> None:
    press.feeds["post"] = news(1)
    desk.configure("post")
    desk.run("run", "--once")
    for edge, found in (("0001-01-01T00:00+14:00", 1), ("9999-12-31T23:59-12:00", 0)):
        assert len(desk.asked("search", "troops", "--since", edge)) == found


def test_an_address_that_is_taken_out_of_its_channel_is_mistaken_for_no_other_one(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = news(1)
    desk.configure("post", source="    backfill: 3650d\n")
    config = desk.folder / "config.yaml"
    to = [hook.address(path).reveal() for path in ("one", "two")]
    one, two = (
        config.read_text(encoding="utf-8").replace("${HOOK_ADDRESS}", f"{{to: {addresses}}}")
        for addresses in (to, to[1:])
    )
    config.write_text(one, encoding="utf-8")
    hook.status = 500
    desk.run("run", "--once", code=3)
    listed = desk.ask("outbox").stdout
    assert "hook (address 1 of 2)  Troops" in listed
    assert "hook (address 2 of 2)  Troops" in listed
    desk.run("outbox", "retry", *(str(one["id"]) for one in desk.asked("outbox")), code=None)
    config.write_text(two, encoding="utf-8")
    hook.status = 200
    hook.kept.clear()
    said = "1 message waits for an address of channel hook that is not configured"
    assert said in desk.run("run", "--once").stderr
    assert len(hook.kept) == 1
    (left,) = desk.asked("outbox", "--channel", "hook")
    assert left["address"] is None
    assert "nobody sends it" in desk.ask("outbox").stdout
    again = desk.ask("outbox", "retry", str(left["id"])).stdout
    assert again.endswith("will be sent again, once channel hook has its address again\n")
    (state,) = [one for one in desk.asked("status") if one.get("name") == "hook"]
    assert (state["state"], state["stranded"]) == ("failing", 1)
    assert "1 message waits for an address that was taken out of this" in desk.ask("status").stdout
    config.write_text(one, encoding="utf-8")
    desk.run("run", "--once")
    assert len(hook.kept) == 2
    assert desk.asked("outbox") == []
