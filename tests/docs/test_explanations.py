"""What the explanations list is what the code has."""

import inspect
import re
import tomllib

from archive import ports
from archive.address import RULES
from archive.vocabulary import FetchRules
from spiders.feeds import MEANING
from tests.docs.pages import ROOT, code, read, sections, tables

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_dependency_has_its_reasons_and_nothing_else_has() -> None:
    names = [re.split(r"[<>=!~\[; ]", line)[0] for line in PROJECT["dependencies"]]
    headings = re.findall(r"^## (.+)$", read("explanation/libraries.md"), flags=re.MULTILINE)
    assert headings == names


def test_the_rules_of_canonical_addresses_are_the_ones_that_run() -> None:
    (table,) = tables(
        sections(read("explanation/identity.md"))["How addresses are written one way"]
    )
    told = [(row[0], row[1], *code(row[2]), *code(row[3])) for row in table]
    assert told == [(rule.rule, rule.reason, *rule.example) for rule in RULES]


def test_every_port_is_told_with_its_methods() -> None:
    (table,) = tables(sections(read("explanation/architecture.md"))["Another database"])
    told = {code(row[0])[0]: set(code(row[1])) for row in table}
    there = {
        name: {m for m, _ in inspect.getmembers(port, inspect.isfunction) if m[0] != "_"}
        for name, port in inspect.getmembers(ports, inspect.isclass)
        if port.__module__ == ports.__name__
    }
    assert told == there


def test_the_reasons_of_servers_are_told_word_for_word() -> None:
    told = set(code(sections(read("explanation/fetching.md"))["What a reason means"]))
    assert {f"the server {words}" for words in MEANING.values()} <= told


def test_the_reasons_of_documents_are_told_word_for_word() -> None:
    told = set(code(sections(read("explanation/fetching.md"))["What a reason means"]))
    source = "".join(
        (ROOT / "spiders" / name).read_text(encoding="utf-8") for name in ("feed.py", "jsonfeed.py")
    )
    reasons = set(re.findall(r'"((?:the server sent|what the server sent) [^"]+)"', source))
    assert len(reasons) >= 5
    assert reasons <= told


def test_the_limits_of_a_request_are_the_ones_that_hold() -> None:
    rules = FetchRules()
    (table,) = tables(sections(read("explanation/fetching.md"))["Limits"])
    told = {code(row[2])[0]: row[1] for row in table if code(row[2])}
    assert told == {
        "timeout": f"{rules.timeout.total_seconds():g} s",
        "max_size": f"{rules.max_size // 1024**2} MB",
        "delay": "1 s",
    }


def test_the_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.search(r"^## (\S+)", text, flags=re.MULTILINE)
    assert first is not None
    assert first[1] == PROJECT["version"]
