"""The kinds of values a key can have: how each is read, described and put into the JSON Schema."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from archive.vocabulary import FollowUp, Limit, Quiet, Secret, When
from wirewatch.config import asking, rules, words
from wirewatch.config.desk import Desk, Slot, Word
from wirewatch.config.problems import quoted
from wirewatch.config.report import Place
from wirewatch.config.tree import MapNode, Node, plain_type
from wirewatch.config.words import Wrong

T = TypeVar("T")
Schema = Mapping[str, Any]

_DURATION_SCHEMA: Schema = {"type": "string", "pattern": r"^\d+[smhd]$|\$\{"}
_TEXT_SCHEMA: Schema = {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """One kind of value."""

    title: str
    """What the reference calls it."""
    schema: Schema
    read: Callable[[Node, Slot, Desk], T | None]
    """Returns the value, or None after a report of what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """How often a source is asked, and where that is written."""

    value: timedelta | str | None
    place: Place
    shown: str


def _single(
    title: str, schema: Schema, parse: Callable[[str], T], *, loose: bool = True
) -> Kind[T]:
    """Make a kind of one text that ``parse`` understands or refuses with Wrong."""

    def read(node: Node, slot: Slot, desk: Desk) -> T | None:
        word = desk.text(node, slot, loose=loose)
        try:
            return None if word is None else parse(word.text.strip())
        except Wrong as wrong:
            if word is not None:
                desk.wrong(word, wrong)
            return None

    return Kind(title=title, schema=schema, read=read)


def _list(
    title: str, schema: Schema, parse: Callable[[str], T], *, item: str, single: bool
) -> Kind[tuple[T, ...]]:
    def read(node: Node, slot: Slot, desk: Desk) -> tuple[T, ...] | None:
        slot = Slot(label=slot.label, key=slot.key, item=item)
        values: list[T] = []
        for word in desk.texts(node, slot, single=single) or ():
            try:
                values.append(parse(word.text.strip()))
            except Wrong as wrong:
                desk.wrong(word, wrong)
        return tuple(values)

    return Kind(title=title, schema=_schema_of_list(schema, single=single), read=read)


def _words(title: str, *, item: str, single: bool) -> Kind[tuple[Word, ...]]:
    def read(node: Node, slot: Slot, desk: Desk) -> tuple[Word, ...] | None:
        return desk.texts(node, Slot(label=slot.label, key=slot.key, item=item), single=single)

    return Kind(title=title, schema=_schema_of_list(_TEXT_SCHEMA, single=single), read=read)


def _schema_of_list(schema: Schema, *, single: bool) -> Schema:
    many = {"type": "array", "items": dict(schema)}
    return {"anyOf": [dict(schema), many]} if single else many


def _duration(least: timedelta, most: timedelta, *, zero: bool = False) -> Kind[timedelta]:
    def parse(text: str) -> timedelta:
        if zero and text == "0":
            return timedelta(0)
        return words.duration(text, least=least, most=most)

    schema = {"anyOf": [_DURATION_SCHEMA, {"const": 0}]} if zero else _DURATION_SCHEMA
    return _single("a duration" if not zero else "a duration or 0", schema, parse)


def _choice(what: str, *choices: str) -> Kind[str]:
    title = " or ".join([", ".join(f"`{c}`" for c in choices[:-1]), f"`{choices[-1]}`"])
    return _single(title, {"enum": list(choices)}, lambda text: words.one_of(text, choices, what))


def _read_text(node: Node, slot: Slot, desk: Desk) -> Word | None:
    return desk.text(node, slot)


def _read_anything(node: Node, slot: Slot, desk: Desk) -> Node | None:
    return node


def _read_value(node: Node, slot: Slot, desk: Desk) -> Word | None:
    return desk.text(node, slot, loose=True)


def _read_every(node: Node, slot: Slot, desk: Desk) -> Every | None:
    word = desk.text(node, slot, loose=True)
    if word is None:
        return None
    text = word.text.strip()
    try:
        if text == "auto":
            value: timedelta | str | None = None
        elif words.looks_like_cron(text):
            value = words.cron(text)
        else:
            value = words.duration(text, least=timedelta(seconds=1), most=timedelta(days=30))
    except Wrong as wrong:
        if wrong.code in {"too-short", "not-positive"}:
            wrong = Wrong(wrong.code, f"`every` must be positive: {wrong.message}", "At least 1m")
        desk.wrong(word, wrong)
        return None
    return Every(value=value, place=word.place, shown=word.shown.strip())


def _texts_by_name(title: str, *, loose: bool) -> Kind[dict[str, tuple[Word, ...]]]:
    """Make a kind of names that are given texts; with ``loose``, these may look like numbers."""

    def read(node: Node, slot: Slot, desk: Desk) -> dict[str, tuple[Word, ...]] | None:
        if not isinstance(node, MapNode):
            message = f"`{slot.label}` must be names with values"
            desk.report.error(node.place, "wrong-type", message, "Write `name: value` below it")
            return None
        texts: dict[str, tuple[Word, ...]] = {}
        for key, value in node.pairs:
            if not key.text.strip() or (key.plain and plain_type(key.text) == "null"):
                message = f"a name in `{slot.label}` is empty"
                desk.report.error(key.place, "empty", message, "Give it one, or remove the line")
            inner = Slot(label=key.text, key=key.place)
            texts[key.text] = desk.texts(value, inner, single=True, loose=loose) or ()
        return texts

    return Kind(title=title, schema={"type": "object"}, read=read)


def _read_follow_up(node: Node, slot: Slot, desk: Desk) -> FollowUp | None:
    word = _outlets(node, slot, desk) if isinstance(node, MapNode) else desk.text(node, slot)
    try:
        return rules.follow_up(word.text.strip()) if word else None
    except Wrong as wrong:
        if word is not None:
            desk.wrong(word, wrong)
        return None


def _read_recheck(node: Node, slot: Slot, desk: Desk) -> tuple[timedelta, ...] | None:
    slot = Slot(label=slot.label, key=slot.key, item="time")
    written = desk.texts(node, slot, single=True)
    if written is None:
        return None
    if [word.text.strip() for word in written] == ["never"]:
        return ()
    steps = set()
    for number, word in enumerate(written):
        try:
            steps.add(rules.recheck(word.text.strip(), number))
        except Wrong as wrong:
            desk.wrong(word, wrong)
    return tuple(sorted(steps))


def _outlets(node: MapNode, slot: Slot, desk: Desk) -> Word | None:
    """Read the one pair of ``{outlets: 3}`` as if it were written as text."""
    names = [key.text for key, _ in node.pairs]
    if names != ["outlets"]:
        message = f"`{slot.label}` must be `never`, `daily` or `{{outlets: N}}`"
        desk.report.error(node.place, "bad-follow-up", message, "Write `{outlets: 3}`")
        return None
    key, value = node.pairs[0]
    word = desk.text(value, Slot(label=key.text, key=key.place), loose=True)
    return replace(word, text=f"outlets: {word.text.strip()}") if word else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateWords:
    """How long to wait for a claim, and whom to tell then, as written."""

    after: timedelta
    to: tuple[Word, ...]


def _read_escalate(node: Node, slot: Slot, desk: Desk) -> EscalateWords | None:
    pairs = (
        {key.text: (key, value) for key, value in node.pairs} if isinstance(node, MapNode) else {}
    )
    if set(pairs) != {"after", "to"}:
        message = f"`{slot.label}` needs `after` and `to`, and nothing else"
        desk.report.error(
            node.place, "bad-escalate", message, "Write `{after: 15m, to: [CHANNEL]}`"
        )
        return None
    inner = {name: Slot(label=name, key=key.place) for name, (key, _) in pairs.items()}
    after = AFTER.read(pairs["after"][1], inner["after"], desk)
    to = NAMES.read(pairs["to"][1], inner["to"], desk)
    return EscalateWords(after=after, to=to) if after and to else None


def _keep(text: str) -> timedelta:
    if text == "forever":
        return timedelta.max
    return words.duration(text, least=timedelta(days=1), most=timedelta(days=36500))


def _selector(text: str) -> str:
    # Only for those who have selectors: reading a configuration stays quick.
    from spiders.markup import WrongSelectorError, selector

    try:
        selector(text)
    except WrongSelectorError as error:
        why = str(error).rstrip(".")
        raise Wrong(
            "bad-selector",
            f"{quoted(text)} is not a CSS selector: {why}",
            "Write one such as `main h2 a`",
        ) from error
    return text


_SECOND, _MINUTE, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
_LANGUAGE_SCHEMA: Schema = {"type": "string", "pattern": r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$|\$\{"}

TEXT: Kind[Word] = Kind(title="text", schema=_TEXT_SCHEMA, read=_read_text)
VALUE: Kind[Word] = Kind(
    title="text", schema={"type": ["string", "number", "boolean"]}, read=_read_value
)
ANYTHING: Kind[Node] = Kind(title="anything", schema={}, read=_read_anything)
NAMES: Kind[tuple[Word, ...]] = _words("a list of names", item="name", single=False)
TAGS: Kind[tuple[Word, ...]] = _words("a list of words", item="tag", single=False)
KEYWORDS: Kind[tuple[Word, ...]] = _words("a list of keywords", item="keyword", single=False)
ADDRESSES: Kind[tuple[Word, ...]] = _words(
    "an address or a list of addresses", item="address", single=True
)
TEXTS: Kind[tuple[Word, ...]] = _words("a text or a list of texts", item="text", single=True)
TEXTS_BY_NAME = _texts_by_name("names with a text or a list of texts each", loose=True)
NAMES_BY_NAME = _texts_by_name("names with a name or a list of names each", loose=False)
ZONE: Kind[ZoneInfo] = _single("an IANA time zone", _TEXT_SCHEMA, words.zone)
KEEP: Kind[timedelta] = _single(
    "a duration or `forever`", {"anyOf": [_DURATION_SCHEMA, {"const": "forever"}]}, _keep
)
EVERY: Kind[Every] = Kind(
    title="`auto`, a duration or a cron line", schema=_TEXT_SCHEMA, read=_read_every
)
AFTER: Kind[timedelta] = _duration(10 * _SECOND, 7 * _DAY)
CANARY: Kind[timedelta] = _duration(10 * _SECOND, 30 * _DAY)
BACKFILL: Kind[timedelta] = _duration(timedelta(0), 3650 * _DAY, zero=True)
WAIT: Kind[timedelta] = _duration(timedelta(0), 60 * _MINUTE, zero=True)
DELAY: Kind[timedelta] = _duration(timedelta(0), 60 * _MINUTE, zero=True)
TIMEOUT: Kind[timedelta] = _duration(_SECOND, 10 * _MINUTE)
SIZE: Kind[int] = _single("a size", {"type": ["string", "integer"]}, words.size)
LANGUAGE: Kind[str] = _single("a language code", _LANGUAGE_SCHEMA, words.language, loose=False)
LANGUAGES: Kind[tuple[str, ...]] = _list(
    "a language code or a list of them",
    _LANGUAGE_SCHEMA,
    words.language,
    item="language",
    single=True,
)
ALLOW: Kind[tuple[tuple[str, int], ...]] = _list(
    "a list of `host:port`", _TEXT_SCHEMA, words.host_and_port, item="host:port", single=False
)
FULL_TEXT: Kind[str] = _choice("`full_text`", "auto", "always", "never")
ROBOTS: Kind[str] = _single(
    "`true`, `all` or `false`",
    {"enum": ["true", "all", "false", True, False]},
    lambda text: words.one_of(text.lower(), ("true", "all", "false"), "`robots`"),
)
FLAG: Kind[bool] = _single(
    "`true` or `false`",
    {"type": "boolean"},
    lambda text: words.one_of(text.lower(), ("true", "false"), "this key") == "true",
)
SELECTOR: Kind[str] = _single("a CSS selector", _TEXT_SCHEMA, _selector, loose=False)
HEADERS: Kind[tuple[tuple[str, Secret], ...]] = Kind(
    title="names with a text each",
    schema={"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
    read=asking.read_headers,
)
AUTH: Kind[Secret] = Kind(title="`user:password`", schema=_TEXT_SCHEMA, read=asking.read_auth)
PROXY: Kind[Secret] = Kind(
    title="the address of an HTTP proxy", schema=_TEXT_SCHEMA, read=asking.read_proxy
)
GROUP: Kind[str] = _choice("`group`", "story", "copy", "address")
WHEN: Kind[When] = _single(
    "`at once`, `hourly`, `daily HH:MM` or a cron line", _TEXT_SCHEMA, rules.when
)
QUIET: Kind[Quiet] = _single("hours as `22:00-07:00`", _TEXT_SCHEMA, rules.quiet)
LIMIT: Kind[Limit] = _single("a number per time, as `20/h`", _TEXT_SCHEMA, rules.limit)
FOLLOW_UP: Kind[FollowUp] = Kind(
    title="`never`, `daily` or `{outlets: N}`",
    schema={"anyOf": [{"enum": ["never", "daily"]}, {"type": "object", "required": ["outlets"]}]},
    read=_read_follow_up,
)
ESCALATE: Kind[EscalateWords] = Kind(
    title="`{after: DURATION, to: [CHANNEL, …]}`",
    schema={"type": "object", "required": ["after", "to"]},
    read=_read_escalate,
)
ON_EDIT: Kind[str] = _choice("`on_edit`", "headline", "figures", "any", "never")
RECHECK: Kind[tuple[timedelta, ...]] = Kind(
    title="`never`, a duration or a list of them",
    schema={
        "anyOf": [
            {"const": "never"},
            _DURATION_SCHEMA,
            {"type": "array", "items": _DURATION_SCHEMA, "maxItems": rules.MOST_RECHECKS},
        ]
    },
    read=_read_recheck,
)
SECTION: Kind[Node] = Kind(title="keys", schema={"type": "object"}, read=_read_anything)
SOURCES: Kind[Node] = Kind(title="a list of sources", schema={"type": "array"}, read=_read_anything)
WATCHLISTS: Kind[Node] = Kind(
    title="a list of watchlists", schema={"type": "array"}, read=_read_anything
)
CHANNELS: Kind[Node] = Kind(
    title="channels by name", schema={"type": "object"}, read=_read_anything
)
