"""`match` and `watchlists`: the query language without, and over, an archive."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.conftest import Desk
from tests.flow.press import Item, Press

TEXTS = [
    {"id": 1, "title": "Kursk football", "text": "A late goal."},
    {"id": 2, "title": "Kursk offensive", "text": "The troops’ convoy moved.", "lang": "en"},
]
LINES = "".join(json.dumps(text) + "\n" for text in TEXTS)


def match(
    folder: Path, *words: str, stdin: str | bytes = "", code: int = 0
) -> subprocess.CompletedProcess[str]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wirewatch", "match", *words],
        cwd=folder,
        input=data,
        capture_output=True,
        timeout=60,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == code, out + err
    assert "Traceback" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def test_json_lines_are_matched_with_their_spans(tmp_path: Path) -> None:
    done = match(tmp_path, "--query", "Kursk NOT football", "--json", stdin=LINES)
    (record,) = (json.loads(line) for line in done.stdout.splitlines())
    assert list(record) == ["watchlist", "article", "url", "title", "spans", "quote"]
    assert (record["article"], record["title"]) == ("2", "Kursk offensive")
    assert record["spans"] == [{"field": "title", "start": 0, "end": 5, "term": "Kursk"}]


def test_a_filter_passes_texts_on_unchanged(tmp_path: Path) -> None:
    done = match(tmp_path, "--query", '"convoy moved"', "--filter", stdin=LINES)
    assert done.stdout == LINES.splitlines(keepends=True)[1]


def test_compressed_files_and_counts(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))
    done = match(tmp_path, "texts.jsonl.gz", "--query", "Kursk", "--query", "goal", "--count")
    assert done.stdout == "2\tKursk\n1\tgoal\n"


def test_plain_text_is_one_text_or_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kursk.\nFootball.\n", encoding="utf-8")
    whole = match(tmp_path, "a.txt", "--query", "Kursk AND football")
    assert whole.stdout.startswith("a.txt: Kursk AND football: ")
    lines = match(tmp_path, "a.txt", "--query", "Kursk AND football", "--lines")
    assert lines.stdout == ""


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    done = match(tmp_path, "--query", "Kursk", "--json", stdin=LINES + "{oops\n[1]\n", code=3)
    assert len(done.stdout.splitlines()) == 2
    assert "stdin:3: this is no JSON" in done.stderr
    assert "stdin:4: this is no JSON object" in done.stderr


def test_bytes_that_are_no_text_are_borne(tmp_path: Path) -> None:
    assert (
        "Kursk"
        in match(tmp_path, "--query", "Kursk", stdin=b"\xff\x80 Kursk \x00 \xed\xa0\x80").stdout
    )


def test_explain_shows_what_failed(tmp_path: Path) -> None:
    done = match(tmp_path, "--query", "Kursk NOT football", "--explain", stdin=LINES)
    assert "✗ NOT football" in done.stdout
    as_json = match(tmp_path, "--query", "Kursk", "--explain", "--json", stdin=LINES)
    first = json.loads(as_json.stdout.splitlines()[0])
    assert first["explanation"]["holds"] is True


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w.txt", "# mine\nKursk NOT football\n\n"),
        ("w.yaml", "- {name: Kursk, any: [Kursk], none: [football]}\n"),
        (
            "w.yml",
            "terms: {f: football}\nwatchlists: [{name: Kursk, query: 'Kursk NOT @f', notify: [x]}]\n",
        ),
    ],
)
def test_watchlists_come_from_a_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = match(tmp_path, "--watchlists", name, "--count", stdin=LINES)
    assert done.stdout.startswith("1\tKursk")


@pytest.mark.parametrize(
    ("name", "text", "needle"),
    [
        ("w.txt", "Kursk\n(troops\n", "w.txt:2:"),
        ("w.txt", "Kursk AND @army\n", "w.txt:1:"),
        ("w.yaml", "- {name: Kursk, query: '(troops'}\n", "w.yaml:1:25:"),
        ("w.yaml", "sources: []\n", "no watchlists"),
    ],
)
def test_a_wrong_file_of_watchlists_is_told_where(
    tmp_path: Path, name: str, text: str, needle: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert needle in match(tmp_path, "--watchlists", name, stdin="x", code=1).stderr


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    done = match(tmp_path, "none.txt", "--query", "x", code=1)
    assert done.stderr == "wirewatch: none.txt cannot be read: No such file or directory\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_byte_order_mark_says_how_a_text_is_written(
    encoding: str, packed: bool, tmp_path: Path
) -> None:
    written = "Бій за Курськ\nDas Tor\n".encode(encoding)
    (tmp_path / "text.txt").write_bytes(gzip.compress(written) if packed else written)
    done = match(tmp_path, "text.txt", "--query", "Курськ", "--lines", "--filter")
    assert done.stdout == "Бій за Курськ\n"


@pytest.mark.parametrize(
    ("sign", "program"),
    [(b"\x28\xb5\x2f\xfd", "zstd"), (b"\xfd7zXZ\x00", "xz"), (b"BZh91AY", "bzip2")],
)
def test_a_file_compressed_otherwise_is_told_how_to_be_passed_on(
    tmp_path: Path, sign: bytes, program: str
) -> None:
    (tmp_path / "a.z").write_bytes(sign + b"...")
    told = match(tmp_path, "a.z", "--query", "x", code=1).stderr
    assert (
        told
        == f"wirewatch: a.z is compressed by {program}: pass it on with `{program} -dc a.z | wirewatch match`\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "wirewatch", "match", "--query", "x"],
            cwd=tmp_path, input="x", stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "wirewatch: the output cannot be written: No space left on device\n"


def test_watchlists_tells_what_they_match_and_cost(desk: Desk, press: Press) -> None:
    press.feeds["post"] = [
        Item(slug="a", title="North Korean troops move"),
        Item(slug="b", title="A seal sleeps"),
    ]
    desk.configure("post")
    desk.run("run", "--once")
    (record,) = desk.asked("watchlists", "--cost")
    assert record["watchlist"] == "Troops"
    assert record["matches"] == 1
    assert {"looked_at", "read", "query"} <= set(record)
    assert record["articles"] == 2
    assert record["ms"] >= 0
    told = desk.ask("watchlists", "--cost").stdout.splitlines()
    assert told[0].startswith("2 articles, 1 watchlist: ")
    assert "Troops (50%)" in told[1]
    assert "ms  Troops: 1 match (50.0%), looked at " in told[3]
    assert "Troops: 1 match" in desk.ask("watchlists").stdout


def test_watchlists_that_look_at_tags_are_counted_and_tags_are_searched(
    desk: Desk, press: Press
) -> None:
    press.feeds["post"] = [Item(slug="a", title="North Korean troops move")]
    desk.configure("post", source="    tags: [asia]\n")
    config = desk.folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("    notify:", "    sources: [asia]\n    notify:"), "utf-8")
    desk.run("run", "--once")
    for words in (("watchlists",), ("watchlists", "--cost")):
        (record,) = desk.records(*words)
        assert record["matches"] == 1
    (found,) = desk.asked("search", "tag:asia AND troops")
    assert found["title"] == "North Korean troops move"


def import_query(folder: Path, *words: str, stdin: str = "", code: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wirewatch", "import-query", *words],
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout, done.stderr


def test_a_query_of_another_program_is_said_in_ours(tmp_path: Path) -> None:
    said, _ = import_query(tmp_path, "--from", "google", 'Kursk "North Korean troops" -football')
    assert "football" in said
    done = match(
        tmp_path,
        "--query",
        said.strip(),
        "--count",
        stdin='{"text": "Kursk, North Korean troops"}\n',
    )
    assert done.stdout.startswith("1\t")


def test_what_cannot_be_said_is_told_and_nothing_is_said_in_part(tmp_path: Path) -> None:
    said, complaint = import_query(tmp_path, "--from", "lucene", "kursk~2 AND troops", code=1)
    assert said == ""
    assert "~" in complaint
    lines = "Kursk\nkursk~2\n"
    as_json, _ = import_query(tmp_path, "--from", "lucene", "--json", stdin=lines, code=1)
    good, bad = (json.loads(line) for line in as_json.splitlines())
    assert good["query"]
    assert (bad["query"], bad["original"]) == (None, "kursk~2")
    assert bad["complaints"][0]["severity"] == "error"


def test_a_query_on_several_lines_is_one_query(tmp_path: Path) -> None:
    said, _ = import_query(
        tmp_path, "--from", "brandwatch", stdin="Kursk OR\n\nKyiv\nNOT (opera\n)\n", code=1
    )
    assert said == ""  # OR and NOT without brackets; a line of it would have passed alone
    said, _ = import_query(
        tmp_path, "--from", "brandwatch", stdin="(Kursk OR\n\nKyiv)\nNOT (opera\n)\n"
    )
    assert said == '("Kursk" OR "Kyiv") AND NOT "opera"\n'
    said, _ = import_query(tmp_path, "--from", "brandwatch", stdin="Kursk AND Kyiv\nLviv\n")
    assert said == '"Kursk" AND "Kyiv"\n"Lviv"\n'
