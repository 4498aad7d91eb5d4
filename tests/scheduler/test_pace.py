"""The bar that the rhythm must hold: half of all entries seen at least twice as soon for the same requests."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).parents[2] / "benchmarks" / "rhythm.py"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_of_the_rhythm", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_entries_are_seen_twice_as_soon_as_with_a_fixed_interval(benchmark: ModuleType) -> None:
    row = benchmark.measure("made up", list(benchmark.made_up(sources=8, days=10)))
    assert row.better >= 2
    assert row.auto_mean < row.fixed_mean


def test_fixed_polling_is_measured_as_it_is(benchmark: ModuleType) -> None:
    stream = list(benchmark.made_up(sources=8, days=10))[-1]
    delays = sorted(benchmark.by_clock(stream, benchmark.DAY / 96))
    assert delays[0] >= 0
    assert delays[-1] <= 15
    assert delays[len(delays) // 2] == pytest.approx(7.5, abs=1)
