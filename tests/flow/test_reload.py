"""An edit while the daemon runs: taken up without losing anything, or told and left aside."""

import signal
import subprocess

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

SEAL = Item(slug="seal", title="A seal sleeps on the slipway")


def until(child: subprocess.Popen[str], words: str) -> list[str]:
    """Read the log up to the first line that holds some words."""
    assert child.stderr is not None
    lines = []
    for line in child.stderr:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError("".join(lines))


def test_edits_are_taken_up_while_it_runs_and_bad_ones_are_told(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds |= {"post": [], "mirror": []}
    desk.configure("post", extra="ops: [hook]\n")
    config = desk.folder / "config.yaml"
    good = config.read_text(encoding="utf-8")
    child = desk.start("run")
    until(child, "post: first poll")

    config.write_text(good.replace("watchlists:", "watchlist:"), encoding="utf-8")
    child.send_signal(signal.SIGHUP)
    until(child, "the edited configuration is not used")
    assert hook.arrived.wait(30)
    assert "config.yaml:8:1: error: unknown section “watchlist”" in hook.kept[0]["message"]

    both = good.replace("watchlists:", f"{_source(desk)}watchlists:\n{_watchlist('Seals', 'seal')}")
    config.write_text(both + "owners: {House of Seals: 127.0.0.1}\n", encoding="utf-8")
    child.send_signal(signal.SIGHUP)
    said = "".join(until(child, "configuration taken up"))
    assert "1 source new (mirror); 1 watchlist new (Seals)" in said
    until(child, "mirror: first poll")
    hook.arrived.clear()
    press.feeds["mirror"] = [SEAL]
    assert hook.arrived.wait(30)
    assert [payload.get("watchlist") for payload in hook.kept] == [None, "Seals"]
    assert [one["owner"] for one in hook.kept[1]["reports"]] == ["House of Seals"]
    child.terminate()
    child.communicate(timeout=30)
    assert child.returncode == 0
    assert mail.kept == []


def _source(desk: Desk) -> str:
    return (
        f"  - {{name: mirror, feed: '{desk.press.base}/mirror.xml', every: 1s, full_text: never}}\n"
    )


def _watchlist(name: str, word: str) -> str:
    return f"  - {{name: {name}, any: [{word}], notify: [hook]}}"
