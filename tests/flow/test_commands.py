"""The command line as a user meets it."""

import csv
import io
import json
import os
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from sqlite_utils import Database

from tests.alerts.sinks import HookSink, MailSink
from tests.flow.conftest import Desk
from tests.flow.press import Item, Press
from wirewatch.cli.arguments import parser
from wirewatch.cli.main import COMMANDS

SECRET = "s3cret-of-mine"
FORMULA = Item(slug="csv", title="=HYPERLINK(1)", summary="North Korean troops were here.")
NEWS = [
    Item(
        slug="a", title="Troops move", summary="Many North Korean troops moved. A second sentence."
    ),
    FORMULA,
    Item(slug="b", title="A seal sleeps", summary="On the slipway."),
]


@pytest.fixture
def stocked(desk: Desk, press: Press) -> Desk:
    """A desk whose archive holds three articles, two of them matched."""
    press.feeds["post"] = NEWS
    desk.configure("post")
    desk.run("run", "--once")
    return desk


def test_every_command_of_the_grammar_is_there() -> None:
    actions = next(a for a in parser()._actions if a.dest == "command")  # noqa: SLF001
    assert set(actions.choices or ()) == set(COMMANDS)


def test_init_writes_an_example_that_is_good_and_never_overwrites(desk: Desk) -> None:
    done = desk.run("init", "new")
    assert "new/config.yaml" in done.stdout
    assert "good" in desk.run("check", "--config", "new/config.yaml").stdout
    before = (desk.folder / "new/config.yaml").read_bytes()
    assert "wirewatch check --config new/config.yaml\n" in done.stdout
    assert desk.run("init").stdout.endswith("wirewatch check\n")
    assert "is there already" in desk.run("init", "new", code=1).stderr
    assert (desk.folder / "new/config.yaml").read_bytes() == before


def test_the_archive_can_be_looked_into_while_the_configuration_has_mistakes(stocked: Desk) -> None:
    path = stocked.folder / "config.yaml"
    good = path.read_text()
    path.write_text(f"{good}\nevry: 5m\nkeep: {SECRET} days\n")
    for words in (("status",), ("search", "seal"), ("export",), ("explain", "1"), ("mute",)):
        done = stocked.run(*words)
        assert "has 2 mistakes, which `wirewatch check` tells" in done.stderr
        assert SECRET not in done.stdout + done.stderr
    assert "A seal sleeps" in stocked.run("search", "seal").stdout
    assert "has a mistake" in _status_with(stocked, good, "evry: 5m").stderr
    for archive in (
        "archive: .",
        "archive: other.db",
        "archive: [other.db]",
        "archve: other.db",
        '"',
    ):
        broken = good.replace("archive: wirewatch.db", archive)
        done = _status_with(stocked, broken, "evry: 5m", code=1)
        assert "mend the configuration first" in done.stderr
    _status_with(stocked, good, "evry: 5m")
    for words in (("outbox",), ("export", "--opml"), ("run", "--once")):
        assert "mend the configuration first" in stocked.run(*words, code=1).stderr


def _status_with(desk: Desk, good: str, more: str, code: int = 0) -> "CompletedProcess[str]":
    (desk.folder / "config.yaml").write_text(f"{good}\n{more}\n")
    return desk.run("status", code=code)


@pytest.mark.parametrize(
    "words",
    [("--config", "config.yaml", "-v", "check"), ("check", "-v", "--config", "config.yaml")],
)
def test_options_stand_before_or_after_the_command(desk: Desk, words: tuple[str, ...]) -> None:
    desk.configure("post")
    desk.run(*words)


def test_a_wrong_configuration_never_polls_and_shows_no_secret(desk: Desk, press: Press) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post", extra="evry: 5m\n")
    path = desk.folder / "config.yaml"
    text = path.read_text().replace(
        "${HOOK_ADDRESS}", f"json://me:{SECRET}@h.example/x\n  oops: slak://{SECRET}"
    )
    path.write_text(text.replace("query: '", "query: '(\"North Korean troops\" AND '\n    # '"))
    for words in (("run",), ("run", "--once"), ("check",), ("status",), ("check", "--json")):
        done = desk.run(*words, code=1)
        assert SECRET not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    assert press.requests == []
    problems = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"unknown-key"} <= {problem["code"] for problem in problems}
    assert all(problem["line"] > 0 and problem["column"] > 0 for problem in problems)


def test_a_missing_configuration_is_one_clear_line(desk: Desk) -> None:
    done = desk.run("run", code=1)
    assert done.stderr.count("\n") == 1
    assert "wirewatch init" in done.stderr


def test_wrong_usage_is_code_2(desk: Desk) -> None:
    desk.run("frobnicate", code=2)
    desk.run(code=2)
    desk.ask("search", "x", "--since", "soon", code=2)
    assert "write 1 or more" in desk.ask("search", "x", "--limit", "0", code=2).stderr


def test_status_before_the_first_run_shows_new_sources(desk: Desk) -> None:
    desk.configure("post")
    source, mail, hook = desk.records("status")
    assert (source["name"], source["state"], source["last_poll"]) == ("post", "new", None)
    assert [(one["name"], one["state"], one["sent"]) for one in (mail, hook)] == [
        ("mail", "ok", 0),
        ("hook", "ok", 0),
    ]
    assert "new" in desk.run("status").stdout


def test_status_json_has_the_promised_fields(stocked: Desk) -> None:
    records = stocked.records("status")
    assert list(records[0]) == (
        [
            "name",
            "kind",
            "url",
            "state",
            "since",
            "reason",
            "entries",
            "articles",
            "last_poll",
            "next_poll",
            "interval",
            "error",
            "gaps",
            "seen_after",
            "told_after",
        ]
    )
    assert (records[0]["entries"], records[0]["articles"]) == (3, 3)


def test_search_finds_in_the_watchlist_language(stocked: Desk) -> None:
    records = stocked.asked("search", '"North Korean troops" NOT seal')
    assert [record["title"] for record in records] == ["=HYPERLINK(1)", "Troops move"] or [
        record["title"] for record in records
    ] == ["Troops move", "=HYPERLINK(1)"]
    assert list(records[0]) == (
        [
            "id",
            "url",
            "title",
            "outlet",
            "source",
            "published",
            "seen",
            "language",
            "authors",
            "text",
            "story",
            "copy_of",
            "copy_kind",
            "matches",
        ]
    )
    assert records[0]["matches"] == ["Troops"]
    assert records[0]["text"] is None
    assert stocked.asked("search", "seal", "--text")[0]["text"] == "On the slipway."
    assert "Many North Korean troops moved." in stocked.ask("search", "troops move").stdout


def test_a_wrong_query_is_explained(stocked: Desk) -> None:
    done = stocked.ask("search", "(troops", code=1)
    assert "Traceback" not in done.stderr
    assert "(" in done.stderr
    assert "the query is empty" in stocked.ask("search", " ", code=1).stderr


def test_export_writes_json_lines_and_safe_csv(stocked: Desk) -> None:
    articles = stocked.asked("export")
    assert {record["title"] for record in articles} == {item.title for item in NEWS}
    matches = stocked.asked("export", "--matches")
    assert {record["title"] for record in matches} == {"Troops move", "=HYPERLINK(1)"}
    span = next(m for m in matches if m["title"] == "Troops move")["spans"][0]
    assert list(span) == ["field", "start", "end", "term"]
    assert NEWS[0].summary[span["start"] : span["end"]] == "North Korean troops"
    stocked.ask("export", "--format", "csv", "--output", "out.csv")
    rows = list(csv.DictReader(io.StringIO((stocked.folder / "out.csv").read_text())))
    assert {row["title"] for row in rows} == {"Troops move", "A seal sleeps", "'=HYPERLINK(1)"}


def test_a_closed_pipe_is_no_error(stocked: Desk) -> None:
    shell = f"{sys.executable} -P -m wirewatch export | true"
    assert os.waitstatus_to_exitcode(os.system(f"cd {stocked.folder} && {shell} 2>err")) == 0  # noqa: S605
    assert (stocked.folder / "err").read_text() == ""


def test_test_sends_a_sample_and_tells_the_answer(
    desk: Desk, hook: HookSink, mail: MailSink
) -> None:
    desk.configure("post")
    assert "sent" in desk.run("test", "hook").stdout
    assert hook.kept[0]["kind"] == "test"
    hook.status = 404
    failed = desk.run("test", "hook", "--json", code=3)
    assert json.loads(failed.stdout)["sent"] is False
    mail.mode = "drop"
    dropped = desk.run("test", "mail", code=3).stdout
    assert "without an answer; it may have arrived all the same" in dropped
    assert "no channel hok" in desk.run("test", "hok", code=1).stderr


def test_only_records_stand_on_standard_output_with_json(desk: Desk) -> None:
    desk.configure("post")
    path = desk.folder / "config.yaml"
    path.write_text(path.read_text().replace("channels:\n", "channels:\n  here: console://\n"))
    (record,) = desk.records("test", "here")
    assert (record["channel"], record["sent"]) == ("here", True)


def test_a_round_names_the_sources_that_failed_each_time(desk: Desk, press: Press) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post", "nowhere")
    for _ in range(2):
        assert "1 failed (nowhere)" in desk.run("run", "--once", code=3).stderr


def test_warnings_are_told_by_those_who_act_on_them(stocked: Desk) -> None:
    path = stocked.folder / "config.yaml"
    path.write_text(path.read_text().replace("channels:\n", "channels:\n  spare: console://\n"))
    for words in (("status",), ("search", "seal"), ("export",), ("watchlists",)):
        assert stocked.run(*words).stderr == ""
    for words in (("check",), ("run", "--once")):
        assert "channel `spare` is used by no watchlist" in stocked.run(*words).stderr


def test_check_counts_the_errors(desk: Desk) -> None:
    desk.configure("post", extra="evry: 5m\nsourcs: []\n")
    assert "2 errors" in desk.run("check", code=1).stderr


def test_the_schema_is_json(desk: Desk) -> None:
    assert json.loads(desk.run("schema").stdout)["$schema"].startswith("https://json-schema.org/")


def test_another_package_in_our_place_gives_one_clear_line(desk: Desk, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign" / "scheduler"
    foreign.mkdir(parents=True)
    (foreign / "__init__.py").write_text("raise RuntimeError('not ours')\n")
    desk.environ["PYTHONPATH"] = str(foreign.parent)
    done = desk.run("check", code=1)
    assert done.stderr.startswith("wirewatch: package 'scheduler' comes from")
    assert done.stderr.count("\n") == 1


def test_an_archive_of_another_program_is_left_alone(desk: Desk, press: Press) -> None:
    press.feeds["post"] = NEWS
    desk.configure("post")
    (desk.folder / "wirewatch.db").write_text("dear diary")
    done = desk.run("run", "--once", code=1)
    assert "wirewatch.db" in done.stderr
    assert (desk.folder / "wirewatch.db").read_text() == "dear diary"
    assert press.requests == []


def test_rounds_forget_what_keep_lets_go(desk: Desk, press: Press) -> None:
    old = Item(slug="seal", title="A seal sleeps on the slipway")
    press.feeds["post"] = [old]
    desk.configure("post", extra="keep: 30d\n")
    desk.run("run", "--once")
    assert [one["title"] for one in desk.asked("export")] == [old.title]
    db = Database(desk.folder / "wirewatch.db")
    long_ago = "2020-01-01T00:00:00.000000Z"
    (seen,) = db.execute("SELECT seen FROM articles").fetchone()
    assert len(seen) == len(long_ago)
    db.execute("UPDATE articles SET seen = ?, listed = ?", [long_ago] * 2)
    assert db.conn is not None
    db.conn.commit()
    db.close()
    press.feeds["post"] = [NEWS[0]]
    said = desk.run("run", "--once").stderr
    assert "1 article without a match forgotten" in said
    assert [one["title"] for one in desk.asked("export")] == [NEWS[0].title]
