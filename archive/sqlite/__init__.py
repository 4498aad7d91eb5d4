"""The archive in one SQLite file; only `wirewatch` knows of it."""

from archive.sqlite.archive import SqliteArchive

__all__ = ["SqliteArchive"]
