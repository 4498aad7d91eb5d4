"""The whole journey: a real feed in, a real e-mail and web hook out, once."""

from datetime import UTC, datetime

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

SENTENCE = "Officials say that North Korean troops have reached the region."
BODY = (
    f"{SENTENCE} They came by train over three nights, according to two people who saw the wagons"
    " being unloaded. Nobody at the ministry wanted to say how many there are, or how long they are"
    " going to stay there."
)
TROOPS = Item(slug="troops", title="An army gathers", text=f"<p>{BODY}</p>")
OTHER = Item(slug="seal", title="A seal sleeps on the slipway", summary="The lifeboat had to wait.")


def test_one_story_is_told_once_to_each_channel(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = [OTHER, TROOPS]
    desk.configure("post", source="    backfill: 3650d\n")
    desk.run("run", "--once")
    assert [str(message["Subject"]) for message in mail.kept] == ["Troops: An army gathers"]
    assert [payload["quote"] for payload in hook.kept] == [SENTENCE]
    assert hook.kept[0]["hits"] == ["North Korean troops"]
    desk.run("run", "--once")
    assert (len(mail.kept), len(hook.kept)) == (1, 1)
    first, second = press.asked("/post.xml")
    assert "If-None-Match" not in first.headers
    assert second.headers["If-None-Match"]


def test_a_copy_under_another_headline_and_address_is_not_told_again(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds |= {"post": [OTHER], "mirror": [OTHER]}
    desk.configure("post", "mirror")
    desk.run("run", "--once")
    press.feeds["post"].insert(0, TROOPS)
    copy = (
        f"<h4>Published on</h4><p>{BODY}</p><p>Continue Reading</p><p><em>With Post wires</em></p>"
    )
    press.feeds["mirror"].insert(0, Item(slug="x", title="Something moves at night", text=copy))
    desk.run("run", "--once")
    desk.run("run", "--once")
    assert (len(mail.kept), len(hook.kept)) == (1, 1)
    by_title = {record["title"]: record for record in desk.records("search", "North Korean troops")}
    assert len(by_title) == 2
    copies = [record for record in by_title.values() if record["copy_of"]]
    assert [record["copy_kind"] for record in copies] == ["exact"]
    assert len({record["story"] for record in by_title.values()}) == 1


def test_the_first_poll_is_silent_and_says_what_would_have_matched(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = [TROOPS, OTHER]
    desk.configure("post")
    done = desk.run("run", "--once")
    assert (
        "post: first poll, 2 entries taken in silence; 1 would have matched (Troops 1)"
        in done.stderr
    )
    assert (len(mail.kept), hook.news) == (1, [])
    (note,) = hook.kept
    assert note["title"] == "1 match was there already and will not be told"
    assert "Troops: 1\n" in note["message"]
    desk.run("run", "--once")
    assert (len(mail.kept), len(hook.kept)) == (1, 1)


def test_the_first_entry_of_an_empty_feed_is_news(desk: Desk, press: Press, hook: HookSink) -> None:
    press.feeds["post"] = []
    desk.configure("post")
    desk.run("run", "--once")
    press.feeds["post"] = [TROOPS]
    desk.run("run", "--once")
    assert [payload["title"] for payload in hook.kept] == ["An army gathers"]


def test_an_old_date_does_not_hide_news(desk: Desk, press: Press, hook: HookSink) -> None:
    press.feeds["post"] = [OTHER]
    desk.configure("post")
    desk.run("run", "--once")
    old = Item(
        slug="old", title="North Korean troops, again", published=datetime(1970, 1, 1, tzinfo=UTC)
    )
    press.feeds["post"].append(old)
    desk.run("run", "--once")
    assert [payload["title"] for payload in hook.kept] == ["North Korean troops, again"]


def test_a_new_watchlist_looks_back_only_when_it_asks_to(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds["post"] = [TROOPS, OTHER]
    desk.configure("post")
    desk.run("run", "--once")
    seal = "watchlists:\n  - {{name: {0}, any: [seal], notify: [hook]{1}}}\n"
    config = desk.folder / "config.yaml"
    original = config.read_text(encoding="utf-8")
    for name, backfill in (("Silent", ""), ("Curious", ", backfill: 24h")):
        changed = original.replace("watchlists:\n", seal.format(name, backfill))
        config.write_text(changed, encoding="utf-8")
        desk.run("run", "--once")
    assert [(p["watchlist"], p["title"]) for p in hook.news] == [
        ("Curious", "A seal sleeps on the slipway")
    ]
    assert [p["title"] for p in hook.kept if p not in hook.news] == [
        "1 match was there already and will not be told",
        "1 story matches 1 new watchlist and will not be told",
    ]


def test_a_failing_source_costs_no_other_and_is_told(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds |= {"post": [TROOPS], "down": [], "html": []}
    press.broken = {"/down.xml": 500}
    desk.configure("down", "post", source="    backfill: 3650d\n")
    desk.run("run", "--once", code=3)
    assert len(hook.kept) == 1
    down, post = desk.records("status")[:2]
    assert (down["state"], down["error"]) == ("failing", "the server answers with an error (500)")
    assert (post["state"], post["entries"], post["error"]) == ("ok", 1, None)
    assert down["next_poll"] > down["last_poll"]


def test_what_a_dead_mail_server_could_not_take_is_sent_later(
    desk: Desk, press: Press, mail: MailSink, hook: HookSink
) -> None:
    press.feeds["post"] = [TROOPS]
    desk.configure("post", source="    backfill: 3650d\n")
    mail.mode = "tempfail"
    desk.run("run", "--once", code=3)
    assert (len(mail.kept), len(hook.kept)) == (0, 1)
    channels = {record["name"]: record for record in desk.records("status")[1:]}
    assert channels["mail"]["ready"] == 1
    assert channels["mail"]["state"] == "failing"
    assert "451" in channels["mail"]["error"] or "greylisted" in channels["mail"]["error"]
    assert channels["hook"]["sent"] == 1
