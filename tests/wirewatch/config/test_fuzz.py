"""Whatever a file contains, reading it never raises, and what is told of it can be shown safely."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wirewatch.config.reading import read
from tests.wirewatch.config.test_bad_files import BASE
from wirewatch.config import Loaded, starter

STARTER = starter()
PIECES = st.sampled_from(
    [
        "", " ", "  ", "\t", "\n", "\r\n", ":", ": ", "- ", "-", "#", '"', "'", "[", "]", "{", "}", ",", "&a ", "*a", "!", "!!str ",
        "|", ">-", "|\n", "%", "@", "`", "?", "? ", "---\n", "...\n", "<<: *a", "${", "${X}", "${file:/dev/zero}", "$$", "\\", "\\U110000",
        "\\ud800", "\0", "\x1b[2J", "\x85", "\u2028", "\u00a0", "\u202e", "\ufeff", "\ufffe", "文", "no", "1e999", "0x", "~", "=", "<<<<<<< ",
        "http://[", "http://[::1]:x/", "http://a:b@c", "://", "mailto://a:S3CRET-9@b", "99999999999999999999d", "*/5 * * * *", "%YAML 1.1\n",
        "every", "feed: ", "sources:", "channels:\n", "query: >-\n", "BAD", "ODD", "(", "owners:\n", "terms:\n", "canary: ",
    ]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from([BASE, STARTER]))
    for _ in range(draw(st.integers(min_value=1, max_value=4))):
        start = draw(st.integers(min_value=0, max_value=len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 7, 40, 400])))
        text = text[:start] + draw(PIECES | st.text(max_size=5)) + text[end:]
    return text


def check(loaded: Loaded, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert (loaded.config is None) == any(p.severity == "error" for p in loaded.problems)
    for problem in loaded.problems:
        shown = problem.render()
        assert "\x1b" not in shown
        assert "S3CRET-9" not in shown
        assert all(
            line.isprintable() or "\u200c" in line or "\u200d" in line for line in shown.split("\n")
        )
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert 0 <= problem.caret <= len(problem.text)
        assert json.loads(json.dumps(problem.as_json())) == problem.as_json()


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=mutated())
def test_reading_never_raises(text: str, tmp_path: Path) -> None:
    content = text.encode("utf-8", errors="replace")
    check(read(content, tmp_path), content.decode("utf-8"))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_bytes_of_any_kind_never_raise(content: bytes, tmp_path: Path) -> None:
    loaded = read(content, tmp_path)
    assert loaded.config is None or loaded.config.sources == ()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 5_000,
        "- " * 20_000,
        "a: " + "x" * 300_000,
        "\n" * 100_000,
        "a: '" + "'" * 50_000,
        "x" * 2_000_000,
        "? " * 1000,
        "a: &a [*a]\n",
        'archive: "\\UFFFFFFFF"\n',
        'archive: "\\ud800"\n',
        "archive: " + "a/" * 5000 + "\n",
        "timezone: " + "x" * 5000 + "\n",
        "timezone: ../../etc/passwd\n",
        "timezone: Europe\n",
        "channels: {1: a, [x]: b, ? {y: z} : c}\n",
        "fetch: {max_size: " + "9" * 5000 + "}\n",
        "sources: [" + "https://a.example/b, " * 500 + "]\n",
        "archive: wirewatch.db\n" * 1000,
    ],
    ids=range(19),
)
def test_files_made_to_hurt_are_refused_calmly(text: str, tmp_path: Path) -> None:
    loaded = read(text, tmp_path)
    check(loaded, text)
    assert loaded.problems
    assert len(loaded.problems) <= 400
