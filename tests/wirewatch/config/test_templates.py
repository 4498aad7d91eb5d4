"""Templates that a channel names: found from the file's folder, and their faults told with file and line."""

import os
from pathlib import Path

import pytest

from tests.wirewatch.config.reading import read
from tests.wirewatch.config.test_bad_files import BASE


def channel(template: str) -> str:
    return BASE.replace("console://", f"{{to: 'json://localhost', template: {template}}}")


def test_a_template_is_found_from_the_files_folder(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "json.txt").write_text("{{ title }}", encoding="utf-8")
    loaded = read(channel("words/"), tmp_path)
    assert loaded.config is not None
    assert loaded.problems == ()
    assert loaded.config.channels[0].template == str(tmp_path / "words")


def test_faults_of_templates_are_told_with_file_and_line_and_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "json.txt").write_text("{{ title }}\n{{ title }\n", encoding="utf-8")
    (tmp_path / "words" / "emial.html").write_text("x", encoding="utf-8")
    loaded = read(channel("words"), tmp_path)
    assert loaded.config is not None
    told = {(Path(p.file).name, p.line, p.severity, p.code) for p in loaded.problems}
    assert told == {
        ("json.txt", 2, "warning", "bad-template"),
        ("config.yaml", 16, "warning", "unknown-template"),
    }
    shown = "\n".join(problem.render() for problem in loaded.problems)
    assert "json.txt:2:1: warning: unexpected '}'" in shown
    assert "{{ title }\n" in shown
    assert "emial.html" in shown


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    os.mkfifo(tmp_path / "words" / "json.txt")
    loaded = read(channel("words"), tmp_path)
    (problem,) = loaded.problems
    assert (Path(problem.file).name, problem.message) == ("json.txt", "it is no file")


def test_a_fault_in_a_folder_of_two_channels_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "json.txt").write_text("{{ titel }} {{ urll }}", encoding="utf-8")
    second = "  second: {to: 'json://localhost', template: words}\n"
    loaded = read(channel("words") + second, tmp_path)
    assert [one.code for one in loaded.problems].count("bad-template") == 2


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    loaded = read(channel("nowhere.txt"), tmp_path)
    assert loaded.config is not None
    (problem,) = loaded.problems
    assert (problem.code, problem.line) == ("no-template", 16)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("{to: 'json://localhost', template: one.txt, when: daily 07:30}", "a single file is for alerts"),
        ("\n    to: console://\n    template: one.txt", "the console has no templates"),
        ("{to: 'json://localhost', template: one.txt}", None),
        ("{to: 'json://localhost', template: good, when: daily 07:30}", None),
        ("{to: ['json://localhost', 'mailto://me@localhost'], template: good}", None),
        ("{to: 'mailto://me@localhost', template: good}", "this folder has no file for a channel of this kind"),
        ("{to: 'json://localhost', template: empty}", "this folder has no file for a channel of this kind"),
    ],
)  # fmt: skip
def test_a_template_that_nothing_is_made_of_is_told(
    tmp_path: Path, given: str, what: str | None
) -> None:
    (tmp_path / "one.txt").write_text("{{ title }}", encoding="utf-8")
    (tmp_path / "good").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "good" / "digest-json.txt").write_text("{{ title }}", encoding="utf-8")
    loaded = read(BASE.replace("console://", given), tmp_path)
    assert loaded.config is not None
    told = [one.message for one in loaded.problems if one.code == "unused-template"]
    assert [what in one for one in told] == [True] if what else not told


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("chat.md", "{{ title }} {{ sentence }} {{ query }}", None),
        ("chat.md", "x" * 3000, "chat.md: it writes 3,000 characters, and 2,900 is the most"),
        ("digest-chat.md", "{{ title }}" + "x" * 3000, "digest-chat.md: it writes 3,010"),
        ("chat.md", "{{ titel }}" + "x" * 3000, None),
    ],
)
def test_a_template_that_writes_too_much_whatever_there_is_to_tell_is_told(
    tmp_path: Path, name: str, text: str, told: str | None
) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / name).write_text(text, encoding="utf-8")
    given = channel("words").replace("json://localhost", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazk")
    loaded = read(given, tmp_path)
    assert loaded.config is not None
    found = [one.message for one in loaded.problems if one.code == "long-template"]
    assert [told in one for one in found] == [True] if told else not found


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        (
            "  desk: {to: 'json://me:hunter22@localhost', template: nowhere.txt}",
            "there is no file and no folder `nowhere.txt`",
        ),
        (
            "  desk: {template: 'no where', to: json://me:hunter22@localhost}",
            "there is no file and no folder `no where`",
        ),
        (
            "  desk: {to: 'json://me:hunter22@localhost', quiet: 25-07, limit: 3/h}",
            "`25-07` is not hours",
        ),
    ],
)
def test_of_a_channel_in_one_line_only_its_address_is_hidden(
    tmp_path: Path, channels: str, told: str
) -> None:
    loaded = read(BASE.replace("  desk: console://", channels), tmp_path)
    shown = "\n".join(problem.render() for problem in loaded.problems)
    assert told in shown
    assert "hunter22" not in shown


@pytest.mark.parametrize(
    "channels",
    [
        "channels: {template: 'hunter22-token'}",
        "channels: {desk: {to: 'mailto://me:hunter22@x, limit: 3/h'}, limit: hunter22-token}",
        "channels:\n  desk: 'json://me, template: hunter22, x'",
    ],
)
def test_what_only_looks_like_a_rule_stays_hidden(tmp_path: Path, channels: str) -> None:
    head, _ = BASE.split("channels:")
    loaded = read(head.replace("notify: [desk]", "notify: [dsk]") + channels + "\n", tmp_path)
    shown = "\n".join(problem.render() for problem in loaded.problems)
    assert "***" in shown
    assert "hunter22" not in shown


def test_of_a_template_only_secrets_are_hidden(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(
        "token: {{ titel }} https://me:hunter22@post.example/a hunter33\n", encoding="utf-8"
    )
    text = channel("one.txt").replace("json://localhost", "json://me:hunter33@localhost")
    loaded = read(text, tmp_path)
    (shown,) = [one.render() for one in loaded.problems if one.code == "bad-template"]
    assert "there is no `titel`" in shown
    assert "token: {{ titel }} https://***@post.example/a ***" in shown
    assert "hunter" not in shown
