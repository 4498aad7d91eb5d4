"""What PyYAML stumbled over, in words, and a way to read on behind it.

Most slips concern one line. Such a line is changed, character for character, into something that YAML
can read, so that one run tells every mistake of the file; what is then found wrong with the changed
line itself is not told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from wirewatch.config.problems import quoted
from wirewatch.config.report import Report
from wirewatch.config.tree import SECOND_DOCUMENT, Node, YamlStop, read_tree

_MOST_REPAIRS = 50
_VALUE = re.compile(r"^(\s*(?:- +){0,9}(?:[^\s#:\"'\[{][^:#]*: +)?)(.*)$")
_TIGHT = re.compile(r"^\s*(?:- +){0,9}([a-z_]+):(?=[^\s/])")
_KEY_START = re.compile(r"^(\s*(?:- +){0,9})([^\s#:\"'\[{-][^:#]*?):(?=\s|$)")
_INNER_KEY = re.compile(r"\n\s*(?:- +){0,9}[A-Za-z_]+:(?:\s|$)|\n\s*- ")
_RESERVED = {
    "@": "a value may not start with `@`",
    "`": "a value may not start with a back quote",
    "%": "a value may not start with `%`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slip:
    """One slip of syntax: where, what, how to mend it, and the text to read on with (None: stop)."""

    at: tuple[int, int]
    code: str
    message: str
    mend: str
    text: str | None = None


def read_all(text: str, report: Report) -> tuple[Node | None, bool]:
    """Return the tree, and whether it is whole; the slips of syntax go to the report."""
    for _ in range(_MOST_REPAIRS):
        try:
            return read_tree(text, report), True
        except YamlStop as stop:
            slip = _judge(text, stop, report)
            if report.line_of(slip.at[0]) not in report.lines_with_errors():
                report.error(slip.at, slip.code, slip.message, slip.mend)
            if slip.text is None or slip.text == text:
                return None, False
            text = slip.text
    return None, False


def _judge(text: str, stop: YamlStop, report: Report) -> _Slip:
    for judge in _JUDGES:
        slip = judge(text, stop, report)
        if slip is not None:
            return slip
    at = min(stop.at, max(0, len(text.rstrip()) - 1))
    problem = stop.problem or "YAML cannot read this"
    return _Slip(
        at=(at, at + 1),
        code="yaml-syntax",
        message=f"this is not valid YAML: {problem}",
        mend="Check the quotes, brackets and indentation here and in the line above",
    )


def _tight_colon(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    """``feed:https://…`` is one word to YAML, and swallows the next line too."""
    last = report.position(stop.at)[0]
    first = report.position(stop.begin)[0] if stop.begin is not None else last
    if "quoted scalar" in stop.context or "flow" in stop.context:
        return None
    for number in range(max(0, min(first, last - 1)), last + 1):
        start = report.start_of(number)
        found = _TIGHT.match(text[start : start + len(report.lines[number])])
        if found:
            at = start + found.end()
            word = report.lines[number][found.start(1) :].split()[0]
            return _Slip(
                at=(start + found.start(1), start + found.start(1) + len(word)),
                code="no-space-after-colon",
                message=f"`{found[1]}:` and what follows it are read as one word",
                mend=f"Put a space after `{found[1]}:`",
                text=text[:at] + " " + text[at + 1 :],
            )
    return None


def _second_document(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if stop.problem != SECOND_DOCUMENT:
        return None
    line = report.lines[report.position(stop.at)[0]]
    marked = text.startswith("---", stop.at)
    return _Slip(
        at=(stop.at, stop.at + 3),
        code="two-documents",
        message=f"`{'---' if marked else '...'}` starts a second document",
        mend="Remove it; one document per file",
        text=text[: stop.at] + " " * len(line) + text[stop.at + len(line) :] if marked else None,
    )


def _tab(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if "'\\t'" not in stop.problem:
        return None
    for number, line in enumerate(report.lines):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip() and not line.lstrip().startswith("#"):
            at = report.start_of(number) + indent.index("\t")
            report.error(
                (at, at + 1), "tab", "a tab is used to indent", "Use spaces (two per level)"
            )
    return _Slip(
        at=(stop.at, stop.at + 1),
        code="tab",
        message="a tab stands where YAML wants spaces",
        mend="Replace it with spaces",
    )


def _sign_first(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    """A value that starts with a sign YAML keeps for itself: ``@ ` % * & ! | >``."""
    line, _ = report.position(stop.at)
    start = report.start_of(line)
    shown = text[start : start + len(report.lines[line])]
    if "cannot start any token" in stop.problem and text[stop.at : stop.at + 1] in _RESERVED:
        return _quote_it(
            text, stop.at, _item(shown, stop.at - start), "reserved-sign", _RESERVED[text[stop.at]]
        )
    value = _VALUE.match(shown.rstrip())
    if value is None or stop.at < start + value.start(2):
        return None
    sign = value[2][:1]
    begin = start + value.start(2)
    if sign in {"*", "&", "!"}:
        words = {"*": "an alias", "&": "an anchor", "!": "a tag"}[sign]
        message = f"{quoted(value[2])} is read as a YAML {words.split()[1]}"
        return _quote_it(
            text, begin, value[2], "alias" if sign == "*" else words.split()[1], message
        )
    if sign in {"|", ">"} and "block scalar" in stop.context:
        message = f"`{sign}` starts a block of text, which must begin on the next line"
        return _quote_it(text, begin, value[2], "block-header", message)
    return None


def _quote_it(text: str, at: int, item: str, code: str, message: str) -> _Slip:
    mark = "'" if '"' in item else '"'
    example = quoted(f"{mark}{item}{mark}")
    return _Slip(
        at=(at, at + len(item)),
        code=code,
        message=message,
        mend=f"Quote it: {example}",
        text=text[:at] + "_" * len(item) + text[at + len(item) :],
    )


def _item(line: str, column: int) -> str:
    """Return the value that starts at a column: to the end of the line, or of the item of a flow list."""
    rest = line[column:].rstrip()
    if "[" in line[:column]:
        rest = re.split(r"[,\]]", rest, maxsplit=1)[0].rstrip()
    return rest or line[column : column + 1]


def _second_colon(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if "mapping values are not allowed" not in stop.problem:
        return None
    line, column = report.position(stop.at)
    start = report.start_of(line)
    shown = text[start : start + len(report.lines[line])]
    value = _VALUE.match(shown.rstrip())
    if value and value.start(2) > 0 and ": " in value[1] and value.start(2) <= column:
        mark = "'" if '"' in value[2] else '"'
        example = quoted(
            f"{value[1].split(':')[0].strip().removeprefix('- ')}: {mark}{value[2]}{mark}"
        )
        return _Slip(
            at=(stop.at, stop.at + 1),
            code="second-colon",
            message="there is a second colon in one line",
            mend=f"Quote the text: {example}",
            text=text[: stop.at] + "." + text[stop.at + 1 :],
        )
    return _wrong_indent(text, stop, report, line)


def _bad_indent(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if not stop.problem.startswith("expected <block end>") or "<scalar>" in stop.problem:
        return None
    return _wrong_indent(text, stop, report, report.position(stop.at)[0])


def _wrong_indent(text: str, stop: YamlStop, report: Report, line: int) -> _Slip:
    shown = report.lines[line]
    column = len(shown) - len(shown.lstrip())
    here = _KEY_START.match(shown)
    name = here[2] if here else shown.strip()[:1]
    for above in reversed(report.lines[:line]):
        found = _KEY_START.match(above)
        if found and len(found[1]) != column:
            message = (
                f"{quoted(name)} starts in column {column + 1}"
                f" but {quoted(found[2])} above it starts in column {len(found[1]) + 1}"
            )
            break
    else:
        message = f"{quoted(name)} is indented differently from the lines around it"
    at = report.start_of(line) + column
    return _Slip(at=(at, at + len(name)), code="bad-indent", message=message, mend="Line them up")


def _open_quote(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    ends = "unexpected end of stream" in stop.problem or "document separator" in stop.problem
    if "quoted scalar" in stop.context and stop.begin is not None and ends:
        return _unclosed(text, stop.begin, report)
    if not stop.problem.startswith(("expected <block end>", "expected ','")):
        return None
    # A quote that was left open closes at the next quote, lines below: look for such a value before.
    before = text[: stop.at].rstrip()
    if before[-1:] not in {'"', "'"}:
        return None
    begin = before.rfind(before[-1], 0, len(before) - 1)
    if begin >= 0 and _INNER_KEY.search(before[begin:]):
        return _unclosed(text, begin, report)
    return None


def _unclosed(text: str, begin: int, report: Report) -> _Slip:
    line, column = report.position(begin)
    rest = report.lines[line][column + 1 :].split(" #")[0]
    if "[" in report.lines[line][:column]:
        rest = re.split(r"[,\]]", rest, maxsplit=1)[0]
    words = rest.split()
    mark = text[begin]
    after = f" after {quoted(words[-1])}" if words else ""
    return _Slip(
        at=(begin, begin + 1),
        code="open-quote",
        message="this quote is never closed",
        mend=f"Add `{mark}`{after}",
    )


def _open_bracket(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if "flow" not in stop.context or stop.begin is None:
        return None
    line = report.position(stop.begin)[0]
    mark = text[stop.begin : stop.begin + 1]
    if report.position(stop.at)[0] == line and stop.at < len(text.rstrip()):
        blank = text[stop.at - 1 : stop.at] == " "
        return _Slip(
            at=(stop.at, stop.at + 1),
            code="missing-comma",
            message="a comma is missing before this",
            mend="Separate the items of a list with commas",
            text=text[: stop.at - 1] + "," + text[stop.at :] if blank else None,
        )
    return _Slip(
        at=(stop.begin, stop.begin + 1),
        code="open-bracket",
        message=f"this `{mark}` is never closed",
        mend=f"Add `{ {'[': ']', '{': '}'}.get(mark, ']') }`",
    )


def _after_quote(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    """``query: "a b" OR "c"``: the text goes on behind what YAML took for the whole value."""
    if not (stop.problem.startswith("expected <block end>") and "<scalar>" in stop.problem):
        return None
    line = report.position(stop.at)[0]
    start = report.start_of(line)
    value = _VALUE.match(text[start : start + len(report.lines[line])].rstrip())
    if value is None or value[2][:1] not in {'"', "'"}:
        return None
    begin = start + value.start(2)
    return _Slip(
        at=(stop.at, start + value.end(2)),
        code="text-after-quote",
        message="the text goes on after the closing quote",
        mend="Write `>-` after the colon and put the whole text on the next line, two spaces deeper",
        text=text[:begin] + "_" * len(value[2]) + text[begin + len(value[2]) :],
    )


def _bad_escape(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if (
        "escape" not in stop.problem
        and "escape" not in stop.context
        and "double-quoted" not in stop.context
    ):
        return None
    at = text.rfind("\\", 0, stop.at + 1)
    if at < 0:
        return None
    return _Slip(
        at=(at, at + 2),
        code="bad-escape",
        message=f"{quoted(text[at : at + 2])} means nothing between double quotes",
        mend="Write `\\\\` for a backslash, or use single quotes",
        text=text[:at] + "//" + text[at + 2 :] if text[at + 1 : at + 2] not in {"", "\n"} else None,
    )


def _dash_in_line(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if "sequence entries are not allowed" not in stop.problem:
        return None
    return _Slip(
        at=(stop.at, stop.at + 1),
        code="dash-in-line",
        message="a list cannot start behind its key",
        mend="Put `- …` on the next line, or quote the value",
        text=text[: stop.at] + "_" + text[stop.at + 1 :],
    )


def _stray_bracket(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    sign = text[stop.at : stop.at + 1]
    if sign not in {"]", "}", ","} or not sign:
        return None
    return _Slip(
        at=(stop.at, stop.at + 1),
        code="stray-bracket",
        message=f"this `{sign}` belongs to nothing",
        mend="Remove it, or quote the value",
        text=text[: stop.at] + "_" + text[stop.at + 1 :],
    )


def _no_colon(text: str, stop: YamlStop, report: Report) -> _Slip | None:
    if "could not find expected ':'" not in stop.problem or stop.begin is None:
        return None
    line, column = report.position(stop.begin)
    word = report.lines[line][column:].strip()
    return _Slip(
        at=(stop.begin, stop.begin + len(word)),
        code="no-colon",
        message=f"{quoted(word)} is not a key: it has no colon",
        mend="Write `key: value`, or `- value` in a list",
    )


_JUDGES: tuple[Callable[[str, YamlStop, Report], _Slip | None], ...] = (
    _second_document,
    _tab,
    _open_quote,
    _sign_first,
    _tight_colon,
    _second_colon,
    _bad_indent,
    _open_bracket,
    _after_quote,
    _bad_escape,
    _dash_in_line,
    _stray_bracket,
    _no_colon,
)
