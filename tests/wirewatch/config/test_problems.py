"""How a problem looks."""

from pathlib import Path

import pytest

from tests.wirewatch.config.reading import read
from tests.wirewatch.config.test_bad_files import BASE
from wirewatch.config import Problem


def problem(text: str, caret: int, length: int = 1) -> Problem:
    return Problem(
        severity="error",
        file="c.yaml",
        line=1,
        column=caret + 1,
        code="x",
        message="wrong",
        mend="Is it?",
        text=text,
        caret=caret,
        length=length,
    )


@pytest.mark.parametrize(
    ("text", "caret", "length", "marks"),
    [
        ("abc", 1, 1, " ^"),
        ("北京 x", 3, 1, "     ^"),
        ("北京 x", 0, 2, "^^^^"),
        ("e\u0301a", 2, 1, " ^"),
        ("abc", 3, 1, "   ^"),
    ],
)
def test_the_caret_stands_under_the_mistake(text: str, caret: int, length: int, marks: str) -> None:
    assert (
        problem(text, caret, length).render()
        == f"c.yaml:1:{caret + 1}: error: wrong. Is it?\n    {text}\n    {marks}"
    )


def test_colours_change_nothing_else() -> None:
    plain = problem("abc", 1).render()
    coloured = problem("abc", 1).render(color=True)
    assert "\x1b[" in coloured
    for code in ("\x1b[1m", "\x1b[0m", "\x1b[1;31m"):
        coloured = coloured.replace(code, "")
    assert coloured == plain


def test_what_could_deceive_a_terminal_is_made_visible(tmp_path: Path) -> None:
    loaded = read(BASE.replace("every: 5m", "ev\u202ery\x1b[2J: 5m"), tmp_path)
    shown = "\n".join(problem.render() for problem in loaded.problems)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "␛[2J" in shown


def test_a_long_line_is_cut_around_the_mistake(tmp_path: Path) -> None:
    keywords = ", ".join(f"keyword{n}" for n in range(200))
    (found,) = read(
        BASE.replace("[Kursk, Pyongyang]", f"[{keywords}, no, {keywords}]"), tmp_path
    ).problems
    assert len(found.text) <= 102
    assert found.text[found.caret : found.caret + found.length] == "no"
    assert found.column > 2000
