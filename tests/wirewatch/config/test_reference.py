"""The table of keys, the schema and the reference page say the same."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.wirewatch.config.reading import read
from tests.wirewatch.config.test_bad_files import BASE
from wirewatch.config import KEYS, Key, every_key, schema, starter

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "configuration.md"


def row(key: Key) -> str:
    """Return the line of the reference that describes a key."""
    later = "" if key.since else " *Not acted on yet.*"
    example = key.example.replace("|", "\\|")
    return f"| `{key.name}` | {key.kind.title} | {key.default or '—'} | {key.meaning}{later} | `{example}` |"


@pytest.mark.parametrize("key", list(every_key()), ids=lambda key: f"{key.where}-{key.name}")
def test_every_key_is_in_the_reference_as_the_table_has_it(key: Key) -> None:
    headings = {
        "top": "## At the top",
        "source": "## A source",
        "watchlist": "## A watchlist",
        "channel": "## A channel",
        "fetch": "## `fetch`",
        "web": "## `web`",
    }
    _, _, section = PAGE.read_text(encoding="utf-8").partition(f"\n{headings[key.where]}\n")
    assert row(key) in section.partition("\n## ")[0].splitlines()


def test_the_reference_has_no_key_that_the_table_lacks() -> None:
    lines = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `") and line.count(" | ") >= 4
    ]
    assert sorted(lines) == sorted(row(key) for key in every_key())


def placed(key: Key) -> str:
    """Return a whole file in which the key has the value of its example."""
    if key.where == "top":
        pairs = yaml.safe_load(BASE)
        written = "".join(
            f"{name}: {yaml.safe_dump(value, default_flow_style=True)}".replace(
                "\n...\n", ""
            ).rstrip()
            + "\n"
            for name, value in pairs.items()
            if name != key.name and not (key.name == "channels" and name == "watchlists")
        )
        if key.name == "ops":
            written = written.replace("{desk:", "{console: console://, desk:")
        return f"{written}{key.name}: {key.example}\n"
    if key.where == "source":
        kept = (
            ""
            if key.name in {"feed", "sitemap", "page", "search", "spider"}
            else "    page: https://a.example/b\n"
        )
        return BASE.replace("\nwatchlists:", f"  - {key.name}: {key.example}\n{kept}\nwatchlists:")
    if key.where == "watchlist":
        rest = {"name": "x", "any": "[x1]", "notify": "[desk]"}
        if key.name == "query":
            del rest["any"]
        rest[key.name] = key.example
        inner = "".join(f"    {name}: {value}\n" for name, value in rest.items())
        text = BASE.replace("\nchannels:", f"  -\n{inner}\nchannels:").replace(
            "tags: [us]", "tags: [us, ukraine]"
        )
        return text + "  slack: console://\n" * (key.name == "notify")
    if key.where == "channel":
        to = "" if key.name == "to" else "    to: console://\n"
        return BASE + f"  x:\n{to}    {key.name}: {key.example}\n"
    return BASE + f"{key.where}:\n  {key.name}: {key.example}\n"


@pytest.mark.parametrize("key", list(every_key()), ids=lambda key: f"{key.where}-{key.name}")
def test_every_example_is_right_and_warned_of_only_when_nothing_acts_on_it(
    key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "chromium"
    browser.touch(mode=0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    environ = {"DESK_MAIL": "mailto://desk.example", "SITE_LOGIN": "a:b", "WEB_TOKEN": "t"}
    spider = "import scrapy\nclass HarbourSpider(scrapy.Spider):\n    name = 'harbour'\n"
    (tmp_path / "harbour.py").write_text(spider, encoding="utf-8")
    problems = read(placed(key), tmp_path, environ).problems
    shown = "\n".join(problem.render() for problem in problems)
    assert not [problem for problem in problems if problem.severity == "error"], shown
    assert any(problem.code == "not-yet" for problem in problems) == (key.since is None), shown


def fits(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    """Tell whether a value keeps the rules of a schema, as far as ours uses the language."""
    if "$ref" in rule and not fits(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root):
        return False
    types: dict[str, type | tuple[type, ...]] = {
        "object": dict,
        "array": list,
        "string": str,
        "number": (int, float),
        "integer": int,
        "boolean": bool,
    }
    wanted = rule.get("type")
    names = [wanted] if isinstance(wanted, str) else wanted or []
    if names and not any(isinstance(value, types[name]) for name in names):
        return False
    if "enum" in rule and value not in rule["enum"]:
        return False
    if "anyOf" in rule and not any(fits(value, each, root) for each in rule["anyOf"]):
        return False
    if "oneOf" in rule and sum(fits(value, each, root) for each in rule["oneOf"]) != 1:
        return False
    if isinstance(value, list):
        return all(fits(item, rule.get("items", {}), root) for item in value)
    if isinstance(value, dict):
        known, extra = rule.get("properties", {}), rule.get("additionalProperties", {})
        if not set(rule.get("required", [])) <= set(value):
            return False
        if extra is False and not set(value) <= set(known):
            return False
        return all(fits(item, known.get(name, extra or {}), root) for name, item in value.items())
    return True


def test_the_schema_has_every_key_with_its_meaning() -> None:
    made = schema()
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for where, keys in KEYS.items():
        group = made if where == "top" else made["$defs"][where]
        assert set(group["properties"]) == set(keys)
        for name, key in keys.items():
            assert key.meaning in group["properties"][name]["description"]


def test_the_schema_takes_the_starter_and_refuses_mistakes() -> None:
    made = schema()
    example = yaml.safe_load(starter())
    assert fits(example, made, made)
    assert fits(yaml.safe_load(BASE), made, made)
    for old, new in [
        ("every: 5m", "evry: 5m"),
        ("feed: https", "fed: https"),
        ("notify: [desk]", "notify: desk"),
        ("    notify: [desk]\n", ""),
        ("any: [Kursk, Pyongyang]", "none: [Kursk]"),
        ("archive: wirewatch.db", "archive: [1]"),
        ("watchlists:", "watches:"),
        ("  desk: console://", "  desk: {timezone: x}"),
    ]:
        assert not fits(yaml.safe_load(BASE.replace(old, new)), made, made), new
