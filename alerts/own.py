"""Messages in the user's own words: which file is for what, and what stands in for one that is broken."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TypeVar

from alerts import plain
from alerts.digests import Overview, overview
from alerts.markup import DIALECTS, TITLES, bare_address
from alerts.samples import FULL_DIGEST, full_picture
from alerts.templates.users import MOST_CHARS, Compiled, Ink, TemplateError, read
from alerts.text import SUBJECT_CHARS, SUBJECT_OCTETS, clean, clip
from alerts.values import NAMES, NAMES_OF_DIGESTS, of_digest, of_picture
from alerts.words import Form, Kind, Picture, Words
from archive.vocabulary import AlertKind

Shown = TypeVar("Shown", Picture, Overview)

BODIES: Mapping[Kind, tuple[str, ...]] = {
    Kind.EMAIL: ("email.html", "email.txt"),
    Kind.SLACK: ("chat.md",),
    Kind.MARKDOWN: ("chat.md",),
    Kind.TEAMS: ("chat.md",),
    Kind.TELEGRAM: ("telegram.html",),
    Kind.MARKED: ("plain.txt",),
    Kind.PLAIN: ("plain.txt",),
    Kind.SHORT: ("short.txt",),
    Kind.JSON: ("json.txt",),
}
"""Which files of a folder hold the body for a kind of channel; the first that is there is used."""
SUBJECT = "subject.txt"
DIGEST = "digest-"
NOTHING = "it writes nothing"
_TITLED = (Kind.EMAIL, Kind.SLACK, Kind.MARKED, Kind.PLAIN)
"""Kinds whose messages have a subject of their own."""
FILES = (SUBJECT, *dict.fromkeys(name for names in BODIES.values() for name in names))
# A picture is something to see. No tag goes on over the begin of another: to look for its end would take too long.
_MARKUP = re.compile(r"<(?!img\b)[^<>]*>|&nbsp;", re.IGNORECASE)
_LABEL = str.maketrans("[]", "()")
_PARENTHESES = str.maketrans({"(": "%28", ")": "%29", "*": "%2A", "_": "%5F", "~": "%7E"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one file."""

    file: Path
    line: int
    """Counted from 1; 0 when it is not known."""
    message: str

    @property
    def told(self) -> str:
        """Where and what, in one line."""
        return f"{self.file.name}{f':{self.line}' if self.line else ''}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The templates of one channel, each read once."""

    compiled: Mapping[str, Compiled]
    faults: Mapping[str, Fault]
    paths: Mapping[str, Path]
    alone: bool = False
    """A single file: the body of whatever kind the channel is; its name says only whether it is HTML."""

    def write(self, shown: Picture | Overview, kind: Kind, usual: Words, room: int) -> Words:
        """Put the user's words for ours where there are some and they work; else say why not.

        Notices of the program about itself are always ours. Raises `TooLongError` when the body is
        longer than ``room``: there may be a shorter picture to write.
        """
        if isinstance(shown, Picture) and shown.kind is AlertKind.NOTICE:
            return usual
        name = self._body(shown, kind)
        subject = self._found((_prefix(shown) + SUBJECT,))
        try:
            words = usual
            if subject:
                title = self._title(subject, shown, kind, usual)
                words = replace(words, title=title, files=(subject,))
            return self._with_body(name, shown, kind, words, room) if name else words
        except TooLongError:
            raise
        except BrokenTemplateError as fault:
            return replace(usual, fault=fault.fault.told)

    def _with_body(
        self, name: str, shown: Picture | Overview, kind: Kind, words: Words, room: int
    ) -> Words:
        html = name.endswith(".html")
        body = plain.tidy(self._filled(name, shown, _ink(kind, html=html)))
        if not _readable(body, html=html):
            raise BrokenTemplateError(Fault(file=self.paths[name], line=0, message=NOTHING))
        dialect = DIALECTS.get(kind)
        counted = plain.length if kind is Kind.PLAIN else len
        length = dialect.length(body) if dialect else counted(body)
        if length > room:
            said = (
                f"it writes {length:,} characters, and {room:,} is the most that this channel takes"
            )
            raise TooLongError(Fault(file=self.paths[name], line=0, message=said))
        form = dialect.form if dialect else (Form.HTML if html else Form.TEXT)
        return replace(words, body=body, form=form, files=(*words.files, name))

    def _title(self, name: str, shown: Picture | Overview, kind: Kind, usual: Words) -> str:
        if not usual.title or kind is Kind.JSON:
            return usual.title
        written = " ".join(self._filled(name, shown, _AS_IT_IS).split())
        title = clip(clean(written, chars=1000), chars=SUBJECT_CHARS, octets=SUBJECT_OCTETS)
        if not title:
            raise BrokenTemplateError(Fault(file=self.paths[name], line=0, message=NOTHING))
        return TITLES[kind](title) if kind in TITLES else title

    def _filled(self, name: str, shown: Picture | Overview, ink: Ink) -> str:
        if name in self.faults:
            raise BrokenTemplateError(self.faults[name])
        values = of_picture(shown) if isinstance(shown, Picture) else of_digest(shown)
        try:
            return self.compiled[name].fill(values, ink)
        except TemplateError as error:
            fault = Fault(file=self.paths[name], line=error.line, message=str(error))
            raise BrokenTemplateError(fault) from error

    def _body(self, shown: Picture | Overview, kind: Kind) -> str | None:
        if self.alone:
            # One file cannot be for both.
            return None if isinstance(shown, Overview) else next(iter(self.paths))
        return self._found([_prefix(shown) + name for name in BODIES[kind]])

    def _found(self, names: Sequence[str]) -> str | None:
        return next((name for name in names if name in self.paths and not self.alone), None)


class BrokenTemplateError(Exception):
    """A template does not work for this message."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.told)
        self.fault = fault


class TooLongError(BrokenTemplateError):
    """What a template wrote does not fit; it may with less to tell."""


def load(path: Path) -> Own:
    """Read a template, or a folder of them; never raises: what cannot be read is among the faults."""
    try:
        alone = not path.is_dir()
        files = [path] if alone else sorted(_known(path))
    except OSError:
        alone, files = True, [path]
    compiled: dict[str, Compiled] = {}
    faults: dict[str, Fault] = {}
    for file in files:
        try:
            compiled[file.name] = read(_text(file))
        except TemplateError as error:
            faults[file.name] = Fault(file=file, line=error.line, message=str(error))
    paths = {file.name: file for file in files}
    return Own(compiled=compiled, faults=faults, paths=paths, alone=alone)


def current(path: Path) -> Own:
    """Return the templates as their files are now; they are read again only when they have changed."""
    return _loaded(path, tuple(_stamps(path)))


@lru_cache(maxsize=64)
def _loaded(path: Path, stamps: tuple[tuple[str, int, int], ...]) -> Own:
    del stamps  # of the files that were read: other ones are another question
    return load(path)


def _stamps(path: Path) -> Iterator[tuple[str, int, int]]:
    try:
        files = list(_known(path)) if path.is_dir() else [path]
    except OSError:
        return
    for file in files:
        try:
            state = file.stat()
        except OSError:
            yield file.name, 0, 0
        else:
            # Not when it was written last: `cp -p` keeps that, and `chmod` does not touch it.
            yield file.name, state.st_ctime_ns, state.st_size


def problems(path: Path) -> list[Fault]:
    """Say what is wrong with a template or a folder of them, as far as that can be told without a message."""
    own = load(path)
    found = list(own.faults.values())
    for name, compiled in own.compiled.items():
        file = own.paths[name]
        known = NAMES_OF_DIGESTS if name.startswith(DIGEST) else NAMES
        unknown = sorted(compiled.names - known)
        for each in unknown:
            said = f"there is no `{each}`; there are {', '.join(sorted(known))}"
            found.append(Fault(file=file, line=_line_with(_text(file), each), message=said))
        if not unknown and (fault := _tried(file, compiled, digest=name.startswith(DIGEST))):
            found.append(fault)
    return found


def _tried(file: Path, compiled: Compiled, *, digest: bool) -> Fault | None:
    """Write a message in which there is everything, and say what goes wrong."""
    shown = of_digest(overview(FULL_DIGEST, zone="UTC")) if digest else of_picture(full_picture())
    try:
        written = compiled.fill(shown, _AS_IT_IS)
    except TemplateError as error:
        return Fault(file=file, line=error.line, message=str(error))
    if _readable(written, html=file.suffix == ".html"):
        return None
    return Fault(file=file, line=0, message=NOTHING)


def _readable(body: str, *, html: bool) -> bool:
    return bool(_MARKUP.sub("", body).strip() if html else body.strip())


def strangers(folder: Path) -> list[Path]:
    """Return the files of a folder that are no template of any kind of channel."""
    known = {file.name for file in _known(folder)}
    return sorted(file for file in folder.iterdir() if file.is_file() and file.name not in known)


def serves(path: Path, kind: Kind) -> bool:
    """Say whether a folder has a file of which something is made for a kind of channel."""
    titled = (SUBJECT,) if kind in _TITLED else ()
    names = {prefix + name for name in (*titled, *BODIES[kind]) for prefix in ("", DIGEST)}
    return any(file.name in names for file in _known(path))


def _known(folder: Path) -> Iterator[Path]:
    for name in FILES:
        for each in (name, DIGEST + name):
            # One that leads nowhere, or is a folder, is meant to be there too, and told as broken.
            if os.path.lexists(folder / each):
                yield folder / each


def _text(file: Path) -> str:
    try:
        # A pipe would be waited for.
        if file.exists() and not file.is_file():
            raise TemplateError("it is no file")
        with file.open("rb") as opened:
            content = opened.read(MOST_CHARS * 4 + 1)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError("it is not UTF-8") from error
    except OSError as error:
        raise TemplateError(f"it cannot be read: {error.strerror or 'nobody knows why'}") from error


def _line_with(text: str, name: str) -> int:
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, 1) if name in line), 0)


def _prefix(shown: Picture | Overview) -> str:
    return DIGEST if isinstance(shown, Overview) else ""


def _plain(text: str) -> str:
    return text


_AS_IT_IS = Ink(text=_plain, url=_plain)
_HTML = Ink(text=escape, url=escape)


def _ink(kind: Kind, *, html: bool) -> Ink:
    dialect = DIALECTS.get(kind)
    if dialect and dialect.form is Form.HTML:
        return Ink(text=dialect.text, url=escape)
    if kind is Kind.EMAIL and html:
        return _HTML
    if dialect is None:
        return _AS_IT_IS
    if kind is Kind.MARKED:
        return Ink(text=dialect.text, url=bare_address)
    return Ink(text=_for_labels(dialect.text), url=lambda url: url.translate(_PARENTHESES))


def _for_labels(safe: Callable[[str], str]) -> Callable[[str], str]:
    # A text may stand between brackets as the label of a link, and end it with brackets of its own.
    return lambda text: safe(text.translate(_LABEL))
