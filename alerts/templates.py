"""The doorway to Jinja2: our own templates, sandboxed, with every value escaped."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

    from alerts.words import Picture

_FOLDER = Path(__file__).with_name("templates")
SLACK = _FOLDER / "slack.json"
"""Apprise fills this one in. Without its ``fallback`` a phone shows «no preview available»."""


def email(shown: "Picture") -> str:
    """Return the HTML of one e-mail message."""
    return _environment().get_template("email.html").render(shown=shown)


@cache
def _environment() -> "SandboxedEnvironment":
    # Imported on first use: it takes longer to load than a message takes to write.
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
