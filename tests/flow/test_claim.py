"""A story that nobody claims is told to another channel; one that is claimed is not."""

import json

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press
from tests.flow.test_reload import until

TROOPS = Item(slug="troops", title="North Korean troops move on")


def test_what_nobody_claims_is_told_to_others(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = []
    desk.configure("post")
    config = desk.folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("notify: [mail, hook]", "notify: [mail]\n    escalate: {after: 10s, to: [hook]}"),
        encoding="utf-8",
    )  # fmt: skip
    child = desk.start("run")
    until(child, "post: first poll")
    press.feeds["post"] = [TROOPS]
    until(child, "story 1 was not claimed, others are told")
    assert hook.arrived.wait(30)
    (payload,) = hook.kept
    assert (payload["kind"], payload["title"]) == ("escalation", TROOPS.title)
    assert payload["story"] == 1
    assert "To claim it now: wirewatch claim 1" in payload["message"]
    said = desk.run("claim", "1").stdout
    assert said.startswith(f"story 1 ({TROOPS.title}) is claimed; others were told at ")
    assert "claimed at" in desk.run("claim", "--message", "1").stdout
    record = json.loads(desk.run("claim", "1", "--json").stdout)
    assert (record["story"], record["title"], record["already"]) == (1, TROOPS.title, True)
    assert record["claimed"].endswith("Z")
    assert record["escalated"].endswith("Z")
    assert "no story 77 was told" in desk.run("claim", "77", code=1).stderr
    child.terminate()
    child.communicate(timeout=30)
    (part,) = [m.get_body(("plain",)) for m in mail.kept]
    assert part is not None
    assert "before others are told too: wirewatch claim 1" in part.get_content()
    assert json.dumps(hook.kept).count("escalation") == 1
