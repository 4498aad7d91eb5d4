from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from archive.sqlite import SqliteArchive
from tests.alerts.outboxes import MemoryOutbox
from tests.archive.polls import Archive, Live

FACTORIES: dict[str, Callable[[Path], Archive]] = {
    "sqlite": lambda folder: SqliteArchive(folder / "archive.db")
}
"""Every way to keep an archive passes the same tests."""


OUTBOXES: tuple[str, ...] = (*FACTORIES, "memory")
"""What tests of sending use in place of an archive keeps the same promises of the outbox."""


@pytest.fixture(params=OUTBOXES)
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Live:
    if request.param == "memory":
        memory = MemoryOutbox()
        return Live(lambda: cast(Archive, memory))
    return Live(lambda: FACTORIES[request.param](tmp_path))


@pytest.fixture(params=FACTORIES)
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Live:
    return Live(lambda: FACTORIES[request.param](tmp_path))
