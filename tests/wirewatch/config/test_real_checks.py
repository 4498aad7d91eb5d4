"""The configuration with the checks that the program gives it."""

from pathlib import Path

from alerts.services import address_problem
from tests.wirewatch.config.test_bad_files import BASE
from watchlists import check
from wirewatch.config import Loaded, load, starter


def read(text: str, folder: Path) -> Loaded:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, {}, check_query=check, check_address=address_problem)


def test_the_starter_has_no_problem(tmp_path: Path) -> None:
    assert read(starter(), tmp_path).problems == ()


def test_curly_quotes_around_a_keyword_are_no_mistake(tmp_path: Path) -> None:
    assert (
        read(BASE.replace("[Kursk, Pyongyang]", "[Kursk, “North Korea”]"), tmp_path).problems == ()
    )


def test_problems_of_keywords_and_addresses_are_told_where_they_are(tmp_path: Path) -> None:
    text = BASE.replace("[Kursk, Pyongyang]", "[Kursk(, a]").replace(
        "console://", "slak://S3CRET-9/b"
    )
    loaded = read(text, tmp_path)
    assert [(p.line, p.column, p.severity) for p in loaded.problems] == [
        (12, 16, "error"),
        (12, 19, "warning"),
        (16, 9, "error"),
    ]
    assert "S3CRET-9" not in repr(loaded.problems)
