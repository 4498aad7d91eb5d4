"""From bytes to text: what must be right before YAML is looked at."""

import codecs
import re

from wirewatch.config.report import Report

LARGEST = 1024 * 1024
"""Bytes of a configuration file."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)")
_INDENT = re.compile(r"^\s*")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(file: str, content: bytes) -> tuple[Report, str | None]:
    """Return a report on the file and the text for YAML; None instead of it when there is no sense in going on.

    The text is as long as the file's, character for character: what was reported here is replaced by
    something harmless, so that the rest of the file is checked as well.
    """
    text = content[: LARGEST + 1].decode("utf-8", errors="replace")
    report = Report(file, text)
    if len(content) > LARGEST:
        report.error(
            (0, 1),
            "too-large",
            "the file is larger than 1 MB",
            "Put less into it, or watch with several programs",
        )
        return report, None
    if not _is_utf8(content, report):
        return report, None
    for found in _CONTROL.finditer(text):
        code = f"U+{ord(found[0]):04X}"
        report.error(found.span(), "control-character", f"control character {code}", "Remove it")
    text = _CONTROL.sub("\ufffd", text)
    if _has_conflict(report):
        return report, None
    return report, _mend_blanks(text, report)


def _is_utf8(content: bytes, report: Report) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content.startswith(_UTF16):
            report.error((0, 1), "not-utf8", "the file is UTF-16", "Save it as UTF-8")
            return False
        at = len(content[: error.start].decode("utf-8"))
        byte = content[error.start]
        report.error(
            (at, at + 1),
            "not-utf8",
            f"the file is not UTF-8 (byte 0x{byte:02X})",
            "Save it as UTF-8",
        )
        return False
    return True


def _has_conflict(report: Report) -> bool:
    marks = [
        (number, line[:7]) for number, line in enumerate(report.lines) if _CONFLICT.match(line)
    ]
    starts = [(number, mark) for number, mark in marks if mark == "<" * 7]
    for number, mark in starts or marks:
        start = report.start_of(number)
        report.error(
            (start, start + 7),
            "merge-conflict",
            f"unresolved merge conflict (`{mark}`)",
            "Keep one of the two versions and remove the marks",
        )
    return bool(marks)


def _mend_blanks(text: str, report: Report) -> str:
    """Report odd blanks used to indent; return the text with ordinary ones."""
    chars = list(_OTHER_BREAKS.sub(" ", text))
    for number, line in enumerate(report.lines):
        indent = _INDENT.match(line)
        width = indent.end() if indent else 0
        if width == len(line):
            continue
        odd = [i for i in range(width) if line[i] not in " \t"]
        start = report.start_of(number)
        if odd:
            name = "non-breaking space" if line[odd[0]] == "\u00a0" else "odd space"
            report.error(
                (start + odd[0], start + odd[-1] + 1),
                "odd-space",
                f"{name} (U+{ord(line[odd[0]]):04X}) used to indent; it looks like a space",
                "Replace it with a space",
            )
        for i in odd:
            chars[start + i] = " "
    return "".join(chars)
