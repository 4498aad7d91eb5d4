import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

OLD = [["Story number 1", 2], ["Story number 2", 2]]
NEW = [["Story number 3", 2], ["Story number 4", 2]]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What was left behind by a program killed at its first statement, its second, its third…"""
    folder = tmp_path_factory.mktemp("killed")
    done = subprocess.run(
        [sys.executable, "-m", "tests.archive.sqlite.killed", str(folder)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_program_was_killed_at_every_statement_but_after_the_last(
    lives: list[dict[str, Any]],
) -> None:
    assert len(lives) > 100
    assert [life["killed"] for life in lives] == [True] * (len(lives) - 1) + [False]


def test_a_poll_is_there_whole_or_not_at_all(lives: list[dict[str, Any]]) -> None:
    seen = []
    for life in lives:
        found = life["found"]
        assert found["articles"] in ([], OLD, OLD + NEW)
        assert sum(found["messages"].values()) == (4 if found["articles"] == OLD + NEW else 0)
        polled = bool(found["articles"])
        assert found["polled"] == found["baseline"] == ([polled] if found["polled"] else [])
        seen.append(len(found["articles"]))
    assert seen == sorted(seen)
    assert set(seen) == {0, 2, 4}


def test_a_delivery_is_waiting_on_its_way_or_sent(lives: list[dict[str, Any]]) -> None:
    seen = [life["found"]["messages"] for life in lives if life["found"]["messages"]]
    assert list(dict.fromkeys(json.dumps(each, sort_keys=True) for each in seen)) == [
        '{"ready": 4}',
        '{"ready": 3, "sending": 1}',
        '{"ready": 3, "sent": 1}',
        '{"ready": 2, "sending": 1, "sent": 1}',
        '{"ready": 2, "sent": 2}',
    ]


def test_the_next_start_goes_on_and_loses_nothing(lives: list[dict[str, Any]]) -> None:
    for life in lives:
        assert life["after"]["articles"] == OLD + NEW
        assert sum(life["after"]["messages"].values()) == 4
        assert life["after"]["messages"]["sent"] >= 2
