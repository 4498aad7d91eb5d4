"""The doorway to PyYAML: its events become a small tree of our own that remembers every place.

The tree keeps each scalar as it was written, so that ``no``, ``12:30`` and ``0123`` are still what the
user typed. It is built from events without recursion: depth and the size of aliases are bounded.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from wirewatch.config.problems import quoted
from wirewatch.config.report import Place, Report

_DEEPEST = 40
_MOST_NODES = 100_000
"""Nodes of the tree with every alias written out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scalar:
    """A single value as written."""

    place: Place
    text: str
    plain: bool
    """Written without quotes and not as a block: YAML readers may take it for a number, a date, …"""
    size: int = 1


@dataclass(slots=True, kw_only=True, eq=False)
class ListNode:
    """A list; filled while it is read, then left alone."""

    place: Place
    items: "list[Node]" = field(default_factory=list)
    size: int = 1


@dataclass(slots=True, kw_only=True, eq=False)
class MapNode:
    """Keys with values, in the order of the file, repeated keys included."""

    place: Place
    pairs: "list[tuple[Scalar, Node]]" = field(default_factory=list)
    size: int = 1


Node = Scalar | ListNode | MapNode

SECOND_DOCUMENT = "a second document starts"


class YamlStop(Exception):  # noqa: N818 - it is the outcome of reading, which the caller turns into a problem
    """PyYAML could not read on."""

    def __init__(self, problem: str, context: str, at: int, begin: int | None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.context = context
        self.at = at
        """Where PyYAML stumbled, in characters from the beginning of the file."""
        self.begin = begin
        """Where the thing began that it was reading."""


def read_tree(text: str, report: Report) -> Node | None:
    """Return the first document as a tree, None when there is none; raise YamlStop on bad syntax
    and at a second document.

    Aliases of unknown names, tags and bombs go to the report.
    """
    builder = _Builder(report)
    stream = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        for event in stream:
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        raise _stop(error, len(text)) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # PyYAML lets chr() raise on escapes such as "\UFFFFFFFF".
        raise YamlStop(
            "found unknown escape character", "", max(0, text.find("\\U")), None
        ) from error
    return builder.root


def _stop(error: yaml.MarkedYAMLError, size: int) -> YamlStop:
    at = error.problem_mark or error.context_mark
    begin = error.context_mark
    return YamlStop(
        str(error.problem or ""),
        str(error.context or ""),
        min(at.index, size) if at else 0,
        min(begin.index, size) if begin else None,
    )


def plain_type(text: str) -> str:
    """Return what a scalar without quotes is to readers of YAML 1.1: ``bool``, ``int``, …, or ``str``."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, pattern in [*resolvers.get(text[:1], []), *resolvers.get(None, [])]:
        if pattern.match(text):
            return str(tag).rpartition(":")[2]
    return "str"


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    return Place(start.index if start else 0, end.index if end else 0)


class _Builder:
    """Takes events one by one and fills the tree."""

    def __init__(self, report: Report) -> None:
        self.root: Node | None = None
        self._report = report
        self._open: list[ListNode | MapNode] = []
        self._anchors: list[str | None] = []
        self._keys: list[Scalar | None] = []
        self._named: dict[str, Node] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Take one event; return False when reading should end."""
        place = _place(event)
        if isinstance(event, yaml.DocumentStartEvent):
            return self._document(place)
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", place)
        elif isinstance(event, yaml.ScalarEvent):
            place = self._tag(event.tag, event.anchor, place)
            plain = event.style is None
            self._put(Scalar(place=place, text=event.value, plain=plain), event.anchor)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            return self._start(event, self._tag(event.tag, event.anchor, place))
        return True

    def _document(self, place: Place) -> bool:
        self._documents += 1
        if self._documents == 2:
            raise YamlStop(SECOND_DOCUMENT, "", place.start, None)
        return True

    def _start(self, event: yaml.NodeEvent, place: Place) -> bool:
        if len(self._open) >= _DEEPEST:
            self._report.error(
                place,
                "too-deep",
                "lists and keys are nested too deeply here",
                "Nothing needs more than five levels",
            )
            return False
        make: Callable[..., ListNode | MapNode] = (
            ListNode if isinstance(event, yaml.SequenceStartEvent) else MapNode
        )
        self._open.append(make(place=place))
        self._anchors.append(event.anchor)
        self._keys.append(None)
        return True

    def _close(self) -> None:
        node = self._open.pop()
        self._keys.pop()
        self._put(node, self._anchors.pop())

    def _alias(self, name: str, place: Place) -> None:
        known = self._named.get(name)
        if known is None:
            text = f"*{name}"
            self._report.error(
                place,
                "alias",
                f"{quoted(text)} is read as a YAML alias",
                f'Quote it: `"{text[:40]}"`',
            )
            known = Scalar(place=place, text=text, plain=False)
        above = self._open[-1].size if self._open else 0
        if known.size + above > _MOST_NODES:
            self._report.error(
                place,
                "too-many-aliases",
                "too many aliases: written out, they would fill the memory",
                "Write less",
            )
            known = Scalar(place=place, text="", plain=False)
        self._put(known, None)

    def _tag(self, tag: str | None, anchor: str | None, place: Place) -> Place:
        """Refuse tags; return the place of the value behind tag and anchor."""
        text = self._report.text
        start = place.start
        if tag is not None and not (tag == "!" and text[start : start + 1] != "!"):
            written = (
                text[start : place.end].split(maxsplit=1)[0]
                if text[start : place.end].strip()
                else tag
            )
            what = (
                "`!!python/...` tags are" if "python/" in tag else f"the tag {quoted(written)} is"
            )
            self._report.error(
                Place(start, start + len(written)),
                "tag",
                f"{what} not allowed",
                "Remove it, or quote the value",
            )
        elif anchor is not None:
            start += len(anchor) + 1
            while text[start : start + 1] in {" ", "\t"} and start < place.end:
                start += 1
        return Place(start, max(start, place.end))

    def _put(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._named[anchor] = node
        if not self._open:
            self.root = node
            return
        above = self._open[-1]
        above.size += node.size
        if isinstance(above, ListNode):
            above.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._as_key(node)
        else:
            above.pairs.append((key, node))
            self._keys[-1] = None

    def _as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self._report.error(node.place, "key-not-text", "a key must be a single word", "Quote it")
        return Scalar(place=node.place, text="", plain=False)
