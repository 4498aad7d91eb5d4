"""docs/how-to/write-templates.md names what templates have, and its examples work."""

import re
from pathlib import Path

from alerts import Kind, render
from alerts.own import FILES, load, problems
from alerts.templates.users import FILTERS, MOST_CHARS, MOST_TURNS
from alerts.values import NAMES, NAMES_OF_DIGESTS, of_digest, of_picture
from alerts.words import picture
from tests.alerts.stories import ZONE, alert, coverage, digest
from tests.docs.pages import FENCE, code, read, sections, tables

PAGE = read("how-to/write-templates.md")


def test_every_file_and_every_value_is_named_and_no_other() -> None:
    (files,) = tables(sections(PAGE)["Which file is for what"])
    assert [code(row[0])[0] for row in files] == list(FILES)
    alerts, digests = tables(sections(PAGE)["What a template can show"])
    assert {code(row[0])[0] for row in alerts} == NAMES
    assert {code(row[0])[0] for row in digests} == NAMES_OF_DIGESTS


def test_what_is_named_is_given() -> None:
    from alerts.digests import overview

    assert set(of_picture(picture(alert(), zone=ZONE))) == NAMES
    assert set(of_digest(overview(digest(), zone=ZONE))) == NAMES_OF_DIGESTS


def test_filters_and_bounds_are_those_of_the_code() -> None:
    text = sections(PAGE)["What it is written in"]
    listed = next(line for line in text.splitlines() if line.startswith("`capitalize`"))
    assert tuple(code(listed)) == FILTERS
    assert f"{MOST_CHARS:,} characters" in text
    assert f"{MOST_TURNS:,} turns" in text


def test_every_example_works(tmp_path: Path) -> None:
    for _, kind, body in FENCE.findall(PAGE):
        if kind.strip() == "jinja":
            (name,) = re.findall(r"words/(\S+)", body)
            (tmp_path / name).write_text(body, encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {
        "subject.txt",
        "email.html",
        "digest-chat.md",
    }
    assert problems(tmp_path) == []
    own = load(tmp_path)
    mail = render(alert(), Kind.EMAIL, zone=ZONE, coverage=coverage(), own=own)
    assert (mail.title, mail.fault) == (
        "Harbour | Aldmoor Post: Harbour bridge closes for a week",
        "",
    )
    assert "<b>harbour bridge</b> would" in mail.body
    chat = render(digest(), Kind.MARKDOWN, zone=ZONE, own=own)
    assert chat.fault == ""
    assert "- [Bridge news 0](https://news.example/harbour" in chat.body
