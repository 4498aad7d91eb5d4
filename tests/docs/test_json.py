"""docs/reference/json.md names every field that is printed, with its type."""

import json
import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.telling import Mute
from archive.vocabulary import (
    AlertKind,
    Article,
    ArticleId,
    ChannelState,
    Claimed,
    CopyKind,
    Coverage,
    Delays,
    DeliveryState,
    Dossier,
    Match,
    Ruling,
    SourceKind,
    SourceState,
    Span,
    Stage,
    Standing,
    StoryMove,
    Verdict,
)
from tests.docs.pages import code, read, sections, tables
from watchlists import Explanation
from wirewatch import records
from wirewatch.config.problems import Problem

PAGE = sections(read("reference/json.md"))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SPAN = Span(field="title", start=0, end=6, term="troops")
COUNTS = dict.fromkeys(DeliveryState, 0)
BARE_ARTICLE = Article(
    id=ArticleId(1), url=None, title="", outlet="", source="post", published=None, seen=NOON,
    language=None, authors=(), summary="", text="", story=1,
)  # fmt: skip
FULL_ARTICLE = Article(
    id=ArticleId(2), url="https://post.example/a", title="Troops", outlet="Post", source="post",
    published=NOON, seen=NOON, language="en", authors=("Ann",), summary="s", text="t", story=1,
    copy_of=ArticleId(1), copy_kind=CopyKind.EXACT, matches=("Troops",),
)  # fmt: skip
BARE_MATCH = Match(
    watchlist="Troops", article=ArticleId(1), url=None, title="", spans=(), quote="", found=NOON
)
FULL_MATCH = Match(
    watchlist="Troops", article=ArticleId(1), url="https://post.example/a", title="Troops",
    spans=(SPAN,), quote="Troops.", found=NOON,
)  # fmt: skip
BARE_SOURCE = SourceState(name="post", kind=SourceKind.FEED, url="https://post.example/feed")
FULL_SOURCE = SourceState(
    name="post", kind=SourceKind.FEED, url="https://post.example/feed", since=NOON, reason="r",
    last_poll=NOON, next_poll=NOON, interval=timedelta(minutes=5), error="e",
)  # fmt: skip
DELAYS = Delays(seen=timedelta(minutes=4), told=timedelta(seconds=6))
BARE_CHANNEL = ChannelState(name="desk", counts=COUNTS, unsure=0, oldest=None, error=None)
FULL_CHANNEL = ChannelState(name="desk", counts=COUNTS, unsure=0, oldest=NOON, error="e", why="w")

BARE_MESSAGE = Standing(
    id=1, key="k", channel="desk", target=0, kind=AlertKind.NOTICE, title="", watchlist="", story=None,
    articles=(), state=DeliveryState.SENT, attempts=1, sure=True, next_try=None, digest=None, reason=None,
    created=NOON, settled=None,
)  # fmt: skip
FULL_MESSAGE = Standing(
    id=1, key="k", channel="desk", target=0, kind=AlertKind.ALERT, title="Troops", watchlist="Troops", story=1,
    articles=(ArticleId(1),), state=DeliveryState.HELD, attempts=1, sure=False, next_try=NOON, digest=2,
    reason="quiet hours", created=NOON, settled=NOON, address=(2, 3),
)  # fmt: skip
BARE_VERDICT = Verdict(
    at=NOON, stage=Stage.SEND, ruling=Ruling.SENT, reason="accepted", channel="desk", target=0
)
FULL_VERDICT = Verdict(
    at=NOON, stage=Stage.ROUTE, ruling=Ruling.ROUTED, reason="r", channel="desk", target=0,
    watchlist="Troops", message=1, article=1,
)  # fmt: skip
MUTED_NAME = Mute(id=1, watchlist="Troops", since=NOON, until=NOON)
MUTED_STORY = Mute(id=1, story=1, since=NOON, until=NOON)

BARE_CLAIM = Claimed(story=1, title="", escalated=None, before=None)
FULL_CLAIM = Claimed(story=1, title="Troops", escalated=NOON, before=NOON)

BARE_DOSSIER = Dossier(
    article=BARE_ARTICLE, silent=False, sources=(), known_as=(), original=None, matches=(),
    coverage=None, joined=None, verdicts=(),
)  # fmt: skip
FULL_DOSSIER = replace(
    BARE_DOSSIER,
    article=replace(FULL_ARTICLE, partial="paywalled", copy_reason="the same text"),
    joined="bridge, river: 34 % alike",
    moves=(StoryMove(before=1, after=2, reason="34 % alike", at=NOON),),
    coverage=Coverage(story=1, reports=(), outlets=1, independent=1, copies=0, copying=0),
)


def explained(dossier: Dossier) -> records.Record:
    """Return what `explain` adds to the fields of an article."""
    of_article = records.article(dossier.article)
    added = {k: v for k, v in records.dossier(dossier).items() if k not in of_article}
    return added | {"watchlists": []}


RECORDS = {
    "Message": (records.delivery(BARE_MESSAGE), records.delivery(FULL_MESSAGE)),
    "Verdict": (records.verdict(BARE_VERDICT), records.verdict(FULL_VERDICT)),
    "Article": (records.article(BARE_ARTICLE), records.article(FULL_ARTICLE, text=True)),
    "Match": (records.match(BARE_MATCH), records.match(FULL_MATCH)),
    "Explained article": (explained(BARE_DOSSIER), explained(FULL_DOSSIER)),
    "Span": (records.match(FULL_MATCH)["spans"][0],) * 2,
    "Source": (records.source(BARE_SOURCE), records.source(FULL_SOURCE, DELAYS)),
    "Claim": (records.claimed(BARE_CLAIM, NOON), records.claimed(FULL_CLAIM, NOON)),
    "Channel": (records.channel(BARE_CHANNEL), records.channel(FULL_CHANNEL)),
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "number": (int, float),
    "true or false": bool,
    "list of numbers": list,
    "list of texts": list,
    "list of objects": list,
    "truth value": bool,
    "list of spans": list,
}


def documented(section: str) -> dict[str, str]:
    (table,) = tables(PAGE[section])
    return {code(row[0])[0]: row[1] for row in table}


def is_of(kind: str, value: Any) -> bool:
    if kind == "time":
        return (
            isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", value) is not None
        )
    return isinstance(value, TYPES[kind])


@pytest.mark.parametrize("section", RECORDS)
def test_every_field_stands_there_with_its_type(section: str) -> None:
    bare, full = RECORDS[section]
    said = documented(section)
    assert list(said) == list(bare) == list(full)
    for name, kind in said.items():
        assert (bare[name] is None) == kind.endswith(" or null"), name
        assert is_of(kind.removesuffix(" or null"), full[name]), name


def test_every_field_of_a_mute_stands_there() -> None:
    name, story = records.mute(MUTED_NAME, 1), records.mute(MUTED_STORY, 1)
    said = documented("Mute")
    assert list(said) == list(name) == list(story)
    for field, kind in said.items():
        either = name[field] if story[field] is None else story[field]
        assert is_of(kind.removesuffix(" or null"), either), field
    assert (name["story"], story["watchlist"]) == (None, None)


def test_every_field_of_an_explanation_stands_there() -> None:
    said = documented("Count and explanation")
    assert list(said) == [field.name for field in fields(Explanation)]


def test_every_field_of_a_mistake_stands_there() -> None:
    assert list(documented("Mistake")) == [field.name for field in fields(Problem)]


def test_every_field_of_the_answer_to_a_test_stands_there(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("channels:\n  here: console://\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "wirewatch", "test", "here", "--json"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    (line,) = done.stdout.splitlines()
    assert list(documented("Answer to a test")) == list(json.loads(line))
