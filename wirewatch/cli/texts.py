"""Texts to match, from files or standard input: JSON lines, plain text, or a text a line."""

import gzip
import io
import json
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from watchlists import Document
from wirewatch.cli.trouble import Trouble

STDIN = "-"
GZIP = b"\x1f\x8b"
_COMPRESSED = {b"\x28\xb5\x2f\xfd": "zstd", b"\xfd7zXZ\x00": "xz", b"BZh": "bzip2"}
JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text with the name it is told by."""

    id: str
    document: Document
    raw: str
    """As it was read, to be passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line that is no text; the others go on."""

    where: str
    why: str


def read_texts(
    paths: Sequence[str], *, lines: bool, language: str | None
) -> Iterator[Text | Unreadable]:
    """Read every text of the files; none named, or ``-``, is standard input.

    A file that ends in ``.jsonl`` or ``.ndjson`` (or begins with ``{``, on standard input) holds a JSON object
    ``{id, title, text, lang}`` a line, of which all but ``text`` or ``title`` may be missing. Any other file is one text, or
    with ``lines`` one text a line. Compressed files (gzip) are read as they
    are, and UTF-16 where a byte order mark says so.

    Raises `Trouble` when a file cannot be read.
    """
    for path in paths or (STDIN,):
        try:
            with _opened(path) as file:
                yield from _texts(file, path, lines=lines, language=language)
        except (OSError, EOFError) as error:
            why = getattr(error, "strerror", None) or error
            raise Trouble(f"{path} cannot be read: {why}") from error


@contextmanager
def _opened(path: str) -> Iterator[TextIO]:
    with ExitStack() as opened:
        binary: Any = sys.stdin.buffer
        if path != STDIN:
            binary = opened.enter_context(Path(path).open("rb"))
        begin = binary.peek(6)
        if begin[:2] == GZIP:
            binary = opened.enter_context(gzip.GzipFile(fileobj=binary))
        for sign, program in _COMPRESSED.items():
            if begin.startswith(sign):
                raise Trouble(f"{path} is compressed by {program}: pass it on with `{program} -dc {path} | wirewatch match`")  # fmt: skip
        # One bad byte must not cost the file.
        yield io.TextIOWrapper(binary, encoding=_encoding(binary.peek(4)), errors="replace")


def _encoding(begin: bytes) -> str:
    """Return the encoding that a byte order mark names (Windows programs write UTF-16); UTF-8 without one."""
    marks = {"utf-32": (BOM_UTF32_LE, BOM_UTF32_BE), "utf-16": (BOM_UTF16_LE, BOM_UTF16_BE)}
    return next((name for name, each in marks.items() if begin.startswith(each)), "utf-8-sig")


def _texts(
    file: TextIO, path: str, *, lines: bool, language: str | None
) -> Iterator[Text | Unreadable]:
    name = "stdin" if path == STDIN else path
    first = file.readline()
    if path.endswith(JSON_LINES) or (path == STDIN and first.lstrip().startswith("{")):
        yield from _json_lines(first, file, name, language)
    elif lines:
        for number, line in enumerate(_chain(first, file), 1):
            if line.strip():
                yield _plain(line, f"{name}:{number}", language)
    else:
        yield _plain(first + file.read(), name, language)


def _chain(first: str, rest: TextIO) -> Iterator[str]:
    yield first
    yield from rest


def _plain(text: str, name: str, language: str | None) -> Text:
    return Text(id=name, document=Document(title="", text=text, language=language), raw=text)


def _json_lines(
    first: str, rest: TextIO, name: str, language: str | None
) -> Iterator[Text | Unreadable]:
    for number, line in enumerate(_chain(first, rest), 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield Unreadable(where=where, why="this is no JSON")
            continue
        if not isinstance(record, dict):
            yield Unreadable(where=where, why="this is no JSON object with a text")
            continue
        yield _from_record(record, line, where, language)


def _from_record(record: dict[str, Any], line: str, where: str, language: str | None) -> Text:
    def field(*names: str) -> str:
        values = (record.get(name) for name in names)
        return next((str(value) for value in values if value is not None), "")

    return Text(
        id=field("id") or where,
        document=Document(
            title=field("title"),
            lead=field("lead", "summary"),
            text=field("text", "body"),
            url=field("url"),
            authors=_several(record.get("authors", record.get("author"))),
            language=field("lang", "language") or language,
            source=field("source"),
            tags=_several(record.get("tags")),
            sections=_several(record.get("section", record.get("sections"))),
        ),
        raw=line,
    )


def _several(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return () if value is None else (str(value),)
