"""The check at start that the rooms which are imported are the ones that were shipped.

Their names are plain words; another package called `scheduler` on the path, or installed over ours, would fail in
strange ways later.
"""

from importlib.util import find_spec
from pathlib import Path

ROOMS = ("alerts", "archive", "scheduler", "spiders", "watchlists")


class InstallError(RuntimeError):
    """Another package or folder stands in the place of one of our rooms; the message says which and where."""


def check_install() -> None:
    """Raise `InstallError` unless every room is our own."""
    home = Path(__file__).resolve().parents[1]
    for room in ROOMS:
        spec = find_spec(room)
        where = Path(spec.origin).resolve() if spec is not None and spec.origin else None
        if where is None:
            raise InstallError(
                f"package {room!r} of Wirewatch is missing from {home}. Install Wirewatch again"
            )
        if where.parents[1] != home:
            raise InstallError(
                f"package {room!r} comes from {where.parent}, not from Wirewatch in {home}."
                " Start from another folder, or install Wirewatch in an environment of its own"
            )
        first = where.read_text(encoding="utf-8").partition("\n")[0]
        if not first.startswith(f'"""{room}.'):
            raise InstallError(
                f"another package has overwritten {room!r} in {home}."
                " Install Wirewatch again, in an environment of its own"
            )
