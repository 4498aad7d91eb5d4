"""The archive in one SQLite file; only `wirewatch` knows of it."""

from archive.sqlite import without_numpy as without_numpy  # before anything loads sqlite-utils
from archive.sqlite.archive import SqliteArchive

__all__ = ["SqliteArchive"]
