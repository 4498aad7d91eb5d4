"""The JSON Schema of config.yaml, for editors, made from the table of keys."""

from typing import Any

from wirewatch.config.keys import KEYS, SOURCE_KINDS, Key, Where

_ADDRESS = {"type": "string", "minLength": 1}


def schema() -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) of the configuration file."""
    top = _group("top")
    top["properties"]["sources"] |= {"items": {"anyOf": [_ADDRESS, {"$ref": "#/$defs/source"}]}}
    top["properties"]["watchlists"] |= {"items": {"$ref": "#/$defs/watchlist"}}
    channel = {"anyOf": [_ADDRESS, {"$ref": "#/$defs/channel"}]}
    top["properties"]["channels"] |= {"additionalProperties": channel}
    for name in ("fetch", "web"):
        top["properties"][name] |= {"$ref": f"#/$defs/{name}"}
    source = _group("source") | {"oneOf": [{"required": [kind]} for kind in SOURCE_KINDS]}
    forms = [{"required": ["query"]}, {"anyOf": [{"required": ["any"]}, {"required": ["all"]}]}]
    watchlist = _group("watchlist") | {"required": ["name", "notify"], "oneOf": forms}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wirewatch configuration",
        **top,
        "$defs": {
            "source": source,
            "watchlist": watchlist,
            "channel": _group("channel") | {"required": ["to"]},
            "fetch": _group("fetch"),
            "web": _group("web"),
        },
    }


def _group(where: Where) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(key) for name, key in KEYS[where].items()},
    }


def _property(key: Key) -> dict[str, Any]:
    described = key.meaning + (f" Default: {key.default}." if key.default else "")
    if key.since is None:
        described += " This version does not act on it yet."
    return {"description": described, **key.kind.schema}
