"""Putting a hand to a message in the moment in which it is sent."""

import subprocess

import pytest

from tests.alerts.sinks import HookSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

NEWS = Item(slug="one", title="North Korean troops cross the bridge")


def one_being_sent(desk: Desk, press: Press, hook: HookSink) -> tuple[str, subprocess.Popen[str]]:
    """Start a daemon whose message hangs; return the number of that."""
    press.feeds["post"] = [NEWS]
    desk.configure("post", source="    backfill: 3650d\n")
    config = desk.folder / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("[mail, hook]", "[hook]")
    config.write_text(text, encoding="utf-8")
    hook.mode = "hang"
    child = desk.start("run")
    assert hook.arrived.wait(30)
    (record,) = desk.asked("outbox")
    assert record["state"] == "sending"
    return str(record["id"]), child


def test_what_is_being_sent_is_left_alone(desk: Desk, press: Press, hook: HookSink) -> None:
    number, child = one_being_sent(desk, press, hook)
    for act in ("retry", "drop"):
        said = desk.ask("outbox", act, number, code=1)
        assert said.stdout == ""
        assert said.stderr == (
            f"wirewatch: message {number}: it is being sent now."
            " Ask again when that has ended, in a minute or so\n"
        )
    assert [record["state"] for record in desk.asked("outbox")] == ["sending"]
    hook.release.set()
    child.terminate()
    child.communicate(timeout=20)
    (record,) = desk.asked("outbox")
    assert (record["state"], record["attempts"], record["unsure"]) == ("ready", 1, True)
    desk.ask("outbox", "retry", number)
    hook.mode = "answer"
    desk.run("run", "--once")
    assert [payload["may_be_a_repeat"] for payload in hook.kept] == [False, True]
    assert desk.asked("outbox") == []


@pytest.mark.parametrize(("act", "times"), [("drop", 1), ("retry", 2)])
def test_what_was_being_sent_when_all_was_killed_is_nobodys(
    desk: Desk, press: Press, hook: HookSink, act: str, times: int
) -> None:
    number, child = one_being_sent(desk, press, hook)
    child.kill()
    child.communicate()
    hook.mode = "answer"
    hook.release.set()
    desk.ask("outbox", act, number)
    desk.run("run", "--once")
    assert [payload["may_be_a_repeat"] for payload in hook.kept] == [False, True][:times]
    log = desk.asked("outbox", "show", number)[0]["log"]
    assert "cut off" in [line["ruling"] for line in log]
