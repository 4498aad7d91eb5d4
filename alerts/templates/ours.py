"""Our own templates, for mail."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

    from alerts.digests import Overview
    from alerts.words import Picture

_FOLDER = Path(__file__).parent
# Only with a line break in it: between two hits of a quotation stands one space that counts.
_BETWEEN_TAGS = re.compile(r">\s*\n\s*<")
# All at once, before the first message: an upgrade under a running daemon may write other ones in their place.
_HTML = {file.name: file.read_text(encoding="utf-8") for file in (_FOLDER / "html").glob("*.html")}
SLACK = _FOLDER / "slack.json"
"""Apprise fills this one in. Without its ``fallback`` a phone shows «no preview available»."""


def alert(shown: "Picture") -> str:
    """Return the HTML of an alert, a notice or a test as one e-mail message.

    Apprise makes the text part of it: a new line for each block, an empty one for each that holds
    only a break. White space between our tags would be empty lines there.
    """
    return _written("alert.html", shown)


def digest(whole: "Overview") -> str:
    """Return the HTML of a digest as one e-mail message."""
    return _written("digest.html", whole)


def _written(name: str, shown: "Picture | Overview") -> str:
    html = _environment().get_template(name).render(shown=shown)
    return _BETWEEN_TAGS.sub("><", html).strip()


@cache
def _environment() -> "SandboxedEnvironment":
    # Imported on first use: it takes longer to load than a message takes to write.
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=DictLoader(_HTML),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
