"""A file beside the archive that knows until when it was in use, whatever older copy is put in its place."""

import contextlib
from datetime import datetime
from pathlib import Path

SUFFIX = ".used"


class FileLandmark:
    """One line with one time, replaced in one go; see `scheduler.absence.Landmark`."""

    def __init__(self, archive: Path) -> None:
        self._path = archive.with_name(archive.name + SUFFIX)
        self._written: datetime | None = None

    def read(self) -> datetime | None:
        """Return what was written last; None when nothing was, or it cannot be read."""
        try:
            found = datetime.fromisoformat(self._path.read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            return None
        return found if found.tzinfo else None

    def write(self, used: datetime) -> None:
        """Remember that the archive is in use; failing to costs nothing but this."""
        if used == self._written:
            return
        draft = self._path.with_name(self._path.name + ".new")
        # A full or read-only disk is told of by the archive, which fails too.
        with contextlib.suppress(OSError):
            draft.write_text(f"{used.isoformat()}\n", encoding="utf-8")
            draft.replace(self._path)
            self._written = used
