"""`explain`: whatever became of an article, it is said and why."""

import json
from dataclasses import replace

from tests.alerts.sinks import HookSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

BODY = (
    "Officials say that North Korean troops have reached the region. They came by train over three nights, according to"
    " two people who saw the wagons being unloaded. Nobody at the ministry wanted to say how many there are, or how long"
    " they are going to stay there."
)
TROOPS = Item(slug="troops", title="An army gathers", text=f"<p>{BODY}</p>")
SEAL = Item(slug="seal", title="A seal sleeps on the slipway")


def test_an_article_that_was_told_says_whom_and_that_it_arrived(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds |= {"post": [SEAL], "mirror": []}
    desk.configure("post", "mirror")
    desk.run("run", "--once")
    press.feeds["post"].insert(0, TROOPS)
    desk.run("run", "--once")
    copy = Item(slug="copy", title="Something moves at night", text=f"<p>{BODY}</p>")
    press.feeds["mirror"].insert(0, copy)
    desk.run("run", "--once")
    assert len(hook.kept) == 1

    said = desk.ask("explain", f"{press.base}/news/troops?utm_source=rss").stdout
    assert "listed by post" in said
    assert "✓ Troops" in said
    way = (
        "Troops to hook: routed · the first of its story here · not muted · within the limits, at once"
        " · as JSON, in Wirewatch's own words · sent (accepted) · settled"
    )
    assert said.count(way) == 1
    (record,) = desk.asked("explain", f"{press.base}/news/troops")
    assert [one["stage"] for one in record["verdicts"] if one["channel"] == "hook"] == [
        "route", "group", "mute", "decide", "render", "send", "settle"
    ]  # fmt: skip
    assert "2 articles (1 copy) at 1 outlet" in said

    said = desk.ask("explain", f"{press.base}/news/copy").stdout
    assert "exact copy of article 2, 'An army gathers' of" in said
    assert "Troops to hook: told already: its story has a message already" in said


def test_what_is_told_once_is_called_as_the_watchlist_groups_it(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds |= {"post": [SEAL], "mirror": []}
    desk.configure("post", "mirror")
    config = desk.folder / "config.yaml"
    config.write_text(config.read_text().replace("    notify:", "    group: copy\n    notify:", 1))
    desk.run("run", "--once")
    press.feeds["post"].insert(0, TROOPS)
    desk.run("run", "--once")
    press.feeds["mirror"].insert(0, Item(slug="copy", title="At night", text=f"<p>{BODY}</p>"))
    desk.run("run", "--once")
    assert len(hook.kept) == 1
    said = desk.ask("explain", f"{press.base}/news/copy").stdout
    assert "Troops to hook: told already: its copy has a message already" in said


def test_an_article_that_was_not_told_says_why(desk: Desk, press: Press) -> None:
    press.feeds["post"] = [SEAL, TROOPS]
    desk.configure("post")
    desk.run("run", "--once")
    said = desk.ask("explain", f"{press.base}/news/troops").stdout
    assert "first poll of a source, which is silent, so nobody was told" in said
    (record,) = desk.asked("explain", f"{press.base}/news/seal", "--watchlist", "Troops")
    assert record["title"] == "A seal sleeps on the slipway"
    assert [each["holds"] for each in record["watchlists"]] == [False]
    assert json.dumps(record)


def mirrored(desk: Desk, press: Press, *more: str) -> None:
    """Let the watchlist look at the second of two sources only."""
    press.feeds |= {"post": [SEAL], "mirror": [SEAL]}
    desk.configure("post", "mirror")
    config = desk.folder / "config.yaml"
    keys = "".join(f"    {key}\n" for key in ("sources: [mirror]", *more))
    text = config.read_text(encoding="utf-8").replace("    notify:", f"{keys}    notify:")
    config.write_text(text, encoding="utf-8")


def test_an_article_of_two_sources_is_told_to_who_looks_at_the_second_only(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    mirrored(desk, press)
    desk.run("run", "--once")
    press.feeds["post"].insert(0, TROOPS)
    desk.run("run", "--once")
    assert not hook.kept
    press.feeds["mirror"].insert(0, TROOPS)
    desk.run("run", "--once")
    desk.run("run", "--once")
    assert [payload["title"] for payload in hook.kept] == [TROOPS.title]
    said = desk.ask("explain", f"{press.base}/news/troops").stdout
    assert "listed by mirror, post" in said
    assert "✓ Troops" in said


def test_its_matches_point_into_its_text_after_an_edit_too(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    mirrored(desk, press, "on_edit: any")
    desk.run("run", "--once")
    for name in ("post", "mirror"):
        press.feeds[name].insert(0, TROOPS)
        desk.run("run", "--once")
    edited = replace(TROOPS, title="Troops gather", text=TROOPS.text.replace("three", "nine"))
    press.feeds["post"][0] = press.feeds["mirror"][0] = edited
    desk.run("run", "--once")
    (match,) = desk.asked("export", "--matches")
    assert match["title"] == "Troops gather"
    assert [(span["field"], span["term"]) for span in match["spans"]]
    told = [payload["kind"] for payload in hook.kept]
    assert told == ["alert", "edit"]
    assert hook.kept[1]["quote"]


def test_a_query_that_asks_for_a_source_hears_of_what_another_brought(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds |= {"post": [SEAL], "mirror": [SEAL]}
    desk.configure("post", "mirror", query='"North Korean troops" AND source:mirror')
    desk.run("run", "--once")
    for name in ("post", "mirror", "post"):
        press.feeds[name].insert(0, TROOPS)
        desk.run("run", "--once")
    assert [payload["title"] for payload in hook.kept] == [TROOPS.title]


def test_what_cannot_be_explained_is_one_line(desk: Desk, press: Press) -> None:
    press.feeds["post"] = [SEAL]
    desk.configure("post")
    assert "there is no archive yet" in desk.ask("explain", "1", code=1).stderr
    desk.run("run", "--once")
    unknown = desk.ask("explain", "https://post.example/never", code=1).stderr
    assert "the archive has no such article" in unknown
    assert "neither a web address" in desk.ask("explain", "seal", code=1).stderr
    assert "There are: Troops" in desk.ask("explain", "1", "--watchlist", "x", code=1).stderr


def test_what_a_first_poll_brings_to_one_watchlist_alone_is_said_to_be_silent(
    desk: Desk, press: Press, hook: HookSink
) -> None:
    press.feeds |= {"post": [SEAL], "mirror": [SEAL]}
    desk.configure("post")
    desk.run("run", "--once")
    press.feeds["post"].insert(0, TROOPS)
    desk.run("run", "--once")
    press.feeds["mirror"].insert(0, TROOPS)
    desk.configure("post", "mirror", query='"North Korean troops" OR army')
    config = desk.folder / "config.yaml"
    second = "  - {name: Armies, query: army, sources: [mirror], notify: [hook]}\nchannels:"
    config.write_text(config.read_text("utf-8").replace("channels:", second), encoding="utf-8")
    desk.run("run", "--once")
    assert [payload["watchlist"] for payload in hook.kept if payload["kind"] == "alert"] == [
        "Troops"
    ]
    said = desk.ask("explain", f"{press.base}/news/troops").stdout
    assert "Armies: silent: it came with the first poll of mirror" in said
