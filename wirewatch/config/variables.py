"""``${NAME}``, ``${file:/path}`` and ``$$`` in values, and the ``.env`` file beside the configuration."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wirewatch.config.problems import quoted
from wirewatch.config.report import Report
from wirewatch.config.words import Wrong, did_you_mean

_PART = re.compile(r"\$\$|\$\{[^}]*\}?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)", re.ASCII | re.DOTALL)
_ESCAPE = re.compile(r'\\([nrt"\\$])')
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a value that stands for something else."""

    start: int
    end: int
    text: str
    secret: bool
    """It came from outside the file; ``$$`` did not."""


class WrongVariable(Wrong):
    """A ``${...}`` that stands for nothing; ``start`` and ``end`` say where in the value it is."""

    def __init__(self, found: tuple[int, int], code: str, message: str, mend: str) -> None:
        super().__init__(code, message, mend)
        self.start, self.end = found


class Variables:
    """What names stand for: the environment first, then ``.env``."""

    def __init__(self, environ: Mapping[str, str], dotenv: Mapping[str, str], folder: Path) -> None:
        self._values = {**dotenv, **environ}
        self._folder = folder

    def parts(self, text: str) -> list[Part]:
        """Return every piece to be replaced; raise WrongVariable for the first that cannot be."""
        return [self._part(found) for found in _PART.finditer(text)]

    def _part(self, found: re.Match[str]) -> Part:
        start, end = found.span()
        written = found[0]
        if written == "$$":
            return Part(start=start, end=end, text="$", secret=False)
        if not written.endswith("}"):
            mend = "Close it, as in `${NAME}`, or write `$$` for a dollar sign"
            raise WrongVariable((start, start + 2), "bad-variable", "`${` without `}`", mend)
        name = written[2:-1].strip()
        if name.startswith("file:"):
            value = self._file(name.removeprefix("file:").strip(), (start, end))
        elif _NAME.fullmatch(name):
            value = self._variable(name, (start, end))
        else:
            raise WrongVariable(
                (start, end),
                "bad-variable",
                "this is not the name of a variable",
                "Write `${NAME}` with letters, digits and `_`, or `${file:/path}`",
            )
        return Part(start=start, end=end, text=value, secret=True)

    def _variable(self, name: str, at: tuple[int, int]) -> str:
        value = self._values.get(name)
        if value:
            return value
        if value is not None:
            raise WrongVariable(
                at, "empty-variable", f"environment variable {name} is empty", "Give it a value"
            )
        near = did_you_mean(name, self._values, "")
        mend = f"Set it in the environment, or write `{name}=…` into the file .env beside this one"
        if near.startswith("Did"):
            mend = f"{near} Otherwise set it in the environment or in .env"
        raise WrongVariable(at, "unset-variable", f"environment variable {name} is not set", mend)

    def _file(self, name: str, at: tuple[int, int]) -> str:
        shown = f"file {quoted(name)}"
        try:
            path = self._folder / name
            there = path.is_file()
            content = _first_bytes(path) if there else b""
            value = content.decode("utf-8")
        except UnicodeDecodeError:
            raise WrongVariable(
                at, "bad-secret-file", f"{shown} is not UTF-8", "Save it as UTF-8"
            ) from None
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "it cannot be read"
            mend = "Let the user that runs Wirewatch read it"
            raise WrongVariable(at, "bad-secret-file", f"{shown}: {why}", mend) from None
        if not there:
            raise WrongVariable(at, "no-secret-file", f"there is no {shown}", "Give its full path")
        value = value.removesuffix("\n").removesuffix("\r")
        if not value or len(value) > _LARGEST:
            what = "empty" if not value else "too large"
            raise WrongVariable(
                at, "bad-secret-file", f"{shown} is {what}", "Put the secret into it"
            )
        return value


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST + 1)


def read_dotenv(path: Path) -> tuple[dict[str, str], Report | None]:
    """Return the variables of a ``.env`` file, and its problems when there is such a file.

    A line is ``NAME=value``, perhaps after ``export``; a value may stand in single quotes (taken as it
    is) or double quotes (with ``\\n``, ``\\t``, ``\\"``, ``\\\\`` and ``\\$``); ``#`` after a blank starts a comment.
    """
    try:
        if not path.is_file():
            return {}, None
        text = path.read_bytes()[: 16 * _LARGEST].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return {}, _unreadable(path, error)
    # Only the names of this file may be shown, so the report never sees its values.
    report = Report(str(path), "\n".join(_name_of(line) for line in text.splitlines()))
    values: dict[str, str] = {}
    for number, line in enumerate(text.splitlines()):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        value = _dotenv_value(found[2].strip()) if found else None
        if found is None or value is None:
            what = (
                "this line is not `NAME=value`" if found is None else "this quote is never closed"
            )
            at = report.start_of(number)
            report.error((at, at + 1), "bad-dotenv", what, "Write `NAME=value`, one on each line")
            continue
        values[found[1]] = value
    return values, report


def _unreadable(path: Path, error: OSError | UnicodeDecodeError) -> Report:
    report = Report(str(path), "")
    if isinstance(error, UnicodeDecodeError):
        report.error((0, 1), "not-utf8", "the file is not UTF-8", "Save it as UTF-8")
    else:
        why = f"this file cannot be read: {error.strerror or 'it is broken'}"
        report.error((0, 1), "bad-dotenv", why, "Let the user that runs Wirewatch read it")
    return report


def _name_of(line: str) -> str:
    found = _LINE.fullmatch(line)
    return f"{found[1]}=***" if found else "***"


def _dotenv_value(text: str) -> str | None:
    quote = text[:1]
    if quote in {"'", '"'}:
        end = re.match(
            r"'([^']*)'\s*(?:#.*)?$" if quote == "'" else r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$', text
        )
        if end is None:
            return None
        return end[1] if quote == "'" else _ESCAPE.sub(_unescaped, end[1])
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip()


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r", "t": "\t"}.get(found[1], found[1])
