"""The demo's configuration is plain YAML with the keys that users know."""

from pathlib import Path

import yaml

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
    assert config["channels"]["chat"] == "mmost://127.0.0.1:8065/abc"
    for watchlist in config["watchlists"]:
        assert set(watchlist["notify"]) <= set(config["channels"])
