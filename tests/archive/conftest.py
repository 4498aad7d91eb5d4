from collections.abc import Callable
from pathlib import Path

import pytest

from archive.sqlite import SqliteArchive
from tests.archive.polls import Archive, Live

FACTORIES: dict[str, Callable[[Path], Archive]] = {
    "sqlite": lambda folder: SqliteArchive(folder / "archive.db")
}
"""Every way to keep an archive passes the same tests."""


@pytest.fixture(params=FACTORIES)
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Live:
    return Live(lambda: FACTORIES[request.param](tmp_path))
