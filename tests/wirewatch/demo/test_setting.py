"""The demo's configuration is plain YAML with the keys that users know."""

import re
from pathlib import Path

import pytest
import yaml

from alerts import address_problem
from wirewatch.config import load
from wirewatch.demo.content import load_content
from wirewatch.demo.setting import channel_addresses, write_config


def test_the_configuration_reads_back(tmp_path: Path) -> None:
    outlets = load_content().outlets
    channels = channel_addresses(mail_port=2525, chat_port=8065, token="abc")
    path = write_config(tmp_path, outlets, base="http://127.0.0.1:8801", channels=channels)
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert config["fetch"]["allow"] == ["127.0.0.1:8801"]
    assert [source["name"] for source in config["sources"]] == [outlet.name for outlet in outlets]
    assert {source["every"] for source in config["sources"]} == {"2s"}
    assert config["sources"][0]["feed"] == "http://127.0.0.1:8801/northern-post/feed/"
    queries = {watchlist["name"]: watchlist for watchlist in config["watchlists"]}
    assert queries["North Korean troops"]["query"] == (
        '"North Korean troops" OR ((DPRK OR Pyongyang) AND (troops OR soldiers))'
    )
    assert queries["Kursk"]["none"] == ["football", "North Korean"]
    assert set(config["channels"]) == {"mail", "chat"}
    assert config["channels"]["chat"] == "${CHAT_URL}"
    assert "CHAT_URL=mmost://127.0.0.1:8065/abc" in (tmp_path / ".env").read_text(encoding="utf-8")
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    for watchlist in config["watchlists"]:
        assert set(watchlist["notify"]) <= set(config["channels"])


def test_the_program_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    channels = channel_addresses(mail_port=2525, chat_port=8065, token="abcdef" * 4)
    path = write_config(
        tmp_path, load_content().outlets, base="http://127.0.0.1:8801", channels=channels
    )
    loaded = load(path, {}, check_query=lambda *_: (), check_address=address_problem)
    assert [problem.render() for problem in loaded.problems] == []
    assert loaded.config is not None
    assert loaded.config.archive == tmp_path / "wirewatch.db"


TUTORIAL = Path(__file__).parents[3] / "docs" / "tutorial" / "first-alert.md"
BLOCKS = re.findall(
    r"^( *)```yaml\n(.*?)^ *```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


@pytest.mark.parametrize("extra", range(len(BLOCKS)))
def test_what_the_tutorial_tells_to_write_is_right(tmp_path: Path, extra: int) -> None:
    first = BLOCKS[0][1]
    indent, block = BLOCKS[extra]
    block = re.sub(f"^{indent}", "", block, flags=re.MULTILINE)
    if block.startswith("  - "):
        text = first.replace("\nchannels:", f"{block}\nchannels:")
    elif extra:
        text = first[: first.index("channels:")] + block
    else:
        text = first
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    environ = {"DESK_MAIL": "mailtos://name:word@mail.example?to=desk@newsroom.example"}
    loaded = load(path, environ, check_query=lambda *_: (), check_address=address_problem)
    assert [p.render() for p in loaded.problems if p.severity == "error"] == []
