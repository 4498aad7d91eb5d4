"""The bundled newsroom as values: invented outlets, their stories, and what happens when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


class BlockKind(StrEnum):
    """What a piece of a story's body is."""

    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    RELATED = "related"
    """A box of links to other stories."""
    LINE = "line"
    """Boilerplate that stands between the paragraphs, such as «Advertisement»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a story's body: one text, or the links of a box."""

    kind: BlockKind
    texts: tuple[str, ...]
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as its outlet wrote it."""

    slug: str
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    body: tuple[Block, ...]
    age: timedelta | None = None
    """How old it is when the demo starts; None: it comes out while the demo runs."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The story's own words, without captions, boxes and boilerplate."""
        return tuple(b.texts[0] for b in self.body if b.kind is BlockKind.PARAGRAPH)


class FeedFormat(StrEnum):
    """How an outlet lists its stories."""

    RSS = "rss"
    TEASER = "teaser"
    """RSS 2.0 with the first paragraph only: the rest is on the page."""
    WORDPRESS = "wordpress"
    BRIEF = "brief"
    """RSS 2.0 with the text in ``description`` only, as agencies send it."""
    ATOM = "atom"
    RDF = "rdf"
    """RSS 1.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One invented outlet."""

    id: str
    """Also the first part of its paths."""
    name: str
    language: str
    format: FeedFormat
    encoding: str
    """Of its feed, as Python and XML both call it."""
    zone: timedelta
    """How far its clocks are ahead of UTC."""
    tags: tuple[str, ...]
    stories: tuple[Story, ...]

    @property
    def feed_path(self) -> str:
        """Where the newsroom serves its feed."""
        return f"/{self.id}/feed/"

    def story(self, slug: str) -> Story:
        """Return the story with this slug; raise KeyError when there is none."""
        for story in self.stories:
            if story.slug == slug:
                return story
        raise KeyError(slug)


class Expect(StrEnum):
    """What the program should make of a cue."""

    ALERT = "alert"
    SILENCE = "silence"
    COPY = "copy"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One thing that happens in the newsroom while the demo runs."""

    at: timedelta
    """After the first round of polling."""
    outlet: str
    story: str
    expect: Expect
    title: str | None = None
    """The new headline of an edit."""
    note: str = ""
    """What to say once it was polled and no message came of it."""
    watchlist: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that the newsroom knows."""

    outlets: tuple[Outlet, ...]
    cues: tuple[Cue, ...]

    def outlet(self, outlet_id: str) -> Outlet:
        """Return the outlet with this id; raise KeyError when there is none."""
        for outlet in self.outlets:
            if outlet.id == outlet_id:
                return outlet
        raise KeyError(outlet_id)

    @property
    def sample(self) -> tuple[Story, ...]:
        """The sample story and its copies; exactly one alert must come of them on each channel."""
        first = next(cue for cue in self.cues if cue.expect is Expect.ALERT)
        copies = [cue for cue in self.cues if cue.expect is Expect.COPY]
        return tuple(self.outlet(cue.outlet).story(cue.story) for cue in (first, *copies))


def load_content() -> Content:
    """Read the files that ship with the program."""
    folder = files("wirewatch.demo").joinpath("newsroom")
    schedule = _read(folder.joinpath("schedule.json"))
    outlets = tuple(_outlet(_read(folder.joinpath(f"{name}.json"))) for name in schedule["outlets"])
    return Content(outlets=outlets, cues=tuple(_cue(cue) for cue in schedule["cues"]))


def _read(file: Traversable) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _outlet(given: Mapping[str, Any]) -> Outlet:
    sign = -1 if given["zone"].startswith("-") else 1
    hours, minutes = (int(part) for part in given["zone"][1:].split(":"))
    return Outlet(
        id=given["id"],
        name=given["name"],
        language=given["language"],
        format=FeedFormat(given["format"]),
        encoding=given["encoding"],
        zone=sign * timedelta(hours=hours, minutes=minutes),
        tags=tuple(given["tags"]),
        stories=tuple(_story(story) for story in given["stories"]),
    )


def _story(given: Mapping[str, Any]) -> Story:
    age = given.get("age")
    return Story(
        slug=given["slug"],
        title=given["title"],
        authors=tuple(given["authors"]),
        categories=tuple(given["categories"]),
        body=_body(given["body"]),
        age=None if age is None else timedelta(minutes=age),
    )


def _body(given: Sequence[str | Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(_block(piece) for piece in given)


def _block(piece: str | Mapping[str, Any]) -> Block:
    if isinstance(piece, str):
        return Block(kind=BlockKind.PARAGRAPH, texts=(piece,))
    kind = next(kind for kind in BlockKind if kind in piece)
    texts = piece[kind]
    return Block(
        kind=kind,
        texts=(texts,) if isinstance(texts, str) else tuple(texts),
        credit=piece.get("credit", ""),
    )


def _cue(given: Mapping[str, Any]) -> Cue:
    return Cue(
        at=timedelta(seconds=given["at"]),
        outlet=given["outlet"],
        story=given["story"],
        expect=Expect(given["expect"]),
        title=given.get("title"),
        note=given.get("note", ""),
        watchlist=given.get("watchlist", ""),
    )
