"""The command line."""

from wirewatch.cli.main import run

__all__ = ["run"]
