"""What a user installs works: the wheel alone, in an empty environment, plays the demo."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = {"alerts", "archive", "scheduler", "spiders", "watchlists", "wirewatch"}


def run(*words: str | Path, cwd: Path, **more: str) -> str:
    """Run a command to its end; what it printed is shown when it fails."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the tree."""
    folder = tmp_path_factory.mktemp("dist")
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        ROOT,
        cwd=ROOT,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_rooms_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == ROOMS
    for needed in ("wirewatch/config/starter.yaml", "alerts/templates/html/alert.html"):
        assert needed in names
    assert any(re.match(r"wirewatch/demo/newsroom/.+\.json$", name) for name in names)
    assert all(f"{room}/py.typed" in names for room in ROOMS)


def test_the_wheel_plays_the_demo_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    # Our own pip fills it: one for it alone would be unpacked first. And what is not played is not compiled.
    venv.create(home)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-compile", "--quiet")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=tmp_path)
    run(*pip, "--no-deps", wheel, cwd=tmp_path)
    shown = run(home / "bin" / "wirewatch", "demo", "--for", "25s", cwd=tmp_path, COLUMNS="100")
    assert "North Korean troops" in shown
    assert run(python, "-P", "-m", "wirewatch", "--version", cwd=tmp_path).startswith("wirewatch ")
