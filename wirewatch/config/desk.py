"""Reading single values off the tree: what was written, what it stands for, and what is wrong with it."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from wirewatch.config.problems import quoted
from wirewatch.config.report import Place, Report
from wirewatch.config.spots import spots_of
from wirewatch.config.tree import ListNode, Node, Scalar, plain_type
from wirewatch.config.variables import Part, Variables, WrongVariable
from wirewatch.config.words import Wrong

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_COMMENT = re.compile(r"[ \t]*(#\S[^\r\n]*)")
_READ_AS = {
    "bool": "`{}` means {} in YAML",
    "int": "{} is read as a number",
    "float": "{} is read as a number",
    "timestamp": "{} is read as a date",
}
_TRUE = frozenset({"yes", "true", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Where a value belongs, for messages."""

    label: str
    """How messages call it, such as ``every`` or ``keyword``."""
    key: Place
    """Its key, or the item itself in a list."""
    item: str = ""
    """What an item of the list is, when the slot takes a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A text value: what was written and what it stands for."""

    text: str
    """With every variable replaced."""
    scalar: Scalar
    parts: tuple[Part, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands in the file."""
        return self.scalar.place

    @property
    def shown(self) -> str:
        """The value as it may be repeated in a message: variables stay unread."""
        return self.scalar.text if any(part.secret for part in self.parts) else self.text

    @property
    def masked(self) -> str:
        """The value with ``***`` for all that came from outside the file."""
        pieces, done = [], 0
        for part in self.parts:
            pieces += [self.scalar.text[done : part.start], "***" if part.secret else part.text]
            done = part.end
        return "".join([*pieces, self.scalar.text[done:]])

    def place_of(self, start: int, end: int, file: str) -> Place:
        """Return where a piece of ``text`` stands in the file; a variable counts as a whole."""
        spots = spots_of(self.scalar, file)
        first = spots[self._written(start, end=False)]
        last = spots[max(0, self._written(max(start, end), end=True) - 1)] + 1
        return Place(first, max(first, last))

    def _written(self, offset: int, *, end: bool) -> int:
        """Return which character of the unexpanded value an offset into ``text`` belongs to."""
        moved = 0
        for part in self.parts:
            begin = part.start + moved
            if offset < begin or (end and offset == begin):
                break
            if offset < begin + len(part.text) or (end and offset == begin + len(part.text)):
                return part.end if end else part.start
            moved += len(part.text) - (part.end - part.start)
        return min(max(0, offset - moved), len(self.scalar.text))


class Desk:
    """Everything that reading a value needs."""

    def __init__(self, report: Report, variables: Variables, folder: Path) -> None:
        self.report = report
        self.folder = folder
        self.beside: list[Report] = []
        """What is wrong with other files that this one names."""
        self._variables = variables

    def text(self, node: Node, slot: Slot, *, loose: bool = False) -> Word | None:
        """Return a single text; with ``loose``, also what YAML readers take for numbers and dates."""
        if not isinstance(node, Scalar):
            kind = "a list" if isinstance(node, ListNode) else "a group of keys"
            self.report.error(
                node.place,
                "wrong-type",
                f"`{slot.label}` must be a single text, not {kind}",
                f"Write `{slot.label}: …` with one value",
            )
            return None
        if self._is_empty(node, slot) or (not loose and self._is_typed(node, slot)):
            return None
        word = self._expanded(node)
        found = _CONTROL.search(word.text) if word else None
        if word and found:
            code = f"U+{ord(found[0]):04X}"
            at = word.place_of(found.start(), found.end(), self.report.text)
            self.report.error(
                at, "control-character", f"control character {code} in `{slot.label}`", "Remove it"
            )
            return None
        return word

    def texts(
        self, node: Node, slot: Slot, *, single: bool, loose: bool = False
    ) -> tuple[Word, ...] | None:
        """Return a list of texts; with ``single``, one text will do as well."""
        if isinstance(node, ListNode):
            read = [self.text(item, self.item(item, slot), loose=loose) for item in node.items]
            return tuple(word for word in read if word is not None)
        if isinstance(node, Scalar) and single:
            word = self.text(node, slot, loose=loose)
            return None if word is None else (word,)
        if isinstance(node, Scalar):
            if self._is_empty(node, slot):
                return None
            secret = "${" in node.text or "://" in node.text
            example = "…" if secret else node.text
            mend = f"Write {quoted(f'[{example}]')}"
        else:
            mend = f"Write `{slot.label}: [one, two]`"
        self.report.error(node.place, "wrong-type", f"`{slot.label}` must be a list", mend)
        return None

    def item(self, node: Node, slot: Slot) -> Slot:
        """Return the slot of an item of a list."""
        return replace(slot, label=slot.item or slot.label, key=node.place, item="")

    def wrong(self, word: Word, wrong: Wrong) -> None:
        """Report a value that cannot be used."""
        message = wrong.message
        if word.shown != word.text:
            message = message.replace(quoted(word.text), quoted(word.shown))
        self.report.error(word.place, wrong.code, message, wrong.mend)

    def _is_empty(self, node: Scalar, slot: Slot) -> bool:
        if node.text.strip() and not (node.plain and plain_type(node.text) == "null"):
            return False
        comment = (
            _COMMENT.match(self.report.text, node.place.end)
            if node.plain and not node.text
            else None
        )
        if comment and slot.item == "":
            cut = comment[1].split()[0]
            self.report.error(
                slot.key,
                "empty",
                f"`{slot.label}` is empty: {quoted(cut)} after it is read as a comment",
                f"Quote it: {quoted(chr(34) + cut + chr(34))}",
            )
        else:
            self.report.error(
                node.place, "empty", f"`{slot.label}` is empty", "Give it a value, or remove it"
            )
        return True

    def _is_typed(self, node: Scalar, slot: Slot) -> bool:
        kind = plain_type(node.text) if node.plain else ""
        if kind not in _READ_AS:
            return False
        said = _READ_AS[kind].format(
            node.text[:60], "true" if node.text.lower() in _TRUE else "false"
        )
        at = node.place
        message = f"{said}, and `{slot.label}` needs text"
        self.report.error(
            at, "not-text", message, f"Quote it: {quoted(chr(34) + node.text + chr(34))}"
        )
        return True

    def _expanded(self, node: Scalar) -> Word | None:
        try:
            parts = tuple(self._variables.parts(node.text))
        except WrongVariable as wrong:
            word = Word(text=node.text, scalar=node)
            at = word.place_of(wrong.start, wrong.end, self.report.text)
            self.report.error(at, wrong.code, wrong.message, wrong.mend)
            return None
        pieces: list[str] = []
        done = 0
        for part in parts:
            pieces += [node.text[done : part.start], part.text]
            done = part.end
            if part.secret:
                self.report.secrets.add(part.text)
        return Word(text="".join([*pieces, node.text[done:]]), scalar=node, parts=parts)
