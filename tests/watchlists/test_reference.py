"""The examples of docs/reference/query-language.md do what the page says."""

import re
from pathlib import Path
from typing import cast

import pytest

from watchlists import Document, Matcher, Watchlist, check, parse
from watchlists.dialects import Dialect, translate

PAGE = (Path(__file__).parents[2] / "docs/reference/query-language.md").read_text(encoding="utf-8")


def fences(kind: str) -> list[str]:
    """Return the insides of the page's code blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


EXAMPLES = [
    (block.splitlines()[0], line) for block in fences("matches") for line in block.splitlines()[1:]
]


def document(line: str) -> Document:
    """Read an example: facts in square brackets, then the body."""
    found = re.match(r"(?:\[(.*?)\] ?)?(.*)", line)
    assert found is not None
    facts = dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", found[1] or ""))
    known = {key: value.replace("_", " ") for key, value in facts.items()}
    return Document(
        title=known.get("title", ""),
        lead=known.get("lead", ""),
        text=found[2],
        url=known.get("url", ""),
        site=known.get("site", ""),
        authors=(known["author"],) if "author" in known else (),
        language=known.get("lang"),
        source=known.get("source", ""),
        tags=(known["tag"],) if "tag" in known else (),
        sections=tuple(filter(None, [known.get("section", "")])),
    )


@pytest.mark.parametrize(("query", "line"), EXAMPLES)
def test_an_example(query: str, line: str) -> None:
    held = Matcher([Watchlist(name="one", query=query)]).holding(document(line[2:]))
    assert bool(held) == {"+": True, "-": False}[line[0]]


@pytest.mark.parametrize(
    "line", [line for block in fences("translate") for line in block.splitlines()]
)
def test_a_translation(line: str) -> None:
    dialect, _, rest = line.partition(": ")
    theirs, _, ours = rest.rpartition(" => ")
    translation = translate(theirs, cast("Dialect", dialect))
    assert translation.query == ("" if ours == "!" else ours)
    if ours == "!":
        assert translation.complaints
    else:
        assert str(parse(ours)) == ours


def test_every_operator_and_field_has_an_example() -> None:
    shown = " ".join(query for query, _ in EXAMPLES)
    for name in (
        "AND", "OR", "NOT", " -", "NEAR/", "ONEAR/", "ATLEAST/", "SENTENCE(", "PARAGRAPH(", '="', "/", "*", "?",
        "title:", "lead:", "body:", "url:", "site:", "author:", "lang:", "source:", "tag:", "section:", "words:",
    ):  # fmt: skip
        assert name in shown


def test_no_example_has_an_error() -> None:
    for query, _ in EXAMPLES:
        assert not [each for each in check(query) if each.severity == "error"]
