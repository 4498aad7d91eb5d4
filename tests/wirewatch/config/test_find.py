"""Where the configuration is looked for, and in which order."""

from pathlib import Path

import pytest

from wirewatch.config import ConfigNotFound, find_config


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    (tmp_path / "user" / "wirewatch").mkdir(parents=True)
    for name in ("named.yaml", "variable.yaml", "here/config.yaml", "user/wirewatch/config.yaml"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def test_each_place_wins_over_the_next(places: Path) -> None:
    environ = {
        "WIREWATCH_CONFIG": str(places / "variable.yaml"),
        "XDG_CONFIG_HOME": str(places / "user"),
    }
    named = str(places / "named.yaml")
    assert find_config(named, environ) == places / "named.yaml"
    assert find_config(None, environ) == Path("config.yaml")
    (places / "here" / "config.yaml").unlink()
    assert find_config(None, environ) == places / "variable.yaml"
    del environ["WIREWATCH_CONFIG"]
    assert find_config(None, environ) == places / "user/wirewatch/config.yaml"


def test_the_usual_folder_is_in_the_home_folder(places: Path) -> None:
    (places / "here" / "config.yaml").unlink()
    folder = places / ".config" / "wirewatch"
    folder.mkdir(parents=True)
    (folder / "config.yaml").touch()
    assert find_config(None, {"HOME": str(places)}) == folder / "config.yaml"


def test_a_named_file_that_is_missing_is_not_replaced_by_another(places: Path) -> None:
    with pytest.raises(
        ConfigNotFound, match=r"looked for /no/such\.yaml\. Write one with `wirewatch init`"
    ):
        find_config("/no/such.yaml", {})
    (places / "here" / "config.yaml").unlink()
    with pytest.raises(ConfigNotFound, match=r"config\.yaml, /no/such\.yaml"):
        find_config(None, {"WIREWATCH_CONFIG": "/no/such.yaml"})
    with pytest.raises(ConfigNotFound) as caught:
        find_config(None, {"HOME": "/no"})
    assert str(caught.value.places[-1]) == "/no/.config/wirewatch/config.yaml"
