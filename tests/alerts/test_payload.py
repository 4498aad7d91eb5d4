"""What a JSON channel gets is what the schema and the reference say, to the field."""

import json
import re
from typing import Any

import pytest

from alerts.answers import Fate
from alerts.samples import FULL_DIGEST, SAMPLE, sample_digest
from alerts.sending import attempt
from archive.vocabulary import Alert, AlertKind, Blind, Counted, DigestReason, Message, Span
from tests.alerts.sinks import HookSink
from tests.alerts.stories import NOW, ZONE, alert, coverage, digest
from tests.docs.pages import DOCS, code, read, sections, tables

SCHEMA = json.loads((DOCS / "reference/payload.schema.json").read_text(encoding="utf-8"))
PAGE = sections(read("reference/payload.md"))
TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}
FULL = alert(
    spans=(Span(field="body", start=31, end=45, term='"harbour bridge"'),),
    language="en",
    partial="the page asks for a login",
)
BARE = Alert(kind=AlertKind.NOTICE, title="Source post is failing", body="Since 20:00.")
MESSAGES: dict[str, Message] = {
    "alert": FULL,
    "follow-up": alert(kind=AlertKind.FOLLOW_UP),
    "notice": BARE,
    "test": SAMPLE,
    "digest": digest(
        2,
        more=tuple(Counted(watchlist="Tides", story=n) for n in range(4, 8)),
        blind=(Blind(source="post", since=NOW, reason="500"),),
    ),
    "empty digest": digest(0, reason=DigestReason.BACKLOG),
    "full digest": FULL_DIGEST,
    "sample digest": sample_digest(NOW),
}


def problems(schema: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Check the part of JSON Schema that ours uses; a field that it does not name is a problem too."""
    if "$ref" in schema:
        return problems(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], value, at)
    if "anyOf" in schema:
        found = [problems(each, value, at) for each in schema["anyOf"]]
        return [] if [] in found else min(found, key=len)
    if "const" in schema and value != schema["const"]:
        return [f"{at}: {value!r} is not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is none of {schema['enum']}"]
    types = schema.get("type", [])
    allowed = [TYPES[name] for name in ([types] if isinstance(types, str) else types)]
    if allowed and type(value) not in allowed:
        return [f"{at}: {value!r} is no {types}"]
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{at}: {value!r} does not look right"]
    if isinstance(value, list):
        return [
            p for n, each in enumerate(value) for p in problems(schema["items"], each, f"{at}[{n}]")
        ]
    if isinstance(value, dict):
        named = schema["properties"]
        wrong = [f"{at}.{name}: missing or unknown" for name in set(named) ^ set(value)]
        both = set(named) & set(value)
        return wrong + [
            p for name in both for p in problems(named[name], value[name], f"{at}.{name}")
        ]
    return []


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("covered", [True, False])
def test_every_payload_is_as_the_schema_says(hook: HookSink, name: str, covered: bool) -> None:
    known = coverage() if covered else None
    answer = attempt(hook.address(), MESSAGES[name], zone=ZONE, key="key-1", coverage=known)
    assert answer.fate is Fate.SENT
    (payload,) = hook.kept
    assert problems(SCHEMA, payload) == []
    assert payload["kind"] == name.rpartition(" ")[2]
    assert payload["key"] == "key-1"


def test_the_check_finds_what_is_wrong() -> None:
    assert problems(SCHEMA, {"version": 1})
    assert problems(SCHEMA["$defs"]["time"], "2026-11-22 19:04")
    assert problems(SCHEMA["$defs"]["more"], {"watchlist": "x", "stories": "4"})
    assert problems(SCHEMA["$defs"]["more"], {"watchlist": "x", "stories": 4, "z": 1})
    assert not problems(SCHEMA["$defs"]["more"], {"watchlist": "x", "stories": 4})


def documented(*headings: str) -> list[str]:
    return [
        code(row[0])[0] for name in headings for (table,) in [tables(PAGE[name])] for row in table
    ]


def test_the_reference_names_every_field_and_no_other() -> None:
    defs = SCHEMA["$defs"]
    assert set(documented("Every message", "Alerts")) == set(defs["alert"]["properties"])
    assert set(documented("Every message", "Digests")) == set(defs["digest"]["properties"])
    assert documented("Report") == list(defs["report"]["properties"])
    assert documented("Origin") == list(defs["origin"]["properties"])
    for definition in defs.values():
        assert definition.get("required", []) == list(definition.get("properties", {}))


def test_numbers_of_a_story_are_those_of_its_coverage(hook: HookSink) -> None:
    attempt(hook.address(), FULL, zone=ZONE, key="key-1", coverage=coverage())
    (payload,) = hook.kept
    assert (payload["outlets"], payload["independent"], payload["copies"]) == (10, 2, 7)
    assert (payload["same_owner"], payload["copying"]) == (0, 7)
    assert [report["outlet"] for report in payload["reports"]][:2] == ["Coast Wire", "Aldmoor Post"]
    assert payload["spans"] == [
        {"field": "body", "start": 31, "end": 45, "term": '"harbour bridge"'}
    ]
