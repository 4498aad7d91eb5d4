"""An older archive is put back: one note to ops and one message for what it does not know, whatever was told before."""

import shutil

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

TOLD = [Item(slug=f"t{n}", title=f"North Korean troops, report {n}") for n in range(4)]
MISSED = Item(slug="missed", title="North Korean troops, while it was down")


def test_what_an_older_archive_does_not_know_is_one_message(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = []
    desk.configure("post", extra="ops: [mail]\n")
    desk.run("run", "--once")
    archive = desk.folder / "wirewatch.db"
    shutil.copy(archive, desk.folder / "copy.db")
    press.feeds["post"] = TOLD
    desk.run("run", "--once")
    assert len(hook.kept) == len(mail.kept) == len(TOLD)
    (desk.folder / "copy.db").replace(archive)
    press.feeds["post"] = [MISSED, *TOLD]
    desk.run("run", "--once")
    (digest,) = hook.kept[len(TOLD) :]
    assert digest["kind"] == "digest"
    assert {one["title"] for one in digest["stories"]} == {one.title for one in press.feeds["post"]}
    note, summary = (str(message["Subject"]) for message in mail.kept[len(TOLD) :])
    assert note == "Wirewatch: An older archive was put back"
    assert "5 stories" in summary
    desk.run("run", "--once")
    assert len(hook.kept) == len(TOLD) + 1
