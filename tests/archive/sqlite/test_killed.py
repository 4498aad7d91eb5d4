import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

OLD = [["Story number 1", 2], ["Story number 2", 2]]
NEW = [["Story number 3", 2], ["Story number 4", 2]]


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def test_a_program_killed_at_any_statement_loses_nothing() -> None:
    # In memory where there is such a place: what dies is a program, not the machine.
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.archive.sqlite.killed", folder],
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    lives = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lives) > 100
    assert [life["killed"] for life in lives] == [True] * (len(lives) - 1) + [False]
    _polls_are_there_whole_or_not_at_all(lives)
    _deliveries_wait_or_are_on_their_way_or_sent(lives)
    _the_next_start_goes_on(lives)


def _polls_are_there_whole_or_not_at_all(lives: list[dict[str, Any]]) -> None:
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


def _deliveries_wait_or_are_on_their_way_or_sent(lives: list[dict[str, Any]]) -> None:
    seen = [life["found"]["messages"] for life in lives if life["found"]["messages"]]
    assert list(dict.fromkeys(json.dumps(each, sort_keys=True) for each in seen)) == [
        '{"ready": 4}',
        '{"ready": 3, "sending": 1}',
        '{"ready": 3, "sent": 1}',
        '{"ready": 2, "sending": 1, "sent": 1}',
        '{"ready": 2, "sent": 2}',
    ]


def _the_next_start_goes_on(lives: list[dict[str, Any]]) -> None:
    for life in lives:
        assert life["after"]["articles"] == OLD + NEW
        assert sum(life["after"]["messages"].values()) == 4
        assert life["after"]["messages"]["sent"] >= 2
