"""SIGKILL at the worst moments, and a stop in order: nothing matched is lost, and repeats are marked."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

NEWS = [Item(slug=f"n{n}", title=f"North Korean troops, report {n}") for n in range(6)]


def told(mail: MailSink) -> list[str]:
    """Return the headlines that arrived by mail."""
    subjects = [str(message["Subject"]) for message in mail.kept]
    return [subject.split(": ")[1].removesuffix(" (may be a repeat)") for subject in subjects]


def kill_when(event: threading.Event, child: subprocess.Popen[str]) -> None:
    """Kill the program the moment that something happens."""
    assert event.wait(30)
    child.kill()
    child.communicate()


def test_a_kill_before_the_answer_of_a_service_repeats_that_message_marked(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post", source="    backfill: 3650d\n")
    hook.mode = "hang"
    child = desk.start("run")
    kill_when(hook.arrived, child)
    hook.mode = "answer"
    hook.release.set()
    desk.run("run", "--once")
    headlines = [payload["title"] for payload in hook.kept]
    assert sorted(set(headlines)) == sorted(item.title for item in NEWS)
    repeated = [payload for payload in hook.kept if payload["may_be_a_repeat"]]
    assert len(headlines) == len(NEWS) + 1
    assert [payload["title"] for payload in repeated] == headlines[:1]
    assert len(set(hook.keys)) == len(NEWS)
    assert set(told(mail)) == {item.title for item in NEWS}
    assert len(mail.kept) <= len(NEWS) + 1


@pytest.mark.parametrize("lines", [1, 2])
def test_a_kill_between_polls_and_deliveries_loses_nothing(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink, lines: int
) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post", source="    backfill: 3650d\n")
    child = desk.start("run")
    assert child.stderr is not None
    for _ in range(lines):
        child.stderr.readline()
    child.kill()
    child.communicate()
    desk.run("run", "--once")
    wanted = {item.title for item in NEWS}
    assert {payload["title"] for payload in hook.kept} == wanted
    assert set(told(mail)) == wanted
    extra = len(hook.kept) - len(NEWS), len(mail.kept) - len(NEWS)
    # One kill can fall into one send of each channel.
    assert extra <= (1, 1)


@pytest.mark.parametrize("moment", ["claimed", "sent", "settled"])
def test_a_kill_between_the_steps_of_a_delivery_loses_nothing_and_repeats_at_most_that_one(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink, moment: str
) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post", source="    backfill: 3650d\n")
    dying = [sys.executable, "-P", "-m", "tests.flow.dying", moment, "run", "--once"]
    environ = {**desk.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    child = subprocess.run(dying, cwd=desk.folder, env=environ, check=False, timeout=60)
    assert child.returncode == -signal.SIGKILL
    desk.run("run", "--once")
    by_mail = [
        (title, "may be a repeat" in str(m["Subject"]))
        for title, m in zip(told(mail), mail.kept, strict=True)
    ]
    by_hook = [(payload["title"], payload["may_be_a_repeat"]) for payload in hook.kept]
    for arrived in (by_mail, by_hook):
        titles = [title for title, _ in arrived]
        assert set(titles) == {item.title for item in NEWS}
        again = [marked for n, (title, marked) in enumerate(arrived) if title in titles[:n]]
        assert again in ([], [True])
    extra = len(by_mail) + len(by_hook) - 2 * len(NEWS)
    # The other channel may have been in the middle of sending, too.
    assert extra >= (1 if moment == "sent" else 0)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_in_time_while_every_channel_hangs(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink, sign: signal.Signals
) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post", source="    backfill: 3650d\n")
    hook.mode = mail.mode = "hang"
    child = desk.start("run")
    assert hook.arrived.wait(30)
    assert mail.arrived.wait(30)
    child.send_signal(sign)
    _, log = child.communicate(timeout=10)
    assert child.returncode == 0
    assert "stopped; nothing is lost" in log


def test_two_daemons_do_not_work_on_one_archive(desk: Desk, press: Press) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post")
    first = desk.start("run")
    assert first.stderr is not None
    assert "watching 1 source" in first.stderr.readline()
    done: Any = desk.run("run", "--once", code=1)
    assert f"(process {first.pid})" in done.stderr
    first.terminate()
    first.communicate(timeout=10)
    desk.run("run", "--once")


def test_a_kill_while_a_digest_is_sent_repeats_that_one_message_marked(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = [
        Item(slug=f"many{n}", title=f"North Korean troops, report {n}") for n in range(20)
    ]
    desk.configure("post", source="    backfill: 3650d\n")
    hook.mode = mail.mode = "hang"
    child = desk.start("run")
    assert mail.arrived.wait(30)
    kill_when(hook.arrived, child)
    hook.mode = mail.mode = "accept"
    hook.release.set()
    desk.run("run", "--once")
    first, again = hook.kept
    assert (first["kind"], again["kind"]) == ("digest", "digest")
    assert (first["may_be_a_repeat"], again["may_be_a_repeat"]) == (False, True)
    assert first["key"] == again["key"]
    assert [one["title"] for one in first["stories"]] == [one["title"] for one in again["stories"]]
    keys = {str(message["X-Wirewatch-Key"]) for message in mail.kept}
    marked = ["may be a repeat" in str(message["Subject"]) for message in mail.kept]
    assert (len(keys), marked) == (1, [False, True])
