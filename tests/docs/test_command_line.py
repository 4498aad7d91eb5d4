"""docs/reference/command-line.md says what the grammar says, and every command line shown can be typed."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from tests.docs.pages import FENCE, ROOT, code, pages, read, sections, tables
from wirewatch.cli import main
from wirewatch.cli.arguments import parser

PAGE = read("reference/command-line.md")
ALL = "For all commands"
SHOWN = re.compile(r"^[ ]*(?:\$ )?(?:.*/bin/|\./do )?wirewatch +(.*)$")


def commands() -> dict[str, argparse.ArgumentParser]:
    top = parser()
    chosen = next(a for a in top._actions if a.dest == "command").choices  # noqa: SLF001
    assert isinstance(chosen, dict)
    return chosen


def words(actions: list[argparse.Action]) -> set[str]:
    """Return what can be written: the options, and the placeholders of the rest."""
    found: set[str] = set()
    for action in actions:
        if action.dest != "command":
            found.update(action.option_strings or [str(action.metavar)])
    return found


def documented(section: str) -> set[str]:
    """Return the options and placeholders of the tables of a section, without their values."""
    text = sections(PAGE)[section]
    first = [span for table in tables(text) for row in table for span in code(row[0])]
    return {span.split()[0] for span in first if re.match(r"-|[A-Z]+$", span)}


def test_the_options_of_all_commands_are_documented() -> None:
    assert documented(ALL) == words(parser()._actions)  # noqa: SLF001


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    assert documented(name) == words(commands()[name]._actions) - words(parser()._actions)  # noqa: SLF001


def test_every_command_has_its_section_and_its_line_at_the_top() -> None:
    listed = code(next(iter(tables(sections(PAGE)["The command line"])))[0][0])
    assert listed == ["init"]
    top = [row[0] for table in tables(sections(PAGE)["The command line"]) for row in table]
    assert [code(cell)[0] for cell in top] == list(commands())
    own = set(re.findall(r"^## ([a-z-]+)$", PAGE, flags=re.MULTILINE))
    assert own == set(commands())


def test_the_exit_codes_are_those_of_the_program() -> None:
    (table,) = tables(sections(PAGE)["Exit codes"])
    assert [int(row[0]) for row in table] == [
        main.DONE,
        main.MENDABLE,
        main.USAGE,
        main.FAILED,
        130,
    ]


def shown(page: Path) -> list[str]:
    """Return the arguments of each command line that a page shows; fences of `text` hold no commands."""
    text = page.read_text(encoding="utf-8")
    lines = [
        line
        for _, kind, body in FENCE.findall(text)
        if kind.strip() not in {"text", "yaml"}
        for line in body.splitlines()
    ]
    lines += [span for span in code(FENCE.sub("", text)) if "…" not in span]
    return [found[1] for line in lines if (found := SHOWN.match(line)) and found[1]]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_line_shown_can_be_typed(page: Path) -> None:
    for line in shown(page):
        typed: list[str] = []
        for word in shlex.split(line, comments=True):
            if word in {"|", ">", "&&", ";", "||", ">>", "<"} or re.match(r"\d?>", word):
                break
            typed.append(word)
        if typed in ([], ["--help"], ["--version"]) or "COMMAND" in typed:
            continue
        try:
            parser().parse_args(typed)
        except SystemExit:
            pytest.fail(f"{page.name}: wirewatch {line}")


def test_command_lines_are_found_where_they_stand() -> None:
    found = shown(ROOT / "docs/reference/command-line.md")
    assert {"check", "run --once", "init news", "search 'troops OR soldiers'"} <= set(found)
