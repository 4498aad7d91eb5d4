"""The canary flies through the real daemon: nobody is alerted, nothing stays, and its watchlist is its alone."""

import signal

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Press
from tests.flow.test_reload import until


def test_it_arrives_and_leaves_no_trace(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = []
    desk.configure("post", query="wirewatch OR canary", extra="ops: [hook]\ncanary: 10s\n")
    child = desk.start("run", "-v")
    said = "".join(until(child, "the canary has arrived"))
    assert "watching 1 source with 1 watchlist" in said
    assert "gap" not in "".join(until(child, "the canary has arrived"))
    assert [line["name"] for line in desk.records("status") if "url" in line] == ["post"]
    assert desk.records("export") == []
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=30)
    assert child.returncode == 0
    assert hook.kept == []
    assert mail.kept == []
