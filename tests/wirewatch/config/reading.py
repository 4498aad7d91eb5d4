"""What the tests of the configuration share: a way to read a text, and simple checks of our own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wirewatch.config import Config, Loaded, QueryProblem, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    code: str
    severity: str
    start: int
    end: int
    message: str
    mend: str


def check_query(query: str, terms: Mapping[str, str]) -> Sequence[QueryProblem]:
    """Refuse ``BAD``, ``--`` and open brackets, doubt ``ODD`` and single letters: enough to see that places are mapped back."""
    found: list[QueryProblem] = [
        *(_finding("bad-word", "error", match) for match in re.finditer(r"\bBAD\b", query)),
        *(_finding("odd-word", "hint", match) for match in re.finditer(r"\bODD\b|^.$", query)),
        *(_finding("no-word", "error", match) for match in re.finditer(r"^--$", query)),
    ]
    if query.count("(") != query.count(")"):
        at = query.index("(") if "(" in query else query.index(")")
        found.append(
            Finding(
                code="bracket",
                severity="error",
                start=at,
                end=at + 1,
                message="this bracket has no partner",
                mend="Add it",
            )
        )
    return found


def _finding(code: str, severity: str, match: re.Match[str]) -> Finding:
    start, end = match.span()
    message = f"`{match[0]}` is not wanted"
    return Finding(
        code=code, severity=severity, start=start, end=end, message=message, mend="Remove it"
    )


def check_address(address: str) -> str | None:
    """Know three services."""
    scheme, colon, rest = address.partition("://")
    if not colon or scheme not in {
        "console",
        "mailto",
        "mailtos",
        "slack",
        "json",
        "https",
        "tgram",
    }:
        return (
            f"no service `{scheme[:10]}`. Did you mean `slack`?"
            if colon
            else "this is not an address"
        )
    if scheme == "slack" and rest.count("/") < 2:
        return "the slack address is incomplete: it needs three tokens"
    return None


def read(
    text: str | bytes, folder: Path, environ: Mapping[str, str] | None = None, *, mode: int = 0o600
) -> Loaded:
    """Write a text as config.yaml and read it."""
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    path.chmod(mode)
    return load(path, environ or {}, check_query=check_query, check_address=check_address)


def good(text: str, folder: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read a text that has no mistake."""
    loaded = read(text, folder, environ)
    assert loaded.config is not None, "\n".join(problem.render() for problem in loaded.problems)
    return loaded.config
