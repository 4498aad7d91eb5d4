"""The archive in one SQLite file; only `wirewatch` knows of it."""

from archive.sqlite.archive import SqliteArchive
from archive.sqlite.connection import ArchiveError

__all__ = ["ArchiveError", "SqliteArchive"]
