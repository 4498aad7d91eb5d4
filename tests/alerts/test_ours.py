"""Our own templates."""

from pathlib import Path

import pytest

from alerts import Kind, render
from alerts.templates import ours
from tests.alerts.stories import ZONE, alert


def test_files_that_an_upgrade_replaces_under_a_running_daemon_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "alert.html").write_text("{{ shown.unheard_of }}")
    monkeypatch.setattr(ours, "_FOLDER", tmp_path)
    ours._environment.cache_clear()  # noqa: SLF001
    assert "Harbour bridge" in render(alert(), Kind.EMAIL, zone=ZONE, key="k1").body
