"""Templates that a channel names: found from the file's folder, and their faults told with file and line."""

from pathlib import Path

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


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    loaded = read(channel("nowhere.txt"), tmp_path)
    assert loaded.config is not None
    (problem,) = loaded.problems
    assert (problem.code, problem.line) == ("no-template", 16)
